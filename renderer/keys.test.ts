import { expect, test } from 'vitest';
import { actionOfKey, type KeyPress, type KeySituation } from './keys.ts';
import type { ScreenName } from './stores/view-store.ts';

const screens: readonly ScreenName[] = [
  'opening',
  'sell',
  'open',
  'code',
  'taking',
  'outcome',
  'slip',
  'history',
  'unresolved',
  'advices',
  'trouble',
];

function press(key: string, part: Partial<KeyPress> = {}): KeyPress {
  return { key, repeat: false, ctrlKey: false, altKey: false, metaKey: false, ...part };
}

function at(screen: ScreenName, part: Partial<KeySituation> = {}): KeySituation {
  return { screen, isTyping: false, isDialogOpen: false, ...part };
}

test('the function keys go to the screens, also out of a field', () => {
  expect(actionOfKey(press('F2'), at('history', { isTyping: true }))).toBe('go-sell');
  expect(actionOfKey(press('F3'), at('sell', { isTyping: true }))).toBe('go-history');
  expect(actionOfKey(press('F4'), at('trouble'))).toBe('go-unresolved');
});

test('what is sold, and what billers have to be told, have their keys wherever the focus is', () => {
  expect(actionOfKey(press('F6'), at('history'))).toBe('go-amount');
  expect(actionOfKey(press('F7'), at('sell', { isTyping: true }))).toBe('go-bill');
  expect(actionOfKey(press('F10'), at('unresolved'))).toBe('go-advices');
});

test('cash and a code have their keys where an amount is sold, wherever the focus is', () => {
  expect(actionOfKey(press('F5'), at('sell', { isTyping: true }))).toBe('pay-cash');
  expect(actionOfKey(press('F8'), at('sell', { isTyping: true }))).toBe('pay-code');
  expect(actionOfKey(press('F8'), at('history'))).toBeUndefined();
});

test('the key by which a browser loads a page anew never does, or what was typed would be gone', () => {
  for (const screen of screens) {
    if (screen !== 'sell') expect(actionOfKey(press('F5'), at(screen))).toBe('stay');
    expect(actionOfKey(press('F5', { repeat: true }), at(screen))).toBe('stay');
    expect(actionOfKey(press('F5'), at(screen, { isDialogOpen: true }))).toBe('stay');
    expect(actionOfKey(press('F5', { ctrlKey: true }), at(screen))).toBeUndefined();
  }
});

test('no key leads away from a code that is shown but the one that cancels it', () => {
  expect(actionOfKey(press('Escape'), at('code'))).toBe('cancel-code');
  expect(actionOfKey(press('Escape', { repeat: true }), at('code'))).toBeUndefined();
  for (const key of ['F2', 'F3', 'F4', 'F6', 'F7', 'F8', 'F9', 'F10', 'Enter'])
    expect(actionOfKey(press(key), at('code'))).toBeUndefined();
});

test('no key leads away from an open sale: two take its money, and one asks whether to give it up', () => {
  expect(actionOfKey(press('F8'), at('open', { isTyping: true }))).toBe('pay-code');
  expect(actionOfKey(press('F9'), at('open', { isTyping: true }))).toBe('take-card');
  expect(actionOfKey(press('Escape'), at('open', { isTyping: true }))).toBe('abandon');
  expect(actionOfKey(press('Escape'), at('open', { isDialogOpen: true }))).toBeUndefined();
  for (const key of ['F2', 'F3', 'F4', 'F6', 'F7', 'F10', 'Enter']) expect(actionOfKey(press(key), at('open'))).toBeUndefined();
});

test('no key leads away from a customer at the terminal', () => {
  for (const key of ['F2', 'F3', 'F4', 'F8', 'F9', 'Escape', 'Enter'])
    expect(actionOfKey(press(key), at('taking'))).toBeUndefined();
});

test('an outcome is left by its own keys alone', () => {
  expect(actionOfKey(press('F8'), at('outcome'))).toBe('slip');
  expect(actionOfKey(press('F9'), at('outcome'))).toBe('try-again');
  expect(actionOfKey(press('F4'), at('outcome'))).toBe('resolve');
  for (const key of ['F2', 'F3', 'Escape', 'Enter']) expect(actionOfKey(press(key), at('outcome'))).toBeUndefined();
});

test('Escape goes back where there is a back', () => {
  expect(actionOfKey(press('Escape'), at('history'))).toBe('back');
  expect(actionOfKey(press('Escape'), at('slip'))).toBe('back');
  expect(actionOfKey(press('Escape'), at('sell'))).toBeUndefined();
});

test('a question mark shows the keys, unless it is being typed', () => {
  expect(actionOfKey(press('?'), at('sell'))).toBe('show-keys');
  expect(actionOfKey(press('?'), at('sell', { isTyping: true }))).toBeUndefined();
  expect(actionOfKey(press('F1'), at('sell', { isTyping: true }))).toBe('show-keys');
});

test('a held key, a chord and an open dialog mean nothing here', () => {
  for (const screen of screens) {
    expect(actionOfKey(press('F3', { repeat: true }), at(screen))).toBeUndefined();
    expect(actionOfKey(press('F4', { altKey: true }), at(screen))).toBeUndefined();
    expect(actionOfKey(press('F3', { ctrlKey: true }), at(screen))).toBeUndefined();
    expect(actionOfKey(press('Escape'), at(screen, { isDialogOpen: true }))).toBeUndefined();
  }
});

test('the browser’s key for printing prints the slip, and is the browser’s elsewhere', () => {
  expect(actionOfKey(press('p', { ctrlKey: true }), at('slip'))).toBe('print');
  expect(actionOfKey(press('p', { ctrlKey: true }), at('history'))).toBeUndefined();
});

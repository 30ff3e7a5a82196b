import { expect, test } from 'vitest';
import { isArmed, newGuard, pressEnter, quietMs } from './enter-guard.ts';

test('Enter counts after a quiet while, and not before', () => {
  const guard = newGuard(1_000);
  expect(pressEnter(guard, { repeat: false, atMs: 1_000 + quietMs - 1 }).counts).toBe(false);
  expect(pressEnter(guard, { repeat: false, atMs: 1_000 + quietMs }).counts).toBe(true);
});

test('50 hurried presses count for nothing, however long they go on', () => {
  let guard = newGuard(0);
  for (let press = 1; press <= 50; press += 1) {
    const answer = pressEnter(guard, { repeat: false, atMs: press * 100 });
    expect(answer.counts).toBe(false);
    ({ guard } = answer);
  }
  expect(isArmed(guard, 50 * 100 + quietMs - 1)).toBe(false);
  expect(isArmed(guard, 50 * 100 + quietMs)).toBe(true);
});

test('a key that was held down through the change of screens never counts until it was let go of', () => {
  let guard = newGuard(0);
  for (let atMs = 30; atMs < 3_000; atMs += 30) {
    const answer = pressEnter(guard, { repeat: true, atMs });
    expect(answer.counts).toBe(false);
    ({ guard } = answer);
  }
  expect(pressEnter(guard, { repeat: false, atMs: 3_000 + quietMs }).counts).toBe(true);
  // A keyboard may be set to repeat slowly: its first repeat comes after the quiet while, and is a held key all the same.
  expect(pressEnter(newGuard(0), { repeat: true, atMs: quietMs + 400 }).counts).toBe(false);
});

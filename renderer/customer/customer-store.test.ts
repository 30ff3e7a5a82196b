import { expect, test } from 'vitest';
import type { CustomerDisplay } from '../../shared/customer-view.ts';
import type { Currency } from '../../shared/currency.ts';
import { createCustomerStore, leftMsOf, viewOf } from './customer-store.ts';

const at = '2026-11-21T15:42:10.000Z';
const display: CustomerDisplay = {
  view: { kind: 'code', amountMinor: 2_500, code: { payload: '000201', expiresAt: '2026-11-21T15:42:56.000Z' } },
  currency: 'USD' as Currency,
  locale: 'en-US',
  mode: 'live',
  at,
};

test('keeps the last word of the till, and tells whoever looks', () => {
  let tell: (said: CustomerDisplay | undefined) => void = () => {};
  let nowMs = 5_000;
  const store = createCustomerStore(
    (listener) => {
      tell = listener;
      return () => {};
    },
    () => nowMs,
  );
  let told = 0;
  const stop = store.subscribe(() => (told += 1));
  expect(store.getState()).toMatchObject({ display: undefined, isLost: false });
  tell(display);
  expect(store.getState()).toMatchObject({ display, receivedAtMs: 5_000, isLost: false });
  nowMs = 9_000;
  tell(undefined);
  expect(store.getState()).toMatchObject({ display, receivedAtMs: 5_000, isLost: true });
  tell({ ...display, view: { kind: 'idle' } });
  expect(store.getState()).toMatchObject({ receivedAtMs: 9_000, isLost: false });
  stop();
  tell(display);
  expect(told).toBe(3);
});

test('shows no code of a till that it does not hear any more: it may have ended', () => {
  const heard = { display, receivedAtMs: 0, isLost: false };
  expect(viewOf(heard, display).kind).toBe('code');
  expect(viewOf({ ...heard, isLost: true }, display)).toEqual({ kind: 'wait' });
  // At night nobody has to wait for anything.
  expect(viewOf({ ...heard, isLost: true }, { ...display, view: { kind: 'idle' } })).toEqual({ kind: 'idle' });
});

test('counts what is left of a code by the till’s clock, and from there by the page’s monotonic one', () => {
  const state = { display, receivedAtMs: 5_000, isLost: false };
  const expiresAt = '2026-11-21T15:42:56.000Z';
  expect(leftMsOf(state, expiresAt, 5_000)).toBe(46_000);
  expect(leftMsOf(state, expiresAt, 12_500)).toBe(38_500);
  expect(leftMsOf(state, expiresAt, 4_000)).toBe(46_000);
  expect(leftMsOf(state, expiresAt, 500_000)).toBe(0);
});

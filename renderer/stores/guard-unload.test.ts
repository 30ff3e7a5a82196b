import { expect, test } from 'vitest';
import type { Snapshot } from '../../shared/snapshot.ts';
import { openSales, stuckAdvices, waitingAdvices } from '../testing/bill-fixtures.ts';
import { endedSales, saleWith, snapshotWith } from '../testing/fixtures.ts';
import { guardUnload } from './guard-unload.ts';
import { createTillStore, type TillStore } from './till-store.ts';

const show = (till: TillStore, part: Partial<Snapshot>): void => till.setState({ snapshot: snapshotWith(part) });

/** @returns whether the browser would ask */
const leave = (target: EventTarget): boolean => !target.dispatchEvent(new Event('beforeunload', { cancelable: true }));

test('a browser asks before it closes a window with a sale at the counter, and at no other time', () => {
  const target = new EventTarget();
  const till = createTillStore();
  const stop = guardUnload(target, till);
  expect(leave(target)).toBe(false);
  for (const [part, isAsked] of [
    [{}, false],
    [{ counter: { kind: 'open', sale: openSales.reserved } }, true],
    [{ counter: { kind: 'taking', sale: saleWith({}) } }, true],
    [{ counter: { kind: 'decided', sale: endedSales.approved } }, false],
    [{ counter: { kind: 'open', sale: openSales.askingFirst } }, true],
    // The till tells the billers, whether anybody looks or not.
    [{ advices: waitingAdvices }, false],
    [{ advices: stuckAdvices }, false],
  ] satisfies [Partial<Snapshot>, boolean][]) {
    show(till, part);
    expect(leave(target)).toBe(isAsked);
  }
  show(till, { counter: { kind: 'taking', sale: saleWith({}) } });
  stop();
  expect(leave(target)).toBe(false);
});

import { describe, expect, it } from 'vitest';
import { findMissing } from './owed.ts';
import type { QueuedAdvice } from './queue.ts';
import { adviceOf } from './testing/sample-advices.ts';

const queued = (number: number, changes: Partial<QueuedAdvice> = {}): QueuedAdvice => ({
  advice: adviceOf(number),
  state: 'waiting',
  attempts: 0,
  refusals: 0,
  ...changes,
});

describe('findMissing', () => {
  it('finds what the journal owes and the queue does not hold, in the order of the journal', () => {
    const owed = [4, 1, 3, 2].map((number) => adviceOf(number));
    expect(findMissing(owed, [queued(1), queued(9)])).toEqual([4, 3, 2].map((number) => adviceOf(number)));
    expect(findMissing([], [queued(1)])).toEqual([]);
    expect(findMissing(owed, [])).toEqual(owed);
  });

  it('has nothing to add to an advice that needs a person', () => {
    expect(findMissing([adviceOf(1)], [queued(1, { state: 'needs-attention', attempts: 1, refusals: 1 })])).toEqual([]);
  });

  it('leaves it to the queue to refuse what it holds with other words', () => {
    const owed = adviceOf(1, { body: '{}' });
    expect(findMissing([owed], [queued(1)])).toEqual([owed]);
  });
});

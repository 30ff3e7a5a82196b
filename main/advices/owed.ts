import { isDeepStrictEqual } from 'node:util';
import { invariant } from '../../shared/result.ts';
import type { Advice } from './advice.ts';
import type { QueuedAdvice } from './queue.ts';

/**
 * What the journal says is owed to a service, and the queue does not hold: to be queued again, under the same ids.
 * The journal may be ahead (the till was killed before it queued, or a damaged record was set aside) and so may the queue
 * (killed before the journal said so): what is only in the queue is sent all the same, it was promised.
 * @param owed every advice that was decided on and has had no final answer, oldest first
 * @returns those to enqueue, in the same order
 * @throws if journal and queue disagree on what is in an advice: nobody may choose between the two
 */
export function findMissing(owed: readonly Advice[], queued: readonly QueuedAdvice[]): readonly Advice[] {
  const standing = new Map(queued.map(({ advice }) => [advice.adviceId, advice]));
  return owed.filter((advice) => {
    const known = standing.get(advice.adviceId);
    if (known === undefined) return true;
    invariant(isDeepStrictEqual(known, advice), `journal and queue agree on the advice ${advice.adviceId}`);
    return false;
  });
}

import { isDeepStrictEqual } from 'node:util';
import type { Advice } from './advice.ts';
import type { QueuedAdvice } from './queue.ts';

/**
 * What the journal says is owed to a service, and the queue does not hold: to be queued again, under the same ids.
 * The journal may be ahead (the till was killed before it queued, or a damaged record was set aside) and so may the queue
 * (killed before the journal said so): what is only in the queue is sent all the same, it was promised.
 * One that the queue holds with other words is missing as well: `enqueue` refuses it as a conflict, and names what stands.
 * @param owed every advice that was decided on and has had no final answer, oldest first
 * @returns those to enqueue, in the same order
 */
export function findMissing(owed: readonly Advice[], queued: readonly QueuedAdvice[]): readonly Advice[] {
  const standing = new Map(queued.map(({ advice }) => [advice.adviceId, advice]));
  return owed.filter((advice) => !isDeepStrictEqual(standing.get(advice.adviceId), advice));
}

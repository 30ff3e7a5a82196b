import type { Result } from '../../shared/result.ts';
import type { Advice, AdviceAnswer, AdviceId } from './advice.ts';

/**
 * Advices that have been promised to a service and have not had their final answer.
 *
 *            enqueue                    recordAttempts              update                      remove
 *   (none) ──────────▶ waiting, unsent ───────────────▶ waiting ───────────────▶ waiting …  ─────────────▶ (none)
 *                                                          │  not final                        delivered, and the journal has it
 *                                                          └──────────────────▶ needs-attention ── update (a manager) ──▶ waiting
 *                                                             refused
 *
 * Whatever a call has returned `ok` for is on the disk: it survives a death of the process, a power cut and a full disk.
 * A call that returned a failure has changed nothing.
 *
 * The queue knows nothing of the journal, and remembers nothing of what was removed. That a request which was confirmed last week
 * is not reversed today is the journal's to guarantee, by the sale's transition; the queue guarantees it for what it holds.
 * One process at a time: the data folder's selling lock sees to that.
 */
export interface AdviceQueue {
  /**
   * Promises the advice. The same advice again is `ok` and changes nothing, however far its delivery has come.
   * Anything else for a request of which an advice is queued is a `conflict`: one request, one advice (billpay 4.4).
   * @param mayHaveBeenSent it was queued before, and its record is lost: an attempt may have gone out that had no final answer
   */
  enqueue(advice: Advice, mayHaveBeenSent?: boolean): Result<void, EnqueueFailure>;
  /** In the order in which they were queued, whatever the clock said then. A list of the moment, which nobody changes any more. */
  entries(): readonly QueuedAdvice[];
  entry(adviceId: AdviceId): QueuedAdvice | undefined;
  /**
   * Writes down, before the first byte goes out, that an attempt of each of these is about to be made (billpay 5.4 depends on it
   * after a restart). Costs one write for all of them, and none for advices that are known to have been sent without a final answer.
   * Such an attempt's number reaches the disk with its answer: after a death it may be one too low, and `isUnanswered` is still right.
   */
  recordAttempts(adviceIds: readonly AdviceId[], at: string): Result<void, WriteFailure>;
  /** What an attempt came to, or what a manager decided. The advice itself can never be changed. */
  update(adviceId: AdviceId, change: AdviceChange): Result<void, WriteFailure>;
  /** Only for what the journal has as delivered. An id that is not there is no failure. */
  remove(adviceIds: readonly AdviceId[]): Result<void, WriteFailure>;
  /** What lies in the queue's folder and could not be read as an advice, now and at earlier starts. Kept for whoever looks into it. */
  setAside(): readonly SetAsideFile[];
  /** Every call was durable when it returned; what is left to tidy up is done now. */
  close(): void;
}

export interface QueuedAdvice {
  readonly advice: Advice;
  readonly state: 'waiting' | 'needs-attention';
  /** How many attempts were begun. */
  readonly attempts: number;
  /** How many of them had a final answer, and were refused. */
  readonly refusals: number;
  /** ISO 8601, UTC, as the other moments. */
  readonly firstSentAt?: string;
  readonly lastAnswer?: LastAnswer;
  /** For people: the machine's clock may be set meanwhile. What decides is a timer. */
  readonly nextTryAt?: string;
}

export type LastAnswer = Extract<AdviceAnswer, { readonly kind: 'not-final' | 'refused' }> & { readonly at: string };

/** What is absent stays as it is; `nextTryAt` goes where it is undefined. */
export interface AdviceChange {
  readonly state?: QueuedAdvice['state'];
  readonly refusals?: number;
  readonly lastAnswer?: LastAnswer;
  readonly nextTryAt?: string | undefined;
}

/** Nothing was written. `unavailable`: the folder cannot be written to, for a reason that is no lack of room. */
export interface WriteFailure {
  readonly kind: 'disk-full' | 'unavailable';
  readonly detail: string;
}

/** `conflict`: the request has the advice `standing` already, and it is another one. */
export type EnqueueFailure = WriteFailure | { readonly kind: 'conflict'; readonly standing: Advice };

export interface SetAsideFile {
  /** Its name in `advices/set-aside`. */
  readonly file: string;
  /** A sentence for a person. */
  readonly why: string;
}

/** Whether an attempt went out that never had a final answer: the service may have the advice already (billpay 5.4). */
export function isUnanswered({ attempts, refusals }: Pick<QueuedAdvice, 'attempts' | 'refusals'>): boolean {
  return attempts > refusals;
}

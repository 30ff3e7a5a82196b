import { fail, ok, type Result } from '../../shared/result.ts';
import { timestamp, type Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Advice, AdviceAnswer, AdviceId, SendAdvice } from './advice.ts';
import { firstIntervalMs, longestIntervalMs } from './backoff.ts';
import { createLine, type Line, type Parallel } from './line.ts';
import { isUnanswered, type AdviceQueue, type QueuedAdvice, type WriteFailure } from './queue.ts';

/** An answer after which the service has made up its mind. */
export type FinalAnswer = Exclude<AdviceAnswer, { readonly kind: 'not-final' }>;

export interface Final {
  readonly advice: Advice;
  readonly answer: FinalAnswer;
}

export interface DeliveryOptions {
  readonly queue: AdviceQueue;
  /** How each service is told. An advice for a service that is not here waits, whatever happens. */
  readonly send: Readonly<Partial<Record<Advice['service'], SendAdvice>>>;
  readonly clock: Clock;
  /** At least 0, less than 1: for the jitter. */
  readonly random: () => number;
  readonly logger: Logger;
  /**
   * Writes final answers into the journal, before the queue lets go of the advices: one after another as a rule, up to 128 together
   * while a long queue is drained, so that they can share a transaction. May be called again with the same answers, after a failure or a
   * restart, and must be `ok` then. As long as it fails the advices stay queued, and are not sent again meanwhile.
   *
   * After `id-taken` the queue lets go as after `delivered`, and whoever is told here queues the same under a fresh id: once the queue has
   * let go of the first, because a request has one advice at a time. A till that dies in between tells here of the first again, perhaps
   * with another answer: what the journal says of an id stands.
   */
  readonly onFinal: (finals: readonly Final[]) => Result<unknown, unknown>;
  /** How many advices of one service may be under way at once: the least while it is in trouble, up to the most while it answers. */
  readonly parallel?: Parallel;
  /** The first interval between two attempts of an advice (TILLSTONE_ADVICE_INTERVAL_MS). */
  readonly intervalMs?: number;
}

/**
 * Brings every queued advice to a final answer, however long that takes: no attempt limit, no age limit (billpay 5.2).
 * What it sends is what was queued, byte for byte. It holds nothing that is not in the queue: it can be stopped at any moment.
 */
export interface Delivery {
  /** An advice was queued, and whoever queued it is ready for its end. While the service does not answer it waits its turn. */
  begin(adviceId: AdviceId): void;
  /** Starts delivery, and is called again when the network is back or the machine has slept: everything that waits is tried soon. */
  wake(): void;
  /** A person wants it sent now: one that was refused, which a manager has looked into, or one that waits. The same bytes as ever. */
  retry(adviceId: AdviceId): Result<void, RetryFailure>;
  status(): DeliveryStatus;
  /** What is queued, in its order, without those whose end the journal has and which the queue is about to let go of. */
  entries(): readonly QueuedAdvice[];
  /** Called soon after something has changed, once for all that changed meanwhile. @returns takes it back */
  onChange(listener: () => void): () => void;
  /** Wakes everything, and answers when nothing waits any more, when the time is up, or when delivery is closed. */
  drain(timeoutMs: number): Promise<DeliveryStatus>;
  /** At once. What is under way counts as unanswered, and is sent again by the next start. */
  close(): void;
}

export type RetryFailure = { readonly kind: 'not-queued' } | WriteFailure;

export interface DeliveryStatus {
  /** Advices without a final answer in the journal, among them those that are being sent. */
  readonly waiting: number;
  readonly sending: number;
  readonly needsAttention: number;
  /** Of those that wait; absent if nothing does. By the machine's clock, so it may jump with it; never negative. */
  readonly oldestAgeMs?: number;
}

/**
 * Ours: a service in trouble hardly notices four, and sixteen fill a line with a long way to the service: a till that was cut off for days
 * is through in a quarter of the time, and writes down what was answered while the next answers are on their way.
 */
const defaultParallel: Parallel = { least: 4, most: 16 };
/** Of advices whose end is journalled at once: they share a sync of the disk, and nothing else is done for some 20 ms. */
const mostJournalledAtOnce = 128;
/** Of advices whose attempt or removal is written down at once, which takes hardly longer for a thousand than for one. */
const mostInOneStore = 1_024;
/** Of advices that were delivered together: so few have a line of the log each, and more share lines that name so many, as a line holds. */
const fewAtMost = 8;
const namedAtOnce = 50;
/** Far beyond the sender's own timeout (60 s): a sender that never comes back must not take a place in the line for ever. */
const attemptLimitMs = 5 * 60_000;
/** How long an answer may wait for others to be journalled with it, while more is waiting to be sent. */
const togetherMs = 200;
/** As long may a journalled one wait for its removal. */
const removedTogetherMs = 1_000;
/** Soon, and with what follows at once: most services answer within it. */
const changeDelayMs = 50;
/** People read no faster, and ten thousand deliveries must not redraw a screen ten thousand times. */
const changesApartMs = 250;

export function createDelivery(options: DeliveryOptions): Delivery {
  const { queue, send, clock, random, logger, onFinal, parallel = defaultParallel, intervalMs = firstIntervalMs } = options;

  /** What is known of each advice that waits: `answered` until the journal has it, `delivered` until the queue's own file is removed. */
  const known = new Map<AdviceId, 'in-line' | 'answered' | 'delivered'>();
  /** An attempt of these is on record, and was not made yet: several are recorded with one write. */
  const recordedAhead = new Set<AdviceId>();
  const answered: Final[] = [];
  const delivered = new Set<AdviceId>();
  const listeners = new Set<() => void>();
  const drains = new Set<() => void>();
  const lines = new Map<Advice['service'], ServiceLine>();
  const timers = new Set<() => void>();
  let stopConcluding: (() => void) | undefined;
  let stopRemoving: (() => void) | undefined;
  let isNotifying = false;
  let notifiedMs = -Infinity;
  let isClosed = false;

  for (const [service, sendAdvice] of Object.entries(send) as [Advice['service'], SendAdvice][]) {
    const line = createLine({ clock, random, parallel, firstIntervalMs: intervalMs, onReady: () => goOn(serviceLine) });
    const serviceLine: ServiceLine = { line, sendAdvice, atOnce: parallel.least, isAboutToGoOn: false };
    lines.set(service, serviceLine);
  }

  /** A timer that does not outlive the delivery. @returns takes it back */
  function later(ms: number, callback: () => void): () => void {
    const cancel = clock.after(ms, () => {
      timers.delete(stop);
      callback();
    });
    const stop = (): void => {
      timers.delete(stop);
      cancel();
    };
    timers.add(stop);
    return stop;
  }

  /** Sends what can be sent now. The advice loop's entrance: what is thrown below it is a mistake of ours, and stops nobody else. */
  function goOn(service: ServiceLine): void {
    while (!isClosed) {
      const adviceId = service.line.next();
      if (adviceId === undefined) break;
      try {
        attempt(service, adviceId);
      } catch (error) {
        logger.error('advice-attempt-threw', { adviceId, error });
        service.line.heldBack(adviceId);
      }
    }
    if (!hasUpcoming(service) || answered.length >= mostJournalledAtOnce) concludeAnswered();
    changed();
  }

  /**
   * After whoever queued it has been answered: the attempt is on record first, which takes as long as a write to the disk, and a cashier
   * or a customer waits for the sale and not for the biller. Those that are queued in one step are recorded with one write, too.
   */
  function goOnSoon(service: ServiceLine): void {
    if (service.isAboutToGoOn) return;
    service.isAboutToGoOn = true;
    later(0, () => {
      service.isAboutToGoOn = false;
      goOn(service);
    });
  }

  function attempt(service: ServiceLine, adviceId: AdviceId): void {
    const entry = queue.entry(adviceId);
    if (entry === undefined) {
      // Somebody else has removed it: the journal's word goes before the queue's.
      known.delete(adviceId);
      service.line.leave(adviceId);
      return;
    }
    const sentBefore = isUnanswered(entry) && !recordedAhead.has(adviceId);
    const recorded = recordAttempt(service, entry, sentBefore);
    if (!recorded.ok) {
      logger.error('advice-attempt-not-recorded', { adviceId, failure: recorded.failure });
      service.line.heldBack(adviceId);
      return;
    }
    const { advice } = entry;
    let isOver = false;
    const settle = (answer: AdviceAnswer): void => {
      if (isOver || isClosed) {
        logger.info('advice-answered-late', { adviceId, answer: answer.kind });
        return;
      }
      isOver = true;
      stopWaiting();
      settled(service, advice, answer);
    };
    const stopWaiting = later(attemptLimitMs, () => settle({ kind: 'not-final', detail: 'the sender did not come back' }));
    logger.debug('advice-attempt', { ...namesOf(advice), attempt: queue.entry(adviceId)?.attempts, sentBefore });
    sendOnce(service.sendAdvice, advice, sentBefore)
      .catch((error: unknown): AdviceAnswer => {
        logger.error('advice-send-threw', { ...namesOf(advice), error });
        return { kind: 'not-final', detail: 'the till made a mistake, see its log' };
      })
      .then(settle)
      .catch((error: unknown) => logger.error('advice-answer-threw', { ...namesOf(advice), error }));
  }

  /** Before the first byte. What is about to be sent for the first time is recorded together with those that follow it in the line. */
  function recordAttempt(service: ServiceLine, entry: QueuedAdvice, sentBefore: boolean): Result<void, WriteFailure> {
    const { adviceId } = entry.advice;
    if (recordedAhead.delete(adviceId)) return ok(undefined);
    const ahead = sentBefore ? [] : service.line.upcoming(service.atOnce - 1).filter(isFirstAttempt);
    const recorded = queue.recordAttempts([adviceId, ...ahead], timestamp(clock));
    if (recorded.ok) for (const each of ahead) recordedAhead.add(each);
    return recorded;
  }

  function isFirstAttempt(adviceId: AdviceId): boolean {
    const entry = queue.entry(adviceId);
    return entry !== undefined && !isUnanswered(entry);
  }

  function settled(service: ServiceLine, advice: Advice, answer: AdviceAnswer): void {
    const { adviceId } = advice;
    switch (answer.kind) {
      case 'not-final': {
        // The service may or may not have applied it. Only the same message again can tell.
        service.atOnce = parallel.least;
        const delayMs = service.line.failed(adviceId);
        logger.warn('advice-not-final', { ...namesOf(advice), detail: answer.detail, nextTryInMs: delayMs });
        tryTo('advice-answer-not-kept', adviceId, () =>
          queue.update(adviceId, {
            lastAnswer: { ...answer, at: timestamp(clock) },
            nextTryAt: new Date(clock.now() + delayMs).toISOString(),
          }),
        );
        break;
      }
      case 'delivered':
      case 'id-taken':
      case 'refused':
        // While the service answers, longer stretches of the line are recorded at once.
        service.atOnce = Math.min(mostInOneStore, service.atOnce * 2);
        service.line.answered(adviceId);
        known.set(adviceId, 'answered');
        answered.push({ advice, answer });
        stopConcluding ??= later(togetherMs, concludeAnswered);
        break;
    }
    goOn(service);
  }

  /** All that were answered since the last time. */
  function concludeAnswered(): void {
    stopConcluding?.();
    stopConcluding = undefined;
    if (answered.length === 0) return;
    const finals = answered.splice(0);
    conclude(finals, intervalMs);
    const isDrained = ![...lines.values()].some(hasUpcoming);
    if (isDrained || delivered.size >= mostInOneStore || finals.some(isFollowedByAnother)) removeDelivered();
    else stopRemoving ??= later(removedTogetherMs, removeDelivered);
  }

  /** The journal first: an advice that is gone from the queue and unknown to the journal would be lost, the other way round is sent again. */
  function conclude(finals: readonly Final[], retryMs: number): void {
    const journalled = journal(finals);
    const concluded = journalled.filter(({ advice: { adviceId }, answer }) => {
      if (answer.kind !== 'refused') {
        // Also where its id was taken: nothing more is sent under it.
        known.set(adviceId, 'delivered');
        delivered.add(adviceId);
        return true;
      }
      const isKept = tryTo('advice-answer-not-kept', adviceId, () => keepRefusal(adviceId, answer));
      if (isKept) known.delete(adviceId);
      return isKept;
    });
    logEnds(concluded);
    if (concluded.length < finals.length) {
      // A full disk, most likely. The service has answered: nothing is sent meanwhile.
      const left = finals.filter((final) => !concluded.includes(final));
      later(retryMs, () => {
        conclude(left, Math.min(2 * retryMs, longestIntervalMs));
        removeDelivered();
      });
    }
    changed();
  }

  /** A line for each that a person may have to look into; where many were delivered together, few lines that name them all. */
  function logEnds(ended: readonly Final[]): void {
    const arrived: Advice[] = [];
    for (const { advice, answer } of ended) {
      if (answer.kind === 'delivered') arrived.push(advice);
      else logger.error(`advice-${answer.kind}`, { ...namesOf(advice), detail: answer.detail });
    }
    if (arrived.length <= fewAtMost) {
      for (const advice of arrived) logger.info('advice-delivered', namesOf(advice));
      return;
    }
    for (let named = 0; named < arrived.length; named += namedAtOnce) {
      const adviceIds = arrived.slice(named, named + namedAtOnce).map(({ adviceId }) => adviceId);
      logger.info('advices-delivered', { adviceIds });
    }
  }

  /** @returns those that the journal has. Where all together fail, one that it cannot take for a reason of its own holds nobody up */
  function journal(finals: readonly Final[]): readonly Final[] {
    const has = (some: readonly Final[]): boolean =>
      tryTo('advice-answer-not-journalled', some[0]?.advice.adviceId, () => onFinal(some));
    if (has(finals)) return finals;
    return finals.length === 1 ? [] : finals.filter((final) => has([final]));
  }

  function keepRefusal(adviceId: AdviceId, answer: AdviceAnswer & { readonly kind: 'refused' }): Result<void, WriteFailure> {
    const refusals = (queue.entry(adviceId)?.refusals ?? 0) + 1;
    const lastAnswer = { ...answer, at: timestamp(clock) };
    return queue.update(adviceId, { state: 'needs-attention', refusals, lastAnswer, nextTryAt: undefined });
  }

  /** If it fails, the journal knows better than the queue, and it is tried again. */
  function removeDelivered(): void {
    stopRemoving?.();
    stopRemoving = undefined;
    if (delivered.size === 0) return;
    const gone = [...delivered];
    if (!tryTo('advice-not-removed', gone[0], () => queue.remove(gone))) {
      stopRemoving = later(intervalMs, removeDelivered);
      return;
    }
    for (const adviceId of gone) known.delete(adviceId);
    delivered.clear();
    changed();
  }

  /** @returns whether it was done. Neither a full disk nor a mistake of ours ends the loop */
  function tryTo(failureEvent: string, adviceId: AdviceId | undefined, step: () => Result<unknown, unknown>): boolean {
    try {
      const done = step();
      if (!done.ok) logger.error(failureEvent, { adviceId, failure: done.failure });
      return done.ok;
    } catch (error) {
      logger.error(failureEvent, { adviceId, error });
      return false;
    }
  }

  /** @returns whether it is in line now, or was already */
  function standInLine(entry: QueuedAdvice): boolean {
    const { adviceId, service } = entry.advice;
    const line = lines.get(service)?.line;
    if (entry.state !== 'waiting' || line === undefined) return false;
    if (known.has(adviceId)) return true;
    known.set(adviceId, 'in-line');
    line.add(adviceId);
    return true;
  }

  function wake(): void {
    if (isClosed) return;
    for (const entry of queue.entries()) standInLine(entry);
    for (const { line } of lines.values()) line.wake();
    for (const service of lines.values()) goOn(service);
    changed();
  }

  function entries(): readonly QueuedAdvice[] {
    const all = queue.entries();
    return delivered.size === 0 ? all : all.filter(({ advice }) => !delivered.has(advice.adviceId));
  }

  function status(): DeliveryStatus {
    let needsAttention = 0;
    let waiting = 0;
    let oldestQueuedAt: string | undefined;
    for (const { advice, state } of queue.entries()) {
      if (state === 'needs-attention') needsAttention += 1;
      else if (!delivered.has(advice.adviceId)) {
        waiting += 1;
        oldestQueuedAt ??= advice.queuedAt;
      }
    }
    const sending = [...lines.values()].reduce((sum, { line }) => sum + line.underWay(), 0);
    const oldestAgeMs = oldestQueuedAt === undefined ? undefined : Math.max(0, clock.now() - Date.parse(oldestQueuedAt));
    return { waiting, sending, needsAttention, ...(oldestAgeMs === undefined ? {} : { oldestAgeMs }) };
  }

  function changed(): void {
    if (known.size === 0) for (const ended of drains) ended();
    if (isNotifying || isClosed || listeners.size === 0) return;
    isNotifying = true;
    const sinceMs = clock.monotonic() - notifiedMs;
    later(Math.max(changeDelayMs, changesApartMs - sinceMs), () => {
      isNotifying = false;
      notifiedMs = clock.monotonic();
      for (const listener of listeners) listener();
    });
  }

  return {
    begin(adviceId) {
      const entry = isClosed ? undefined : queue.entry(adviceId);
      const service = entry && lines.get(entry.advice.service);
      if (!entry || !service) return;
      standInLine(entry);
      goOnSoon(service);
    },
    wake,
    retry(adviceId) {
      const entry = queue.entry(adviceId);
      if (isClosed || entry === undefined || known.get(adviceId) === 'delivered') return fail({ kind: 'not-queued' });
      if (entry.state === 'needs-attention') {
        const waiting = queue.update(adviceId, { state: 'waiting' });
        if (!waiting.ok) return waiting;
        logger.info('advice-sent-again-by-hand', namesOf(entry.advice));
      }
      const service = lines.get(entry.advice.service);
      if (service && known.get(adviceId) !== 'answered') {
        known.set(adviceId, 'in-line');
        service.line.urge(adviceId);
        goOn(service);
      }
      return ok(undefined);
    },
    status,
    entries,
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    drain(timeoutMs) {
      wake();
      return new Promise((resolve) => {
        const end = (): void => {
          drains.delete(endIfEmpty);
          stopWaiting();
          resolve(status());
        };
        const endIfEmpty = (): void => {
          // Somebody else may have queued one meanwhile that nobody has begun.
          if (isClosed || status().waiting === 0) end();
        };
        const stopWaiting = later(timeoutMs, end);
        drains.add(endIfEmpty);
        if (known.size === 0) endIfEmpty();
      });
    },
    close() {
      if (isClosed) return;
      concludeAnswered();
      removeDelivered();
      isClosed = true;
      for (const { line } of lines.values()) line.close();
      for (const end of drains) end();
      for (const stop of timers) stop();
    },
  };
}

interface ServiceLine {
  readonly line: Line;
  readonly sendAdvice: SendAdvice;
  /** How many first attempts are recorded with one write. */
  atOnce: number;
  /** Something was queued, and is about to be sent. */
  isAboutToGoOn: boolean;
}

function hasUpcoming({ line }: ServiceLine): boolean {
  return line.upcoming(1).length > 0;
}

/** A sender that throws at once is as one that rejects. */
async function sendOnce(send: SendAdvice, advice: Advice, sentBefore: boolean): Promise<AdviceAnswer> {
  return send(advice, sentBefore);
}

/** Its request gets another advice, for which there is no place in the queue before this one has left it. */
function isFollowedByAnother({ answer }: Final): boolean {
  return answer.kind === 'id-taken' || (answer.kind === 'delivered' && answer.foundNothing === true);
}

function namesOf({ adviceId, service, kind, requestId, saleId }: Advice): Readonly<Record<string, string>> {
  return { adviceId, service, kind, requestId, saleId };
}

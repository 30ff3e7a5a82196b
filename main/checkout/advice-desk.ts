import type { AdviceId, PaymentId, SaleId } from '../../shared/ids.ts';
import { assertNever, fail, invariant, ok, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Advice } from '../advices/advice.ts';
import type { Delivery, Final, FinalAnswer } from '../advices/deliver.ts';
import { findMissing } from '../advices/owed.ts';
import type { AdviceQueue } from '../advices/queue.ts';
import type { Entry, Journal } from '../journal/journal.ts';
import type { JournalRecord } from '../journal/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import { advisedPayments, type AdvisedPayment } from './advised-payments.ts';
import type { AdviceKind } from './effect.ts';
import type { SaleRunParts } from './sale-run.ts';

/** Between the journal, which says what the services are owed, and the queue, which sees to it that they are told. */
export interface AdviceDesk {
  /** For `commit`: queues an advice durably, now or as soon as the disk takes it. */
  readonly queueAdvice: SaleRunParts['queueAdvice'];
  /**
   * At the start: what the journal has as told, or as told later, is let go by a queue that did not come to it, and is not sent again;
   * what is owed and not queued is queued. After a full disk the latter is done again by itself.
   */
  begin(): void;
  /** What the delivery found out goes into the journal, before the queue lets go of the advice. May come again with the same answer. */
  advicesEnded(finals: readonly Final[]): Result<unknown, unknown>;
  /** How many advices are owed and could not be queued yet: on a full disk, as a rule. */
  notQueued(): number;
  /** Before the journal is closed. */
  close(): void;
}

export interface AdviceDeskParts {
  readonly journal: Journal;
  readonly queue: AdviceQueue;
  /** Late, because delivery tells the desk what it found out. */
  delivery(): Pick<Delivery, 'begin'>;
  readonly clock: Clock;
  readonly logger: Logger;
  /** The complete message, made from the journal alone: made again it is the same, to the byte. */
  makeAdvice: MakeAdvice;
}

export type MakeAdvice = (
  sale: Sale,
  records: readonly JournalRecord[],
  requestId: PaymentId,
  kind: AdviceKind,
) => Result<Advice, unknown>;

/** How often an advice that could not be queued is tried again. */
const queueAgainAfterMs = 5_000;
/** One that takes another's place waits until the queue has let go of that: a moment, no more. */
const queueSecondAfterMs = 50;

export function createAdviceDesk(parts: AdviceDeskParts): AdviceDesk {
  const { journal, queue, clock, logger, makeAdvice } = parts;
  let isClosed = false;
  let stopQueueing: (() => void) | undefined;
  /**
   * Owed and not queued at the start: nobody can tell whether the queue never had them, or had them and lost its record after they were sent.
   * An answer that says one came twice is no surprise then (billpay 5.4, qr 6.3).
   */
  const doubtful = new Set<AdviceId>();
  /** What the queue did not take. They are offered to it again. */
  const refused = new Set<AdviceId>();

  /** Never throws: the fact behind it is written, and a mistake of ours here must not look like one that is not. What is not queued is owed. */
  const queueAdvice: AdviceDesk['queueAdvice'] = (saleId, { requestId, advice: kind }) => {
    try {
      const sale = journal.sale(saleId);
      invariant(sale, 'an advice is about a sale that is known');
      const made = makeAdvice(sale, journal.records(saleId), requestId, kind);
      if (made.ok) enqueue(made.value);
      else logger.error('advice-not-made', { saleId, requestId, kind, why: made.failure });
    } catch (error) {
      logger.error('advice-not-queued', { saleId, requestId, kind, error });
      queueOwedLater();
    }
  };

  /** Durable in the queue first, then in the journal that it is: design 3. One that cannot be queued keeps no other out. */
  function enqueue(advice: Advice): void {
    const { saleId, adviceId, kind } = advice;
    const queued = tryToQueue(advice);
    if (!queued.ok) {
      logger.error('advice-not-queued', { saleId, adviceId, kind, why: queued.failure });
      refused.add(adviceId);
      queueOwedLater();
      return;
    }
    refused.delete(adviceId);
    const requestId = advice.requestId as PaymentId;
    const written = journal.append(saleId, { kind: 'advice-queued', requestId, adviceId, advice: kind });
    if (!written.ok) logger.warn('advice-queued-not-recorded', { saleId, adviceId, why: written.failure.detail });
    parts.delivery().begin(adviceId);
  }

  function tryToQueue(advice: Advice): Result<void, unknown> {
    try {
      return queue.enqueue(advice, doubtful.has(advice.adviceId));
    } catch (error) {
      return fail(error);
    }
  }

  /** What keeps an advice out of the queue, a full disk as a rule, is tried again until it does not. Until then the advice is owed, and the journal knows it. */
  function queueOwedLater(delayMs = queueAgainAfterMs): void {
    if (isClosed) return;
    stopQueueing?.();
    stopQueueing = clock.after(delayMs, () => {
      stopQueueing = undefined;
      queueWhatIsOwed();
    });
  }

  function queueWhatIsOwed(): void {
    try {
      const owed = findNotQueued(journal.owing());
      refused.clear();
      owed.forEach(enqueue);
    } catch (error) {
      disagreed(error);
    }
  }

  function begin(): void {
    try {
      const owing = journal.owing();
      letGoOfTold(owing);
      const missing = findNotQueued(owing);
      for (const { adviceId } of missing) doubtful.add(adviceId);
      missing.forEach(enqueue);
    } catch (error) {
      disagreed(error);
    }
  }

  /** Journal and queue disagree about an advice: nobody chooses between the two, and everything else goes on. */
  function disagreed(error: unknown): void {
    logger.error('owed-advices-not-queued', { error });
    queueOwedLater();
  }

  function findNotQueued(owing: readonly Sale[]): readonly Advice[] {
    // By far the most are queued already: those are not made again only to be compared.
    const queued = new Set(queue.entries().map(({ advice }) => keyOf(advice)));
    return findMissing(
      owing.flatMap((sale) => owedBy(sale, queued)),
      queue.entries(),
    );
  }

  /** The till died between the journal and the queue. */
  function letGoOfTold(owing: readonly Sale[]): void {
    const owingById = new Map(owing.map((sale) => [sale.saleId, sale]));
    const told = queue
      .entries()
      .map(({ advice }) => advice)
      .filter(({ saleId, requestId, adviceId }) => {
        const payment = findPayment(owingById.get(saleId) ?? journal.sale(saleId), requestId);
        return payment && (payment.isTold || isOutOfDate(saleId, adviceId, payment));
      });
    const removed = queue.remove(told.map(({ adviceId }) => adviceId));
    // They are sent once more then, which is harmless.
    if (!removed.ok) logger.warn('told-advices-not-removed', { advices: told.length, why: removed.failure.kind });
  }

  function owedBy(sale: Sale, queued: ReadonlySet<string>): readonly Advice[] {
    return advisedPayments(sale).flatMap(({ requestId, owed: kind }) => {
      if (!kind || queued.has(keyOf({ requestId, kind }))) return [];
      const made = makeAdvice(sale, journal.records(sale.saleId), requestId, kind);
      if (!made.ok) logger.error('advice-not-made', { saleId: sale.saleId, requestId, why: made.failure });
      return made.ok ? [made.value] : [];
    });
  }

  /** All in one step, so that ten thousand of them do not cost ten thousand syncs. Those that are written down already are passed over when they come again. */
  function advicesEnded(finals: readonly Final[]): Result<unknown, unknown> {
    const sales = journal.sales(finals.map(({ advice }) => advice.saleId));
    const entries = finals.flatMap(({ advice, answer }) => entryOfEnd(advice, answer, sales.get(advice.saleId)) ?? []);
    if (entries.length === 0) return ok(undefined);
    const written = journal.appendAll(entries);
    if (!written.ok) return written;
    if (entries.some(({ fact }) => fact.kind === 'advice-id-taken' || 'foundNothing' in fact)) queueOwedLater(queueSecondAfterMs);
    return written;
  }

  /** @returns what is new about it for the journal, if anything */
  function entryOfEnd(advice: Advice, answer: FinalAnswer, sale: Sale | undefined): Entry | undefined {
    const { saleId, adviceId, kind, requestId } = advice;
    const payment = findPayment(sale, requestId);
    if (!payment) {
      // Not from this journal: nothing here can be told, and the advice was promised to the service all the same.
      logger.error('advice-of-nobody', { saleId, adviceId, requestId });
      return undefined;
    }
    if (isOutOfDate(saleId, adviceId, payment)) {
      // The till died before the queue let go of the first: it was sent again, and what the journal says of it stands.
      queueOwedLater(queueSecondAfterMs);
      return undefined;
    }
    if (payment.isTold) return undefined;
    const about = { requestId: payment.requestId, adviceId, advice: kind };
    switch (answer.kind) {
      case 'refused':
        return payment.needsAttention ? undefined : { saleId, fact: { kind: 'advice-refused', ...about, detail: answer.detail } };
      case 'id-taken':
        return { saleId, fact: { kind: 'advice-id-taken', ...about, detail: answer.detail } };
      case 'delivered': {
        const { detail, foundNothing } = answer;
        const more = { ...(detail === undefined ? {} : { detail }), ...(foundNothing ? { foundNothing } : {}) };
        return { saleId, fact: { kind: 'advice-delivered', ...about, ...more } };
      }
      default:
        return assertNever(answer);
    }
  }

  /** Is it an advice that another has taken the place of? */
  function isOutOfDate(saleId: SaleId, adviceId: AdviceId, { requestId, retold }: AdvisedPayment): boolean {
    if (retold === 0) return false;
    return !journal
      .records(saleId)
      .some(({ fact }) => fact.kind === 'qr-begun' && fact.qrId === requestId && fact.spareIds[retold - 1] === adviceId);
  }

  function findPayment(sale: Sale | undefined, requestId: string): AdvisedPayment | undefined {
    return sale && advisedPayments(sale).find((payment) => payment.requestId === requestId);
  }

  return {
    queueAdvice,
    begin,
    advicesEnded,
    notQueued: () => refused.size,
    close() {
      isClosed = true;
      stopQueueing?.();
    },
  };
}

function keyOf({ requestId, kind }: Pick<Advice, 'requestId' | 'kind'>): string {
  return `${kind} ${requestId}`;
}

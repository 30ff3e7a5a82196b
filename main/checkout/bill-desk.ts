import type { BillId, SaleId } from '../../shared/ids.ts';
import { assertNever, invariant, ok, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Advice } from '../advices/advice.ts';
import { findMissing } from '../advices/owed.ts';
import type { Delivery, Final, FinalAnswer } from '../advices/deliver.ts';
import type { AdviceQueue } from '../advices/queue.ts';
import type { BillService, PaymentOutcome } from '../billpay/bill-service.ts';
import type { BillPayment, PreparedRequest } from '../billpay/messages.ts';
import { makeReferences } from '../electrum/references.ts';
import type { AppendFailure, Journal } from '../journal/journal.ts';
import type { Fact } from '../journal/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import { adviceOf } from './advice-of.ts';
import { adviceOwed } from './bill-transition.ts';
import { commit, type SaleRunParts } from './sale-run.ts';
import type { Effect } from './effect.ts';

/** The bills of the checkout: has them reserved, and sees to it that the service is told what became of them. */
export interface BillDesk {
  readonly service: BillService;
  /** For `commit`: queues an advice durably, now or as soon as the disk takes it. */
  readonly queueAdvice: SaleRunParts['queueAdvice'];
  /**
   * Has bills reserved. All of their intentions are durable before the first is sent, so that a bill which is declined does not end the sale
   * while others wait.
   * @returns the sale, open, and the moment at which every bill is answered; or why nothing was sent
   */
  request(
    saleId: SaleId,
    bills: readonly PreparedBill[],
  ): Result<{ readonly sale: Sale; readonly answered: Promise<void> }, AppendFailure>;
  prepare(payment: Omit<BillPayment, 'currency'>, position: number): Result<PreparedBill, unknown>;
  /** Queues what is owed and not queued: after a restart, after a full disk. Harmless to repeat. */
  queueWhatIsOwed(): void;
  /** What the delivery found out goes into the journal, before the queue lets go of the advice. May come again with the same answer. */
  advicesEnded(finals: readonly Final[]): Result<unknown, unknown>;
  /** Before the journal is closed. An answer that comes or waits to be written after that is not written: the next start takes its bill back. */
  close(): void;
}

/** A bill whose request keeps every field rule and whose ids are made: ready to be written down, and then sent once. */
export interface PreparedBill {
  readonly prepared: PreparedRequest;
  readonly fact: Extract<Fact, { kind: 'bill-requested' }>;
  readonly payment: Omit<BillPayment, 'currency'>;
}

export interface BillDeskParts {
  readonly journal: Journal;
  readonly service: BillService;
  readonly queue: AdviceQueue;
  /** Late, because delivery tells the desk what it found out. */
  delivery(): Pick<Delivery, 'begin'>;
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'billId' | 'adviceId'>;
  readonly logger: Logger;
  readonly terminalId: string;
  readonly currency: Sale['currency'];
  /** After every answer, so that the window sees it. */
  changed(): void;
}

/** How often an answer that the disk did not take is offered to it again. */
const rewriteAfterMs = 2_000;

export function createBillDesk(parts: BillDeskParts): BillDesk {
  let isClosed = false;
  const { journal, service, queue, clock, ids, logger } = parts;

  /** Never throws: the fact behind it is written, and a mistake of ours here must not look like one that is not. What is not queued is owed. */
  function queueAdvice(saleId: SaleId, { billId, advice: kind }: Extract<Effect, { kind: 'queue-advice' }>): void {
    try {
      const sale = journal.sale(saleId);
      invariant(sale, 'an advice is about a sale that is known');
      const made = adviceOf(service, sale, journal.records(saleId), billId, kind);
      if (made.ok) enqueue(made.value, billId);
      else logger.error('advice-not-made', { saleId, billId, kind, why: made.failure });
    } catch (error) {
      logger.error('advice-not-queued', { saleId, billId, kind, error });
    }
  }

  /** Durable in the queue first, then in the journal that it is: design 3. */
  function enqueue(advice: Advice, billId: BillId): void {
    const { saleId, adviceId, kind } = advice;
    const queued = queue.enqueue(advice);
    if (!queued.ok) {
      logger.error('advice-not-queued', { saleId, adviceId, kind, why: queued.failure.kind });
      return;
    }
    const written = journal.append(saleId, { kind: 'advice-queued', billId, adviceId, advice: kind });
    if (!written.ok) logger.warn('advice-queued-not-recorded', { saleId, adviceId, why: written.failure.detail });
    parts.delivery().begin(adviceId);
  }

  function queueWhatIsOwed(): void {
    try {
      // By far the most are queued already: those are not made again only to be compared.
      const queued = new Set(queue.entries().map(({ advice }) => keyOf(advice)));
      const owed = journal.owing().flatMap((sale) => owedBy(sale, queued));
      const billOf = new Map(owed.map(({ advice, billId }) => [advice.adviceId, billId]));
      const advices = owed.map(({ advice }) => advice);
      for (const advice of findMissing(advices, queue.entries())) {
        const billId = billOf.get(advice.adviceId);
        if (billId) enqueue(advice, billId);
      }
    } catch (error) {
      // Journal and queue that disagree about an advice: nobody chooses between the two, and everything else goes on.
      logger.error('owed-advices-not-queued', { error });
    }
  }

  function owedBy(sale: Sale, queued: ReadonlySet<string>): readonly { readonly advice: Advice; readonly billId: BillId }[] {
    return (sale.bills ?? []).flatMap((bill) => {
      const { billId } = bill;
      const kind = adviceOwed(sale, bill);
      if (!kind || queued.has(keyOf({ requestId: billId, kind }))) return [];
      const made = adviceOf(service, sale, journal.records(sale.saleId), billId, kind);
      if (!made.ok) logger.error('advice-not-made', { saleId: sale.saleId, billId, why: made.failure });
      return made.ok ? [{ advice: made.value, billId }] : [];
    });
  }

  /** One after the other; those that are written down already are passed over when the rest comes again. */
  function advicesEnded(finals: readonly Final[]): Result<unknown, unknown> {
    for (const { advice, answer } of finals) {
      const ended = adviceEnded(advice, answer);
      if (!ended.ok) return ended;
    }
    return ok(undefined);
  }

  function adviceEnded(advice: Advice, answer: FinalAnswer): Result<unknown, unknown> {
    const { saleId, adviceId, kind, requestId } = advice;
    const bill = journal.sale(saleId)?.bills?.find(({ billId }) => billId === requestId);
    if (!bill) {
      // Not from this journal: nothing here can be told, and the advice was promised to the service all the same.
      logger.error('advice-of-nobody', { saleId, adviceId, requestId });
      return ok(undefined);
    }
    const about = { billId: bill.billId, adviceId, advice: kind };
    if (answer.kind === 'delivered') {
      if (bill.state === 'confirmed' || bill.state === 'reversed') return ok(undefined);
      return told(saleId, {
        kind: 'advice-delivered',
        ...about,
        ...(answer.detail === undefined ? {} : { detail: answer.detail }),
      });
    }
    // Billpay never answers `id-taken` (billpay 5.4): if it did, a person would have to look, as after a refusal.
    if (bill.state === 'needs-attention') return ok(undefined);
    return told(saleId, { kind: 'advice-refused', ...about, detail: answer.detail });
  }

  function told(saleId: SaleId, fact: Fact): Result<unknown, AppendFailure> {
    const written = journal.append(saleId, fact);
    if (written.ok) parts.changed();
    return written;
  }

  function prepare(payment: Omit<BillPayment, 'currency'>, position: number): Result<PreparedBill, unknown> {
    const billId = ids.billId();
    const references = makeReferences({
      requestId: billId,
      terminalId: parts.terminalId,
      // The journal's next places: rising, and used by nothing else.
      counter: journal.head().sequence + 1 + position,
      atMs: clock.now(),
    });
    const prepared = service.preparePayment(payment, references);
    if (!prepared.ok) return prepared;
    const { basis } = prepared.value;
    return ok({
      prepared: prepared.value,
      payment,
      fact: {
        kind: 'bill-requested',
        billId,
        confirmationId: ids.adviceId(),
        reversalId: ids.adviceId(),
        billKind: payment.kind,
        biller: payment.biller ? { id: payment.biller.id, name: payment.biller.name } : { id: '', name: '' },
        reference: payment.reference,
        amountMinor: payment.amountMinor,
        currency: parts.currency,
        basis: { ...basis, thirdPartyIdentifiers: basis.thirdPartyIdentifiers.map((identifier) => ({ ...identifier })) },
      },
    });
  }

  function request(saleId: SaleId, bills: readonly PreparedBill[]): ReturnType<BillDesk['request']> {
    let sale: Sale | undefined;
    const written: PreparedBill[] = [];
    for (const bill of bills) {
      const committed = commit({ journal, queueAdvice }, saleId, bill.fact);
      // The disk is full in the middle: what was written is asked for, the rest never was.
      if (!committed.ok && !sale) return committed;
      if (!committed.ok) break;
      ({ sale } = committed.value);
      written.push(bill);
    }
    invariant(sale, 'a sale of bills has a bill');
    return ok({ sale, answered: askForAll(saleId, written) });
  }

  async function askForAll(saleId: SaleId, bills: readonly PreparedBill[]): Promise<void> {
    // One after the other: the cashier sees them go by, and a service in trouble is not met with all of them at once.
    for (const bill of bills) if (!isClosed) await ask(saleId, bill, true);
  }

  async function ask(saleId: SaleId, bill: PreparedBill, isFirstTry: boolean): Promise<void> {
    const outcome = await service.requestPayment(bill.prepared, { saleId });
    let again: PreparedBill | undefined;
    // Nobody wants it any more where the sale was abandoned meanwhile.
    const isWanted = !isClosed && journal.sale(saleId)?.outcome === 'open';
    if (outcome.kind === 'declined' && outcome.mayTryNewId && isFirstTry && isWanted) {
      // A real collision of ids (billpay 4.6): the same bill once more under another, written down before the first is let go.
      const next = prepare(bill.payment, 0);
      if (next.ok && commit({ journal, queueAdvice }, saleId, next.value.fact).ok) again = next.value;
    }
    record(saleId, bill.fact.billId, outcome);
    if (again) await ask(saleId, again, false);
  }

  function record(saleId: SaleId, billId: BillId, outcome: PaymentOutcome): void {
    if (isClosed) return logger.warn('bill-answered-after-the-end', { saleId, billId, outcome: outcome.kind });
    const committed = commit({ journal, queueAdvice }, saleId, factOfBill(billId, outcome));
    if (!committed.ok) {
      // Nobody is told before it is written; a till that dies meanwhile has the bill taken back at its next start.
      logger.error('bill-answer-not-recorded', { saleId, billId, outcome: outcome.kind, why: committed.failure.detail });
      clock.after(rewriteAfterMs, () => record(saleId, billId, outcome));
      return;
    }
    parts.changed();
  }

  return {
    service,
    queueAdvice,
    request,
    prepare,
    queueWhatIsOwed,
    advicesEnded,
    close() {
      isClosed = true;
    },
  };
}

function keyOf({ requestId, kind }: Pick<Advice, 'requestId' | 'kind'>): string {
  return `${kind} ${requestId}`;
}

/** The fact that the service's answer makes true. */
function factOfBill(billId: BillId, outcome: PaymentOutcome): Fact {
  switch (outcome.kind) {
    case 'approved': {
      const { approvedAmountMinor: approvedMinor, slip, basis } = outcome;
      return { kind: 'bill-approved', billId, approvedMinor, ...(slip ? { slip: plain(slip) } : {}), basis: plain(basis) };
    }
    case 'declined':
    case 'never-sent':
      return { kind: 'bill-declined', billId, reason: outcome.reason };
    case 'unknown':
    case 'unusable':
      return {
        kind: 'bill-unanswered',
        billId,
        reversalReason: outcome.reversalReason,
        reason: outcome.reason,
        basis: plain(outcome.basis),
      };
    default:
      return assertNever(outcome);
  }
}

/** A fact's own copy, without the read-only marks. */
type Plain<Value> = Value extends object ? { -readonly [Key in keyof Value]: Plain<Value[Key]> } : Value;
function plain<Value>(value: Value): Plain<Value> {
  return structuredClone(value) as Plain<Value>;
}

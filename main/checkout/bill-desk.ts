import type { BillId, SaleId } from '../../shared/ids.ts';
import { assertNever, ok, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { BillService, PaymentOutcome } from '../billpay/bill-service.ts';
import type { BillPayment, PreparedRequest } from '../billpay/messages.ts';
import { makeReferences } from '../electrum/references.ts';
import type { AppendFailure, Journal } from '../journal/journal.ts';
import type { Fact } from '../journal/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import { plain } from './plain.ts';
import { commit, commitAll, type SaleRunParts } from './sale-run.ts';

/** The bills of the checkout: has them reserved. */
export interface BillDesk {
  readonly service: BillService;
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
  readonly queueAdvice: SaleRunParts['queueAdvice'];
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
  const { journal, service, queueAdvice, clock, ids, logger } = parts;

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
    const committed = commitAll(
      { journal, queueAdvice },
      saleId,
      bills.map(({ fact }) => fact),
    );
    if (!committed.ok) return committed;
    return ok({ sale: committed.value.sale, answered: askForAll(saleId, bills) });
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
    request,
    prepare,
    close() {
      isClosed = true;
    },
  };
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

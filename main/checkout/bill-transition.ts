import type { BillLine, BillState } from '../../shared/bill-line.ts';
import { assertNever, invariant } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Fact, JournalRecord } from '../journal/record.ts';
import type { AdviceKind, Effect, Transition } from './effect.ts';

/**
 * What a fact does to the bills of a sale (design 3, billpay 4.2). Pure.
 *
 *   bill-requested ─▶ requested ─┬─ bill-approved ───▶ reserved ─┬─ the sale is paid ─────▶ confirming ─▶ confirmed
 *                                │                               └─ the sale is abandoned ▶ reversing ──▶ reversed
 *                                ├─ bill-unanswered ──────────────────────────────────────▶ reversing
 *                                └─ bill-declined ──▶ declined: nothing happened there, and nothing is said
 *
 * While a card's outcome is unknown no bill changes: neither advice is sent before a person has found out.
 * Confirmed or reversed is decided by the sale alone, once: nothing else asks for an advice.
 */

type FactOf<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>;

/** The first bill opens the sale; each asks the service to reserve it. */
export function requestBill(previous: Sale | undefined, record: JournalRecord, fact: FactOf<'bill-requested'>): Transition {
  invariant(previous === undefined || (previous.outcome === 'open' && previous.bills), 'bills come before the money');
  invariant(previous?.cash === undefined && previous?.failedCards === undefined, 'no bill is added once money was taken');
  invariant(previous === undefined || previous.currency === fact.currency, 'a sale has one currency');
  const bill: BillLine = {
    billId: fact.billId,
    kind: fact.billKind,
    biller: fact.biller,
    reference: fact.reference,
    requestedMinor: fact.amountMinor,
    state: 'requested',
  };
  const opened: Sale = previous ?? {
    saleId: record.saleId,
    number: record.saleNumber,
    begunAt: record.at,
    outcome: 'open',
    amountMinor: 0,
    currency: fact.currency,
    reference: fact.reference,
    payor: {},
    billType: fact.biller.name,
    processingMethod: 'Credit',
    applicationType: 'Cashier',
    feeMinor: 0,
    discrepancies: [],
    deviceWarning: false,
    ...(fact.override ? { override: fact.override } : {}),
  };
  const bills = [...(opened.bills ?? []), bill];
  invariant(new Set(bills.map(({ billId }) => billId)).size === bills.length, 'each bill has its own id');
  return { sale: { ...opened, bills }, effects: [{ kind: 'request-bill', billId: bill.billId }] };
}

type BillFact =
  | FactOf<'bill-approved'>
  | FactOf<'bill-declined'>
  | FactOf<'bill-unanswered'>
  | FactOf<'advice-queued'>
  | FactOf<'advice-delivered'>
  | FactOf<'advice-refused'>;

/** What the service said about one bill, or what it was told. */
export function changeBill(sale: Sale, fact: BillFact): Sale {
  const id = 'requestId' in fact ? fact.requestId : fact.billId;
  const known = sale.bills?.find(({ billId }) => billId === id);
  invariant(known, `${fact.kind} is about a bill of the sale`);
  const changed = after(known, fact, sale);
  const bills = (sale.bills ?? []).map((bill) => (bill === known ? changed : bill));
  // What is to be paid is what the service agreed to, of the bills that are still wanted.
  const amountMinor = sale.outcome === 'open' ? sumOfReserved(bills) : sale.amountMinor;
  return { ...sale, bills, amountMinor };
}

function sumOfReserved(bills: readonly BillLine[]): number {
  return bills.reduce((sum, bill) => sum + (bill.state === 'reserved' ? (bill.approvedMinor ?? 0) : 0), 0);
}

function after(bill: BillLine, fact: BillFact, sale: Sale): BillLine {
  switch (fact.kind) {
    case 'bill-approved':
      isStill(bill, 'requested', fact.kind);
      return { ...bill, state: 'reserved', approvedMinor: fact.approvedMinor, ...(fact.slip ? { slip: fact.slip } : {}) };
    case 'bill-declined':
      isStill(bill, 'requested', fact.kind);
      return { ...bill, state: 'declined', reason: fact.reason };
    case 'bill-unanswered':
      // The service may have reserved it: that has to be undone, whatever becomes of the sale.
      isStill(bill, 'requested', fact.kind);
      return { ...bill, state: 'reversing', reason: fact.reason };
    case 'advice-queued':
      isUnderWay(bill, fact, sale);
      return bill;
    case 'advice-delivered':
      isUnderWay(bill, fact, sale);
      return { ...bill, state: fact.advice === 'confirmation' ? 'confirmed' : 'reversed' };
    case 'advice-refused':
      isUnderWay(bill, fact, sale);
      return { ...bill, state: 'needs-attention', reason: { code: 'advice-refused', detail: fact.detail } };
    default:
      return assertNever(fact);
  }
}

function isStill(bill: BillLine, state: BillState, kind: string): void {
  invariant(bill.state === state, `${kind} does not follow ${bill.state}`);
}

/**
 * Which advice the service still has to be told about a bill: decided once, and the same after it was refused, until it is delivered.
 * What was refused is owed as well: a manager sends it again, and a queue that has lost it gets it back.
 */
export function adviceOwed({ outcome }: Pick<Sale, 'outcome'>, { state, approvedMinor }: BillLine): AdviceKind | undefined {
  switch (state) {
    case 'confirming':
      return 'confirmation';
    case 'reversing':
      return 'reversal';
    case 'needs-attention':
      // The state does not say which of the two was refused; what became of the money does.
      return outcome === 'approved' && approvedMinor !== undefined ? 'confirmation' : 'reversal';
    case 'requested':
    case 'reserved':
    case 'declined':
    case 'confirmed':
    case 'reversed':
      return undefined;
    default:
      return assertNever(state);
  }
}

function isUnderWay(bill: BillLine, fact: Extract<BillFact, { advice: AdviceKind }>, sale: Sale): void {
  invariant(adviceOwed(sale, bill) === fact.advice, `${fact.kind} of a ${fact.advice} does not follow ${bill.state}`);
}

/**
 * What follows for the bills from where the sale stands now, and what the service has to be told for it.
 * Asked after every fact, so that there is one place that decides between the two advices.
 */
export function settleBills(previous: Sale, changed: Sale): Transition {
  if (!changed.bills) return { sale: changed, effects: [] };
  const sale = closeWithoutBills(changed);
  const bills = changed.bills.map((bill): BillLine => {
    if (bill.state !== 'reserved') return bill;
    if (sale.outcome === 'approved') return { ...bill, state: 'confirming' };
    if (sale.outcome === 'abandoned') return { ...bill, state: 'reversing', reason: { code: 'abandoned' } };
    return bill;
  });
  const effects = bills.flatMap((bill, index): Effect[] => {
    const before = previous.bills?.[index]?.state;
    if (before === bill.state) return [];
    if (bill.state === 'confirming') return [{ kind: 'queue-advice', requestId: bill.billId, advice: 'confirmation' }];
    if (bill.state === 'reversing') return [{ kind: 'queue-advice', requestId: bill.billId, advice: 'reversal' }];
    return [];
  });
  // A bill that was never answered may be reserved: where the sale is over already, it is found by this after a death, and taken back.
  const owesAdvice = bills.some(
    (bill) => adviceOwed(sale, bill) !== undefined || (bill.state === 'requested' && sale.outcome !== 'open'),
  );
  return { sale: { ...sale, bills, owesAdvice }, effects };
}

/** A sale whose bills all came to nothing has nothing left to pay. */
function closeWithoutBills(sale: Sale): Sale {
  const isOver = sale.outcome === 'open' && sale.bills?.every(({ state }) => state !== 'requested' && state !== 'reserved');
  if (!isOver) return sale;
  const wasDeclined = sale.bills?.every(({ state }) => state === 'declined');
  const detail = sale.bills?.find(({ reason }) => reason?.detail)?.reason?.detail;
  return {
    ...sale,
    outcome: wasDeclined ? 'declined' : 'failed',
    reason: { code: 'no-bill-left', ...(detail === undefined ? {} : { detail }) },
  };
}

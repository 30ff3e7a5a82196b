import type { BillLine, BillState } from '../../shared/bill-line.ts';
import { assertNever, invariant } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Fact, JournalRecord } from '../journal/record.ts';
import { checkOwed, type AdviceFact } from './advice-owed.ts';
import type { Transition } from './effect.ts';

/**
 * What a fact does to the bills of a sale (design 3, billpay 4.2). Pure.
 *
 *   bill-requested ─▶ requested ─┬─ bill-approved ───▶ reserved ─┬─ the sale is paid ─────▶ confirming ─▶ confirmed
 *                                │                               └─ the sale is abandoned ▶ reversing ──▶ reversed
 *                                ├─ bill-unanswered ──────────────────────────────────────▶ reversing
 *                                └─ bill-declined ──▶ declined: nothing happened there, and nothing is said
 *
 * While a card's outcome is unknown no bill changes: neither advice is sent before a person has found out.
 * Confirmed or reversed is decided by the sale alone, once: `settle.ts`.
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

type BillFact = FactOf<'bill-approved' | 'bill-declined' | 'bill-unanswered'> | AdviceFact;

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
      checkOwed(sale, bill, fact);
      return bill;
    case 'advice-delivered':
      checkOwed(sale, bill, fact);
      return { ...bill, state: fact.advice === 'confirmation' ? 'confirmed' : 'reversed' };
    case 'advice-refused':
    case 'advice-id-taken':
      checkOwed(sale, bill, fact);
      return { ...bill, state: 'needs-attention', reason: { code: 'advice-refused', detail: fact.detail } };
    default:
      return assertNever(fact);
  }
}

function isStill(bill: BillLine, state: BillState, kind: string): void {
  invariant(bill.state === state, `${kind} does not follow ${bill.state}`);
}

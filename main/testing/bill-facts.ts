import { constant, constantFrom, integer, oneof, tuple, type Arbitrary } from 'fast-check';
import type { Currency } from '../../shared/currency.ts';
import type { AdviceId, BillId, SaleId } from '../../shared/ids.ts';
import type { Sale } from '../../shared/sale.ts';
import { projectSale } from '../checkout/transition.ts';
import type { Fact, FactKind, JournalRecord } from '../journal/record.ts';

/** Facts about a sale that is open before its money is taken, for tests: `facts` makes one of each kind, `anyBillFact` throws them as chance has it. */

const saleId = '00000000-0000-4000-8000-000000000001' as SaleId;
export const billIdOf = (bill: number): BillId => `00000000-0000-4000-9000-00000000000${bill}` as BillId;
export const confirmationIdOf = (bill: number): AdviceId => `00000000-0000-4000-a000-00000000000${bill}` as AdviceId;
export const reversalIdOf = (bill: number): AdviceId => `00000000-0000-4000-b000-00000000000${bill}` as AdviceId;
const currency = 'USD' as Currency;

const basisOf = (bill: number, transactionIdentifier: string): Extract<Fact, { kind: 'bill-approved' }>['basis'] => ({
  leg: 'payment',
  requestId: billIdOf(bill),
  thirdPartyIdentifiers: [{ institutionId: '600123', transactionIdentifier }],
});

const requestOf = (amountMinor: number): Extract<Fact, { kind: 'payment-begun' }>['request'] => ({
  amountMinor,
  currency,
  reference: 'BW0417733021',
  payor: {},
  billType: 'Bill Payment',
  processingMethod: 'Credit',
  applicationType: 'Cashier',
});

export const facts = {
  requested: (bill: number, amountMinor = 1_000): Fact => ({
    kind: 'bill-requested',
    billId: billIdOf(bill),
    confirmationId: confirmationIdOf(bill),
    reversalId: reversalIdOf(bill),
    billKind: 'account',
    biller: { id: '700031', name: 'Notwane Water Utility' },
    reference: `BW041773302${bill}`,
    amountMinor,
    currency,
    basis: basisOf(bill, `T-${bill}`),
  }),
  approved: (bill: number, approvedMinor = 1_000): Fact => ({
    kind: 'bill-approved',
    billId: billIdOf(bill),
    approvedMinor,
    basis: basisOf(bill, `S-${bill}`),
  }),
  declined: (bill: number): Fact => ({
    kind: 'bill-declined',
    billId: billIdOf(bill),
    reason: { code: 'invalid-amount', detail: 'at least 50.00' },
  }),
  unanswered: (bill: number): Fact => ({
    kind: 'bill-unanswered',
    billId: billIdOf(bill),
    reversalReason: 'TIMEOUT',
    reason: { code: 'no-answer' },
  }),
  opened: (amountMinor = 1_000): Fact => ({ kind: 'sale-opened', request: requestOf(amountMinor) }),
  cash: (amountMinor: number, handedMinor = amountMinor): Fact => ({ kind: 'cash-taken', amountMinor, handedMinor }),
  cashReturned: (): Fact => ({ kind: 'cash-returned' }),
  abandoned: (): Fact => ({ kind: 'sale-abandoned', reason: { code: 'abandoned-by-cashier' } }),
  card: (amountMinor: number): Fact => ({ kind: 'payment-begun', request: requestOf(amountMinor) }),
  cardApproved: (): Fact => ({
    kind: 'payment-approved',
    feeMinor: 0,
    card: { transactionId: '690489', authCode: '012030', lastFour: '6527' },
    discrepancies: [],
    deviceWarning: false,
  }),
  cardFailed: (kind: 'payment-declined' | 'payment-cancelled' | 'payment-failed'): Fact => ({
    kind,
    reason: { code: 'declined-by-issuer' },
    deviceWarning: false,
  }),
  cardUnknown: (): Fact => ({ kind: 'payment-outcome-unknown', reason: { code: 'connection-lost' } }),
  resolved: (verdict: 'charged' | 'not-charged'): Fact => ({
    kind: 'payment-resolved',
    verdict,
    evidence: '690489',
    reason: 'read off the slip',
  }),
  late: (): Fact => ({ kind: 'late-answer-received', outcome: 'approved' }),
  advice: (kind: 'advice-queued' | 'advice-delivered', bill: number, advice: 'confirmation' | 'reversal'): Fact => ({
    kind,
    requestId: billIdOf(bill),
    adviceId: advice === 'confirmation' ? confirmationIdOf(bill) : reversalIdOf(bill),
    advice,
  }),
  refused: (bill: number, advice: 'confirmation' | 'reversal'): Fact => ({
    kind: 'advice-refused',
    requestId: billIdOf(bill),
    adviceId: advice === 'confirmation' ? confirmationIdOf(bill) : reversalIdOf(bill),
    advice,
    detail: 'HTTP 401',
  }),
};

export function recordOf(fact: Fact, place: number): JournalRecord {
  return { sequence: place + 1, at: new Date(Date.UTC(2026, 10, 21, 9, 0, place)).toISOString(), saleId, saleNumber: 3, fact };
}

export function recordsOf(...told: readonly Fact[]): readonly JournalRecord[] {
  return told.map(recordOf);
}

/** @throws where a fact does not fit, or there is none */
export function fold(records: readonly JournalRecord[]): Sale {
  const sale = records.reduce<Sale | undefined>(projectSale, undefined);
  if (!sale) throw new Error('no records');
  return sale;
}

/** What is due now stands for an amount that cannot be known beforehand. */
export type AnyFact = Fact | { readonly kind: FactKind; readonly ofDue: (dueMinor: number) => Fact };

const bill = integer({ min: 1, max: 3 });
const amount = constantFrom(1, 300, 1_000);
const advice = constantFrom('confirmation' as const, 'reversal' as const);

/** Any fact, whether it fits or not; those that lead on come more often, so that stories become long. */
export const anyBillFact: Arbitrary<AnyFact> = oneof(
  { weight: 4, arbitrary: tuple(bill, amount).map(([one, minor]) => facts.requested(one, minor)) },
  { weight: 1, arbitrary: amount.map((minor) => facts.opened(minor)) },
  { weight: 4, arbitrary: tuple(bill, amount).map(([one, minor]) => facts.approved(one, minor)) },
  { weight: 1, arbitrary: bill.map(facts.declined) },
  { weight: 1, arbitrary: bill.map(facts.unanswered) },
  { weight: 1, arbitrary: amount.map((minor) => facts.cash(minor, minor + 5)) },
  { weight: 1, arbitrary: amount.map((minor) => facts.card(minor)) },
  { weight: 1, arbitrary: constant({ kind: 'cash-taken', ofDue: (due: number) => facts.cash(due) } as const) },
  { weight: 3, arbitrary: constant({ kind: 'payment-begun', ofDue: (due: number) => facts.card(due) } as const) },
  { weight: 1, arbitrary: constantFrom(facts.cashReturned(), facts.abandoned(), facts.late()) },
  { weight: 3, arbitrary: constantFrom(facts.cardApproved(), facts.cardUnknown(), facts.resolved('charged')) },
  { weight: 1, arbitrary: constantFrom(facts.cardFailed('payment-declined'), facts.cardFailed('payment-cancelled')) },
  { weight: 1, arbitrary: constantFrom(facts.resolved('not-charged'), facts.cardFailed('payment-failed')) },
  {
    weight: 3,
    arbitrary: tuple(constantFrom('advice-queued' as const, 'advice-delivered' as const), bill, advice).map(
      ([kind, one, which]) => facts.advice(kind, one, which),
    ),
  },
  { weight: 1, arbitrary: tuple(bill, advice).map(([one, which]) => facts.refused(one, which)) },
);

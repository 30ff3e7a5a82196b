import { boolean, constant, constantFrom, integer, oneof, tuple, type Arbitrary } from 'fast-check';
import type { Currency } from '../../shared/currency.ts';
import type { AdviceId, BillId, QrId, SaleId } from '../../shared/ids.ts';
import type { Sale } from '../../shared/sale.ts';
import { projectSale } from '../checkout/transition.ts';
import type { Fact, FactKind, JournalRecord } from '../journal/record.ts';

/** Facts about a sale that is open before its money is taken, for tests: `facts` makes one of each kind, `anyFactOfOpenSale` throws them as chance has it. */

const saleId = '00000000-0000-4000-8000-000000000001' as SaleId;
export const billIdOf = (bill: number): BillId => `00000000-0000-4000-9000-00000000000${bill}` as BillId;
export const qrIdOf = (code: number): QrId => `00000000-0000-4000-9100-00000000000${code}` as QrId;
const codeAdviceIds = (code: number): { confirmationId: AdviceId; reversalId: AdviceId; spareIds: AdviceId[] } => ({
  confirmationId: `00000000-0000-4000-a100-00000000000${code}` as AdviceId,
  reversalId: `00000000-0000-4000-b100-00000000000${code}` as AdviceId,
  spareIds: [1, 2, 3].map((spare) => `00000000-0000-4000-b20${spare}-00000000000${code}` as AdviceId),
});
export const confirmationIdOf = (bill: number): AdviceId => `00000000-0000-4000-a000-00000000000${bill}` as AdviceId;
export const reversalIdOf = (bill: number): AdviceId => `00000000-0000-4000-b000-00000000000${bill}` as AdviceId;
const currency = 'USD' as Currency;

const basisOf = (bill: number, transactionIdentifier: string): Extract<Fact, { kind: 'bill-approved' }>['basis'] => ({
  leg: 'payment',
  requestId: billIdOf(bill),
  thirdPartyIdentifiers: [{ institutionId: '600123', transactionIdentifier }],
});

const blueHeron = { id: '88021', name: 'Blue Heron Wallet' };
const qrBasisOf = (code: number, transactionIdentifier: string): Extract<Fact, { kind: 'qr-payment-begun' }>['basis'] => ({
  requestId: qrIdOf(code),
  tranId: `tran-${code}`,
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
  qrBegun: (code: number, amountMinor = 1_000): Fact => ({
    kind: 'qr-begun',
    qrId: qrIdOf(code),
    ...codeAdviceIds(code),
    amountMinor,
  }),
  qrPaymentBegun: (code: number): Fact => ({
    kind: 'qr-payment-begun',
    qrId: qrIdOf(code),
    tranId: `tran-${code}`,
    deadlineAt: '2026-11-21T09:01:00.000Z',
    basis: qrBasisOf(code, `T-${code}`),
  }),
  qrApproved: (code: number, approvedMinor = 1_000): Fact => ({
    kind: 'qr-approved',
    qrId: qrIdOf(code),
    approvedMinor,
    partner: blueHeron,
    basis: { ...qrBasisOf(code, `S-${code}`), partner: blueHeron },
  }),
  qrDeclined: (code: number): Fact => ({ kind: 'qr-declined', qrId: qrIdOf(code), reason: { code: 'no-scan-received' } }),
  qrUnanswered: (code: number, isOver = true): Fact => ({
    kind: 'qr-unanswered',
    qrId: qrIdOf(code),
    reversalReason: 'TIMEOUT',
    reason: { code: 'no-answer' },
    isOver,
  }),
  qrCancelled: (code: number): Fact => ({ kind: 'qr-cancelled', qrId: qrIdOf(code) }),
  qrPaymentEnded: (code: number, end: 'declined' | 'over'): Fact => ({ kind: 'qr-payment-ended', qrId: qrIdOf(code), end }),
  codeAdvice: (
    kind: 'advice-queued' | 'advice-delivered' | 'advice-id-taken' | 'advice-refused',
    code: number,
    advice: 'confirmation' | 'reversal',
    more: { readonly foundNothing?: true } = {},
  ): Fact => {
    const { confirmationId, reversalId } = codeAdviceIds(code);
    const adviceId = advice === 'confirmation' ? confirmationId : reversalId;
    const about = { requestId: qrIdOf(code), adviceId, advice };
    if (kind === 'advice-id-taken' || kind === 'advice-refused') return { kind, ...about, detail: 'HTTP 400' };
    return kind === 'advice-delivered' ? { kind, ...about, ...more } : { kind, ...about };
  },
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
const code = integer({ min: 1, max: 2 });
const advice = constantFrom('confirmation' as const, 'reversal' as const);

/** Any fact, whether it fits or not; those that lead on come more often, so that stories become long. */
export const anyFactOfOpenSale: Arbitrary<AnyFact> = oneof(
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
  { weight: 2, arbitrary: tuple(code, amount).map(([one, minor]) => facts.qrBegun(one, minor)) },
  {
    weight: 3,
    arbitrary: code.map((one) => ({ kind: 'qr-begun', ofDue: (due: number) => facts.qrBegun(one, due) }) as const),
  },
  { weight: 5, arbitrary: code.map(facts.qrPaymentBegun) },
  { weight: 3, arbitrary: tuple(code, amount).map(([one, minor]) => facts.qrApproved(one, minor)) },
  { weight: 1, arbitrary: code.map(facts.qrDeclined) },
  { weight: 1, arbitrary: tuple(code, boolean()).map(([one, isOver]) => facts.qrUnanswered(one, isOver)) },
  { weight: 2, arbitrary: code.map(facts.qrCancelled) },
  {
    weight: 2,
    arbitrary: tuple(code, constantFrom('declined' as const, 'over' as const)).map(([one, end]) =>
      facts.qrPaymentEnded(one, end),
    ),
  },
  {
    weight: 4,
    arbitrary: tuple(
      constantFrom(
        'advice-queued' as const,
        'advice-delivered' as const,
        'advice-delivered' as const,
        'advice-id-taken' as const,
        'advice-refused' as const,
      ),
      code,
      advice,
      constantFrom({}, { foundNothing: true } as const),
    ).map(([kind, one, which, more]) => facts.codeAdvice(kind, one, which, more)),
  },
);

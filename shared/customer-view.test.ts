import { describe, expect, expectTypeOf, test } from 'vitest';
import { customerDisplayOf, customerViewOf, type CustomerView } from './customer-view.ts';
import type { Currency } from './currency.ts';
import type { BillId, QrId, SaleId } from './ids.ts';
import type { QrTender } from './qr-tender.ts';
import { outcomes, type Sale } from './sale.ts';
import type { Counter, Snapshot, TenderKind } from './snapshot.ts';

const secret = 'SECRET';
const qrId = '00000000-0000-4000-8000-00000000000c' as QrId;

/** A sale in which everything that is nobody else's business says so. */
const sale: Sale = {
  saleId: `${secret}-sale` as SaleId,
  number: 424_242,
  amountMinor: 2_500,
  currency: 'USD' as Currency,
  reference: `${secret}-reference`,
  payor: { firstName: `${secret}-first`, lastName: `${secret}-last`, emailAddress: `${secret}@example.com` },
  billType: `${secret}-type`,
  processingMethod: 'Credit',
  applicationType: 'Cashier',
  begunAt: '2026-11-21T15:41:33.000Z',
  outcome: 'open',
  isOpened: true,
  reason: { code: 'general-error', detail: `${secret}-detail` },
  feeMinor: 0,
  card: { lastFour: '4242', authCode: `${secret}-auth`, transactionId: `${secret}-transaction` },
  discrepancies: [],
  deviceWarning: false,
  override: { reason: `${secret}-override`, earlier: [] },
  resolution: { verdict: 'charged', evidence: `${secret}-evidence`, reason: `${secret}-why`, at: '2026-11-21T15:41:33.000Z' },
};
const waiting: QrTender = {
  qrId,
  amountMinor: 1_000,
  state: 'waiting',
  begunAt: '2026-11-21T15:41:40.000Z',
  tranId: `${secret}-tran`,
  partner: { id: secret, name: `${secret}-wallet` },
  slip: { lines: [], issuerReference: `${secret}-receipt` },
};
const paid: QrTender = { ...waiting, state: 'reserved', approvedMinor: 1_000 };
const code = { qrId, payload: '000201', amountMinor: 1_000, expiresAt: '2026-11-21T15:42:40.000Z' };
const cash = { amountMinor: 500, handedMinor: 2_000, isReturned: false };
const bills: NonNullable<Sale['bills']> = [
  {
    billId: '00000000-0000-4000-8000-00000000000a' as BillId,
    kind: 'account',
    biller: { id: secret, name: `${secret}-biller` },
    reference: `${secret}-account`,
    requestedMinor: 2_500,
    state: 'reserved',
  },
];
const tenders: readonly TenderKind[] = ['card', 'cash', 'code'];
const viewOf = (counter: Counter): CustomerView => customerViewOf({ counter, tenders });
const open = (part: Partial<Sale>, shown?: typeof code): CustomerView =>
  viewOf({ kind: 'open', sale: { ...sale, ...part }, ...(shown ? { code: shown } : {}) });
const decided = (part: Partial<Sale>): CustomerView => viewOf({ kind: 'decided', sale: { ...sale, ...part } });

describe('what the customer sees', () => {
  test('is nothing while the counter is free', () => {
    expect(viewOf({ kind: 'free' })).toEqual({ kind: 'idle' });
  });

  test('of an open sale is what is to pay, what was paid before, and the ways that are left', () => {
    expect(open({})).toEqual({ kind: 'to-pay', amountMinor: 2_500, paidMinor: 0, ways: tenders });
    expect(open({ codes: [paid], cash })).toEqual({
      kind: 'to-pay',
      amountMinor: 1_000,
      paidMinor: 1_500,
      ways: ['card', 'code'],
    });
  });

  test('while billers are asked is to wait: the amount is not known yet', () => {
    expect(open({ bills: bills.map((bill) => ({ ...bill, state: 'requested' })) })).toEqual({ kind: 'wait' });
    expect(open({ bills }).kind).toBe('to-pay');
  });

  test('of a code is the code while it may be scanned, and never another one', () => {
    const counting = { kind: 'code', amountMinor: 1_000 };
    expect(open({ codes: [waiting] }, code)).toEqual({ ...counting, code: { payload: '000201', expiresAt: code.expiresAt } });
    expect(open({ codes: [{ ...waiting, state: 'preparing' }] })).toEqual(counting);
    expect(open({ codes: [waiting] })).toEqual(counting);
    expect(open({ codes: [waiting] }, { ...code, qrId: '00000000-0000-4000-8000-00000000000d' as QrId })).toEqual(counting);
    expect(open({ codes: [{ ...waiting, state: 'declined' }] }, code).kind).toBe('to-pay');
  });

  test('of a card is what the terminal asks for', () => {
    expect(viewOf({ kind: 'taking', sale: { ...sale, outcome: 'waiting', cash, codes: [paid] } })).toEqual({
      kind: 'card',
      amountMinor: 1_000,
    });
  });

  test('of an approval is what they paid, with the fee, and their change', () => {
    expect(decided({ outcome: 'approved', feeMinor: 35, cash })).toEqual({
      kind: 'paid',
      amountMinor: 2_535,
      changeMinor: 1_500,
    });
    expect(decided({ outcome: 'approved' })).toEqual({ kind: 'paid', amountMinor: 2_500, changeMinor: 0 });
  });

  test('of what a manager has to see is to wait, and never that it is paid', () => {
    expect(decided({ outcome: 'approved', discrepancies: [{ field: 'Amount', expected: '1', answered: secret }] })).toEqual({
      kind: 'wait',
    });
    expect(decided({ outcome: 'outcome-unknown' })).toEqual({ kind: 'wait' });
  });

  test.each(['declined', 'cancelled', 'failed', 'abandoned'] as const)(
    'of a sale that is %s is that it is not paid',
    (outcome) => {
      expect(decided({ outcome })).toEqual({ kind: 'not-paid', cashBackMinor: 0 });
      expect(decided({ outcome, cash })).toEqual({ kind: 'not-paid', cashBackMinor: 500 });
      expect(decided({ outcome, cash: { ...cash, isReturned: true } })).toEqual({ kind: 'not-paid', cashBackMinor: 0 });
    },
  );
});

describe('what the customer’s display gets', () => {
  const snapshot = (counter: Counter): Snapshot => ({
    mode: 'live',
    currency: 'USD' as Currency,
    locale: 'en-US',
    sells: ['amount'],
    tenders,
    terminal: { state: 'available', detail: secret },
    journal: { kind: 'sound', sequence: 1 },
    counter,
    unresolved: [sale],
    cashToReturn: [sale],
    advices: { waiting: 7, needsAttention: 7, setAside: 7 },
    at: '2026-11-21T15:42:10.000Z',
    version: secret,
  });
  const full = { ...sale, bills, cash, codes: [paid, waiting], failedCards: [] };
  const counters: readonly Counter[] = [
    { kind: 'free' },
    { kind: 'open', sale: full, code },
    { kind: 'open', sale: { ...full, codes: [paid] } },
    { kind: 'taking', sale: { ...full, outcome: 'waiting' } },
    ...outcomes.map((outcome): Counter => ({ kind: 'decided', sale: { ...full, outcome } })),
  ];

  test.each(
    counters.map((counter) => [counter.kind === 'free' ? 'free' : `${counter.kind} ${counter.sale.outcome}`, counter] as const),
  )('holds nothing private: %s', (_name, counter) => {
    const sent = JSON.stringify(customerDisplayOf(snapshot(counter), 'Harbour Lane'));
    expect(sent).not.toMatch(/SECRET|4242/u);
    expect(sent).toContain('Harbour Lane');
  });

  test('has no room for it: a view has these fields and no others, and a text in two of them alone', () => {
    type KeyOf<View> = View extends unknown ? keyof View : never;
    expectTypeOf<KeyOf<CustomerView>>().toEqualTypeOf<
      'kind' | 'amountMinor' | 'paidMinor' | 'ways' | 'code' | 'changeMinor' | 'cashBackMinor'
    >();
    type TextOf<View> = View extends unknown
      ? { [Key in keyof View]-?: string extends View[Key] ? Key : never }[keyof View]
      : never;
    expectTypeOf<TextOf<CustomerView>>().toEqualTypeOf<never>();
    type CodeView = NonNullable<Extract<CustomerView, { kind: 'code' }>['code']>;
    expectTypeOf<keyof CodeView>().toEqualTypeOf<'payload' | 'expiresAt'>();
  });

  test('has the shop’s name only where there is one', () => {
    expect(customerDisplayOf(snapshot({ kind: 'free' }))).not.toHaveProperty('shop');
  });
});

import type { Currency } from '../../shared/currency.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { Outcome, Sale, TimelineEntry } from '../../shared/sale.ts';
import type { Snapshot } from '../../shared/snapshot.ts';

/** Sales and snapshots as the till sends them, for tests and for looking at every screen. */

const usd = 'USD' as Currency;

/** Where the fixtures' time stands still. */
export const fixtureNow = '2026-11-21T15:42:10.000Z';

export function saleIdOf(number: number): SaleId {
  return `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as SaleId;
}

const base: Sale = {
  saleId: saleIdOf(127),
  number: 127,
  amountMinor: 1200,
  currency: usd,
  reference: '987987',
  payor: { postalCode: '36832' },
  billType: 'Bill Payment',
  processingMethod: 'Credit',
  applicationType: 'Cashier',
  begunAt: '2026-11-21T15:41:33.000Z',
  outcome: 'waiting',
  feeMinor: 0,
  discrepancies: [],
  deviceWarning: false,
};

export function saleWith(part: Partial<Sale>): Sale {
  return { ...base, ...(part.number === undefined ? {} : { saleId: saleIdOf(part.number) }), ...part };
}

const endedAt = '2026-11-21T15:42:04.000Z';

/** One of each ending. */
export const endedSales: Readonly<Record<Exclude<Outcome, 'waiting' | 'open' | 'abandoned'>, Sale>> = {
  approved: saleWith({
    outcome: 'approved',
    endedAt,
    feeMinor: 35,
    card: {
      transactionId: '2207',
      authCode: '083221',
      lastFour: '1234',
      paymentMethod: 'VisaCredit',
      entryMethod: 5,
      batchId: '77',
      gatewayReferenceId: '900123',
      transactionAt: '2026-11-21T15:42:03.1234567Z',
    },
  }),
  declined: saleWith({ outcome: 'declined', endedAt, reason: { code: 'declined-by-issuer', detail: 'Do not honor.' } }),
  cancelled: saleWith({ outcome: 'cancelled', endedAt, reason: { code: 'cancelled-by-customer' } }),
  failed: saleWith({ outcome: 'failed', endedAt, reason: { code: 'bolletta-unreachable' } }),
  'outcome-unknown': saleWith({ outcome: 'outcome-unknown', reason: { code: 'connection-lost' } }),
};

/** Approved, but not as it was asked. */
export const discrepantSale = saleWith({
  outcome: 'approved',
  endedAt,
  feeMinor: 0,
  card: { authCode: '083221', lastFour: '1234', paymentMethod: 'MastercardDebit' },
  discrepancies: [{ field: 'Amount', expected: '12.00', answered: '11.99' }],
  deviceWarning: true,
  override: { reason: '42', earlier: [saleIdOf(119)] },
});

/** Unknown, and then resolved by hand. */
export const resolvedSale = saleWith({
  number: 119,
  outcome: 'approved',
  endedAt,
  reason: { code: 'resolved-charged' },
  resolution: { verdict: 'charged', evidence: '083221', reason: '15:40', at: endedAt },
});

export const unresolvedSales: readonly Sale[] = [
  saleWith({
    number: 119,
    amountMinor: 23_450,
    reference: '2026-004417',
    begunAt: '2026-11-21T13:05:12.000Z',
    outcome: 'outcome-unknown',
    reason: { code: 'till-stopped' },
  }),
  saleWith({
    number: 124,
    amountMinor: 1200,
    reference: '987987',
    begunAt: '2026-11-21T15:20:48.000Z',
    outcome: 'outcome-unknown',
    reason: { code: 'connection-lost' },
  }),
];

export const listedSales: readonly Sale[] = [
  { ...endedSales.approved, number: 127, saleId: saleIdOf(127) },
  saleWith({
    ...endedSales.declined,
    number: 126,
    saleId: saleIdOf(126),
    amountMinor: 8_999,
    reference: '550-12-77',
    begunAt: '2026-11-21T15:31:02.000Z',
  }),
  saleWith({
    ...endedSales.cancelled,
    number: 125,
    saleId: saleIdOf(125),
    amountMinor: 450,
    reference: '100200',
    begunAt: '2026-11-21T15:25:40.000Z',
  }),
  ...unresolvedSales.slice(1),
  saleWith({
    ...discrepantSale,
    number: 123,
    saleId: saleIdOf(123),
    amountMinor: 123_456_789,
    reference: '0000111122',
    begunAt: '2026-11-21T14:58:13.000Z',
  }),
  saleWith({
    ...endedSales.failed,
    number: 122,
    saleId: saleIdOf(122),
    amountMinor: 6_700,
    reference: '442211',
    begunAt: '2026-11-21T14:40:00.000Z',
  }),
  saleWith({
    ...endedSales.approved,
    number: 121,
    saleId: saleIdOf(121),
    amountMinor: 15_999,
    feeMinor: 0,
    reference: '887766',
    begunAt: '2026-11-21T14:12:55.000Z',
  }),
  saleWith({
    ...endedSales.approved,
    number: 120,
    saleId: saleIdOf(120),
    amountMinor: 2_500,
    reference: '12',
    begunAt: '2026-11-21T13:45:09.000Z',
  }),
  { ...resolvedSale, begunAt: '2026-11-21T13:05:12.000Z', amountMinor: 23_450, reference: '2026-004417' },
  saleWith({
    ...endedSales.approved,
    number: 118,
    saleId: saleIdOf(118),
    amountMinor: 99_900,
    reference: '771100',
    begunAt: '2026-11-21T12:30:31.000Z',
  }),
];

export const timeline: readonly TimelineEntry[] = [
  { sequence: 201, at: '2026-11-21T15:41:33.000Z', kind: 'payment-begun', body: { override: { reason: '42', earlier: [] } } },
  {
    sequence: 202,
    at: '2026-11-21T15:41:50.000Z',
    kind: 'payment-outcome-unknown',
    body: { reason: { code: 'connection-lost' } },
  },
  {
    sequence: 203,
    at: '2026-11-21T15:41:58.000Z',
    kind: 'late-answer-received',
    body: { outcome: 'approved', card: { authCode: '083221', transactionId: '2207' }, feeMinor: 35 },
  },
  {
    sequence: 204,
    at: '2026-11-21T15:42:04.000Z',
    kind: 'payment-resolved',
    body: { verdict: 'charged', evidence: '083221', reason: '15:40' },
  },
];

export function snapshotWith(part: Partial<Snapshot>): Snapshot {
  return {
    mode: 'live',
    currency: usd,
    locale: 'en-US',
    // Where billers are to be told something, bills are sold.
    sells: part.advices ? ['amount', 'bill'] : ['amount'],
    tenders: ['card', 'cash'],
    terminal: { state: 'available', learnedAt: '2026-11-21T15:42:07.000Z' },
    journal: { kind: 'sound', sequence: 204 },
    counter: { kind: 'free' },
    unresolved: [],
    cashToReturn: [],
    at: fixtureNow,
    version: '0.1.0',
    ...part,
  };
}

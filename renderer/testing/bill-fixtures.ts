import type { AdviceView } from '../../shared/advice-view.ts';
import type { BillDetails, Biller } from '../../shared/bill.ts';
import type { BillLine } from '../../shared/bill-line.ts';
import type { Currency } from '../../shared/currency.ts';
import type { AdviceId, BillId } from '../../shared/ids.ts';
import type { Sale, TimelineEntry } from '../../shared/sale.ts';
import type { AdviceSummary } from '../../shared/snapshot.ts';
import { saleIdOf, saleWith } from './fixtures.ts';

/** Bills as the till sends them: what is data here has no letters, so that a test can tell it from text. */

const usd = 'USD' as Currency;

export const billers: readonly Biller[] = [
  { institution: { id: '700031', name: '700031' }, categories: [{ id: '1', name: '1001' }], isAllowed: true },
  { institution: { id: '700045', name: '700045' }, categories: [{ id: '2', name: '1002' }], isAllowed: true },
  { institution: { id: '700127', name: '700127' }, categories: [], isAllowed: false },
];

export const foundDetails: BillDetails = {
  kind: 'account',
  reference: '0417733021',
  dueDate: '2026-03-31',
  customer: { firstName: '11', lastName: '22' },
  balance: { amountMinor: 48_650, currency: usd, indicator: 'DEBIT' },
  least: { amountMinor: 5_000, currency: usd },
  most: { amountMinor: 100_000, currency: usd },
  fee: { amountMinor: 250, currency: usd },
  mayPayLess: true,
  mayPayMore: false,
  receiver: { id: '700031', name: '700031' },
};

function billWith(part: Partial<BillLine>): BillLine {
  return {
    billId: '00000000-0000-4000-8000-00000000000a' as BillId,
    kind: 'account',
    biller: { id: '700031', name: '700031' },
    reference: '0417733021',
    requestedMinor: 48_650,
    state: 'requested',
    ...part,
  };
}

const slip: NonNullable<BillLine['slip']> = {
  lines: [
    { text: '17 24 31', widthScale: 2, heightScale: 2, isRule: false, isCut: false },
    { text: '', widthScale: 1, heightScale: 1, isRule: true, isCut: false },
    { text: '', widthScale: 1, heightScale: 1, isRule: false, isCut: false, barcode: { data: '4006381333931' } },
    { text: '', widthScale: 1, heightScale: 1, isRule: false, isCut: true },
  ],
  widthCharacters: 40,
  issuerReference: '0012345678',
  phoneNumber: '0800 600 123',
};

const reserved = billWith({ state: 'reserved', approvedMinor: 48_650, slip });
const fine = billWith({
  billId: '00000000-0000-4000-8000-00000000000b' as BillId,
  kind: 'traffic-fine',
  biller: { id: '', name: '' },
  reference: '2026-0093317',
  requestedMinor: 30_000,
});
const declined = { ...fine, state: 'declined', reason: { code: 'upstream-unavailable', detail: '91' } } as const;

function billSale(part: Partial<Sale>): Sale {
  return saleWith({
    number: 131,
    amountMinor: 48_650,
    reference: '0417733021',
    payor: {},
    billType: '700031',
    outcome: 'open',
    ...part,
  });
}

const endedAt = '2026-11-21T15:42:04.000Z';
const confirming = { ...reserved, state: 'confirming' } as const;
const reversing = { ...reserved, state: 'reversing', reason: { code: 'abandoned' } } as const;
const allCash = { amountMinor: 48_650, handedMinor: 50_000, isReturned: false };
const partOfCash = { amountMinor: 20_000, handedMinor: 20_000, isReturned: false };
const card = { authCode: '083221', lastFour: '1234', paymentMethod: 'VisaCredit' };

/** Sales of bills before their end. */
export const openSales = {
  asking: billSale({ amountMinor: 48_650, bills: [reserved, fine] }),
  askingFirst: billSale({ amountMinor: 0, bills: [billWith({}), fine] }),
  reserved: billSale({ bills: [reserved] }),
  'approved for less, and one declined': billSale({
    amountMinor: 24_325,
    bills: [{ ...reserved, approvedMinor: 24_325 }, declined],
  }),
  'cards that failed, and one bill taken back': billSale({
    bills: [reserved, { ...fine, state: 'reversing', reason: { code: 'no-answer' } }],
    failedCards: [
      { outcome: 'declined', reason: { code: 'declined-by-issuer', detail: '05' }, at: endedAt },
      { outcome: 'cancelled', reason: { code: 'cancelled-by-customer' }, at: '2026-11-21T15:42:08.000Z' },
    ],
  }),
  'a part in cash': billSale({ bills: [reserved], cash: partOfCash }),
} as const satisfies Readonly<Record<string, Sale>>;

/** One of each ending of a sale of bills. */
export const endedBillSales = {
  cash: billSale({ outcome: 'approved', endedAt, bills: [confirming, declined], cash: allCash }),
  'cash, exactly': billSale({ outcome: 'approved', endedAt, bills: [confirming], cash: { ...allCash, handedMinor: 48_650 } }),
  card: billSale({ outcome: 'approved', endedAt, feeMinor: 35, bills: [{ ...reserved, state: 'confirmed' }], card }),
  split: billSale({
    outcome: 'approved',
    endedAt,
    bills: [{ ...reserved, state: 'needs-attention', reason: { code: 'advice-refused', detail: '400' } }],
    cash: partOfCash,
    card,
  }),
  abandoned: billSale({ outcome: 'abandoned', endedAt, reason: { code: 'abandoned-by-cashier' }, bills: [reversing] }),
  'abandoned, with cash': billSale({
    outcome: 'abandoned',
    endedAt,
    reason: { code: 'abandoned-by-cashier' },
    bills: [reversing],
    cash: partOfCash,
  }),
  'abandoned, with cash given back': billSale({
    outcome: 'abandoned',
    endedAt,
    reason: { code: 'abandoned-by-cashier' },
    bills: [{ ...reversing, state: 'reversed' }],
    cash: { ...partOfCash, isReturned: true },
  }),
  'no bill left': billSale({
    outcome: 'declined',
    amountMinor: 0,
    endedAt,
    reason: { code: 'no-bill-left', detail: '91' },
    bills: [declined],
  }),
  'outcome unknown': billSale({
    outcome: 'outcome-unknown',
    reason: { code: 'connection-lost' },
    bills: [reserved],
    cash: partOfCash,
  }),
} as const satisfies Readonly<Record<string, Sale>>;

export const billTimeline: readonly TimelineEntry[] = (
  [
    [
      'bill-requested',
      { biller: { id: '700031', name: '700031' }, reference: '0417733021', amountMinor: 48_650, billKind: 'account' },
    ],
    ['bill-approved', { approvedMinor: 48_650, slip: { issuerReference: '0012345678' } }],
    ['bill-declined', { reason: { code: 'upstream-unavailable', detail: '91' } }],
    ['bill-unanswered', { reason: { code: 'no-answer' }, reversalReason: 'TIMEOUT' }],
    ['cash-taken', { amountMinor: 20_000, handedMinor: 20_000 }],
    ['payment-begun', { request: { amountMinor: 28_650 } }],
    ['payment-declined', { reason: { code: 'declined-by-issuer' } }],
    ['sale-abandoned', { reason: { code: 'abandoned-by-cashier' } }],
    ['cash-returned', {}],
    ['advice-queued', { adviceId: '12345678-0000-4000-8000-000000000001', advice: 'reversal' }],
    ['advice-refused', { adviceId: '12345678-0000-4000-8000-000000000001', advice: 'reversal', detail: '400' }],
    ['advice-delivered', { adviceId: '12345678-0000-4000-8000-000000000002', advice: 'confirmation' }],
  ] as const
).map(([kind, body], index) => ({ sequence: 301 + index, at: endedAt, kind, body }));

export const noAdvices: AdviceSummary = { waiting: 0, needsAttention: 0, setAside: 0 };
export const waitingAdvices: AdviceSummary = { waiting: 2, oldestAgeMs: 185_000, needsAttention: 0, setAside: 0 };
export const stuckAdvices: AdviceSummary = { waiting: 2, oldestAgeMs: 185_000, needsAttention: 1, setAside: 1 };

function adviceWith(number: number, part: Partial<AdviceView>): AdviceView {
  return {
    adviceId: `1234567${number}-0000-4000-8000-000000000001` as AdviceId,
    saleId: saleIdOf(131),
    service: 'billpay',
    kind: 'confirmation',
    requestId: '00000000-0000-4000-8000-00000000000a',
    state: 'waiting',
    attempts: 0,
    queuedAt: '2026-11-21T15:39:05.000Z',
    ...part,
  };
}

export const advices: readonly AdviceView[] = [
  adviceWith(1, {}),
  adviceWith(2, {
    attempts: 1,
    lastAnswer: { kind: 'not-final', detail: '504', at: '2026-11-21T15:41:59.000Z' },
    nextTryAt: '2026-11-21T15:42:31.000Z',
  }),
  adviceWith(3, {
    kind: 'reversal',
    state: 'needs-attention',
    attempts: 14,
    lastAnswer: { kind: 'refused', detail: '400', at: '2026-11-21T15:41:59.000Z' },
  }),
];

export const setAsideFiles = [{ file: '12345679.json', why: '13' }] as const;

import type { QrId } from '../../shared/ids.ts';
import type { QrTender } from '../../shared/qr-tender.ts';
import type { Sale, TimelineEntry } from '../../shared/sale.ts';
import type { ShownCode, Snapshot } from '../../shared/snapshot.ts';
import { openSales } from './bill-fixtures.ts';
import { fixtureNow, saleWith, snapshotWith } from './fixtures.ts';

/** Payments by code as the till sends them: what is data here has no letters, so that a test can tell it from text. */

export function qrIdOf(number: number): QrId {
  return `00000000-0000-4000-9000-${String(number).padStart(12, '0')}` as QrId;
}

const begunAt = '2026-11-21T15:41:40.000Z';
const endedAt = '2026-11-21T15:42:04.000Z';

function codeWith(part: Partial<QrTender>): QrTender {
  return { qrId: qrIdOf(1), amountMinor: 2_500, state: 'preparing', begunAt, ...part };
}

const tranId = '84621290174880853900371234567890';
const preparing = codeWith({});
const waiting = codeWith({ state: 'waiting', tranId });
const paid = codeWith({
  state: 'reserved',
  tranId,
  approvedMinor: 2_500,
  partner: { id: '88021', name: '88021' },
  slip: {
    lines: [{ text: '88 02 11', widthScale: 1, heightScale: 1, isRule: false, isCut: false }],
    widthCharacters: 40,
    issuerReference: '7294112',
    phoneNumber: '0800 600 456',
  },
});
const paidPart: QrTender = { ...paid, amountMinor: 1_000, approvedMinor: 1_000 };
const notScanned = codeWith({ qrId: qrIdOf(2), state: 'declined', tranId, reason: { code: 'no-scan-received', detail: '408' } });
const cancelled = codeWith({ qrId: qrIdOf(3), state: 'reversing', tranId, reason: { code: 'cancelled-by-cashier' } });
const partDeclined = codeWith({ qrId: qrIdOf(4), amountMinor: 1_000, state: 'declined', reason: { code: 'insufficient-funds' } });

function openedSale(part: Partial<Sale>): Sale {
  return saleWith({ number: 141, amountMinor: 2_500, reference: '987987', outcome: 'open', isOpened: true, ...part });
}

const partInCash = { amountMinor: 500, handedMinor: 500, isReturned: false };

/** Amounts that were opened for several tenders, before their end. */
export const openedSales = {
  'nothing yet': openedSale({}),
  'a code that is prepared': openedSale({ codes: [preparing] }),
  'a code that waits': openedSale({ codes: [waiting] }),
  'a part by a code that waits': openedSale({ codes: [{ ...waiting, amountMinor: 1_000 }] }),
  'a code that nobody scanned': openedSale({ codes: [notScanned] }),
  'a code that was cancelled': openedSale({ codes: [notScanned, cancelled] }),
  'a part by code': openedSale({ codes: [paidPart] }),
  'a part by code and one in cash': openedSale({ codes: [paidPart], cash: partInCash }),
  'a part that was declined': openedSale({ codes: [partDeclined], cash: partInCash }),
  'a card that failed after a code': openedSale({
    codes: [notScanned],
    failedCards: [{ outcome: 'declined', reason: { code: 'declined-by-issuer' }, at: endedAt }],
  }),
} as const satisfies Readonly<Record<string, Sale>>;

/** Bills that are paid by code, and one of them waits for the scan. */
export const billsByCode: Sale = { ...openSales.reserved, codes: [{ ...waiting, amountMinor: 48_650 }] };

const confirming: QrTender = { ...paid, state: 'confirming' };
const reversing: QrTender = { ...paidPart, state: 'reversing', reason: { code: 'abandoned' } };
const card = { authCode: '083221', lastFour: '1234', paymentMethod: 'VisaCredit' };
const abandoned = { outcome: 'abandoned', endedAt, reason: { code: 'abandoned-by-cashier' } } as const;

/** One of each ending with a payment by code. */
export const endedCodeSales = {
  code: openedSale({ outcome: 'approved', endedAt, codes: [notScanned, confirming] }),
  'code, and the service refused its confirmation': openedSale({
    outcome: 'approved',
    endedAt,
    codes: [{ ...paid, state: 'needs-attention', reason: { code: 'advice-refused', detail: '400' } }],
  }),
  'code and cash with change': openedSale({
    outcome: 'approved',
    endedAt,
    codes: [{ ...paidPart, state: 'confirmed' }],
    cash: { amountMinor: 1_500, handedMinor: 2_000, isReturned: false },
  }),
  'code, cash and card': openedSale({
    outcome: 'approved',
    endedAt,
    feeMinor: 35,
    codes: [{ ...paidPart, state: 'confirmed' }],
    cash: partInCash,
    card,
  }),
  'abandoned, with a code': openedSale({ ...abandoned, codes: [reversing] }),
  'abandoned, with a code and cash': openedSale({ ...abandoned, codes: [reversing], cash: partInCash }),
  'abandoned, with nothing': openedSale({ ...abandoned }),
  'outcome unknown, with a code': openedSale({
    outcome: 'outcome-unknown',
    reason: { code: 'connection-lost' },
    codes: [paidPart],
    cash: partInCash,
  }),
} as const satisfies Readonly<Record<string, Sale>>;

/** What a customer may scan: 46 seconds are left. */
export const shownCode: ShownCode = {
  qrId: qrIdOf(1),
  payload: '00020126500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037',
  amountMinor: 2_500,
  expiresAt: new Date(Date.parse(fixtureNow) + 46_000).toISOString(),
};

/** A till with a QR service. */
export function codeSnapshotWith(part: Partial<Snapshot>): Snapshot {
  return snapshotWith({ tenders: ['card', 'cash', 'code'], ...part });
}

export const codeTimeline: readonly TimelineEntry[] = (
  [
    ['sale-opened', { request: { amountMinor: 2_500 } }],
    ['qr-begun', { qrId: qrIdOf(1), amountMinor: 2_500 }],
    ['qr-payment-begun', { qrId: qrIdOf(1), tranId, deadlineAt: '2026-11-21T15:42:40.000Z' }],
    ['qr-declined', { qrId: qrIdOf(1), reason: { code: 'no-scan-received', detail: '408' } }],
    ['qr-unanswered', { qrId: qrIdOf(1), reason: { code: 'no-answer' }, isOver: true }],
    ['qr-unanswered', { qrId: qrIdOf(1), reason: { code: 'till-stopped' }, isOver: false }],
    [
      'qr-approved',
      { qrId: qrIdOf(1), approvedMinor: 2_500, partner: { id: '88021', name: '88021' }, slip: { issuerReference: '7294112' } },
    ],
    ['qr-cancelled', { qrId: qrIdOf(1) }],
    ['qr-payment-ended', { qrId: qrIdOf(1), end: 'over' }],
    ['advice-id-taken', { adviceId: '12345678-0000-4000-8000-000000000003', advice: 'reversal', detail: '400' }],
  ] as const
).map(([kind, body], index) => ({ sequence: 401 + index, at: endedAt, kind, body }));

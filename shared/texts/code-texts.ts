import type { QrState, QrTenderReason } from '../qr-tender.ts';
import type { SlipCode } from '../slip.ts';
import { qrReason as serviceReason } from './qr-reasons.ts';

/** The English texts of payments by code; `en.ts` has the rest. */

/** Why a payment by code came to nothing, or what its message to the service came to. */
export const qrReason = {
  ...serviceReason,
  'cancelled-by-cashier':
    'It was cancelled at the till. This payment does not count: if the customer’s phone shows one, it is taken back.',
  abandoned: 'The sale was given up. The customer gets this payment back by itself.',
  'till-stopped':
    'The till stopped before the answer came. This payment does not count: if the customer’s phone shows one, it is taken back.',
  'advice-refused': 'The QR payment service refused the message. A manager has to look at it.',
} as const satisfies Record<QrTenderReason['code'], string>;

export const qrState = {
  preparing: 'Preparing the code',
  waiting: 'Waiting for the scan',
  reserved: 'Paid',
  declined: 'Not paid',
  confirming: 'Paid, service being told',
  confirmed: 'Paid',
  reversing: 'Being taken back',
  reversed: 'Taken back',
  'needs-attention': 'Needs attention',
} as const satisfies Record<QrState, string>;

/** What became of a payment by code, on paper. */
export const slipCodeState = {
  paid: 'Paid by code',
  'not-paid': 'NOT PAID',
  unknown: 'NOT KNOWN',
} as const satisfies Record<SlipCode['state'], string>;

/** The screen of a payment by code that is under way. */
export const code = {
  title: 'Payment by code',
  name: 'QR code',
  issuerReference: 'Receipt number',
  tranId: 'Transaction at the service',
  preparing: 'Preparing the code',
  preparingText: 'It shows here in a moment.',
  waiting: 'Waiting for the scan',
  waitingText: 'The customer scans it with the app of their bank or wallet. When they have paid, the till goes on by itself.',
  lost: 'Waiting for the till',
  lostText: 'The code is hidden until the till is heard again: the payment may have ended.',
  over: 'The time is up',
  overText: 'Asking the service how it ended.',
  image: 'QR code for {{amount}}',
  timeLeft: 'Time left',
  part: 'A part of {{due}}',
  cancel: 'Cancel this code',
  cancelling: 'Cancelling',
  notDrawn: 'This code cannot be drawn. Cancel it, and take another means of payment.',
} as const;

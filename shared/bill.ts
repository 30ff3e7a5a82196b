import type { BillId } from './ids.ts';

/** What is paid at the biller: an account, a traffic fine, an insurance policy. Each has its own request and the same advices (billpay 1.2). */
export const billKinds = ['account', 'fine', 'policy'] as const;
export type BillKind = (typeof billKinds)[number];

export interface Biller {
  /** The biller's institution, digits. */
  readonly id: string;
  readonly name: string;
}

/**
 * What a cashier could say aloud about one bill of a sale.
 * - `requested`: the service was asked to reserve the payment.
 * - `reserved`: it did; nothing is paid before it is confirmed, and it must be confirmed or reversed.
 * - `declined`: it did not; nothing happened there, and nothing more is to be said.
 * - `confirming`, `reversing`: the advice is on its way, and is repeated until the service has it.
 * - `confirmed`, `reversed`: the service has it.
 * - `needs-attention`: the service refused the advice; a person has to look.
 */
export const billStates = [
  'requested',
  'reserved',
  'declined',
  'confirming',
  'confirmed',
  'reversing',
  'reversed',
  'needs-attention',
] as const;
export type BillState = (typeof billStates)[number];

/** One bill in a sale. Money in minor units of the sale's currency. */
export interface Bill {
  readonly billId: BillId;
  readonly kind: BillKind;
  readonly biller: Biller;
  /** Account reference, notice number or policy number. */
  readonly reference: string;
  readonly requestedMinor: number;
  /** What the service agreed to take: this is what the customer pays (billpay 9.23). */
  readonly approvedMinor?: number;
  readonly state: BillState;
  /** Why it was declined, reversed or needs attention. */
  readonly reason?: BillReason;
  /** The payment's name at the biller; it must reach the customer's slip, because a refund needs it. */
  readonly issuerReference?: string;
  /** What the biller wants printed, in order. */
  readonly slipLines?: readonly string[];
}

export interface BillReason {
  readonly code: BillReasonCode;
  /** The service's own words. */
  readonly detail?: string;
}

export const billReasonCodes = [
  // declined: nothing happened at the service
  'refused-by-service',
  'not-offered',
  'service-unavailable',
  'service-unreachable',
  'wrong-credentials',
  // reversed
  'no-final-answer',
  'no-answer',
  'unusable-answer',
  'abandoned',
  // needs attention
  'advice-refused',
] as const;
export type BillReasonCode = (typeof billReasonCodes)[number];

/** Cash that was taken for a sale. */
export interface CashTender {
  /** What it pays of the sale. */
  readonly amountMinor: number;
  /** What the customer handed over; the difference is the change. */
  readonly handedMinor: number;
  /** Given back, because the sale was abandoned. */
  readonly isReturned: boolean;
}

import type { BillKind, BillReason } from './bill.ts';
import type { BillId } from './ids.ts';
import type { Institution } from './institution.ts';
import type { ServiceSlip } from './service-slip.ts';

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
export interface BillLine {
  readonly billId: BillId;
  readonly kind: BillKind;
  readonly biller: Institution;
  /** Account reference, notice number or policy number. */
  readonly reference: string;
  readonly requestedMinor: number;
  /** What the service agreed to take: this is what the customer pays (billpay 9.23). */
  readonly approvedMinor?: number;
  readonly state: BillState;
  /** Why it was declined, reversed or needs attention. */
  readonly reason?: BillLineReason;
  /** What the biller wants printed, with the payment's name there: it must reach the customer's slip, because a refund needs it. */
  readonly slip?: ServiceSlip;
}

/** Why it is as it is: the service's reason, or one of the sale's own. */
export type BillLineReason = BillReason | { readonly code: 'abandoned' | 'advice-refused'; readonly detail?: string };

/** Cash that was taken for a sale. */
export interface CashTender {
  /** What it pays of the sale. */
  readonly amountMinor: number;
  /** What the customer handed over; the difference is the change. */
  readonly handedMinor: number;
  /** Given back, because the sale was abandoned. */
  readonly isReturned: boolean;
}

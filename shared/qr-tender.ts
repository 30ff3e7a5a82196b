import type { QrId } from './ids.ts';
import type { Institution } from './institution.ts';
import { qrReasonCodes } from './qr.ts';
import type { ServiceSlip } from './service-slip.ts';

/**
 * What a cashier could say aloud about one payment by code.
 * - `preparing`: the service was asked for a code; no money can move yet.
 * - `waiting`: the payment waits at the service, and the customer may scan.
 * - `reserved`: the customer has paid; the money is kept for us until the sale is settled.
 * - `declined`: nothing was reserved, and nothing more is to be said.
 * - `confirming`, `reversing`: the advice is on its way, and is repeated until the service has it.
 * - `confirmed`, `reversed`: the service has it.
 * - `needs-attention`: the service refused the advice; a person has to look.
 */
export const qrStates = [
  'preparing',
  'waiting',
  'reserved',
  'declined',
  'confirming',
  'confirmed',
  'reversing',
  'reversed',
  'needs-attention',
] as const;
export type QrState = (typeof qrStates)[number];

/** One payment by code in a sale. Money in minor units of the sale's currency. */
export interface QrTender {
  /** Names the payment's request at the service. */
  readonly qrId: QrId;
  readonly amountMinor: number;
  /** What the customer's money was reserved for: always the whole. */
  readonly approvedMinor?: number;
  readonly state: QrState;
  readonly begunAt: string;
  /** The service's own name for the transaction, the same for everybody who takes part in it. */
  readonly tranId?: string;
  /** Whose app or bank paid. */
  readonly partner?: Institution;
  /** Why it came to nothing, or needs attention. */
  readonly reason?: QrTenderReason;
  /** What the service wants on the customer's slip. */
  readonly slip?: ServiceSlip;
  /**
   * It was given up while its request was still under way (qr 4.6). The reversal may have overtaken the request, so where it found nothing
   * it is told once more when the request is over. Absent where the request had ended before.
   */
  readonly requestEnd?: 'not-yet' | 'declined' | 'over';
  /** The reversal found nothing, and is told once more when the request is over. */
  readonly foundNothing?: true;
  /** How often its advice had to be told as a new one, under an id of its own: the one before had its final answer, or belongs to somebody else. */
  readonly retold?: number;
  /** The advice that it is owed now was made when the request was over: what it finds is final. */
  readonly isToldAfterEnd?: true;
}

/** The service's reasons, and the till's own. */
export const qrTenderReasonCodes = [
  ...qrReasonCodes,
  'cancelled-by-cashier',
  'abandoned',
  'till-stopped',
  'advice-refused',
] as const;

export interface QrTenderReason {
  readonly code: (typeof qrTenderReasonCodes)[number];
  readonly detail?: string;
}

/** Is a customer about to pay, or the code for it being made? Then no other money is taken, and the sale is not given up behind it. */
export function isUnderWay({ state }: Pick<QrTender, 'state'>): boolean {
  return state === 'preparing' || state === 'waiting';
}

import type { Answered } from '../common/http-answer.ts';
import type { ErrorType } from './error-types.ts';
import type { OperationId } from './operations.ts';

/** What became of an answer, with what it said. */
export interface Outcome extends Answered {
  /** The status that was sent last. Undefined where there was none. */
  readonly status?: number;
  /** What the answer gave as its reason, as it was sent. */
  readonly answeredErrorType?: string;
}

export interface Money {
  readonly minor: number;
  /** Numeric ISO 4217. */
  readonly currency: string;
}

/** One party's reference to a payment (QR 3.8, ThirdPartyIdentifier). */
export interface Identifier {
  readonly institutionId: string;
  readonly transactionIdentifier: string;
}

/** A code that was made. It moves no money. */
export interface Code extends Outcome {
  readonly number: number;
  readonly at: string;
  readonly tranId: string;
  /** The id of the `createQrCode` that asked for it. */
  readonly requestId: string;
  /** As it was made, whatever a fault made of it on the way. */
  readonly qrCode: string;
  readonly terminalId: string;
  readonly merchantName: string;
  /** What the till said that would be paid. */
  readonly amount?: Money;
  /** The code's face value, which a payment is held to. */
  readonly value?: Money;
  readonly overPaymentAllowed: boolean;
  readonly partPaymentAllowed: boolean;
  readonly expiresAt: string;
  /** The `thirdPartyIdentifiers` of the response. */
  readonly identifiers: readonly Identifier[];
}

/**
 * What has become of a payment (QR 9.2, 9.3).
 *
 * - `requested`: it came and took no effect, because a fault came first. The service does not know it.
 * - `pending-scan`: it waits for a scan.
 * - `pending-partner`: it was scanned, and the partner has not answered.
 * - `authorised`: reserved at the partner, and neither confirmed nor reversed yet.
 * - `declined`: refused by the service, or by the partner.
 * - `expired`: no scan came, or no answer of the partner.
 */
export type PaymentState =
  'requested' | 'pending-scan' | 'pending-partner' | 'authorised' | 'declined' | 'expired' | 'confirmed' | 'reversed';

/** One payment. Amounts are in minor units. */
export interface Payment extends Outcome {
  readonly number: number;
  readonly at: string;
  readonly id: string;
  readonly tranId: string;
  readonly state: PaymentState;
  readonly currency: string;
  readonly requestedMinor: number;
  /** What the partner authorised. Undefined unless it did. */
  readonly approvedMinor?: number;
  /** What the partner keeps back now. Once all advices have arrived it is 0. */
  readonly reservedMinor: number;
  /** What has really moved. */
  readonly takenMinor: number;
  /** What was kept back and is free again. */
  readonly releasedMinor: number;
  readonly partnerId?: string;
  /** Why it was declined, or has expired. */
  readonly errorType?: ErrorType;
  readonly terminalId: string;
  readonly basketRef?: string;
  /** Until when it waits, if it waits. */
  readonly scanUntil?: string;
  readonly endsAt?: string;
  readonly confirmedBy?: string;
  readonly reversedBy?: string;
  readonly reversalReason?: string;
  /** The ids of all advices that named it, in the order of their first arrival. */
  readonly adviceIds: readonly string[];
  /** The `thirdPartyIdentifiers` of the request, and of the response where it was authorised. */
  readonly requestIdentifiers: readonly Identifier[];
  readonly responseIdentifiers?: readonly Identifier[];
}

/** Who scanned: a partner over the wire, a script, or a person at the control interface. */
export type ScannedBy = 'partner' | 'script' | 'person';

export interface Scan {
  readonly number: number;
  readonly at: string;
  readonly id: string;
  readonly tranId: string;
  readonly partnerId: string;
  readonly by: ScannedBy;
  /** The payment that it met. Undefined where it was declined. */
  readonly paymentId?: string;
  /** Why it was declined. */
  readonly errorType?: ErrorType;
}

export type AdviceKind = 'confirmation' | 'reversal';

/**
 * What an advice did: `applied`; `not-found`, as its payment is unknown; `refused` by the service; `repeated`, and answered as before;
 * `not-applied`, because a fault came first.
 */
export type AdviceEffect = 'applied' | 'not-found' | 'refused' | 'repeated' | 'not-applied';

/** One advice, however often it came. */
export interface SeenAdvice extends Outcome {
  readonly number: number;
  readonly id: string;
  readonly requestId: string;
  readonly kind: AdviceKind;
  readonly at: string;
  readonly lastAt: string;
  readonly times: number;
  /** `applied` where any of its arrivals was; otherwise that of the last. */
  readonly effect: AdviceEffect;
  /** Of the last arrival, where it was refused. */
  readonly errorType?: ErrorType;
  readonly reversalReason?: string;
  /** SHA-256 of the first arrival's body, byte by byte. */
  readonly digest: string;
  /** What the service decided when it first reached it. */
  readonly decision?: Decided;
}

export interface Decided {
  readonly effect: AdviceEffect;
  readonly errorType?: ErrorType;
}

export const conflictKinds = [
  /** A confirmation and a reversal for one payment. */
  'both-advices',
  /** A second advice of the same kind under another id, where no answer called for one (QR 4.6, 6.3). */
  'second-advice',
  /** An advice came again with another body. */
  'changed-advice',
  /** A request came again under the same id. */
  'repeated-request',
  /** A message whose id another message had. */
  'reused-id',
  /** A code that was never given out is paid. */
  'unknown-code',
  /** A code is paid twice, under two ids, although the first was not refused as DUPLICATE_RECORD (QR 4.4). */
  'second-payment',
  /** An advice for a payment that the service does not know. A reversal of one is often right: the till cannot tell. */
  'unknown-request',
  /** A confirmation of a payment that was declined or has expired. */
  'declined-request',
  /** A confirmation of a payment that still waits. */
  'pending-request',
  /** A confirmation of a payment whose answer never reached the till, or was none. */
  'unanswered-request',
  /** An advice whose `tranId` or `partner` is not the payment's. */
  'advice-differs',
  /** An advice whose amount is above the authorised one, or in another currency. */
  'amount-differs',
  /** A confirmation of more or less than was asked for, although the till did not allow it (QR 4.5). */
  'unwanted-amount',
  /** A payment without what the code's response had in `thirdPartyIdentifiers`, or an advice that has not what it should (QR 7). */
  'identifiers-differ',
  /** A message that is not well formed. */
  'format-error',
] as const;

export type ConflictKind = (typeof conflictKinds)[number];

/** Something that does not fit. */
export interface Conflict {
  readonly number: number;
  readonly at: string;
  readonly kind: ConflictKind;
  /** True where no till that keeps to the protocol could have caused it, whatever the network did. */
  readonly isBreach: boolean;
  /** The payment that it is about; otherwise the message. */
  readonly requestId: string;
  /** The id of the message that came into conflict. */
  readonly id: string;
  readonly operation: OperationId;
}

/** What a partner keeps back, gave and let go, in one currency. */
export interface PartnerMoney {
  readonly partnerId: string;
  readonly currency: string;
  readonly reservedMinor: number;
  readonly takenMinor: number;
  readonly releasedMinor: number;
}

/** Everything that the simulator knows of what it did. */
export interface QrLedger {
  readonly codes: readonly Code[];
  readonly payments: readonly Payment[];
  readonly scans: readonly Scan[];
  readonly advices: readonly SeenAdvice[];
  readonly partners: readonly PartnerMoney[];
  readonly conflicts: readonly Conflict[];
}

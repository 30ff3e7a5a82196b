import type { Institution } from '../../shared/institution.ts';
import type { ThirdPartyIdentifier, TransactionReferences } from '../electrum/messages.ts';

/** What names a transaction before it has a request: the client makes the ids of its tries for a code by itself (qr 7). */
export type CodeReferences = Omit<TransactionReferences, 'requestId'>;

export interface CodePayment {
  /** More than 0. What is paid in the end may differ (qr 3.3). */
  readonly amountMinor: number;
  readonly references: CodeReferences;
  /** After this the code is of no use. ISO 8601, UTC, milliseconds. */
  readonly expiresAt?: string;
}

/** A code that was read and found sound (qr 5.4): it may be shown once its payment is on its way, and not before (qr 4.2). Plain data, for the journal. */
export interface QrCode {
  /** The service's name of the transaction: opaque, never trimmed, cased or read (qr 7). */
  readonly tranId: string;
  /** To be drawn exactly as it is. */
  readonly payload: string;
  /** The service's entry beside ours: the payment carries them on. */
  readonly thirdPartyIdentifiers: readonly ThirdPartyIdentifier[];
}

/** What every advice about a payment has to carry (qr 3.4). Plain data, for the journal: with it the advice can be made after a restart. */
export interface QrBasis {
  readonly requestId: string;
  readonly tranId: string;
  /** The answer's where one came that was ours; otherwise the request's. */
  readonly thirdPartyIdentifiers: readonly ThirdPartyIdentifier[];
  /** Whose app paid, where an answer named it. */
  readonly partner?: Institution;
  readonly stan?: string;
  readonly rrn?: string;
}

/** A payment that keeps every field rule, ready to be journalled and then sent, once. */
export interface PreparedPay {
  /** JSON, as it is sent. */
  readonly body: string;
  /** What an advice carries if no usable answer comes. */
  readonly basis: QrBasis;
  /** To compare the answer with. */
  readonly asked: { readonly amountMinor: number; readonly own: ThirdPartyIdentifier };
}

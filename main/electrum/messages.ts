/** One party's own reference for a transaction (billpay 3.2, qr 7). Another party's entry is carried as it came, with members that we do not know. */
export interface ThirdPartyIdentifier {
  readonly institutionId: string;
  readonly transactionIdentifier?: string;
  readonly [unknownMember: string]: unknown;
}

/** What names one transaction. Made once per request and journalled before it is sent; `references.ts` makes them. */
export interface TransactionReferences {
  /** UUID, version 4, lower case, never used before: every new attempt has a new one (billpay 6, qr 7). */
  readonly requestId: string;
  /** The till's own number of the transaction: our entry of `thirdPartyIdentifiers`, and what our slip says. */
  readonly transactionIdentifier: string;
  readonly rrn?: string;
  readonly stan?: string;
  /** The sale's number. */
  readonly basketRef?: string;
  /** The cashier. */
  readonly operatorId?: string;
}

/** When the message was made, and what names it. */
export interface MessageContext {
  readonly references: TransactionReferences;
  /** ISO 8601, UTC, milliseconds. */
  readonly time: string;
}

export const reversalReasons = ['TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL'] as const;
/**
 * `TIMEOUT`: no answer. `RESPONSE_NOT_FINAL`: an answer that settles nothing, such as 500 or 504. `CANCELLED`: the shop gave it up before it
 * was confirmed (billpay 4.5, qr 3.4).
 */
export type ReversalReason = (typeof reversalReasons)[number];

export const tenderTypes = [
  'CASH',
  'CHEQUE',
  'CREDIT_CARD',
  'DEBIT_CARD',
  'WALLET',
  'ROUNDING',
  'GIFT_CARD',
  'LOYALTY_CARD',
  'OTHER',
] as const;
export type TenderType = (typeof tenderTypes)[number];

/** Of a tender. `srcAccType` and `destAccType` know `GIFT_CARD` as well (billpay 9.20, qr 3.9). */
export const tenderAccountTypes = [
  'DEFAULT',
  'SAVINGS',
  'CHEQUE',
  'CREDIT',
  'UNIVERSAL',
  'ELECTRONIC_PURSE',
  'STORED_VALUE',
] as const;
export type TenderAccountType = (typeof tenderAccountTypes)[number];

import type { BillCategory, BillCustomer, BillKind } from '../../shared/bill.ts';
import type { Currency } from '../../shared/currency.ts';
import type { Institution } from '../../shared/institution.ts';

/** One party's own reference for a transaction (billpay 3.2). Another party's entry is carried as it came, with members that we do not know. */
export interface ThirdPartyIdentifier {
  readonly institutionId: string;
  readonly transactionIdentifier?: string;
  readonly [unknownMember: string]: unknown;
}

/** What names one transaction. Made once per request and journalled before it is sent; `references.ts` makes them. */
export interface TransactionReferences {
  /** UUID, version 4, lower case, never used before: every new attempt has a new one (billpay 6). */
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

export interface BillQuestion {
  readonly kind: BillKind;
  readonly reference: string;
  /** Chosen from the biller list; no request names a biller otherwise (billpay 3.3). */
  readonly biller?: Institution;
  readonly category?: BillCategory;
}

export interface BillPayment extends BillQuestion {
  /** More than 0. */
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly customer?: BillCustomer;
  readonly tranType?: string;
  /** Where they are known already; usually they are not, because money is taken after the request. */
  readonly tenders?: readonly BillTender[];
}

/** A refund names the payment by the reference on the customer's slip; it has no amount (billpay 3.3). */
export interface BillRefund {
  /** 1 to 20 upper-case letters and digits: see `normaliseIssuerReference`. */
  readonly issuerReference: string;
  /** At most 20 characters. */
  readonly refundReason: string;
  readonly biller?: Institution;
  readonly category?: BillCategory;
  readonly tranType?: string;
}

/** How the customer paid a part of a bill. */
export interface BillTender {
  readonly tenderType: TenderType;
  readonly amountMinor: number;
  /** Absent: `DEFAULT`. */
  readonly accountType?: TenderAccountType;
  /** First six digits, stars, last four: never a whole number. Card tenders only. */
  readonly cardNumber?: string;
  readonly reference?: string;
}

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

/** Of a tender. `srcAccType` and `destAccType` know `GIFT_CARD` as well (billpay 9.20). */
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

export const reversalReasons = ['TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL'] as const;
/** `TIMEOUT`: no answer. `RESPONSE_NOT_FINAL`: 500 or 504. `CANCELLED`: approved, and given up before it was confirmed (billpay 4.5). */
export type ReversalReason = (typeof reversalReasons)[number];

export type Leg = 'payment' | 'refund';

/** What every advice about a request has to carry (billpay 3.6). Plain data, for the journal: with it the advice can be made after a restart. */
export interface AdviceBasis {
  readonly leg: Leg;
  readonly requestId: string;
  /** The answer's where one came and had them; otherwise the request's. */
  readonly thirdPartyIdentifiers: readonly ThirdPartyIdentifier[];
  readonly rrn?: string;
  readonly stan?: string;
}

/** A request that keeps every field rule, ready to be journalled and then sent, once. */
export interface PreparedRequest {
  /** After the service's base address. */
  readonly path: string;
  /** JSON, as it is sent. */
  readonly body: string;
  /** What an advice carries if no usable answer comes. */
  readonly basis: AdviceBasis;
  /** What was asked, to compare the answer with. */
  readonly asked: {
    readonly kind?: BillKind;
    readonly reference?: string;
    readonly amountMinor?: number;
  };
}

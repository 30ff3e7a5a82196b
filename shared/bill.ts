import type { Currency } from './currency.ts';

/** The vocabulary of bills (billpay 3), for the till and its window. Money in minor units. */

export const billKinds = ['account', 'traffic-fine', 'policy'] as const;
/** What is paid: an account, a traffic fine or an insurance policy. Each has its own name for the reference on the bill. */
export type BillKind = (typeof billKinds)[number];

/** An account reference, a notice number and a policy number all have this length (billpay 3.2). Any character may stand in them, `/` too. */
export const billReferenceLength = { least: 6, most: 40 } as const;

/** Somebody's id and name, as the service agreed them. */
export interface Institution {
  readonly id: string;
  readonly name: string;
}

export interface BillCategory {
  readonly id: string;
  readonly name: string;
}

export interface Biller {
  readonly institution: Institution;
  readonly categories: readonly BillCategory[];
  /** False: the service blocks it, so it is not offered. */
  readonly isAllowed: boolean;
}

export interface BillMoney {
  readonly amountMinor: number;
  readonly currency: Currency;
  /** Where the amount could be either: `DEBIT` is owed, `CREDIT` is a balance in the customer's favour. Any other word is kept as it came. */
  readonly indicator?: string;
}

/** Whose bill it is, or who pays. Personal: masked on screen until the customer confirms, never logged. */
export interface BillCustomer {
  readonly firstName?: string;
  readonly lastName?: string;
  readonly address?: string;
  readonly idNumber?: string;
  readonly contactNumber?: string;
}

/** What a look-up found. What the service did not give is absent: a missing balance is 'not given', not 0 (billpay 9.22). */
export interface BillDetails {
  readonly kind: BillKind;
  /** As the service has it; the asked one where it does not repeat it. */
  readonly reference: string;
  /** `yyyy-MM-dd`. */
  readonly dueDate?: string;
  readonly customer?: BillCustomer;
  readonly balance?: BillMoney;
  readonly least?: BillMoney;
  readonly most?: BillMoney;
  readonly fee?: BillMoney;
  readonly mayPayLess: boolean;
  readonly mayPayMore: boolean;
  readonly receiver?: Institution;
  /** Information, not a receipt (billpay 4.1). */
  readonly slip?: BillSlip;
}

/** What the biller wants on the customer's slip, as it wants it. */
export interface BillSlip {
  readonly lines: readonly BillSlipLine[];
  /** In normal characters; absent: not given. */
  readonly widthCharacters?: number;
  /** The payment's reference at the issuer: must reach the customer's slip, and is needed for a refund. */
  readonly issuerReference?: string;
  /** The biller's call centre. */
  readonly phoneNumber?: string;
}

export interface BillSlipLine {
  readonly text: string;
  readonly widthScale: number;
  readonly heightScale: number;
  /** A solid rule across the paper. */
  readonly isRule: boolean;
  /** The paper is cut here. */
  readonly isCut: boolean;
  readonly barcode?: { readonly data: string; readonly encoding?: string };
}

/** The answer says something else than was asked, or breaks a rule without changing the outcome: a manager must be able to see it. */
export interface BillDiscrepancy {
  /** The answer's own name for it: `amounts.approvedAmount`. */
  readonly field: string;
  readonly expected: string;
  readonly answered: string;
}

/** Why a request about a bill came to nothing. The code has a sentence in `texts`; the detail is the service's own words. */
export interface BillReason {
  readonly code: BillReasonCode;
  readonly detail?: string;
}

export const billReasonCodes = [
  // the service's own error types (billpay 3.8)
  'duplicate-record',
  'format-error',
  'function-not-supported',
  'general-error',
  'invalid-amount',
  'below-minimum-allowed-amount',
  'above-maximum-allowed-amount',
  'routing-error',
  'transaction-not-supported',
  'unable-to-locate-record',
  'unknown-customer-account',
  'upstream-unavailable',
  'account-already-settled',
  'invalid-product',
  'invalid-merchant',
  'receiver-blacklisted',
  'luhn-check-failed',
  'blocked-using-settlement-entity',
  // refused without an error type
  'wrong-credentials',
  'service-unavailable',
  'request-refused',
  // nothing was sent
  'service-unreachable',
  // no final answer
  'no-answer',
  'answer-not-final',
  'answer-unusable',
] as const;
export type BillReasonCode = (typeof billReasonCodes)[number];

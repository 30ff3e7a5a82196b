import type { Institution } from './institution.ts';
import type { ServiceMoney } from './service-money.ts';
import type { ServiceSlip } from './service-slip.ts';

/** The vocabulary of bills (billpay 3), for the till and its window. Money in minor units. */

export const billKinds = ['account', 'traffic-fine', 'policy'] as const;
/** What is paid: an account, a traffic fine or an insurance policy. Each has its own name for the reference on the bill. */
export type BillKind = (typeof billKinds)[number];

/** An account reference, a notice number and a policy number all have this length (billpay 3.2). Any character may stand in them, `/` too. */
export const billReferenceLength = { least: 6, most: 40 } as const;

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
  readonly balance?: ServiceMoney;
  readonly least?: ServiceMoney;
  readonly most?: ServiceMoney;
  readonly fee?: ServiceMoney;
  readonly mayPayLess: boolean;
  readonly mayPayMore: boolean;
  readonly receiver?: Institution;
  /** Information, not a receipt (billpay 4.1). */
  readonly slip?: ServiceSlip;
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

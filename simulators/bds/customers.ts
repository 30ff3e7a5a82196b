/** What a scripted customer does at the terminal. */
export const customerKinds = [
  'approve',
  'decline',
  'user-cancel',
  'cancelled-operation',
  'declined-amount',
  'timeout',
  'device-error',
  'device-capability-error',
  'issuer-error',
  'bolletta-error',
  'general-error',
  'admin-cancel',
  'unknown-error',
  'no-error-code',
  'hold',
] as const;

export type CustomerKind = (typeof customerKinds)[number];

export interface Customer {
  readonly kind: CustomerKind;
  /** How long this customer takes. Absent: as long as every customer of this simulator. */
  readonly thinkMs?: number;
  /** For `approve`: a name or a number, listed or not. Absent: `VisaCredit`, or `VisaDebit` where debit was asked for. */
  readonly paymentMethod?: string | number;
  /** For `approve`: how the card was entered. Absent: 3, as in the description's example. */
  readonly entryMethod?: number;
  /** For `approve`: a fee on top of the amount, as a decimal (`"0.35"`). */
  readonly fee?: string;
  /** For `approve`: the fee in minor units, which fits every currency. `fee` wins. */
  readonly feeMinor?: number;
  /** For `approve`: the card is charged this many minor units more (or fewer) than asked, and the answer says so. */
  readonly offByMinor?: number;
  /** For `approve`: the answer's `ID1`, where it is not the reference of the request. */
  readonly answeredReference?: string;
  /** `IsEmvFallback`: the chip could not be read. */
  readonly isEmvFallback?: boolean;
  /** `PreviousEmvAlsoFallback`: neither could the chip before, so perhaps it is the device. */
  readonly previousEmvAlsoFallback?: boolean;
  /** For `decline`: what the issuer said. Absent: 5, do not honour. */
  readonly issuerResponseCode?: number;
  /** For everything but `approve`: the `ErrorCode`, where it is not the kind's own. */
  readonly errorCode?: string;
  /** For everything but `approve`: the `ErrorCodeDetails`, where they are not the kind's own. */
  readonly errorCodeDetails?: string;
}

export const paymentMethods = {
  Unassigned: 0,
  VisaCredit: 1,
  MastercardCredit: 2,
  DiscoverCredit: 3,
  AmericanExpressCredit: 4,
  VisaDebit: 11,
  MastercardDebit: 12,
  DiscoverDebit: 13,
  AmericanExpressDebit: 14,
} as const;

interface ErrorAnswer {
  readonly errorCode?: string;
  readonly errorCodeDetails?: string;
}

const errorAnswers: Readonly<Record<Exclude<CustomerKind, 'approve' | 'hold'>, ErrorAnswer>> = {
  decline: { errorCode: 'Decline', errorCodeDetails: 'Declined by the issuer.' },
  'user-cancel': { errorCode: 'UserCancel' },
  'cancelled-operation': { errorCode: 'DeviceFunctionError', errorCodeDetails: 'User Cancelled Operation.' },
  'declined-amount': { errorCode: 'DeviceFunctionError', errorCodeDetails: 'User declined the amount.' },
  timeout: { errorCode: 'DeviceFunctionError', errorCodeDetails: 'Timeout while waiting for user action.' },
  'device-error': { errorCode: 'DeviceFunctionError', errorCodeDetails: 'The card could not be read.' },
  'device-capability-error': { errorCode: 'DeviceCapabilityError', errorCodeDetails: 'The device cannot do this.' },
  'issuer-error': { errorCode: 'ErrorCallingIssuer', errorCodeDetails: 'The issuer could not be reached.' },
  'bolletta-error': { errorCode: 'ErrorCallingBolletta', errorCodeDetails: 'Bolletta could not be reached.' },
  'general-error': { errorCode: 'GeneralError', errorCodeDetails: 'Something went wrong.' },
  'admin-cancel': { errorCode: 'AdminCancel' },
  'unknown-error': { errorCode: 'SomethingNewInThisVersion', errorCodeDetails: 'An error that no list has.' },
  'no-error-code': {},
};

/** The error of a customer with whom nothing was charged; undefined where the card was charged. A held one has been released into another kind. */
export function errorOf(customer: Customer): ErrorAnswer | undefined {
  if (customer.kind === 'approve' || customer.kind === 'hold') return undefined;
  return { ...errorAnswers[customer.kind], ...definedFieldsOf(customer) };
}

function definedFieldsOf({ errorCode, errorCodeDetails }: Customer): ErrorAnswer {
  return {
    ...(errorCode === undefined ? {} : { errorCode }),
    ...(errorCodeDetails === undefined ? {} : { errorCodeDetails }),
  };
}

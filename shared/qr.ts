/** The vocabulary of QR payments (qr 3), for the till and its window. */

/** Why a QR payment, or a code for one, came to nothing. The code has a sentence in `texts`; the detail is the service's own words. */
export interface QrReason {
  readonly code: QrReasonCode;
  readonly detail?: string;
}

export const qrReasonCodes = [
  // the service's own error types (qr 3.7)
  'duplicate-record',
  'format-error',
  'function-not-supported',
  'general-error',
  'invalid-amount',
  'routing-error',
  'transaction-not-supported',
  'unable-to-locate-record',
  'upstream-unavailable',
  'account-already-settled',
  'invalid-merchant',
  'do-not-honor',
  'declined-by-partner',
  'declined-by-acquirer',
  'declined-by-issuer',
  'insufficient-funds',
  'invalid-card-number',
  'card-expired',
  'invalid-account',
  'invalid-tran-id',
  'partner-unknown',
  'no-scan-received',
  // refused without an error type
  'wrong-credentials',
  'wrong-address',
  'service-unavailable',
  'request-refused',
  // nothing was sent
  'service-unreachable',
  // no final answer, or none that a payment can be built on
  'no-answer',
  'answer-not-final',
  'answer-unusable',
  'other-amount',
  // no code, so no payment was begun
  'no-code',
  'code-unusable',
] as const;
export type QrReasonCode = (typeof qrReasonCodes)[number];

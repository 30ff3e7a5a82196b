/** Why a message failed, and the status with which this simulator says so (QR 3.7). */
export const errorStatuses = {
  DUPLICATE_RECORD: 400,
  FORMAT_ERROR: 400,
  FUNCTION_NOT_SUPPORTED: 400,
  GENERAL_ERROR: 400,
  INVALID_AMOUNT: 400,
  ROUTING_ERROR: 400,
  TRANSACTION_NOT_SUPPORTED: 400,
  UNABLE_TO_LOCATE_RECORD: 400,
  UPSTREAM_UNAVAILABLE: 503,
  ACCOUNT_ALREADY_SETTLED: 400,
  INVALID_MERCHANT: 400,
  DO_NOT_HONOR: 400,
  DECLINED_BY_PARTNER: 400,
  DECLINED_BY_ACQUIRER: 400,
  DECLINED_BY_ISSUER: 400,
  INSUFFICIENT_FUNDS: 400,
  INVALID_CARD_NUMBER: 400,
  CARD_EXPIRED: 400,
  INVALID_ACCOUNT: 400,
  INVALID_TRAN_ID: 400,
  PARTNER_UNKNOWN: 400,
  NO_SCAN_RECEIVED: 400,
} as const;

export type ErrorType = keyof typeof errorStatuses;

export const errorTypes = Object.keys(errorStatuses) as readonly ErrorType[];

/** The sentences of `errorMessage`: 0 to 40 characters, fit for an operator's display (QR 3.6). */
export const errorMessages: Readonly<Record<ErrorType, string>> = {
  DUPLICATE_RECORD: 'This id was already used',
  FORMAT_ERROR: 'The message is not well formed',
  FUNCTION_NOT_SUPPORTED: 'Not possible in this state',
  GENERAL_ERROR: 'The payment failed',
  INVALID_AMOUNT: 'The amount is not acceptable',
  ROUTING_ERROR: 'No route to the processor',
  TRANSACTION_NOT_SUPPORTED: 'Not allowed for this payment',
  UNABLE_TO_LOCATE_RECORD: 'No such payment',
  UPSTREAM_UNAVAILABLE: 'Upstream did not answer in time',
  ACCOUNT_ALREADY_SETTLED: 'Payment was already settled',
  INVALID_MERCHANT: 'Unknown merchant',
  DO_NOT_HONOR: 'Declined',
  DECLINED_BY_PARTNER: 'Declined by the wallet',
  DECLINED_BY_ACQUIRER: 'Declined by the acquirer',
  DECLINED_BY_ISSUER: 'Declined by the bank',
  INSUFFICIENT_FUNDS: 'Not enough money',
  INVALID_CARD_NUMBER: 'Invalid card number',
  CARD_EXPIRED: 'The card has expired',
  INVALID_ACCOUNT: 'Invalid account',
  INVALID_TRAN_ID: 'This QR code cannot be paid',
  PARTNER_UNKNOWN: 'Unknown wallet',
  NO_SCAN_RECEIVED: 'QR code was not scanned in time',
};

/** Why a message failed, and the status with which this simulator says so (BillPay 3.8). */
export const errorStatuses = {
  DUPLICATE_RECORD: 400,
  FORMAT_ERROR: 400,
  FUNCTION_NOT_SUPPORTED: 501,
  GENERAL_ERROR: 500,
  INVALID_AMOUNT: 400,
  BELOW_MINIMUM_ALLOWED_AMOUNT: 400,
  ABOVE_MAXIMUM_ALLOWED_AMOUNT: 400,
  ROUTING_ERROR: 400,
  TRANSACTION_NOT_SUPPORTED: 400,
  UNABLE_TO_LOCATE_RECORD: 400,
  UNKNOWN_CUSTOMER_ACCOUNT: 400,
  UPSTREAM_UNAVAILABLE: 503,
  ACCOUNT_ALREADY_SETTLED: 400,
  INVALID_PRODUCT: 400,
  INVALID_MERCHANT: 400,
  RECEIVER_BLACKLISTED: 400,
  LUHN_CHECK_FAILED: 400,
  BLOCKED_USING_SETTLEMENT_ENTITY: 400,
} as const;

export type ErrorType = keyof typeof errorStatuses;

export const errorTypes = Object.keys(errorStatuses) as ErrorType[];

/** What kind of message failed. The deprecated values for traffic fines are never sent. */
export type RequestType =
  | 'ACCOUNT_LOOKUP_REQUEST'
  | 'TRAFFIC_FINE_LOOKUP_REQUEST'
  | 'POLICY_LOOKUP_REQUEST'
  | 'PAYMENT_REQUEST'
  | 'TRAFFIC_FINE_PAYMENT_REQUEST'
  | 'POLICY_PAYMENT_REQUEST'
  | 'PAYMENT_REVERSAL'
  | 'PAYMENT_CONFIRMATION'
  | 'REFUND_REQUEST'
  | 'REFUND_REVERSAL'
  | 'REFUND_CONFIRMATION';

/** Short texts for `errorMessage`, whose length is 0 to 20 (BillPay 3.8). */
export const errorMessages: Readonly<Record<ErrorType, string>> = {
  DUPLICATE_RECORD: 'Id already used',
  FORMAT_ERROR: 'Invalid message',
  FUNCTION_NOT_SUPPORTED: 'Not offered',
  GENERAL_ERROR: 'General error',
  INVALID_AMOUNT: 'Invalid amount',
  BELOW_MINIMUM_ALLOWED_AMOUNT: 'Amount too small',
  ABOVE_MAXIMUM_ALLOWED_AMOUNT: 'Amount too large',
  ROUTING_ERROR: 'No route',
  TRANSACTION_NOT_SUPPORTED: 'Not for this account',
  UNABLE_TO_LOCATE_RECORD: 'Record not found',
  UNKNOWN_CUSTOMER_ACCOUNT: 'Unknown account',
  UPSTREAM_UNAVAILABLE: 'No upstream answer',
  ACCOUNT_ALREADY_SETTLED: 'Already settled',
  INVALID_PRODUCT: 'Invalid product',
  INVALID_MERCHANT: 'Invalid merchant',
  RECEIVER_BLACKLISTED: 'Biller blocked',
  LUHN_CHECK_FAILED: 'Check digit wrong',
  BLOCKED_USING_SETTLEMENT_ENTITY: 'Blocked',
};

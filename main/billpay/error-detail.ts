import { billReasonCodes, type BillReason } from '../../shared/bill.ts';
import { codeOfRefusal, fieldErrorsIn, readErrorDetail as read, type ErrorDetail } from '../electrum/error-detail.ts';

/** Its words are the error's message, and which fields the service found wrong (billpay 8.3). */
export function readErrorDetail(body: string): ErrorDetail {
  return read(body, (message, detailMessage) => [message, ...fieldErrorsIn(detailMessage)].join(' '));
}

/** Why a refused request came to nothing: the error type's own code, else what the status says, and the service's own words. */
export function reasonOfRefusal(status: number, { errorType, words }: ErrorDetail): BillReason {
  const code = codeOfRefusal(status, errorType, { errorTypes, codes: billReasonCodes });
  return { code, ...(words === undefined ? {} : { detail: words }) };
}

/** All 18 (billpay 3.8). */
const errorTypes: ReadonlySet<string> = new Set([
  'DUPLICATE_RECORD',
  'FORMAT_ERROR',
  'FUNCTION_NOT_SUPPORTED',
  'GENERAL_ERROR',
  'INVALID_AMOUNT',
  'BELOW_MINIMUM_ALLOWED_AMOUNT',
  'ABOVE_MAXIMUM_ALLOWED_AMOUNT',
  'ROUTING_ERROR',
  'TRANSACTION_NOT_SUPPORTED',
  'UNABLE_TO_LOCATE_RECORD',
  'UNKNOWN_CUSTOMER_ACCOUNT',
  'UPSTREAM_UNAVAILABLE',
  'ACCOUNT_ALREADY_SETTLED',
  'INVALID_PRODUCT',
  'INVALID_MERCHANT',
  'RECEIVER_BLACKLISTED',
  'LUHN_CHECK_FAILED',
  'BLOCKED_USING_SETTLEMENT_ENTITY',
]);

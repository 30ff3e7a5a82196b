import { qrReasonCodes, type QrReason } from '../../shared/qr.ts';
import { codeOfRefusal, type ErrorDetail } from '../electrum/error-detail.ts';

/** Why a refused request came to nothing: the error type's own code, else what the status says, and the service's own words. */
export function reasonOfRefusal(status: number, { errorType, words }: ErrorDetail): QrReason {
  // In the contract of no request (qr 1.1): what answers is not the service, or not where it should be.
  const isNobodyThere = status === 404 && errorType === undefined;
  const code = isNobodyThere ? 'wrong-address' : codeOfRefusal(status, errorType, { errorTypes, codes: qrReasonCodes });
  return { code, ...(words === undefined ? {} : { detail: words }) };
}

/** All 22 (qr 3.7). */
const errorTypes: ReadonlySet<string> = new Set([
  'DUPLICATE_RECORD',
  'FORMAT_ERROR',
  'FUNCTION_NOT_SUPPORTED',
  'GENERAL_ERROR',
  'INVALID_AMOUNT',
  'ROUTING_ERROR',
  'TRANSACTION_NOT_SUPPORTED',
  'UNABLE_TO_LOCATE_RECORD',
  'UPSTREAM_UNAVAILABLE',
  'ACCOUNT_ALREADY_SETTLED',
  'INVALID_MERCHANT',
  'DO_NOT_HONOR',
  'DECLINED_BY_PARTNER',
  'DECLINED_BY_ACQUIRER',
  'DECLINED_BY_ISSUER',
  'INSUFFICIENT_FUNDS',
  'INVALID_CARD_NUMBER',
  'CARD_EXPIRED',
  'INVALID_ACCOUNT',
  'INVALID_TRAN_ID',
  'PARTNER_UNKNOWN',
  'NO_SCAN_RECEIVED',
]);

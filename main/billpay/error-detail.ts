import { billReasonCodes, type BillReason, type BillReasonCode } from '../../shared/bill.ts';
import { list, parseExactJson, record, text, valueOf } from '../http/exact-json.ts';
import { ownWords } from '../http/own-words.ts';

/**
 * What a non-successful answer may hold (billpay 3.8). It explains; it never decides: the class is the status's alone.
 * Any of it may be missing, longer than allowed, or of another kind; the body may be empty or HTML.
 */
export interface ErrorDetail {
  /** As it came: one that we do not know survives. */
  readonly errorType?: string;
  readonly requestType?: string;
  readonly id?: string;
  readonly originalId?: string;
  /** The service's own words, as a person may see them. */
  readonly words?: string;
  /** Text, object or list; may hold a whole message. For 5.4 only: never shown, never logged. */
  readonly detailMessage?: unknown;
}

/** Never throws. What is not an object has no detail. */
export function readErrorDetail(body: string): ErrorDetail {
  const parsed = record.safeParse(parseExactJson(body));
  if (!parsed.success) return {};
  const fields = parsed.data;
  const errorType = valueOf(fields, 'errorType', text);
  const requestType = valueOf(fields, 'requestType', text);
  const id = valueOf(fields, 'id', text);
  const originalId = valueOf(fields, 'originalId', text);
  const detailMessage = Object.hasOwn(fields, 'detailMessage') ? fields['detailMessage'] : undefined;
  const words = ownWords([valueOf(fields, 'errorMessage', text) ?? '', ...fieldErrorsIn(detailMessage)].join(' '));
  return {
    ...(errorType === undefined ? {} : { errorType: ownWords(errorType, 60) }),
    ...(requestType === undefined ? {} : { requestType: ownWords(requestType, 60) }),
    ...(id === undefined ? {} : { id }),
    ...(originalId === undefined ? {} : { originalId }),
    ...(words === '' ? {} : { words }),
    ...(detailMessage === undefined || detailMessage === null ? {} : { detailMessage }),
  };
}

/** Which fields the service found wrong (billpay 8.3), without their values: one may be a customer's name. */
function fieldErrorsIn(detailMessage: unknown): readonly string[] {
  const entries = list.safeParse(detailMessage);
  return (entries.data ?? []).slice(0, 5).flatMap((entry) => {
    const error = record.safeParse(entry);
    if (!error.success) return [];
    const field = valueOf(error.data, 'field', text);
    const problem = valueOf(error.data, 'error', text);
    const model = valueOf(error.data, 'messageProperty', text);
    if (field === undefined) return [];
    return [`${model === undefined ? '' : `${model}.`}${field}${problem === undefined ? '' : `: ${problem}`};`];
  });
}

/** Why a refused request came to nothing: the error type's own code, else what the status says, and the service's own words. */
export function reasonOfRefusal(status: number, { errorType, words }: ErrorDetail): BillReason {
  const code = codeOfErrorType(errorType) ?? codeOfStatus(status, errorType);
  return { code, ...(words === undefined ? {} : { detail: words }) };
}

/** `UNKNOWN_CUSTOMER_ACCOUNT` is `unknown-customer-account`. */
function codeOfErrorType(errorType: string | undefined): BillReasonCode | undefined {
  if (errorType === undefined || !errorTypes.has(errorType)) return undefined;
  const code = errorType.toLowerCase().replaceAll('_', '-');
  return billReasonCodes.find((known) => known === code);
}

function codeOfStatus(status: number, errorType: string | undefined): BillReasonCode {
  // One that we do not know is a general error to a person (billpay 3.8).
  if (errorType !== undefined) return 'general-error';
  switch (status) {
    case 401:
    case 403:
      return 'wrong-credentials';
    case 501:
      return 'function-not-supported';
    case 429:
    case 502:
    case 503:
      return 'service-unavailable';
    default:
      return 'request-refused';
  }
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

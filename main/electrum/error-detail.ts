import { list, parseExactJson, record, text, valueOf } from '../http/exact-json.ts';
import { ownWords } from '../http/own-words.ts';

/**
 * What a non-successful answer may hold (billpay 3.8, qr 3.6). It explains; it never decides: the class is the status's alone.
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
  /** Text, object or list; may hold a whole message. Never shown, never logged. */
  readonly detailMessage?: unknown;
}

/**
 * Never throws. What is not an object has no detail.
 * @param wordsIn what the words are made of, where that is more than the error's message
 */
export function readErrorDetail(
  body: string,
  wordsIn: (message: string, detailMessage: unknown) => string = (message) => message,
): ErrorDetail {
  const parsed = record.safeParse(parseExactJson(body));
  if (!parsed.success) return {};
  const fields = parsed.data;
  const errorType = valueOf(fields, 'errorType', text);
  const requestType = valueOf(fields, 'requestType', text);
  const id = valueOf(fields, 'id', text);
  const originalId = valueOf(fields, 'originalId', text);
  const detailMessage = Object.hasOwn(fields, 'detailMessage') ? fields['detailMessage'] : undefined;
  const words = ownWords(wordsIn(valueOf(fields, 'errorMessage', text) ?? '', detailMessage));
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
export function fieldErrorsIn(detailMessage: unknown): readonly string[] {
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

/** The reasons that a refusal without a known error type can have, in every feature of the family. */
type CommonReason = 'general-error' | 'wrong-credentials' | 'function-not-supported' | 'service-unavailable' | 'request-refused';

/** The error type's own code, where it has one: `UNKNOWN_CUSTOMER_ACCOUNT` is `unknown-customer-account`. Otherwise what the status says. */
export function codeOfRefusal<Code extends string>(
  status: number,
  errorType: string | undefined,
  { errorTypes, codes }: { readonly errorTypes: ReadonlySet<string>; readonly codes: readonly Code[] },
): Code | CommonReason {
  if (errorType === undefined) return codeOfStatus(status);
  const code = errorTypes.has(errorType) ? errorType.toLowerCase().replaceAll('_', '-') : undefined;
  // One that we do not know is a general error to a person (billpay 3.8, qr 3.6).
  return codes.find((known) => known === code) ?? 'general-error';
}

function codeOfStatus(status: number): CommonReason {
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

/** For the list of advices: `HTTP 400 FORMAT_ERROR: originator.terminalId: length must be …`. */
export function describeAnswer(status: number, { errorType, words }: ErrorDetail): string {
  return `HTTP ${status}${errorType === undefined ? '' : ` ${errorType}`}${words === undefined ? '' : `: ${words}`}`;
}

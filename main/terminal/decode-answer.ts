import { holdsCardNumber } from '../../shared/card-number.ts';
import { parseDecimal, toDecimal } from '../../shared/money.ts';
import { assertNever } from '../../shared/result.ts';
import {
  inputFields,
  type CardDetails,
  type Discrepancy,
  type InputField,
  type Reason,
  type ReasonCode,
  type SaleRequest,
} from '../../shared/sale.ts';
import { decimal, list, parseExactJson, readField, record, text, valueOf, wholeNumber, type Field } from '../http/exact-json.ts';
import { ownWords } from '../http/own-words.ts';
import type { HttpAnswer, TransportFailure } from '../http/transport.ts';
import type { CardOutcome } from './card-terminal.ts';
import { paymentMethod, transactionAnswer } from './wire.ts';

/**
 * What an answer to `POST Transaction` means (BDS 3 and 4):
 *
 *   200, Successful true ────────────────────▶ approved, with a discrepancy for whatever does not fit what was asked
 *   200, Successful false ───────────────────▶ declined, cancelled or failed, by ErrorCode
 *   400, 401, 500 DeviceError `unavailable` ─▶ failed: nothing was charged
 *   everything else ─────────────────────────▶ outcome-unknown: the card may have been charged
 *
 * The body is the evidence, not its content type. Of what it holds only this leaves: ids, codes, method, last four digits, and the
 * service's own words without card numbers. Never a name, a token, a read's id, an expiry.
 */
export function decodeTransactionAnswer(answer: HttpAnswer, request: SaleRequest): CardOutcome {
  const body = parseExactJson(answer.body);
  switch (answer.status) {
    case 200:
      return decodeResponse(body, request);
    case 400:
      return decodeRefusal(body);
    case 401:
      return failed({ code: 'wrong-credentials' });
    case 500:
      return decodeServiceError(body);
    default:
      // Not in the service's table. Whatever stands between the till and the terminal said it; the terminal may have been asked.
      return unknown({ code: answer.status >= 400 ? 'service-error' : 'unreadable-answer', detail: `HTTP ${answer.status}` });
  }
}

/** What a failed exchange means: where not one byte left nothing was charged, and everywhere else nobody knows. */
export function outcomeOfFailure(failure: TransportFailure): CardOutcome {
  // Its detail is a code for the log; a reason's detail is the service's own words, and it had none.
  if (!failure.mayHaveTakenEffect) return failed({ code: 'service-unreachable' });
  switch (failure.kind) {
    case 'unreadable':
      return unknown({ code: 'unreadable-answer' });
    case 'connection-lost':
    case 'timed-out':
    // `not-connected` cannot have taken effect; if it ever says so, the careful reading counts.
    case 'not-connected':
      return unknown({ code: 'connection-lost' });
    default:
      return assertNever(failure.kind);
  }
}

type Fields = Readonly<Record<string, unknown>>;

function decodeResponse(body: unknown, request: SaleRequest): CardOutcome {
  const parsed = transactionAnswer.safeParse(body);
  // Nobody said whether the card was charged.
  if (!parsed.success) return unknown({ code: 'unreadable-answer' });
  return parsed.data.Successful ? decodeApproval(parsed.data, request) : decodeNoCharge(parsed.data);
}

function decodeApproval(answer: Fields, request: SaleRequest): CardOutcome {
  const discrepancies: Discrepancy[] = [];
  const note = (field: Discrepancy['field'], expected: string, answered: string): void => {
    discrepancies.push({ field, expected: ownWords(expected), answered: ownWords(answered) });
  };

  const errorCode = readField(answer, 'ErrorCode', text);
  if (errorCode.kind === 'malformed') note('ErrorCode', 'NoError', 'unreadable');
  else if (errorCode.kind === 'read' && errorCode.value !== 'NoError') note('ErrorCode', 'NoError', errorCode.value);

  checkAmount(answer, request, note);
  const feeMinor = readFee(answer, request, note);
  checkReference(answer, request, note);
  const card = readCard(answer, note);
  return { kind: 'approved', feeMinor, card, discrepancies, deviceWarning: deviceWarningIn(answer) };
}

type Note = (field: Discrepancy['field'], expected: string, answered: string) => void;

/** The base amount is echoed. An approval that does not repeat it leaves open what was charged, so that is noted as well. */
function checkAmount(answer: Fields, { amountMinor, currency }: SaleRequest, note: Note): void {
  const expected = toDecimal(amountMinor, currency);
  const amount = readField(answer, 'Amount', decimal);
  if (amount.kind !== 'read') {
    note('Amount', expected, amount.kind === 'absent' ? 'absent' : 'unreadable');
    return;
  }
  const answered = parseDecimal(amount.value, currency);
  if (!answered.ok || answered.value !== amountMinor) note('Amount', expected, amount.value);
}

/** The customer pays the amount and the fee (BDS 3). A fee that cannot be read is not guessed: it is 0, and a manager is told. */
function readFee(answer: Fields, { currency }: SaleRequest, note: Note): number {
  const fee = readField(answer, 'FeeAmount', decimal);
  if (fee.kind === 'absent') return 0;
  const feeMinor = fee.kind === 'read' ? parseDecimal(fee.value, currency) : undefined;
  if (feeMinor?.ok) return feeMinor.value;
  note('FeeAmount', `an amount in ${currency}`, fee.kind === 'read' ? fee.value : 'unreadable');
  return 0;
}

/** `ID1` of each bill is our reference, echoed. */
function checkReference(answer: Fields, { reference }: SaleRequest, note: Note): void {
  const bills = readField(answer, 'Bills', list);
  if (bills.kind === 'malformed') note('answer', 'Bills', 'unreadable');
  if (bills.kind !== 'read') return;
  for (const bill of bills.value) {
    const fields = record.safeParse(bill);
    const id = fields.success ? readField(fields.data, 'ID1', text) : undefined;
    if (id?.kind === 'absent' || (id?.kind === 'read' && id.value === reference)) continue;
    note('ID1', reference, id?.kind === 'read' ? id.value : 'unreadable');
    // One is enough for a manager to look; a list of a thousand would bury it.
    return;
  }
}

function readCard(answer: Fields, note: Note): CardDetails {
  const readDetails = valueOf(answer, 'ReadDetails', record) ?? {};
  const authorizationList = readField(answer, 'Authorizations', list);
  if (authorizationList.kind === 'malformed') note('answer', 'Authorizations', 'unreadable');
  const authorizations = (authorizationList.kind === 'read' ? authorizationList.value : []).flatMap((entry) => {
    const fields = record.safeParse(entry);
    if (!fields.success) note('answer', 'Authorizations', 'unreadable');
    return fields.success ? [fields.data] : [];
  });

  /** An id is evidence: it is kept whole or not at all, and a manager learns that it was not. */
  function keepId(name: string, field: Field<string>): string | undefined {
    if (field.kind === 'absent' || (field.kind === 'read' && field.value.trim() === '')) return undefined;
    if (field.kind === 'read' && field.value.length <= longestId && field.value === ownWords(field.value)) return field.value;
    note('answer', name, field.kind === 'read' ? field.value : 'unreadable');
    return undefined;
  }
  /** The first authorization that has it speaks: a fee may have one of its own after it. */
  function idOfAuthorization(name: string): string | undefined {
    const fields = authorizations.map((authorization) => readField(authorization, name, text));
    return keepId(name, fields.find(({ kind }) => kind !== 'absent') ?? { kind: 'absent' });
  }

  const transactionId = keepTransactionId(readField(answer, 'TransactionId', wholeNumber), note);
  const authCode = idOfAuthorization('AuthCode');
  const batchId = idOfAuthorization('BatchId');
  const gatewayReferenceId = idOfAuthorization('GatewayReferenceId');
  const lastFour = [
    valueOf(readDetails, 'AccountLastFour', text),
    ...authorizations.map((authorization) => valueOf(authorization, 'MaskedAccountNumber', text)),
  ]
    .map(lastFourOf)
    .find((digits) => digits !== undefined);
  const method = [readDetails, ...authorizations]
    .map((fields) => valueOf(fields, 'PaymentMethod', paymentMethod))
    .find((name) => name !== undefined && name.trim() !== '');
  const entryMethod = valueOf(readDetails, 'EntryMethod', wholeNumber);
  const transactionAt = valueOf(answer, 'TransactionDateTime', text);

  return {
    ...(transactionId === undefined ? {} : { transactionId }),
    ...(authCode === undefined ? {} : { authCode }),
    ...(lastFour === undefined ? {} : { lastFour }),
    ...(method === undefined ? {} : { paymentMethod: ownWords(method, longestWord) }),
    ...(entryMethod === undefined || !/^\d{1,4}$/u.test(entryMethod) ? {} : { entryMethod: Number(entryMethod) }),
    ...(batchId === undefined ? {} : { batchId }),
    ...(gatewayReferenceId === undefined ? {} : { gatewayReferenceId }),
    ...(transactionAt === undefined || transactionAt.trim() === ''
      ? {}
      : { transactionAt: ownWords(transactionAt, longestWord) }),
  };
}

/** The lengths are ours: the protocol names none, and a slip has no room for more. */
const longestId = 40;
const longestWord = 50;

/**
 * Bolletta's id: up to the 19 digits of a 64-bit number. By chance every twentieth number of that length could be a card's;
 * real ids are far shorter, so one that could be is not kept.
 */
function keepTransactionId(field: Field<string>, note: Note): string | undefined {
  if (field.kind === 'absent') return undefined;
  if (field.kind === 'read' && /^\d{1,19}$/u.test(field.value) && !holdsCardNumber(field.value)) return field.value;
  note('answer', 'TransactionId', field.kind === 'read' ? field.value : 'unreadable');
  return undefined;
}

/** The last four digits where the text ends with them: `6527`, `************6527`. Nothing more of a number ever leaves. */
function lastFourOf(masked: string | undefined): string | undefined {
  return /\d{4}$/u.exec(masked?.trim() ?? '')?.[0];
}

/** `Successful: false` is the service's word that nothing was charged, whatever else it says. */
function decodeNoCharge(answer: Fields): CardOutcome {
  const errorCode = valueOf(answer, 'ErrorCode', text);
  const details = valueOf(answer, 'ErrorCodeDetails', text);
  const deviceWarning = deviceWarningIn(answer);
  const because = (code: ReasonCode, detail = details): Reason => reasonOf(code, detail);
  switch (errorCode) {
    case 'Decline':
      return { kind: 'declined', reason: because('declined-by-issuer'), deviceWarning };
    case 'UserCancel':
      return { kind: 'cancelled', reason: because('cancelled-by-customer'), deviceWarning };
    case 'AdminCancel':
      return { kind: 'cancelled', reason: because('cancelled-by-administrator'), deviceWarning };
    case 'DeviceFunctionError': {
      const cancellation = cancellationIn(details);
      return cancellation === undefined
        ? { kind: 'failed', reason: because('terminal-fault'), deviceWarning }
        : { kind: 'cancelled', reason: because(cancellation), deviceWarning };
    }
    case 'DeviceCapabilityError':
      return { kind: 'failed', reason: because('terminal-not-capable'), deviceWarning };
    case 'ErrorCallingBolletta':
      return { kind: 'failed', reason: because('bolletta-unreachable'), deviceWarning };
    case 'ErrorCallingIssuer':
      return { kind: 'failed', reason: because('issuer-unreachable'), deviceWarning };
    default:
      // GeneralError, NoError beside a failure, none at all, or a code of a later version: the code is the best word there is.
      return { kind: 'failed', reason: because('general-error', details ?? errorCode), deviceWarning };
  }
}

/**
 * The terminal says why it stopped in words (BDS 3: `Timeout while waiting for user action.`, `User Cancelled Operation.`, `User declined the amount.`).
 * Read without regard to case, spacing and punctuation, and to the two spellings of 'cancelled'.
 */
function cancellationIn(details: string | undefined): ReasonCode | undefined {
  const words = (details ?? '')
    .toLowerCase()
    .replace(/[^a-z]+/gu, ' ')
    .trim();
  if (/\buser (?:has )?cancell?ed\b|\bcancell?ed by (?:the )?user\b/u.test(words)) return 'cancelled-by-customer';
  if (/\buser (?:has )?declined (?:the )?amount\b|\bamount declined by (?:the )?user\b/u.test(words))
    return 'amount-declined-by-customer';
  if (/\btimed? ?out (?:while )?waiting for (?:the )?user\b/u.test(words)) return 'customer-too-slow';
  return undefined;
}

/** 400: the service refused the request before it asked the terminal. */
function decodeRefusal(body: unknown): CardOutcome {
  const { message, errors } = readResponseStatus(body);
  const [first] = errors;
  const field = inputFieldOf(first?.field);
  return failed({ ...reasonOf('request-refused', first?.message ?? message), ...(field ? { field } : {}) });
}

/** Our name for the service's: `Payor.PostalCode` and `PostalCode` are `postalCode`. One that nobody can fill in stays in the message alone. */
function inputFieldOf(named: string | undefined): InputField | undefined {
  const name = named?.replace(/^Payor\./u, '') ?? '';
  const ours = name.charAt(0).toLowerCase() + name.slice(1);
  return inputFields.find((field) => field === ours);
}

/** 500: only a terminal that was not available has charged nothing for certain (BDS 3). */
function decodeServiceError(body: unknown): CardOutcome {
  const { code, message, errors } = readResponseStatus(body);
  const unavailable = code === 'DeviceError' ? errors.find((error) => error.code === 'unavailable') : undefined;
  if (unavailable) return failed(reasonOf('terminal-unavailable', unavailable.message ?? message));
  return unknown(reasonOf('service-error', errors[0]?.message ?? message ?? code));
}

interface ServiceError {
  readonly code: string | undefined;
  readonly field: string | undefined;
  readonly message: string | undefined;
}

interface ResponseStatus {
  readonly code: string | undefined;
  readonly message: string | undefined;
  readonly errors: readonly ServiceError[];
}

function readResponseStatus(body: unknown): ResponseStatus {
  const fields = record.safeParse(body);
  const status = (fields.success ? valueOf(fields.data, 'ResponseStatus', record) : undefined) ?? {};
  const errors = (valueOf(status, 'Errors', list) ?? []).flatMap((entry): ServiceError[] => {
    const error = record.safeParse(entry);
    if (!error.success) return [];
    const { data } = error;
    return [
      {
        code: valueOf(data, 'ErrorCode', text),
        field: valueOf(data, 'FieldName', text),
        message: valueOf(data, 'Message', text),
      },
    ];
  });
  return { code: valueOf(status, 'ErrorCode', text), message: valueOf(status, 'Message', text), errors };
}

/** Two readings without the chip in a row: the reader may be broken (BDS 4). */
function deviceWarningIn(answer: Fields): boolean {
  return valueOf(answer, 'ReadDetails', record)?.['PreviousEmvAlsoFallback'] === true;
}

function reasonOf(code: ReasonCode, came: string | undefined): Reason {
  const detail = came === undefined ? '' : ownWords(came);
  return { code, ...(detail === '' ? {} : { detail }) };
}

function failed(reason: Reason): CardOutcome {
  return { kind: 'failed', reason, deviceWarning: false };
}

function unknown(reason: Reason): CardOutcome {
  return { kind: 'outcome-unknown', reason };
}

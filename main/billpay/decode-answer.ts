import type { BillDetails, BillReason } from '../../shared/bill.ts';
import type { Currency } from '../../shared/currency.ts';
import { assertNever } from '../../shared/result.ts';
import { identifiersToCarry } from '../electrum/carry-identifiers.ts';
import type { Discrepancy, Note } from '../electrum/discrepancy.ts';
import { institutionOf, moneyOf, objectAt, readMoney, wordsOf, type Fields } from '../electrum/read-answer.ts';
import { slipOf } from '../electrum/read-slip.ts';
import { list, parseExactJson, record, text, valueOf } from '../http/exact-json.ts';
import { ownWords } from '../http/own-words.ts';
import type { HttpAnswer, TransportFailure } from '../http/transport.ts';
import type { BillerList, LookUpOutcome, PaymentOutcome, RefundOutcome } from './bill-service.ts';
import { classOfStatus, mayTryNewId, verdictOfFailure, verdictOfStatus } from './classify.ts';
import { wireNames } from './encode-request.ts';
import { readErrorDetail, reasonOfRefusal } from './error-detail.ts';
import type { AdviceBasis, PreparedRequest } from './messages.ts';
import { billerOf, customerOf, flagOf } from './wire.ts';

/**
 * From an answer, or the lack of one, to what it means (billpay 2, 3.4 and 4). The class is the status's; the body fills it in,
 * and only the body of a success can take something away: an approval that cannot be completed safely is `unusable`, and reversed.
 * Pure; never throws.
 */
export function decodePaymentAnswer(
  answer: HttpAnswer,
  prepared: PreparedRequest,
  currency: Currency,
  sentOnce = true,
): PaymentOutcome {
  const verdict = verdictOfStatus(answer.status);
  if (verdict.kind !== 'successful') return withoutSuccess(verdict, answer, prepared, sentOnce);
  const decoded = decodeSuccess(answer.body, prepared, currency);
  if (decoded.kind !== 'approved') return decoded;
  const { approvedAmountMinor, ...rest } = decoded;
  // By the letter an absent amount is zero; nobody can take a tender for that (billpay 9.22).
  if (approvedAmountMinor === undefined) return unusable(decoded.basis, [...decoded.discrepancies, missingAmount]);
  return { ...rest, approvedAmountMinor };
}

export function decodeRefundAnswer(
  answer: HttpAnswer,
  prepared: PreparedRequest,
  currency: Currency,
  sentOnce = true,
): RefundOutcome {
  const verdict = verdictOfStatus(answer.status);
  if (verdict.kind !== 'successful') return withoutSuccess(verdict, answer, prepared, sentOnce);
  return decodeSuccess(answer.body, prepared, currency);
}

/** A payment or refund of which no whole answer came. */
export function outcomeOfFailure(
  failure: TransportFailure,
  prepared: PreparedRequest,
): Extract<PaymentOutcome, { kind: 'unknown' | 'never-sent' }> {
  const verdict = verdictOfFailure(failure);
  switch (verdict.kind) {
    case 'unknown':
      return { kind: 'unknown', reversalReason: 'TIMEOUT', reason: { code: 'no-answer' }, basis: prepared.basis };
    // A failed exchange is never one of the others.
    default:
      return { kind: 'never-sent', reason: { code: 'service-unreachable' } };
  }
}

const missingAmount: Discrepancy = { field: 'amounts.approvedAmount', expected: 'an amount', answered: 'absent' };

function withoutSuccess(
  verdict: Exclude<ReturnType<typeof verdictOfStatus>, { kind: 'successful' }>,
  { status, body }: HttpAnswer,
  { basis }: PreparedRequest,
  sentOnce: boolean,
): Extract<PaymentOutcome, { kind: 'unknown' | 'declined' | 'never-sent' }> {
  const error = readErrorDetail(body);
  switch (verdict.kind) {
    case 'unknown': {
      const detail = error.words ?? error.errorType;
      const reason: BillReason = { code: 'answer-not-final', ...(detail === undefined ? {} : { detail }) };
      return { kind: 'unknown', reversalReason: verdict.reversalReason, reason, basis };
    }
    case 'failed': {
      const reason = reasonOfRefusal(status, error);
      const isDuplicate = status === 400 && error.errorType === 'DUPLICATE_RECORD';
      // The same bytes may have gone out twice: the first copy arrived, and is reversed (billpay 4.6).
      if (isDuplicate && !mayTryNewId(sentOnce)) return { kind: 'unknown', reversalReason: 'TIMEOUT', reason, basis };
      return { kind: 'declined', reason, mayTryNewId: isDuplicate };
    }
    case 'never-sent':
      return { kind: 'never-sent', reason: { code: 'service-unreachable' } };
    default:
      return assertNever(verdict);
  }
}

/** The body of a success: what is needed to complete it, or that it cannot be completed. */
function decodeSuccess(
  body: string,
  { basis, asked }: PreparedRequest,
  ours: Currency,
): Extract<RefundOutcome, { kind: 'approved' | 'unusable' }> {
  const parsed = record.safeParse(parseExactJson(body));
  if (!parsed.success) return unusable(basis, [{ field: 'answer', expected: 'a JSON object', answered: 'unreadable' }]);
  const fields = parsed.data;
  const discrepancies: Discrepancy[] = [];
  const note: Note = (field, expected, answered) => {
    discrepancies.push({ field, expected: ownWords(expected), answered: ownWords(answered) });
  };

  const id = valueOf(fields, 'id', text);
  if (id?.toLowerCase() !== basis.requestId) {
    note('id', basis.requestId, id ?? 'absent');
    // Whose answer this is nobody knows, so its identifiers are not carried either.
    return unusable(basis, discrepancies);
  }
  const { thirdPartyIdentifiers: sent } = basis;
  const carried = { ...basis, thirdPartyIdentifiers: identifiersToCarry(body, sent, sent[0], note) };

  const amounts = objectAt(fields, 'amounts');
  const approved = readMoney(amounts, 'approvedAmount', ours);
  if (approved.kind === 'malformed') {
    note('amounts.approvedAmount', `an amount in ${ours}`, 'unreadable');
    return unusable(carried, discrepancies);
  }
  if (approved.kind === 'read' && (approved.value.currency !== ours || approved.value.amountMinor <= 0)) {
    note('amounts.approvedAmount', `an amount in ${ours}`, `${approved.value.amountMinor} ${approved.value.currency}`);
    return unusable(carried, discrepancies);
  }

  const approvedAmountMinor = approved.kind === 'read' ? approved.value.amountMinor : undefined;
  if (asked.amountMinor !== undefined) {
    if (approvedAmountMinor !== undefined && approvedAmountMinor !== asked.amountMinor)
      note('amounts.approvedAmount', String(asked.amountMinor), String(approvedAmountMinor));
    const requested = moneyOf(amounts, 'requestAmount', ours);
    if (requested && (requested.amountMinor !== asked.amountMinor || requested.currency !== ours))
      note('amounts.requestAmount', String(asked.amountMinor), `${requested.amountMinor} ${requested.currency}`);
  }
  checkReference(fields, asked, note);

  const fee = readMoney(amounts, 'feeAmount', ours);
  const isFeeReadable = fee.kind === 'read' && fee.value.currency === ours && fee.value.amountMinor >= 0;
  if (fee.kind !== 'absent' && !isFeeReadable) note('amounts.feeAmount', `an amount in ${ours}`, 'unreadable');
  const balance = moneyOf(amounts, 'balanceAmount', ours);
  const slip = slipOf(fields);
  if (slip === undefined && basis.leg === 'payment') note('slipData', 'lines for the slip', 'absent');
  const { issuerReference } = slip ?? {};
  if (issuerReference !== undefined && !/^[A-Z0-9]{1,40}$/u.test(issuerReference))
    note('slipData.issuerReference', '[A-Z0-9]{1,40}', issuerReference);

  return {
    kind: 'approved',
    ...(approvedAmountMinor === undefined ? {} : { approvedAmountMinor }),
    ...(isFeeReadable ? { feeMinor: fee.value.amountMinor } : {}),
    ...(balance === undefined ? {} : { balance }),
    ...(slip === undefined ? {} : { slip }),
    basis: carried,
    discrepancies,
  };
}

function checkReference(fields: Fields, { kind, reference }: PreparedRequest['asked'], note: Note): void {
  if (kind === undefined || reference === undefined) return;
  const names = wireNames[kind];
  const answered = valueOf(objectAt(fields, names.answer), names.reference, text);
  if (answered !== undefined && answered !== reference) note(`${names.answer}.${names.reference}`, reference, answered);
}

function unusable(basis: AdviceBasis, discrepancies: readonly Discrepancy[]): Extract<PaymentOutcome, { kind: 'unusable' }> {
  return { kind: 'unusable', reversalReason: 'CANCELLED', reason: { code: 'answer-unusable' }, basis, discrepancies };
}

/** A look-up moves no money (billpay 4.1): whatever is not a usable success may be tried again, or done without. */
export function decodeLookUpAnswer({ status, body }: HttpAnswer, prepared: PreparedRequest, ours: Currency): LookUpOutcome {
  const statusClass = classOfStatus(status);
  switch (statusClass) {
    case 'successful': {
      const bill = billIn(body, prepared, ours);
      return bill ? { kind: 'found', bill } : { kind: 'no-answer', reason: { code: 'answer-unusable' } };
    }
    case 'unknown':
    case 'other-2xx':
      return { kind: 'no-answer', reason: notFinal(body) };
    case 'failed': {
      const reason = reasonOfRefusal(status, readErrorDetail(body));
      // 501 is the service's duty where it does not offer the look-up; the test server says the same with 400.
      const isNotOffered = status === 501 || (status === 400 && reason.code === 'function-not-supported');
      return { kind: isNotOffered ? 'not-offered' : 'refused', reason };
    }
  }
}

function billIn(body: string, { basis, asked }: PreparedRequest, ours: Currency): BillDetails | undefined {
  const parsed = record.safeParse(parseExactJson(body));
  if (!parsed.success || asked.kind === undefined) return undefined;
  const fields = parsed.data;
  // An answer to another question is none.
  if (valueOf(fields, 'id', text)?.toLowerCase() !== basis.requestId) return undefined;
  const names = wireNames[asked.kind];
  const bill = objectAt(fields, names.answer);
  const amounts = objectAt(fields, 'amounts');
  const money = { balance: 'balanceAmount', least: 'minPayableAmount', most: 'maxPayableAmount', fee: 'feeAmount' } as const;
  const dueDate = wordsOf(bill, 'dueDate');
  const customer = customerOf(fields);
  const receiver = institutionOf(fields, 'receiver');
  const slip = slipOf(fields);
  return {
    kind: asked.kind,
    reference: wordsOf(bill, names.reference) ?? asked.reference ?? '',
    ...(dueDate === undefined || !/^\d{4}-\d\d-\d\d$/u.test(dueDate) ? {} : { dueDate }),
    ...(customer === undefined ? {} : { customer }),
    ...Object.fromEntries(
      Object.entries(money).flatMap(([name, onTheWire]) => {
        const amount = moneyOf(amounts, onTheWire, ours);
        return amount === undefined ? [] : [[name, amount]];
      }),
    ),
    mayPayLess: flagOf(fields, 'partPaymentAllowed'),
    mayPayMore: flagOf(fields, 'overPaymentAllowed'),
    ...(receiver === undefined ? {} : { receiver }),
    ...(slip === undefined ? {} : { slip }),
  };
}

export function decodeBillers({ status, body }: HttpAnswer): BillerList {
  const statusClass = classOfStatus(status);
  switch (statusClass) {
    case 'successful': {
      const entries = list.safeParse(parseExactJson(body));
      if (!entries.success) return { kind: 'no-answer', reason: { code: 'answer-unusable' } };
      return { kind: 'listed', billers: entries.data.flatMap((entry) => billerOf(entry) ?? []) };
    }
    case 'unknown':
    case 'other-2xx':
      return { kind: 'no-answer', reason: notFinal(body) };
    case 'failed':
      // 501 without a body: not offered. 404: a release before 4.11, which has no such list.
      if (status === 501 || status === 404) return { kind: 'not-offered' };
      return { kind: 'refused', reason: reasonOfRefusal(status, readErrorDetail(body)) };
  }
}

/** Of a question that nobody answered. */
export function reasonOfFailure(failure: TransportFailure): BillReason {
  return { code: failure.mayHaveTakenEffect ? 'no-answer' : 'service-unreachable' };
}

function notFinal(body: string): BillReason {
  const { words, errorType } = readErrorDetail(body);
  const detail = words ?? errorType;
  return { code: 'answer-not-final', ...(detail === undefined ? {} : { detail }) };
}

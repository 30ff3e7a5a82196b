import { z } from 'zod';
import { maskCardNumbers } from '../../shared/card-number.ts';
import type { Currency } from '../../shared/currency.ts';
import type { QrReason } from '../../shared/qr.ts';
import type { ServiceSlip } from '../../shared/service-slip.ts';
import { identifiersToCarry } from '../electrum/carry-identifiers.ts';
import type { Discrepancy, Note } from '../electrum/discrepancy.ts';
import { namedBriefly } from '../electrum/encode-parts.ts';
import { readErrorDetail } from '../electrum/error-detail.ts';
import type { ReversalReason, ThirdPartyIdentifier } from '../electrum/messages.ts';
import { institutionOf, moneyOf, objectAt, readMoney, type Fields } from '../electrum/read-answer.ts';
import { slipOf } from '../electrum/read-slip.ts';
import { list, parseExactJson, readField, record, text, valueOf } from '../http/exact-json.ts';
import { ownWords } from '../http/own-words.ts';
import type { HttpAnswer, TransportFailure } from '../http/transport.ts';
import { isDocumentedFailure, outcomeOf } from './classify.ts';
import { readPayload, type PayloadProblem } from './emv/payload.ts';
import type { PreparedCode } from './encode-request.ts';
import { reasonOfRefusal } from './error-detail.ts';
import type { PreparedPay, QrBasis, QrCode } from './messages.ts';
import type { PayOutcome } from './qr-service.ts';

/**
 * From an answer, or the lack of one, to what it means (qr 2, 4.5 and 5.4). The class is the status's; the body fills it in,
 * and only the body of a success can take something away: an approval that cannot be built on is reversed.
 * Pure; never throws.
 */

/** What one try for a code came to. */
export type CodeTry =
  | { readonly kind: 'created'; readonly code: QrCode; readonly discrepancies: readonly Discrepancy[] }
  | { readonly kind: 'unusable'; readonly problem: Discrepancy | PayloadProblem }
  | { readonly kind: 'refused'; readonly reason: QrReason; readonly isDuplicate: boolean }
  /** Nobody knows whether a code was made. It would be of no harm: a code that nobody pays on runs out by itself. */
  | { readonly kind: 'unknown'; readonly reason: QrReason };

export function decodeCodeAnswer(answer: HttpAnswer, prepared: PreparedCode, guid: string): CodeTry {
  const { status, body } = answer;
  const error = readErrorDetail(body);
  switch (outcomeOf('createQrCode', status)) {
    case 'successful':
      return decodeCode(body, prepared, guid);
    case 'unknown':
      return { kind: 'unknown', reason: withWords('no-code', error.words ?? error.errorType) };
    case 'failed':
      return { kind: 'refused', reason: reasonOfRefusal(status, error), isDuplicate: isDuplicate(status, error.errorType) };
  }
}

function decodeCode(body: string, { requestId, own }: PreparedCode, guid: string): CodeTry {
  const fields = fieldsOf(body);
  if (!fields) return { kind: 'unusable', problem: unreadable };
  const lacking = lackingIn(fields, requiredOfCode);
  if (lacking) return { kind: 'unusable', problem: lacking };
  const tranId = valueOf(fields, 'tranId', opaque) ?? '';
  const payload = valueOf(fields, 'qrCode', opaque) ?? '';
  const read = readPayload(payload, { guid, tranId });
  if (!read.ok) return { kind: 'unusable', problem: read.failure };
  const { discrepancies, note } = notes();
  noteId(fields, requestId, note);
  return {
    kind: 'created',
    code: { tranId, payload, thirdPartyIdentifiers: carried(body, fields, [own], own, note) },
    discrepancies,
  };
}

/** @param assumesFullApproval the service is known to leave out what it approves in full (qr 4.5) [J] */
export function decodePayAnswer(
  answer: HttpAnswer,
  prepared: PreparedPay,
  currency: Currency,
  assumesFullApproval = false,
): PayOutcome {
  const { status, body } = answer;
  const { basis } = prepared;
  const error = readErrorDetail(body);
  switch (outcomeOf('pay', status)) {
    case 'successful':
      return decodeApproval(body, prepared, currency, assumesFullApproval);
    case 'unknown':
      return unanswered('RESPONSE_NOT_FINAL', withWords('answer-not-final', error.words ?? error.errorType), basis);
    case 'failed': {
      const reason = reasonOfRefusal(status, error);
      // The refusal is what people are told; the reversal undoes a payment that a gateway may have hidden (qr 2.2).
      if (!isDocumentedFailure(answer)) return unanswered('RESPONSE_NOT_FINAL', reason, basis);
      // It went out once, so its id was somebody else's (qr 7).
      return { kind: 'declined', reason, mayTryNewId: isDuplicate(status, error.errorType) };
    }
  }
}

/** A payment of which no whole answer came. Where not one byte left nothing happened; in any doubt it is reversed (qr 2). */
export function outcomeOfFailure(failure: TransportFailure, { basis }: PreparedPay): PayOutcome {
  if (!failure.mayHaveTakenEffect) return { kind: 'never-sent', reason: { code: 'service-unreachable' } };
  return unanswered('TIMEOUT', { code: 'no-answer' }, basis);
}

/** The checks on a success (qr 4.5). */
function decodeApproval(body: string, { basis, asked }: PreparedPay, ours: Currency, assumesFullApproval: boolean): PayOutcome {
  const { discrepancies, note } = notes();
  const unusable = (carrying: QrBasis): PayOutcome =>
    unanswered('RESPONSE_NOT_FINAL', { code: 'answer-unusable' }, carrying, discrepancies);
  const fields = fieldsOf(body);
  if (!fields) {
    discrepancies.push(unreadable);
    return unusable(basis);
  }
  const tranId = valueOf(fields, 'tranId', opaque);
  if (tranId !== basis.tranId) {
    note('tranId', basis.tranId, tranId ?? 'absent');
    // Whose answer this is nobody knows, so nothing of it is carried either.
    return unusable(basis);
  }
  noteId(fields, basis.requestId, note);
  const partner = institutionOf(fields, 'partner');
  const carrying: QrBasis = {
    ...basis,
    thirdPartyIdentifiers: carried(body, fields, basis.thirdPartyIdentifiers, asked.own, note),
    ...(partner === undefined ? {} : { partner: namedBriefly(partner) }),
  };
  const lacking = lackingIn(fields, requiredOfApproval);
  if (lacking) discrepancies.push(lacking);
  else if (!partner) note('partner', 'an institution with an id', 'absent');
  if (lacking || !partner) return unusable(carrying);

  const amounts = objectAt(fields, 'amounts');
  const requested = moneyOf(amounts, 'requestAmount', ours);
  if (requested && (requested.amountMinor !== asked.amountMinor || requested.currency !== ours))
    note('amounts.requestAmount', String(asked.amountMinor), `${requested.amountMinor} ${requested.currency}`);
  const approved = readMoney(amounts, 'approvedAmount', ours);
  if (approved.kind !== 'read') note('amounts.approvedAmount', `${asked.amountMinor} ${ours}`, approved.kind);
  // By the letter an absent amount is zero (qr 3.8): nothing was approved.
  const isAssumed = approved.kind === 'absent' && assumesFullApproval;
  if (approved.kind !== 'read' && !isAssumed) return unusable(carrying);
  if (approved.kind === 'read') {
    const { amountMinor, currency } = approved.value;
    if (currency !== ours || amountMinor !== asked.amountMinor)
      note('amounts.approvedAmount', `${asked.amountMinor} ${ours}`, `${amountMinor} ${currency}`);
    if (currency !== ours) return unusable(carrying);
    // Neither a part nor more was asked for: the till gives it up (qr 3.4 and 4.5).
    if (amountMinor !== asked.amountMinor) return unanswered('CANCELLED', { code: 'other-amount' }, carrying, discrepancies);
  }

  const slip = slipIn(fields);
  return {
    kind: 'approved',
    approvedAmountMinor: asked.amountMinor,
    partner,
    ...(slip === undefined ? {} : { slip }),
    basis: carrying,
    discrepancies,
  };
}

/** What the wallet wants printed. Its lines are kept and printed, so no card number may stand in them, even where somebody wrote one. */
function slipIn(fields: Fields): ServiceSlip | undefined {
  const slip = slipOf(fields);
  return slip && { ...slip, lines: slip.lines.map((line) => ({ ...line, text: maskCardNumbers(line.text) })) };
}

/** A text exactly as it came: nothing is read into it. */
const opaque = z.string().min(1);

/** What an answer has to have before anything is built on it (qr 2.2, 3.1 and 3.3) [J]. What is in a part is looked at where it is needed. */
const requiredOfAll = { id: text, time: text, originator: record, client: record, tranId: opaque };
const requiredOfCode = { ...requiredOfAll, qrProperties: record, qrCode: opaque };
const requiredOfApproval = { ...requiredOfAll, thirdPartyIdentifiers: list, amounts: record, partner: record };
const unreadable: Discrepancy = { field: 'answer', expected: 'a JSON object', answered: 'unreadable' };

function fieldsOf(body: string): Fields | undefined {
  return record.safeParse(parseExactJson(body)).data;
}

function lackingIn(fields: Fields, required: Readonly<Record<string, z.ZodType>>): Discrepancy | undefined {
  for (const [field, schema] of Object.entries(required)) {
    const { kind } = readField(fields, field, schema);
    if (kind !== 'read') return { field, expected: 'a value', answered: kind };
  }
  return undefined;
}

/** Only noted: our own id is the one that advices name (qr 4.5). */
function noteId(fields: Fields, ours: string, note: Note): void {
  const id = valueOf(fields, 'id', text);
  if (id?.toLowerCase() !== ours) note('id', ours, id ?? 'absent');
}

/** The answer's identifiers, unchanged; of an entry without its number, which no message may carry, only that it came (qr 3.8). */
function carried(
  body: string,
  fields: Fields,
  sent: readonly ThirdPartyIdentifier[],
  own: ThirdPartyIdentifier,
  note: Note,
): readonly ThirdPartyIdentifier[] {
  // Where it was left out, as a code's answer may, ours is what is known.
  if (readField(fields, 'thirdPartyIdentifiers', list).kind === 'absent') return sent;
  const came = identifiersToCarry(body, sent, own, note);
  const sound = came.filter(({ transactionIdentifier }) => transactionIdentifier !== undefined);
  if (sound.length < came.length) note('thirdPartyIdentifiers', 'entries with a transactionIdentifier', 'absent');
  return sound;
}

function notes(): { readonly discrepancies: Discrepancy[]; readonly note: Note } {
  const discrepancies: Discrepancy[] = [];
  return {
    discrepancies,
    note: (field, expected, answered) =>
      void discrepancies.push({ field, expected: ownWords(expected), answered: ownWords(answered) }),
  };
}

function isDuplicate(status: number, errorType: string | undefined): boolean {
  return status === 400 && errorType === 'DUPLICATE_RECORD';
}

function withWords(code: QrReason['code'], detail: string | undefined): QrReason {
  return { code, ...(detail === undefined ? {} : { detail }) };
}

function unanswered(
  reversalReason: ReversalReason,
  reason: QrReason,
  basis: QrBasis,
  discrepancies: readonly Discrepancy[] = [],
): PayOutcome {
  return { kind: 'unanswered', reversalReason, reason, basis, discrepancies };
}

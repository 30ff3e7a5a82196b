import type { AdviceAnswer } from '../advices/advice.ts';
import { list, parseExactJson, record, text, valueOf } from '../http/exact-json.ts';
import type { HttpAnswer, TransportFailure } from '../http/transport.ts';
import { describeAnswer, type ErrorDetail } from '../electrum/error-detail.ts';
import type { ReversalReason } from '../electrum/messages.ts';
import { readErrorDetail } from './error-detail.ts';

/**
 * What an answer means for the money (billpay 2). The status alone decides; no body changes the class.
 *
 *                              request leg                       advice leg
 *   200, 201, 202              approved: confirm or reverse      delivered
 *   other 2xx                  unknown: RESPONSE_NOT_FINAL       delivered, logged loudly
 *   500, 504                   unknown: RESPONSE_NOT_FINAL       not final: again
 *   no whole answer            unknown: TIMEOUT                  not final: again
 *   not one byte sent          nothing happened                  not final: again
 *   everything else            declined: send nothing            refused, but for what 5.4 says about 400
 *
 * Pure.
 */
export type StatusClass = 'successful' | 'other-2xx' | 'unknown' | 'failed';

export function classOfStatus(status: number): StatusClass {
  switch (status) {
    case 200:
    case 201:
    case 202:
      return 'successful';
    case 500:
    case 504:
      return 'unknown';
    default:
      // The status table says 'all others: failed', the flows say 'any 2xx: success': neither is believed where money moves.
      return status > 202 && status < 300 ? 'other-2xx' : 'failed';
  }
}

/** What a request leg came to, before its body is looked at. */
export type RequestVerdict =
  | { readonly kind: 'successful' }
  | { readonly kind: 'unknown'; readonly reversalReason: Exclude<ReversalReason, 'CANCELLED'> }
  | { readonly kind: 'failed' }
  | { readonly kind: 'never-sent' };

export function verdictOfStatus(status: number): RequestVerdict {
  const statusClass = classOfStatus(status);
  switch (statusClass) {
    case 'successful':
    case 'failed':
      return { kind: statusClass };
    case 'unknown':
    case 'other-2xx':
      return { kind: 'unknown', reversalReason: 'RESPONSE_NOT_FINAL' };
  }
}

/** Where not one byte left nothing happened; in any doubt it is unknown, and reversed. An answer that cannot be read did not arrive in full. */
export function verdictOfFailure(failure: TransportFailure): RequestVerdict {
  return failure.mayHaveTakenEffect ? { kind: 'unknown', reversalReason: 'TIMEOUT' } : { kind: 'never-sent' };
}

/**
 * A create was refused because its id is known there (billpay 4.6). Sent once, somebody else happens to have the same id: a new one may be tried.
 * Where it may have gone out twice, the first copy arrived: it is reversed (`TIMEOUT`), and the customer pays anew under a new id.
 */
export function mayTryNewId(sentOnce: boolean): boolean {
  return sentOnce;
}

/** The advice that was sent, and whether an earlier attempt had no final answer. */
export interface AdviceAttempt {
  readonly adviceId: string;
  readonly kind: 'confirmation' | 'reversal';
  readonly sentBefore: boolean;
}

/** What an attempt to deliver an advice came to where an answer arrived (billpay 2 and 5.4). */
export function answerToAdvice(attempt: AdviceAttempt, { status, body }: HttpAnswer): AdviceAnswer {
  const statusClass = classOfStatus(status);
  // Ten thousand of them in a row after a long cut: there is no error to read.
  if (statusClass === 'successful') return { kind: 'delivered' };
  const error = readErrorDetail(body);
  const detail = describeAnswer(status, error);
  switch (statusClass) {
    case 'other-2xx':
      return { kind: 'delivered', detail };
    case 'unknown':
      return { kind: 'not-final', detail };
    case 'failed':
      return status === 400 && isAsGoodAsDelivered(attempt, error) ? { kind: 'delivered', detail } : { kind: 'refused', detail };
  }
}

/** No answer, whatever the reason, even where it never left: the same message goes out again. */
export function failureOfAdvice(failure: TransportFailure): AdviceAnswer {
  return { kind: 'not-final', detail: `${failure.kind} ${failure.detail}` };
}

/** Billpay 5.4: which refusals of an advice are no trouble. */
function isAsGoodAsDelivered(attempt: AdviceAttempt, { errorType, detailMessage }: ErrorDetail): boolean {
  switch (errorType) {
    case 'ACCOUNT_ALREADY_SETTLED':
    case 'DUPLICATE_RECORD':
      // An earlier attempt of ours arrived and its answer was lost. Without an earlier attempt somebody else did something.
      return attempt.sentBefore && !showsTheOpposite(attempt, detailMessage);
    case 'UNABLE_TO_LOCATE_RECORD':
      // Nothing is there, so there is nothing to reverse. A confirmation is another matter: the customer has paid.
      return attempt.kind === 'reversal';
    default:
      return false;
  }
}

/**
 * The service may show the advice that settled the payment (billpay 8.3). A reversal always has a reason; an advice without one is a confirmation,
 * unless its id is ours. Whatever cannot be read shows nothing.
 */
function showsTheOpposite(attempt: AdviceAttempt, detailMessage: unknown): boolean {
  const shown = typeof detailMessage === 'string' ? (parseExactJson(detailMessage) ?? detailMessage) : detailMessage;
  if (typeof shown === 'string') return attempt.kind === 'confirmation' ? /reversalReason/u.test(shown) : /tenders/u.test(shown);
  const entries = list.safeParse(shown).data ?? [shown];
  return entries.some((entry) => {
    const fields = record.safeParse(entry);
    if (!fields.success) return false;
    const has = (name: string): boolean => Object.hasOwn(fields.data, name) && (fields.data[name] ?? null) !== null;
    const isReversal = has('reversalReason');
    if (attempt.kind === 'confirmation') return isReversal;
    const isOurs = valueOf(fields.data, 'id', text) === attempt.adviceId;
    return has('tenders') || (has('requestId') && !isReversal && !isOurs);
  });
}

import type { AdviceAnswer } from '../advices/advice.ts';
import { describeAnswer, readErrorDetail } from '../electrum/error-detail.ts';
import { parseExactJson, record, text, valueOf } from '../http/exact-json.ts';
import type { HttpAnswer, TransportFailure } from '../http/transport.ts';

export type Operation = 'createQrCode' | 'pay' | 'confirmPayment' | 'reversePayment';

/** `unknown` is not final: nobody knows what became of the message. */
export type OutcomeClass = 'successful' | 'unknown' | 'failed';

/**
 * What a status means (qr 2). It alone decides; no body changes the class. Kept to the letter of qr 2.2: safety is put on top of it, not into it.
 *
 *                        createQrCode          pay                             confirmPayment     reversePayment
 *   200, 201, 202        the code              look at it: approved or not     delivered          delivered
 *   404                  failed                failed, and reversed            refused            delivered: nothing was there
 *   500, 504, nothing    again, with a new id  reversed                        again              again
 *   400, 503             failed                failed: nothing to undo         refused            refused
 *   everything else      failed                failed, and reversed            refused            refused
 *
 * @param status null: no complete answer, and the message may have been delivered
 */
export function outcomeOf(operation: Operation, status: number | null): OutcomeClass {
  if (status === null || status === 500 || status === 504) return 'unknown';
  if (status === 200 || status === 201 || status === 202) return 'successful';
  return status === 404 && operation === 'reversePayment' ? 'successful' : 'failed';
}

/**
 * Is this failure of `pay` the service's own word, so that there is nothing to undo (qr 2.2) [J]? Only with a status that the contract lists for it
 * (qr 1.1), and without a body or with an error detail. A page of a gateway may hide a payment that was delivered, and a reversal costs nothing.
 */
export function isDocumentedFailure({ status, body }: HttpAnswer): boolean {
  if (status !== 400 && status !== 503) return false;
  if (body.trim() === '') return true;
  const parsed = record.safeParse(parseExactJson(body));
  return parsed.success && valueOf(parsed.data, 'errorType', text) !== undefined;
}

/** The advice that was sent, and whether an earlier attempt had no final answer. */
export interface AdviceAttempt {
  readonly kind: 'confirmation' | 'reversal';
  readonly sentBefore: boolean;
}

/** What an attempt to deliver an advice came to where an answer arrived (qr 2.1, 2.2 and 6.3). */
export function answerToAdvice({ kind, sentBefore }: AdviceAttempt, { status, body }: HttpAnswer): AdviceAnswer {
  const outcome = outcomeOf(kind === 'confirmation' ? 'confirmPayment' : 'reversePayment', status);
  if (outcome === 'successful' && status !== 404) return { kind: 'delivered' };
  const error = readErrorDetail(body);
  const detail = describeAnswer(status, error);
  switch (outcome) {
    case 'successful':
      return { kind: 'delivered', detail, foundNothing: true };
    case 'unknown':
      return { kind: 'not-final', detail };
    case 'failed':
      return status === 400 ? answerToRefusal({ kind, sentBefore }, error.errorType, detail) : { kind: 'refused', detail };
  }
}

/** Qr 6.3 [J]: which refusals of an advice are no trouble. */
function answerToRefusal({ kind, sentBefore }: AdviceAttempt, errorType: string | undefined, detail: string): AdviceAnswer {
  switch (errorType) {
    case 'DUPLICATE_RECORD':
      // An earlier copy arrived and its answer was lost. Without an earlier one the id was somebody else's, or was used up by a copy that was refused.
      return sentBefore ? { kind: 'delivered', detail } : { kind: 'id-taken', detail };
    case 'ACCOUNT_ALREADY_SETTLED':
      // By this very kind of advice: the queue and the journal make one kind for a payment, ever (qr 6.1).
      return { kind: 'delivered', detail };
    case 'UNABLE_TO_LOCATE_RECORD':
      // Some services say 400 where the protocol says 404. To a confirmation it means that goods may have gone without money.
      return kind === 'reversal' ? { kind: 'delivered', detail, foundNothing: true } : { kind: 'refused', detail };
    default:
      return { kind: 'refused', detail };
  }
}

/** No answer, whatever the reason, even where it never left: the same message goes out again. */
export function failureOfAdvice(failure: TransportFailure): AdviceAnswer {
  return { kind: 'not-final', detail: `${failure.kind} ${failure.detail}` };
}

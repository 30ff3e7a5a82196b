import type { ArrivedAdvice } from './advice.ts';
import type { Ledger } from './ledger.ts';
import type { Code, ConflictKind, Identifier, Payment, SeenAdvice } from './ledger-types.ts';
import { operationOfAdvice, type OperationId } from './operations.ts';

/*
 * Writes down what does not fit, before a message is judged. The answers do not depend on it: a service says less than it sees, and a test wants to know more.
 */

/** A request, before its id is looked at. Its repetition is a new request with a new id, and a new code (QR 2.3, 7). */
export function noteRequest(ledger: Ledger, operation: OperationId, id: string): void {
  const sender = ledger.sender(id);
  // Somebody else's message: a genuine collision, which nobody caused.
  if (!sender || sender.by === 'occupied') return;
  const kind = sender.by === operation ? 'repeated-request' : 'reused-id';
  ledger.writeConflict({ kind, isBreach: true, requestId: id, id, operation });
}

/** A payment, and what it says of the code that it pays. */
export function notePayment(
  ledger: Ledger,
  { id, tranId, identifiers }: { readonly id: string; readonly tranId: string; readonly identifiers: readonly Identifier[] },
): void {
  const note = (kind: ConflictKind): void => ledger.writeConflict({ kind, isBreach: true, requestId: id, id, operation: 'pay' });
  const code = ledger.code(tranId);
  if (!code) note('unknown-code');
  else if (!code.identifiers.every((known) => identifiers.some((one) => isSame(one, known)))) note('identifiers-differ');
  // Whatever became of the first one, the next try has a new code, unless its id alone was refused (QR 4.4).
  const others = ledger.paymentsOf(tranId).filter((other) => other.id !== id);
  if (others.some((other) => saidBy(other).errorType !== 'DUPLICATE_RECORD')) note('second-payment');
}

/** An advice. */
export function noteAdvice(ledger: Ledger, advice: ArrivedAdvice): void {
  const { id, requestId, kind } = advice;
  const note = (conflict: ConflictKind, isBreach = true): void =>
    ledger.writeConflict({ kind: conflict, isBreach, requestId, id, operation: operationOfAdvice[kind] });

  const earlier = ledger.advice(id, requestId, kind);
  if (earlier && earlier.digest !== advice.digest) note('changed-advice');
  const sender = ledger.sender(id);
  const isOwn = sender?.by === operationOfAdvice[kind] && sender.requestId === requestId;
  if (id === requestId || (sender && sender.by !== 'occupied' && !isOwn)) note('reused-id');

  const others = ledger.advicesFor(requestId);
  const sameKind = others.filter((other) => other.kind === kind);
  if (sameKind.length < others.length) note('both-advices');
  const last = sameKind.at(-1);
  if (!earlier && last && !callsForAnother(last, sameKind)) note('second-advice');

  const payment = ledger.payment(requestId);
  const isKnown = payment !== undefined && payment.state !== 'requested';
  // A till whose request was lost reverses it; a till whose request was never approved has nothing to confirm.
  if (!isKnown) note('unknown-request', kind === 'confirmation');
  if (!payment) return;
  if (differs(advice, payment)) note('advice-differs');
  if (!carriesIdentifiers(advice, payment)) note('identifiers-differ');
  if (isKnown && exceeds(advice, payment)) note('amount-differs');
  if (isKnown && kind === 'confirmation') noteConfirmation(note, payment, ledger.code(payment.tranId));
}

function noteConfirmation(note: (kind: ConflictKind) => void, payment: Payment, code: Code | undefined): void {
  const { state, approvedMinor, requestedMinor } = payment;
  if (state === 'declined' || state === 'expired') note('declined-request');
  if (state === 'pending-scan' || state === 'pending-partner') note('pending-request');
  if (state !== 'authorised') return;
  if (unusable.has(payment.how) || (payment.status ?? 201) >= 300) note('unanswered-request');
  const isWanted =
    approvedMinor === requestedMinor ||
    (approvedMinor !== undefined && approvedMinor < requestedMinor && code?.partPaymentAllowed === true) ||
    (approvedMinor !== undefined && approvedMinor > requestedMinor && code?.overPaymentAllowed === true);
  if (!isWanted) note('unwanted-amount');
}

/** How an answer to a payment can have gone so that no till can take it for an approval (QR 2.2). */
const unusable: ReadonlySet<string> = new Set([
  'client-gone',
  'cut',
  'reset',
  'hang',
  'cut-body',
  'not-http',
  'not-found',
  'empty',
  'garbage',
  'html',
  'other-tran-id',
  'other-currency',
]);

/** What an answer said, or says in a moment, where it is still under way. */
function saidBy(message: Payment | SeenAdvice): { readonly isNotFound: boolean; readonly errorType: string | undefined } {
  const isUnderWay = message.how === 'pending';
  const errorType = isUnderWay ? message.errorType : message.answeredErrorType;
  const isNotFound = isUnderWay
    ? 'effect' in message && message.effect === 'not-found'
    : message.status === 404 || errorType === 'UNABLE_TO_LOCATE_RECORD';
  return { isNotFound, errorType };
}

/**
 * Whether the answer to an advice called for another one under a fresh id. There are two such answers (QR 6.1): DUPLICATE_RECORD at the first attempt,
 * which is a collision; and, once for each payment, 'not found' to a reversal, which may have overtaken its payment (QR 4.6).
 */
function callsForAnother(last: SeenAdvice, sameKind: readonly SeenAdvice[]): boolean {
  const said = saidBy(last);
  if (said.errorType === 'DUPLICATE_RECORD') return last.times === 1;
  return (
    last.kind === 'reversal' && said.isNotFound && sameKind.every((other) => other.id === last.id || !saidBy(other).isNotFound)
  );
}

function differs({ tranId, partnerId }: ArrivedAdvice, payment: Payment): boolean {
  return (tranId !== undefined && tranId !== payment.tranId) || (partnerId !== undefined && partnerId !== payment.partnerId);
}

function exceeds({ approved }: ArrivedAdvice, { approvedMinor = 0, currency }: Payment): boolean {
  return approved !== undefined && (approved.minor > approvedMinor || approved.minor < 0 || approved.currency !== currency);
}

/** A confirmation has what the response had. A till that never saw the response has what its request had (QR 3.4). */
function carriesIdentifiers({ kind, identifiers }: ArrivedAdvice, payment: Payment): boolean {
  const { requestIdentifiers, responseIdentifiers } = payment;
  const isSameList = (list: readonly Identifier[]): boolean =>
    list.length === identifiers.length && list.every((one, index) => isSame(one, identifiers[index]));
  if (responseIdentifiers && isSameList(responseIdentifiers)) return true;
  return (kind === 'reversal' || !responseIdentifiers) && isSameList(requestIdentifiers);
}

function isSame(one: Identifier, other: Identifier | undefined): boolean {
  return one.institutionId === other?.institutionId && one.transactionIdentifier === other.transactionIdentifier;
}

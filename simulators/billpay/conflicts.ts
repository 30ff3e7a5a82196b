import { listOf, textOf, type JsonObject } from '../common/json-object.ts';
import { writeJson, type JsonValue } from '../common/json-text.ts';
import type { ArrivedAdvice } from './facts.ts';
import type { AdviceKind, ConflictKind, Ledger, Movement, SeenTender } from './ledger.ts';
import { amountOf } from './message.ts';
import type { OperationId } from './operations.ts';

/**
 * Writes down what does not fit about an advice, before it is judged. The answer does not depend on it: a service says less than it sees,
 * and a test wants to know more.
 */
export function noteAdvice(ledger: Ledger, advice: ArrivedAdvice): void {
  const { id, requestId, kind, operation } = advice;
  const note = (conflict: ConflictKind, isBreach = true): void =>
    ledger.writeConflict({ kind: conflict, isBreach, requestId, id, operation });
  const earlier = ledger.advice(id, requestId, kind);
  if (earlier && earlier.digest !== advice.digest) note('changed-advice');

  const user = ledger.usedId(id);
  if (id === requestId || (user && !(user.requestId === requestId && user.operation === operation))) note('reused-id');

  const others = ledger.advicesFor(requestId).filter((other) => other.id !== id || other.kind !== kind);
  if (others.some((other) => other.kind !== kind)) note('both-advices');
  if (others.some((other) => other.kind === kind)) note('second-advice');

  const movement = ledger.movement(requestId);
  const known = ledger.known(requestId);
  // A till whose request was lost reverses it; a till whose request was never approved has nothing to confirm, unless the service forgot.
  if (!known) note('unknown-request', kind === 'confirmation' && (movement === undefined || movement.state === 'requested'));
  else if (known.state === 'declined') {
    note('declined-request', kind === 'confirmation' || advice.reversalReason === 'CANCELLED');
  }
  if (known?.state === 'reserved') {
    if (kind === 'confirmation' && known.kind === 'payment' && !paysFor(advice.body, known)) note('tenders-differ');
    if (!carriesIdentifiers(advice.body, known, kind)) note('identifiers-differ');
  }
}

/** A create is never sent twice. One that its own reversal overtook came late, and only once: the ledger has no movement for it. */
export function noteRepeatedRequest(ledger: Ledger, operation: OperationId, id: string): void {
  if (ledger.movement(id)) ledger.writeConflict({ kind: 'repeated-request', isBreach: true, requestId: id, id, operation });
}

export function tendersOf(body: JsonObject): readonly SeenTender[] {
  return listOf(body, 'tenders').map((tender) => {
    const amount = amountOf(tender, 'amount');
    return {
      tenderType: textOf(tender, 'tenderType') ?? '',
      amountMinor: amount?.minor ?? 0,
      currency: amount?.currency ?? '',
    };
  });
}

/** Whether the tenders add up to the final amount. What cash was rounded by counts in either direction (BillPay 3.6). */
function paysFor(body: JsonObject, movement: Movement): boolean {
  const tenders = tendersOf(body);
  const finalMinor = amountOf(body, 'amounts', 'approvedAmount')?.minor ?? movement.approvedMinor ?? 0;
  const sumOf = (some: readonly SeenTender[]): number => some.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const rounding = sumOf(tenders.filter(({ tenderType }) => tenderType === 'ROUNDING'));
  const paid = sumOf(tenders) - rounding;
  return (
    tenders.length > 0 &&
    tenders.every(({ currency }) => currency === movement.currency) &&
    (paid + rounding === finalMinor || paid - rounding === finalMinor)
  );
}

function carriesIdentifiers(body: JsonObject, movement: Movement, kind: AdviceKind): boolean {
  const given = asText(body['thirdPartyIdentifiers']);
  if (given === asText(movement.responseIdentifiers)) return true;
  // A till that never saw the response has the request's alone (BillPay 3.6).
  return kind === 'reversal' && given === asText(movement.requestIdentifiers);
}

function asText(value: JsonValue): string {
  return writeJson(value ?? null);
}

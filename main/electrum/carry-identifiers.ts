import type { Note } from './discrepancy.ts';
import type { ThirdPartyIdentifier } from './messages.ts';
import { readIdentifiers } from './read-answer.ts';

/**
 * What an advice has to carry: the answer's identifiers where it had them, complete and unaltered; otherwise those that were sent (billpay 3.6, qr 3.4).
 * @param own our own entry among those that were sent: an answer that lost it is carried all the same, and noted
 */
export function identifiersToCarry(
  body: string,
  sent: readonly ThirdPartyIdentifier[],
  own: ThirdPartyIdentifier | undefined,
  note: Note,
): readonly ThirdPartyIdentifier[] {
  const identifiers = readIdentifiers(body);
  if (identifiers.kind !== 'read') {
    note('thirdPartyIdentifiers', 'a list', identifiers.kind === 'absent' ? 'absent' : 'unreadable');
    return sent;
  }
  if (identifiers.isComplete === false) note('thirdPartyIdentifiers', 'entries with an institutionId', 'unreadable');
  const hasOurs = identifiers.value.some(
    ({ institutionId, transactionIdentifier }) =>
      institutionId === own?.institutionId && transactionIdentifier === own.transactionIdentifier,
  );
  if (!hasOurs) note('thirdPartyIdentifiers', 'our own entry', 'absent');
  return identifiers.value;
}

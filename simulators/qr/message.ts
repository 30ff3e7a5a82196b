import { fieldOf, integer, listOf, textOf, type JsonObject } from '../common/json-object.ts';
import { NumberText } from '../common/json-text.ts';
import type { Identifier, Money } from './ledger-types.ts';

/** Reads a LedgerAmount of a message whose fields are right. Undefined where there is none. */
export function amountOf(value: unknown, ...names: readonly string[]): Money | undefined {
  const found = fieldOf(value, ...names);
  const amount = fieldOf(found, 'amount');
  const currency = textOf(found, 'currency');
  return amount instanceof NumberText && currency !== undefined ? { minor: Number(amount.text), currency } : undefined;
}

export function ledgerAmount(minor: number, currency: string): JsonObject {
  return { amount: integer(minor), currency };
}

/** What a message calls its payment, party by party. */
export function identifiersOf(message: unknown): readonly Identifier[] {
  return listOf(message, 'thirdPartyIdentifiers').flatMap((one) => {
    const institutionId = textOf(one, 'institutionId');
    const transactionIdentifier = textOf(one, 'transactionIdentifier');
    return institutionId === undefined || transactionIdentifier === undefined ? [] : [{ institutionId, transactionIdentifier }];
  });
}

/** The entries, and after them those of parties that have none yet: nobody changes another's (QR 7). */
export function withIdentifiers(known: readonly Identifier[], ...more: readonly Identifier[]): readonly Identifier[] {
  const all = [...known];
  for (const one of more) {
    if (all.every(({ institutionId }) => institutionId !== one.institutionId)) all.push(one);
  }
  return all;
}

import { fieldOf, integer, textOf, type JsonObject } from '../common/json-object.ts';
import { NumberText } from '../common/json-text.ts';

/** An amount with its currency; undefined where there is none that can be read. */
export interface Amount {
  readonly minor: number;
  readonly currency: string;
}

/** Reads a LedgerAmount. Lenient, as the operator's test server is: a number may be a text of digits. */
export function amountOf(value: unknown, ...names: readonly string[]): Amount | undefined {
  const found = fieldOf(value, ...names);
  const digits = fieldOf(found, 'amount');
  const text = digits instanceof NumberText ? digits.text : digits;
  if (typeof text !== 'string' || !/^-?\d+$/u.test(text)) return undefined;
  return { minor: Number(text), currency: textOf(found, 'currency') ?? '' };
}

export function ledgerAmount(minor: number, currency: string, ledgerIndicator?: 'DEBIT' | 'CREDIT'): JsonObject {
  return { amount: integer(minor), currency, ledgerIndicator };
}

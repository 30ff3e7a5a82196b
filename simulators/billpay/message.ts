import { NumberText, type JsonValue } from '../common/json-text.ts';

/** A JSON object whose numbers have kept their digits. */
export type JsonObject = Readonly<Record<string, JsonValue>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
}

/** A field of an object, and undefined where there is no object, no field, or null: absent and null say the same (BillPay 1.1). */
export function fieldOf(value: unknown, ...names: readonly string[]): JsonValue {
  let at: unknown = value;
  for (const name of names) {
    at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return (at ?? undefined) as JsonValue;
}

export function textOf(value: unknown, ...names: readonly string[]): string | undefined {
  const found = fieldOf(value, ...names);
  return typeof found === 'string' ? found : undefined;
}

export function listOf(value: unknown, ...names: readonly string[]): readonly JsonValue[] {
  const found: unknown = fieldOf(value, ...names);
  return Array.isArray(found) ? (found as readonly JsonValue[]) : [];
}

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
  return { amount: new NumberText(String(minor)), currency, ledgerIndicator };
}

export function integer(value: number): NumberText {
  return new NumberText(String(value));
}

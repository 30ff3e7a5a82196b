import { z } from 'zod';
import { currencyOfNumber, numberOfCurrency } from '../../shared/currency-numbers.ts';
import { isCurrency, type Currency } from '../../shared/currency.ts';
import type { Institution } from '../../shared/institution.ts';
import type { ServiceMoney } from '../../shared/service-money.ts';
import { readField, record, text, valueOf, wholeNumber, type Field } from '../http/exact-json.ts';
import type { ThirdPartyIdentifier } from './messages.ts';

/**
 * What a service says, as it says it (billpay 3.2 and 3.4, qr 3.8), read one field at a time: absent and null are the same,
 * members and values that we do not know are no trouble, a malformed detail is left out.
 */

export type Fields = Readonly<Record<string, unknown>>;

/** A field of an answer that an outcome may hang on, in the order of the path. What stands in the way is as absent as the field itself. */
export function objectAt(from: Fields, name: string): Fields {
  return valueOf(from, name, record) ?? {};
}

/** Some write a flag as text. What cannot be read is absent. */
export const flag = z.union([z.boolean(), z.literal('true').transform(() => true), z.literal('false').transform(() => false)]);

/** A text that says something; blank is as good as absent. */
export function wordsOf(from: Fields, name: string): string | undefined {
  const words = valueOf(from, name, text);
  return words === undefined || words.trim() === '' ? undefined : withoutControls(words);
}

/**
 * `LedgerAmount`: minor units and a numeric currency. The test server has accounts in `ZAR` by letters: read as well, never sent.
 * @param ours of two currencies with one number, the till's is meant
 */
export function readMoney(from: Fields, name: string, ours: Currency): Field<ServiceMoney> {
  const came = readField(from, name, record);
  if (came.kind !== 'read') return came;
  const amountMinor = Number(valueOf(came.value, 'amount', wholeNumber) ?? Number.NaN);
  const currency = currencyOf(valueOf(came.value, 'currency', text), ours);
  const indicator = wordsOf(came.value, 'ledgerIndicator');
  if (!Number.isSafeInteger(amountMinor) || currency === undefined) return { kind: 'malformed' };
  // `-0` is written differently and means the same: adding 0 makes it 0.
  return { kind: 'read', value: { amountMinor: amountMinor + 0, currency, ...(indicator === undefined ? {} : { indicator }) } };
}

export function moneyOf(from: Fields, name: string, ours: Currency): ServiceMoney | undefined {
  const money = readMoney(from, name, ours);
  return money.kind === 'read' ? money.value : undefined;
}

function currencyOf(written: string | undefined, ours: Currency): Currency | undefined {
  if (written === undefined) return undefined;
  // Leading zeros matter, and go astray where somebody wrote a number.
  const number = /^\d{1,3}$/u.test(written) ? written.padStart(3, '0') : undefined;
  if (number === undefined) return isCurrency(written) ? written : undefined;
  return number === numberOfCurrency(ours) ? ours : currencyOfNumber(number);
}

export function institutionOf(from: Fields, name: string): Institution | undefined {
  const fields = objectAt(from, name);
  const id = wordsOf(fields, 'id');
  return id === undefined ? undefined : { id, name: wordsOf(fields, 'name') ?? id };
}

/**
 * The answer's identifiers as an advice has to carry them: complete, in order, with members that we do not know (billpay 3.6).
 * Read from the body's text by itself, so that they are plain data. An entry that breaks the rule of the table could not be sent: `malformed` says so.
 */
export function readIdentifiers(body: string): Field<readonly ThirdPartyIdentifier[]> & { readonly isComplete?: boolean } {
  const fields = plainObject(body);
  const came = fields?.['thirdPartyIdentifiers'];
  if (came === undefined || came === null) return { kind: 'absent' };
  if (!Array.isArray(came)) return { kind: 'malformed' };
  const identifiers = came.flatMap((entry: unknown) => identifierOf(entry) ?? []);
  return { kind: 'read', value: identifiers, isComplete: identifiers.length === came.length };
}

const identifier = z.looseObject({ institutionId: z.string(), transactionIdentifier: z.string().nullish() });

function identifierOf(entry: unknown): ThirdPartyIdentifier | undefined {
  const parsed = identifier.safeParse(entry);
  if (!parsed.success) return undefined;
  const { transactionIdentifier, ...rest } = parsed.data;
  const members = Object.entries(rest).filter(([, value]) => value !== null);
  // In the order in which they came; what is null is left out.
  return {
    institutionId: parsed.data.institutionId,
    ...(typeof transactionIdentifier === 'string' ? { transactionIdentifier } : {}),
    ...Object.fromEntries(members),
  };
}

function plainObject(body: string): Fields | undefined {
  try {
    const parsed: unknown = JSON.parse(body);
    return typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed) ? (parsed as Fields) : undefined;
  } catch {
    return undefined;
  }
}

// Control characters could command a printer, and marks that turn text round could disguise what it says. Blanks stay: they are the slip's layout.
const controls = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

export function withoutControls(words: string): string {
  return words.replace(controls, ' ');
}

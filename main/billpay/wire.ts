import { z } from 'zod';
import type { Biller, BillCategory, BillCustomer } from '../../shared/bill.ts';
import { currencyOfNumber, numberOfCurrency } from '../../shared/currency-numbers.ts';
import { isCurrency, type Currency } from '../../shared/currency.ts';
import type { Institution } from '../../shared/institution.ts';
import type { ServiceMoney } from '../../shared/service-money.ts';
import type { ServiceSlip, ServiceSlipLine } from '../../shared/service-slip.ts';
import { decimal, list, readField, record, text, valueOf, wholeNumber, type Field } from '../http/exact-json.ts';
import type { ThirdPartyIdentifier } from '../electrum/messages.ts';

/**
 * What the bill payment service says, as it says it (billpay 3.2 and 3.4), read one field at a time: absent and null are the same,
 * members and values that we do not know are no trouble, a malformed detail is left out.
 * Tenders and payment methods of an answer are not even looked at: they may hold card numbers.
 */

export type Fields = Readonly<Record<string, unknown>>;

/** A field of an answer that an outcome may hang on, in the order of the path. What stands in the way is as absent as the field itself. */
export function objectAt(from: Fields, name: string): Fields {
  return valueOf(from, name, record) ?? {};
}

// Some write a flag as text. What cannot be read is absent.
const flag = z.union([z.boolean(), z.literal('true').transform(() => true), z.literal('false').transform(() => false)]);

/** `partPaymentAllowed`, `overPaymentAllowed` and `allowed` are true where they are absent (billpay 9.21). */
export function flagOf(from: Fields, name: string): boolean {
  return valueOf(from, name, flag) ?? true;
}

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

/** A biller without an id can be neither named nor chosen; it is left out, and the list goes on. */
export function billerOf(entry: unknown): Biller | undefined {
  const fields = record.safeParse(entry).data ?? {};
  const institution = institutionOf(fields, 'billerInstitution');
  if (institution === undefined) return undefined;
  const categories = (valueOf(fields, 'categories', list) ?? []).flatMap((category) => categoryOf(category) ?? []);
  return { institution, categories, isAllowed: flagOf(fields, 'allowed') };
}

function categoryOf(entry: unknown): BillCategory | undefined {
  const fields = record.safeParse(entry).data ?? {};
  const id = wordsOf(fields, 'id');
  return id === undefined ? undefined : { id, name: wordsOf(fields, 'name') ?? id };
}

export function customerOf(from: Fields): BillCustomer | undefined {
  const fields = objectAt(from, 'customer');
  const customer = Object.fromEntries(
    (['firstName', 'lastName', 'address', 'idNumber', 'contactNumber'] as const).flatMap((name) => {
      const words = wordsOf(fields, name);
      return words === undefined ? [] : [[name, words]];
    }),
  );
  return Object.keys(customer).length === 0 ? undefined : customer;
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

/** A slip is a strip of paper: more is a mistake of the service's, and would fill the journal. The lengths are ours. */
const mostSlipLines = 300;
const longestSlipText = 400;

/** @returns undefined where there is none: a refund of the test server has none (billpay 9.25) */
export function slipOf(from: Fields): ServiceSlip | undefined {
  const field = readField(from, 'slipData', record);
  if (field.kind !== 'read') return undefined;
  const fields = field.value;
  const lines = (valueOf(fields, 'messageLines', list) ?? []).slice(0, mostSlipLines).flatMap((line) => slipLineOf(line) ?? []);
  const width = Number(valueOf(fields, 'slipWidth', wholeNumber) ?? 0);
  const issuerReference = wordsOf(fields, 'issuerReference')?.trim().slice(0, longestSlipText);
  const phoneNumber = wordsOf(fields, 'phoneNumber')?.slice(0, longestSlipText);
  return {
    lines,
    // 0 means not given.
    ...(width > 0 && width <= longestSlipText ? { widthCharacters: width } : {}),
    ...(issuerReference === undefined ? {} : { issuerReference }),
    ...(phoneNumber === undefined ? {} : { phoneNumber }),
  };
}

/** The text may be missing on rule and cut lines. A line that is a plain text belongs to versions before 4.0, and is ignored (billpay 3.6). */
function slipLineOf(line: unknown): ServiceSlipLine | undefined {
  const parsed = record.safeParse(line);
  if (!parsed.success) return undefined;
  const fields = parsed.data;
  const barcode = objectAt(fields, 'barcode');
  const data = wordsOf(barcode, 'data');
  const encoding = wordsOf(barcode, 'encoding');
  return {
    text: withoutControls(valueOf(fields, 'text', text) ?? '').slice(0, longestSlipText),
    widthScale: scaleOf(fields, 'fontWidthScaleFactor'),
    heightScale: scaleOf(fields, 'fontHeightScaleFactor'),
    isRule: valueOf(fields, 'line', flag) ?? false,
    isCut: valueOf(fields, 'cut', flag) ?? false,
    ...(data === undefined ? {} : { barcode: { data, ...(encoding === undefined ? {} : { encoding }) } }),
  };
}

/** 1 where it is absent or of no use on paper. Not money. */
function scaleOf(fields: Fields, name: string): number {
  const scale = Number(valueOf(fields, name, decimal) ?? 1);
  return scale > 0 && scale <= 10 ? scale : 1;
}

// Control characters could command a printer, and marks that turn text round could disguise what it says. Blanks stay: they are the slip's layout.
const controls = /[\p{Cc}\u2028\u2029\u202A-\u202E\u2066-\u2069\uFEFF]/gu;

function withoutControls(words: string): string {
  return words.replace(controls, ' ');
}

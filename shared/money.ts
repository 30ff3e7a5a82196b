import { exponentOf, type Currency } from './currency.ts';
import { fail, invariant, ok, type Result } from './result.ts';

/**
 * Money is a whole number of minor units (cents, fils, yen). No amount is ever a fraction, so none is ever rounded.
 * The limit keeps a slipped finger from becoming a payment, and every sum of a day far below 2^53.
 */
export const maximumAmountMinor = 99_999_999_999;

/** Why a text is not an amount. */
export type AmountProblem = 'empty' | 'not-a-number' | 'negative' | 'zero' | 'too-many-digits' | 'too-large';

interface Separators {
  readonly decimal: string;
  readonly group: string;
  /** The locale's ten digits, 0 first. */
  readonly digits: readonly string[];
  /** How many digits the last group has, and the ones before it: 3 and 3, in India 3 and 2. */
  readonly groupSizes: { readonly last: number; readonly others: number };
}

const separatorsByLocale = new Map<string, Separators>();

function separatorsOf(locale: string): Separators {
  const known = separatorsByLocale.get(locale);
  if (known) return known;
  const parts = new Intl.NumberFormat(locale, { useGrouping: true, minimumFractionDigits: 1 }).formatToParts(1234567.8);
  const partOf = (type: string): string => parts.find((part) => part.type === type)?.value ?? '';
  const groups = parts.filter(({ type }) => type === 'integer').map(({ value }) => value.length);
  const plain = new Intl.NumberFormat(locale, { useGrouping: false });
  const separators = {
    decimal: partOf('decimal'),
    group: partOf('group'),
    digits: Array.from({ length: 10 }, (_, digit) => plain.format(digit)),
    groupSizes: { last: groups.at(-1) ?? 3, others: groups.at(-2) ?? 3 },
  };
  separatorsByLocale.set(locale, separators);
  return separators;
}

/** The character that the locale writes between whole units and their parts: `.` in en-US, `,` in de-DE. */
export function decimalSeparatorOf(locale: string): string {
  return separatorsOf(locale).decimal;
}

const anySpace = /[\s\u00A0\u202F\u2009]/gu;

/**
 * Reads an amount as a person of the locale writes it, strictly: the locale's own separators, its groups or none,
 * no exponent, no sign, no more digits than the currency has. White space around it (a paste) is allowed.
 * @returns minor units, more than 0 and at most `maximumAmountMinor`
 */
export function parseAmount(text: string, currency: Currency, locale: string): Result<number, AmountProblem> {
  const { decimal, group, digits, groupSizes } = separatorsOf(locale);
  const trimmed = text.trim().replace(/[\u200E\u200F\u061C]/gu, '');
  if (trimmed === '') return fail('empty');
  const isNegative = /^[-\u2212(]/u.test(trimmed);
  const latin = Array.from(isNegative ? trimmed.slice(1).trim() : trimmed, (character) => {
    const digit = digits.indexOf(character);
    return digit === -1 ? character : String(digit);
  }).join('');

  // A locale that groups with a space groups with several kinds of space; which one was typed or pasted does not matter.
  const groupsWithSpace = anySpace.test(group);
  anySpace.lastIndex = 0;
  const regular = groupsWithSpace ? latin.replace(anySpace, ' ') : latin;
  const separator = escapeForPattern(groupsWithSpace ? ' ' : group);
  const whole =
    group === ''
      ? String.raw`\d+`
      : String.raw`(?:\d+|\d{1,${groupSizes.others}}(?:${separator}\d{${groupSizes.others}})*${separator}\d{${groupSizes.last}})`;
  const match = new RegExp(`^(${whole})?(?:${escapeForPattern(decimal)}(\\d*))?$`, 'u').exec(regular);
  const wholeDigits = match?.[1]?.replace(/\D/gu, '') ?? '';
  const partDigits = match?.[2] ?? '';
  if (!match || (wholeDigits === '' && partDigits === '')) return fail('not-a-number');
  if (isNegative) return fail('negative');
  return amountOfDigits(wholeDigits, partDigits, currency);
}

/**
 * Reads a decimal as a protocol writes it: digits, perhaps a point and more digits, never a locale's separators.
 * Trailing zeros beyond the currency's digits say nothing and are accepted (`12.000` in USD).
 * @returns minor units, 0 or more; a fraction of a minor unit is `too-many-digits`
 */
export function parseDecimal(text: string, currency: Currency): Result<number, AmountProblem> {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/u.exec(text);
  if (!match) return fail(text === '' ? 'empty' : 'not-a-number');
  if (match[1] === '-') return fail('negative');
  const exponent = exponentOf(currency);
  const part = match[3] ?? '';
  const significant = part.slice(0, exponent) + part.slice(exponent).replace(/0+$/u, '');
  const amount = amountOfDigits(match[2] ?? '', significant, currency);
  return !amount.ok && amount.failure === 'zero' ? ok(0) : amount;
}

function amountOfDigits(whole: string, part: string, currency: Currency): Result<number, AmountProblem> {
  const exponent = exponentOf(currency);
  if (part.length > exponent) return fail('too-many-digits');
  const digits = (whole + part.padEnd(exponent, '0')).replace(/^0+/u, '');
  if (digits === '') return fail('zero');
  // Compared by length first: a number with a thousand digits never becomes a float.
  if (digits.length > String(maximumAmountMinor).length || Number(digits) > maximumAmountMinor) return fail('too-large');
  return ok(Number(digits));
}

/** The amount as a protocol wants it: `1200` USD is `"12.00"`, `12` JPY is `"12"`. Built from digits, never by division. */
export function toDecimal(amountMinor: number, currency: Currency): string {
  invariant(Number.isSafeInteger(amountMinor), `an amount is a whole number of minor units, not ${amountMinor}`);
  const exponent = exponentOf(currency);
  const digits = String(Math.abs(amountMinor)).padStart(exponent + 1, '0');
  const sign = amountMinor < 0 ? '-' : '';
  if (exponent === 0) return sign + digits;
  return `${sign}${digits.slice(0, -exponent)}.${digits.slice(-exponent)}`;
}

const formats = new Map<string, Intl.NumberFormat>();

/** The amount as a person of the locale reads it, with the currency's sign: `$12.00`. */
export function formatMoney(amountMinor: number, currency: Currency, locale: string): string {
  return formatOf(locale, currency, 'currency').format(toDecimal(amountMinor, currency) as Intl.StringNumericLiteral);
}

/** The amount without the currency's sign, as it would be typed: `1,234.50`. */
export function formatAmount(amountMinor: number, currency: Currency, locale: string): string {
  return formatOf(locale, currency, 'decimal').format(toDecimal(amountMinor, currency) as Intl.StringNumericLiteral);
}

function formatOf(locale: string, currency: Currency, style: 'currency' | 'decimal'): Intl.NumberFormat {
  const key = `${locale} ${currency} ${style}`;
  const known = formats.get(key);
  if (known) return known;
  const digits = exponentOf(currency);
  const format = new Intl.NumberFormat(locale, {
    style,
    ...(style === 'currency' ? { currency } : {}),
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  formats.set(key, format);
  return format;
}

function escapeForPattern(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);
}

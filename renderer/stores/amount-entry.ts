import { exponentOf, type Currency, type Exponent } from '../../shared/currency.ts';
import {
  decimalSeparatorOf,
  formatAmount,
  maximumAmountMinor,
  parseAmount,
  toDecimal,
  type AmountProblem,
} from '../../shared/money.ts';
import { fail, ok, type Result } from '../../shared/result.ts';

/**
 * An amount as it is being typed. Digits, never a number with a fraction.
 *
 *   1 2 0 0  ▸ 0.01  0.12  1.20  12.00       cents first: each digit shifts in from the right
 *   1 2 . 5  ▸ 0.01  0.12  12.   12.5        the decimal key says: what stands there is the whole part
 */
export type AmountEntry =
  | { readonly kind: 'cents'; readonly digits: string }
  | { readonly kind: 'decimal'; readonly whole: string; readonly part: string };

export type AmountKey = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9' | '00' | 'decimal' | 'backspace' | 'clear';

export const emptyAmount: AmountEntry = { kind: 'cents', digits: '' };

/** What one key makes of the entry. A key that would exceed the limit or the currency's digits changes nothing. */
export function pressAmountKey(entry: AmountEntry, key: AmountKey, currency: Currency): AmountEntry {
  const exponent = exponentOf(currency);
  switch (key) {
    case 'clear':
      return emptyAmount;
    case 'backspace':
      return withoutLast(entry);
    case 'decimal': {
      if (entry.kind === 'decimal' || exponent === 0) return entry;
      const decimal: AmountEntry = { kind: 'decimal', whole: entry.digits, part: '' };
      return isWithinLimit(decimal, exponent) ? decimal : entry;
    }
    default: {
      const next = withDigits(entry, key, exponent);
      return isWithinLimit(next, exponent) ? next : entry;
    }
  }
}

function withDigits(entry: AmountEntry, digits: string, exponent: Exponent): AmountEntry {
  if (entry.kind === 'decimal') return { ...entry, part: (entry.part + digits).slice(0, exponent) };
  return { kind: 'cents', digits: (entry.digits + digits).replace(/^0+/u, '') };
}

function withoutLast(entry: AmountEntry): AmountEntry {
  if (entry.kind === 'cents') return { kind: 'cents', digits: entry.digits.slice(0, -1) };
  // The decimal key itself is undone, too.
  if (entry.part === '') return { kind: 'cents', digits: entry.whole };
  return { ...entry, part: entry.part.slice(0, -1) };
}

function isWithinLimit(entry: AmountEntry, exponent: Exponent): boolean {
  const digits = minorDigitsOf(entry, exponent);
  return digits.length <= String(maximumAmountMinor).length && Number(digits) <= maximumAmountMinor;
}

function minorDigitsOf(entry: AmountEntry, exponent: Exponent): string {
  const digits = entry.kind === 'cents' ? entry.digits : entry.whole + entry.part.padEnd(exponent, '0');
  return digits.replace(/^0+/u, '');
}

export function isEmptyAmount(entry: AmountEntry): boolean {
  return entry.kind === 'cents' && entry.digits === '';
}

/** What the entry is worth, in minor units; 0 while nothing that counts was typed. */
export function amountMinorOf(entry: AmountEntry, currency: Currency): number {
  return Number(minorDigitsOf(entry, exponentOf(currency)) || '0');
}

/** The entry of an amount that is known: a paste, or a sale that is tried again. */
export function entryOfAmount(amountMinor: number): AmountEntry {
  return { kind: 'cents', digits: amountMinor === 0 ? '' : String(amountMinor) };
}

/** Reads a pasted text strictly: an amount of the locale, or a problem and no change. */
export function pasteAmount(text: string, currency: Currency, locale: string): Result<AmountEntry, AmountProblem> {
  const amount = parseAmount(text, currency, locale);
  return amount.ok ? ok(entryOfAmount(amount.value)) : fail(amount.failure);
}

/** As it stands in the field: `1,234.50`, or `12.` while the decimals are still to come. Empty for nothing. */
export function textOfEntry(entry: AmountEntry, currency: Currency, locale: string): string {
  if (isEmptyAmount(entry)) return '';
  if (entry.kind === 'cents') return formatAmount(amountMinorOf(entry, currency), currency, locale);
  const digits = digitsOf(locale);
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 }).format(
    (entry.whole === '' ? '0' : entry.whole) as Intl.StringNumericLiteral,
  );
  const part = Array.from(entry.part, (digit) => digits[Number(digit)] ?? digit).join('');
  return `${whole}${decimalSeparatorOf(locale)}${part}`;
}

/**
 * The whole amount as a person of the locale may write it, for the till: without groups, which locales make in more ways than one
 * (1,00,000 in India). Empty for nothing, so that the till's check says so.
 */
export function inputOfEntry(entry: AmountEntry, currency: Currency, locale: string): string {
  return isEmptyAmount(entry) ? '' : toDecimal(amountMinorOf(entry, currency), currency).replace('.', decimalSeparatorOf(locale));
}

/**
 * Which key of the amount a character is, in a locale: its own digits and the Latin ones, and its decimal separator.
 * @returns undefined for every other character
 */
export function amountKeyOf(character: string, locale: string): AmountKey | undefined {
  const index = digitsOf(locale).indexOf(character);
  if (index !== -1) return String(index) as AmountKey;
  if (/^[0-9]$/u.test(character)) return character as AmountKey;
  return character === decimalSeparatorOf(locale) ? 'decimal' : undefined;
}

/**
 * Which key of the amount a key of the number pad is, by its place on the keyboard: its decimal key is the decimal key whatever character
 * the keyboard's layout gives it, and its digits are digits with NumLock off, too.
 */
export function amountKeyOfPad(code: string): AmountKey | undefined {
  if (code === 'NumpadDecimal') return 'decimal';
  return /^Numpad[0-9]$/u.test(code) ? (code.slice(-1) as AmountKey) : undefined;
}

const digitsByLocale = new Map<string, readonly string[]>();

function digitsOf(locale: string): readonly string[] {
  const known = digitsByLocale.get(locale);
  if (known) return known;
  const format = new Intl.NumberFormat(locale, { useGrouping: false });
  const digits = Array.from({ length: 10 }, (_, digit) => format.format(digit));
  digitsByLocale.set(locale, digits);
  return digits;
}

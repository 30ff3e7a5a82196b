import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import { decimalSeparatorOf, formatAmount, maximumAmountMinor, parseAmount } from '../../shared/money.ts';
import {
  amountKeyOf,
  amountKeyOfPad,
  amountMinorOf,
  emptyAmount,
  entryOfAmount,
  inputOfEntry,
  isEmptyAmount,
  pasteAmount,
  pressAmountKey,
  textOfEntry,
  type AmountEntry,
  type AmountKey,
} from './amount-entry.ts';

const usd = 'USD' as Currency;
const jpy = 'JPY' as Currency;
const kwd = 'KWD' as Currency;
const locales = ['en-US', 'de-DE', 'fr-FR', 'en-ZA', 'ar-EG'];
/** Indian groups: 1,00,000. */
const allLocales = [...locales, 'hi-IN-u-nu-deva', 'en-IN'];

function press(keys: readonly AmountKey[], currency = usd): AmountEntry {
  let entry = emptyAmount;
  for (const key of keys) entry = pressAmountKey(entry, key, currency);
  return entry;
}

/** What stands in the field after each key. */
function texts(keys: readonly AmountKey[], currency = usd, locale = 'en-US'): string[] {
  return keys.map((_, index) => textOfEntry(press(keys.slice(0, index + 1), currency), currency, locale));
}

const anyKey = fc.constantFrom<AmountKey>(
  ...(['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '00', 'decimal', 'backspace', 'clear'] as const),
);
const anyCurrency = fc.constantFrom(usd, jpy, kwd);
const anyLocale = fc.constantFrom(...locales);

describe('typing', () => {
  test('shifts the digits in from the right, cents first', () => {
    expect(texts(['1', '2', '0', '0'])).toEqual(['0.01', '0.12', '1.20', '12.00']);
    expect(texts(['1', '2', '00'])).toEqual(['0.01', '0.12', '12.00']);
  });

  test('knows currencies without a minor unit and with three digits of it', () => {
    expect(texts(['1', '2', '00'], jpy)).toEqual(['1', '12', '1,200']);
    expect(texts(['1', '2', '0', '0'], kwd)).toEqual(['0.001', '0.012', '0.120', '1.200']);
  });

  test('takes what stands there for the whole part after the decimal key', () => {
    expect(texts(['1', '2', 'decimal', '5'])).toEqual(['0.01', '0.12', '12.', '12.5']);
    expect(amountMinorOf(press(['1', '2', 'decimal', '5']), usd)).toBe(1250);
    expect(amountMinorOf(press(['decimal', '5']), usd)).toBe(50);
  });

  test('ignores a second decimal key, a third decimal and a decimal key where there are no decimals', () => {
    expect(press(['1', 'decimal', 'decimal', '5'])).toEqual(press(['1', 'decimal', '5']));
    expect(textOfEntry(press(['1', 'decimal', '2', '5', '9']), usd, 'en-US')).toBe('1.25');
    expect(press(['1', 'decimal'], jpy)).toEqual(press(['1'], jpy));
  });

  test('takes a key back with backspace, the decimal key too', () => {
    expect(texts(['1', '2', 'decimal', '5', 'backspace', 'backspace', 'backspace'])).toEqual([
      '0.01',
      '0.12',
      '12.',
      '12.5',
      '12.',
      '0.12',
      '0.01',
    ]);
    expect(isEmptyAmount(press(['1', 'backspace']))).toBe(true);
    expect(isEmptyAmount(press(['backspace']))).toBe(true);
  });

  test('does not count zeros in front', () => {
    expect(isEmptyAmount(press(['0', '00', '0']))).toBe(true);
    expect(textOfEntry(press(['0', '0', '7']), usd, 'en-US')).toBe('0.07');
  });

  test('changes nothing beyond the limit', () => {
    const full = press(Array.from<AmountKey>({ length: 11 }).fill('9'));
    expect(amountMinorOf(full, usd)).toBe(maximumAmountMinor);
    expect(pressAmountKey(full, '1', usd)).toEqual(full);
    expect(pressAmountKey(full, 'decimal', usd)).toEqual(full);
  });

  test('never gives an amount that the till would refuse for its size or its digits', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 40 }), anyCurrency, fc.constantFrom(...allLocales), (keys, currency, locale) => {
        const entry = press(keys, currency);
        const amountMinor = amountMinorOf(entry, currency);
        expect(amountMinor).toBeLessThanOrEqual(maximumAmountMinor);
        expect(Number.isSafeInteger(amountMinor)).toBe(true);
        // What is sent is read back as the same amount.
        const read = parseAmount(inputOfEntry(entry, currency, locale), currency, locale);
        if (amountMinor > 0) expect(read).toEqual({ ok: true, value: amountMinor });
        else expect(read.ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });

  test('shows in the field what it means', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 14 }), anyCurrency, anyLocale, (keys, currency, locale) => {
        const entry = press(keys, currency);
        fc.pre(amountMinorOf(entry, currency) > 0);
        const shown = parseAmount(textOfEntry(entry, currency, locale), currency, locale);
        expect(shown).toEqual({ ok: true, value: amountMinorOf(entry, currency) });
      }),
    );
  });

  test('undoes each digit with one backspace', () => {
    fc.assert(
      fc.property(fc.array(anyKey, { maxLength: 12 }), fc.constantFrom<AmountKey>('1', '5', '9'), (keys, digit) => {
        const entry = press(keys);
        const typed = pressAmountKey(entry, digit, usd);
        if (typed !== entry && JSON.stringify(typed) !== JSON.stringify(entry)) {
          expect(pressAmountKey(typed, 'backspace', usd)).toEqual(entry);
        }
      }),
    );
  });
});

describe('a paste', () => {
  test('gives any amount back in any locale and currency', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: maximumAmountMinor }), anyCurrency, anyLocale, (amountMinor, currency, locale) => {
        expect(pasteAmount(formatAmount(amountMinor, currency, locale), currency, locale)).toEqual({
          ok: true,
          value: entryOfAmount(amountMinor),
        });
      }),
    );
  });

  test.each([
    ['', 'empty'],
    ['0', 'zero'],
    ['-5', 'negative'],
    ['12.345', 'too-many-digits'],
    ['12,00', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['twelve', 'not-a-number'],
    ['1000000000000', 'too-large'],
  ])('of %j is refused as %s', (text, problem) => {
    expect(pasteAmount(text, usd, 'en-US')).toEqual({ ok: false, failure: problem });
  });
});

describe('keys', () => {
  test('are the locale’s digits, the Latin ones and the locale’s decimal separator', () => {
    expect(amountKeyOf('7', 'en-US')).toBe('7');
    expect(amountKeyOf('٧', 'ar-EG')).toBe('7');
    expect(amountKeyOf('7', 'ar-EG')).toBe('7');
    for (const locale of locales) expect(amountKeyOf(decimalSeparatorOf(locale), locale)).toBe('decimal');
    expect(amountKeyOf(',', 'en-US')).toBeUndefined();
    expect(amountKeyOf('.', 'de-DE')).toBeUndefined();
    expect(amountKeyOf('e', 'en-US')).toBeUndefined();
  });

  test('of the number pad mean what is printed on them, whatever the layout and NumLock make of them', () => {
    expect(amountKeyOfPad('NumpadDecimal')).toBe('decimal');
    expect(amountKeyOfPad('Numpad5')).toBe('5');
    expect(amountKeyOfPad('NumpadEnter')).toBeUndefined();
    expect(amountKeyOfPad('Digit5')).toBeUndefined();
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencies, exponentOf, isCurrency, type Currency } from './currency.ts';
import {
  decimalSeparatorOf,
  formatAmount,
  formatMoney,
  maximumAmountMinor,
  parseAmount,
  parseDecimal,
  toDecimal,
} from './money.ts';

const usd = 'USD' as Currency;
const jpy = 'JPY' as Currency;
const kwd = 'KWD' as Currency;
const locales = ['en-US', 'en-ZA', 'de-DE', 'de-CH', 'fr-FR', 'ar-EG', 'hi-IN', 'pt-BR', 'ja-JP'];
const anyAmount = fc.integer({ min: 1, max: maximumAmountMinor });
const anyCurrency = fc.constantFrom(...currencies);

describe('an amount that a person types', () => {
  it.each([
    ['12.00', usd, 1200],
    ['12', usd, 1200],
    ['12.5', usd, 1250],
    ['.5', usd, 50],
    ['12.', usd, 1200],
    ['0.01', usd, 1],
    ['007', usd, 700],
    ['1,234.56', usd, 123_456],
    ['1,234,567', usd, 123_456_700],
    [' 12.00 ', usd, 1200],
    ['\t12.00\n', usd, 1200],
    ['1234', jpy, 1234],
    ['1.234', kwd, 1234],
    ['999,999,999.99', usd, maximumAmountMinor],
  ])('reads %j in an English till as minor units', (text, currency, minor) => {
    expect(parseAmount(text, currency, 'en-US')).toEqual({ ok: true, value: minor });
  });

  it.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['0', 'zero'],
    ['0.00', 'zero'],
    ['-1', 'negative'],
    ['−1', 'negative'],
    ['-', 'not-a-number'],
    ['.', 'not-a-number'],
    ['12.345', 'too-many-digits'],
    ['12.000', 'too-many-digits'],
    ['twelve', 'not-a-number'],
    ['12a', 'not-a-number'],
    ['1e3', 'not-a-number'],
    ['0x10', 'not-a-number'],
    ['Infinity', 'not-a-number'],
    ['NaN', 'not-a-number'],
    ['12,00', 'not-a-number'],
    ['1,2,3', 'not-a-number'],
    ['1234,567', 'not-a-number'],
    ['1,234,56', 'not-a-number'],
    ['1.2.3', 'not-a-number'],
    ['1 2', 'not-a-number'],
    ['+12', 'not-a-number'],
    ['$12.00', 'not-a-number'],
    ['12.00 USD', 'not-a-number'],
    ['12.00\n13.00', 'not-a-number'],
    ['1000000000000', 'too-large'],
    ['1000000000.00', 'too-large'],
    ['9'.repeat(10_000), 'too-large'],
  ])('refuses %j in an English till as %s', (text, failure) => {
    expect(parseAmount(text, usd, 'en-US')).toEqual({ ok: false, failure });
  });

  it('has no digits after the separator in a currency without minor units, and three where it has three', () => {
    expect(parseAmount('12.5', jpy, 'en-US')).toEqual({ ok: false, failure: 'too-many-digits' });
    expect(parseAmount('12.3456', kwd, 'en-US')).toEqual({ ok: false, failure: 'too-many-digits' });
  });

  it.each([
    ['12,50', 'de-DE', 1250],
    ['1.234,50', 'de-DE', 123_450],
    ['1234,5', 'fr-FR', 123_450],
    ['1 234,50', 'fr-FR', 123_450],
    ['1\u00A0234,50', 'fr-FR', 123_450],
    ['١٢٫٥٠', 'ar-EG', 1250],
    ['1,00,000', 'hi-IN', 10_000_000],
    ['12,34,567.50', 'en-IN', 123_456_750],
  ])('reads %j as %s writes it', (text, locale, minor) => {
    expect(parseAmount(text, usd, locale)).toEqual({ ok: true, value: minor });
  });

  it('never reads a German decimal as a group: 12.50 is not twelve hundred', () => {
    expect(parseAmount('12.50', usd, 'de-DE')).toEqual({ ok: false, failure: 'not-a-number' });
  });

  it('is read back from what is shown, in every locale and currency', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, fc.constantFrom(...locales), (minor, currency, locale) => {
        expect(parseAmount(formatAmount(minor, currency, locale), currency, locale)).toEqual({ ok: true, value: minor });
      }),
      { numRuns: 2_000 },
    );
  });

  it('is a safe whole number within the limit, or refused, whatever is typed', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[-+0-9.,e ]{0,20}$/u)), anyCurrency, (text, currency) => {
        const parsed = parseAmount(text, currency, 'en-US');
        if (!parsed.ok) return;
        expect(Number.isSafeInteger(parsed.value)).toBe(true);
        expect(parsed.value).toBeGreaterThan(0);
        expect(parsed.value).toBeLessThanOrEqual(maximumAmountMinor);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('an amount in a protocol', () => {
  it.each([
    [1200, usd, '12.00'],
    [1, usd, '0.01'],
    [10, usd, '0.10'],
    [0, usd, '0.00'],
    [30, usd, '0.30'],
    [12, jpy, '12'],
    [12, kwd, '0.012'],
    [maximumAmountMinor, usd, '999999999.99'],
    [-150, usd, '-1.50'],
  ])('%d minor units of %s are written %s', (minor, currency, text) => {
    expect(toDecimal(minor, currency)).toBe(text);
  });

  it.each([
    ['12', 1200],
    ['12.0', 1200],
    ['12.000', 1200],
    ['0', 0],
    ['0.00', 0],
    ['1.51', 151],
    ['0.1', 10],
  ])('%s is read as %d cents', (text, minor) => {
    expect(parseDecimal(text, usd)).toEqual({ ok: true, value: minor });
  });

  it.each(['', '1.', '.5', '1e2', '1,000', ' 1', '-1', '0.001', 'NaN', '1000000000000'])('%j is refused', (text) => {
    expect(parseDecimal(text, usd).ok).toBe(false);
  });

  it('survives the way there and back in every currency', () => {
    fc.assert(
      fc.property(anyAmount, anyCurrency, (minor, currency) => {
        expect(parseDecimal(toDecimal(minor, currency), currency)).toEqual({ ok: true, value: minor });
      }),
    );
  });

  it('is a whole number of minor units, or a programmer’s mistake', () => {
    expect(() => toDecimal(0.1 + 0.2, usd)).toThrow(/whole number/u);
    expect(() => toDecimal(Number.NaN, usd)).toThrow(/whole number/u);
  });
});

describe('an amount on screen', () => {
  it('has the currency’s sign and digits, also beyond what a float could hold exactly', () => {
    expect(formatMoney(1200, usd, 'en-US')).toBe('$12.00');
    expect(formatMoney(1234, jpy, 'en-US')).toBe('¥1,234');
    expect(formatMoney(1234, kwd, 'en-US')).toBe('KWD\u00A01.234');
    expect(formatMoney(maximumAmountMinor, usd, 'en-US')).toBe('$999,999,999.99');
    expect(formatAmount(123_450, usd, 'de-DE')).toBe('1.234,50');
  });

  it('has the decimal key of its locale', () => {
    expect(decimalSeparatorOf('en-US')).toBe('.');
    expect(decimalSeparatorOf('de-DE')).toBe(',');
  });
});

describe('a currency', () => {
  it('has the digits of ISO 4217, not those of common use', () => {
    expect(exponentOf('IQD' as Currency)).toBe(3);
    expect(exponentOf('LBP' as Currency)).toBe(2);
    expect(exponentOf('ISK' as Currency)).toBe(0);
  });

  it('is one that a till takes', () => {
    for (const code of ['CLF', 'XAU', 'usd', 'toString', '']) expect(isCurrency(code)).toBe(false);
    expect(() => exponentOf('XXX' as Currency)).toThrow(/not a currency/u);
  });
});

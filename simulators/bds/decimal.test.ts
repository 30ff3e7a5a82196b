import { describe, expect, it } from 'vitest';
import { readDecimal, toDecimalText, toJsonNumber, type CurrencyDigits } from './decimal.ts';

describe('decimals', () => {
  it.each([
    ['12', 2, 1200n],
    ['12.00', 2, 1200n],
    ['12.5', 2, 1250n],
    ['12.000', 2, 1200n],
    ['0.01', 2, 1n],
    ['1.234', 3, 1234n],
    ['1234', 0, 1234n],
    ['90071992547409.93', 2, 9007199254740993n],
    ['0', 2, 'not-positive'],
    ['0.00', 2, 'not-positive'],
    ['-1', 2, 'not-positive'],
    ['1.001', 2, 'too-many-digits'],
    ['1.5', 0, 'too-many-digits'],
    ['', 2, 'not-a-number'],
    ['1e3', 2, 'not-a-number'],
    ['12,00', 2, 'not-a-number'],
    ['.5', 2, 'not-a-number'],
    ['5.', 2, 'not-a-number'],
    [' 5', 2, 'not-a-number'],
    ['1'.repeat(29), 2, 'not-a-number'],
  ] as const)('reads %s with %i digits as %s', (text, digits, expected) => {
    expect(readDecimal(text, digits)).toBe(expected);
  });

  it.each([
    [1200n, 2, '12.00', '12'],
    [151n, 2, '1.51', '1.51'],
    [50n, 2, '0.50', '0.5'],
    [1n, 2, '0.01', '0.01'],
    [0n, 2, '0.00', '0'],
    [100n, 0, '100', '100'],
    [1230n, 3, '1.230', '1.23'],
    [9007199254740993n, 2, '90071992547409.93', '90071992547409.93'],
  ] as const)('writes %s with %i digits as %s, and in JSON as %s', (minor, digits: CurrencyDigits, text, json) => {
    expect(toDecimalText(minor, digits)).toBe(text);
    expect(toJsonNumber(minor, digits)).toBe(json);
  });
});

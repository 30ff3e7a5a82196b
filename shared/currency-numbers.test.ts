import { describe, expect, it } from 'vitest';
import { currencyOfNumber, numberOfCurrency } from './currency-numbers.ts';
import { currencies, isCurrency, type Currency } from './currency.ts';

describe('the numbers of ISO 4217', () => {
  it('are three digits for every currency of the till, and lead back to it', () => {
    for (const currency of currencies) {
      const number = numberOfCurrency(currency);
      expect(number).toMatch(/^\d{3}$/u);
      expect(currencyOfNumber(number)).toBe(currency === 'ANG' ? 'XCG' : currency);
    }
  });

  it.each([
    ['BWP', '072'],
    ['ZAR', '710'],
    ['USD', '840'],
    ['EUR', '978'],
    ['ALL', '008'],
    ['JPY', '392'],
    ['KWD', '414'],
    ['CLP', '152'],
    ['ZWG', '924'],
  ])('say %s as %s, leading zeros and all', (code, number) => {
    expect(isCurrency(code) && numberOfCurrency(code)).toBe(number);
  });

  it('know nothing of other numbers, nor of a number without its zeros', () => {
    for (const number of ['999', '000', '72', '0072', 'BWP', '']) expect(currencyOfNumber(number)).toBeUndefined();
    expect(() => numberOfCurrency('XXX' as Currency)).toThrow('XXX');
  });
});

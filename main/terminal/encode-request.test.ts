import { describe, expect, it } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import { payorFields, type SaleRequest } from '../../shared/sale.ts';
import { encodeTransaction } from './encode-request.ts';

const request: SaleRequest = {
  amountMinor: 1200,
  currency: 'USD' as Currency,
  reference: '987987',
  payor: { postalCode: '36832', firstName: 'Ada', lastName: 'Lovelace' },
  billType: 'Bill Payment',
  processingMethod: 'Credit',
  applicationType: 'Cashier',
};

function encoded(change: Partial<SaleRequest>): unknown {
  return JSON.parse(encodeTransaction({ ...request, ...change }));
}

describe('the request to the terminal', () => {
  it('has the protocol’s names, casing and types, and nothing else', () => {
    expect(encoded({})).toEqual({
      Amount: '12.00',
      Reference: '987987',
      Payor: { FirstName: 'Ada', LastName: 'Lovelace', PostalCode: '36832' },
      BillType: 'Bill Payment',
      ProcessingMethod: 'Credit',
      ApplicationType: 'Cashier',
    });
  });

  it.each([
    ['USD', 5, '0.05'],
    ['USD', 99_999_999_999, '999999999.99'],
    ['JPY', 1200, '1200'],
    ['KWD', 1200, '1.200'],
  ])('writes an amount in %s of %d minor units as %s', (currency, amountMinor, text) => {
    expect(encoded({ currency: currency as Currency, amountMinor })).toMatchObject({ Amount: text });
  });

  it('writes the amount of 0.1 + 0.2 as 0.30', () => {
    expect(encoded({ amountMinor: 10 + 20 })).toMatchObject({ Amount: '0.30' });
  });

  it('always has a payor, and leaves out what is not known of them', () => {
    expect(encoded({ payor: {} })).toMatchObject({ Payor: {} });
    expect(encoded({ payor: { city: '' } })).toMatchObject({ Payor: {} });
  });

  it('has a name for every field of the payor', () => {
    const payor = Object.fromEntries(payorFields.map((field) => [field, field]));
    const names = Object.entries((encoded({ payor }) as { Payor: Record<string, string> }).Payor);
    expect(names).toHaveLength(payorFields.length);
    for (const [name, field] of names) expect(name.charAt(0).toLowerCase() + name.slice(1)).toBe(field);
  });

  it('passes on the other choices', () => {
    expect(encoded({ processingMethod: 'Debit', applicationType: 'ExternalPosMoto', billType: 'Tax' })).toMatchObject({
      ProcessingMethod: 'Debit',
      ApplicationType: 'ExternalPosMoto',
      BillType: 'Tax',
    });
  });

  it('survives quotes, line ends and letters of any script', () => {
    const reference = 'a"b\\c\n\u2028 Ż';
    expect(encoded({ reference })).toMatchObject({ Reference: reference });
  });
});

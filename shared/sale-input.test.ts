import { describe, expect, it } from 'vitest';
import type { Currency } from './currency.ts';
import { checkSaleInput, longest, sameReference, type FieldProblem, type SaleInput } from './sale-input.ts';
import { payorFields } from './sale.ts';

const defaults = { currency: 'USD' as Currency, locale: 'en-US', billType: 'Bill Payment' };
const good: SaleInput = { amount: '12.00', reference: '987987' };

function problemsOf(input: Partial<SaleInput>): readonly FieldProblem[] {
  const checked = checkSaleInput({ ...good, ...input }, defaults);
  return checked.ok ? [] : checked.failure;
}

describe('what a cashier types for a sale', () => {
  it('becomes a request with the usual values where nothing else was said', () => {
    expect(checkSaleInput(good, defaults)).toEqual({
      ok: true,
      value: {
        amountMinor: 1200,
        currency: 'USD',
        reference: '987987',
        payor: {},
        billType: 'Bill Payment',
        processingMethod: 'Credit',
        applicationType: 'Cashier',
      },
    });
  });

  it('loses the blanks around it, and empty fields are as good as absent', () => {
    const checked = checkSaleInput(
      { ...good, reference: '  987987 ', payor: { firstName: ' Ada ', lastName: ' ', country: 'us' }, processingMethod: 'Debit' },
      defaults,
    );
    expect(checked.ok && checked.value).toMatchObject({
      reference: '987987',
      payor: { firstName: 'Ada', country: 'US' },
      processingMethod: 'Debit',
    });
    expect(checked.ok && Object.keys(checked.value.payor)).toEqual(['firstName', 'country']);
  });

  it.each([
    ['', 'amount-empty'],
    ['0', 'amount-zero'],
    ['-5', 'amount-negative'],
    ['1.234', 'amount-too-many-digits'],
    ['abc', 'amount-not-a-number'],
    ['1e3', 'amount-not-a-number'],
    ['12,00', 'amount-not-a-number'],
    ['1000000000000', 'amount-too-large'],
    ['pasted: 12.00', 'amount-not-a-number'],
  ])('has a problem at the amount %j: %s', (amount, code) => {
    expect(problemsOf({ amount })).toEqual([{ field: 'amount', code }]);
  });

  it.each([
    ['', 'required'],
    ['   ', 'required'],
    ['98\u00007987', 'control-characters'],
    ['98\n7987', 'control-characters'],
    ['98\u202E7987', 'control-characters'],
    ['9'.repeat(10_000), 'too-long'],
    ['4111 1111 1111 1111', 'card-number'],
  ])('has a problem at the reference %j: %s', (reference, code) => {
    expect(problemsOf({ reference })).toMatchObject([{ field: 'reference', code }]);
  });

  it.each(payorFields.filter((field) => field !== 'country'))(
    'has a problem at the payor’s %s where it is one too long',
    (field) => {
      const text = field === 'emailAddress' ? `${'a'.repeat(longest[field])}@b.c` : '1'.repeat(longest[field] + 1);
      expect(problemsOf({ payor: { [field]: text } })).toEqual([{ field, code: 'too-long', limit: longest[field] }]);
    },
  );

  it.each(payorFields)('takes a payor’s %s of just the longest length', (field) => {
    const texts: Record<string, string> = { country: 'US', emailAddress: `${'a'.repeat(60)}@b.example` };
    expect(problemsOf({ payor: { [field]: texts[field] ?? '1'.repeat(longest[field]) } })).toEqual([]);
  });

  it.each(['nobody', 'a@b', '@b.c', 'a@', 'a b@c.de', 'a@b@c.de', 'a@b.'])(
    'has a problem at the e-mail address %j',
    (emailAddress) => {
      expect(problemsOf({ payor: { emailAddress } })).toEqual([{ field: 'emailAddress', code: 'not-an-email-address' }]);
    },
  );

  it.each(['USA', 'U', '12', 'U$'])('has a problem at the country %j', (country) => {
    expect(problemsOf({ payor: { country } })).toEqual([{ field: 'country', code: 'not-a-country-code' }]);
  });

  it('has a problem at a telephone number that is none, and at values that are not offered', () => {
    expect(problemsOf({ payor: { phoneNumber: 'call me' }, processingMethod: 'Cash', applicationType: 'cashier' })).toEqual([
      { field: 'phoneNumber', code: 'not-a-phone-number' },
      { field: 'processingMethod', code: 'not-offered', limit: 'Credit, Debit' },
      { field: 'applicationType', code: 'not-offered', limit: 'Cashier, ExternalPos, ExternalPosMoto' },
    ]);
  });

  it('hears of every problem at once', () => {
    expect(problemsOf({ amount: '', reference: '', payor: { country: 'USA' } }).map((problem) => problem.field)).toEqual([
      'amount',
      'reference',
      'country',
    ]);
  });

  it('means the same bill whatever the case and the blanks', () => {
    expect(sameReference(' ab  12 ', 'AB 12')).toBe(true);
    expect(sameReference('ab12', 'ab 12')).toBe(false);
  });
});

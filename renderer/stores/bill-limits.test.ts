import { expect, test } from 'vitest';
import type { BillDetails } from '../../shared/bill.ts';
import type { Currency } from '../../shared/currency.ts';
import type { ServiceMoney } from '../../shared/service-money.ts';
import { brokenLimit, customerName, limitsOf, maskName, suggestedMinor } from './bill-limits.ts';

const usd = 'USD' as Currency;
const dollars = (amountMinor: number, indicator?: string): ServiceMoney => ({
  amountMinor,
  currency: usd,
  ...(indicator === undefined ? {} : { indicator }),
});
const details = (part: Partial<BillDetails>): BillDetails => ({
  kind: 'account',
  reference: 'BW0417733021',
  mayPayLess: true,
  mayPayMore: true,
  ...part,
});

test('the biller’s own least and most are the limits', () => {
  const limits = limitsOf(details({ balance: dollars(48_650), least: dollars(5_000), most: dollars(100_000) }), usd);
  expect(limits).toEqual({ dueMinor: 48_650, leastMinor: 5_000, mostMinor: 100_000, isOtherCurrency: false });
  expect(suggestedMinor(limits)).toBe(48_650);
  expect([4_999, 5_000, 100_000, 100_001].map((amountMinor) => brokenLimit(amountMinor, limits))).toEqual([
    'below-least',
    undefined,
    undefined,
    'above-most',
  ]);
});

test('what may not be paid in part or over is paid exactly', () => {
  const limits = limitsOf(details({ balance: dollars(30_000), mayPayLess: false, mayPayMore: false }), usd);
  expect([limits.leastMinor, limits.mostMinor]).toEqual([30_000, 30_000]);
  expect([29_999, 30_000, 30_001].map((amountMinor) => brokenLimit(amountMinor, limits))).toEqual([
    'below-least',
    undefined,
    'above-most',
  ]);
});

test('a biller that takes less at once than is due is asked for that much', () => {
  expect(suggestedMinor(limitsOf(details({ balance: dollars(240_000), most: dollars(100_000) }), usd))).toBe(100_000);
});

test('a missing balance is not given, and not nothing', () => {
  const limits = limitsOf(details({ mayPayLess: false, mayPayMore: false }), usd);
  expect(limits).toEqual({ isOtherCurrency: false });
  expect([suggestedMinor(limits), brokenLimit(1, limits)]).toEqual([0, undefined]);
});

test('an account in the customer’s favour owes nothing, and may be paid where more than due may be', () => {
  const limits = limitsOf(details({ balance: dollars(1_000, 'CREDIT'), mayPayLess: false }), usd);
  expect(limits).toMatchObject({ dueMinor: 0, inFavourMinor: 1_000 });
  expect([limits.leastMinor, brokenLimit(500, limits)]).toEqual([undefined, undefined]);
  expect(brokenLimit(500, limitsOf(details({ balance: dollars(0), mayPayMore: false }), usd))).toBe('above-most');
});

test('money of another currency is never taken for the till’s', () => {
  const pula: ServiceMoney = { amountMinor: 48_650, currency: 'BWP' as Currency };
  expect(limitsOf(details({ balance: pula, least: pula, mayPayMore: false }), usd)).toEqual({ isOtherCurrency: true });
});

test('a name is its first letters until the customer has confirmed it, whatever its length', () => {
  expect(maskName('Lesego Moremi')).toBe('L••••• M•••••');
  expect(maskName(' Ng  ')).toBe('N•••••');
  expect(maskName('Élodie')).toBe('É•••••');
  expect(customerName({ firstName: 'Lesego', lastName: 'Moremi', idNumber: '8402115093082' }, false)).toBe('L••••• M•••••');
  expect(customerName({ firstName: 'Lesego', lastName: 'Moremi' }, true)).toBe('Lesego Moremi');
  expect(customerName({ address: 'Plot 5518' }, true)).toBe('');
});

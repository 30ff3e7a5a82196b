import { expect, test } from 'vitest';
import type { BillDetails, BillMoney } from './bill.ts';
import type { Currency } from './currency.ts';
import { limitProblem, limitsOf, suggestedMinor, type BillLimits, type LimitProblem } from './bill-limits.ts';

const usd = 'USD' as Currency;
const dollars = (amountMinor: number, indicator?: string): BillMoney => ({
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

const brokenLimit = (amountMinor: number, limits: BillLimits): LimitProblem['code'] | undefined =>
  limitProblem(amountMinor, limits)?.code;

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
  expect(brokenLimit(500, limitsOf(details({ balance: dollars(0), mayPayMore: false }), usd))).toBe('nothing-to-pay');
});

test('money of another currency is never taken for the till’s', () => {
  const pula: BillMoney = { amountMinor: 48_650, currency: 'BWP' as Currency };
  expect(limitsOf(details({ balance: pula, least: pula, mayPayMore: false }), usd)).toEqual({ isOtherCurrency: true });
});

test('names the limit that was broken', () => {
  const limits = limitsOf(details({ least: dollars(5_000), most: dollars(100_000) }), usd);
  expect(limitProblem(4_999, limits)).toEqual({ code: 'below-least', limitMinor: 5_000 });
  expect(limitProblem(100_001, limits)).toEqual({ code: 'above-most', limitMinor: 100_000 });
});

test('a rest below the biller’s least can be paid: the service decides', () => {
  const limits = limitsOf(details({ balance: dollars(3_000), least: dollars(5_000), mayPayMore: false }), usd);
  expect([suggestedMinor(limits), brokenLimit(3_000, limits), brokenLimit(3_001, limits)]).toEqual([
    3_000,
    undefined,
    'above-most',
  ]);
});

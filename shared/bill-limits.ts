import type { BillDetails, BillMoney } from './bill.ts';
import type { Currency } from './currency.ts';

/** What may be paid on a bill, as far as its look-up tells. Minor units of the till's currency. */
export interface BillLimits {
  /** What is owed; 0 where nothing is, or where the account is in the customer's favour. Absent: not given (billpay 9.22). */
  readonly dueMinor?: number;
  /** The account is in the customer's favour by this much. */
  readonly inFavourMinor?: number;
  readonly leastMinor?: number;
  readonly mostMinor?: number;
  /** Something was answered in another currency, so the till takes it for not given. */
  readonly isOtherCurrency: boolean;
}

export const noLimits: BillLimits = { isOtherCurrency: false };

/**
 * The limits that follow from a look-up: the biller's own least and most, and the balance where no part of it, or no more than it, may be paid.
 * They keep a cashier from a payment that would be declined; the service decides.
 */
export function limitsOf({ balance, least, most, mayPayLess, mayPayMore }: BillDetails, currency: Currency): BillLimits {
  const minorOf = (money: BillMoney | undefined): number | undefined =>
    money === undefined || money.currency !== currency ? undefined : money.amountMinor;
  const balanceMinor = minorOf(balance);
  const isCredit = balance?.indicator === 'CREDIT';
  const dueMinor = balanceMinor === undefined ? undefined : isCredit ? 0 : balanceMinor;
  const leastMinor = largestOf([minorOf(least), mayPayLess || dueMinor === 0 ? undefined : dueMinor]);
  const mostMinor = smallestOf([minorOf(most), mayPayMore ? undefined : dueMinor]);
  return {
    ...(dueMinor === undefined ? {} : { dueMinor }),
    ...(isCredit && balanceMinor !== undefined && balanceMinor > 0 ? { inFavourMinor: balanceMinor } : {}),
    // Where the rest of a bill is less than the biller's least, nothing would be right: then the service is asked.
    ...(leastMinor === undefined || leastMinor === 0 || (mostMinor !== undefined && leastMinor > mostMinor)
      ? {}
      : { leastMinor }),
    ...(mostMinor === undefined ? {} : { mostMinor }),
    isOtherCurrency: [balance, least, most].some((money) => money !== undefined && money.currency !== currency),
  };
}

/** What an untouched form asks for: what is due, where that may be paid. */
export function suggestedMinor({ dueMinor = 0, mostMinor }: BillLimits): number {
  return mostMinor === undefined ? dueMinor : Math.min(dueMinor, mostMinor);
}

/** The limit that an amount breaks. Where nothing may be paid there is no other amount to try. */
export type LimitProblem =
  { readonly code: 'below-least' | 'above-most'; readonly limitMinor: number } | { readonly code: 'nothing-to-pay' };

/**
 * Whether so much may be paid. The window and the command line ask here before anything is requested, and say the same.
 * @param amountMinor more than 0
 */
export function limitProblem(amountMinor: number, { leastMinor, mostMinor }: BillLimits): LimitProblem | undefined {
  if (mostMinor === 0) return { code: 'nothing-to-pay' };
  if (mostMinor !== undefined && amountMinor > mostMinor) return { code: 'above-most', limitMinor: mostMinor };
  if (leastMinor !== undefined && amountMinor < leastMinor) return { code: 'below-least', limitMinor: leastMinor };
  return undefined;
}

function largestOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function smallestOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

import type { BillDetails } from '../../shared/bill.ts';
import type { Currency } from '../../shared/currency.ts';
import type { ServiceMoney } from '../../shared/service-money.ts';

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
  const minorOf = (money: ServiceMoney | undefined): number | undefined =>
    money === undefined || money.currency !== currency ? undefined : money.amountMinor;
  const balanceMinor = minorOf(balance);
  const isCredit = balance?.indicator === 'CREDIT';
  const dueMinor = balanceMinor === undefined ? undefined : isCredit ? 0 : balanceMinor;
  const leastMinor = largestOf([minorOf(least), mayPayLess || dueMinor === 0 ? undefined : dueMinor]);
  const mostMinor = smallestOf([minorOf(most), mayPayMore ? undefined : dueMinor]);
  return {
    ...(dueMinor === undefined ? {} : { dueMinor }),
    ...(isCredit && balanceMinor !== undefined && balanceMinor > 0 ? { inFavourMinor: balanceMinor } : {}),
    ...(leastMinor === undefined || leastMinor === 0 ? {} : { leastMinor }),
    ...(mostMinor === undefined ? {} : { mostMinor }),
    isOtherCurrency: [balance, least, most].some((money) => money !== undefined && money.currency !== currency),
  };
}

/** What an untouched form asks for: what is due, where that may be paid. */
export function suggestedMinor({ dueMinor = 0, mostMinor }: BillLimits): number {
  return mostMinor === undefined ? dueMinor : Math.min(dueMinor, mostMinor);
}

/** Which limit an amount breaks. */
export function brokenLimit(
  amountMinor: number,
  { leastMinor, mostMinor }: BillLimits,
): 'below-least' | 'above-most' | undefined {
  // Above first: where nothing may be paid, the least says nothing.
  if (mostMinor !== undefined && amountMinor > mostMinor) return 'above-most';
  return leastMinor !== undefined && amountMinor < leastMinor ? 'below-least' : undefined;
}

function largestOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.max(...known);
}

function smallestOf(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

/** A name as it stands on screen until the customer has confirmed it: its first letter, and dots that do not tell its length. */
export function maskName(name: string): string {
  return name
    .split(/\s+/u)
    .filter((word) => word !== '')
    .map((word) => `${Array.from(word)[0] ?? ''}•••••`)
    .join(' ');
}

/** `L••••• M•••••`, or the name once it was confirmed. Empty where the biller gave none. */
export function customerName(customer: BillDetails['customer'], isConfirmed: boolean): string {
  const name = [customer?.firstName, customer?.lastName].filter((part) => part !== undefined && part.trim() !== '').join(' ');
  return isConfirmed ? name : maskName(name);
}

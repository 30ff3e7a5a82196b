import type { Currency } from '../../shared/currency.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { RequestOf } from '../../shared/ipc/contract.ts';
import { toDecimal } from '../../shared/money.ts';
import type { Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Random } from '../../main/testing/random.ts';
import type { TillProcess } from '../../main/testing/till-process.ts';
import type { Window } from './window.ts';

export const currency = 'USD' as Currency;

/** What somebody wants to pay: an amount with a reference, or a bill by its account. */
export interface Asked {
  readonly reference: string;
  readonly amountMinor: number;
}

type Answer = Promise<Result<Sale, Failure> | undefined>;

/** How a sale begins, each under an id and a name of its own. */
export interface Selling {
  /** An amount, and a card at once. */
  begin(till: TillProcess, asked: Asked, overrideReason?: string): Answer;
  /** An amount, for several tenders. */
  open(till: TillProcess, asked: Asked): Answer;
  requestBills(till: TillProcess, bills: readonly Asked[]): Answer;
  /** How many sales were asked for. */
  attempts(): number;
}

export function createSelling(random: Random, window: Window): Selling {
  let attempts = 0;

  function orderFor({ reference, amountMinor }: Asked): RequestOf<'sale/open'> {
    attempts += 1;
    return {
      saleId: saleIdFrom(random),
      // The payor comes back in the ledger of the cards, and names the one attempt that it was.
      input: { amount: toDecimal(amountMinor, currency), reference, payor: { businessName: `attempt ${attempts}` } },
    };
  }

  return {
    begin(till, asked, overrideReason) {
      const order = { ...orderFor(asked), ...(overrideReason === undefined ? {} : { overrideReason }) };
      return window.press(() => till.call('sale/begin', order));
    },
    open(till, asked) {
      const order = orderFor(asked);
      return window.press(() => till.call('sale/open', order));
    },
    requestBills(till, bills) {
      attempts += 1;
      const accounts = bills.map(({ reference, amountMinor }) => ({
        kind: 'account' as const,
        reference,
        amount: toDecimal(amountMinor, currency),
      }));
      const order = { saleId: saleIdFrom(random), bills: accounts };
      return window.press(() => till.call('bill/request', order));
    },
    attempts: () => attempts,
  };
}

function saleIdFrom(random: Random): SaleId {
  const hexadecimal = (digits: number): string => Array.from({ length: digits }, () => random.whole(0, 15).toString(16)).join('');
  return `${hexadecimal(8)}-${hexadecimal(4)}-4${hexadecimal(3)}-8${hexadecimal(3)}-${hexadecimal(12)}` as SaleId;
}

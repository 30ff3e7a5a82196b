import type { Currency } from './currency.ts';

/** An amount as a bill or QR payment service says it. Money in minor units. */
export interface ServiceMoney {
  readonly amountMinor: number;
  readonly currency: Currency;
  /** Where the amount could be either: `DEBIT` is owed, `CREDIT` is a balance in the customer's favour. Any other word is kept as it came. */
  readonly indicator?: string;
}

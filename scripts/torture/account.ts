import type { Currency } from '../../shared/currency.ts';
import { parseDecimal } from '../../shared/money.ts';
import { invariant } from '../../shared/result.ts';
import type { Outcome, Sale } from '../../shared/sale.ts';
import { attemptOf, bookedSaleOf, compareBooks, type Charge, type Differences } from '../../main/testing/compare-books.ts';
import { compareBills, type BillDifferences } from '../../main/testing/compare-bills.ts';
import type { BillpayLedger } from '../../simulators/billpay/start-billpay-simulator.ts';
import type { LedgerEntry } from '../../simulators/bds/start-bds-simulator.ts';

/** What is left after the torture. */
export interface Remains {
  readonly currency: Currency;
  /** What the simulator really charged. */
  readonly ledger: readonly LedgerEntry[];
  /** The whole journal. */
  readonly sales: readonly Sale[];
  /** What the till told a person, by sale; `waiting` where it only said that it had begun. */
  readonly told: ReadonlyMap<string, Outcome>;
  /** Bills that the till began again although it must not. */
  readonly chargedAgain: readonly string[];
}

/** The two books against each other, and both against what people were told. A sentence for each case. */
export function accountFor({ currency, ledger, sales, told, chargedAgain }: Remains): Differences {
  const { lost, doubled, ...others } = compareBooks(chargesIn(ledger, currency), sales.map(bookedSaleOf));
  const salesById = new Map<string, Sale>(sales.map((sale) => [sale.saleId, sale]));
  const forgotten = [...told].flatMap(([saleId, outcome]) => {
    const sale = salesById.get(saleId);
    // A person's verdict may follow an unknown outcome, and money or a restart bills that were open; nothing else may change.
    const isOpen = outcome === 'open' || outcome === 'waiting' || outcome === 'outcome-unknown';
    if (sale && (isOpen || sale.outcome === outcome)) return [];
    return [`${saleId} was told as ${outcome}, and is ${sale?.outcome ?? 'not in the journal'}`];
  });
  return { lost: [...lost, ...forgotten], doubled: [...doubled, ...chargedAgain], ...others };
}

export function chargesIn(ledger: readonly LedgerEntry[], currency: Currency): readonly Charge[] {
  return ledger.flatMap((entry) => {
    if (entry.kind !== 'charged') return [];
    const amount = parseDecimal(entry.amount, currency);
    invariant(amount.ok, `the ledger has the amount ${entry.amount}`);
    return [
      {
        attempt: entry.payor?.['BusinessName'] ?? entry.reference,
        reference: entry.reference,
        amountMinor: amount.value,
        transactionId: String(entry.transactionId),
      },
    ];
  });
}

/** The journal against what the bill service really has and what was really paid. */
export function accountForBills(
  { payments, conflicts }: BillpayLedger,
  sales: readonly Sale[],
  charges: readonly Charge[],
): BillDifferences {
  const booked = payments.map((payment) => ({
    ...payment,
    cashMinor: payment.tenders.reduce((sum, { tenderType, amountMinor }) => sum + (tenderType === 'CASH' ? amountMinor : 0), 0),
  }));
  const found = compareBills(booked, sales, (sale) =>
    charges.reduce((sum, { attempt, amountMinor }) => sum + (attempt === attemptOf(sale) ? amountMinor : 0), 0),
  );
  const breaches = conflicts
    .filter(({ isBreach }) => isBreach)
    .map(({ kind, requestId }) => `${kind} about payment ${requestId}`);
  return { ...found, conflicting: [...found.conflicting, ...breaches] };
}

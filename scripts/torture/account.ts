import type { Currency } from '../../shared/currency.ts';
import { parseDecimal } from '../../shared/money.ts';
import { invariant } from '../../shared/result.ts';
import type { Outcome, Sale } from '../../shared/sale.ts';
import { attemptOf, bookedSaleOf, compareBooks, type Charge, type Differences } from '../../main/testing/compare-books.ts';
import { compareBills, type BillDifferences } from '../../main/testing/compare-bills.ts';
import { compareCodes, takenByCodes, type BookedCode } from '../../main/testing/compare-codes.ts';
import { compareOpened } from '../../main/testing/compare-opened.ts';
import type { BillpayLedger } from '../../simulators/billpay/start-billpay-simulator.ts';
import type { LedgerEntry } from '../../simulators/bds/start-bds-simulator.ts';
import type { Payment, QrLedger } from '../../simulators/qr/start-qr-simulator.ts';

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

/** Every kind of wrong, a sentence for each case. */
export type Found = Differences & Pick<BillDifferences, 'conflicting' | 'stuck'>;

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

/** The journal against what the bill service and the QR service really have, and what was really paid. */
export function accountForAdvices(
  bills: BillpayLedger,
  codes: QrLedger,
  sales: readonly Sale[],
  charges: readonly Charge[],
): BillDifferences {
  const payments = bills.payments.map((payment) => ({
    ...payment,
    cashMinor: payment.tenders.reduce((sum, { tenderType, amountMinor }) => sum + (tenderType === 'CASH' ? amountMinor : 0), 0),
  }));
  const booked = codes.payments.map(bookedCodeOf);
  const chargedBy = new Map<string, number>();
  for (const { attempt, amountMinor } of charges) chargedBy.set(attempt, (chargedBy.get(attempt) ?? 0) + amountMinor);
  const paidMinor = (sale: Sale): number => (chargedBy.get(attemptOf(sale)) ?? 0) + takenByCodes(booked, sale);
  const ofBills = compareBills(payments, sales, paidMinor);
  const ofCodes = compareCodes(booked, sales);
  const breaches = [...bills.conflicts, ...codes.conflicts]
    .filter(({ isBreach }) => isBreach)
    .map(({ kind, requestId }) => `${kind} about payment ${requestId}`);
  return {
    advices: ofBills.advices + ofCodes.advices,
    delivered: ofBills.delivered + ofCodes.delivered,
    conflicting: [...ofBills.conflicting, ...ofCodes.conflicting, ...compareOpened(sales, paidMinor), ...breaches],
    stuck: [...ofBills.stuck, ...ofCodes.stuck],
  };
}

function bookedCodeOf({ requestedMinor, state, ...payment }: Payment): BookedCode {
  const isWaiting = state === 'pending-scan' || state === 'pending-partner';
  return { ...payment, amountMinor: requestedMinor, state: isWaiting ? 'waiting' : state };
}

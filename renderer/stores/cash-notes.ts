import { exponentOf, type Currency } from '../../shared/currency.ts';

/**
 * The notes that customers hand over, in whole units: with them a cashier gets by on one press. Listed where a country's notes are
 * other than the most common row; a note that is missing costs a press more, and no money.
 */
const notesByCurrency: Readonly<Record<string, readonly number[]>> = {
  USD: [5, 10, 20, 50, 100],
  EUR: [5, 10, 20, 50, 100, 200],
  GBP: [5, 10, 20, 50],
  BWP: [10, 20, 50, 100, 200],
  ZAR: [10, 20, 50, 100, 200],
  NAD: [10, 20, 50, 100, 200],
  INR: [10, 20, 50, 100, 200, 500],
  KES: [50, 100, 200, 500, 1_000],
  NGN: [100, 200, 500, 1_000],
  JPY: [1_000, 5_000, 10_000],
  KRW: [1_000, 5_000, 10_000, 50_000],
};
const commonNotes = [5, 10, 20, 50, 100, 200] as const;
/** Where there is no minor unit, one whole unit is worth little. */
const commonLargeNotes = [500, 1_000, 2_000, 5_000, 10_000] as const;

/** As many as fit in a row beside the exact amount. */
const mostNotes = 3;

/**
 * What a customer is likely to hand over for an amount, above it: the next full count of each note, the smallest first.
 * @param dueMinor minor units, more than 0
 * @returns minor units
 */
export function nextRoundNotes(dueMinor: number, currency: Currency): readonly number[] {
  const exponent = exponentOf(currency);
  const notes = notesByCurrency[currency] ?? (exponent === 0 ? commonLargeNotes : commonNotes);
  const unitMinor = 10 ** exponent;
  const counts = notes.map((note) => Math.ceil(dueMinor / (note * unitMinor)) * note * unitMinor);
  return [...new Set(counts)]
    .filter((amountMinor) => amountMinor > dueMinor)
    .toSorted((one, other) => one - other)
    .slice(0, mostNotes);
}

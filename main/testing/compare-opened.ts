import type { Sale } from '../../shared/sale.ts';

/**
 * Amounts that were opened for several tenders: all of it was taken, or nothing. A sentence for each of which that is not so.
 * @param takenMinor what cards and codes really paid of a sale
 */
export function compareOpened(sales: readonly Sale[], takenMinor: (sale: Sale) => number): readonly string[] {
  return sales.flatMap((sale) => {
    const { isOpened, number, outcome, amountMinor } = sale;
    if (!isOpened) return [];
    const wholeMinor = keptInCash(sale) + takenMinor(sale);
    const wantedMinor = outcome === 'approved' ? amountMinor : 0;
    return wholeMinor === wantedMinor ? [] : [`sale ${number} is ${outcome} for ${amountMinor}, and ${wholeMinor} was taken`];
  });
}

/** The cash of a sale that is given up is the customer's, also while it still lies in the drawer. */
export function keptInCash({ cash, outcome }: Pick<Sale, 'cash' | 'outcome'>): number {
  return cash && !cash.isReturned && outcome !== 'abandoned' ? cash.amountMinor : 0;
}

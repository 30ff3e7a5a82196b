import { formatAmount } from '../../shared/money.ts';
import type { Sale } from '../../shared/sale.ts';

/** Rows of one page: what fits twice on a screen, and half of what the till gives at most. */
export const pageSize = 50;

/** A list as far as it was read. */
export interface ReadSales {
  readonly sales: readonly Sale[];
  readonly hasMore: boolean;
}

/**
 * The list with one more page. The newest page is read again when something changed; what was read beyond it stays,
 * and so does what was known of the end.
 */
export function withPage(known: ReadSales, page: ReadSales): ReadSales {
  const oldestKnown = known.sales.at(-1)?.number ?? Infinity;
  const oldestOfPage = page.sales.at(-1)?.number ?? Infinity;
  return {
    sales: mergeSales(known.sales, page.sales),
    hasMore: oldestKnown < oldestOfPage ? known.hasMore : page.hasMore,
  };
}

/** Puts a page into the list: what is known already is replaced (it may have been resolved), and the newest stays first. */
function mergeSales(known: readonly Sale[], page: readonly Sale[]): readonly Sale[] {
  const byNumber = new Map(known.map((sale) => [sale.number, sale]));
  for (const sale of page) byNumber.set(sale.number, sale);
  return [...byNumber.values()].toSorted((one, other) => other.number - one.number);
}

/** Does a sale match what was typed: its reference or those of its bills and codes, their billers and wallets, its number, amount, last four or its outcome's word? Nothing typed matches all. */
export function matchesFilter(sale: Sale, filter: string, locale: string, outcomeWord: string): boolean {
  const wanted = filter.trim().toLowerCase();
  if (wanted === '') return true;
  const texts = [
    sale.reference,
    ...(sale.bills ?? []).flatMap(({ reference, biller, slip }) => [reference, biller.name, slip?.issuerReference ?? '']),
    ...(sale.codes ?? []).flatMap(({ partner, slip, tranId }) => [
      partner?.name ?? '',
      slip?.issuerReference ?? '',
      tranId ?? '',
    ]),
    `#${sale.number}`,
    String(sale.number),
    formatAmount(sale.amountMinor, sale.currency, locale),
    formatAmount(sale.amountMinor + sale.feeMinor, sale.currency, locale),
    sale.card?.lastFour ?? '',
    outcomeWord,
  ];
  return texts.some((text) => text.toLowerCase().includes(wanted));
}

import type { Sale } from '../../shared/sale.ts';
import type { Journal } from '../journal/journal.ts';
import type { Logger } from '../ports/logger.ts';

/**
 * What a till does with the sales that its predecessor left waiting: their requests may have reached the terminal, so each is unknown, on the record.
 * Harmless to repeat. A disk that takes nothing leaves them waiting, and readers see them as unknown all the same.
 */
export function recover(journal: Journal, logger: Logger): void {
  for (const sale of journal.open()) if (sale.outcome === 'waiting') recoverSale(sale, journal, logger);
}

/** One that nobody waits for any more; never the one whose customer is at the terminal. */
export function recoverSale(sale: Sale, journal: Journal, logger: Logger): void {
  const appended = journal.append(sale.saleId, { kind: 'payment-outcome-unknown', reason: { code: 'till-stopped' } });
  if (appended.ok) logger.warn('sale-recovered-as-unknown', { saleId: sale.saleId, number: sale.number });
  else logger.error('sale-not-recovered', { saleId: sale.saleId, why: appended.failure.detail });
}

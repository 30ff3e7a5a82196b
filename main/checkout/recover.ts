import { isUnderWay, type QrTender } from '../../shared/qr-tender.ts';
import { invariant } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Journal } from '../journal/journal.ts';
import type { Fact } from '../journal/record.ts';
import type { Logger } from '../ports/logger.ts';
import { commit, type SaleRunParts } from './sale-run.ts';

/**
 * What a till does with what its predecessor left behind (billpay 4.2, BDS 3):
 * - a card at the terminal: the request may have arrived, so the outcome is unknown, on the record;
 * - a bill without an answer: it may be reserved, so it is taken back;
 * - a payment by code without an answer: it may be reserved, so it is taken back (qr 4.8);
 * - bills that wait for their money: nobody stands at the counter any more, so the sale is abandoned and they are taken back.
 *
 * Harmless to repeat. A disk that takes nothing leaves all as it is, and readers see a waiting sale as unknown all the same.
 */
export function recover(
  journal: Journal,
  logger: Logger,
  queueAdvice: SaleRunParts['queueAdvice'] = () => invariant(false, 'where no service is set up, none is owed an advice'),
): void {
  const parts = { journal, logger, queueAdvice };
  // Of what still owes an advice as well: the sale may have been abandoned before the service answered.
  for (const sale of journal.owing()) takeBackUnanswered(sale, parts);
  for (const sale of journal.open()) {
    if (sale.outcome === 'waiting') recoverSale(sale, journal, logger);
    if (sale.outcome === 'open') abandonSale(sale, parts);
  }
}

/** One that nobody waits for any more; never the one whose customer is at the terminal. */
export function recoverSale(sale: Sale, journal: Journal, logger: Logger): void {
  const appended = journal.append(sale.saleId, { kind: 'payment-outcome-unknown', reason: { code: 'till-stopped' } });
  if (appended.ok) logger.warn('sale-recovered-as-unknown', { saleId: sale.saleId, number: sale.number });
  else logger.error('sale-not-recovered', { saleId: sale.saleId, why: appended.failure.detail });
}

type RecoverParts = Pick<SaleRunParts, 'journal' | 'logger' | 'queueAdvice'>;

/** @returns whether all of it could be written */
function takeBackUnanswered({ saleId, bills = [], codes = [] }: Sale, parts: RecoverParts): boolean {
  const facts = [
    ...bills
      .filter(({ state }) => state === 'requested')
      .map(({ billId }): Fact => ({ kind: 'bill-unanswered', billId, reversalReason: 'TIMEOUT', reason: { code: 'no-answer' } })),
    ...codes.filter(isUnderWay).map(factOfCodeLeftUnderWay),
  ];
  for (const fact of facts) {
    const taken = commit(parts, saleId, fact);
    if (taken.ok) continue;
    parts.logger.error('sale-not-recovered', { saleId, why: taken.failure.detail });
    return false;
  }
  return true;
}

/** Before its payment was sent no money could move. After that it may be reserved, and its request may even be on its way still. */
function factOfCodeLeftUnderWay({ qrId, state }: QrTender): Fact {
  const reason = { code: 'till-stopped' } as const;
  return state === 'waiting'
    ? { kind: 'qr-unanswered', qrId, reversalReason: 'TIMEOUT', reason, isOver: false }
    : { kind: 'qr-declined', qrId, reason };
}

function abandonSale(sale: Sale, parts: RecoverParts): void {
  const { saleId } = sale;
  if (!takeBackUnanswered(sale, parts)) return;
  // The last unanswered bill may have ended the sale.
  if (parts.journal.sale(saleId)?.outcome !== 'open') return;
  const abandoned = commit(parts, saleId, { kind: 'sale-abandoned', reason: { code: 'till-stopped' } });
  if (abandoned.ok) parts.logger.warn('sale-recovered-as-abandoned', { saleId, number: sale.number });
  else parts.logger.error('sale-not-recovered', { saleId, why: abandoned.failure.detail });
}

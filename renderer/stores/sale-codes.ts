import { isUnderWay, type QrTender } from '../../shared/qr-tender.ts';
import { isPaidByCode, type Sale } from '../../shared/sale.ts';

/** The payment by code that a customer is about to make, if one is. */
export function codeUnderWay({ codes = [] }: Pick<Sale, 'codes'>): QrTender | undefined {
  return codes.find(isUnderWay);
}

/** The payments by code that pay a part of the sale. */
export function paidCodes({ codes = [], outcome }: Pick<Sale, 'codes' | 'outcome'>): readonly QrTender[] {
  return codes.filter((tender) => isPaidByCode(tender, outcome));
}

/**
 * The code that came to nothing and is to be tried again first, if that was the last thing that happened at the counter.
 * A card that failed after it is the later news.
 */
export function codeToRetry({ codes = [], failedCards = [] }: Pick<Sale, 'codes' | 'failedCards'>): QrTender | undefined {
  const last = codes.at(-1);
  if (!last?.reason || isUnderWay(last)) return undefined;
  const lastCard = failedCards.at(-1);
  return lastCard !== undefined && lastCard.at > last.begunAt ? undefined : last;
}

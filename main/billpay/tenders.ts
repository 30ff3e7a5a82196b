import type { CardDetails, ProcessingMethod } from '../../shared/sale.ts';
import type { Institution } from '../../shared/institution.ts';
import type { BillTender } from './messages.ts';

/** The most that a tender's reference may have (billpay 3.2). */
const longestReference = 40;

/** Cash has no card number and no account. Of the amount that the bill takes, not of what was handed over: change is not a tender. */
export function cashTender(amountMinor: number): BillTender {
  return { tenderType: 'CASH', amountMinor };
}

/** A payment by code that was paid from an app. Its partner is what a biller may know it by. */
export function walletTender(amountMinor: number, partner: Institution | undefined): BillTender {
  return { tenderType: 'WALLET', amountMinor, ...(partner ? { reference: referenceOf(partner.name) } : {}) };
}

/**
 * A card that the terminal has charged. The masked card number is left out: it wants the first six digits, and the terminal tells us
 * the last four alone. What finds the charge is its authorization, as the reference.
 */
export function cardTender(
  amountMinor: number,
  card: Pick<CardDetails, 'authCode' | 'transactionId' | 'paymentMethod'>,
  processingMethod: ProcessingMethod,
): BillTender {
  const isDebit = (card.paymentMethod ?? processingMethod).endsWith('Debit');
  const found =
    card.authCode === undefined
      ? card.transactionId === undefined
        ? undefined
        : `TXN ${card.transactionId}`
      : `AUTH ${card.authCode}`;
  return {
    tenderType: isDebit ? 'DEBIT_CARD' : 'CREDIT_CARD',
    amountMinor,
    ...(found === undefined ? {} : { reference: referenceOf(found) }),
  };
}

function referenceOf(text: string): string {
  return text.slice(0, longestReference).toWellFormed();
}

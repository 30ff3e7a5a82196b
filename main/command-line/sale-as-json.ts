import type { Sale } from '../../shared/sale.ts';

/** A sale as scripts read it. Money in minor units; what is not known is absent. */
export function saleAsJson(sale: Sale): Record<string, unknown> {
  const { card, reason } = sale;
  return withoutUndefined({
    saleId: sale.saleId,
    number: sale.number,
    outcome: sale.outcome,
    amountMinor: sale.amountMinor,
    feeMinor: sale.feeMinor,
    totalMinor: sale.amountMinor + sale.feeMinor,
    currency: sale.currency,
    reference: sale.reference,
    reason: reason?.code,
    reasonDetail: reason?.detail,
    transactionId: card?.transactionId,
    authCode: card?.authCode,
    lastFour: card?.lastFour,
    paymentMethod: card?.paymentMethod,
    entryMethod: card?.entryMethod,
    transactionAt: card?.transactionAt,
    begunAt: sale.begunAt,
    endedAt: sale.endedAt,
    payor: sale.payor,
    billType: sale.billType,
    processingMethod: sale.processingMethod,
    applicationType: sale.applicationType,
    discrepancies: sale.discrepancies,
    deviceWarning: sale.deviceWarning,
    resolution: sale.resolution,
    override: sale.override,
    bills: sale.bills,
    cash: sale.cash && { ...sale.cash, changeMinor: sale.cash.handedMinor - sale.cash.amountMinor },
    codes: sale.codes,
    failedCards: sale.failedCards,
  });
}

function withoutUndefined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

import type { BillLine } from '../../shared/bill-line.ts';
import type { PaymentId } from '../../shared/ids.ts';
import { isUnderWay, type QrTender } from '../../shared/qr-tender.ts';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import { adviceOwed } from './advice-owed.ts';
import type { Effect, Transition } from './effect.ts';

/**
 * What follows for the bills and the payments by code from where the sale stands now, and what the services have to be told for it.
 * Asked after every fact, so that there is one place that decides between the two advices: a sale that is paid confirms what was reserved,
 * a sale that is given up reverses it, and while a card's outcome is unknown nothing is said at all.
 */
export function settle(previous: Sale, changed: Sale): Transition {
  if (!changed.bills && !changed.codes) return { sale: changed, effects: [] };
  const closed = closeWithoutBills(changed);
  const sale: Sale = {
    ...closed,
    ...(closed.bills ? { bills: closed.bills.map((bill) => decide(bill, closed)) } : {}),
    ...(closed.codes ? { codes: closed.codes.map((tender) => decide(tender, closed)) } : {}),
  };
  const effects = [
    ...advicesOf(previous.bills ?? [], sale.bills ?? [], ({ billId }) => billId),
    ...advicesOf(previous.codes ?? [], sale.codes ?? [], ({ qrId }) => qrId),
  ];
  return { sale: { ...sale, owesAdvice: owesAdvice(sale) }, effects };
}

/** What was reserved is confirmed or reversed by the sale alone, once. */
function decide<Payment extends BillLine | QrTender>(payment: Payment, { outcome }: Sale): Payment {
  if (payment.state !== 'reserved') return payment;
  if (outcome === 'approved') return { ...payment, state: 'confirming' };
  if (outcome === 'abandoned') return { ...payment, state: 'reversing', reason: { code: 'abandoned' } };
  return payment;
}

type Payment = Pick<BillLine | QrTender, 'state'> & Pick<QrTender, 'retold' | 'foundNothing'>;

/** An advice for each payment that has just come to one, and for each whose advice has to go out under another id. */
function advicesOf<Kind extends Payment>(
  before: readonly Kind[],
  now: readonly Kind[],
  idOf: (payment: Kind) => PaymentId,
): readonly Effect[] {
  return now.flatMap((payment, index): Effect[] => {
    const earlier = before[index];
    if (earlier?.state === payment.state && earlier.retold === payment.retold) return [];
    // Told already, and too early: it is told again when the request is over.
    if (payment.foundNothing) return [];
    const requestId = idOf(payment);
    if (payment.state === 'confirming') return [{ kind: 'queue-advice', requestId, advice: 'confirmation' }];
    if (payment.state === 'reversing') return [{ kind: 'queue-advice', requestId, advice: 'reversal' }];
    return [];
  });
}

/**
 * Does a service still have to be told something? A payment that was never answered may be reserved: where the sale is over already,
 * it is found by this after a death, and taken back.
 */
function owesAdvice(sale: Sale): boolean {
  const { bills = [], codes = [], outcome } = sale;
  return (
    [...bills, ...codes].some((payment) => adviceOwed(sale, payment) !== undefined) ||
    (outcome !== 'open' && (bills.some(({ state }) => state === 'requested') || codes.some(isUnderWay)))
  );
}

/** A sale whose bills all came to nothing has nothing left to pay. */
function closeWithoutBills(sale: Sale): Sale {
  const isOver = sale.outcome === 'open' && sale.bills?.every(({ state }) => state !== 'requested' && state !== 'reserved');
  if (!isOver) return sale;
  const wasDeclined = sale.bills?.every(({ state }) => state === 'declined');
  const detail = sale.bills?.find(({ reason }) => reason?.detail)?.reason?.detail;
  return {
    ...sale,
    outcome: wasDeclined ? 'declined' : 'failed',
    reason: { code: 'no-bill-left', ...(detail === undefined ? {} : { detail }) },
  };
}

/** Nothing is due any more: the sale is paid. */
export function closeWhenPaid(sale: Sale, at: string): Sale {
  return sale.outcome === 'open' && dueMinor(sale) === 0 ? { ...sale, outcome: 'approved', endedAt: at } : sale;
}

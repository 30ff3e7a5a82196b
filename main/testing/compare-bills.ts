import type { BillLine } from '../../shared/bill-line.ts';
import type { Sale } from '../../shared/sale.ts';
import { keptInCash } from './compare-opened.ts';

/** What the bill service really has of one payment, by the id that the till gave it. */
export interface BookedPayment {
  readonly id: string;
  /** `requested`: it arrived and took no effect. */
  readonly state: 'requested' | 'reserved' | 'declined' | 'confirmed' | 'reversed';
  /** What has really moved: 0 unless it is confirmed. */
  readonly finalMinor: number;
  /** How much of it was said to be cash. */
  readonly cashMinor: number;
  /** All advices that ever named it. */
  readonly adviceIds: readonly string[];
}

/** What is wrong between the service's book, the journal, and the money: a sentence for each case. */
export interface BillDifferences {
  /** How many bills were owed an advice, and of how many the journal says that the service has it. */
  readonly advices: number;
  readonly delivered: number;
  /** Both advices or two of them for one payment, a payment without its bill, confirmed without its money or the other way round. */
  readonly conflicting: readonly string[];
  /** Reserved, or owed an advice, when nothing is on its way any more. */
  readonly stuck: readonly string[];
}

/** @param paidMinor what cards and codes really paid of a sale */
export function compareBills(
  payments: readonly BookedPayment[],
  sales: readonly Sale[],
  paidMinor: (sale: Sale) => number,
): BillDifferences {
  const conflicting: string[] = [];
  const stuck: string[] = [];
  let advices = 0;
  let delivered = 0;
  const paymentsById = new Map(payments.map((payment) => [payment.id, payment]));
  const billIds = new Set<string>();

  for (const sale of sales) {
    if (!sale.bills) continue;
    let confirmedMinor = 0;
    let cashMinor = 0;
    for (const bill of sale.bills) {
      billIds.add(bill.billId);
      const payment = paymentsById.get(bill.billId);
      if (payment?.state === 'confirmed') {
        confirmedMinor += payment.finalMinor;
        cashMinor += payment.cashMinor;
      }
      if (isOnItsWay(bill)) stuck.push(describe(sale, bill));
      if (isOnItsWay(bill) || isTold(bill)) advices += 1;
      if (isTold(bill)) delivered += 1;
      if ((bill.state === 'confirmed') !== (payment?.state === 'confirmed'))
        conflicting.push(`${describe(sale, bill)}, but the service has ${payment?.state ?? 'nothing'}`);
    }
    const keptMinor = keptInCash(sale);
    const takenMinor = keptMinor + paidMinor(sale);
    if (takenMinor !== confirmedMinor)
      conflicting.push(`sale ${sale.number} is ${sale.outcome} and took ${takenMinor}, but ${confirmedMinor} is confirmed`);
    if (cashMinor !== keptMinor)
      conflicting.push(`sale ${sale.number} kept ${keptMinor} in cash, but ${cashMinor} is confirmed as cash`);
  }
  for (const { id, state, adviceIds } of payments) {
    if (adviceIds.length > 1) conflicting.push(`payment ${id} was told ${adviceIds.length} advices`);
    if (state === 'reserved') stuck.push(`payment ${id} is still reserved`);
    if (!billIds.has(id)) conflicting.push(`payment ${id} (${state}) has no bill in the journal`);
  }
  return { advices, delivered, conflicting, stuck };
}

function isTold({ state }: BillLine): boolean {
  return state === 'confirmed' || state === 'reversed';
}

function isOnItsWay({ state }: BillLine): boolean {
  return !(state === 'declined' || state === 'confirmed' || state === 'reversed');
}

function describe(sale: Sale, { reference, state }: BillLine): string {
  return `bill ${reference} of sale ${sale.number} (${sale.outcome}) is ${state}`;
}

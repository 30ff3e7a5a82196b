import type { Currency } from './currency.ts';
import { isUnderWay } from './qr-tender.ts';
import { dueMinor, type Sale } from './sale.ts';
import type { Counter, Mode, Snapshot, TenderKind } from './snapshot.ts';

/**
 * What a customer sees of their own sale, and nothing else: who else looks at the counter sees it, too. So it has no room for a name, a reference,
 * a number, the digits of a card, or anything of another sale. A type of its own, and not a sale with something left out: what is added to a sale
 * later cannot get here by itself. Money in minor units.
 */
export type CustomerView =
  | { readonly kind: 'idle' }
  /** Something is being asked or looked into, and the customer has nothing to do. */
  | { readonly kind: 'wait' }
  /** By which means is still open. `paidMinor` is what was paid of it before. */
  | {
      readonly kind: 'to-pay';
      readonly amountMinor: number;
      readonly paidMinor: number;
      readonly ways: readonly TenderKind[];
    }
  /** The terminal tells the customer what to do. */
  | { readonly kind: 'card'; readonly amountMinor: number }
  /** Without the code it is still being prepared. */
  | { readonly kind: 'code'; readonly amountMinor: number; readonly code?: CustomerCode }
  | { readonly kind: 'paid'; readonly amountMinor: number; readonly changeMinor: number }
  | { readonly kind: 'not-paid'; readonly cashBackMinor: number };

export interface CustomerCode {
  /** To be drawn as it is. */
  readonly payload: string;
  /** By the till's own clock, as `CustomerDisplay.at`. */
  readonly expiresAt: string;
}

/** Everything that a customer's display ever gets. */
export interface CustomerDisplay {
  readonly view: CustomerView;
  readonly currency: Currency;
  readonly locale: string;
  /** Practice is marked for the customer as well. */
  readonly mode: Mode;
  /** The shop's own name, where it is set. */
  readonly shop?: string;
  /** The till's clock when this was sent. */
  readonly at: string;
}

/** What the customer sees of how things stand. */
export function customerDisplayOf(snapshot: Snapshot, shop?: string): CustomerDisplay {
  const { currency, locale, mode, at } = snapshot;
  return { view: customerViewOf(snapshot), currency, locale, mode, ...(shop === undefined ? {} : { shop }), at };
}

export function customerViewOf({ counter, tenders }: Pick<Snapshot, 'counter' | 'tenders'>): CustomerView {
  switch (counter.kind) {
    case 'free':
      return { kind: 'idle' };
    case 'open':
      return viewOfOpen(counter, tenders);
    case 'taking':
      return { kind: 'card', amountMinor: dueMinor(counter.sale) };
    case 'decided':
      return viewOfDecided(counter.sale);
  }
}

function viewOfOpen({ sale, code }: Extract<Counter, { kind: 'open' }>, tenders: readonly TenderKind[]): CustomerView {
  // What there is to pay is known when every biller has answered.
  if (sale.bills?.some(({ state }) => state === 'requested')) return { kind: 'wait' };
  const underWay = sale.codes?.find(isUnderWay);
  if (underWay) {
    const isItsOwn = code?.qrId === underWay.qrId;
    return {
      kind: 'code',
      amountMinor: underWay.amountMinor,
      ...(code && isItsOwn ? { code: { payload: code.payload, expiresAt: code.expiresAt } } : {}),
    };
  }
  const due = dueMinor(sale);
  // Cash is taken once.
  const ways = tenders.filter((tender) => tender !== 'cash' || !sale.cash);
  return { kind: 'to-pay', amountMinor: due, paidMinor: sale.amountMinor - due, ways };
}

function viewOfDecided(sale: Sale): CustomerView {
  const { outcome, cash, amountMinor, feeMinor, discrepancies } = sale;
  switch (outcome) {
    case 'approved':
      // Not as it was asked for: the cashier calls a manager before anybody says that it is paid.
      if (discrepancies.length > 0) return { kind: 'wait' };
      return { kind: 'paid', amountMinor: amountMinor + feeMinor, changeMinor: cash ? cash.handedMinor - cash.amountMinor : 0 };
    case 'declined':
    case 'cancelled':
    case 'failed':
    case 'abandoned':
      return { kind: 'not-paid', cashBackMinor: cash && !cash.isReturned ? cash.amountMinor : 0 };
    // Nobody knows, and the customer is not told a guess.
    case 'outcome-unknown':
    case 'open':
    case 'waiting':
      return { kind: 'wait' };
  }
}

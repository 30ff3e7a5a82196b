import { isUnderWay } from '../../shared/qr-tender.ts';
import { dueMinor, takesTenders, type Sale } from '../../shared/sale.ts';
import { assertNever, invariant } from '../../shared/result.ts';
import type { Project } from '../journal/journal.ts';
import type { FactKind, JournalRecord } from '../journal/record.ts';
import { changeBill, requestBill } from './bill-transition.ts';
import { beginQr, changeQr } from './qr-transition.ts';
import { closeWhenPaid, settle } from './settle.ts';
import type { Transition } from './effect.ts';

/**
 * What a fact does to a sale. Pure: the same facts give the same sale, at the counter, in the journal's projection and after a restart.
 *
 *   (nothing) ──payment-begun──▶ waiting ──payment-approved──────────▶ approved
 *                                   ├──────payment-declined──────────▶ declined
 *                                   ├──────payment-cancelled─────────▶ cancelled
 *                                   ├──────payment-failed────────────▶ failed
 *                                   └──────payment-outcome-unknown───▶ outcome-unknown
 *                                                                        ├──payment-resolved (charged)──────▶ approved
 *                                                                        └──payment-resolved (not charged)──▶ failed
 *
 * A sale of bills (`bill-transition.ts`), or of an amount that was opened, is `open` before and between its tenders:
 * a card that charges nothing leads back there.
 * A fact that does not fit throws: the journal projects inside its transaction, so what cannot be true cannot be written.
 */
export function transition(previous: Sale | undefined, record: JournalRecord): Transition {
  const { fact } = record;
  if (fact.kind === 'bill-requested') return requestBill(previous, record, fact);
  if (fact.kind === 'qr-begun') return beginQr(previous, record, fact);
  if (fact.kind === 'sale-opened') return openSale(previous, record, fact);
  if (fact.kind === 'payment-begun') return beginPayment(previous, record, fact);
  invariant(previous, `${fact.kind} needs a sale that has begun`);
  const { sale, effects } = settle(previous, decide(previous, fact, record.at));
  return fact.kind === 'qr-payment-begun'
    ? { sale, effects: [...effects, { kind: 'pay-by-code', qrId: fact.qrId }] }
    : { sale, effects };
}

type FactOf<Kind extends FactKind> = Extract<JournalRecord['fact'], { kind: Kind }>;

function beginPayment(previous: Sale | undefined, record: JournalRecord, fact: FactOf<'payment-begun'>): Transition {
  const effects = [{ kind: 'take-card', request: fact.request }] as const;
  if (previous) {
    isStill(previous, 'open', fact.kind);
    invariant(isDecided(previous), 'every bill and every code is answered before a card is taken');
    invariant(
      fact.request.amountMinor === dueMinor(previous),
      'a card pays what is still due, and is taken last (BDS cannot be undone)',
    );
    return { sale: { ...previous, outcome: 'waiting', ...(fact.override ? { override: fact.override } : {}) }, effects };
  }
  return { sale: { ...newSale(record, fact), outcome: 'waiting' }, effects };
}

function openSale(previous: Sale | undefined, record: JournalRecord, fact: FactOf<'sale-opened'>): Transition {
  invariant(previous === undefined, 'a sale is opened once');
  invariant(fact.request.amountMinor > 0, 'there is something to pay');
  return { sale: { ...newSale(record, fact), outcome: 'open', isOpened: true }, effects: [] };
}

function newSale(record: JournalRecord, { request, override }: FactOf<'payment-begun' | 'sale-opened'>): Omit<Sale, 'outcome'> {
  return {
    ...request,
    saleId: record.saleId,
    number: record.saleNumber,
    begunAt: record.at,
    feeMinor: 0,
    discrepancies: [],
    deviceWarning: false,
    ...(override ? { override } : {}),
  };
}

type LaterFact = Exclude<JournalRecord['fact'], { kind: 'payment-begun' | 'sale-opened' | 'bill-requested' | 'qr-begun' }>;

function decide(sale: Sale, fact: LaterFact, at: string): Sale {
  switch (fact.kind) {
    case 'payment-approved': {
      isStill(sale, 'waiting', fact.kind);
      const { feeMinor, card, discrepancies, deviceWarning } = fact;
      return { ...sale, outcome: 'approved', endedAt: at, feeMinor, card, discrepancies, deviceWarning };
    }
    case 'payment-declined':
    case 'payment-cancelled':
    case 'payment-failed': {
      isStill(sale, 'waiting', fact.kind);
      const outcome = nameOf(fact.kind);
      const { reason, deviceWarning } = fact;
      if (!takesTenders(sale)) return { ...sale, outcome, endedAt: at, reason, deviceWarning };
      return { ...sale, outcome: 'open', deviceWarning, failedCards: [...(sale.failedCards ?? []), { outcome, reason, at }] };
    }
    case 'payment-outcome-unknown':
      // The card may have been charged: from here only a person can tell, and no bill is confirmed or reversed before.
      isStill(sale, 'waiting', fact.kind);
      return { ...sale, outcome: 'outcome-unknown', endedAt: at, reason: fact.reason };
    case 'payment-resolved': {
      isStill(sale, 'outcome-unknown', fact.kind);
      const { verdict, evidence, reason } = fact;
      const isCharged = verdict === 'charged';
      return {
        ...sale,
        outcome: isCharged ? 'approved' : takesTenders(sale) ? 'abandoned' : 'failed',
        reason: { code: isCharged ? 'resolved-charged' : 'resolved-not-charged', detail: reason },
        resolution: { verdict, evidence, reason, at },
      };
    }
    case 'late-answer-received':
      // Written down for the person who has to find out; it overrules nobody.
      invariant(sale.outcome !== 'waiting', 'an answer to a waiting sale is not late');
      return sale;
    case 'cash-taken':
      isStill(sale, 'open', fact.kind);
      invariant(isDecided(sale), 'every bill and every code is answered before cash is taken');
      invariant(sale.cash === undefined, 'cash is taken once');
      invariant(fact.amountMinor > 0 && fact.amountMinor <= dueMinor(sale), 'cash pays what is due, or a part of it');
      invariant(fact.handedMinor >= fact.amountMinor, 'the customer handed over at least what is kept');
      return closeWhenPaid(
        { ...sale, cash: { amountMinor: fact.amountMinor, handedMinor: fact.handedMinor, isReturned: false } },
        at,
      );
    case 'cash-returned':
      isStill(sale, 'abandoned', fact.kind);
      invariant(sale.cash && !sale.cash.isReturned, 'there is cash to give back');
      return { ...sale, cash: { ...sale.cash, isReturned: true } };
    case 'sale-abandoned':
      isStill(sale, 'open', fact.kind);
      invariant(!sale.codes?.some(isUnderWay), 'a code that a customer may scan is given up before its sale');
      return { ...sale, outcome: 'abandoned', endedAt: at, reason: fact.reason };
    case 'bill-approved':
    case 'bill-declined':
    case 'bill-unanswered':
      return changeBill(sale, fact);
    case 'qr-approved':
      return closeWhenPaid(changeQr(sale, fact), at);
    case 'qr-payment-begun':
    case 'qr-declined':
    case 'qr-unanswered':
    case 'qr-cancelled':
    case 'qr-payment-ended':
      return changeQr(sale, fact);
    case 'advice-queued':
    case 'advice-delivered':
    case 'advice-refused':
    case 'advice-id-taken':
      return sale.codes?.some(({ qrId }) => qrId === fact.requestId) ? changeQr(sale, fact) : changeBill(sale, fact);
    default:
      return assertNever(fact);
  }
}

function isDecided(sale: Sale): boolean {
  const { bills = [], codes = [] } = sale;
  return bills.every(({ state }) => state !== 'requested') && !codes.some(isUnderWay);
}

function isStill(sale: Sale, outcome: Sale['outcome'], kind: string): void {
  invariant(sale.outcome === outcome, `${kind} does not follow ${sale.outcome}`);
}

function nameOf(kind: 'payment-declined' | 'payment-cancelled' | 'payment-failed'): 'declined' | 'cancelled' | 'failed' {
  switch (kind) {
    case 'payment-declined':
      return 'declined';
    case 'payment-cancelled':
      return 'cancelled';
    case 'payment-failed':
      return 'failed';
    default:
      return assertNever(kind);
  }
}

/** How the journal's projection sees a fact: the same transition, without its effects. */
export const projectSale: Project = (previous, record) => transition(previous, record).sale;

/**
 * A waiting sale whose till has stopped, before anybody could write that down: the request may have reached the terminal.
 * Readers show it like this; the next till that sells writes it.
 */
export function seenAfterStop(sale: Sale): Sale {
  return sale.outcome === 'waiting' ? { ...sale, outcome: 'outcome-unknown', reason: { code: 'till-stopped' } } : sale;
}

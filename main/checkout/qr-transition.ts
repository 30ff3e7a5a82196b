import { isUnderWay, type QrState, type QrTender } from '../../shared/qr-tender.ts';
import { assertNever, invariant } from '../../shared/result.ts';
import { dueMinor, takesTenders, type Sale } from '../../shared/sale.ts';
import type { Fact, JournalRecord } from '../journal/record.ts';
import { checkOwed, type AdviceFact } from './advice-owed.ts';
import type { Transition } from './effect.ts';

/**
 * What a fact does to the payments by code of a sale (design 3, qr 4.4). Pure.
 *
 *   qr-begun ─▶ preparing ─┬─ qr-declined ─────────────▶ declined
 *                          └─ qr-payment-begun ▶ waiting ─┬─ qr-declined ──▶ declined: nothing happened there, and nothing is said
 *                                                         ├─ qr-approved ──▶ reserved ─┬─ the sale is paid ─────▶ confirming ─▶ confirmed
 *                                                         │                            └─ the sale is abandoned ▶ reversing ──▶ reversed
 *                                                         └─ qr-unanswered, qr-cancelled ───────────────────────▶ reversing
 *
 * A reversal may overtake the request that it is about, and find nothing; the request would then be reserved with nobody left to undo it.
 * So where a payment was given up while its request was under way, and the reversal found nothing, it is told once more when the request
 * is over: as a new advice, because the first had its final answer (qr 4.6).
 */

type FactOf<Kind extends Fact['kind']> = Extract<Fact, { kind: Kind }>;

/** How many ids an advice has beside its first [ours]: one for a reversal that came too early, the others for a world in which ids collide. */
export const timesRetold = 3;

/** The service is asked for a code, for all that is due or for a part of it. One at a time, and before any card. */
export function beginQr(previous: Sale | undefined, record: JournalRecord, fact: FactOf<'qr-begun'>): Transition {
  invariant(previous?.outcome === 'open' && takesTenders(previous), 'a code pays in an open sale');
  const { codes = [], bills = [] } = previous;
  invariant(!codes.some(isUnderWay), 'one code at a time');
  invariant(
    bills.every(({ state }) => state !== 'requested'),
    'every bill is answered before money is taken',
  );
  invariant(fact.amountMinor > 0 && fact.amountMinor <= dueMinor(previous), 'a code pays what is due, or a part of it');
  invariant(
    codes.every(({ qrId }) => qrId !== fact.qrId),
    'each payment by code has its own id',
  );
  const tender: QrTender = {
    qrId: fact.qrId,
    amountMinor: fact.amountMinor,
    state: 'preparing',
    begunAt: record.at,
  };
  return { sale: { ...previous, codes: [...codes, tender] }, effects: [{ kind: 'create-code', qrId: fact.qrId }] };
}

type QrFact =
  FactOf<'qr-payment-begun' | 'qr-approved' | 'qr-declined' | 'qr-unanswered' | 'qr-cancelled' | 'qr-payment-ended'> | AdviceFact;

/** What the service said about one payment by code, what the cashier did with it, or what the service was told. */
export function changeQr(sale: Sale, fact: QrFact): Sale {
  const id = 'requestId' in fact ? fact.requestId : fact.qrId;
  const known = sale.codes?.find(({ qrId }) => qrId === id);
  invariant(known, `${fact.kind} is about a payment by code of the sale`);
  const changed = after(known, fact, sale);
  return { ...sale, codes: (sale.codes ?? []).map((tender) => (tender === known ? changed : tender)) };
}

function after(tender: QrTender, fact: QrFact, sale: Sale): QrTender {
  switch (fact.kind) {
    case 'qr-payment-begun':
      isOneOf(tender, ['preparing'], fact.kind);
      return { ...tender, state: 'waiting', tranId: fact.tranId };
    case 'qr-approved': {
      isOneOf(tender, ['waiting'], fact.kind);
      invariant(fact.approvedMinor === tender.amountMinor, 'an amount that is not the one asked for is never taken for paid');
      const { approvedMinor, partner, slip } = fact;
      return { ...tender, state: 'reserved', approvedMinor, partner, ...(slip ? { slip } : {}) };
    }
    case 'qr-declined':
      isOneOf(tender, ['preparing', 'waiting'], fact.kind);
      return { ...tender, state: 'declined', reason: fact.reason };
    case 'qr-unanswered':
      // The service may have reserved it: that has to be undone, whatever becomes of the sale.
      isOneOf(tender, ['waiting'], fact.kind);
      return { ...tender, state: 'reversing', reason: fact.reason, ...(fact.isOver ? {} : { requestEnd: 'not-yet' }) };
    case 'qr-cancelled':
      // The customer may be scanning at this moment: the request goes on, and whatever it comes to is undone.
      isOneOf(tender, ['waiting'], fact.kind);
      return { ...tender, state: 'reversing', reason: { code: 'cancelled-by-cashier' }, requestEnd: 'not-yet' };
    case 'qr-payment-ended':
      invariant(tender.requestEnd === 'not-yet', 'a request ends once');
      return whenOver({ ...tender, requestEnd: fact.end });
    case 'advice-queued':
      checkNotTold(sale, tender, fact);
      return tender;
    case 'advice-delivered':
      checkNotTold(sale, tender, fact);
      if (fact.advice === 'confirmation') return { ...tender, state: 'confirmed' };
      return fact.foundNothing && !tender.isToldAfterEnd && tender.requestEnd !== undefined
        ? whenOver({ ...tender, state: 'reversing', foundNothing: true })
        : { ...tender, state: 'reversed' };
    case 'advice-id-taken':
      checkNotTold(sale, tender, fact);
      return retell({ ...tender, state: fact.advice === 'confirmation' ? 'confirming' : 'reversing' }, fact.detail);
    case 'advice-refused':
      checkNotTold(sale, tender, fact);
      return refused(tender, fact.detail);
    default:
      return assertNever(fact);
  }
}

/** @throws where the payment is owed no such advice, or the service has answered it, though it is told again when the request is over */
function checkNotTold(sale: Sale, tender: QrTender, fact: AdviceFact): void {
  checkOwed(sale, tender, fact);
  invariant(!tender.foundNothing, `${fact.kind} does not follow an answer that is final`);
}

/** What a reversal that found nothing comes to, once it is known how the request ended. */
function whenOver(tender: QrTender): QrTender {
  const { foundNothing, ...rest } = tender;
  if (!foundNothing || tender.requestEnd === 'not-yet') return tender;
  // The service refused it for a reason of the protocol's: it holds nothing.
  if (tender.requestEnd === 'declined') return { ...rest, state: 'reversed' };
  return retell(rest, 'nothing was found again and again');
}

/** The same as a new advice. One that has used up all its ids is for a person to look at. */
function retell(tender: QrTender, detail: string): QrTender {
  const retold = (tender.retold ?? 0) + 1;
  if (retold > timesRetold) return refused(tender, detail);
  return { ...tender, retold, ...(tender.requestEnd === 'over' ? { isToldAfterEnd: true } : {}) };
}

function refused(tender: QrTender, detail: string): QrTender {
  return { ...tender, state: 'needs-attention', reason: { code: 'advice-refused', detail } };
}

function isOneOf(tender: QrTender, states: readonly QrState[], kind: string): void {
  invariant(states.includes(tender.state), `${kind} does not follow ${tender.state}`);
}

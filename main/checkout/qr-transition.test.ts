import { describe, expect, it } from 'vitest';
import type { QrTender } from '../../shared/qr-tender.ts';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import type { Fact } from '../journal/record.ts';
import { facts, fold, qrIdOf, recordsOf } from '../testing/sale-facts.ts';
import type { Effect } from './effect.ts';
import { transition } from './transition.ts';

const { opened, requested, approved, cash, card, cardApproved, cardFailed, cardUnknown, resolved, abandoned } = facts;
const { qrBegun, qrPaymentBegun, qrApproved, qrDeclined, qrUnanswered, qrCancelled, qrPaymentEnded, codeAdvice } = facts;

const sent = [opened(1_000), qrBegun(1), qrPaymentBegun(1)] as const;
const cancelled = [...sent, qrCancelled(1)] as const;
/** 3.00 by code, and 7.00 still due. */
const part = [opened(1_000), qrBegun(1, 300), qrPaymentBegun(1), qrApproved(1, 300)] as const;

const saleAfter = (...told: readonly Fact[]): Sale => fold(recordsOf(...told));
const codeAfter = (...told: readonly Fact[]): QrTender | undefined => saleAfter(...told).codes?.[0];

/** What the last of these facts asks of the outside world. */
function effectsOf(...told: readonly Fact[]): readonly Effect[] {
  const records = recordsOf(...told);
  const last = records.at(-1);
  if (!last) throw new Error('no facts');
  return transition(records.length === 1 ? undefined : fold(records.slice(0, -1)), last).effects;
}

const confirm: Effect = { kind: 'queue-advice', requestId: qrIdOf(1), advice: 'confirmation' };
const reverse: Effect = { kind: 'queue-advice', requestId: qrIdOf(1), advice: 'reversal' };
const foundNothing = codeAdvice('advice-delivered', 1, 'reversal', { foundNothing: true });
const isReversed = codeAdvice('advice-delivered', 1, 'reversal');

describe('a payment by code', () => {
  it('has its code asked for, and only then the payment sent, each exactly once', () => {
    expect(codeAfter(opened(1_000), qrBegun(1))).toMatchObject({ state: 'preparing', amountMinor: 1_000 });
    expect(effectsOf(opened(1_000), qrBegun(1))).toEqual([{ kind: 'create-code', qrId: qrIdOf(1) }]);
    expect(codeAfter(...sent)).toMatchObject({ state: 'waiting', tranId: 'tran-1' });
    expect(effectsOf(...sent)).toEqual([{ kind: 'pay-by-code', qrId: qrIdOf(1) }]);
  });

  it('for all that is due settles the sale, and is confirmed', () => {
    expect(saleAfter(...sent, qrApproved(1))).toMatchObject({
      outcome: 'approved',
      endedAt: '2026-11-21T09:00:03.000Z',
      owesAdvice: true,
      codes: [{ state: 'confirming', approvedMinor: 1_000, partner: { name: 'Blue Heron Wallet' } }],
    });
    expect(effectsOf(...sent, qrApproved(1))).toEqual([confirm]);
    const told = codeAdvice('advice-delivered', 1, 'confirmation');
    expect(saleAfter(...sent, qrApproved(1), told)).toMatchObject({ owesAdvice: false, codes: [{ state: 'confirmed' }] });
  });

  it('for a part waits for the rest, in cash or by card, and is confirmed with it', () => {
    expect(saleAfter(...part)).toMatchObject({ outcome: 'open', owesAdvice: false, codes: [{ state: 'reserved' }] });
    expect(dueMinor(saleAfter(...part))).toBe(700);
    expect(effectsOf(...part)).toEqual([]);
    expect(effectsOf(...part, cash(700))).toEqual([confirm]);
    expect(effectsOf(...part, card(700), cardApproved())).toEqual([confirm]);
  });

  it('pays a bill as well, and both services are told', () => {
    const told = [requested(1), approved(1), qrBegun(1), qrPaymentBegun(1), qrApproved(1)] as const;
    expect(saleAfter(...told)).toMatchObject({
      outcome: 'approved',
      bills: [{ state: 'confirming' }],
      codes: [{ state: 'confirming' }],
    });
    expect(effectsOf(...told)).toHaveLength(2);
  });

  it('waits for nobody after a card that was declined, and is reversed when the sale is given up', () => {
    const told = [...part, card(700), cardFailed('payment-declined')] as const;
    expect(saleAfter(...told)).toMatchObject({ outcome: 'open', codes: [{ state: 'reserved' }] });
    expect(effectsOf(...told)).toEqual([]);
    expect(codeAfter(...told, abandoned())).toMatchObject({ state: 'reversing', reason: { code: 'abandoned' } });
    expect(effectsOf(...told, abandoned())).toEqual([reverse]);
  });

  it('is told nothing while a card’s outcome is unknown; the verdict says which of the two', () => {
    const unknown = [...part, card(700), cardUnknown()] as const;
    expect(codeAfter(...unknown)).toMatchObject({ state: 'reserved' });
    expect(effectsOf(...unknown)).toEqual([]);
    expect(effectsOf(...unknown, resolved('charged'))).toEqual([confirm]);
    expect(effectsOf(...unknown, resolved('not-charged'))).toEqual([reverse]);
    expect(saleAfter(...unknown, resolved('not-charged')).outcome).toBe('abandoned');
  });

  it('that is declined leaves nothing behind, and another one or another tender may follow', () => {
    const told = [...sent, qrDeclined(1)] as const;
    expect(saleAfter(...told)).toMatchObject({ outcome: 'open', owesAdvice: false, codes: [{ state: 'declined' }] });
    expect(effectsOf(...told)).toEqual([]);
    expect(saleAfter(...told, qrBegun(2), qrPaymentBegun(2), qrApproved(2)).outcome).toBe('approved');
    expect(saleAfter(...told, cash(1_000)).outcome).toBe('approved');
    expect(saleAfter(opened(1_000), qrBegun(1), qrDeclined(1)).codes).toMatchObject([{ state: 'declined' }]);
  });

  it('without an answer is reversed at once, and the rest of the sale goes on', () => {
    const told = [...sent, qrUnanswered(1)] as const;
    expect(saleAfter(...told)).toMatchObject({ outcome: 'open', owesAdvice: true, codes: [{ state: 'reversing' }] });
    expect(effectsOf(...told)).toEqual([reverse]);
    expect(dueMinor(saleAfter(...told))).toBe(1_000);
    expect(saleAfter(...told, cash(1_000), isReversed)).toMatchObject({
      outcome: 'approved',
      owesAdvice: false,
      codes: [{ state: 'reversed' }],
    });
  });

  it('whose advice is refused needs attention, and still knows which of the two it is owed', () => {
    const confirmation = [...sent, qrApproved(1), codeAdvice('advice-refused', 1, 'confirmation')] as const;
    expect(saleAfter(...confirmation)).toMatchObject({
      outcome: 'approved',
      owesAdvice: true,
      codes: [{ state: 'needs-attention' }],
    });
    expect(dueMinor(saleAfter(...confirmation))).toBe(0);
    expect(codeAfter(...confirmation, codeAdvice('advice-delivered', 1, 'confirmation'))).toMatchObject({ state: 'confirmed' });
    const reversal = [...sent, qrUnanswered(1), codeAdvice('advice-refused', 1, 'reversal')] as const;
    expect(codeAfter(...reversal, cash(1_000), isReversed)).toMatchObject({ state: 'reversed' });
  });
});

describe('a payment by code that is given up while its request is under way', () => {
  it('is reversed at once, and the till is free for another tender', () => {
    expect(codeAfter(...cancelled)).toMatchObject({ state: 'reversing', requestEnd: 'not-yet' });
    expect(effectsOf(...cancelled)).toEqual([reverse]);
    expect(saleAfter(...cancelled, cash(1_000)).outcome).toBe('approved');
  });

  it('is reversed for good by a reversal that found it', () => {
    expect(codeAfter(...cancelled, isReversed)).toMatchObject({ state: 'reversed' });
    expect(codeAfter(...cancelled, isReversed, qrPaymentEnded(1, 'over'))).toMatchObject({ state: 'reversed' });
    expect(effectsOf(...cancelled, isReversed, qrPaymentEnded(1, 'over'))).toEqual([]);
  });

  it('and whose reversal overtook it is told a second time, as a new advice, when its request is over', () => {
    const early = [...cancelled, foundNothing] as const;
    expect(saleAfter(...early)).toMatchObject({ owesAdvice: true, codes: [{ state: 'reversing', foundNothing: true }] });
    expect(effectsOf(...early)).toEqual([]);
    expect(effectsOf(...early, qrPaymentEnded(1, 'over'))).toEqual([reverse]);
    expect(codeAfter(...early, qrPaymentEnded(1, 'over'))).toMatchObject({ state: 'reversing', retold: 1 });
    // Whatever the second finds is final.
    expect(codeAfter(...early, qrPaymentEnded(1, 'over'), foundNothing)).toMatchObject({ state: 'reversed' });
  });

  it('the same, where the answer to the reversal comes after the end of the request', () => {
    const late = [...cancelled, qrPaymentEnded(1, 'over')] as const;
    expect(effectsOf(...late)).toEqual([]);
    expect(effectsOf(...late, foundNothing)).toEqual([reverse]);
    expect(codeAfter(...late, foundNothing, foundNothing)).toMatchObject({ state: 'reversed' });
  });

  it('and is told nothing in between, also where a person had to send the first one again', () => {
    const early = [...cancelled, codeAdvice('advice-refused', 1, 'reversal'), foundNothing] as const;
    expect(effectsOf(...early)).toEqual([]);
    expect(codeAfter(...early)).toMatchObject({ state: 'reversing', foundNothing: true });
    expect(effectsOf(...early, qrPaymentEnded(1, 'over'))).toEqual([reverse]);
  });

  it('needs no second reversal where the service has refused the request itself', () => {
    expect(codeAfter(...cancelled, foundNothing, qrPaymentEnded(1, 'declined'))).toMatchObject({ state: 'reversed' });
    expect(codeAfter(...cancelled, qrPaymentEnded(1, 'declined'), foundNothing)).toMatchObject({ state: 'reversed' });
    expect(saleAfter(...cancelled, foundNothing, qrPaymentEnded(1, 'declined'), abandoned()).owesAdvice).toBe(false);
  });

  it('needs none where the request had had all its time: what it found is final', () => {
    expect(codeAfter(...sent, qrUnanswered(1), foundNothing)).toMatchObject({ state: 'reversed' });
    expect(codeAfter(...sent, qrUnanswered(1, false), foundNothing)).toMatchObject({ state: 'reversing', foundNothing: true });
  });

  it('is never confirmed, although its approval comes afterwards', () => {
    expect(() => saleAfter(...cancelled, qrApproved(1))).toThrow(/does not follow reversing/);
  });
});

describe('an advice whose id belongs to somebody else', () => {
  const taken = codeAdvice('advice-id-taken', 1, 'confirmation');

  it('goes out again under another, as long as it has one; then a person has to look', () => {
    expect(effectsOf(...sent, qrApproved(1), taken)).toEqual([confirm]);
    expect(codeAfter(...sent, qrApproved(1), taken)).toMatchObject({ state: 'confirming', retold: 1 });
    expect(effectsOf(...sent, qrApproved(1), taken, taken, taken)).toEqual([confirm]);
    expect(codeAfter(...sent, qrApproved(1), taken, taken, taken, taken)).toMatchObject({ state: 'needs-attention' });
    expect(effectsOf(...sent, qrApproved(1), taken, taken, taken, taken)).toEqual([]);
  });

  it('is told once more all the same where the reversal came too early', () => {
    const early = [...cancelled, codeAdvice('advice-id-taken', 1, 'reversal'), foundNothing] as const;
    expect(codeAfter(...early)).toMatchObject({ state: 'reversing', retold: 1, foundNothing: true });
    expect(effectsOf(...early, qrPaymentEnded(1, 'over'))).toEqual([reverse]);
    expect(codeAfter(...early, qrPaymentEnded(1, 'over'), foundNothing)).toMatchObject({ state: 'reversed', retold: 2 });
  });
});

describe('a sale', () => {
  it.each<[string, readonly Fact[]]>([
    ['a code before it is open', [qrBegun(1)]],
    ['a code for more than is due', [opened(1_000), qrBegun(1, 1_001)]],
    ['a code for nothing', [opened(1_000), qrBegun(1, 0)]],
    ['a code before every bill is answered', [requested(1), qrBegun(1)]],
    ['two codes at a time', [opened(1_000), qrBegun(1, 300), qrBegun(2, 300)]],
    ['one code twice', [opened(1_000), qrBegun(1, 300), qrDeclined(1), qrBegun(1, 300)]],
    ['a payment that was sent twice', [...sent, qrPaymentBegun(1)]],
    ['an approval before the payment was sent', [opened(1_000), qrBegun(1), qrApproved(1)]],
    ['an amount that is not the one asked for', [...sent, qrApproved(1, 999)]],
    ['an approval after a decline', [...sent, qrDeclined(1), qrApproved(1)]],
    ['a card while a customer may scan', [...sent, card(1_000)]],
    ['a card while a code is being made', [opened(1_000), qrBegun(1), card(1_000)]],
    ['cash while a customer may scan', [...sent, cash(1_000)]],
    ['being given up while a customer may scan', [...sent, abandoned()]],
    ['a code that is given up after it was paid', [...part, qrCancelled(1)]],
    ['a code while a card is taken', [opened(1_000), card(1_000), qrBegun(1)]],
    ['a code after it is paid', [opened(1_000), cash(1_000), qrBegun(1)]],
    ['a reversal of what was confirmed', [...sent, qrApproved(1), isReversed]],
    ['a confirmation of what was given up', [...cancelled, codeAdvice('advice-delivered', 1, 'confirmation')]],
    [
      'a second answer to a reversal that found nothing',
      [...cancelled, foundNothing, codeAdvice('advice-id-taken', 1, 'reversal')],
    ],
    ['the end of a request that had ended', [...sent, qrUnanswered(1), qrPaymentEnded(1, 'over')]],
    ['the end of a request twice', [...cancelled, qrPaymentEnded(1, 'over'), qrPaymentEnded(1, 'over')]],
  ])('does not know %s', (_what, told) => {
    if (told.length > 1) expect(() => saleAfter(...told.slice(0, -1))).not.toThrow();
    expect(() => saleAfter(...told)).toThrow(/invariant broken/u);
  });
});

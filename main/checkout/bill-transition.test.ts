import { describe, expect, it } from 'vitest';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import type { Fact } from '../journal/record.ts';
import { billIdOf, facts, fold, recordsOf } from '../testing/sale-facts.ts';
import type { Effect } from './effect.ts';
import { transition } from './transition.ts';

const { requested, approved, declined, unanswered, cash, card, cardApproved, cardFailed, cardUnknown, resolved } = facts;
const { abandoned, cashReturned, advice, refused, late, opened } = facts;
const reserved = [requested(1), approved(1)] as const;

const saleAfter = (...told: readonly Fact[]): Sale => fold(recordsOf(...told));
const statesAfter = (...told: readonly Fact[]): readonly string[] => (saleAfter(...told).bills ?? []).map(({ state }) => state);

/** What the last of these facts asks of the outside world. */
function effectsOf(...told: readonly Fact[]): readonly Effect[] {
  const records = recordsOf(...told);
  const last = records.at(-1);
  if (!last) throw new Error('no facts');
  return transition(records.length === 1 ? undefined : fold(records.slice(0, -1)), last).effects;
}

const confirm = (bill: number): Effect => ({ kind: 'queue-advice', requestId: billIdOf(bill), advice: 'confirmation' });
const reverse = (bill: number): Effect => ({ kind: 'queue-advice', requestId: billIdOf(bill), advice: 'reversal' });

describe('an amount that is opened', () => {
  it('asks nothing of anybody, and waits for its tenders', () => {
    expect(saleAfter(opened(1_000))).toMatchObject({ outcome: 'open', isOpened: true, amountMinor: 1_000, number: 3 });
    expect(effectsOf(opened(1_000))).toEqual([]);
  });

  it('is paid in cash, or in cash and by a card for the rest', () => {
    expect(saleAfter(opened(1_000), cash(1_000, 2_000))).toMatchObject({ outcome: 'approved', cash: { handedMinor: 2_000 } });
    const split = saleAfter(opened(1_000), cash(400), card(600), cardApproved());
    expect(split).toMatchObject({ outcome: 'approved', amountMinor: 1_000, card: { lastFour: '6527' } });
    expect(dueMinor(split)).toBe(600);
  });

  it('stays open after a card that charged nothing', () => {
    const sale = saleAfter(opened(1_000), card(1_000), cardFailed('payment-declined'));
    expect(sale).toMatchObject({ outcome: 'open', failedCards: [{ outcome: 'declined' }] });
    expect(saleAfter(opened(1_000), card(1_000), cardFailed('payment-declined'), cash(1_000)).outcome).toBe('approved');
  });

  it('is given up with its cash in hand, also where a card turned out to be not charged', () => {
    expect(saleAfter(opened(1_000), cash(400), abandoned())).toMatchObject({ outcome: 'abandoned', cash: { isReturned: false } });
    const unknown = [opened(1_000), cash(400), card(600), cardUnknown()] as const;
    expect(saleAfter(...unknown, resolved('not-charged'))).toMatchObject({ outcome: 'abandoned', cash: { isReturned: false } });
    expect(saleAfter(...unknown, resolved('charged')).outcome).toBe('approved');
  });

  it('is opened once, for something, and not beside bills', () => {
    expect(() => saleAfter(opened(1_000), opened(1_000))).toThrow(/opened once/);
    expect(() => saleAfter(opened(0))).toThrow(/something to pay/);
    expect(() => saleAfter(opened(1_000), requested(1))).toThrow(/bills come before/);
    expect(() => saleAfter(requested(1), opened(1_000))).toThrow(/opened once/);
    expect(() => saleAfter(opened(1_000), card(999))).toThrow(/still due/);
  });
});

describe('a bill', () => {
  it('opens its sale, and the service is asked for it exactly then', () => {
    expect(saleAfter(requested(1))).toMatchObject({
      outcome: 'open',
      number: 3,
      amountMinor: 0,
      bills: [{ state: 'requested' }],
    });
    expect(effectsOf(requested(1))).toEqual([{ kind: 'request-bill', billId: billIdOf(1) }]);
    expect(effectsOf(requested(1), requested(2))).toEqual([{ kind: 'request-bill', billId: billIdOf(2) }]);
  });

  it('that is approved is reserved for what the service agreed to, and nothing is told', () => {
    expect(saleAfter(requested(1), approved(1, 300))).toMatchObject({
      outcome: 'open',
      amountMinor: 300,
      bills: [{ state: 'reserved', requestedMinor: 1_000, approvedMinor: 300 }],
    });
    expect(effectsOf(requested(1), approved(1))).toEqual([]);
  });

  it('that is declined ends a sale of nothing else, and the service is told nothing', () => {
    expect(saleAfter(requested(1), declined(1))).toMatchObject({
      outcome: 'declined',
      owesAdvice: false,
      reason: { code: 'no-bill-left', detail: 'at least 50.00' },
    });
    expect(effectsOf(requested(1), declined(1))).toEqual([]);
  });

  it('that has no answer is reversed at once, and ends a sale of nothing else', () => {
    expect(saleAfter(requested(1), unanswered(1))).toMatchObject({ outcome: 'failed', owesAdvice: true, amountMinor: 0 });
    expect(effectsOf(requested(1), unanswered(1))).toEqual([reverse(1)]);
  });

  it('that is declined or has no answer leaves the others as they are', () => {
    const told = [requested(1), requested(2), requested(3), approved(1, 300), declined(2), unanswered(3)] as const;
    expect(saleAfter(...told)).toMatchObject({ outcome: 'open', amountMinor: 300 });
    expect(statesAfter(...told)).toEqual(['reserved', 'declined', 'reversing']);
    expect(effectsOf(...told)).toEqual([reverse(3)]);
  });

  it('is confirmed when cash has paid it, and only for the whole of it', () => {
    expect(saleAfter(...reserved, cash(300))).toMatchObject({ outcome: 'open', bills: [{ state: 'reserved' }] });
    expect(effectsOf(...reserved, cash(300))).toEqual([]);
    expect(saleAfter(...reserved, cash(1_000, 2_000))).toMatchObject({ outcome: 'approved', bills: [{ state: 'confirming' }] });
    expect(effectsOf(...reserved, cash(1_000))).toEqual([confirm(1)]);
  });

  it('is confirmed when a card has paid the rest', () => {
    const told = [...reserved, requested(2), approved(2), cash(300), card(1_700), cardApproved()] as const;
    expect(saleAfter(...told)).toMatchObject({ outcome: 'approved', amountMinor: 2_000, cash: { amountMinor: 300 } });
    expect(effectsOf(...told)).toEqual([confirm(1), confirm(2)]);
  });

  it.each(['payment-declined', 'payment-cancelled', 'payment-failed'] as const)(
    'stays reserved after %s: another tender may follow',
    (kind) => {
      expect(saleAfter(...reserved, card(1_000), cardFailed(kind))).toMatchObject({
        outcome: 'open',
        bills: [{ state: 'reserved' }],
        failedCards: [{ outcome: kind.slice('payment-'.length) }],
      });
      expect(effectsOf(...reserved, card(1_000), cardFailed(kind))).toEqual([]);
      expect(effectsOf(...reserved, card(1_000), cardFailed(kind), cash(1_000))).toEqual([confirm(1)]);
    },
  );

  it('is frozen while a card’s outcome is unknown, and then told what a person found out', () => {
    const frozen = [...reserved, card(1_000), cardUnknown()] as const;
    expect(saleAfter(...frozen)).toMatchObject({ outcome: 'outcome-unknown', bills: [{ state: 'reserved' }], owesAdvice: false });
    expect(effectsOf(...frozen)).toEqual([]);
    expect(effectsOf(...frozen, late())).toEqual([]);
    expect(effectsOf(...frozen, resolved('charged'))).toEqual([confirm(1)]);
    expect(saleAfter(...frozen, resolved('charged')).outcome).toBe('approved');
    expect(effectsOf(...frozen, resolved('not-charged'))).toEqual([reverse(1)]);
    expect(saleAfter(...frozen, resolved('not-charged')).outcome).toBe('abandoned');
  });

  it('is reversed when the sale is abandoned; its cash is the customer’s until it is given back', () => {
    const told = [...reserved, cash(300), abandoned()] as const;
    expect(saleAfter(...told)).toMatchObject({
      outcome: 'abandoned',
      cash: { isReturned: false },
      bills: [{ state: 'reversing' }],
    });
    expect(effectsOf(...told)).toEqual([reverse(1)]);
    expect(saleAfter(...told, cashReturned()).cash?.isReturned).toBe(true);
    expect(() => saleAfter(...told, cashReturned(), cashReturned())).toThrow(/there is cash to give back/u);
  });

  it('that is answered after the sale was abandoned is reversed then, and the sale is owed for until then', () => {
    expect(saleAfter(requested(1), abandoned())).toMatchObject({ outcome: 'abandoned', owesAdvice: true });
    expect(effectsOf(requested(1), abandoned())).toEqual([]);
    expect(effectsOf(requested(1), abandoned(), approved(1))).toEqual([reverse(1)]);
    expect(effectsOf(requested(1), abandoned(), unanswered(1))).toEqual([reverse(1)]);
    expect(saleAfter(requested(1), abandoned(), declined(1))).toMatchObject({ outcome: 'abandoned', owesAdvice: false });
  });

  it('is confirmed or reversed when the service has its advice', () => {
    const confirming = [...reserved, cash(1_000), advice('advice-queued', 1, 'confirmation')] as const;
    expect(statesAfter(...confirming)).toEqual(['confirming']);
    const told = advice('advice-delivered', 1, 'confirmation');
    expect(saleAfter(...confirming, told)).toMatchObject({ owesAdvice: false, bills: [{ state: 'confirmed' }] });
    expect(statesAfter(...reserved, abandoned(), advice('advice-delivered', 1, 'reversal'))).toEqual(['reversed']);
  });

  it('whose advice was refused needs a person, and is confirmed when the same advice has arrived after all', () => {
    const refusedOnce = [...reserved, cash(1_000), refused(1, 'confirmation')] as const;
    expect(saleAfter(...refusedOnce)).toMatchObject({
      owesAdvice: true,
      bills: [{ state: 'needs-attention', reason: { code: 'advice-refused', detail: 'HTTP 401' } }],
    });
    expect(effectsOf(...refusedOnce)).toEqual([]);
    expect(statesAfter(...refusedOnce, advice('advice-delivered', 1, 'confirmation'))).toEqual(['confirmed']);
  });

  it.each([
    ['money before every bill is answered', [requested(1), requested(2), approved(1), cash(1_000)]],
    ['a card before every bill is answered', [requested(1), requested(2), approved(1), card(1_000)]],
    ['a card for another amount than is due', [...reserved, card(999)]],
    ['more cash than is due', [...reserved, cash(1_001)]],
    ['less handed over than kept', [...reserved, cash(1_000, 999)]],
    ['no cash at all', [...reserved, cash(0)]],
    ['cash twice', [...reserved, cash(300), cash(700)]],
    ['cash while a customer is at the terminal', [...reserved, card(1_000), cash(1_000)]],
    ['a bill once money was taken', [...reserved, cash(300), requested(2)]],
    ['the same bill twice', [requested(1), requested(1)]],
    ['a bill in a sale that is over', [...reserved, abandoned(), requested(2)]],
    ['abandoning while a customer is at the terminal', [...reserved, card(1_000), abandoned()]],
    ['abandoning what is paid', [...reserved, cash(1_000), abandoned()]],
    ['an answer twice', [...reserved, approved(1)]],
    ['a decline of what is reserved', [...reserved, declined(1)]],
    ['silence about what is reserved', [...reserved, unanswered(1)]],
    ['an answer about a bill of nobody', [requested(1), approved(2)]],
    ['a confirmation of what is only reserved', [...reserved, advice('advice-delivered', 1, 'confirmation')]],
    ['a reversal of what is confirmed', [...reserved, cash(1_000), advice('advice-delivered', 1, 'reversal')]],
    ['a confirmation of what is reversed', [...reserved, abandoned(), advice('advice-queued', 1, 'confirmation')]],
    [
      'a reversal of what was refused as a confirmation',
      [...reserved, cash(1_000), refused(1, 'confirmation'), refused(1, 'reversal')],
    ],
    ['cash given back that was kept', [...reserved, cash(1_000), cashReturned()]],
  ])('does not know %s', (_what, told) => {
    expect(() => saleAfter(...told.slice(0, -1))).not.toThrow();
    expect(() => saleAfter(...told)).toThrow(/invariant broken/u);
  });
});

import { describe, expect, it } from 'vitest';
import type { Sale } from '../../shared/sale.ts';
import { billIdOf, facts, fold, recordsOf } from './sale-facts.ts';
import { compareBills, type BookedPayment } from './compare-bills.ts';

const { requested, approved, unanswered, cash, card, cardApproved, abandoned, advice } = facts;
const paid = fold(
  recordsOf(requested(1), approved(1), cash(300), card(700), cardApproved(), advice('advice-delivered', 1, 'confirmation')),
);
const given = fold(recordsOf(requested(1), approved(1), cash(300), abandoned(), advice('advice-delivered', 1, 'reversal')));
const confirmed: BookedPayment = { id: billIdOf(1), state: 'confirmed', finalMinor: 1_000, cashMinor: 300, adviceIds: ['a'] };
const reversed: BookedPayment = { ...confirmed, state: 'reversed', finalMinor: 0, cashMinor: 0 };

function countsOf(payment: BookedPayment | undefined, sale: Sale | undefined, chargedMinor = 0): Record<string, number> {
  const { conflicting, stuck, ...counts } = compareBills(payment ? [payment] : [], sale ? [sale] : [], () => chargedMinor);
  return { ...counts, conflicting: conflicting.length, stuck: stuck.length };
}

const told = { advices: 1, delivered: 1, conflicting: 0, stuck: 0 };

describe('the books of the till and of the bill service', () => {
  it('agree where what was taken is confirmed, and what was given back is reversed', () => {
    expect(countsOf(confirmed, paid, 700)).toEqual(told);
    expect(countsOf(reversed, given)).toEqual(told);
  });

  it('agree on a reversal of what the service never had', () => {
    expect(countsOf({ ...reversed, state: 'requested' }, given)).toEqual(told);
    expect(countsOf(undefined, given)).toEqual(told);
  });

  it('show money that was taken and not confirmed, and what is confirmed without its money', () => {
    expect(countsOf(confirmed, paid, 0)).toMatchObject({ conflicting: 1 });
    expect(countsOf({ ...confirmed, finalMinor: 999 }, paid, 700)).toMatchObject({ conflicting: 1 });
    expect(countsOf({ ...confirmed, cashMinor: 1_000 }, paid, 700)).toMatchObject({ conflicting: 1 });
    expect(countsOf(reversed, paid, 700)).toMatchObject({ conflicting: 3 });
    expect(countsOf(confirmed, given)).toMatchObject({ conflicting: 3 });
    expect(countsOf(reversed, given, 700)).toMatchObject({ conflicting: 1 });
  });

  it('show two advices for one payment, and a payment that no sale knows', () => {
    expect(countsOf({ ...confirmed, adviceIds: ['a', 'b'] }, paid, 700)).toMatchObject({ conflicting: 1 });
    expect(countsOf(reversed, undefined)).toMatchObject({ conflicting: 1 });
  });

  it('show what is still reserved, and what is still owed', () => {
    expect(countsOf({ ...reversed, state: 'reserved' }, given)).toMatchObject({ stuck: 1 });
    const owing = fold(recordsOf(requested(1), unanswered(1)));
    expect(countsOf(undefined, owing)).toEqual({ advices: 1, delivered: 0, conflicting: 0, stuck: 1 });
  });
});

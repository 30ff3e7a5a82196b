import { describe, expect, it } from 'vitest';
import type { Sale } from '../../shared/sale.ts';
import { compareCodes, takenByCodes, type BookedCode } from './compare-codes.ts';
import { compareOpened } from './compare-opened.ts';
import { facts, fold, qrIdOf, recordsOf } from './sale-facts.ts';

const { opened, cash, card, cardApproved, cardUnknown, abandoned, cashReturned } = facts;
const { qrBegun, qrPaymentBegun, qrApproved, qrDeclined, qrUnanswered, codeAdvice } = facts;
const sent = [opened(1_000), qrBegun(1), qrPaymentBegun(1)] as const;
const part = [opened(1_000), qrBegun(1, 300), qrPaymentBegun(1), qrApproved(1, 300)] as const;

const paid = fold(recordsOf(...sent, qrApproved(1), codeAdvice('advice-delivered', 1, 'confirmation')));
const given = fold(recordsOf(...sent, qrUnanswered(1), codeAdvice('advice-delivered', 1, 'reversal')));
const confirmed: BookedCode = {
  id: qrIdOf(1),
  tranId: 'tran-1',
  amountMinor: 1_000,
  state: 'confirmed',
  reservedMinor: 0,
  takenMinor: 1_000,
};
const reversed: BookedCode = { ...confirmed, state: 'reversed', takenMinor: 0 };

function countsOf(booked: readonly BookedCode[], ...sales: readonly Sale[]): Record<string, number> {
  const { conflicting, stuck, ...counts } = compareCodes(booked, sales);
  return { ...counts, conflicting: conflicting.length, stuck: stuck.length };
}

const told = { advices: 1, delivered: 1, conflicting: 0, stuck: 0 };

describe('the books of the till and of the QR service', () => {
  it('agree where what was taken is confirmed, and what was given up is reversed or never came', () => {
    expect(countsOf([confirmed], paid)).toEqual(told);
    expect(countsOf([reversed], given)).toEqual(told);
    expect(countsOf([{ ...reversed, state: 'requested' }], given)).toEqual(told);
    expect(countsOf([], given)).toEqual(told);
  });

  it('agree where the service declined, and owe it nothing', () => {
    const declined = fold(recordsOf(...sent, qrDeclined(1)));
    expect(countsOf([{ ...reversed, state: 'declined' }], declined)).toEqual({ ...told, advices: 0, delivered: 0 });
    expect(countsOf([confirmed], declined)).toMatchObject({ conflicting: 1 });
  });

  it('show money that moved although it was given up, and money that did not although it was confirmed', () => {
    expect(countsOf([confirmed], given)).toMatchObject({ conflicting: 1 });
    expect(countsOf([reversed], paid)).toMatchObject({ conflicting: 1 });
    expect(countsOf([], paid)).toMatchObject({ conflicting: 1 });
  });

  it('show another amount, another transaction, and one that was paid twice', () => {
    expect(countsOf([{ ...confirmed, takenMinor: 999 }], paid)).toMatchObject({ conflicting: 1 });
    expect(countsOf([{ ...confirmed, tranId: 'tran-2' }], paid)).toMatchObject({ conflicting: 1 });
    // Also unknown to the journal: two wrongs.
    expect(countsOf([confirmed, { ...confirmed, id: qrIdOf(2) }], paid)).toMatchObject({ conflicting: 2 });
  });

  it('show a payment that no sale knows', () => {
    expect(countsOf([reversed])).toMatchObject({ conflicting: 1 });
  });

  it('show what is still reserved or waits, and what is still owed', () => {
    expect(countsOf([{ ...reversed, state: 'authorised', reservedMinor: 1_000 }], given)).toMatchObject({ stuck: 1 });
    expect(countsOf([{ ...reversed, state: 'waiting' }], given)).toMatchObject({ stuck: 1 });
    const owing = fold(recordsOf(...sent, qrUnanswered(1)));
    expect(countsOf([reversed], owing)).toEqual({ advices: 1, delivered: 0, conflicting: 0, stuck: 1 });
  });
});

describe('an amount that was opened for several tenders', () => {
  const wrongsOf = (sale: Sale, takenMinor: number): number => compareOpened([sale], () => takenMinor).length;

  it('is taken whole, whoever paid which part of it', () => {
    expect(takenByCodes([confirmed], paid)).toBe(1_000);
    expect(wrongsOf(paid, 1_000)).toBe(0);
    expect(wrongsOf(fold(recordsOf(...part, cash(700))), 300)).toBe(0);
    expect(wrongsOf(fold(recordsOf(...part, card(700), cardApproved())), 1_000)).toBe(0);
    expect(wrongsOf(paid, 999)).toBe(1);
    expect(wrongsOf(fold(recordsOf(...part, cash(700))), 0)).toBe(1);
  });

  it('or not at all, where it is given up, and its cash is the customer’s before it is handed back', () => {
    const back = [opened(1_000), cash(400), abandoned()] as const;
    expect(wrongsOf(fold(recordsOf(...back)), 0)).toBe(0);
    expect(wrongsOf(fold(recordsOf(...back, cashReturned())), 0)).toBe(0);
    expect(wrongsOf(fold(recordsOf(...back)), 600)).toBe(1);
    expect(wrongsOf(fold(recordsOf(...part, card(700), cardUnknown())), 300)).toBe(1);
  });

  it('is all that is looked at: of bills and of a card at once others keep the books', () => {
    expect(wrongsOf(fold(recordsOf(card(1_000), cardApproved())), 0)).toBe(0);
  });
});

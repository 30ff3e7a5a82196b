import fc from 'fast-check';
import { expect, test } from 'vitest';
import { currencies, type Currency } from '../../shared/currency.ts';
import { nextRoundNotes } from './cash-notes.ts';

const notesFor = (dueMinor: number, currency: string): readonly number[] => nextRoundNotes(dueMinor, currency as Currency);

test('offers what a customer is likely to hand over, the smallest first', () => {
  expect(notesFor(48_650, 'USD')).toEqual([49_000, 50_000]);
  expect(notesFor(1_200, 'USD')).toEqual([1_500, 2_000, 5_000]);
  // Twenty dollars are a note themselves, and that is the exact amount.
  expect(notesFor(2_000, 'USD')).toEqual([5_000, 10_000]);
  expect(notesFor(48_650, 'BWP')).toEqual([49_000, 50_000, 60_000]);
});

test('knows currencies without a minor unit and with three digits of it', () => {
  expect(notesFor(1_250, 'JPY')).toEqual([2_000, 5_000, 10_000]);
  expect(notesFor(7_500, 'KWD')).toEqual([10_000, 20_000, 50_000]);
});

test('never offers less than is due, nor the same amount twice', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 99_999_999_999 }), fc.constantFrom(...currencies), (dueMinor, currency) => {
      const notes = nextRoundNotes(dueMinor, currency);
      expect(notes.length).toBeLessThanOrEqual(3);
      expect(notes.every((amountMinor) => amountMinor > dueMinor && Number.isSafeInteger(amountMinor))).toBe(true);
      expect(notes).toEqual([...new Set(notes)].toSorted((one, other) => one - other));
    }),
  );
});

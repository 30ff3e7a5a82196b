import { describe, expect, it } from 'vitest';
import { compareBooks, type BookedSale, type Charge } from './compare-books.ts';

const charge: Charge = { attempt: 'attempt 1', reference: 'bill 1', amountMinor: 1200, transactionId: '690489' };
const sale: BookedSale = {
  attempt: 'attempt 1',
  reference: 'bill 1',
  amountMinor: 1200,
  outcome: 'approved',
  transactionId: '690489',
  hasOverride: false,
};

function countsOf(charges: readonly Charge[], sales: readonly BookedSale[]): Record<string, number> {
  return Object.fromEntries(Object.entries(compareBooks(charges, sales)).map(([name, found]) => [name, found.length]));
}

const nothing = { lost: 0, doubled: 0, falselyApproved: 0, unresolved: 0 };

describe('the books of the till and of the world', () => {
  it('agree where each charge has its sale and each approved sale its charge', () => {
    const declined: BookedSale = { ...sale, attempt: 'attempt 2', outcome: 'declined', transactionId: undefined };
    expect(countsOf([charge], [sale, declined])).toEqual(nothing);
    expect(countsOf([], [])).toEqual(nothing);
  });

  it('agree on a charge that a person found, by its id in the evidence', () => {
    const found = { ...sale, transactionId: undefined, evidence: 'transaction 690489' };
    expect(countsOf([charge], [found])).toEqual(nothing);
    expect(countsOf([charge], [{ ...found, evidence: 'transaction 690490' }])).toEqual({ ...nothing, falselyApproved: 1 });
  });

  it('show a charge that no sale knows', () => {
    expect(countsOf([charge], [])).toEqual({ ...nothing, lost: 1 });
    expect(countsOf([charge], [{ ...sale, attempt: 'attempt 2', outcome: 'failed' }])).toEqual({ ...nothing, lost: 1 });
  });

  it.each(['declined', 'cancelled', 'failed'] as const)('show a charge whose sale says %s', (outcome) => {
    expect(countsOf([charge], [{ ...sale, outcome, transactionId: undefined }])).toEqual({ ...nothing, lost: 1 });
  });

  it.each([{ reference: 'bill 2' }, { amountMinor: 1201 }])('show a charge whose sale has %j', (other) => {
    expect(countsOf([charge], [{ ...sale, ...other }])).toEqual({ ...nothing, lost: 1, falselyApproved: 1 });
  });

  it('show an approval without a charge, and one that names another', () => {
    expect(countsOf([], [sale])).toEqual({ ...nothing, falselyApproved: 1 });
    expect(countsOf([charge], [{ ...sale, transactionId: '690490' }])).toEqual({ ...nothing, falselyApproved: 1 });
  });

  it('show a sale that was charged twice', () => {
    const again = { ...charge, transactionId: '690490' };
    expect(countsOf([charge, again], [{ ...sale, transactionId: undefined }])).toEqual({ ...nothing, doubled: 1 });
  });

  it('show a bill that was charged twice, however its reference was typed, unless somebody wanted it so', () => {
    const again = { ...charge, attempt: 'attempt 2', reference: 'BILL  1', transactionId: '690490' };
    const second = { ...sale, attempt: 'attempt 2', reference: 'BILL  1', transactionId: '690490' };
    expect(countsOf([charge, again], [sale, second])).toEqual({ ...nothing, doubled: 1 });
    expect(countsOf([charge, again], [sale, { ...second, hasOverride: true }])).toEqual(nothing);
  });

  it('show two sales for one order', () => {
    expect(countsOf([charge], [sale, sale])).toEqual({ ...nothing, doubled: 1 });
  });

  it.each(['waiting', 'outcome-unknown'] as const)('show a sale that is %s as unresolved, charged or not', (outcome) => {
    const open = { ...sale, outcome, transactionId: undefined };
    expect(countsOf([charge], [open])).toEqual({ ...nothing, unresolved: 1 });
    expect(countsOf([], [open])).toEqual({ ...nothing, unresolved: 1 });
  });
});

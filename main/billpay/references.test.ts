import { describe, expect, it } from 'vitest';
import { isRefundable, makeReferences, normaliseIssuerReference } from './references.ts';
import { cardTender, cashTender } from './tenders.ts';

describe('what names a transaction (6)', () => {
  const made = { requestId: '232eb861-70c2-4c30-adcd-ca6c0107f03a', terminalId: 'TILL0007', counter: 211 };

  it('has a stan of six digits, an rrn of twelve, and the number that our slip shows', () => {
    expect(
      makeReferences({ ...made, atMs: Date.parse('2026-03-17T08:41:05.123Z'), basketRef: '88412', operatorId: 'ann' }),
    ).toEqual({
      requestId: made.requestId,
      transactionIdentifier: 'TILL0007-20260317-000211',
      rrn: '607608000211',
      stan: '000211',
      basketRef: '88412',
      operatorId: 'ann',
    });
  });

  it('counts the days of the year from one, in UTC, leap years included', () => {
    const rrnAt = (time: string) => makeReferences({ ...made, atMs: Date.parse(time) }).rrn;
    expect(rrnAt('2026-01-01T00:00:00.000Z')).toBe('600100000211');
    expect(rrnAt('2028-12-31T23:59:59.999Z')).toBe('836623000211');
  });

  it('begins again after 999999', () => {
    expect(makeReferences({ ...made, counter: 1_000_001, atMs: 0 }).stan).toBe('000001');
  });
});

describe('an issuer reference that a cashier types (9.16)', () => {
  it('is upper-case letters and digits, whatever else was typed', () => {
    expect(normaliseIssuerReference(' nwu-7f3k 90218\n')).toBe('NWU7F3K90218');
  });

  it('can be refunded with up to 20 characters, although a slip may show 40', () => {
    expect(isRefundable('X'.repeat(20))).toBe(true);
    expect(isRefundable('X'.repeat(21))).toBe(false);
    expect(isRefundable('')).toBe(false);
  });
});

describe('tenders', () => {
  it('is cash without a card number or a reference', () => {
    expect(cashTender(18650)).toEqual({ tenderType: 'CASH', amountMinor: 18650 });
  });

  it.each([
    [{ paymentMethod: 'VisaDebit', authCode: '660194' }, 'Credit', { tenderType: 'DEBIT_CARD', reference: 'AUTH 660194' }],
    [{ paymentMethod: 'VisaCredit', transactionId: '77' }, 'Debit', { tenderType: 'CREDIT_CARD', reference: 'TXN 77' }],
    [{}, 'Debit', { tenderType: 'DEBIT_CARD' }],
    [{ paymentMethod: 'Unassigned' }, 'Credit', { tenderType: 'CREDIT_CARD' }],
  ] as const)('is a card with its authorization: %j', (card, method, expected) => {
    expect(cardTender(30000, card, method)).toEqual({ amountMinor: 30000, ...expected });
  });

  it('cuts a reference that is longer than its field', () => {
    expect(cardTender(1, { authCode: 'x'.repeat(60) }, 'Credit').reference).toHaveLength(40);
  });
});

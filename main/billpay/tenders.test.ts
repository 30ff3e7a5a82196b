import { describe, expect, it } from 'vitest';
import { cardTender, cashTender } from './tenders.ts';

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

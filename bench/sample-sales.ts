import { randomUUID } from 'node:crypto';
import type { Currency } from '../shared/currency.ts';
import type { SaleId } from '../shared/ids.ts';
import type { Fact } from '../main/journal/record.ts';

/** The facts of an ordinary sale, with all that a cashier usually fills in and a terminal usually answers. */
export function sampleSale(number: number): { readonly saleId: SaleId; readonly facts: readonly [begun: Fact, approved: Fact] } {
  return {
    saleId: randomUUID() as SaleId,
    facts: [
      {
        kind: 'payment-begun',
        request: {
          amountMinor: 1_000 + (number % 90_000),
          currency: 'USD' as Currency,
          reference: `INV-${String(number).padStart(7, '0')}`,
          payor: { firstName: 'Ann', lastName: 'Doe', emailAddress: 'ann.doe@example.org', postalCode: '36832' },
          billType: 'Bill Payment',
          processingMethod: 'Credit',
          applicationType: 'Cashier',
        },
      },
      {
        kind: 'payment-approved',
        feeMinor: 35,
        card: {
          transactionId: String(690_489 + number),
          authCode: '823145',
          lastFour: '6527',
          paymentMethod: 'VisaCredit',
          entryMethod: 3,
          batchId: '444608',
          gatewayReferenceId: '1031045678',
          transactionAt: '2026-11-21T09:38:48.1234567Z',
        },
        discrepancies: [],
        deviceWarning: false,
      },
    ],
  };
}

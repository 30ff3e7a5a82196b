import { describe, expect, it } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import type { QrId, SaleId } from '../../shared/ids.ts';
import type { Sale } from '../../shared/sale.ts';
import type { BillpayLedger } from '../../simulators/billpay/start-billpay-simulator.ts';
import type { ChargedEntry, NotChargedEntry } from '../../simulators/bds/start-bds-simulator.ts';
import type { Conflict, Payment, QrLedger } from '../../simulators/qr/start-qr-simulator.ts';
import { accountFor, accountForAdvices, type Remains } from './account.ts';

const charged: ChargedEntry = {
  kind: 'charged',
  number: 1,
  at: '2026-11-21T09:38:48.123Z',
  transactionId: 690_489,
  reference: 'bill 1',
  amount: '12.00',
  requestedAmount: '12.00',
  feeAmount: '0.00',
  payor: { BusinessName: 'attempt 1' },
  billType: 'Bill Payment',
  paymentMethod: 'VisaCredit',
  lastFour: '6527',
  authCode: '123456',
  answered: true,
  how: 'answered',
};
const notCharged: NotChargedEntry = {
  kind: 'not-charged',
  number: 2,
  at: charged.at,
  reference: 'bill 2',
  why: 'decline',
  answered: true,
  how: 'answered',
};
const sale: Sale = {
  saleId: 'sale-1' as SaleId,
  number: 1,
  begunAt: charged.at,
  amountMinor: 1200,
  currency: 'USD' as Currency,
  reference: 'bill 1',
  payor: { businessName: 'attempt 1' },
  billType: 'Bill Payment',
  processingMethod: 'Credit',
  applicationType: 'Cashier',
  outcome: 'approved',
  feeMinor: 0,
  card: { transactionId: '690489' },
  discrepancies: [],
  deviceWarning: false,
};
const whole: Remains = {
  currency: sale.currency,
  ledger: [charged, notCharged],
  sales: [sale],
  told: new Map([['sale-1', 'approved']]),
  chargedAgain: [],
};

function countsOf(remains: Partial<Remains>): Record<string, number> {
  return Object.fromEntries(Object.entries(accountFor({ ...whole, ...remains })).map(([name, found]) => [name, found.length]));
}

const nothing = { lost: 0, doubled: 0, falselyApproved: 0, unresolved: 0 };

describe('the account after the torture', () => {
  it('finds nothing where nothing happened to money', () => {
    expect(countsOf({})).toEqual(nothing);
  });

  it('finds a payment that was lost', () => {
    expect(countsOf({ sales: [], told: new Map() })).toEqual({ ...nothing, lost: 1 });
  });

  it('finds a payment that was taken twice', () => {
    expect(countsOf({ ledger: [charged, { ...charged, number: 3, transactionId: 690_490 }] })).toEqual({
      ...nothing,
      doubled: 1,
    });
  });

  it('finds an approval that nobody charged', () => {
    expect(countsOf({ ledger: [notCharged] })).toEqual({ ...nothing, falselyApproved: 1 });
  });

  it('finds a bill that was begun again although it must not', () => {
    expect(countsOf({ chargedAgain: ['bill 1'] })).toEqual({ ...nothing, doubled: 1 });
  });

  it('finds a sale that nobody decided', () => {
    expect(countsOf({ sales: [{ ...sale, outcome: 'outcome-unknown' }], told: new Map() })).toEqual({
      ...nothing,
      unresolved: 1,
    });
  });

  it('finds a sale that was told and then forgotten, or that ended otherwise than told', () => {
    expect(countsOf({ told: new Map([['sale-2', 'waiting']]) })).toEqual({ ...nothing, lost: 1 });
    expect(countsOf({ told: new Map([['sale-1', 'declined']]) })).toEqual({ ...nothing, lost: 1 });
    expect(countsOf({ told: new Map([['sale-1', 'outcome-unknown']]) })).toEqual(nothing);
  });
});

/** 5.00 by code, and 7.00 by the card of the attempt above. */
const split: Sale = {
  ...sale,
  isOpened: true,
  codes: [
    {
      qrId: 'payment-1' as QrId,
      tranId: 'tran-1',
      amountMinor: 500,
      approvedMinor: 500,
      state: 'confirmed',
      begunAt: charged.at,
      partner: { id: '88021', name: 'Blue Heron Wallet' },
    },
  ],
};
const byCard = { attempt: 'attempt 1', reference: 'bill 1', amountMinor: 700, transactionId: '690489' };
const confirmed: Payment = {
  number: 1,
  at: charged.at,
  id: 'payment-1',
  tranId: 'tran-1',
  state: 'confirmed',
  currency: '840',
  requestedMinor: 500,
  reservedMinor: 0,
  takenMinor: 500,
  releasedMinor: 0,
  terminalId: 'TILL0001',
  adviceIds: ['advice-1'],
  requestIdentifiers: [],
  answered: true,
  how: 'answered',
};
const noBills: BillpayLedger = { payments: [], refunds: [], advices: [], conflicts: [] };
const noCodes: QrLedger = { codes: [], payments: [], scans: [], advices: [], partners: [], conflicts: [] };
const breach: Conflict = {
  number: 2,
  at: charged.at,
  kind: 'both-advices',
  isBreach: true,
  requestId: 'payment-1',
  id: 'advice-2',
  operation: 'reversePayment',
};

describe('the account of what the services were told', () => {
  const countsOfAdvices = (codes: QrLedger, sales: readonly Sale[] = [split]): Record<string, number> => {
    const { conflicting, stuck, ...counts } = accountForAdvices(noBills, codes, sales, [byCard]);
    return { ...counts, conflicting: conflicting.length, stuck: stuck.length };
  };

  it('finds nothing where a split was paid by code and by card, and confirmed', () => {
    expect(countsOfAdvices({ ...noCodes, payments: [confirmed] })).toEqual({
      advices: 1,
      delivered: 1,
      conflicting: 0,
      stuck: 0,
    });
  });

  it('finds a code that was reversed although its sale stands: it is not confirmed, and the sale took too little', () => {
    const reversed: Payment = { ...confirmed, state: 'reversed', takenMinor: 0, releasedMinor: 500 };
    expect(countsOfAdvices({ ...noCodes, payments: [reversed] })).toMatchObject({ conflicting: 2 });
  });

  it('finds a customer who still waits', () => {
    const waiting: Payment = { ...confirmed, state: 'pending-scan', takenMinor: 0 };
    expect(countsOfAdvices({ ...noCodes, payments: [waiting] })).toMatchObject({ stuck: 1 });
  });

  it('finds what no till may say, and not what may happen to any', () => {
    const payments = [confirmed];
    expect(countsOfAdvices({ ...noCodes, payments, conflicts: [breach] })).toMatchObject({ conflicting: 1 });
    expect(countsOfAdvices({ ...noCodes, payments, conflicts: [{ ...breach, isBreach: false }] })).toMatchObject({
      conflicting: 0,
    });
  });
});

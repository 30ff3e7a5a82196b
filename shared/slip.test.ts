import { describe, expect, test } from 'vitest';
import type { BillLine } from './bill-line.ts';
import type { Currency } from './currency.ts';
import type { BillId, QrId, SaleId } from './ids.ts';
import type { QrTender } from './qr-tender.ts';
import type { Sale } from './sale.ts';
import { slipOf, type SlipLine } from './slip.ts';

const plain: Sale = {
  saleId: '00000000-0000-4000-8000-000000000001' as SaleId,
  number: 1,
  amountMinor: 48_650,
  currency: 'USD' as Currency,
  reference: '987987',
  payor: {},
  billType: 'Bill Payment',
  processingMethod: 'Credit',
  applicationType: 'Cashier',
  begunAt: '2026-11-21T15:41:33.000Z',
  outcome: 'approved',
  feeMinor: 0,
  discrepancies: [],
  deviceWarning: false,
};

const water: BillLine = {
  billId: '00000000-0000-4000-8000-00000000000a' as BillId,
  kind: 'account',
  biller: { id: '700031', name: 'Notwane Water Utility' },
  reference: 'BW0417733021',
  requestedMinor: 50_000,
  approvedMinor: 48_650,
  state: 'confirming',
  slip: {
    lines: [
      { text: 'Meter 17', widthScale: 1, heightScale: 2, isRule: false, isCut: false },
      { text: '', widthScale: 1, heightScale: 1, isRule: true, isCut: false },
      { text: '', widthScale: 1, heightScale: 1, isRule: false, isCut: false, barcode: { data: '4006381333931' } },
    ],
    widthCharacters: 40,
    issuerReference: 'NWU123456789',
    phoneNumber: '0800 600 123',
  },
};

const declined: BillLine = {
  billId: '00000000-0000-4000-8000-00000000000b' as BillId,
  kind: 'policy',
  biller: { id: '', name: '' },
  reference: 'PL-77-100234',
  requestedMinor: 18_990,
  state: 'declined',
  reason: { code: 'upstream-unavailable' },
};

const billSale = (part: Partial<Sale>): Sale => ({ ...plain, bills: [water, declined], ...part });

const moneyOf = (sale: Sale): Record<string, number> =>
  Object.fromEntries(
    slipOf(sale, false)
      .lines.filter((line): line is Extract<SlipLine, { money: number }> => 'money' in line)
      .map(({ label, money }) => [label, money]),
  );

describe('a plain amount', () => {
  test('has its reference, its fee and the sum that the customer pays', () => {
    const slip = slipOf({ ...plain, feeMinor: 35, card: { lastFour: '1234' } }, true);
    expect(slip).toMatchObject({ title: 'receipt', bills: [], isDemonstration: true });
    expect(slip.lines).toEqual([
      { label: 'reference', text: '987987' },
      { label: 'billType', text: 'Bill Payment' },
      { label: 'amount', money: 48_650 },
      { label: 'fee', money: 35 },
      { label: 'total', money: 48_685, isTotal: true },
      { label: 'card', text: '1234' },
    ]);
  });

  test.each([
    ['declined', 'not-charged'],
    ['cancelled', 'not-charged'],
    ['failed', 'not-charged'],
    ['outcome-unknown', 'outcome-unknown'],
    ['waiting', 'outcome-unknown'],
    ['abandoned', 'abandoned'],
  ] as const)('that is %s has the title %s and no total', (outcome, title) => {
    const slip = slipOf({ ...plain, outcome }, false);
    expect(slip.title).toBe(title);
    expect(slip.lines.map(({ label }) => label)).not.toContain('total');
  });
});

describe('bills', () => {
  test('carry what the service agreed to, the payment’s name at the issuer, and the biller’s own lines', () => {
    const [paid] = slipOf(billSale({}), false).bills;
    expect(paid).toEqual({
      kind: 'account',
      biller: 'Notwane Water Utility',
      reference: 'BW0417733021',
      amountMinor: 48_650,
      state: 'paid',
      issuerReference: 'NWU123456789',
      phoneNumber: '0800 600 123',
      lines: water.slip?.lines,
      widthCharacters: 40,
    });
  });

  test('that were declined say so and why, and nothing that reads like a receipt', () => {
    const [, refused] = slipOf(billSale({}), false).bills;
    expect(refused).toMatchObject({
      state: 'not-paid',
      amountMinor: 18_990,
      reason: { code: 'upstream-unavailable' },
      lines: [],
    });
  });

  test('of a card whose outcome is unknown are neither paid nor not paid', () => {
    const slip = slipOf(billSale({ outcome: 'outcome-unknown' }), false);
    expect(slip.bills.map(({ state, lines }) => [state, lines.length])).toEqual([
      ['unknown', 0],
      ['not-paid', 0],
    ]);
    expect(slip.bills[0]?.issuerReference).toBe('NWU123456789');
  });

  test('whose advice the service refused are paid for the customer all the same', () => {
    const bills = [{ ...water, state: 'needs-attention', reason: { code: 'advice-refused' } } as const];
    expect(slipOf(billSale({ bills }), false).bills[0]).toMatchObject({ state: 'paid' });
  });

  test('paid in cash show what was handed over and the change', () => {
    const cash = { amountMinor: 48_650, handedMinor: 50_000, isReturned: false };
    expect(moneyOf(billSale({ cash }))).toEqual({ amount: 48_650, total: 48_650, cash: 48_650, handed: 50_000, change: 1_350 });
  });

  test('paid by cash and card show both parts, with the card’s fee in its own', () => {
    const cash = { amountMinor: 20_000, handedMinor: 20_000, isReturned: false };
    expect(moneyOf(billSale({ cash, feeMinor: 35, card: { lastFour: '1234' } }))).toEqual({
      amount: 48_650,
      fee: 35,
      total: 48_685,
      cash: 20_000,
      handed: 20_000,
      change: 0,
      paidByCard: 28_685,
    });
  });

  test.each([
    [true, 'cashReturned'],
    [false, 'cashToReturn'],
  ])('that were given up (cash given back: %s) have no amount, and say what became of the cash', (isReturned, label) => {
    const slip = slipOf(
      billSale({ outcome: 'abandoned', cash: { amountMinor: 20_000, handedMinor: 25_000, isReturned } }),
      false,
    );
    expect(slip.title).toBe('abandoned');
    expect(slip.lines).toEqual([{ label, money: 20_000, isTotal: true }]);
    expect(slip.bills.map(({ state }) => state)).toEqual(['not-paid', 'not-paid']);
  });
});

describe('payments by code on a slip', () => {
  const scanned: QrTender = {
    qrId: '00000000-0000-4000-8000-00000000000c' as QrId,
    amountMinor: 48_650,
    approvedMinor: 48_650,
    state: 'confirming',
    begunAt: '2026-11-21T15:41:40.000Z',
    tranId: '84b62eba1d2d9c017e08cd853c9f0037',
    partner: { id: '88021', name: 'Blue Heron Wallet' },
    slip: {
      lines: [{ text: 'PAID WITH BLUE HERON WALLET', widthScale: 1, heightScale: 1, isRule: false, isCut: false }],
      widthCharacters: 40,
      issuerReference: 'BHW7Q2M9K41C',
    },
  };
  const notScanned: QrTender = {
    ...scanned,
    qrId: '00000000-0000-4000-8000-00000000000d' as QrId,
    state: 'declined',
    reason: { code: 'no-scan-received' },
  };
  const { approvedMinor: _none, partner: _nobody, slip: _nothing, ...unpaid } = notScanned;
  const opened = (part: Partial<Sale>): Sale => ({ ...plain, isOpened: true, codes: [unpaid, scanned], ...part });

  test('name who paid and the payment’s reference there, with the service’s own lines', () => {
    expect(slipOf(opened({}), false).codes).toEqual([
      {
        partner: 'Blue Heron Wallet',
        amountMinor: 48_650,
        state: 'paid',
        issuerReference: 'BHW7Q2M9K41C',
        lines: scanned.slip?.lines,
        widthCharacters: 40,
      },
    ]);
    // One means alone needs no sum of its own.
    expect(moneyOf(opened({}))).toEqual({ amount: 48_650, total: 48_650 });
  });

  test('that nobody made are not on it', () => {
    expect(slipOf(opened({ outcome: 'abandoned', codes: [unpaid] }), false).codes).toEqual([]);
  });

  test('in a split show how much was paid by which means', () => {
    const part = { ...scanned, amountMinor: 10_000, approvedMinor: 10_000 };
    const cash = { amountMinor: 20_000, handedMinor: 20_000, isReturned: false };
    expect(moneyOf(opened({ cash, codes: [part, { ...part, qrId: unpaid.qrId }], feeMinor: 35, card: {} }))).toEqual({
      amount: 48_650,
      fee: 35,
      total: 48_685,
      cash: 20_000,
      handed: 20_000,
      change: 0,
      paidByCode: 20_000,
      paidByCard: 8_685,
    });
    expect(moneyOf(opened({ codes: [part], card: {} }))).toMatchObject({ paidByCode: 10_000, paidByCard: 38_650 });
    expect(moneyOf(opened({ codes: [part], cash: { ...cash, amountMinor: 38_650, handedMinor: 40_000 } }))).toMatchObject({
      cash: 38_650,
      change: 1_350,
      paidByCode: 10_000,
    });
  });

  test.each([
    ['outcome-unknown', 'reserved', 'unknown'],
    ['abandoned', 'reversing', 'not-paid'],
    ['abandoned', 'reversed', 'not-paid'],
    ['approved', 'needs-attention', 'paid'],
  ] as const)(
    'of a sale that is %s (%s) are %s, and carry no lines that read like a receipt unless they stand',
    (outcome, state, onPaper) => {
      const [code] = slipOf(opened({ outcome, codes: [{ ...scanned, state }] }), false).codes;
      expect(code).toMatchObject({ state: onPaper, issuerReference: 'BHW7Q2M9K41C' });
      expect(code?.lines.length).toBe(onPaper === 'paid' ? 1 : 0);
    },
  );
});

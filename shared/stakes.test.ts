import { describe, expect, test } from 'vitest';
import type { BillLine } from './bill-line.ts';
import type { Currency } from './currency.ts';
import type { SaleId } from './ids.ts';
import type { QrTender } from './qr-tender.ts';
import type { Sale } from './sale.ts';
import { saleAtStake, stakesOf } from './stakes.ts';

const saleId = 'd0f1c7f2-4f0a-4a8e-9d0c-5b7f3a6f1f10' as SaleId;
const sale = (part: Partial<Sale>): Sale => ({
  saleId,
  number: 7,
  begunAt: '2026-11-21T09:00:00.000Z',
  outcome: 'open',
  amountMinor: 2_500,
  currency: 'USD' as Currency,
  reference: '987987',
  payor: {},
  billType: 'Bill Payment',
  processingMethod: 'Credit',
  applicationType: 'Cashier',
  feeMinor: 0,
  discrepancies: [],
  deviceWarning: false,
  ...part,
});
const bill = (state: BillLine['state']): BillLine => ({ state }) as BillLine;
const code = (state: QrTender['state']): QrTender => ({ state }) as QrTender;

describe('what is at stake when the till ends', () => {
  test('is nothing at a free counter, for a sale that is decided, and for one that was opened and nothing more', () => {
    expect(stakesOf({ counter: { kind: 'free' } })).toEqual([]);
    expect(stakesOf({ counter: { kind: 'decided', sale: sale({ outcome: 'approved' }) } })).toEqual([]);
    expect(
      stakesOf({ counter: { kind: 'open', sale: sale({ isOpened: true, codes: [code('declined'), code('reversing')] }) } }),
    ).toEqual([]);
  });

  test('is the customer at the terminal, with what is due there', () => {
    const cash = { amountMinor: 1_000, handedMinor: 1_000, isReturned: false };
    const stakes = stakesOf({ counter: { kind: 'taking', sale: sale({ outcome: 'waiting', cash }) } });
    expect(stakes).toEqual([{ kind: 'card-at-terminal', saleId, amountMinor: 1_500, bills: 0 }]);
    expect(saleAtStake(stakes)).toBe(saleId);
  });

  test('is what an open sale holds: bills, codes that are paid or may be, and cash', () => {
    const open = sale({
      bills: [bill('reserved'), bill('requested'), bill('declined')],
      codes: [code('declined'), code('reserved'), code('waiting')],
      cash: { amountMinor: 300, handedMinor: 500, isReturned: false },
    });
    expect(stakesOf({ counter: { kind: 'open', sale: open } })).toEqual([
      { kind: 'sale-open', saleId, bills: 2, codes: 2, cashMinor: 300 },
    ]);
  });

  test('is what the services still have to be told, whatever is at the counter', () => {
    const advices = { waiting: 2, needsAttention: 1, setAside: 0, oldestAgeMs: 4_000 };
    const stakes = stakesOf({ counter: { kind: 'free' }, advices });
    expect(stakes).toEqual([{ kind: 'advices', waiting: 2, needsAttention: 1, oldestAgeMs: 4_000 }]);
    expect(saleAtStake(stakes)).toBeUndefined();
    expect(stakesOf({ counter: { kind: 'free' }, advices: { waiting: 0, needsAttention: 0, setAside: 3 } })).toEqual([]);
  });
});

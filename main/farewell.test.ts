import { describe, expect, it } from 'vitest';
import type { BillId, SaleId } from '../shared/ids.ts';
import type { BillLine } from '../shared/bill-line.ts';
import type { Currency } from '../shared/currency.ts';
import type { Sale } from '../shared/sale.ts';
import type { AdviceSummary, Counter } from '../shared/snapshot.ts';
import { farewellOf, sayFarewell, type Farewell } from './farewell.ts';
import { silentLogger } from './ports/logger.ts';

const saleId = '00000000-0000-4000-8000-000000000127' as SaleId;
const sale: Sale = {
  saleId,
  number: 127,
  amountMinor: 1_200,
  currency: 'USD' as Currency,
  reference: '987987',
  payor: {},
  billType: 'Bill Payment',
  processingMethod: 'Credit',
  applicationType: 'Cashier',
  begunAt: '2026-11-21T15:41:33.000Z',
  outcome: 'waiting',
  feeMinor: 0,
  discrepancies: [],
  deviceWarning: false,
};
const bill = (state: BillLine['state']): BillLine => ({
  billId: '00000000-0000-4000-8000-00000000000a' as BillId,
  kind: 'account',
  biller: { id: '700031', name: 'Notwane Water Utility' },
  reference: 'BW0417733021',
  requestedMinor: 1_200,
  state,
});

const tillWith = (part: {
  counter?: Counter;
  advices?: AdviceSummary;
}): { dispatch: () => Promise<{ ok: true; value: unknown }> } => ({
  dispatch: () => Promise.resolve({ ok: true, value: { counter: { kind: 'free' }, currency: 'USD', locale: 'en-US', ...part } }),
});
const saidBy = (part: Parameters<typeof tillWith>[0]): Promise<Farewell | undefined> => farewellOf(tillWith(part));

const waiting: AdviceSummary = { waiting: 3, needsAttention: 1, oldestAgeMs: 5 * 60_000, setAside: 0 };

describe('a till that ends', () => {
  it('says how much the services still have to be told, and for how long it has waited', async () => {
    const said = await saidBy({ advices: waiting });
    expect(said?.text).toMatch(
      /^3 messages to services still wait, the oldest for 5 min\..*1 message to a service needs attention\.$/u,
    );
    // They are safe: nothing is cut off.
    expect(said?.saleId).toBeUndefined();
  });

  it('says that a payment will be unknown, before anything else', async () => {
    const said = await saidBy({ counter: { kind: 'taking', sale: { ...sale, bills: [bill('reserved')] } }, advices: waiting });
    expect(said?.saleId).toBe(saleId);
    expect(said?.text.split('\n')).toEqual([
      expect.stringMatching(/\$12\.00.*will be unknown.*Its bill stays frozen/u),
      expect.stringMatching(/^3 messages to services still wait/u),
    ]);
  });

  it('says that bills will be taken back, those too that are still asked for, and that cash has to be given back', async () => {
    const bills = [bill('reserved'), bill('requested'), bill('declined')];
    const cash = { amountMinor: 400, handedMinor: 400, isReturned: false };
    const said = await saidBy({ counter: { kind: 'open', sale: { ...sale, outcome: 'open', bills, cash } } });
    expect(said?.saleId).toBe(saleId);
    expect(said?.text).toMatch(/^2 bills are not paid yet\. They will be taken back.*\$4\.00 in cash.*given back/u);
  });

  it('ends quietly where nothing is at stake, and where there are no bills', async () => {
    expect(await saidBy({ advices: { waiting: 0, needsAttention: 0, setAside: 0 } })).toBeUndefined();
    expect(await saidBy({ counter: { kind: 'decided', sale: { ...sale, outcome: 'outcome-unknown' } } })).toBeUndefined();
    expect(await saidBy({})).toBeUndefined();
  });

  it('keeps in its log what was at stake', async () => {
    const logged: unknown[] = [];
    const logger = { ...silentLogger, warn: (event: string, fields?: object) => void logged.push(event, fields) };
    expect(await sayFarewell({ ...tillWith({ advices: waiting }), logger })).toContain('3 messages');
    expect(logged).toMatchObject(['ended-with-stakes', { stakes: [{ kind: 'advices', waiting: 3, needsAttention: 1 }] }]);
  });
});

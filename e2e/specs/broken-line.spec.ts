import { randomUUID } from 'node:crypto';
import type { SaleId } from '../../shared/ids.ts';
import type { Exchanged, LineFault } from '../../main/testing/fault-proxy.ts';
import { invariant } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import { expect, test, type Till } from '../fixtures.ts';
import { chargesOf, transactionsOf } from '../ledger.ts';

// The line to the terminal, broken at one byte after another. A person would need an afternoon: these payments are made by call.
test.use({ hasBills: true, lineTo: 'terminal' });

/** Takes any amount, for ever. */
const meter = {
  kind: 'account',
  reference: 'KP20000001',
  biller: { id: '700045', name: 'Kgale Power' },
  amount: '12.00',
} as const;

test('a payment whose every byte comes alone, or late, is one payment', async ({ screens, simulator, line }) => {
  const { sell, outcome } = screens;
  line.next({ kind: 'slice' });
  await sell.begin('12.00', 'SLICED');
  await outcome.expect('approved');
  await outcome.next.click();
  line.next({ kind: 'latency', ms: 300 });
  await sell.begin('12.00', 'LATE');
  await outcome.expect('approved');
  expect(chargesOf(simulator).map(({ reference }) => reference)).toEqual(['SLICED', 'LATE']);
  expect(transactionsOf(simulator)).toHaveLength(2);
});

for (const kind of ['reset', 'half-close'] as const) {
  test(`wherever the line breaks by ${kind}, the till and both ledgers agree`, async ({ till, simulator, billpay, line }) => {
    const whole = await payBill(till);
    expect(whole.outcome).toBe('approved');
    await till.call('sale/dismiss', { saleId: whole.saleId });
    const exchanged = line.last();
    const outcomes = new Set<string>();

    for (const fault of cutsOf(kind, exchanged)) {
      const chargedBefore = chargesOf(simulator).length;
      const askedBefore = transactionsOf(simulator).length;
      line.next(fault);
      const sale = await payBill(till);
      const where = JSON.stringify(fault);
      await simulator.control.untilIdle();
      const charges = chargesOf(simulator).slice(chargedBefore);
      const isCharged = charges.length === 1;
      const outcome = sale.failedCards ? 'failed' : sale.outcome;
      outcomes.add(`${outcome}, ${isCharged ? 'charged' : 'not charged'}`);

      expect(charges.length, where).toBeLessThanOrEqual(1);
      expect(transactionsOf(simulator).length - askedBefore, where).toBeLessThanOrEqual(1);
      switch (outcome) {
        case 'approved':
          expect(isCharged, where).toBe(true);
          break;
        case 'failed':
          // The service answered half a request with 400: it has said that it charges nothing. The sale is open again.
          expect(isCharged, where).toBe(false);
          await till.call('sale/abandon', { saleId: sale.saleId });
          break;
        default: {
          expect(sale, where).toMatchObject({ outcome: 'outcome-unknown', bills: [{ state: 'reserved' }] });
          expect(billpay.ledger().payments.at(-1), where).toMatchObject({ state: 'reserved' });
          // What the terminal's slip says, which here is its ledger.
          const found = isCharged
            ? { verdict: 'charged' as const, evidence: String(charges[0]?.transactionId) }
            : { verdict: 'not-charged' as const, evidence: 'Its report does not list it.' };
          const resolved = await till.call('sale/resolve', { saleId: sale.saleId, ...found, reason: 'Read off the terminal.' });
          expect(resolved, where).toMatchObject({ ok: true });
        }
      }
      await till.call('sale/dismiss', { saleId: sale.saleId });
      await billpay.control.untilSettled(1);
      expect(billpay.ledger().payments.at(-1), where).toMatchObject({ state: isCharged ? 'confirmed' : 'reversed' });
    }

    // Each of the three was really there.
    for (const seen of ['approved, charged', 'outcome-unknown, charged', 'outcome-unknown, not charged']) {
      expect(outcomes).toContain(seen);
    }
    expect(billpay.ledger().conflicts).toEqual([]);
    await expect
      .poll(() => till.call('till/snapshot', {}))
      .toMatchObject({ ok: true, value: { unresolved: [], advices: { waiting: 0 } } });
  });
}

/** Where a line breaks: before anything, in the first line, in the headers, in the body, before the last byte and after it. */
function cutsOf(kind: 'reset' | 'half-close', exchanged: Exchanged): readonly LineFault[] {
  return (['to-service', 'to-till'] as const).flatMap((direction) => {
    const whole = exchanged[direction].length;
    const positions = [0, 1, 9, Math.floor(whole / 4), Math.floor(whole / 2), Math.floor((whole * 3) / 4), whole - 1, whole];
    return positions.map((afterBytes): LineFault => ({ kind, direction, afterBytes }));
  });
}

/** One bill by card, from its reservation to what the card came to. */
async function payBill(till: Till): Promise<Sale> {
  const saleId = randomUUID() as SaleId;
  expect(await till.call('bill/request', { saleId, bills: [meter] })).toMatchObject({ ok: true });
  await expect.poll(() => saleAtCounter(till)).toMatchObject({ saleId, bills: [{ state: 'reserved' }] });
  expect(await till.call('sale/pay-card', { saleId })).toMatchObject({ ok: true });
  // Until the customer is away from the terminal: it is decided, or the sale is open again.
  let sale: Sale | undefined;
  await expect
    .poll(async () => {
      sale = await saleAtCounter(till);
      return sale !== undefined && (sale.endedAt !== undefined || sale.failedCards !== undefined);
    })
    .toBe(true);
  invariant(sale, 'the poll has seen it');
  return sale;
}

async function saleAtCounter(till: Till): Promise<Sale | undefined> {
  const reply = await till.call('till/snapshot', {});
  if (!reply.ok || reply.value.counter.kind === 'free') return undefined;
  return reply.value.counter.sale;
}

import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { invariant } from '../shared/result.ts';
import type { SaleId } from '../shared/ids.ts';
import type { Sale } from '../shared/sale.ts';
import type { AdviceSummary, Snapshot } from '../shared/snapshot.ts';
import { randomIds } from '../main/ports/ids.ts';
import type { Till } from '../main/till.ts';
import { exchangeBare } from './exchange-bare.ts';
import { openTill } from './open-till.ts';
import { inTurn, rowOf, type Row } from './row.ts';
import { prepaidMeter, sampleBill } from './sample-bills.ts';
import { startService } from './service.ts';
import { writeAndSync, writeAtomically } from './write-bare.ts';

/**
 * A bill that is paid in cash in the composed till: requested, reserved, the cash taken, and its confirmation queued, over real sockets and
 * a real disk, with a cashier who takes no time; against the least that could do the same: the same request posted on a fresh connection and
 * its answer read, the same four facts written and synced, and the same advice written atomically. How the confirmation is delivered is
 * nobody's wait, and is measured by `advice-drain`; each is over before the next bill is requested.
 */
export async function benchBillOverhead(folder: string): Promise<Row> {
  const directory = mkdtempSync(join(folder, 'bill-overhead-'));
  const service = await startService('billpay');
  const till = await openTill(join(directory, 'till'), { billpay: service });
  const bare = openSync(join(directory, 'bare'), 'a');
  const bareQueue = join(directory, 'bare-queue');
  mkdirSync(bareQueue);
  try {
    let bills = 0;
    const pay = (): Promise<number> => payOnce(till, (bills += 1));
    const exchange = async (): Promise<number> => {
      const { saleId, facts, request, advice, queued } = sampleBill((bills += 1), Date.now());
      const [requested, approved, cashTaken] = facts;
      const begunAt = performance.now();
      writeAndSync(bare, { saleId, fact: requested });
      await exchangeBare(service, false, `/${request.path}`, request.body);
      writeAndSync(bare, { saleId, fact: approved });
      writeAndSync(bare, { saleId, fact: cashTaken });
      writeAtomically(bareQueue, advice.adviceId, JSON.stringify(advice));
      writeAndSync(bare, { saleId, fact: queued });
      return performance.now() - begunAt;
    };
    await inTurn(warmUp, pay, exchange);
    return rowOf('bill-overhead', 'ms', { ...(await inTurn(samples, pay, exchange)), limit: 2 });
  } finally {
    await till.close();
    await service.close();
    closeSync(bare);
    rmSync(directory, { recursive: true, force: true });
  }
}

const warmUp = 100;
/** A sync of the disk takes now half as long and now twice as long: fewer leave the medians of two such spreads apart by a tenth. */
const samples = 600;

async function payOnce(till: Till, number: number): Promise<number> {
  const saleId = randomIds.saleId();
  const amount = `${10 + (number % 900)}.00`;
  const begunAt = performance.now();
  const reserved = untilSale(till, saleId, ({ bills = [] }) => bills.every(({ state }) => state !== 'requested'));
  await dispatch(till, 'bill/request', { saleId, bills: [{ kind: 'account', ...prepaidMeter, amount }] });
  await reserved;
  const paid = await dispatch(till, 'sale/pay-cash', { saleId, handed: amount });
  const took = performance.now() - begunAt;
  invariant(paid.outcome === 'approved', `the sale is ${paid.outcome}`);
  const drained = await till.dispatch('advices/drain', { timeoutMs: 60_000 });
  invariant(drained.ok && (drained.value as AdviceSummary).waiting === 0, 'the confirmation was delivered');
  return took;
}

async function dispatch(till: Till, call: 'bill/request' | 'sale/pay-cash', request: unknown): Promise<Sale> {
  const reply = await till.dispatch(call, request);
  if (!reply.ok) throw new Error(`${call}: ${JSON.stringify(reply.failure)}`);
  return reply.value as Sale;
}

/** As a window hears of it. */
function untilSale(till: Till, saleId: SaleId, isSo: (sale: Sale) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const stop = till.listen('snapshot', ({ counter }: Snapshot) => {
      if (!('sale' in counter) || counter.sale.saleId !== saleId || !isSo(counter.sale)) return;
      stop();
      resolve();
    });
  });
}

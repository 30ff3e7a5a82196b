import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { randomIds } from '../main/ports/ids.ts';
import type { Till } from '../main/till.ts';
import { exchangeBare } from './exchange-bare.ts';
import { openTill } from './open-till.ts';
import { inTurn, rowOf, type Row } from './row.ts';
import { sampleSale } from './sample-sales.ts';
import { startService } from './service.ts';
import { writeAndSync } from './write-bare.ts';

/**
 * A whole sale in the composed till, from the press to the outcome that a window is told, over real sockets and a real disk, with a
 * customer who takes no time; against the least that could do the same: the status asked on a kept connection, as the protocol demands
 * before each transaction (BDS 2), the same body posted on a fresh one, its answer read, and the same two facts written and synced.
 */
export async function benchSaleOverhead(folder: string): Promise<Row> {
  const directory = mkdtempSync(join(folder, 'sale-overhead-'));
  const service = await startService('bds');
  const till = await openTill(join(directory, 'till'), { bds: service });
  const bare = openSync(join(directory, 'bare'), 'a');
  const kept = new http.Agent({ keepAlive: true });
  try {
    let sales = 0;
    const sell = async (): Promise<number> => {
      sales += 1;
      return sellOnce(till, sales);
    };
    const exchange = async (): Promise<number> => {
      sales += 1;
      const { saleId, facts } = sampleSale(sales);
      const begunAt = performance.now();
      await exchangeBare(service, kept, 'status');
      writeAndSync(bare, { saleId, fact: facts[0] });
      await exchangeBare(service, false, 'Transaction', bodyOf(sales));
      writeAndSync(bare, { saleId, fact: facts[1] });
      return performance.now() - begunAt;
    };
    await inTurn(warmUp, sell, exchange);
    return rowOf('sale-overhead', 'ms', { ...(await inTurn(samples, sell, exchange)), limit: 2 });
  } finally {
    await till.close();
    kept.destroy();
    await service.close();
    closeSync(bare);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Everything is compiled by then: a till sells all day. */
const warmUp = 60;
const samples = 600;

function sellOnce(till: Till, number: number): Promise<number> {
  const [begun] = sampleSale(number).facts;
  if (begun.kind !== 'payment-begun') throw new Error('a sale begins with its beginning');
  const { reference, payor } = begun.request;
  const saleId = randomIds.saleId();
  const begunAt = performance.now();
  let took = 0;
  return new Promise((resolve, reject) => {
    const stop = till.listen('snapshot', ({ counter, terminal }) => {
      if (counter.kind !== 'decided' || counter.sale.saleId !== saleId) return;
      if (counter.sale.outcome !== 'approved') return reject(new Error(`the sale is ${counter.sale.outcome}`));
      took ||= performance.now() - begunAt;
      // After a sale the till looks at the terminal: that is neither this sale's business nor the next one's.
      if (terminal.state !== 'available') return;
      stop();
      resolve(took);
    });
    void till.dispatch('sale/begin', { saleId, input: { amount: amountOf(number), reference, payor } }).then((answer) => {
      if (!answer.ok) reject(new Error(`not begun: ${JSON.stringify(answer.failure)}`));
    });
  });
}

/** Whole amounts: on the simulator every other has a meaning. */
function amountOf(number: number): string {
  return `${10 + (number % 900)}.00`;
}

/** What the till sends for the same sale, byte for byte. */
function bodyOf(number: number): string {
  const [begun] = sampleSale(number).facts;
  if (begun.kind !== 'payment-begun') throw new Error('a sale begins with its beginning');
  const { reference, billType, processingMethod, applicationType } = begun.request;
  return JSON.stringify({
    Amount: amountOf(number),
    Reference: reference,
    Payor: { FirstName: 'Ann', LastName: 'Doe', EmailAddress: 'ann.doe@example.org', PostalCode: '36832' },
    BillType: billType,
    ProcessingMethod: processingMethod,
    ApplicationType: applicationType,
  });
}

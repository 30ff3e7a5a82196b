import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import http from 'node:http';
import { join } from 'node:path';
import { randomIds } from '../main/ports/ids.ts';
import { compose } from '../main/compose.ts';
import { createFileLogger } from '../main/logs/file-logger.ts';
import { printInTheWindow } from '../main/ports/slip-printer.ts';
import { readSettings } from '../main/settings/read-settings.ts';
import type { Till } from '../main/till.ts';
import { startCardService, type CardService } from './card-service.ts';
import { inTurn, rowOf, type Row } from './row.ts';
import { sampleSale } from './sample-sales.ts';

/**
 * A whole sale in the composed till, from the press to the outcome that a window is told, over real sockets and a real disk, with a
 * customer who takes no time; against the least that could do the same: the status asked on a kept connection, as the protocol demands
 * before each transaction (BDS 2), the same body posted on a fresh one, its answer read, and the same two facts written and synced.
 */
export async function benchSaleOverhead(folder: string): Promise<Row> {
  const directory = mkdtempSync(join(folder, 'sale-overhead-'));
  const service = await startCardService();
  const till = await openTill(join(directory, 'till'), service);
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
const samples = 200;
async function openTill(dataDirectory: string, service: CardService): Promise<Till> {
  const settings = readSettings({
    TILLSTONE_DATA_DIR: dataDirectory,
    TILLSTONE_BDS_URL: service.url,
    TILLSTONE_BDS_USER: service.user,
    TILLSTONE_BDS_PASSWORD: service.password,
  });
  if (!settings.ok) throw new Error(JSON.stringify(settings.failure));
  const logger = await createFileLogger({ directory: join(dataDirectory, 'logs'), name: 'till' });
  const composed = compose(settings.value, { logger, printer: printInTheWindow, bds: settings.value.bds });
  if (!composed.ok) throw new Error(JSON.stringify(composed.failure));
  return {
    ...composed.value,
    async close() {
      await composed.value.close();
      await logger.close();
    },
  };
}

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

function writeAndSync(file: number, content: unknown): void {
  writeSync(file, `${JSON.stringify(content)}\n`);
  fsyncSync(file);
}

/** Without axios: the fewest steps that Node takes to send a request and to read the answer. */
function exchangeBare(
  { url, user, password }: CardService,
  agent: http.Agent | false,
  operation: 'status' | 'Transaction',
  body = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      method: body === '' ? 'GET' : 'POST',
      agent,
      auth: `${user}:${password}`,
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) },
    };
    const request = http.request(`${url}${operation}`, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text));
      response.once('error', reject);
    });
    request.once('error', reject);
    request.end(body);
  });
}

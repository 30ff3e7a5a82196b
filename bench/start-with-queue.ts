import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fillWithWaiting } from './fill-queue.ts';
import { inTurn, rowOf, type Row } from './row.ts';
import { timeStart } from './start.ts';

/**
 * From the start of the process to the first answered call, with 10,000 bills whose confirmations wait, against 10: the till is opened
 * while the network is still cut. The service is not there, so they stay.
 */
export async function benchStartWithQueue(folder: string): Promise<Row> {
  const directory = mkdtempSync(join(folder, 'start-with-queue-'));
  try {
    const [few, many] = [join(directory, 'few'), join(directory, 'many')];
    fillWithWaiting(few, 10);
    fillWithWaiting(many, 10_000);
    const startWith = (dataDirectory: string, waiting: number) => (): Promise<number> => timeStart(dataDirectory, waiting);
    const measures = [startWith(many, 10_000), startWith(few, 10)] as const;
    await inTurn(warmUp, ...measures);
    return rowOf('start-with-queue', 'ms', { ...(await inTurn(samples, ...measures)), limit: 2 });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const warmUp = 2;
const samples = 11;

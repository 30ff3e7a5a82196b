import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { startTillProcess } from '../main/testing/till-process.ts';
import { fillJournal } from './fill-journal.ts';
import { billSettings, nowhere } from './open-till.ts';
import { inTurn, rowOf, type Row } from './row.ts';

/**
 * From the start of the process to the first answered call, with 100,000 sales in the journal, against 10: a till must not get slower
 * to open with every day that it is used. The chain is verified meanwhile, beside it.
 */
export async function benchStart(folder: string): Promise<Row> {
  const directory = mkdtempSync(join(folder, 'start-'));
  try {
    const [small, large] = [join(directory, 'small'), join(directory, 'large')];
    fillJournal(small, 10);
    fillJournal(large, 100_000);
    const startWith = (dataDirectory: string) => (): Promise<number> => timeStart(dataDirectory);
    await inTurn(warmUp, startWith(large), startWith(small));
    return rowOf('start', 'ms', { ...(await inTurn(samples, startWith(large), startWith(small))), limit: 1.3 });
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The operating system has the files at hand, and Node what it has compiled. */
const warmUp = 3;
const samples = 15;

/** @param waiting how many advices have to be waiting, in a till with bills whose service is not there */
export async function timeStart(dataDirectory: string, waiting?: number): Promise<number> {
  const begunAt = performance.now();
  const till = startTillProcess({
    TILLSTONE_DATA_DIR: dataDirectory,
    // Nobody listens there: no service is part of a start.
    TILLSTONE_BDS_URL: 'http://127.0.0.1:9/DeviceService/BDS/',
    TILLSTONE_BDS_USER: 'bench',
    TILLSTONE_BDS_PASSWORD: 'bench',
    ...(waiting === undefined ? {} : billSettings(nowhere)),
  });
  try {
    const answer = await till.call('till/snapshot', {});
    const took = performance.now() - begunAt;
    if (answer?.ok !== true) throw new Error(`no snapshot: ${JSON.stringify(answer)}`);
    if (!['verifying', 'sound'].includes(answer.value.journal.kind))
      throw new Error(`the journal is ${answer.value.journal.kind}`);
    if (answer.value.advices?.waiting !== waiting) throw new Error(`${answer.value.advices?.waiting} advices wait`);
    return took;
  } finally {
    await till.kill();
  }
}

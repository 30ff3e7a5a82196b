import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '../../main/testing/random.ts';
import { startTillProcess, type TillProcess } from '../../main/testing/till-process.ts';
import { closeBooks, tellEverything, type Books } from './books.ts';
import { createPeople } from './people.ts';
import { startServices } from './services.ts';

export interface TortureOptions {
  readonly kills: number;
  /** Fixes every choice of people, customers and accidents. Only time itself is not fixed. */
  readonly seed: number;
  say(line: string): void;
}

export interface TortureReport extends Books {
  readonly kills: number;
  /** What a cashier asked for. */
  readonly sales: number;
}

/**
 * Kills the real till, again and again, while it sells against the simulators under faults, and compares the books at the end.
 * Rejects where the till does what has no place in this comparison: ends by itself, does not answer, refuses for another reason than it may.
 */
export async function torture({ kills, seed, say }: TortureOptions): Promise<TortureReport> {
  const directory = mkdtempSync(join(tmpdir(), 'tillstone-torture-'));
  const dataDirectory = join(directory, 'till');
  const services = await startServices(directory, { seed, lives: kills + 1 });
  const people = createPeople(createRandom(seed), services);
  const environment = services.environment(dataDirectory);
  let till: TillProcess | undefined;
  let isHarmless = false;
  try {
    for (let killed = 0; killed < kills; killed += 1) {
      till = startTillProcess(environment);
      await people.sellUntilKilled(till);
      if ((killed + 1) % 10 === 0) say(`${killed + 1} kills, ${people.sales()} sales`);
    }
    services.calm();
    till = startTillProcess(environment);
    await till.untilOpen();
    await people.resolve(till, 1);
    await tellEverything(till, dataDirectory);
    await till.stop();
    await services.untilQuiet();
    const books = closeBooks(dataDirectory, services, people);
    isHarmless = Object.values(books.found).every((cases) => cases.length === 0);
    return { kills, sales: people.sales(), ...books };
  } finally {
    await till?.kill();
    await services.close();
    // What found something hardly comes again: the journal, the log and the ledgers tell how it came.
    if (isHarmless) rmSync(directory, { recursive: true, force: true });
    else say(`kept for whoever looks into it: ${directory}`);
  }
}

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { invariant } from '../shared/result.ts';
import type { Advice } from '../main/advices/advice.ts';
import { adviceFolder, fileOf } from '../main/advices/folder.ts';
import type { AdviceQueue } from '../main/advices/queue.ts';
import { openStoreQueue } from '../main/advices/store-queue.ts';
import { syncDirectory } from '../main/journal/database.ts';
import { fillQueue } from './fill-queue.ts';
import { allInTurn, rowOf, timed, type Row } from './row.ts';
import { sampleBill } from './sample-bills.ts';
import { writeAtomically } from './write-bare.ts';

/**
 * Queueing an advice durably, against the least that is as durable: the same bytes to a file beside it, synced, renamed, and the folder
 * synced. With 10 advices waiting and with 10,000, and how much slower the one is than the other: a till whose network was cut all day
 * must not keep its customers waiting for that.
 */
export async function benchAdviceEnqueue(folder: string): Promise<readonly Row[]> {
  const directory = mkdtempSync(join(folder, 'advice-enqueue-'));
  const few = openDepth(join(directory, 'few'), 10);
  const many = openDepth(join(directory, 'many'), 10_000);
  try {
    const measures = [few.enqueue, few.writeBare, many.enqueue, many.writeBare];
    await allInTurn(warmUp, measures);
    const [atFew = Number.NaN, bareAtFew = Number.NaN, atMany = Number.NaN, bareAtMany = Number.NaN] = await allInTurn(
      samples,
      measures,
    );
    return [
      rowOf('advice-enqueue-10', 'ms', { value: atFew, floor: bareAtFew, limit: 2, samples }),
      rowOf('advice-enqueue-10000', 'ms', { value: atMany, floor: bareAtMany, limit: 2, samples }),
      rowOf('advice-enqueue-depth', 'ms', { value: atMany, floor: atFew, limit: 1.3, samples }),
    ];
  } finally {
    few.close();
    many.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Everything is compiled by then. */
const warmUp = 100;
const samples = 800;

interface Depth {
  /** @returns how long it took, in milliseconds */
  enqueue(): number;
  writeBare(): number;
  close(): void;
}

/** A queue and a folder for the bare writes that hold so many advices, before each measurement and after it. */
function openDepth(dataDirectory: string, depth: number): Depth {
  const bareDirectory = `${dataDirectory}-bare`;
  const waiting = Array.from({ length: depth }, (_, number) => sampleBill(number, Date.now()).advice);
  fillQueue(dataDirectory, waiting);
  fillQueue(bareDirectory, waiting);
  const bare = adviceFolder(bareDirectory).path;
  const queue = openFilled(dataDirectory, depth);
  let number = depth;
  /** What the queue wrote for the last advice. */
  let bytes: Buffer | undefined;

  function nextAdvice(): Advice {
    number += 1;
    return sampleBill(number, Date.now()).advice;
  }

  return {
    enqueue() {
      const advice = nextAdvice();
      const took = timed(() => invariant(queue.enqueue(advice).ok, 'there is room'));
      bytes = readFileSync(join(adviceFolder(dataDirectory).path, fileOf(advice.adviceId)));
      invariant(queue.remove([advice.adviceId]).ok, 'it is there');
      return took;
    },
    writeBare() {
      const name = fileOf(nextAdvice().adviceId);
      const content = (bytes ??= Buffer.from(JSON.stringify(nextAdvice(), undefined, '\t')));
      const took = timed(() => writeAtomically(bare, name, content));
      rmSync(join(bare, name));
      syncDirectory(bare);
      return took;
    },
    close: () => queue.close(),
  };
}

function openFilled(dataDirectory: string, depth: number): AdviceQueue {
  const opened = openStoreQueue({ dataDirectory });
  invariant(opened.ok, 'the queue opens');
  invariant(opened.value.entries().length === depth, 'every advice waits');
  invariant(opened.value.setAside().length === 0, 'every advice can be read');
  return opened.value;
}

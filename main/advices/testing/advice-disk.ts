import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fail, invariant } from '../../../shared/result.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AdviceId } from '../advice.ts';
import { createAdviceMemory, type createMemoryQueue } from '../memory-queue.ts';
import type { AdviceQueue } from '../queue.ts';
import type { openStoreQueue } from '../store-queue.ts';
import { createConf, type CreateStore } from '../store.ts';

/** Where a simulated till keeps its advices. What one process leaves there is what the next one finds. */
export interface AdviceDisk {
  open(): AdviceQueue;
  /** The process is dead at this moment: whatever its code still does is done to a disk that nobody looks at any more. */
  freeze(): void;
  /** Between two processes something happens to a record. @returns whether there is such a record */
  damage(adviceId: AdviceId, how: Damage): boolean;
  setRoom(room: Room): void;
  remove(): void;
}

export type Damage = 'cut' | 'emptied' | 'zeros' | 'changed' | 'foreign' | 'leftover';
/** `short`: the store's writer leaves half a file on a full disk and says nothing. */
export type Room = 'ample' | 'full' | 'short';

export interface QueueModules {
  readonly createMemoryQueue: typeof createMemoryQueue;
  readonly openStoreQueue: typeof openStoreQueue;
}

/** In memory: a hundred thousand steps in seconds. */
export function createMemoryAdviceDisk({ createMemoryQueue }: QueueModules): AdviceDisk {
  const memory = createAdviceMemory();
  let room: Room = 'ample';
  return {
    open() {
      const queue = createMemoryQueue(memory);
      const unlessFull =
        <Input extends readonly unknown[], Output>(call: (...input: Input) => Output) =>
        (...input: Input) =>
          room === 'ample' ? call(...input) : fail({ kind: 'disk-full', detail: 'simulated' } as const);
      return {
        ...queue,
        // A conflict is found before anything is written.
        enqueue: (advice) =>
          queue.entry(advice.adviceId) ||
          room === 'ample' ||
          queue.entries().some((each) => each.advice.requestId === advice.requestId)
            ? queue.enqueue(advice)
            : fail({ kind: 'disk-full', detail: 'simulated' }),
        recordAttempts: unlessFull(queue.recordAttempts),
        update: unlessFull(queue.update),
      };
    },
    freeze: () => {},
    damage(adviceId, how) {
      if (!memory.advices.has(adviceId)) return false;
      if (how !== 'leftover') {
        memory.advices.delete(adviceId);
        memory.setAside.push({ file: `${adviceId}.json`, why: how });
      }
      return true;
    },
    setRoom: (next) => {
      room = next;
    },
    remove: () => {},
  };
}

/** Real files, and no need to wait for a real disk: what a power cut does is tried elsewhere. */
const ramDisk = '/dev/shm';

/** Real files of real stores. */
export function createStoreAdviceDisk(
  { openStoreQueue }: QueueModules,
  clock: Pick<Clock, 'after'>,
  onWrite: () => void,
): AdviceDisk {
  const folders: string[] = [];
  let room: Room = 'ample';
  let dataDirectory = newFolder();
  const fileOf = (adviceId: AdviceId): string => join(dataDirectory, 'advices', `${adviceId}.json`);

  function newFolder(): string {
    const folder = mkdtempSync(join(existsSync(ramDisk) ? ramDisk : tmpdir(), 'tillstone-advices-'));
    folders.push(folder);
    return folder;
  }

  const createStore: CreateStore = (options) => {
    const conf = createConf(options);
    return {
      get store() {
        return conf.store;
      },
      set store(value) {
        conf.store = value;
        if (room === 'short') truncateSync(join(options.cwd, `${options.name}.json`), 300);
        // The file has its name, and nobody knows yet whether the folder was synced.
        onWrite();
      },
    };
  };

  return {
    open() {
      const opened = openStoreQueue({ dataDirectory, createStore, clock, freeBytes: () => (room === 'full' ? 0 : 1e9) });
      invariant(opened.ok, `a queue that a dead till has left can be opened: ${opened.ok ? '' : JSON.stringify(opened.failure)}`);
      const left = readdirSync(join(dataDirectory, 'advices')).filter((name) => /[.](tmp-|previous)/u.test(name));
      invariant(left.length === 0, `nothing of a dead writer is left: ${left.join()}`);
      return opened.value;
    },
    freeze() {
      const next = newFolder();
      cpSync(dataDirectory, next, { recursive: true });
      dataDirectory = next;
    },
    damage(adviceId, how) {
      const file = fileOf(adviceId);
      if (!existsSync(file)) return false;
      damageFile(file, how);
      return true;
    },
    setRoom: (next) => {
      room = next;
    },
    remove: () => {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

function damageFile(file: string, how: Damage): void {
  const { length } = readFileSync(file);
  if (how === 'cut') truncateSync(file, Math.floor(length / 2));
  if (how === 'emptied') truncateSync(file, 0);
  if (how === 'zeros') writeFileSync(file, Buffer.alloc(length));
  if (how === 'changed') writeFileSync(file, readFileSync(file, 'utf8').replace('10000', '10001'));
  if (how === 'foreign') writeFileSync(file, '{"theme":"dark"}');
  if (how === 'leftover') writeFileSync(`${file}.tmp-1234567890abcdef`, 'half');
}

import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import { syncDirectory } from '../journal/database.ts';
import { freeBytesIn } from '../journal/disk.ts';
import { systemClock, type Clock } from '../ports/clock.ts';
import { silentLogger, type Logger } from '../ports/logger.ts';
import type { AdviceId } from './advice.ts';
import { adviceFolder, fileOf, marksName, recordOf, type AdviceFolder } from './folder.ts';
import { createBurial, type Burial } from './burial.ts';
import { queueOver, type AdviceStorage, type AttemptMark } from './queue-over.ts';
import type { AdviceQueue, SetAsideFile, WriteFailure } from './queue.ts';
import { readAdviceFolder, readSetAside } from './read-folder.ts';
import type { Content } from './sealed.ts';
import { createConf, type CreateStore } from './store.ts';
import { failureOf, writeStore } from './write-store.ts';

export interface StoreQueueOptions {
  /** The till's data folder, whose selling lock this process holds. */
  readonly dataDirectory: string;
  /** The Electron shell gives electron-store's own class here. */
  readonly createStore?: CreateStore;
  readonly freeBytes?: (directory: string) => number;
  /** Gives up the journal's ballast, so that a sale under way can be finished on a full disk. */
  readonly makeRoom?: () => boolean;
  readonly logger?: Logger;
  readonly clock?: Pick<Clock, 'after'>;
}

/**
 * Opens the queue of a data folder, or makes it. Cleans up after a process that was killed while it wrote, and takes out of the way
 * what cannot be read: it is named by `setAside`, and the rest goes on.
 */
export function openStoreQueue(options: StoreQueueOptions): Result<AdviceQueue, WriteFailure> {
  const { dataDirectory, createStore = createConf, freeBytes = freeBytesIn, makeRoom = () => false } = options;
  const { logger = silentLogger, clock = systemClock } = options;
  const folder = adviceFolder(dataDirectory);
  try {
    if (!existsSync(folder.path)) {
      mkdirSync(folder.path, { recursive: true, mode: 0o700 });
      syncDirectory(dataDirectory);
    }
    const contents = readAdviceFolder(folder);
    const aside = [...readSetAside(folder)];
    const setAside = (file: string, why: string): void => {
      aside.push({ file: moveAside(folder, file, logger), why });
      logger.error('advice-file-set-aside', { file, why });
    };
    for (const file of contents.leftovers) rmSync(join(folder.path, file), { force: true });
    const removed = [...contents.removed.adviceIds].map((adviceId) => fileOf(adviceId));
    for (const file of removed) rmSync(join(folder.path, file), { force: true });
    // Not before those are gone for good: it is what says that they are removed.
    if (removed.length > 0) syncDirectory(folder.path);
    for (const file of contents.removed.files) rmSync(join(folder.path, file), { force: true });
    for (const { file, why } of contents.unreadable) if (!removed.includes(file)) setAside(file, why);
    for (const { file, isNeeded } of contents.previous) {
      if (isNeeded && !removed.includes(recordOf(file))) renameSync(join(folder.path, file), join(folder.path, recordOf(file)));
      else rmSync(join(folder.path, file), { force: true });
    }
    if (contents.leftovers.length + contents.unreadable.length + contents.previous.length + removed.length > 0) {
      syncDirectory(folder.path);
    }
    const parts = { createStore, freeBytes, makeRoom, setAside };
    const write = (name: string, content: Content): Result<void, WriteFailure> => writeStore(folder.path, name, content, parts);
    const burial = createBurial({ directory: folder.path, clock, logger, write });
    const storage = storeIn(write, burial, contents.marks, aside);
    return ok(queueOver(storage, contents.found));
  } catch (error) {
    return fail(failureOf(error));
  }
}

function storeIn(
  write: (name: string, content: Content) => Result<void, WriteFailure>,
  burial: Burial,
  found: readonly AttemptMark[],
  aside: readonly SetAsideFile[],
): AdviceStorage {
  /** Attempts that no advice's own store tells of yet. */
  const marks = new Map<AdviceId, AttemptMark>(found.map((mark) => [mark.adviceId, mark]));
  return {
    write(stored) {
      const { adviceId } = stored.entry.advice;
      const forgotten = attempt(() => burial.forget(adviceId));
      const written = forgotten.ok ? write(adviceId, { kind: 'advice', ...stored }) : forgotten;
      if (written.ok) marks.delete(adviceId);
      return written;
    },
    mark(added) {
      const all = new Map(marks);
      for (const mark of added) all.set(mark.adviceId, mark);
      const written = write(marksName, { kind: 'marks', marks: [...all.values()] });
      if (written.ok) for (const mark of added) marks.set(mark.adviceId, mark);
      return written;
    },
    remove(adviceIds) {
      const removed = attempt(() => burial.remove(adviceIds));
      if (removed.ok) for (const adviceId of adviceIds) marks.delete(adviceId);
      return removed;
    },
    setAside: () => [...aside],
    close: () => burial.close(),
  };
}

function attempt(step: () => void): Result<void, WriteFailure> {
  try {
    step();
    return ok(undefined);
  } catch (error) {
    return fail(failureOf(error));
  }
}

/** @returns the file's name there. One that cannot be moved stays where it is, and is named all the same */
function moveAside({ path, setAside }: AdviceFolder, file: string, logger: Logger): string {
  try {
    mkdirSync(setAside, { recursive: true, mode: 0o700 });
    let name = file;
    for (let copy = 2; existsSync(join(setAside, name)); copy += 1) name = `${file}.${copy}`;
    renameSync(join(path, file), join(setAside, name));
    syncDirectory(setAside);
    syncDirectory(path);
    return name;
  } catch (error) {
    logger.error('advice-file-not-moved', { file, error });
    return file;
  }
}

import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/result.ts';
import { systemClock, timestamp, type Clock } from '../ports/clock.ts';
import { openLockFile, type LockFile } from './database.ts';

/** Who sells from a data folder: for the message to whoever came second. */
const holderSchema = z.object({ pid: z.number().int(), startedAt: z.string() });
export type Holder = z.output<typeof holderSchema>;

export interface InUse {
  readonly kind: 'in-use';
  /** Absent if the other till could not write it down. */
  readonly holder?: Holder;
}

export interface SellingLock {
  release(): void;
}

/** Kept from the garbage collector, which would close the file of a caller that keeps no hold of its lock, and so let go of it. */
const held = new Set<LockFile>();

/**
 * One selling till per data folder: two would not know of each other's payments.
 * The lock is the operating system's, on a file that SQLite holds for us, because Node has no lock of its own that works everywhere.
 * It ends with the process however that dies, so there is never a stale one to remove by hand; `till.pid` is only for people.
 */
export function takeSellingLock(directory: string, clock: Pick<Clock, 'now'> = systemClock): Result<SellingLock, InUse> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const files = lockFiles(directory);
  const lock = openLockFile(files.lock);
  if (!lock.takeExclusively()) {
    lock.close();
    const holder = readHolder(files.holder);
    return fail({ kind: 'in-use', ...(holder === undefined ? {} : { holder }) });
  }
  held.add(lock);
  writeHolder(files.holder, { pid: process.pid, startedAt: timestamp(clock) });
  return ok({
    release: () => {
      rmSync(files.holder, { force: true });
      lock.close();
      held.delete(lock);
    },
  });
}

/** Whether a till sells from this folder now. For readers: takes nothing, and a till that starts at this moment waits for it. */
export function isHeld(directory: string): boolean {
  const { lock: path } = lockFiles(directory);
  if (!existsSync(path)) return false;
  const lock = openLockFile(path, { readOnly: true });
  try {
    return !lock.canBeShared();
  } finally {
    lock.close();
  }
}

function lockFiles(directory: string): { readonly lock: string; readonly holder: string } {
  return { lock: join(directory, 'till.lock'), holder: join(directory, 'till.pid') };
}

function writeHolder(path: string, holder: Holder): void {
  try {
    writeFileSync(path, `${JSON.stringify(holder)}\n`, { mode: 0o600 });
  } catch {
    // A full disk: the lock holds all the same, and the message to a second till only says less.
  }
}

function readHolder(path: string): Holder | undefined {
  try {
    return holderSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

import { closeSync, fsyncSync, openSync, renameSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import { randomFillSync } from 'node:crypto';
import { join } from 'node:path';

const megabyte = 1024 * 1024;

/**
 * How much room the till insists on. Ours:
 * - a sale writes some 60 kB until it ends, most of it copies of pages that the next checkpoint takes back; the journal's
 *   write-ahead log reaches about 4 MB before one. Below 8 MB that is no longer certain, and a sale that cannot be finished must not begin;
 * - 200 MB leaves a busy till days, and people time to act on the warning;
 * - the ballast lets several hundred payments that are under way be finished on a disk that something else has filled;
 * - below 1 MB the journal must not even be opened: SQLite maps a file into memory there that a full disk cannot hold, and the
 *   process was seen to die of SIGBUS.
 */
export const diskLimits = {
  warnBelowBytes: 200 * megabyte,
  refuseBelowBytes: 8 * megabyte,
  openBelowBytes: megabyte,
  ballastBytes: 16 * megabyte,
} as const;

export type DiskLimits = { readonly [name in keyof typeof diskLimits]: number };

interface Room {
  readonly freeBytes: number;
  /** How much has to be free for a sale. */
  readonly neededBytes: number;
}

/** `full`: no new sale. `low`: somebody should make room. */
export type DiskState =
  ({ readonly kind: 'ample' } & Room) | ({ readonly kind: 'low' } & Room) | ({ readonly kind: 'full' } & Room);

export interface DiskGuard {
  /** Before each new sale. Makes the ballast again as soon as there is room for it. */
  check(): DiskState;
  /** Makes the ballast if there is room for it and still enough for selling. @returns whether it is there */
  ensureBallast(): boolean;
  /** Frees its room at once. @returns whether there was any to free */
  giveUpBallast(): boolean;
  freeBytes(): number;
}

export interface DiskGuardOptions {
  /** The data folder; it has to be there. */
  readonly directory: string;
  /** What is free for this program, in bytes. */
  readonly freeBytes?: (directory: string) => number;
  readonly limits?: Partial<DiskLimits>;
}

/**
 * Watches the room on the data folder's disk, and keeps a file that is there only to be deleted.
 * Once the ballast is gone no sale begins until there is room for it again: the next full disk would find nothing to give up.
 */
export function createDiskGuard({ directory, freeBytes = freeBytesIn, limits = {} }: DiskGuardOptions): DiskGuard {
  const { warnBelowBytes, refuseBelowBytes, ballastBytes } = { ...diskLimits, ...limits };
  const path = join(directory, 'ballast');

  const hasBallast = (): boolean => statSync(path, { throwIfNoEntry: false })?.size === ballastBytes;

  const ensureBallast = (): boolean => {
    if (hasBallast()) return true;
    if (freeBytes(directory) < ballastBytes + refuseBelowBytes) return false;
    try {
      writeBallast(path, ballastBytes);
    } catch {
      // Somebody else took the room meanwhile, or the drive fails: no ballast, and `check` says so.
      rmSync(`${path}.partial`, { force: true });
    }
    return hasBallast();
  };

  return {
    freeBytes: () => freeBytes(directory),
    ensureBallast,
    check: () => {
      const isThere = ensureBallast();
      const free = freeBytes(directory);
      const needed = isThere ? refuseBelowBytes : refuseBelowBytes + ballastBytes;
      const isFull = !isThere || free < needed;
      return { kind: isFull ? 'full' : free < warnBelowBytes ? 'low' : 'ample', freeBytes: free, neededBytes: needed };
    },
    giveUpBallast: () => {
      const wasThere = statSync(path, { throwIfNoEntry: false }) !== undefined;
      rmSync(path, { force: true });
      return wasThere;
    },
  };
}

/** Random bytes, because a file system that compresses would keep no room with others; under its own name only when it is whole. */
function writeBallast(path: string, bytes: number): void {
  const partial = `${path}.partial`;
  const chunk = Buffer.alloc(Math.min(megabyte, bytes));
  const descriptor = openSync(partial, 'w', 0o600);
  try {
    for (let left = bytes; left > 0;) {
      randomFillSync(chunk);
      left -= writeSync(descriptor, chunk, 0, Math.min(left, chunk.length));
    }
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(partial, path);
}

/** What the file system gives to a user who is not its administrator. */
export function freeBytesIn(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}

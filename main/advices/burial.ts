import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Result } from '../../shared/result.ts';
import { messageOf, syncDirectory } from '../journal/database.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { AdviceId } from './advice.ts';
import { fileOf, removedName } from './folder.ts';
import type { WriteFailure } from './queue.ts';
import type { Content } from './sealed.ts';

/**
 * Removes advices. To unlink a file that was synced takes ext4 some 80 µs, half as long as to send the advice, and a till that drains
 * thousands has no time for that meanwhile. So many at once are first written down as removed, in one small store for all of them, which
 * is as durable as having them gone; their files follow a few at a time, or at the next start.
 */
export interface Burial {
  /** Durable when it returns. Never fails for a lack of room. @throws what the file system throws */
  remove(adviceIds: readonly AdviceId[]): void;
  /** Before this advice is stored anew: what is written down of its removal must not outlive it. @throws as above */
  forget(adviceId: AdviceId): void;
  /** Finishes what is left. */
  close(): void;
}

export interface BurialOptions {
  readonly directory: string;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Logger;
  readonly write: (name: string, content: Content) => Result<void, WriteFailure>;
}

/** So few are unlinked at once, which takes no longer than to write them down. */
const fewAtMost = 8;
/** Nothing is swept before nothing has been removed for so long: while a till drains, the line to the service has all its time. */
const quietMs = 1_000;
/** Some 3 ms of work, at most every 50 ms: whoever looks at the window or takes a payment meanwhile hardly notices. */
const sweptAtOnce = 32;
const sweepEveryMs = 50;
/** After trouble: a virus scanner that holds a file lets go of it sooner or later. */
const sweepAgainMs = 30_000;

interface Batch {
  readonly all: ReadonlySet<AdviceId>;
  /** Whose files may still be there. */
  readonly left: Set<AdviceId>;
}

export function createBurial({ directory, clock, logger, write }: BurialOptions): Burial {
  /** By the name of the store in which they are written down. */
  const batches = new Map<string, Batch>();
  let lastNumber = 0;
  let stop: (() => void) | undefined;

  function unlink(adviceIds: Iterable<AdviceId>): void {
    for (const adviceId of adviceIds) rmSync(join(directory, fileOf(adviceId)), { force: true });
    syncDirectory(directory);
  }

  function nextName(): string {
    do lastNumber += 1;
    while (existsSync(join(directory, fileOf(removedName(lastNumber)))));
    return removedName(lastNumber);
  }

  /** At most `count` files of a batch. What is written down of it goes when the last of them is gone for good. */
  function sweep(name: string, { left }: Batch, count = left.size): void {
    const some = [...left].slice(0, count);
    unlink(some);
    for (const adviceId of some) left.delete(adviceId);
    if (left.size > 0) return;
    rmSync(join(directory, fileOf(name)), { force: true });
    batches.delete(name);
  }

  function sweepIn(ms: number): void {
    stop?.();
    stop = clock.after(ms, () => {
      stop = undefined;
      let nextMs = sweepEveryMs;
      try {
        for (const [name, batch] of batches) {
          sweep(name, batch, sweptAtOnce);
          break;
        }
      } catch (error) {
        logger.warn('advice-file-not-removed', { detail: messageOf(error) });
        nextMs = sweepAgainMs;
      }
      if (batches.size > 0) sweepIn(nextMs);
    });
  }

  return {
    remove(adviceIds) {
      const name = nextName();
      const isWritten = adviceIds.length > fewAtMost && write(name, { kind: 'removed', adviceIds }).ok;
      if (isWritten) {
        batches.set(name, { all: new Set(adviceIds), left: new Set(adviceIds) });
        sweepIn(quietMs);
      } else {
        unlink(adviceIds);
      }
    },
    forget(adviceId) {
      for (const [name, batch] of batches) {
        if (!batch.all.has(adviceId)) continue;
        sweep(name, batch);
        syncDirectory(directory);
      }
    },
    close() {
      stop?.();
      stop = undefined;
      try {
        for (const [name, batch] of batches) sweep(name, batch);
      } catch (error) {
        // They are written down as removed: the next start sees to it.
        logger.warn('advice-file-not-removed', { detail: messageOf(error) });
      }
    },
  };
}

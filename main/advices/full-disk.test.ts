import { mkdirSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { invariant } from '../../shared/result.ts';
import { freeBytesIn } from '../journal/disk.ts';
import { fillUp, mountSmallDisk } from '../testing/small-disk.ts';
import type { AdviceQueue } from './queue.ts';
import { openStoreQueue, type StoreQueueOptions } from './store-queue.ts';
import { mountExt4 } from './testing/ext4-image.ts';
import { adviceIdOf, adviceOf } from './testing/sample-advices.ts';

const tmpfs = mountSmallDisk(3);
const ext4 = mountExt4(6);
afterAll(() => {
  if (typeof ext4 !== 'string') ext4.remove();
});

const at = '2026-11-21T09:30:01.000Z';
const disks = [
  { name: 'tmpfs', directory: tmpfs, why: tmpfs === undefined ? 'this machine does not let us mount one' : '' },
  { name: 'ext4', ...(typeof ext4 === 'string' ? { directory: undefined, why: ext4 } : { directory: ext4.directory, why: '' }) },
];

function open(dataDirectory: string, options: Partial<StoreQueueOptions> = {}): AdviceQueue {
  const opened = openStoreQueue({ dataDirectory, ...options });
  invariant(opened.ok, `opened: ${JSON.stringify(opened)}`);
  return opened.value;
}

/** Queues advices until one is refused. @returns how many were taken, and why no more were */
function enqueueUntilRefused(
  queue: AdviceQueue,
  from: number,
  bytes = 5_000,
): { readonly taken: number; readonly failure: unknown } {
  for (let number = from; ; number += 1) {
    const queued = queue.enqueue(adviceOf(number, { body: 'x'.repeat(bytes) }));
    if (!queued.ok) return { taken: number - from, failure: queued.failure };
  }
}

describe.each(disks)('a queue on a full $name', ({ directory, why }) => {
  it.skipIf(directory === undefined)(
    `refuses what has no room, and keeps what it has taken ${why && `(skipped: ${why})`}`,
    () => {
      invariant(directory !== undefined, 'mounted');
      const dataDirectory = join(directory, 'data');
      mkdirSync(dataDirectory);
      const queue = open(dataDirectory);
      const { taken, failure } = enqueueUntilRefused(queue, 1);
      expect(failure).toMatchObject({ kind: 'disk-full' });
      expect(taken).toBeGreaterThan(100);
      expect(queue.update(adviceIdOf(1), { nextTryAt: at })).toMatchObject({ ok: false, failure: { kind: 'disk-full' } });
      expect(freeBytesIn(dataDirectory)).toBeGreaterThan(64 * 1024);
      expect(open(dataDirectory).entries()).toEqual(queue.entries());
      expect(queue.entries().length).toBe(taken);
      rmSync(dataDirectory, { recursive: true });
    },
  );

  it.skipIf(directory === undefined)(
    `loses nothing when the room goes between the look and the write ${why && `(skipped: ${why})`}`,
    () => {
      invariant(directory !== undefined, 'mounted');
      const dataDirectory = join(directory, 'data');
      mkdirSync(dataDirectory);
      open(dataDirectory).enqueue(adviceOf(1, { body: 'x'.repeat(5_000) }));
      const download = join(directory, 'download');
      fillUp(download);
      // Some room, but not for the whole of an advice: here the store's writer was seen to leave half a file and say nothing.
      truncateSync(download, statSync(download).size - 8_192);
      const queue = open(dataDirectory, { freeBytes: () => 1e9 });
      const { failure } = enqueueUntilRefused(queue, 2, 30_000);
      expect(failure).toMatchObject({ kind: 'disk-full' });
      for (let attempt = 0; attempt < 5; attempt += 1) {
        expect(queue.update(adviceIdOf(1), { lastAnswer: { kind: 'not-final', detail: 'x'.repeat(30_000), at } })).toMatchObject({
          ok: false,
          failure: { kind: 'disk-full' },
        });
        expect(queue.recordAttempts([adviceIdOf(1)], at).ok, 'there may be room for that').toBeTypeOf('boolean');
      }
      const kept = queue.entries();
      rmSync(download);

      const next = open(dataDirectory);
      expect(next.setAside()).toEqual([]);
      expect(next.entries().map(({ advice }) => advice)).toEqual(kept.map(({ advice }) => advice));
      expect(readdirSync(join(dataDirectory, 'advices')).filter((name) => /[.](tmp-|previous)/u.test(name))).toEqual([]);
      expect(enqueueUntilRefused(next, 1_000).taken).toBeGreaterThan(100);
      rmSync(dataDirectory, { recursive: true });
    },
  );

  it.skipIf(directory === undefined)(`removes what was delivered from it ${why && `(skipped: ${why})`}`, () => {
    invariant(directory !== undefined, 'mounted');
    const dataDirectory = join(directory, 'data');
    mkdirSync(dataDirectory);
    const queue = open(dataDirectory);
    enqueueUntilRefused(queue, 1);
    const download = join(directory, 'download');
    fillUp(download);
    expect(queue.remove([adviceIdOf(1)])).toMatchObject({ ok: true });
    expect(open(dataDirectory).entry(adviceIdOf(1))).toBeUndefined();
    rmSync(download);
    rmSync(dataDirectory, { recursive: true });
  });
});

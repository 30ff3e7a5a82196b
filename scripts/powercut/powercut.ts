import { invariant } from '../../shared/result.ts';
import type { AdviceId } from '../../main/advices/advice.ts';
import type { AdviceQueue } from '../../main/advices/queue.ts';
import { openStoreQueue } from '../../main/advices/store-queue.ts';
import { mountExt4 } from '../../main/advices/testing/ext4-image.ts';
import { adviceOf } from '../../main/advices/testing/sample-advices.ts';

export interface PowercutCounts {
  readonly cuts: number;
  /** What the queue said was on the disk: advices, attempts, answers and removals. */
  readonly acknowledged: number;
  readonly lost: number;
}

export type PowercutReport =
  | ({ readonly kind: 'cut'; readonly found: readonly string[] } & PowercutCounts)
  /** Not a failure of the queue, and no proof of anything either. */
  | { readonly kind: 'impossible'; readonly why: string };

/** What one cut must find, by what was acknowledged before it. */
interface Promised {
  readonly attempts: number;
  readonly detail: string | undefined;
}

/**
 * Cuts the power after each advice that the queue has acknowledged, as far as that can be done without a hand on the plug: takes the
 * blocks that ext4 has given to the drive by then, mounts them as after the cut, and looks for everything that was ever acknowledged.
 * What it cannot show is a drive that lies about its own cache.
 */
export function cutPower(cuts: number, open: typeof openStoreQueue = openStoreQueue): PowercutReport {
  const disk = mountExt4(24);
  if (typeof disk === 'string') return { kind: 'impossible', why: disk };
  try {
    const queue = opened(open, disk.directory);
    const promised = new Map<AdviceId, Promised>();
    const removed = new Set<AdviceId>();
    const found: string[] = [];
    let acknowledged = 0;

    for (let cut = 1; cut <= cuts; cut += 1) {
      acknowledged += goOnToNextAdvice(queue, cut, promised, removed);
      const after = disk.afterPowerCut((directory) => opened(openStoreQueue, directory));
      for (const [adviceId, { attempts, detail }] of promised) {
        const entry = after.entry(adviceId);
        if (!entry) found.push(`cut ${cut}: the advice ${adviceId} is gone`);
        else if (entry.advice.body !== adviceOf(numberOf(adviceId)).body) found.push(`cut ${cut}: ${adviceId} has changed`);
        else if (entry.attempts < attempts) found.push(`cut ${cut}: an attempt of ${adviceId} is gone`);
        else if (entry.lastAnswer?.detail !== detail) found.push(`cut ${cut}: an answer to ${adviceId} is gone`);
      }
      for (const adviceId of removed) if (after.entry(adviceId)) found.push(`cut ${cut}: ${adviceId} has come back`);
      for (const { file, why } of after.setAside()) found.push(`cut ${cut}: ${file} ${why}`);
    }
    return { kind: 'cut', cuts, acknowledged, lost: found.length, found };
  } finally {
    disk.remove();
  }
}

/**
 * What has happened to the last one by now is in turn an attempt, an answer, its end, or nothing; then the next advice is queued.
 * @returns how much was acknowledged
 */
function goOnToNextAdvice(queue: AdviceQueue, number: number, promised: Map<AdviceId, Promised>, removed: Set<AdviceId>): number {
  let acknowledged = 0;
  const acknowledge = (done: { readonly ok: boolean }): void => {
    invariant(done.ok, `acknowledged: ${JSON.stringify(done)}`);
    acknowledged += 1;
  };
  const last = adviceOf(number - 1).adviceId;
  const at = '2026-11-21T09:30:00.000Z';
  if (promised.has(last)) {
    const turn = number % 4;
    if (turn > 0) {
      acknowledge(queue.recordAttempts([last], at));
      promised.set(last, { attempts: 1, detail: undefined });
    }
    if (turn > 1) {
      acknowledge(queue.update(last, { lastAnswer: { kind: 'not-final', detail: 'HTTP 504', at } }));
      promised.set(last, { attempts: 1, detail: 'HTTP 504' });
    }
    if (turn > 2) {
      acknowledge(queue.remove([last]));
      promised.delete(last);
      removed.add(last);
    }
  }
  const advice = adviceOf(number);
  acknowledge(queue.enqueue(advice));
  promised.set(advice.adviceId, { attempts: 0, detail: undefined });
  return acknowledged;
}

function opened(open: typeof openStoreQueue, dataDirectory: string): AdviceQueue {
  const queue = open({ dataDirectory });
  invariant(queue.ok, `a queue: ${JSON.stringify(queue)}`);
  return queue.value;
}

function numberOf(adviceId: AdviceId): number {
  return Number(adviceId.slice(-12));
}

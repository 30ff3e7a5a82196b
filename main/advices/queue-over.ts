import { isDeepStrictEqual } from 'node:util';
import { fail, invariant, ok, type Result } from '../../shared/result.ts';
import type { Advice, AdviceId } from './advice.ts';
import { isUnanswered, type AdviceQueue, type QueuedAdvice, type SetAsideFile, type WriteFailure } from './queue.ts';

/** An entry with its place in the line: the machine's clock can be set back, and the order must not follow it. */
export interface StoredAdvice {
  readonly sequence: number;
  readonly entry: QueuedAdvice;
}

/** Where a queue keeps what it has promised. Each call is durable when it returns `ok`, and has changed nothing when it fails. */
export interface AdviceStorage {
  /** One advice, new or in place of what was stored under its id. Takes its mark away: `attempts` says it now. */
  write(stored: StoredAdvice): Result<void, WriteFailure>;
  /** Marks advices as sent so often, all at once. */
  mark(marks: readonly AttemptMark[]): Result<void, WriteFailure>;
  remove(adviceIds: readonly AdviceId[]): Result<void, WriteFailure>;
  setAside(): readonly SetAsideFile[];
  close(): void;
}

export interface AttemptMark {
  readonly adviceId: AdviceId;
  readonly attempts: number;
  readonly firstSentAt: string;
}

/** An advice's id names its file: nothing that could lead out of the folder, or be one file with another's on some systems. */
const possibleId = /^[0-9a-z][0-9a-z-]{0,63}$/;

/**
 * The rules of the queue, over any storage.
 * @param found what the storage holds, in any order
 */
export function queueOver(storage: AdviceStorage, found: readonly StoredAdvice[]): AdviceQueue {
  const inOrder = found.toSorted(inLine);
  const stored = new Map<AdviceId, StoredAdvice>(inOrder.map((each) => [each.entry.advice.adviceId, each]));
  const byRequest = new Map<string, Advice>(inOrder.map(({ entry: { advice } }) => [requestOf(advice), advice]));
  invariant(stored.size === found.length && byRequest.size === found.length, 'one advice for each id and each request');
  let lastSequence = inOrder.at(-1)?.sequence ?? 0;

  function standingAgainst(advice: Advice): Advice | undefined {
    return stored.get(advice.adviceId)?.entry.advice ?? byRequest.get(requestOf(advice));
  }

  function replace(adviceId: AdviceId, change: (entry: QueuedAdvice) => QueuedAdvice): StoredAdvice {
    const old = stored.get(adviceId);
    invariant(old, `the advice ${adviceId} is queued`);
    return { sequence: old.sequence, entry: change(old.entry) };
  }

  return {
    enqueue(advice, mayHaveBeenSent = false) {
      invariant(possibleId.test(advice.adviceId), `${advice.adviceId} can name a file`);
      const standing = standingAgainst(advice);
      if (standing) return isDeepStrictEqual(standing, advice) ? ok(undefined) : fail({ kind: 'conflict', standing });
      const added: StoredAdvice = {
        sequence: lastSequence + 1,
        // A copy: what the caller does with its own afterwards is not what was promised.
        entry: { advice: Object.freeze({ ...advice }), state: 'waiting', attempts: mayHaveBeenSent ? 1 : 0, refusals: 0 },
      };
      const written = storage.write(added);
      if (!written.ok) return written;
      lastSequence = added.sequence;
      stored.set(advice.adviceId, added);
      byRequest.set(requestOf(advice), added.entry.advice);
      return ok(undefined);
    },
    entries: () => Array.from(stored.values(), ({ entry }) => entry),
    entry: (adviceId) => stored.get(adviceId)?.entry,
    recordAttempts(adviceIds, at) {
      const attempted = adviceIds.map((adviceId) => ({
        wasUnanswered: isUnanswered(replace(adviceId, (entry) => entry).entry),
        now: replace(adviceId, (entry) => ({ ...entry, attempts: entry.attempts + 1, firstSentAt: entry.firstSentAt ?? at })),
      }));
      const marks = attempted
        .filter(({ wasUnanswered }) => !wasUnanswered)
        .map(({ now: { entry } }): AttemptMark => {
          const { advice, attempts, firstSentAt = at } = entry;
          return { adviceId: advice.adviceId, attempts, firstSentAt };
        });
      const marked = marks.length > 0 ? storage.mark(marks) : ok(undefined);
      if (marked.ok) for (const { now } of attempted) stored.set(now.entry.advice.adviceId, now);
      return marked;
    },
    update(adviceId, change) {
      const changed = replace(adviceId, (entry) => {
        const { nextTryAt, ...others } = { ...entry, ...change };
        return { ...others, ...(nextTryAt === undefined ? {} : { nextTryAt }) };
      });
      const written = storage.write(changed);
      if (written.ok) stored.set(adviceId, changed);
      return written;
    },
    remove(adviceIds) {
      const present = adviceIds.filter((adviceId) => stored.has(adviceId));
      const removed = present.length > 0 ? storage.remove(present) : ok(undefined);
      if (!removed.ok) return removed;
      for (const adviceId of present) {
        const gone = stored.get(adviceId);
        stored.delete(adviceId);
        if (gone) byRequest.delete(requestOf(gone.entry.advice));
      }
      return removed;
    },
    setAside: () => storage.setAside(),
    close: () => storage.close(),
  };
}

/** Two services may number their payments alike. */
export function requestOf({ service, requestId }: Pick<Advice, 'service' | 'requestId'>): string {
  return `${service} ${requestId}`;
}

export function inLine(a: StoredAdvice, b: StoredAdvice): number {
  return a.sequence - b.sequence;
}

/** What a mark adds to what an advice's own record says. An older mark adds nothing. */
export function withMark(entry: QueuedAdvice, mark: Omit<AttemptMark, 'adviceId'> | undefined): QueuedAdvice {
  if (mark === undefined || mark.attempts <= entry.attempts) return entry;
  return { ...entry, attempts: mark.attempts, firstSentAt: entry.firstSentAt ?? mark.firstSentAt };
}

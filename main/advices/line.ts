import type { Clock } from '../ports/clock.ts';
import type { AdviceId } from './advice.ts';
import { backoff } from './backoff.ts';

/**
 * Which advice of one service goes out next.
 *
 *      add ─▶ eager ────────(while the gate is open)────────┐
 *               ▲                                           ▼
 *               │ answered, wake                           next ─▶ under way ─▶ answered
 *               │                                           ▲          │ failed
 *             resting ── its own time has come ──▶ due ─────┘          │
 *               ▲──────────────────────────────────────────────────────┘
 *
 * Every advice that failed rests for a time of its own, and is then due whatever becomes of the others: so nobody's trouble is another's.
 * The gate is for the service as a whole: when as many different advices in a row as may be under way at least had no final answer, those who
 * have not been tried since wait until it opens again, a few at a time: ten thousand advices must not beat upon a service that is down.
 * Different ones, because a poisoned one that is repeated alone says nothing about the service.
 */
export interface Line {
  /** At the end of the line. */
  add(adviceId: AdviceId): void;
  /** A person wants it sent now, gate or no gate. */
  urge(adviceId: AdviceId): void;
  /** The next one, which is under way from now on; nothing if none is ready, or enough are under way. */
  next(): AdviceId | undefined;
  /** Those that `next` will give, as far as can be seen, at most `count`. */
  upcoming(count: number): readonly AdviceId[];
  /** It had no final answer. @returns in how many milliseconds it is due */
  failed(adviceId: AdviceId): number;
  /** It could not even be tried, for a reason that is the till's own: as `failed`, and everybody waits. */
  heldBack(adviceId: AdviceId): number;
  /** It had a final answer, and leaves the line; so the service answers, and everybody who failed while it did not is eager again. */
  answered(adviceId: AdviceId): void;
  /** It needs no attempt after all. */
  leave(adviceId: AdviceId): void;
  /** Something says that it may work again: everybody is eager. */
  wake(): void;
  readonly underWay: () => number;
  close(): void;
}

export interface Parallel {
  readonly least: number;
  readonly most: number;
}

export interface LineOptions {
  readonly clock: Pick<Clock, 'after'>;
  readonly random: () => number;
  /** How many may be under way at once. One more for each final answer, up to the most; the least again when one had none. */
  readonly parallel: Parallel;
  readonly firstIntervalMs: number;
  /** Somebody may have become ready by the passing of time. */
  readonly onReady: () => void;
}

export function createLine({ clock, random, parallel, firstIntervalMs, onReady }: LineOptions): Line {
  const { least, most } = parallel;
  let window = least;
  const backoffOptions = { firstMs: firstIntervalMs, random };
  /** Both in their order; the number decides between the two heads. */
  const eager = new Map<AdviceId, number>();
  const due = new Map<AdviceId, number>();
  let turn = 0;
  const underWay = new Set<AdviceId>();
  const resting = new Map<AdviceId, { readonly stop: () => void }>();
  const failures = new Map<AdviceId, number>();
  /** Who failed and has not been made eager for it yet. One that fails although the service answers others is in trouble by itself. */
  const hopeful = new Set<AdviceId>();
  const disappointed = new Set<AdviceId>();

  /** Who had no final answer since the last one that anybody had. */
  const unheard = new Set<AdviceId>();
  let timesClosed = 0;
  let gate: { readonly stop: () => void } | undefined;

  function standIn(part: Map<AdviceId, number>, adviceId: AdviceId): void {
    if (part.has(adviceId) || due.has(adviceId) || underWay.has(adviceId)) return;
    turn += 1;
    part.set(adviceId, turn);
  }

  function rest(adviceId: AdviceId): number {
    underWay.delete(adviceId);
    window = least;
    const count = (failures.get(adviceId) ?? 0) + 1;
    failures.set(adviceId, count);
    const delayMs = backoff(count, backoffOptions);
    const stop = clock.after(delayMs, () => {
      resting.delete(adviceId);
      eager.delete(adviceId);
      standIn(due, adviceId);
      onReady();
    });
    resting.set(adviceId, { stop });
    if (!disappointed.has(adviceId)) hopeful.add(adviceId);
    return delayMs;
  }

  function closeGate(): void {
    if (gate) return;
    timesClosed += 1;
    const stop = clock.after(backoff(timesClosed, backoffOptions), () => {
      gate = undefined;
      unheard.clear();
      onReady();
    });
    gate = { stop };
    disappointed.clear();
    for (const adviceId of resting.keys()) hopeful.add(adviceId);
  }

  function openGate(): void {
    gate?.stop();
    gate = undefined;
    unheard.clear();
    timesClosed = 0;
  }

  function take(adviceId: AdviceId): void {
    eager.delete(adviceId);
    due.delete(adviceId);
    hopeful.delete(adviceId);
    resting.get(adviceId)?.stop();
    resting.delete(adviceId);
  }

  function head(part: ReadonlyMap<AdviceId, number>): readonly [AdviceId, number] | undefined {
    for (const entry of part) return entry;
    return undefined;
  }

  return {
    add: (adviceId) => standIn(eager, adviceId),
    urge(adviceId) {
      if (underWay.has(adviceId)) return;
      take(adviceId);
      failures.delete(adviceId);
      standIn(due, adviceId);
    },
    next() {
      if (underWay.size >= window) return undefined;
      const candidates = [head(due), gate ? undefined : head(eager)].filter((candidate) => candidate !== undefined);
      const [first] = candidates.toSorted(([, a], [, b]) => a - b);
      if (!first) return undefined;
      const [adviceId] = first;
      take(adviceId);
      underWay.add(adviceId);
      return adviceId;
    },
    upcoming(count) {
      const ids: AdviceId[] = [];
      if (gate) return ids;
      for (const adviceId of eager.keys()) {
        if (ids.length >= count) break;
        ids.push(adviceId);
      }
      return ids;
    },
    failed(adviceId) {
      unheard.add(adviceId);
      const delayMs = rest(adviceId);
      if (unheard.size >= least) closeGate();
      return delayMs;
    },
    heldBack(adviceId) {
      const delayMs = rest(adviceId);
      closeGate();
      return delayMs;
    },
    answered(adviceId) {
      underWay.delete(adviceId);
      window = Math.min(most, window + 1);
      failures.delete(adviceId);
      disappointed.delete(adviceId);
      openGate();
      for (const each of hopeful) {
        disappointed.add(each);
        failures.delete(each);
        standIn(eager, each);
      }
      hopeful.clear();
    },
    leave: (adviceId) => void underWay.delete(adviceId),
    wake() {
      openGate();
      disappointed.clear();
      hopeful.clear();
      failures.clear();
      for (const adviceId of resting.keys()) standIn(eager, adviceId);
    },
    underWay: () => underWay.size,
    close() {
      gate?.stop();
      for (const { stop } of resting.values()) stop();
      resting.clear();
      eager.clear();
      due.clear();
    },
  };
}

import type { Clock } from './clock.ts';

/** A clock that stands still until a test moves it. */
export interface TestingClock extends Clock {
  /** Lets time pass: what falls due happens in its order, each at its own moment, and comes to rest before the next. */
  advance(ms: number): Promise<void>;
  /** How many callbacks are still to come. */
  waiting(): number;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** @param startMs milliseconds since 1970, UTC */
export function createTestingClock(startMs: number): TestingClock {
  let nowMs = startMs;
  const timers = new Set<Timer>();
  const nextDue = (untilMs: number): Timer | undefined =>
    [...timers].filter(({ dueMs }) => dueMs <= untilMs).toSorted((one, other) => one.dueMs - other.dueMs)[0];
  return {
    now: () => nowMs,
    waiting: () => timers.size,
    after(ms, callback) {
      const timer = { dueMs: nowMs + Math.max(0, ms), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const untilMs = nowMs + ms;
      await comeToRest();
      for (let timer = nextDue(untilMs); timer; timer = nextDue(untilMs)) {
        timers.delete(timer);
        nowMs = timer.dueMs;
        timer.callback();
        await comeToRest();
      }
      nowMs = untilMs;
    },
  };
}

/** Every promise that is already settled has been answered when the event loop comes round. */
function comeToRest(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

import type { Clock } from '../ports/clock.ts';

/** A clock that stands still until a test moves it. */
export interface ManualClock extends Clock {
  /**
   * Lets time pass. What falls due happens in its order, each at its own moment, and what it sets off may come to rest
   * before the next: a timer that a callback sets is kept as well, if its moment is reached.
   */
  advance(ms: number): Promise<void>;
  /** A person sets the machine's clock, forwards or (negative) backwards: no time passes, and no timer is touched. */
  jump(ms: number): void;
}

interface Timer {
  readonly dueMs: number;
  readonly callback: () => void;
}

/** @param startMs the wall clock's first moment, milliseconds since 1970, UTC; a fixed one where it does not matter */
export function createManualClock(startMs: number = Date.UTC(2026, 10, 21, 9, 30)): ManualClock {
  let passedMs = 0;
  let setByHandMs = 0;
  /** In the order in which they were set, which is the order in which timers of one moment are called. */
  const timers = new Set<Timer>();

  function nextDue(untilMs: number): Timer | undefined {
    let next: Timer | undefined;
    for (const timer of timers) {
      if (timer.dueMs <= untilMs && (next === undefined || timer.dueMs < next.dueMs)) next = timer;
    }
    return next;
  }

  return {
    now: () => startMs + passedMs + setByHandMs,
    monotonic: () => passedMs,
    after(ms, callback) {
      const timer = { dueMs: passedMs + Math.max(0, ms), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    async advance(ms) {
      const untilMs = passedMs + ms;
      await comeToRest();
      for (let timer = nextDue(untilMs); timer; timer = nextDue(untilMs)) {
        timers.delete(timer);
        passedMs = timer.dueMs;
        timer.callback();
        await comeToRest();
      }
      passedMs = untilMs;
    },
    jump(ms) {
      setByHandMs += ms;
    },
  };
}

/** Every promise that is already settled has been answered when the event loop comes round. */
function comeToRest(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

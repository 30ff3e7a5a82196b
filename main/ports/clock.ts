/** Time, so that a test can move it. Nothing in the till asks `Date` or sets a timer but through this. */
export interface Clock {
  /** Milliseconds since 1970, UTC. May jump: a person can set the machine's clock. */
  now(): number;
  /** Milliseconds that only ever grow: for ages and durations. */
  monotonic(): number;
  /** Calls back once after `ms`. @returns takes it back */
  after(ms: number, callback: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(ms, callback) {
    const timer = setTimeout(callback, ms);
    return () => clearTimeout(timer);
  },
};

/** A moment as it is written down everywhere: ISO 8601, UTC, milliseconds. */
export function timestamp(clock: Pick<Clock, 'now'>): string {
  return new Date(clock.now()).toISOString();
}

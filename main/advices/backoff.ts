/**
 * The interface leaves the interval open. Ours (billpay 5.2): 5 s, because most outages of a shop's line are shorter than a minute,
 * doubling to 60 s, so that a service which comes back is found within a minute and is not beaten while it is down.
 */
export const firstIntervalMs = 5_000;
export const longestIntervalMs = 60_000;

export interface Backoff {
  /** The interval after the first failure; it doubles with each that follows. */
  readonly firstMs: number;
  /** At least 0, less than 1. */
  readonly random: () => number;
}

/**
 * How long to wait after `failures` attempts in a row had no final answer, in milliseconds.
 * Up to a quarter is taken off by chance: the tills of a shop lost their line at the same moment, and must not all come back at one.
 */
export function backoff(failures: number, { firstMs, random }: Backoff): number {
  // A hundred doublings are far beyond the longest interval, and still a number.
  const fullMs = Math.min(longestIntervalMs, firstMs * 2 ** Math.min(Math.max(failures, 1) - 1, 100));
  return Math.round(fullMs * (1 - random() / 4));
}

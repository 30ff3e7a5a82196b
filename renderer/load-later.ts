import type * as later from './later.ts';

type Later = typeof later;

const retryAfterMs = 1_000;

let loading: Promise<Later> | undefined;

/**
 * Fetches the second file, once. A till that cannot be reached just now is asked again until it answers:
 * a screen that is not there yet is an inconvenience, a broken window would be a fright.
 */
export function loadLater(): Promise<Later> {
  loading ??= loadWithPatience();
  return loading;
}

async function loadWithPatience(): Promise<Later> {
  for (;;) {
    try {
      return await import('./later.ts');
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, retryAfterMs);
      });
    }
  }
}

import { useSyncExternalStore } from 'react';
import type * as later from './later.ts';

type Later = typeof later;

const retryAfterMs = 1_000;

let isLoading = false;
let loaded: Later | undefined;
const listeners = new Set<() => void>();

/**
 * Fetches the second file, once. A till that cannot be reached just now is asked again until it answers:
 * a screen that is not there yet is an inconvenience, a broken window would be a fright.
 */
export async function loadLater(): Promise<void> {
  if (isLoading) return;
  isLoading = true;
  while (!loaded) {
    try {
      loaded = await import('./later.ts');
    } catch {
      await new Promise((resolve) => {
        setTimeout(resolve, retryAfterMs);
      });
    }
  }
  for (const listener of listeners) listener();
}

/**
 * What the second file holds, once it is there. Not React's own lazy components: those show an empty screen for a moment
 * even when their file has long been read.
 */
export function useLater(): Later | undefined {
  return useSyncExternalStore(subscribe, () => loaded, nothingYet);
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  void loadLater();
  return () => listeners.delete(listener);
}

function nothingYet(): undefined {
  return undefined;
}

import { useSyncExternalStore } from 'react';
import { useTill } from './stores.ts';
import { tillNowMs } from './till-store.ts';

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let monotonicMs = 0;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    monotonicMs = performance.now();
    for (const each of listeners) each();
  }, 1_000);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The till's time in milliseconds, new every second. One timer for everything that shows an age. */
export function useTillNowMs(): number {
  const now = useSyncExternalStore(
    subscribe,
    () => monotonicMs,
    () => 0,
  );
  return useTill((state) => tillNowMs(state, now));
}

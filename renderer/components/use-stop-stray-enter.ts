import { useEffect, useRef } from 'react';
import { newGuard, pressEnter } from '../stores/enter-guard.ts';

/**
 * For a step that comes up by itself with something that nobody has typed: an Enter that was meant for the step before does not take it.
 * Once something was typed here, Enter is meant for it, however soon it follows.
 */
export function useStopStrayEnter(isUntouched: () => boolean): void {
  const latest = useRef(isUntouched);
  useEffect(() => {
    latest.current = isUntouched;
  });
  useEffect(() => {
    let guard = newGuard(performance.now());
    const handle = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || event.defaultPrevented) return;
      const press = pressEnter(guard, { repeat: event.repeat, atMs: event.timeStamp });
      guard = press.guard;
      if (!press.counts && latest.current()) event.preventDefault();
    };
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, []);
}

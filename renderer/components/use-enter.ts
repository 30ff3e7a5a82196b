import { useEffect, useRef, useState } from 'react';
import { isArmed, newGuard, pressEnter, quietMs } from '../stores/enter-guard.ts';

/**
 * Enter for a screen that came up by itself. It counts only after a quiet while, and so do the screen's buttons:
 * 50 clicks on the button that stood there before must not press the one that stands there now.
 * @returns whether the screen is ready to be answered
 */
export function useEnter(onEnter: () => void): boolean {
  const [isReady, setReady] = useState(false);
  const latest = useRef(onEnter);
  useEffect(() => {
    latest.current = onEnter;
  });

  useEffect(() => {
    let guard = newGuard(performance.now());
    let timer = setTimeout(() => setReady(true), quietMs);
    const handle = (event: KeyboardEvent): void => {
      // A button that has the focus is pressed by the browser, a dialog has the keyboard for itself.
      if (event.key !== 'Enter' || event.defaultPrevented) return;
      const isOnControl = event.target instanceof Element && event.target.closest('button, a, [role="dialog"]') !== null;
      if (isOnControl && isArmed(guard, event.timeStamp) && !event.repeat) return;
      event.preventDefault();
      const press = pressEnter(guard, { repeat: event.repeat, atMs: event.timeStamp });
      guard = press.guard;
      if (press.counts) return latest.current();
      setReady(false);
      clearTimeout(timer);
      timer = setTimeout(() => setReady(true), quietMs);
    };
    window.addEventListener('keydown', handle);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', handle);
    };
  }, []);
  return isReady;
}

import { useEffect } from 'react';

/** 50 presses of Enter start one payment, and one press that is held down starts no second one. */
export function useIgnoreHeldEnter(): void {
  useEffect(() => {
    const ignore = (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && event.repeat) event.preventDefault();
    };
    window.addEventListener('keydown', ignore, { capture: true });
    return () => window.removeEventListener('keydown', ignore, { capture: true });
  }, []);
}

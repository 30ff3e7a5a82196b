import { useEffect, useRef } from 'react';
import { addToBurst, isScan, type ScanBurst } from '../stores/scan-burst.ts';

/** A space in the middle of a run would press the button that has the focus. */
export function pressesByScan(burst: ScanBurst<unknown>, { key, target }: Pick<KeyboardEvent, 'key' | 'target'>): boolean {
  return key === ' ' && burst.text.length > 1 && target instanceof HTMLButtonElement;
}

interface ScanParts<Before> {
  /** What a scan may have changed, by whichever field had the focus: kept from before its first character. */
  readonly look: () => Before;
  readonly onScan: (text: string, before: Before) => void;
  readonly isOff: () => boolean;
}

/** A scan counts wherever the focus happens to be, and types nothing that stays: not into a search, not into an amount, and presses no button. */
export function useScans<Before>(parts: ScanParts<Before>): void {
  const latest = useRef(parts);
  useEffect(() => {
    latest.current = parts;
  });
  useEffect(() => {
    let burst: ScanBurst<Before> | undefined;
    const handle = (event: KeyboardEvent): void => {
      const { look, onScan, isOff } = latest.current;
      if (isOff() || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === 'Enter') {
        const ended = burst;
        burst = undefined;
        if (!isScan(ended, event.timeStamp)) return;
        event.preventDefault();
        event.stopPropagation();
        onScan(ended.text, ended.before);
      } else if (Array.from(event.key).length === 1) {
        burst = addToBurst(burst, event.key, event.timeStamp, look());
        if (pressesByScan(burst, event)) event.preventDefault();
      }
    };
    window.addEventListener('keydown', handle, { capture: true });
    return () => window.removeEventListener('keydown', handle, { capture: true });
  }, []);
}

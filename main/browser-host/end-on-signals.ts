import type { SaleId } from '../../shared/ids.ts';
import type { Farewell } from '../farewell.ts';

export interface EndParts {
  readonly signals: { on(signal: 'SIGTERM' | 'SIGHUP', listener: () => void): unknown };
  /** Calls back for each press of Ctrl+C. */
  onInterrupt(listener: () => void): void;
  farewell(): Promise<Farewell | undefined>;
  /** How to end it all the same. */
  readonly onceMore: string;
  say(line: string): void;
  /** Ends in good order. @param isTold what is at stake was said just now */
  end(isTold: boolean): void;
  /** Ends, whatever is not closed yet. */
  endNow(): void;
}

/**
 * When the process that serves the till ends.
 *
 *   Ctrl+C ──┬─▶ a sale is at the counter: says what would become of it ── Ctrl+C ─▶ ends
 *            └─▶ otherwise: ends, and says what still waits
 *   SIGTERM, SIGHUP ─▶ ends: a machine that is shut down asks nobody, and what is on the disk is safe
 */
export function endOnSignals({ signals, onInterrupt, farewell, onceMore, say, end, endNow }: EndParts): void {
  let isAsking = false;
  let isEnding = false;
  /** The sale of which it was said what would become of it. Another one has its own warning. */
  let warnedOf: SaleId | undefined;

  function endOnce(isTold: boolean): void {
    if (isEnding) return endNow();
    isEnding = true;
    return end(isTold);
  }

  async function interrupted(): Promise<void> {
    // A till that does not answer cannot keep anybody.
    if (isAsking || isEnding) return endOnce(false);
    isAsking = true;
    const found = await farewell();
    isAsking = false;
    if (isEnding) return;
    if (found?.saleId === undefined || found.saleId === warnedOf) return endOnce(found?.saleId !== undefined);
    warnedOf = found.saleId;
    say(`${found.text}\n${onceMore}`);
  }

  for (const signal of ['SIGTERM', 'SIGHUP'] as const) signals.on(signal, () => endOnce(false));
  onInterrupt(() => void interrupted());
}

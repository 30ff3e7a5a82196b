import type { WebContents } from 'electron';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';

export interface BringBackParts {
  readonly contents: Pick<WebContents, 'on' | 'reload' | 'forcefullyCrashRenderer' | 'isDestroyed'>;
  readonly clock: Clock;
  readonly logger: Logger;
}

/** A page may think for a moment; a cashier waits no longer than this. */
const patienceMs = 10_000;
/** A window that stayed for so long has recovered: the next time it is brought back at once again. */
const recoveredMs = 60_000;
const firstWaitMs = 1_000;
const longestWaitMs = 30_000;

/**
 * Brings the window back when its process died or hangs. It comes back with the same screen, because what is on the counter is known to
 * the till and not to the window; a payment under way goes on meanwhile and notices nothing.
 * A window that dies again and again is brought back ever more slowly, but never given up: without it nobody can see what happened.
 */
export function bringBack({ contents, clock, logger }: BringBackParts): void {
  let triesInARow = 0;
  let lastAtMs = Number.NEGATIVE_INFINITY;
  let isComing = false;
  let stopWaiting = (): void => {};

  contents.on('render-process-gone', (_event, { reason, exitCode }) => {
    stopWaiting();
    if (isComing || contents.isDestroyed()) return;
    isComing = true;
    if (clock.monotonic() - lastAtMs > recoveredMs) triesInARow = 0;
    const waitMs = triesInARow === 0 ? 0 : Math.min(firstWaitMs * 2 ** (triesInARow - 1), longestWaitMs);
    triesInARow += 1;
    logger.error('window-gone', { reason, exitCode, waitMs });
    // Also at once is a turn later: the process is still being cleared away while it is reported gone.
    clock.after(waitMs, () => {
      isComing = false;
      lastAtMs = clock.monotonic();
      if (!contents.isDestroyed()) contents.reload();
    });
  });

  contents.on('unresponsive', () => {
    logger.warn('window-unresponsive');
    stopWaiting();
    stopWaiting = clock.after(patienceMs, () => {
      // A hanging page does not hear that it should load anew; its process is ended, and the window then comes back as after any other death.
      if (!contents.isDestroyed()) contents.forcefullyCrashRenderer();
    });
  });
  contents.on('responsive', () => stopWaiting());
}

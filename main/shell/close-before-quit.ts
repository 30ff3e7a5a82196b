import type { App } from 'electron';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';

export interface QuitParts {
  readonly app: Pick<App, 'on' | 'exit'>;
  /** Nothing is at stake, or a person leaves all the same. */
  readonly mayQuit: () => Promise<boolean>;
  readonly close: () => Promise<void>;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Logger;
}

/** Longer than closing takes. What is durable is so already; a till that cannot be closed would be switched off anyway. */
const patienceMs = 5_000;

/** Closes the till before Electron ends, whatever asked for the end, once it may. */
export function closeBeforeQuit({ app, mayQuit, close, clock, logger }: QuitParts): void {
  let isClosing = false;
  async function quit(): Promise<void> {
    if (!(await mayQuit()) || isClosing) return;
    isClosing = true;
    clock.after(patienceMs, () => app.exit(0));
    await close().catch((error: unknown) => logger.error('not-closed', { error }));
    app.exit(0);
  }
  app.on('before-quit', (event) => {
    // Electron does not wait for a promise: it is held back, and ended when everything is closed.
    event.preventDefault();
    if (!isClosing) void quit();
  });
}

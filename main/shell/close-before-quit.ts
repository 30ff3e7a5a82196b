import type { App } from 'electron';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';

export interface QuitParts {
  readonly app: Pick<App, 'on' | 'exit'>;
  readonly close: () => Promise<void>;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Logger;
}

/** Longer than closing takes. What is durable is so already; a till that cannot be closed would be switched off anyway. */
const patienceMs = 5_000;

/** Closes the till before Electron ends, whatever asked for the end. */
export function closeBeforeQuit({ app, close, clock, logger }: QuitParts): void {
  let isClosing = false;
  app.on('before-quit', (event) => {
    // Electron does not wait for a promise: it is held back, and ended when everything is closed.
    event.preventDefault();
    if (isClosing) return;
    isClosing = true;
    clock.after(patienceMs, () => app.exit(0));
    void close()
      .catch((error: unknown) => logger.error('not-closed', { error }))
      .then(() => app.exit(0));
  });
}

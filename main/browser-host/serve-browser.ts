import { join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import { compose } from '../compose.ts';
import { startServices } from '../demonstration.ts';
import { farewellOf, sayFarewell, type Farewell } from '../farewell.ts';
import { createFileLogger } from '../logs/file-logger.ts';
import type { CustomerDisplayDoor } from '../ports/customer-display.ts';
import { printInTheWindow } from '../ports/slip-printer.ts';
import type { Settings } from '../settings/settings.ts';
import { startBrowserHost } from './start-browser-host.ts';
import { makeToken } from './token.ts';

export interface ServedTill {
  /** Holds the token of this start. */
  readonly url: string;
  /** What a person has to know who ends it now, if anything. */
  farewell(): Promise<Farewell | undefined>;
  /** @returns the same in words */
  close(): Promise<string | undefined>;
}

/**
 * The till behind a browser: composition and nothing else.
 * @returns the address, or in words why there is none
 */
export async function serveBrowser(settings: Settings, pagesDirectory: string): Promise<Result<ServedTill, string>> {
  const logger = await createFileLogger({ directory: join(settings.dataDirectory, 'logs'), name: 'till' });
  const services = await startServices(settings);
  const { bds, billpay, qr } = services;
  // The cashier's window opens the customer's page: the host cannot.
  const customerToken = makeToken();
  const customerDisplay: CustomerDisplayDoor = {
    toggle: () => ({ kind: 'address', path: `/customer?token=${customerToken}` }),
  };
  const composed = compose(settings, { logger, printer: printInTheWindow, customerDisplay, bds, billpay, qr });
  if (!composed.ok) {
    await services.close();
    await logger.close();
    const { holder } = composed.failure;
    return fail(
      `Another till is selling from ${settings.dataDirectory}${holder ? ` (process ${holder.pid})` : ''}. Close it first.`,
    );
  }
  const till = composed.value;
  const close = async (): Promise<void> => {
    await till.close();
    await services.close();
    await logger.close();
  };
  try {
    const { port, shop } = settings;
    const host = await startBrowserHost({ till, pagesDirectory, port, logger, customerToken, shop });
    logger.info('till-opened', { host: 'browser', port: host.port, mode: settings.mode });
    return ok({
      url: host.url,
      farewell: () => farewellOf(till),
      close: async () => {
        const lastWord = await sayFarewell(till);
        await host.close();
        await close();
        return lastWord;
      },
    });
  } catch (error) {
    await close();
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    return fail(`Port ${settings.port} cannot be had (${code}). Set TILLSTONE_PORT to another, or leave it out.`);
  }
}

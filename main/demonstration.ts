import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { exponentOf } from '../shared/currency.ts';
import { demonstrationPassword, demonstrationUser, startBdsSimulator } from '../simulators/bds/start-bds-simulator.ts';
import type { BdsSettings, Settings } from './settings/settings.ts';

/** The card service that a till talks to, and its end. */
export interface CardService {
  readonly bds: BdsSettings;
  close(): Promise<void>;
}

/** What IT set, or, with nothing set, the bundled simulator: a customer who takes a moment, and a ledger beside the practice journal. */
export async function startCardService(settings: Settings): Promise<CardService> {
  if (settings.bds) return { bds: settings.bds, close: () => Promise.resolve() };
  mkdirSync(settings.dataDirectory, { recursive: true, mode: 0o700 });
  const simulator = await startBdsSimulator({
    user: demonstrationUser,
    password: demonstrationPassword,
    ledgerFile: join(settings.dataDirectory, 'simulated-ledger.jsonl'),
    currencyDigits: exponentOf(settings.currency),
    thinkMs: customerThinksMs,
  });
  return {
    bds: { url: simulator.url, user: demonstrationUser, password: demonstrationPassword },
    close: () => simulator.close(),
  };
}

/** Long enough to see the screen that a cashier sees for half a minute, short enough to try things out. */
const customerThinksMs = 2_500;

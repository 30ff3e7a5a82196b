import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { exponentOf } from '../shared/currency.ts';
import { numberOfCurrency } from '../shared/currency-numbers.ts';
import { demonstrationPassword, demonstrationUser, startBdsSimulator } from '../simulators/bds/start-bds-simulator.ts';
import {
  demonstrationPassword as billpayPassword,
  demonstrationUser as billpayUser,
  startBillpaySimulator,
} from '../simulators/billpay/start-billpay-simulator.ts';
import {
  demonstrationPassword as qrPassword,
  demonstrationUser as qrUser,
  startQrSimulator,
} from '../simulators/qr/start-qr-simulator.ts';
import type { BdsSettings, BillpaySettings, QrSettings, Settings } from './settings/settings.ts';

/** The services that a till talks to, and their end. What is absent is not set up. */
export interface Services {
  readonly bds?: BdsSettings;
  readonly billpay?: BillpaySettings;
  readonly qr?: QrSettings;
  close(): Promise<void>;
}

/** What IT set, or, with nothing set, the bundled simulators: a customer who takes a moment at the terminal or over a code, billers with bills, and ledgers beside the practice journal. */
export async function startServices(settings: Settings): Promise<Services> {
  const { mode, bds, billpay, qr, dataDirectory, currency } = settings;
  if (mode === 'live') {
    return {
      ...(bds ? { bds } : {}),
      ...(billpay ? { billpay } : {}),
      ...(qr ? { qr } : {}),
      close: () => Promise.resolve(),
    };
  }
  mkdirSync(dataDirectory, { recursive: true, mode: 0o700 });
  const terminal = await startBdsSimulator({
    user: demonstrationUser,
    password: demonstrationPassword,
    ledgerFile: join(dataDirectory, 'simulated-ledger.jsonl'),
    currencyDigits: exponentOf(currency),
    thinkMs: customerThinksMs,
  });
  const billers = await startBillpaySimulator({
    user: billpayUser,
    password: billpayPassword,
    currency: numberOfCurrency(currency),
    ledgerFile: join(dataDirectory, 'simulated-bills.jsonl'),
  });
  const codes = await startQrSimulator({
    user: qrUser,
    password: qrPassword,
    ledgerFile: join(dataDirectory, 'simulated-codes.jsonl'),
    customer: 'by-amount',
  });
  return {
    bds: { url: terminal.url, user: demonstrationUser, password: demonstrationPassword },
    billpay: { url: billers.url, user: billpayUser, password: billpayPassword, timeoutMs: 60_000 },
    qr: { url: codes.url, user: qrUser, password: qrPassword, timeoutMs: 60_000 },
    close: async () => {
      await terminal.close();
      await billers.close();
      await codes.close();
    },
  };
}

/** Long enough to see the screen that a cashier sees for half a minute, short enough to try things out. */
const customerThinksMs = 2_500;

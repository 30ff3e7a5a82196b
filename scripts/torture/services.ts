import { join } from 'node:path';
import { demonstrationIdentitySettings } from '../../main/testing/till-process.ts';
import { startBdsSimulator, type BdsSimulator } from '../../simulators/bds/start-bds-simulator.ts';
import { startBillpaySimulator, type BillpaySimulator } from '../../simulators/billpay/start-billpay-simulator.ts';
import { startQrSimulator, type QrSimulator } from '../../simulators/qr/start-qr-simulator.ts';
import { billerFor } from './biller.ts';
import { billStormOf, cardStormOf, codeServiceOf, codeStormOf, qrTimeoutMs } from './storms.ts';

/** What a till stands between: three services, each with a ledger of what it really did. */
export interface Services {
  readonly cards: BdsSimulator;
  readonly bills: BillpaySimulator;
  readonly codes: QrSimulator;
  /** What a till is started with. */
  environment(dataDirectory: string): Readonly<Record<string, string>>;
  /** From now on they do what they are asked. */
  calm(): void;
  /** Resolves when nothing is under way any more, neither a message nor a customer. */
  untilQuiet(): Promise<void>;
  close(): Promise<void>;
}

/** Shorter than a cashier's patience for two bills: silence is to be seen, not waited for. */
const billpayTimeoutMs = 400;

/** @param lives how many tills will be started, one after the other */
export async function startServices(directory: string, { seed, lives }: { seed: number; lives: number }): Promise<Services> {
  const cards = await startBdsSimulator({ ledgerFile: join(directory, 'cards.jsonl') });
  const bills = await startBillpaySimulator({ ledgerFile: join(directory, 'bills.jsonl'), billers: [billerFor(lives)] });
  const codes = await startQrSimulator({ ledgerFile: join(directory, 'codes.jsonl'), seed, ...codeServiceOf(seed) });
  cards.control.always(cardStormOf(seed));
  bills.control.always(billStormOf(seed));
  codes.control.always(codeStormOf(seed));

  return {
    cards,
    bills,
    codes,
    environment: (dataDirectory) => ({
      ...demonstrationIdentitySettings,
      TILLSTONE_DATA_DIR: dataDirectory,
      TILLSTONE_BDS_URL: cards.url,
      TILLSTONE_BDS_USER: cards.user,
      TILLSTONE_BDS_PASSWORD: cards.password,
      TILLSTONE_BILLPAY_URL: bills.url,
      TILLSTONE_BILLPAY_USER: bills.user,
      TILLSTONE_BILLPAY_PASSWORD: bills.password,
      TILLSTONE_BILLPAY_TIMEOUT_MS: String(billpayTimeoutMs),
      TILLSTONE_QR_URL: codes.url,
      TILLSTONE_QR_USER: codes.user,
      TILLSTONE_QR_PASSWORD: codes.password,
      TILLSTONE_QR_TIMEOUT_MS: String(qrTimeoutMs),
      TILLSTONE_QR_GUID: codes.control.state().settings.guid,
      TILLSTONE_ADVICE_INTERVAL_MS: '20',
    }),
    calm() {
      for (const { control } of [cards, bills, codes]) control.always({});
    },
    async untilQuiet() {
      await Promise.all([cards.control.untilIdle(), bills.control.untilIdle(), codes.control.untilIdle()]);
      // A payment waits for its customer also where its till has gone.
      const isOver = (state: string): boolean => state !== 'pending-scan' && state !== 'pending-partner';
      await codes.control.untilLedger(({ payments }) => payments.every(({ state }) => isOver(state)));
    },
    async close() {
      await Promise.all([cards.close(), bills.close(), codes.close()]);
    },
  };
}

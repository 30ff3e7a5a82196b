import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test as base } from 'playwright/test';
import { startFaultProxy, type FaultProxy } from '../main/testing/fault-proxy.ts';
import { demonstrationIdentitySettings } from '../main/testing/till-process.ts';
import { invariant } from '../shared/result.ts';
import { createTexts } from '../shared/texts/translate.ts';
import { startBdsSimulator, type BdsSimulator } from '../simulators/bds/start-bds-simulator.ts';
import { startBillpaySimulator, type BillpaySimulator } from '../simulators/billpay/start-billpay-simulator.ts';
import { defaultSettings as qrDefaults, startQrSimulator, type QrSimulator } from '../simulators/qr/start-qr-simulator.ts';
import { collectComplaints } from './complaints.ts';
import { createScreens, type Screens } from './pages/screens.ts';
import { serveTill, startTill, type RunningTill, type TillProcess, type TillSettings } from './start-till.ts';

export { expect };

/** The till of one test: its own data folder, its own terminal. What only a process has is there where the test has `isOwnProcess`. */
export interface Till extends TillProcess {
  readonly dataDirectory: string;
  /** What it is started with: for another program over the same folder. */
  readonly settings: TillSettings;
  /** Once more over the same data folder, after `stop` or `kill`. Its address is another one then. */
  start(): Promise<void>;
}

interface TillOptions {
  /** Beyond the usual. */
  settings: TillSettings;
  /** The till is what `npm start` starts: it can be killed, interrupted and listened to. Others share the process of the test, which saves a second. */
  isOwnProcess: boolean;
  /** No card service is set: the bundled simulator takes its place. */
  isDemonstration: boolean;
  /** A bill service is set, and the shop that the till is in. Otherwise it sells plain amounts alone. */
  hasBills: boolean;
  /** A QR service is set, and the shop that the till is in. Otherwise it takes no codes. */
  hasCodes: boolean;
  /** Which service the till talks to over `line`, if one. */
  lineTo: 'terminal' | 'bills' | undefined;
  /** How long the simulated customers take who say nothing else. */
  thinkMs: number;
  /** What this test makes the browser complain of, on purpose. Everything else fails it. */
  expectedComplaints: RegExp | undefined;
}

interface TillFixtures {
  simulator: BdsSimulator;
  /** The bill service. The till knows of it where the test `hasBills`. */
  billpay: BillpaySimulator;
  /** The QR service. The till knows of it where the test `hasCodes`. Nobody scans by himself. */
  qr: QrSimulator;
  /** Between the till and the service of `lineTo`. */
  line: FaultProxy;
  till: Till;
  /** The page, with the till open in it. */
  screens: Screens;
  noComplaints: void;
}

/** What a browser says when the till that it talks to is gone. */
export const lostTill = /ERR_CONNECTION_REFUSED|ERR_INCOMPLETE_CHUNKED_ENCODING|ERR_CONNECTION_RESET|ERR_EMPTY_RESPONSE/u;

/** A live till with bills has to be told which shop it is in. */
function billSettings({ user, password }: BillpaySimulator, url: string): TillSettings {
  return {
    ...demonstrationIdentitySettings,
    TILLSTONE_BILLPAY_URL: url,
    TILLSTONE_BILLPAY_USER: user,
    TILLSTONE_BILLPAY_PASSWORD: password,
    // Two seconds in a shop: nobody waits for that here.
    TILLSTONE_ADVICE_INTERVAL_MS: '50',
  };
}

/** The same of codes. */
function codeSettings({ url, user, password }: QrSimulator): TillSettings {
  return {
    ...demonstrationIdentitySettings,
    TILLSTONE_QR_URL: url,
    TILLSTONE_QR_USER: user,
    TILLSTONE_QR_PASSWORD: password,
    TILLSTONE_QR_GUID: qrDefaults.guid,
    TILLSTONE_ADVICE_INTERVAL_MS: '50',
  };
}

export const test = base.extend<TillOptions & TillFixtures>({
  settings: [{}, { option: true }],
  isOwnProcess: [false, { option: true }],
  isDemonstration: [false, { option: true }],
  hasBills: [false, { option: true }],
  hasCodes: [false, { option: true }],
  lineTo: [undefined, { option: true }],
  thinkMs: [0, { option: true }],
  expectedComplaints: [undefined, { option: true }],

  simulator: async ({ thinkMs }, provide) => {
    const simulator = await startBdsSimulator({ thinkMs });
    await provide(simulator);
    await simulator.close();
  },

  billpay: async ({ hasBills: _hasBills }, provide) => {
    const billpay = await startBillpaySimulator();
    await provide(billpay);
    await billpay.close();
  },

  qr: async ({ hasCodes: _hasCodes }, provide) => {
    const qr = await startQrSimulator();
    await provide(qr);
    await qr.close();
  },

  line: async ({ simulator, billpay, lineTo }, provide) => {
    const line = await startFaultProxy(lineTo === 'bills' ? billpay.port : simulator.port);
    await provide(line);
    await line.close();
  },

  till: async (
    { simulator, billpay, qr, line, settings, isOwnProcess, isDemonstration, hasBills, hasCodes, lineTo },
    provide,
  ) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tillstone-e2e-'));
    const dataDirectory = path.join(folder, 'data');
    const { user, password } = simulator;
    const url = lineTo === 'terminal' ? line.over(simulator.url) : simulator.url;
    const billsUrl = lineTo === 'bills' ? line.over(billpay.url) : billpay.url;
    const service: TillSettings = isDemonstration
      ? {}
      : {
          TILLSTONE_BDS_URL: url,
          TILLSTONE_BDS_USER: user,
          TILLSTONE_BDS_PASSWORD: password,
          ...(hasBills ? billSettings(billpay, billsUrl) : {}),
          ...(hasCodes ? codeSettings(qr) : {}),
        };
    const all: TillSettings = { TILLSTONE_DATA_DIR: dataDirectory, ...service, ...settings };
    const start = (): Promise<RunningTill | TillProcess> => (isOwnProcess ? startTill(all) : serveTill(all));

    let running: RunningTill | TillProcess | undefined = await start();
    let lastWords = '';
    const now = (): RunningTill | TillProcess => {
      invariant(running, 'the till was stopped, and has to be started first');
      return running;
    };
    const process = (): TillProcess => {
      const till = now();
      invariant('kill' in till, 'the test needs a till in a process of its own: isOwnProcess');
      return till;
    };
    await provide({
      dataDirectory,
      settings: all,
      get url() {
        return now().url;
      },
      said: () => (running ? process().said() : lastWords),
      call: (name, request) => now().call(name, request),
      interrupt: () => process().interrupt(),
      async ended() {
        const ending = process();
        const exitCode = await ending.ended();
        running = undefined;
        lastWords = ending.said();
        return exitCode;
      },
      async start() {
        invariant(!running, 'the till runs already');
        running = await start();
      },
      async stop() {
        const exitCode = await now().stop();
        running = undefined;
        return exitCode;
      },
      async kill() {
        await process().kill();
        running = undefined;
      },
    });
    await (running && 'kill' in running ? running.kill() : running?.stop());
    await rm(folder, { recursive: true, force: true });
  },

  screens: async ({ page, till, settings }, provide) => {
    const screens = createScreens(page, createTexts(settings.TILLSTONE_LOCALE ?? 'en-US'));
    await screens.open(till.url);
    await provide(screens);
  },

  noComplaints: [
    // Looked at while the till is still there: its end is nothing to complain of.
    async ({ context, till: _till, expectedComplaints }, provide) => {
      const complaints = await collectComplaints(context);
      await provide();
      expect(complaints.filter((complaint) => !expectedComplaints?.test(complaint))).toEqual([]);
    },
    { auto: true },
  ],
});

import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBdsSimulator } from './bds/start-bds-simulator.ts';
import { startBillpaySimulator } from './billpay/start-billpay-simulator.ts';
import { startQrSimulator } from './qr/start-qr-simulator.ts';

/** Exit codes of sysexits.h: bad usage, and a service that cannot be had. */
const exitUsage = 64;
const exitUnavailable = 69;

const names = ['bds', 'billpay', 'qr'] as const;
type Name = (typeof names)[number];

const usage = `node simulators/run.ts [--only bds|billpay|qr] [--data FOLDER]
  [--bds-port 8526] [--think-ms 2500] [--billpay-port 8527] [--billpay-mode spec|peer] [--billpay-tls]
  [--qr-port 8528] [--qr-customer manual|by-amount] [--qr-tls]`;

interface RunOptions {
  readonly wanted: readonly Name[];
  readonly dataDir: string;
  readonly bdsPort: number;
  readonly thinkMs: number;
  readonly billpayPort: number;
  readonly billpayMode: 'spec' | 'peer';
  readonly billpayTls: boolean;
  readonly qrPort: number;
  readonly qrCustomer: 'manual' | 'by-amount';
  readonly qrTls: boolean;
}

function readOptions(): RunOptions {
  const { values } = parseArgs({
    options: {
      only: { type: 'string' },
      data: { type: 'string', default: join(homedir(), '.tillstone-simulators') },
      'bds-port': { type: 'string', default: '8526' },
      'think-ms': { type: 'string', default: '2500' },
      'billpay-port': { type: 'string', default: '8527' },
      'billpay-mode': { type: 'string', default: 'spec' },
      'billpay-tls': { type: 'boolean', default: false },
      'qr-port': { type: 'string', default: '8528' },
      'qr-customer': { type: 'string', default: 'manual' },
      'qr-tls': { type: 'boolean', default: false },
    },
  });
  return {
    wanted: values.only === undefined ? names : [readOneOf('--only', values.only, names)],
    dataDir: values.data,
    bdsPort: readWhole('--bds-port', values['bds-port'], 65_535),
    thinkMs: readWhole('--think-ms', values['think-ms'], 600_000),
    billpayPort: readWhole('--billpay-port', values['billpay-port'], 65_535),
    billpayMode: readOneOf('--billpay-mode', values['billpay-mode'], ['spec', 'peer']),
    billpayTls: values['billpay-tls'],
    qrPort: readWhole('--qr-port', values['qr-port'], 65_535),
    qrCustomer: readOneOf('--qr-customer', values['qr-customer'], ['manual', 'by-amount']),
    qrTls: values['qr-tls'],
  };
}

function readWhole(name: string, text: string, maximum: number): number {
  const value = /^\d{1,6}$/u.test(text) ? Number(text) : Number.NaN;
  if (!(value <= maximum)) throw new Error(`${name} must be a whole number from 0 to ${maximum}, not '${text}'`);
  return value;
}

function readOneOf<Value extends string>(name: string, text: string, values: readonly Value[]): Value {
  const known = values.find((value) => value === text);
  if (known === undefined) throw new Error(`${name} must be ${values.join(' or ')}, not '${text}'`);
  return known;
}

function sentenceOf(error: unknown, port: number): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE')
    return `Port ${port} is taken: another simulator or the real service runs there.`;
  return `The simulator cannot start: ${error.message}`;
}

/** What the rest needs of a simulator, whichever it is. */
interface Started {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly controlUrl: string;
  close(): Promise<void>;
}

interface Startable {
  readonly port: number;
  start(): Promise<Started>;
}

let options: RunOptions;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exit(exitUsage);
}

const startables: Readonly<Record<Name, Startable>> = {
  bds: {
    port: options.bdsPort,
    start: () =>
      startBdsSimulator({
        port: options.bdsPort,
        host: 'localhost',
        ledgerFile: join(options.dataDir, 'bds-ledger.jsonl'),
        thinkMs: options.thinkMs,
      }),
  },
  billpay: {
    port: options.billpayPort,
    start: () =>
      startBillpaySimulator({
        port: options.billpayPort,
        host: 'localhost',
        ledgerFile: join(options.dataDir, 'billpay-ledger.jsonl'),
        mode: options.billpayMode,
        tls: options.billpayTls,
      }),
  },
  qr: {
    port: options.qrPort,
    start: () =>
      startQrSimulator({
        port: options.qrPort,
        host: 'localhost',
        ledgerFile: join(options.dataDir, 'qr-ledger.jsonl'),
        customer: options.qrCustomer,
        tls: options.qrTls,
        // Nobody has a camera before this screen: the link is where a click scans the code.
        codeMade: ({ qrCode, amount, scanUrl }) => console.log(`qr  code ${qrCode}  ${amount}  scan at ${scanUrl}`),
      }),
  },
};

const started: Started[] = [];
const stop = async (): Promise<void> => {
  await Promise.all(started.map((simulator) => simulator.close()));
};

const lines: string[] = [];
for (const name of options.wanted) {
  const { port, start } = startables[name];
  try {
    const simulator = await start();
    started.push(simulator);
    const { url, user, password, controlUrl } = simulator;
    lines.push(`${name}  ${url}  user ${user}  password ${password}  control ${controlUrl}`);
  } catch (error) {
    console.error(sentenceOf(error, port));
    await stop();
    process.exit(exitUnavailable);
  }
}

const end = (): void => void stop().then(() => process.exit(0));
process.once('SIGINT', end);
process.once('SIGTERM', end);

// Said when all of them are there, so that no line names a simulator that goes away again, and when Ctrl+C ends them in good order.
console.log(lines.join('\n'));

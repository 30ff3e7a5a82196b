import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startBdsSimulator } from './bds/start-bds-simulator.ts';

/** Exit codes of sysexits.h: bad usage, and a service that cannot be had. */
const exitUsage = 64;
const exitUnavailable = 69;

const usage = 'node simulators/run.ts [--bds-port 8526] [--data FOLDER] [--think-ms 2500]';

interface RunOptions {
  readonly bdsPort: number;
  readonly dataDir: string;
  readonly thinkMs: number;
}

function readOptions(): RunOptions {
  const { values } = parseArgs({
    options: {
      'bds-port': { type: 'string', default: '8526' },
      data: { type: 'string', default: join(homedir(), '.tillstone-simulators') },
      'think-ms': { type: 'string', default: '2500' },
    },
  });
  return {
    bdsPort: readWhole('--bds-port', values['bds-port'], 65_535),
    dataDir: values.data,
    thinkMs: readWhole('--think-ms', values['think-ms'], 600_000),
  };
}

function readWhole(name: string, text: string, maximum: number): number {
  const value = /^\d{1,6}$/u.test(text) ? Number(text) : Number.NaN;
  if (!(value <= maximum)) throw new Error(`${name} must be a whole number from 0 to ${maximum}, not '${text}'`);
  return value;
}

function sentenceOf(error: unknown, port: number): string {
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'EADDRINUSE')
    return `Port ${port} is taken: another simulator or the real service runs there.`;
  return `The simulator cannot start: ${error.message}`;
}

let options: RunOptions;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
  process.exit(exitUsage);
}

try {
  const bds = await startBdsSimulator({
    port: options.bdsPort,
    host: 'localhost',
    ledgerFile: join(options.dataDir, 'bds-ledger.jsonl'),
    thinkMs: options.thinkMs,
  });
  console.log(`bds  ${bds.url}  user ${bds.user}  password ${bds.password}  control ${bds.controlUrl}`);
  const stop = (): void => void bds.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
} catch (error) {
  console.error(sentenceOf(error, options.bdsPort));
  process.exit(exitUnavailable);
}

import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchAdviceDrain } from './advice-drain.ts';
import { benchAdviceEnqueue } from './advice-enqueue.ts';
import { benchBillOverhead } from './bill-overhead.ts';
import { benchJournalAppend } from './journal-append.ts';
import { benchQrPaidToScreen } from './qr-paid-to-screen.ts';
import { benchRendererGzip } from './renderer-gzip.ts';
import type { Row } from './row.ts';
import { benchSaleOverhead } from './sale-overhead.ts';
import { benchStart } from './start.ts';
import { benchStartWithQueue } from './start-with-queue.ts';

// How much the till adds to what has to be: ratios against a floor that is measured in the same run, on the same machine.

const usage = 'npm run bench -- [--json] [--only NAME]';
const badInput = 64;

const benches: Readonly<Record<string, (folder: string) => Promise<Row | readonly Row[]>>> = {
  'journal-append': benchJournalAppend,
  'sale-overhead': benchSaleOverhead,
  start: benchStart,
  'renderer-gzip': benchRendererGzip,
  'advice-enqueue': benchAdviceEnqueue,
  'advice-drain': benchAdviceDrain,
  'start-with-queue': benchStartWithQueue,
  'bill-overhead': benchBillOverhead,
  'qr-paid-to-screen': benchQrPaidToScreen,
};

const options = readOptions();
if (options) await run(options.isJson, options.names);
else process.exitCode = badInput;

async function run(isJson: boolean, names: readonly string[]): Promise<void> {
  // Beside the source, because the system's folder for temporary files may lie in memory, where a sync costs nothing.
  const build = fileURLToPath(new URL('../.build', import.meta.url));
  mkdirSync(build, { recursive: true });
  const folder = mkdtempSync(join(build, 'bench-'));
  const rows: Row[] = [];
  try {
    for (const [name, bench] of Object.entries(benches)) {
      if (!names.includes(name)) continue;
      const measured = [await bench(folder)].flat();
      rows.push(...measured);
      for (const line of measured.map(lineOf)) {
        if (isJson) console.error(line);
        else console.log(line);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  if (isJson) console.log(JSON.stringify(rows));
  if (rows.some(({ ratio, limit }) => ratio > limit)) process.exitCode = 1;
}

function lineOf({ name, value, unit, floor, ratio, limit, between }: Row): string {
  const verdict = ratio > limit ? '  TOO MUCH' : '';
  if (between) {
    const { bare, till } = between;
    return `${name.padEnd(20)} ${value} ${unit} more, ${till} after ${bare} (at most ${floor} more)${verdict}`;
  }
  return `${name.padEnd(20)} ${value} ${unit}, floor ${floor}: ${ratio} (at most ${limit})${verdict}`;
}

function readOptions(): { readonly isJson: boolean; readonly names: readonly string[] } | undefined {
  try {
    const { values } = parseArgs({ options: { json: { type: 'boolean', default: false }, only: { type: 'string' } } });
    const { json, only } = values;
    if (only !== undefined && !Object.hasOwn(benches, only))
      throw new Error(`there is ${Object.keys(benches).join(', ')}, not '${only}'`);
    return { isJson: json, names: only === undefined ? Object.keys(benches) : [only] };
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n${usage}`);
    return undefined;
  }
}

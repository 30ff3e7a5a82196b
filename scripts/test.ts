import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from '../e2e/find-chromium.ts';
import { findInstalledElectron } from '../main/starting/find-electron.ts';
import type { Counts, Ended } from './counts.ts';
import { countCheck, countEndToEnd, countTorture, countUnit, summaryOf } from './counts.ts';
import { failuresIn, type Failed } from './failures.ts';

// Everything that has to hold, in order: what `npm test` runs, and what a release needs.
// The last line on stdout is `N passed, N failed`, with `, N skipped` where something was.

const root = fileURLToPath(new URL('..', import.meta.url));
const build = path.join(root, '.build');
const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };
const minuteMs = 60_000;
const kills = 50;

interface Step {
  readonly name: string;
  /** One of package.json's scripts, so that a person can run the very same thing alone. */
  readonly script: string;
  readonly options?: readonly string[];
  /** Where the runner leaves its numbers; `stdout` where it prints them. */
  readonly report?: string;
  readonly count: (ended: Ended) => Counts;
  /** A step that takes longer hangs. */
  readonly limitMs: number;
}

const checks: readonly Step[] = [
  { name: 'types', script: 'types' },
  { name: 'window', script: 'build:window' },
  { name: 'shell', script: 'build:shell' },
  { name: 'format', script: 'format' },
  { name: 'lint', script: 'lint' },
  { name: 'dead code', script: 'dead-code' },
  { name: 'layers', script: 'layers' },
].map((step) => ({ ...step, count: countCheck, limitMs: 5 * minuteMs }));

const unit: Step = {
  name: 'unit',
  script: 'unit',
  options: ['--reporter=default', '--reporter=json', '--outputFile.json=.build/unit.json'],
  report: path.join(build, 'unit.json'),
  count: countUnit,
  limitMs: 10 * minuteMs,
};

/** One till is killed on one core: two are tortured in half the time. */
const tortures = [1, 2].map((seed) => ({
  name: `torture ${seed}`,
  script: 'torture',
  options: ['--kills', String(kills / 2), '--seed', String(seed), '--json'],
  report: 'stdout',
  count: (ended: Ended) => countTorture(ended, kills / 2),
  limitMs: 10 * minuteMs,
}));

const endToEnd: Step = {
  name: 'e2e',
  script: 'e2e',
  report: path.join(build, 'e2e.json'),
  count: countEndToEnd,
  limitMs: 10 * minuteMs,
};

/** One after another; in each, as many at once as there are cores. */
const rounds: readonly (readonly Step[])[] = [checks, [unit], tortures, [endToEnd]];

const startedAt = performance.now();
mkdirSync(build, { recursive: true });
console.log(`Node ${process.versions.node} on ${process.platform}, ${availableParallelism()} cores`);

const counts: Counts[] = [];
const failed: Failed[] = [];
for (const round of rounds) {
  if (round.includes(endToEnd)) describeHosts();
  const waiting = [...round];
  await Promise.all(
    Array.from({ length: availableParallelism() }, async () => {
      for (let step = waiting.shift(); step; step = waiting.shift()) counts.push(await run(step));
    }),
  );
}

console.log(`\n${seconds(performance.now() - startedAt)} in all`);
sayFailed();
console.log(summaryOf(counts));
if (counts.some(({ failed }) => failed > 0)) process.exitCode = 1;

/** Runs a step and tells how it went; the whole output of one that failed. */
async function run(step: Step): Promise<Counts> {
  const { name, script, options = [], report, count, limitMs } = step;
  const [command, ...parts] = scripts[script]?.split(' ') ?? [];
  if (command === undefined) throw new Error(`package.json has no script ${script}`);
  // A report of the run before would be taken for this one's.
  if (report !== undefined && report !== 'stdout') rmSync(report, { force: true });
  const begunAt = performance.now();
  const { exitCode, output, stdout } = await finish(command, [...parts, ...options], limitMs);
  const duration = performance.now() - begunAt;
  const counted = count({ exitCode, report: report === 'stdout' ? stdout : readReport(report) });
  const isFine = counted.failed === 0;
  const numbers = count === countCheck ? '' : summaryOf([counted]);
  console.log(`${isFine ? 'ok  ' : 'FAIL'}  ${name.padEnd(10)} ${seconds(duration).padStart(8)}   ${numbers}`.trimEnd());
  if (report === 'stdout' && isFine) console.log(stdout.trimEnd());
  if (!isFine) {
    const ending = exitCode === null ? ` (stopped after ${seconds(duration)})` : '';
    if (report !== 'stdout') failed.push(...failuresIn(readReport(report)));
    // Before the output, and again at the end: whichever half of a long log is kept, it says what failed.
    sayFailed();
    console.log(
      `\n--- ${name}: ${[command, ...parts, ...options].join(' ')}${ending}\n${output.trimEnd()}\n--- end of ${name}\n`,
    );
  }
  return counted;
}

function sayFailed(): void {
  for (const { name, why } of failed) console.log(`\nFAILED  ${name}\n${why}`);
}

async function finish(
  command: string,
  options: readonly string[],
  limitMs: number,
): Promise<{ exitCode: number | null; output: string; stdout: string }> {
  const child = spawn(command, options, {
    cwd: root,
    // CI: a test that somebody left alone with `.only` fails, and nothing asks or watches.
    env: {
      CI: 'true',
      // Hundreds of processes are started: what the first has compiled the others find.
      NODE_COMPILE_CACHE: path.join(build, 'compiled'),
      ...process.env,
      PATH: `${path.join(root, 'node_modules', '.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
    // The runners are scripts in node_modules/.bin, which Windows starts through its shell only.
    shell: process.platform === 'win32',
    timeout: limitMs,
  });
  let output = '';
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text;
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output += text;
  });
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ exitCode: null, output: `${output}${String(error)}`, stdout }));
    child.once('close', (exitCode) => resolve({ exitCode, output, stdout }));
  });
}

function readReport(file: string | undefined): string | undefined {
  return file !== undefined && existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}

/** Which hosts and which browser the end-to-end tests are about to use. What is found here is handed down to them. */
function describeHosts(): void {
  const electron = findInstalledElectron(process.env, process.platform);
  console.log(
    electron.ok
      ? `e2e hosts: browser host, and Electron (${electron.value})`
      : `e2e host: browser host (not Electron: ${electron.failure})`,
  );
  try {
    console.log(`e2e browser: Chromium ${findChromium().description}`);
  } catch (error) {
    console.log(`e2e browser: none. ${error instanceof Error ? error.message : String(error)}`);
  }
}

function seconds(durationMs: number): string {
  return `${(durationMs / 1000).toFixed(1)} s`;
}

import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';
import { createTexts } from '../shared/texts/translate.ts';
import { endOnSignals } from './browser-host/end-on-signals.ts';
import { serveBrowser, type ServedTill } from './browser-host/serve-browser.ts';
import { onInterrupt } from './ports/interrupts.ts';
import { readSettings } from './settings/read-settings.ts';
import type { Settings } from './settings/settings.ts';
import { buildPages } from './starting/build-pages.ts';
import { findElectron } from './starting/find-electron.ts';

/**
 * `npm start`: opens the till. Electron where its program is there or can be fetched, else the browser host, saying why.
 * With no settings it is the demonstration.
 */
const root = fileURLToPath(new URL('..', import.meta.url));
const badInput = 64;
const unavailable = 69;

async function start(words: readonly string[], environment: NodeJS.ProcessEnv): Promise<number | undefined> {
  const unknown = words.find((word) => word !== '--no-open');
  if (unknown !== undefined) return say(`"${unknown}" is not an option of npm start; there is --no-open.`, badInput);
  const read = readSettings(environment);
  if (!read.ok) return say(read.failure.map(({ name, problem }) => `${name} ${problem}`).join('\n'), badInput);
  const settings = read.value;

  if (settings.host !== 'browser') {
    const electron = await findElectron(environment, process.platform);
    if (electron.ok) return openElectron(electron.value);
    if (settings.host === 'electron') return say(`TILLSTONE_HOST is electron, but ${electron.failure}.`, unavailable);
    say(`Opening in the browser: ${electron.failure}.`);
  }
  return openBrowserHost(settings, !words.includes('--no-open'));
}

async function openElectron(program: string): Promise<number> {
  await buildPages(root, 'renderer');
  await buildPages(root, 'shell');
  return new Promise((resolve) => {
    const window = spawn(program, [join(root, 'dist', 'shell', 'main.js')], { stdio: 'inherit' });
    // Ctrl+C reaches the window by itself, and there somebody is asked; what is sent to this process alone is handed on.
    onInterrupt(() => {});
    for (const signal of ['SIGTERM', 'SIGHUP'] as const) process.on(signal, () => window.kill(signal));
    window.once('exit', (code) => resolve(code ?? 1));
    window.once('error', (error) => resolve(say(error.message, unavailable)));
  });
}

async function openBrowserHost(settings: Settings, isAllowedToOpen: boolean): Promise<number | undefined> {
  await buildPages(root, 'renderer');
  const served = await serveBrowser(settings, join(root, 'dist', 'renderer'));
  if (!served.ok) return say(served.failure, unavailable);
  // Before the address is out: whoever reads it may end the till at once, and it should end in good order.
  endOnSignals({
    signals: process,
    onInterrupt,
    farewell: served.value.farewell,
    onceMore: createTexts(settings.locale).t('commandLine.onceMore'),
    say,
    end: (isTold) => void end(served.value, isTold),
    endNow: () => process.exit(1),
  });
  // The one line on stdout: scripts read it, people click it.
  process.stdout.write(`${served.value.url}\n`);
  say(settings.mode === 'demonstration' ? 'Demonstration: no real card is charged. Ctrl+C ends it.' : 'Ctrl+C ends the till.');
  if (isAllowedToOpen && hasDisplay()) {
    const { default: open } = await import('open');
    // A browser that does not open is no reason to end: the address is on screen.
    await open(served.value.url).catch((error: unknown) => say(`No browser could be opened (${String(error)}).`));
  }
  return undefined;
}

async function end(till: ServedTill, isTold: boolean): Promise<never> {
  const lastWord = await till.close();
  if (lastWord !== undefined && !isTold) say(lastWord);
  process.exit(0);
}

function hasDisplay(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY'] ?? process.env['WAYLAND_DISPLAY']);
}

function say(line: string): undefined;
function say(line: string, exitCode: number): number;
function say(line: string, exitCode?: number): number | undefined {
  process.stderr.write(`${line}\n`);
  return exitCode;
}

const exitCode = await start(process.argv.slice(2), process.env);
if (exitCode !== undefined) process.exit(exitCode);

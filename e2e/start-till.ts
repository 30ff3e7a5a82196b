import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { serveBrowser } from '../main/browser-host/serve-browser.ts';
import { readSettings, type SettingName } from '../main/settings/read-settings.ts';
import { compileCache } from '../main/testing/till-process.ts';
import type { CallName, Reply, RequestOf } from '../shared/ipc/contract.ts';

/** What a till is started with: its settings by the names that IT uses. */
export type TillSettings = Readonly<Partial<Record<SettingName, string>>>;

/** One running till. */
export interface RunningTill {
  /** The address of this start, with its token. */
  readonly url: string;
  /** Asks it something as a program on this machine does, with the token as bearer. */
  call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<Reply<Name>>;
  /** It ends in good order. @returns its exit code */
  stop(): Promise<number | null>;
}

/** A till in a process of its own, as `npm start` makes it. */
export interface TillProcess extends RunningTill {
  /** What it said to people so far. */
  said(): string;
  /** SIGINT: what Ctrl+C does. */
  interrupt(): void;
  /** Resolves when it has ended by itself. @returns its exit code */
  ended(): Promise<number | null>;
  /** SIGKILL: as a power cut does. */
  kill(): Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));

/** Starts `node main/start.ts --no-open` with the browser host. Rejects with what it said where it ends before it has printed an address. */
export async function startTill(settings: TillSettings): Promise<TillProcess> {
  const child = spawn(process.execPath, ['main/start.ts', '--no-open'], {
    cwd: root,
    env: { ...compileCache, ...environmentWithoutSettings(), ...settings, TILLSTONE_HOST: 'browser' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let printed = '';
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const exited = once(child, 'exit').then(([code]) => code as number | null);
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      printed += text;
      const end = printed.indexOf('\n');
      if (end >= 0) resolve(printed.slice(0, end));
    });
    child.once('error', reject);
    void exited.then((code) => reject(new Error(`The till ended with ${code} before it printed an address: ${said}`)));
  });
  const end = async (signal: 'SIGTERM' | 'SIGKILL'): Promise<number | null> => {
    child.kill(signal);
    return exited;
  };
  return {
    url,
    said: () => said,
    call: callerOf(url),
    interrupt: () => void child.kill('SIGINT'),
    ended: () => exited,
    stop: () => end('SIGTERM'),
    async kill() {
      await end('SIGKILL');
    },
  };
}

/**
 * The same till in the process of the test: the same composition behind the same browser host, without the second that a process takes to start.
 * It cannot be killed, and has nothing to say to people but on its pages. Rejects with what `npm start` would say where it cannot open.
 */
export async function serveTill(settings: TillSettings): Promise<RunningTill> {
  const read = readSettings({ ...settings, TILLSTONE_HOST: 'browser' });
  if (!read.ok) throw new Error(JSON.stringify(read.failure));
  const served = await serveBrowser(read.value, path.join(root, 'dist', 'renderer'));
  if (!served.ok) throw new Error(served.failure);
  const { url, close } = served.value;
  return {
    url,
    call: callerOf(url),
    async stop() {
      await close();
      return 0;
    },
  };
}

function callerOf(url: string): RunningTill['call'] {
  const { origin, searchParams } = new URL(url);
  return async (name, request) => {
    const response = await fetch(`${origin}/call/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${searchParams.get('token')}` },
      body: JSON.stringify(request),
    });
    return (await response.json()) as Reply<typeof name>;
  };
}

/** What a person sees who types `npm run -s till -- …`. */
export interface CommandLineAnswer {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The till without a window: a process of its own, as `npm run till` makes it. */
export async function runCommandLine(settings: TillSettings, ...words: readonly string[]): Promise<CommandLineAnswer> {
  const child = spawn(process.execPath, ['main/command-line/till.ts', ...words], {
    cwd: root,
    env: { ...compileCache, ...environmentWithoutSettings(), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [[exitCode], stdout, stderr] = await Promise.all([once(child, 'close'), text(child.stdout), text(child.stderr)]);
  return { exitCode: exitCode as number | null, stdout, stderr };
}

/** A setting of the shell that runs the tests is not one of the test. */
function environmentWithoutSettings(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TILLSTONE_')));
}

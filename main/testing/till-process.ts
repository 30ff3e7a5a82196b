import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { CallName, Reply, RequestOf } from '../../shared/ipc/contract.ts';

/** A till in a process of its own, asked over its loopback address as a window asks it. */
export interface TillProcess {
  /** Resolves when the till answers calls; false where it was killed before. Rejects where it ended by itself, with what it said. */
  untilOpen(): Promise<boolean>;
  /** @returns undefined where the till was killed before it answered */
  call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<Reply<Name> | undefined>;
  isKilled(): boolean;
  /** SIGKILL: not one instruction more. Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Asks it to end in good order. */
  stop(): Promise<void>;
}

/** Who a till is that is tried out: a live one has to be told (billpay 1.1). */
export const demonstrationIdentitySettings = {
  TILLSTONE_INSTITUTION_ID: '600123',
  TILLSTONE_INSTITUTION_NAME: 'Tillstone Demonstration',
  TILLSTONE_MERCHANT_ID: 'TILLSTONEDEMO01',
  TILLSTONE_MERCHANT_TYPE: '5411',
  TILLSTONE_MERCHANT_NAME: 'Tillstone Demo Shop',
  TILLSTONE_MERCHANT_CITY: 'Gaborone',
  TILLSTONE_MERCHANT_REGION: 'SE',
  TILLSTONE_MERCHANT_COUNTRY: 'BW',
  TILLSTONE_TERMINAL_ID: 'TILL0001',
} as const;

interface Service {
  readonly url: string;
  readonly user: string;
  readonly password: string;
}

/** What a till process is told that has both services. */
export function environmentFor(cards: Service, billpay: Service, dataDirectory: string): Readonly<Record<string, string>> {
  return {
    ...demonstrationIdentitySettings,
    TILLSTONE_DATA_DIR: dataDirectory,
    TILLSTONE_BDS_URL: cards.url,
    TILLSTONE_BDS_USER: cards.user,
    TILLSTONE_BDS_PASSWORD: cards.password,
    TILLSTONE_BILLPAY_URL: billpay.url,
    TILLSTONE_BILLPAY_USER: billpay.user,
    TILLSTONE_BILLPAY_PASSWORD: billpay.password,
    TILLSTONE_ADVICE_INTERVAL_MS: '20',
  };
}

/** It is started hundreds of times: all but the first find their modules compiled, its threads' as well. */
export const compileCache = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };
const program = fileURLToPath(new URL('served-till.ts', import.meta.url));
/** A till opens in less than a second; on a machine with other work, in a few. */
const openWithinMs = 30_000;

export function startTillProcess(environment: Readonly<Record<string, string>>): TillProcess {
  const child = spawn(process.execPath, [program], {
    env: { ...compileCache, ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-4_000)));
  let isKilled = false;
  const gone = once(child, 'exit').then(() => undefined);
  const address = once(createInterface(child.stdout), 'line', { signal: AbortSignal.timeout(openWithinMs) }).then(
    ([line]) => new URL(String(line)),
  );
  // Whoever waits for it hears of it below.
  address.catch(() => undefined);

  async function untilAddress(): Promise<URL | undefined> {
    const found = await Promise.race([address, gone]);
    if (found || isKilled) return found ?? undefined;
    throw new Error(`the till ended by itself (${child.exitCode ?? child.signalCode}):\n${said}`);
  }

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    isKilled = true;
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    await gone;
  }

  return {
    untilOpen: async () => (await untilAddress()) !== undefined,
    async call(name, request) {
      const url = await untilAddress();
      if (!url) return undefined;
      try {
        const response = await fetch(new URL(`/call/${name}`, url.origin), {
          method: 'POST',
          headers: { 'content-type': 'application/json', authorization: `Bearer ${url.searchParams.get('token')}` },
          body: JSON.stringify(request),
        });
        return (await response.json()) as Reply<typeof name>;
      } catch (error) {
        if (isKilled) return undefined;
        await Promise.race([gone, new Promise((resolve) => void setTimeout(resolve, 1_000))]);
        throw new Error(`the till did not answer ${name}:\n${said}`, { cause: error });
      }
    },
    isKilled: () => isKilled,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGTERM'),
  };
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A simulated service in a process of its own, as the real one is. */
export interface Service {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('../simulators/run.ts', import.meta.url));

/** With customers who take no time, and a ledger that is synced. */
export async function startService(name: 'bds' | 'billpay' | 'qr'): Promise<Service> {
  const data = mkdtempSync(join(tmpdir(), 'tillstone-bench-service-'));
  const child = spawn(process.execPath, [program, '--only', name, `--${name}-port`, '0', '--think-ms', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const words = line.split(/\s+/u);
  const after = (word: string): string => words[words.indexOf(word) + 1] ?? '';
  return {
    url: after(name),
    user: after('user'),
    password: after('password'),
    async close() {
      child.kill();
      await gone;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

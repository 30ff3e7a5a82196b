import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The simulated card service in a process of its own, as the real one is, with customers who take no time. */
export interface CardService {
  readonly url: string;
  readonly user: string;
  readonly password: string;
  close(): Promise<void>;
}

const program = fileURLToPath(new URL('../simulators/run.ts', import.meta.url));

export async function startCardService(): Promise<CardService> {
  const data = mkdtempSync(join(tmpdir(), 'tillstone-bench-service-'));
  const child = spawn(process.execPath, [program, '--bds-port', '0', '--think-ms', '0', '--data', data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const gone = once(child, 'exit');
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string];
  const words = line.split(/\s+/u);
  const after = (name: string): string => words[words.indexOf(name) + 1] ?? '';
  return {
    url: after('bds'),
    user: after('user'),
    password: after('password'),
    async close() {
      child.kill();
      await gone;
      rmSync(data, { recursive: true, force: true });
    },
  };
}

import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { invariant } from '../../shared/result.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openStoreQueue } from './store-queue.ts';
import { adviceOf } from './testing/sample-advices.ts';

const program = fileURLToPath(new URL('./testing/queue-until-killed.ts', import.meta.url));

/** @returns what the process said, line by line, until it was killed after so many of them */
async function killAfter(dataDirectory: string, from: number, lines: number): Promise<readonly string[]> {
  const till = spawn(process.execPath, [program, dataDirectory, String(from)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  till.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    if (said.split('\n').length > lines) till.kill('SIGKILL');
  });
  const signal = await new Promise((resolve) => till.once('close', (_code, by) => resolve(by)));
  expect(signal).toBe('SIGKILL');
  // What follows the last line end is a line that was cut off.
  return said.split('\n').slice(0, -1);
}

describe('a till that is killed while it queues and delivers', () => {
  it('loses no advice that it has promised, twelve times in a row, and cleans up after itself', async () => {
    const dataDirectory = temporaryFolder();
    const queued = new Set<string>();
    const delivered = new Set<string>();
    for (const [round, lines] of [1, 2, 3, 5, 8, 13, 21, 34, 55, 89, 144, 400].entries()) {
      for (const line of await killAfter(dataDirectory, round * 100_000, lines)) {
        const [what, adviceId] = line.split(' ');
        invariant(adviceId !== undefined, `a whole line: ${line}`);
        (what === 'queued' ? queued : delivered).add(adviceId);
      }
      const opened = openStoreQueue({ dataDirectory });
      invariant(opened.ok, `opened: ${JSON.stringify(opened)}`);
      const entries = opened.value.entries();
      const found = new Set<string>(entries.map(({ advice }) => advice.adviceId));
      expect([...queued].filter((adviceId) => !found.has(adviceId) && !delivered.has(adviceId))).toEqual([]);
      // At most the one under way at each kill was written without being said.
      expect([...found].filter((adviceId) => !queued.has(adviceId)).length).toBeLessThanOrEqual(round + 1);
      for (const { advice } of entries) expect(advice).toEqual(adviceOf(Number(advice.adviceId.slice(-12))));
      expect(opened.value.setAside()).toEqual([]);
      const others = readdirSync(join(dataDirectory, 'advices')).filter(
        (name) => !/^(a0000000-[0-9-]+|attempt[.]marks)[.]json$/u.test(name),
      );
      expect(others).toEqual([]);
    }
    expect(queued.size).toBeGreaterThan(100);
    expect(delivered.size).toBeGreaterThan(50);
  });
});

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBdsSimulator } from './bds/start-bds-simulator.ts';

let folder: string;
let children: ChildProcessWithoutNullStreams[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulators-'));
  children = [];
});
afterEach(() => {
  for (const child of children) child.kill('SIGKILL');
  rmSync(folder, { recursive: true });
});

function start(...flags: string[]): ChildProcessWithoutNullStreams {
  const script = fileURLToPath(new URL('run.ts', import.meta.url));
  const child = spawn(process.execPath, [script, '--data', folder, ...flags]);
  children.push(child);
  return child;
}

async function endOf(child: ChildProcessWithoutNullStreams): Promise<{ readonly code: unknown; readonly errors: string }> {
  let errors = '';
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, errors };
}

describe('npm run simulators', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('tells where each simulator is, and ends at %s', async (signal) => {
    const child = start('--bds-port', '0', '--think-ms', '0');
    const [line] = (await once(child.stdout, 'data')) as [Buffer];
    const match =
      /^bds {2}(http:\/\/localhost:\d+\/DeviceService\/BDS\/) {2}user (\S+) {2}password (\S+) {2}control (\S+)\n$/u.exec(
        line.toString(),
      );
    const [, url = '', user = '', password = '', control = ''] = match ?? [];
    const answer = await fetch(`${url}Transaction`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${user}:${password}`)}`, 'Content-Type': 'application/json' },
      body: '{"Amount":"12.00","Reference":"r","Payor":{}}',
    });
    expect(answer.status).toBe(200);
    expect(await (await fetch(`${control}/ledger`)).json()).toMatchObject([{ kind: 'charged', amount: '12.00' }]);
    child.kill(signal);
    expect(await endOf(child)).toEqual({ code: 0, errors: '' });
    expect(readFileSync(join(folder, 'bds-ledger.jsonl'), 'utf8')).toContain('"kind":"charged"');
  });

  it('says in one sentence that the port is taken, and ends with 69', async () => {
    const other = await startBdsSimulator();
    const { code, errors } = await endOf(start('--bds-port', String(other.port)));
    expect(code).toBe(69);
    expect(errors).toBe(`Port ${other.port} is taken: another simulator or the real service runs there.\n`);
    await other.close();
  });

  it.each([
    [['--bds-port', '70000'], '--bds-port must be a whole number from 0 to 65535'],
    [['--think-ms', 'long'], "--think-ms must be a whole number from 0 to 600000, not 'long'"],
    [['--unknown'], '--unknown'],
  ])('refuses %j, and ends with 64', async (flags, message) => {
    const { code, errors } = await endOf(start(...flags));
    expect(code).toBe(64);
    expect(errors).toContain(message);
  });
});

import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBdsSimulator } from './bds/start-bds-simulator.ts';
import { startBillpaySimulator } from './billpay/start-billpay-simulator.ts';
import { codeRequest } from './qr/testing-client.ts';

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

interface Line {
  readonly name: string;
  readonly url: string;
  readonly control: string;
  readonly authorization: string;
}

async function linesOf(child: ChildProcessWithoutNullStreams, count: number): Promise<readonly Line[]> {
  const lines: Line[] = [];
  for await (const line of createInterface(child.stdout)) {
    const match = /^(\S+) {2}(\S+) {2}user (\S+) {2}password (\S+) {2}control (\S+)$/u.exec(line);
    const [, name = '', url = '', user = '', password = '', control = ''] = match ?? [];
    lines.push({ name, url, control, authorization: `Basic ${btoa(`${user}:${password}`)}` });
    if (lines.length === count) break;
  }
  return lines;
}

async function endOf(child: ChildProcessWithoutNullStreams): Promise<{ readonly code: unknown; readonly errors: string }> {
  let errors = '';
  child.stderr.on('data', (part: Buffer) => (errors += part.toString()));
  const [code] = (await once(child, 'close')) as [unknown];
  return { code, errors };
}

describe('npm run simulators', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)('tells where each simulator is, and ends at %s', async (signal) => {
    const child = start('--bds-port', '0', '--think-ms', '0', '--billpay-port', '0', '--qr-port', '0');
    const [bds, billpay, qr] = await linesOf(child, 3);
    const answer = await fetch(`${bds?.url ?? ''}Transaction`, {
      method: 'POST',
      headers: { Authorization: bds?.authorization ?? '', 'Content-Type': 'application/json' },
      body: '{"Amount":"12.00","Reference":"r","Payor":{}}',
    });
    expect(answer.status).toBe(200);
    expect(await (await fetch(`${bds?.control ?? ''}/ledger`)).json()).toMatchObject([{ kind: 'charged', amount: '12.00' }]);
    expect(bds?.url).toMatch(/^http:\/\/localhost:\d+\/DeviceService\/BDS\/$/u);

    const billers = await fetch(`${billpay?.url ?? ''}/billers/`, { headers: { Authorization: billpay?.authorization ?? '' } });
    expect(billers.status).toBe(200);
    expect(await (await fetch(`${billpay?.control ?? ''}/ledger`)).json()).toMatchObject({ payments: [] });
    expect(billpay?.url).toMatch(/^http:\/\/localhost:\d+\/billpay\/v4$/u);

    expect(qr?.url).toMatch(/^http:\/\/localhost:\d+\/qr\/v1$/u);
    expect(await (await fetch(`${qr?.control ?? ''}/ledger`)).json()).toMatchObject({ codes: [] });
    expect(await (await fetch(`${qr?.control ?? ''}/state`)).json()).toMatchObject({ settings: { customer: 'manual' } });

    child.kill(signal);
    expect(await endOf(child)).toEqual({ code: 0, errors: '' });
    expect(readFileSync(join(folder, 'bds-ledger.jsonl'), 'utf8')).toContain('"kind":"charged"');
  });

  it('starts the one that is asked for, as it is asked for', async () => {
    const child = start('--only', 'billpay', '--billpay-port', '0', '--billpay-mode', 'peer', '--billpay-tls');
    const [line] = await linesOf(child, 1);
    expect(line?.name).toBe('billpay');
    expect(line?.url).toMatch(/^https:\/\/localhost:\d+\/billpay\/v4$/u);
    child.kill('SIGTERM');
    expect(await endOf(child)).toEqual({ code: 0, errors: '' });
  });

  it('prints each QR code that is made, with its amount and the page that scans it', async () => {
    const child = start('--only', 'qr', '--qr-port', '0', '--qr-customer', 'by-amount');
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const next = async (): Promise<string> => String((await lines.next()).value);
    const [, url = '', user = '', password = '', control = ''] =
      /^qr {2}(\S+) {2}user (\S+) {2}password (\S+) {2}control (\S+)$/u.exec(await next()) ?? [];
    expect([user, password]).toEqual(['600123', 'not-a-secret']);
    const answer = await fetch(`${url}/qrCodes`, {
      method: 'POST',
      headers: { Authorization: `Basic ${btoa(`${user}:${password}`)}`, 'Content-Type': 'application/json' },
      body: JSON.stringify(codeRequest()),
    });
    const { qrCode, tranId } = (await answer.json()) as { readonly qrCode: string; readonly tranId: string };
    expect(await next()).toBe(`qr  code ${qrCode}  284.50 ZAR  scan at ${control}#code-${tranId}`);
    expect(await (await fetch(`${control}/state`)).json()).toMatchObject({ settings: { customer: 'by-amount' } });
    child.kill('SIGTERM');
    expect(await endOf(child)).toEqual({ code: 0, errors: '' });
  });

  it('starts the QR service over TLS', async () => {
    const child = start('--only', 'qr', '--qr-port', '0', '--qr-tls');
    const [line] = await linesOf(child, 1);
    expect(line?.url).toMatch(/^https:\/\/localhost:\d+\/qr\/v1$/u);
    child.kill('SIGTERM');
    expect(await endOf(child)).toEqual({ code: 0, errors: '' });
  });

  it('starts nothing where one of them cannot start', async () => {
    const other = await startBillpaySimulator();
    const { code, errors } = await endOf(start('--bds-port', '0', '--billpay-port', String(other.port), '--qr-port', '0'));
    expect(code).toBe(69);
    expect(errors).toBe(`Port ${other.port} is taken: another simulator or the real service runs there.\n`);
    await other.close();
  });

  it('says in one sentence that the port is taken, and ends with 69', async () => {
    const other = await startBdsSimulator();
    const { code, errors } = await endOf(start('--bds-port', String(other.port), '--billpay-port', '0', '--qr-port', '0'));
    expect(code).toBe(69);
    expect(errors).toBe(`Port ${other.port} is taken: another simulator or the real service runs there.\n`);
    await other.close();
  });

  it.each([
    [['--bds-port', '70000'], '--bds-port must be a whole number from 0 to 65535'],
    [['--think-ms', 'long'], "--think-ms must be a whole number from 0 to 600000, not 'long'"],
    [['--only', 'gateway'], "--only must be bds or billpay or qr, not 'gateway'"],
    [['--billpay-mode', 'real'], "--billpay-mode must be spec or peer, not 'real'"],
    [['--qr-port', '-1'], '--qr-port'],
    [['--qr-customer', 'rich'], "--qr-customer must be manual or by-amount, not 'rich'"],
    [['--unknown'], '--unknown'],
  ])('refuses %j, and ends with 64', async (flags, message) => {
    const { code, errors } = await endOf(start(...flags));
    expect(code).toBe(64);
    expect(errors).toContain(message);
  });
});

import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { contentSecurityPolicy } from '../pages/content-security-policy.ts';
import { takeSellingLock } from '../journal/selling-lock.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';

/** The main process as it is, started by Node with something that stands in for Electron. The rest of it is real. */

const pretendElectron = new URL('./testing/use-pretend-electron.ts', import.meta.url);
const mainProcess = new URL('./main.ts', import.meta.url);

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

function start(environment: Record<string, string>): Promise<Ended> {
  const ours = Object.entries(process.env).filter(([name]) => !name.startsWith('TILLSTONE_'));
  const env = { ...Object.fromEntries(ours), ...environment };
  const words = ['--import', fileURLToPath(pretendElectron), fileURLToPath(mainProcess)];
  return new Promise((resolve) => {
    execFile(process.execPath, words, { env, timeout: 120_000 }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr }),
    );
  });
}

describe('the main process', () => {
  it('locks everything down, opens its window on the till’s own page, answers it, and closes', async () => {
    const folder = temporaryFolder();
    const ended = await start({ TILLSTONE_DATA_DIR: folder });
    expect(ended.stderr).toBe('');
    expect(ended.code).toBe(0);
    const seen = JSON.parse(ended.stdout) as { webPreferences: { preload: string } };
    expect(seen).toMatchObject({
      url: 'app://till/',
      policy: contentSecurityPolicy,
      snapshot: { ok: true, value: { mode: 'demonstration', counter: { kind: 'free' } } },
      stranger: { ok: false, failure: { kind: 'bad-call' } },
      webPreferences: { sandbox: true, contextIsolation: true, nodeIntegration: false },
      lockedDown: [
        'device-permission',
        'display-media',
        'menu',
        'permission-check',
        'permission-request',
        'sandbox',
        'scheme',
        'usb',
        'windows',
      ],
      listensTo: [
        'render-process-gone',
        'responsive',
        'unresponsive',
        'will-attach-webview',
        'will-frame-navigate',
        'will-navigate',
        'will-redirect',
      ],
    });
    expect(seen.webPreferences.preload).toMatch(/preload\.cjs$/u);

    // It let go of the data folder, and kept the window's place in it.
    expect(takeSellingLock(folder).ok).toBe(true);
    expect(existsSync(join(folder, 'window', 'window-place.json'))).toBe(true);
    const logs = readdirSync(join(folder, 'logs')).filter((name) => name.startsWith('till'));
    const log = logs.map((name) => readFileSync(join(folder, 'logs', name), 'utf8')).join('');
    expect(log).toContain('"event":"till-opened"');
    expect(log).toContain('"event":"call-refused"');
    expect(log).not.toContain('"event":"incident"');
  });

  it('asks in the window before it cuts a sale off, and then says what becomes of it', async () => {
    const folder = temporaryFolder();
    const bills = [{ kind: 'account', reference: 'BW0417733021', amount: '100.00' }];
    const sale = { saleId: '7d1c0a52-6f0e-4a5e-9b1d-0c7a3a6f1f10', bills };
    const ended = await start({ TILLSTONE_DATA_DIR: folder, PRETEND_SALE: JSON.stringify(sale) });
    expect(ended.code).toBe(0);
    expect(ended.stdout.trim().split('\n').slice(1)).toEqual(['{"asked":"leave"}']);
    expect(ended.stderr).toBe('1 bill is not paid yet. It will be taken back with the next start.\n');
    expect(takeSellingLock(folder).ok).toBe(true);
  });

  it('opens the customer’s display over the second screen, which gets its own view and nothing of the till’s', async () => {
    const folder = temporaryFolder();
    const settings = { TILLSTONE_DATA_DIR: folder, TILLSTONE_MERCHANT_NAME: 'Harbour Lane', PRETEND_DISPLAYS: '2' };
    const ended = await start(settings);
    expect(ended).toMatchObject({ code: 0, stderr: '' });
    const [customers, tills] = ended.stdout.trim().split('\n');
    const seen = JSON.parse(customers ?? '') as { options: { webPreferences: { preload: string } } };
    const refused = { ok: false, failure: { kind: 'bad-call' } };
    expect(seen).toMatchObject({
      url: 'app://till/customer.html',
      options: { x: 1920, width: 1920, frame: false, webPreferences: { sandbox: true, contextIsolation: true } },
      view: { ok: true, value: { view: { kind: 'idle' }, shop: 'Harbour Lane', mode: 'demonstration' } },
      more: { ok: false, failure: { kind: 'unknown-call' } },
      till: refused,
      tillAsTheTill: refused,
    });
    expect(seen.options.webPreferences.preload).toMatch(/customer-preload\.cjs$/u);
    // The cashier's window is as it is without it.
    expect(JSON.parse(tills ?? '')).toMatchObject({ url: 'app://till/', snapshot: { ok: true } });
    const alone = await start({ ...settings, TILLSTONE_DATA_DIR: temporaryFolder(), TILLSTONE_CUSTOMER_DISPLAY: 'off' });
    expect(alone.stdout.trim().split('\n')).toHaveLength(1);
  });

  it('says that another till sells from the same data folder, and ends with 69', async () => {
    const folder = temporaryFolder();
    const lock = takeSellingLock(folder);
    const ended = await start({ TILLSTONE_DATA_DIR: folder });
    expect(ended).toMatchObject({ code: 69, stdout: '' });
    expect(ended.stderr).toContain(`Another till is selling from ${folder}`);
    if (lock.ok) lock.value.release();
  });

  it('ends with 69 as the second window of one data folder', async () => {
    const ended = await start({ TILLSTONE_DATA_DIR: temporaryFolder(), PRETEND_SECOND_INSTANCE: 'yes' });
    expect(ended).toMatchObject({ code: 69, stdout: '' });
  });

  it('names the setting that will not do, and ends with 64', async () => {
    const ended = await start({ TILLSTONE_DATA_DIR: temporaryFolder(), TILLSTONE_CURENCY: 'USD' });
    expect(ended).toMatchObject({ code: 64, stdout: '' });
    expect(ended.stderr).toContain('TILLSTONE_CURENCY');
  });
});

import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import type { FileLogger, FileLoggerSettings } from './file-logger.ts';
import { createFileLogger } from './file-logger.ts';

const cardNumber = '4111111111111111';
const secret = 'correct-horse-battery-staple';
const saleId = '0f8fad5b-d9cb-469f-a165-70867728950e';

let directory: string;
let logger: FileLogger;
/** It stands still, unless a test moves it: whatever was said is on the disk when `close` resolves, however busy that is. */
let clock: ManualClock;

beforeEach(async () => {
  clock = createManualClock(Date.UTC(2026, 10, 20, 8));
  directory = await mkdtemp(path.join(tmpdir(), 'tillstone-logs-'));
});

afterEach(async () => {
  vi.restoreAllMocks();
  await logger.close();
  await rm(directory, { recursive: true, force: true });
});

async function open(settings: Partial<FileLoggerSettings> = {}): Promise<FileLogger> {
  logger = await createFileLogger({ directory, name: 'till', clock, ...settings });
  return logger;
}

/** What stands on the disk once everything under way is written. */
async function written(): Promise<string> {
  await logger.close();
  return readFile(path.join(directory, 'till.1.log'), 'utf8');
}

async function entries(): Promise<Record<string, unknown>[]> {
  const text = await written();
  return text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

describe('an entry', () => {
  it('is one line of JSON with its event, its level, its fields and the time as a person reads it', async () => {
    await open();
    logger.info('sale-begun', { saleId, amountMinor: 1200 });
    expect(await entries()).toEqual([
      { level: 'info', time: '2026-11-20T08:00:00.000Z', pid: process.pid, saleId, amountMinor: 1200, event: 'sale-begun' },
    ]);
  });

  it('has the fields of the logger that it was made with, and of the one before that', async () => {
    await open();
    logger.with({ saleId }).with({ call: 'sale/begin', attempt: 1 }).warn('late', { attempt: 2 });
    expect((await entries())[0]).toMatchObject({ saleId, call: 'sale/begin', attempt: 2 });
  });

  it('keeps its own time and level whatever the fields are called', async () => {
    await open();
    logger.error('odd', { level: 'info', time: 'noon', event: 'other' });
    expect((await entries())[0]).toMatchObject({ level: 'error', event: 'odd', level_: 'info', time_: 'noon', event_: 'other' });
  });

  it('below the level is not written', async () => {
    await open({ level: 'warn' });
    logger.info('quiet');
    logger.error('loud');
    expect((await entries()).map((entry) => entry['event'])).toEqual(['loud']);
  });

  it('may be anything: what cannot be written as it is does not stop the till', async () => {
    await open();
    const circular: Record<string, unknown> = {};
    circular['self'] = circular;
    const hostile = Object.defineProperty({}, 'field', {
      enumerable: true,
      get() {
        throw new Error('no');
      },
    });
    logger.info('odd', {
      circular,
      hostile,
      big: 10n,
      bytes: new Uint8Array(9),
      when: new Date(0),
      call: () => {},
      long: 'x'.repeat(1e6),
    });
    const [entry] = await entries();
    expect(entry).toMatchObject({
      circular: { self: '[circular]' },
      hostile: { field: '[unreadable]' },
      big: '10',
      bytes: '[9 bytes]',
      when: '1970-01-01T00:00:00.000Z',
    });
    expect(JSON.stringify(entry).length).toBeLessThan(10_000);
  });
});

describe('a secret', () => {
  const names = [
    'password',
    'Password',
    'token',
    'Token',
    'access_token',
    'authorization',
    'Authorization',
    'Proxy-Authorization',
    'set-cookie',
    'CardHolderName',
    'ReadId',
    'pan',
    'PAN',
    'cvv',
    'pin',
    'track2',
    'Payor',
    'headers',
    'config',
    'body',
  ];

  it.each(names)('called %s is left out at every depth', async (name) => {
    await open();
    const planted = { [name]: secret };
    const list = [planted, { inner: [planted] }];
    logger.with(planted).info('told', {
      ...planted,
      deep: { deeper: { ...planted, list } },
      map: new Map([[name, secret]]),
      set: new Set([planted]),
    });
    const text = await written();
    expect(text).toContain('told');
    expect(text).not.toContain(secret);
  });

  it('that an HTTP library hung on its error is left out, and the error can still be understood', async () => {
    await open();
    const error = Object.assign(new Error('socket hang up', { cause: { config: { password: secret } } }), {
      name: 'AxiosError',
      code: 'ECONNRESET',
      config: { headers: { Authorization: `Basic ${secret}` }, auth: { username: 'till', password: secret }, data: secret },
      request: { path: secret },
      response: { data: { Token: secret }, headers: { 'set-cookie': secret } },
      toJSON: () => ({ message: secret }),
    });
    logger.error('failed', { error, list: [error], also: { deeper: error } });
    const text = await written();
    expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({
      error: {
        name: 'AxiosError',
        message: 'socket hang up',
        code: 'ECONNRESET',
        stack: expect.stringContaining('file-logger.test.ts'),
      },
    });
    expect(Object.keys((JSON.parse(text) as { error: object }).error).toSorted()).toEqual(['code', 'message', 'name', 'stack']);
  });

  it('in an address or in a quoted header is left out', async () => {
    await open();
    logger.info('asked', {
      url: `http://till:${secret}@localhost:8526/`,
      error: new Error(`sent authorization: Basic ${secret}= to it`),
    });
    const text = await written();
    expect(text).not.toContain(secret);
    expect(text).toContain('localhost:8526');
  });
});

describe('a card number', () => {
  const spaced = '4111 1111 1111 1111';
  const positions: [string, (log: FileLogger) => void][] = [
    ['in a field', (log) => log.info('e', { note: cardNumber })],
    ['within a text', (log) => log.info('e', { note: `the card ${spaced} was read` })],
    ['between letters', (log) => log.info('e', { note: `x${cardNumber}x` })],
    ['as a number', (log) => log.info('e', { note: Number(cardNumber) })],
    ['in a list of numbers', (log) => log.info('e', { notes: [1, Number(cardNumber)] })],
    ["as a field's name", (log) => log.info('e', { [cardNumber]: 'x' })],
    ['in an inner name', (log) => log.info('e', { inner: { [cardNumber]: Number(cardNumber) } })],
    ['as the event', (log) => log.info(`read ${cardNumber}`)],
    ['in what every entry has', (log) => log.with({ note: cardNumber }).info('e')],
    ['in an error', (log) => log.error('e', { error: new Error(`no such account ${spaced}`) })],
    ['with hyphens', (log) => log.info('e', { note: '4111-1111-1111-1111' })],
  ];

  it.each(positions)('%s is masked, and the line is still JSON', async (_position, tell) => {
    await open();
    tell(logger);
    const text = await written();
    expect(text.replaceAll(/[ -]/gu, '')).not.toContain(cardNumber);
    expect(text).toContain('[card number ending 1111]');
    expect(() => JSON.parse(text) as unknown).not.toThrow();
  });

  it('is not seen in a sale id or a hash, which support has to follow', async () => {
    await open();
    // The last groups have a right check digit, as one id in some thousands has.
    const unlucky = '0f8fad5b-d9cb-469f-a165-411111111111';
    const hashes = [`${'ab'.repeat(20)}${cardNumber}${'cdef'.repeat(2)}`];
    logger.info('e', { saleId: unlucky, hashes });
    expect((await entries())[0]).toMatchObject({ saleId: unlucky, hashes });
  });
});

describe('the files', () => {
  it("are readable by the till's own user alone", async () => {
    await open();
    logger.info('e');
    await written();
    // Windows has no such bits: the data folder's own rights hold there.
    expect((await stat(path.join(directory, 'till.1.log'))).mode & 0o077).toBe(process.platform === 'win32' ? 0o066 : 0);
  });

  it('are added to by the next start', async () => {
    await open();
    logger.info('first');
    await logger.close();
    await open();
    logger.info('second');
    expect((await entries()).map((entry) => entry['event'])).toEqual(['first', 'second']);
  });

  it('rotate by size, and the oldest go', async () => {
    await open({ fileBytes: 2_000, files: 3 });
    for (let number = 1; number <= 200; number += 1) {
      logger.info('entry', { number });
      // Lets the disk keep up, as a till does.
      if (number % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
      if (number % 50 === 0) await expect.poll(lastNumber).toBe(number);
    }
    await logger.close();
    // The oldest go on their own time.
    await expect.poll(async () => (await readdir(directory)).length).toBeLessThanOrEqual(4);
    const names = await readdir(directory);
    expect(names.length).toBeGreaterThan(1);
    expect(names).not.toContain('till.1.log');
    const sizes = await Promise.all(names.map(async (name) => (await stat(path.join(directory, name))).size));
    expect(Math.max(...sizes)).toBeLessThan(20_000);
    expect(logger.failures()).toBe(0);
  });

  /** The number in the last entry of the youngest file. */
  async function lastNumber(): Promise<number> {
    const names = (await readdir(directory)).toSorted((a, b) => Number(a.split('.')[1]) - Number(b.split('.')[1]));
    // The oldest may go between the listing and the reading.
    const texts = await Promise.all(names.map((name) => readFile(path.join(directory, name), 'utf8').catch(() => '')));
    const numbers = [...texts.join('').matchAll(/"number":(?<number>\d+)/gu)].map((match) => Number(match.groups?.['number']));
    return Math.max(0, ...numbers);
  }
});

describe('a disk that takes nothing', () => {
  it('a folder that cannot be made costs the entries, is said once, and stops nothing', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const inTheWay = path.join(directory, 'a-file');
    await writeFile(inTheWay, '');
    await open({ directory: path.join(inTheWay, 'logs') });
    for (const note of [1, 2, 3]) logger.with({ note }).error('lost');
    expect(logger.failures()).toBe(4);
    expect(said).toHaveBeenCalledTimes(1);
    expect(said.mock.calls[0]?.[0]).toContain('ENOTDIR');
    await expect(logger.close()).resolves.toBeUndefined();
  });

  it('a file that cannot be opened costs the entries, is said once, and stops nothing', async () => {
    const said = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    await mkdir(path.join(directory, 'till.1.log'));
    await open();
    logger.error('lost');
    expect(logger.failures()).toBe(2);
    expect(said.mock.calls[0]?.[0]).toContain('EISDIR');
  });

  // The administrator of a Unix machine may write everywhere, and Windows has other rights.
  it.skipIf(process.getuid === undefined || process.getuid() === 0)(
    'a folder without the right to write costs the entries and stops nothing',
    async () => {
      vi.spyOn(process.stderr, 'write').mockReturnValue(true);
      await chmod(directory, 0o500);
      await open();
      logger.error('lost');
      expect(logger.failures()).toBe(2);
      await chmod(directory, 0o700);
    },
  );

  // Linux has a file that answers every write as a full disk does.
  it.skipIf(process.platform !== 'linux')(
    'a full disk costs the entries, holds a bounded amount in memory, and stops nothing',
    async () => {
      const { symlink } = await import('node:fs/promises');
      await symlink('/dev/full', path.join(directory, 'till.1.log'));
      await open();
      for (const times of [1, 2, 3]) {
        logger.info('lost');
        await expect.poll(() => logger.failures()).toBe(times);
      }
      for (let number = 0; number < 3_000; number += 1) logger.info('lost', { filler: 'x'.repeat(1_000) });
      await expect.poll(() => logger.failures()).toBeGreaterThan(1_000);
      logger.info('still here');
      const closing = logger.close();
      await clock.advance(1_000);
      await expect(closing).resolves.toBeUndefined();
    },
  );

  it('after the end entries are dropped without a word, and a second end is harmless', async () => {
    await open();
    logger.info('kept');
    await logger.close();
    logger.info('dropped');
    await logger.close();
    expect((await entries()).map((entry) => entry['event'])).toEqual(['kept']);
  });
});

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { invariant } from '../../shared/result.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import type { AdviceId } from './advice.ts';
import { describeQueue } from './queue.contract.ts';
import type { AdviceQueue } from './queue.ts';
import { readAdvices } from './read-folder.ts';
import { openStoreQueue, type StoreQueueOptions } from './store-queue.ts';
import { createConf, type CreateStore } from './store.ts';
import { adviceIdOf, adviceOf } from './testing/sample-advices.ts';

const at = '2026-11-21T09:30:01.000Z';

function open(dataDirectory: string, options: Partial<StoreQueueOptions> = {}): AdviceQueue {
  const opened = openStoreQueue({ dataDirectory, ...options });
  invariant(opened.ok, `opened: ${JSON.stringify(opened)}`);
  return opened.value;
}

describeQueue('a queue of small stores', () => {
  const dataDirectory = temporaryFolder();
  return { open: () => open(dataDirectory) };
});

/** A data folder with the advices 1 to `count` in it. */
function folderWith(count: number): {
  readonly dataDirectory: string;
  readonly advices: string;
  readonly aside: string;
  readonly file: (number: number) => string;
} {
  const dataDirectory = temporaryFolder();
  const queue = open(dataDirectory);
  for (let number = 1; number <= count; number += 1) queue.enqueue(adviceOf(number));
  queue.close();
  const advices = join(dataDirectory, 'advices');
  return {
    dataDirectory,
    advices,
    aside: join(advices, 'set-aside'),
    file: (number) => join(advices, `${adviceIdOf(number)}.json`),
  };
}

const numbersIn = (queue: Pick<AdviceQueue, 'entries'>): readonly number[] =>
  queue.entries().map(({ advice }) => Number(advice.adviceId.slice(-12)));

function rewrite(path: string, change: (text: string) => string): void {
  writeFileSync(path, change(readFileSync(path, 'utf8')));
}

describe('a queue of small stores', () => {
  it('keeps one file for each advice, which only its owner can read', () => {
    const { advices, file } = folderWith(3);
    expect(readdirSync(advices).length).toBe(3);
    if (process.platform !== 'win32') {
      expect(statSync(file(1)).mode & 0o777).toBe(0o600);
      expect(statSync(advices).mode & 0o777).toBe(0o700);
    }
    expect(JSON.parse(readFileSync(file(1), 'utf8'))).toMatchObject({
      format: 1,
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/u),
      content: { kind: 'advice', entry: { advice: adviceOf(1) } },
    });
  });

  it.each<readonly [string, (path: string) => void, RegExp]>([
    ['was emptied', (path) => truncateSync(path, 0), /^is empty$/u],
    ['was cut off', (path) => truncateSync(path, 200), /^is cut off, or is no JSON$/u],
    ['holds only NULs', (path) => writeFileSync(path, Buffer.alloc(700)), /^holds nothing but zeros$/u],
    ['ends in NULs', (path) => writeFileSync(path, Buffer.concat([readFileSync(path), Buffer.alloc(9)])), /no JSON/u],
    ['is from a newer version', (path) => rewrite(path, (text) => text.replace('"format": 1', '"format": 2')), /newer version/u],
    ['is not ours', (path) => writeFileSync(path, '{"name":"somebody else"}'), /^was not written by the till$/u],
    ['is a list', (path) => writeFileSync(path, '[]'), /^was not written by the till$/u],
    ['is null', (path) => writeFileSync(path, 'null'), /^was not written by the till$/u],
    ['has another amount', (path) => rewrite(path, (text) => text.replace('10000', '90000')), /^was changed after/u],
    ['has another attempt', (path) => rewrite(path, (text) => text.replace('"attempts": 0', '"attempts": 1')), /^was changed/u],
    ['is a copy of another advice', (path) => writeFileSync(path, readFileSync(otherThan(path))), /^is a copy of the advice a0/u],
  ])('sets a record aside that %s, names it, and goes on with the rest', (_name, damage, why) => {
    const { dataDirectory, file, aside } = folderWith(3);
    damage(file(2));
    const bytes = readFileSync(file(2));
    const name = `${adviceIdOf(2)}.json`;

    const seen = readAdvices(dataDirectory);
    expect(seen).toMatchObject({ entries: [{ advice: adviceOf(1) }, { advice: adviceOf(3) }], setAside: [{ file: name }] });
    expect(existsSync(file(2)), 'reading moves nothing').toBe(true);

    const queue = open(dataDirectory);
    expect(numbersIn(queue)).toEqual([1, 3]);
    expect(queue.setAside()).toEqual([{ file: name, why: expect.stringMatching(why) }]);
    expect(existsSync(file(2))).toBe(false);
    expect(readFileSync(join(aside, name)).equals(bytes), 'kept as it was found').toBe(true);
    // The journal can queue it again, under its id, and the damaged one stays for whoever looks into it.
    expect(queue.enqueue(adviceOf(2)).ok).toBe(true);
    const next = open(dataDirectory);
    expect(numbersIn(next)).toEqual([1, 3, 2]);
    expect(next.setAside()).toMatchObject([{ file: name }]);
  });

  function otherThan(path: string): string {
    return path.replace(/2[.]json$/u, '1.json');
  }

  it('keeps two damaged records of one name apart', () => {
    const { dataDirectory, file, aside } = folderWith(1);
    truncateSync(file(1), 3);
    open(dataDirectory).enqueue(adviceOf(1));
    truncateSync(file(1), 5);
    expect(
      open(dataDirectory)
        .setAside()
        .map((each) => each.file),
    ).toEqual([`${adviceIdOf(1)}.json`, `${adviceIdOf(1)}.json.2`]);
    for (const { why } of open(dataDirectory).setAside()) expect(why).toBe('is cut off, or is no JSON');
    expect(readdirSync(aside).map((name) => statSync(join(aside, name)).size)).toEqual([3, 5]);
  });

  it('sets everything aside that is no file of the queue', () => {
    const { dataDirectory, advices, file } = folderWith(1);
    writeFileSync(join(advices, 'desktop.ini'), '[.ShellClassInfo]');
    mkdirSync(join(advices, 'backup'));
    symlinkSync(file(1), join(advices, `${adviceIdOf(9)}.json`));
    writeFileSync(join(advices, `${adviceIdOf(1)} (copy).json`), readFileSync(file(1)));
    const queue = open(dataDirectory);
    expect(numbersIn(queue)).toEqual([1]);
    expect(Object.fromEntries(queue.setAside().map((each) => [each.file, each.why]))).toEqual({
      'desktop.ini': 'is no file of the queue',
      backup: 'is no file',
      [`${adviceIdOf(9)}.json`]: 'is no file',
      [`${adviceIdOf(1)} (copy).json`]: `is a copy of the advice ${adviceIdOf(1)}`,
    });
    expect(readdirSync(advices).toSorted()).toEqual([`${adviceIdOf(1)}.json`, 'set-aside']);
    // The next start, and whoever reads beside it, says the same of what was never ours.
    for (const setAside of [open(dataDirectory).setAside(), readAdvices(dataDirectory).setAside])
      expect(setAside).toContainEqual({ file: 'desktop.ini', why: 'is no file of the queue' });
  });

  it('lets the first of two advices for one request stand, and sets the other aside', () => {
    const { dataDirectory, advices } = folderWith(1);
    const other = folderWith(1);
    // Another folder's till decided otherwise, and somebody has brought the two together.
    const reversal = adviceOf(2, { requestId: adviceOf(1).requestId, kind: 'reversal' });
    open(other.dataDirectory).enqueue(reversal);
    expect(existsSync(other.file(2))).toBe(false);
    const alone = temporaryFolder();
    const queue = open(alone);
    queue.enqueue(adviceOf(8));
    queue.enqueue(reversal);
    renameSync(join(alone, 'advices', `${adviceIdOf(2)}.json`), join(advices, `${adviceIdOf(2)}.json`));
    const opened = open(dataDirectory);
    expect(numbersIn(opened)).toEqual([1]);
    expect(opened.setAside()).toMatchObject([{ file: `${adviceIdOf(2)}.json`, why: expect.stringContaining('second advice') }]);
    expect(open(dataDirectory).setAside()).toMatchObject([{ why: expect.stringContaining(adviceOf(1).requestId) }]);
  });

  it('goes on when it is not known any more what was being sent', () => {
    const { dataDirectory, advices } = folderWith(2);
    open(dataDirectory).recordAttempts([adviceIdOf(1)], at);
    const marks = join(advices, 'attempt.marks.json');
    expect(numbersIn(open(dataDirectory))).toEqual([1, 2]);
    truncateSync(marks, 10);
    const queue = open(dataDirectory);
    expect(queue.entries().map(({ attempts }) => attempts)).toEqual([0, 0]);
    expect(queue.setAside()).toMatchObject([{ file: 'attempt.marks.json' }]);
    expect(queue.recordAttempts([adviceIdOf(2)], at).ok).toBe(true);
    expect(
      open(dataDirectory)
        .entries()
        .map(({ attempts }) => attempts),
    ).toEqual([0, 1]);
  });

  it('removes what a killed writer has left behind', () => {
    const { dataDirectory, advices, file } = folderWith(2);
    writeFileSync(`${file(1)}.tmp-1234567890abcdef`, 'half');
    writeFileSync(`${file(7)}.tmp-1234567890abcdef`, '');
    // Killed before the new content got its name, and after it.
    writeFileSync(`${file(1)}.previous`, readFileSync(file(1)));
    writeFileSync(`${file(2)}.previous`, 'cut');
    open(dataDirectory).recordAttempts([adviceIdOf(1)], at);
    const marks = join(advices, 'attempt.marks.json');
    writeFileSync(`${marks}.previous`, readFileSync(marks));
    open(dataDirectory).recordAttempts([adviceIdOf(2)], at);
    const queue = open(dataDirectory);
    expect(queue.entries().map(({ attempts }) => attempts)).toEqual([1, 1]);
    expect(queue.setAside()).toEqual([]);
    expect(readdirSync(advices).length).toBe(3);
  });

  it('brings back what a record held before, when its replacement did not come through', () => {
    const { dataDirectory, file } = folderWith(2);
    renameSync(file(1), `${file(1)}.previous`);
    writeFileSync(`${file(2)}.previous`, readFileSync(file(2)));
    truncateSync(file(2), 100);
    expect(readAdvices(dataDirectory).entries.length).toBe(2);
    const queue = open(dataDirectory);
    expect(numbersIn(queue)).toEqual([1, 2]);
    expect(queue.setAside()).toMatchObject([{ file: `${adviceIdOf(2)}.json` }]);
    expect(numbersIn(open(dataDirectory))).toEqual([1, 2]);
  });

  it('writes anew what somebody has damaged while the till ran, and keeps the damaged one', () => {
    const { dataDirectory, file } = folderWith(1);
    const queue = open(dataDirectory);
    truncateSync(file(1), 50);
    expect(queue.update(adviceIdOf(1), { nextTryAt: at }).ok).toBe(true);
    expect(queue.setAside()).toMatchObject([{ file: `${adviceIdOf(1)}.json`, why: expect.stringContaining('cut off') }]);
    expect(open(dataDirectory).entry(adviceIdOf(1))).toMatchObject({ advice: adviceOf(1), nextTryAt: at });
  });

  it('writes a file anew also in a Snap, where the engine would write in place', () => {
    const before = process.env['SNAP'];
    onTestFinished(() => {
      if (before === undefined) delete process.env['SNAP'];
      else process.env['SNAP'] = before;
    });
    process.env['SNAP'] = '/snap/till/1';
    const { dataDirectory, file } = folderWith(1);
    const { ino } = statSync(file(1));
    expect(open(dataDirectory).update(adviceIdOf(1), { nextTryAt: at }).ok).toBe(true);
    expect(statSync(file(1)).ino).not.toBe(ino);
    expect(process.env['SNAP']).toBe('/snap/till/1');
  });

  it('refuses before it writes anything when there is no room, unless room can be made', () => {
    const { dataDirectory, advices } = folderWith(1);
    let free = 1000;
    const full = open(dataDirectory, { freeBytes: () => free });
    const refused = { ok: false, failure: { kind: 'disk-full', detail: expect.stringContaining('1000 bytes are free') } };
    expect(full.enqueue(adviceOf(2))).toEqual(refused);
    expect(full.update(adviceIdOf(1), { state: 'needs-attention' })).toEqual(refused);
    expect(full.recordAttempts([adviceIdOf(1)], at)).toEqual(refused);
    expect(full.entries()).toEqual([{ advice: adviceOf(1), state: 'waiting', attempts: 0, refusals: 0 }]);
    expect(readdirSync(advices).length).toBe(1);
    // To remove needs none.
    expect(full.remove([adviceIdOf(1)]).ok).toBe(true);

    let timesAsked = 0;
    const makeRoom = (): boolean => {
      timesAsked += 1;
      free += 1_000_000;
      return true;
    };
    const ballasted = open(dataDirectory, { freeBytes: () => free, makeRoom });
    expect(ballasted.enqueue(adviceOf(2)).ok).toBe(true);
    expect(ballasted.enqueue(adviceOf(3)).ok).toBe(true);
    expect(timesAsked).toBe(1);
  });
});

describe('many removed at once', () => {
  const ids = (from: number, to: number): readonly AdviceId[] =>
    Array.from({ length: to - from + 1 }, (_, index) => adviceIdOf(from + index));
  const filesIn = (advices: string): number => readdirSync(advices).filter((name) => name.startsWith('a0')).length;

  it('are gone at once for whoever looks, and their files a few at a time when nothing more is removed', async () => {
    const { dataDirectory, advices } = folderWith(100);
    const clock = createManualClock();
    const queue = open(dataDirectory, { clock });
    expect(queue.remove(ids(1, 50)).ok).toBe(true);
    await clock.advance(900);
    expect(queue.remove(ids(51, 90)).ok).toBe(true);
    expect(numbersIn(queue)).toEqual([91, 92, 93, 94, 95, 96, 97, 98, 99, 100]);
    expect(readAdvices(dataDirectory).entries).toEqual(queue.entries());
    await clock.advance(900);
    expect(filesIn(advices)).toBe(100);
    await clock.advance(100);
    expect(filesIn(advices)).toBe(68);
    await clock.advance(1_000);
    expect(readdirSync(advices).length).toBe(10);
  });

  it.each([
    ['killed at once', 0, false],
    ['killed while the files are being removed', 1_050, false],
    ['closed', 0, true],
  ])('stay gone when the till is %s', async (_name, ms, isClosed) => {
    const { dataDirectory, advices } = folderWith(100);
    const clock = createManualClock();
    const queue = open(dataDirectory, { clock });
    queue.recordAttempts(ids(1, 100), at);
    queue.remove(ids(11, 100));
    queue.remove(ids(1, 9));
    await clock.advance(ms);
    if (isClosed) {
      queue.close();
      expect(readdirSync(advices).toSorted()).toEqual([`${adviceIdOf(10)}.json`, 'attempt.marks.json']);
    }
    for (let start = 0; start < 2; start += 1) {
      const next = open(dataDirectory);
      expect(numbersIn(next)).toEqual([10]);
      expect(next.setAside()).toEqual([]);
      expect(readdirSync(advices).length).toBe(2);
    }
  });

  it('do not take one with them that is queued again', async () => {
    const { dataDirectory } = folderWith(50);
    const clock = createManualClock();
    const queue = open(dataDirectory, { clock });
    queue.remove(ids(1, 50));
    expect(queue.enqueue(adviceOf(50)).ok).toBe(true);
    expect(numbersIn(open(dataDirectory))).toEqual([50]);
    await clock.advance(10_000);
    expect(numbersIn(open(dataDirectory))).toEqual([50]);

    const swept = open(dataDirectory, { clock });
    for (let number = 101; number <= 150; number += 1) swept.enqueue(adviceOf(number));
    swept.remove(ids(101, 150));
    await clock.advance(50);
    expect(swept.enqueue(adviceOf(101)).ok).toBe(true);
    expect(numbersIn(open(dataDirectory))).toEqual([50, 101]);
  });

  it('are removed without a word where there is no room to write it down', () => {
    const { dataDirectory, advices } = folderWith(50);
    const queue = open(dataDirectory, { freeBytes: () => 0 });
    expect(queue.remove(ids(1, 40)).ok).toBe(true);
    expect(readdirSync(advices).length).toBe(10);
  });

  it('come back when it is not known any more that they were removed: they are sent again, which does no harm', () => {
    const { dataDirectory, advices } = folderWith(50);
    const queue = open(dataDirectory, { clock: createManualClock() });
    queue.remove(ids(1, 40));
    truncateSync(join(advices, 'removed.1.json'), 20);
    const next = open(dataDirectory);
    expect(next.entries().length).toBe(50);
    expect(next.setAside()).toMatchObject([{ file: 'removed.1.json' }]);
  });
});

/** The writer as it was measured on a full disk: returns normally, and has left only the first bytes. */
function shortWriter(bytes: number, isShort: () => boolean): CreateStore {
  return (options) => {
    const conf = createConf(options);
    return {
      get store() {
        return conf.store;
      },
      set store(value) {
        conf.store = value;
        if (isShort()) truncateSync(join(options.cwd, `${options.name}.json`), bytes);
      },
    };
  };
}

describe('a queue whose writer gives up half-way and says nothing', () => {
  it.each([0, 1, 400])('finds out, and is as it was before (%d bytes written)', (bytes) => {
    const { dataDirectory, advices, file } = folderWith(1);
    open(dataDirectory).recordAttempts([adviceIdOf(1)], at);
    let isShort = true;
    const queue = open(dataDirectory, { createStore: shortWriter(bytes, () => isShort) });
    const before = readdirSync(advices).map((name) => [name, readFileSync(join(advices, name), 'utf8')]);
    const entries = queue.entries();

    const refused = { ok: false, failure: { kind: 'disk-full', detail: expect.stringContaining('what was written') } };
    expect(queue.enqueue(adviceOf(2))).toEqual(refused);
    expect(queue.update(adviceIdOf(1), { state: 'needs-attention', refusals: 1 })).toEqual(refused);
    expect(queue.entries()).toEqual(entries);
    expect(readdirSync(advices).map((name) => [name, readFileSync(join(advices, name), 'utf8')])).toEqual(before);

    isShort = false;
    expect(queue.enqueue(adviceOf(2)).ok).toBe(true);
    expect(queue.update(adviceIdOf(1), { state: 'needs-attention', refusals: 1 }).ok).toBe(true);
    expect(open(dataDirectory).entries()).toEqual(queue.entries());
    expect(existsSync(`${file(1)}.previous`)).toBe(false);
  });

  it('says that the folder cannot be written to when that is what is wrong', () => {
    const { dataDirectory, advices } = folderWith(1);
    const refuse: CreateStore = () => {
      throw Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO', syscall: 'write' });
    };
    const queue = open(dataDirectory, { createStore: refuse });
    const failure = { kind: 'unavailable', detail: 'EIO: i/o error, write' };
    expect(queue.enqueue(adviceOf(2))).toEqual({ ok: false, failure });
    expect(queue.update(adviceIdOf(1), {})).toEqual({ ok: false, failure });
    expect(readdirSync(advices)).toEqual([`${adviceIdOf(1)}.json`]);
    expect(numbersIn(open(dataDirectory))).toEqual([1]);
  });

  it('lets a mistake of ours be seen as one', () => {
    const queue = open(temporaryFolder(), {
      createStore: () => {
        throw new TypeError('a mistake');
      },
    });
    expect(() => queue.enqueue(adviceOf(1))).toThrow('a mistake');
  });

  it('answers when the data folder is not to be had', () => {
    const file = join(temporaryFolder(), 'file');
    writeFileSync(file, '');
    expect(openStoreQueue({ dataDirectory: file })).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
  });
});

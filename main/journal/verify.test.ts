import { closeSync, openSync, readFileSync, readSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { invariant } from '../../shared/result.ts';
import { openDatabase } from './database.ts';
import { journalFiles } from './files.ts';
import { appended } from './journal.contract.ts';
import { approved, begun, declined, projectPlainly, saleIdOf, steppingClock } from './sample-facts.ts';
import { openSqliteJournal, type SqliteJournal } from './sqlite-journal.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { verifyAtStart, verifyInWorker } from './verify-in-worker.ts';
import { verifyJournal } from './verify.ts';

function opened(directory: string): SqliteJournal {
  const clock = steppingClock();
  let minute = 0;
  const ticking = { now: () => clock.now() + 60_000 * minute++ };
  const result = openSqliteJournal({ directory, clock: ticking, project: projectPlainly });
  invariant(result.ok, `opened: ${JSON.stringify(result)}`);
  return result.value;
}

/** Thirty sales of two records each, closed in good order: sale n begins with record 2n-1. */
function closedJournal(): string {
  const directory = temporaryFolder();
  const journal = opened(directory);
  for (let number = 1; number <= 30; number += 1) {
    appended(journal, saleIdOf(number), begun(1000 + number, `bill-${1000 + number}`));
    appended(journal, saleIdOf(number), number % 3 === 0 ? declined : approved);
  }
  journal.close();
  return directory;
}

/** @returns puts the byte back */
function flipByte(path: string, offset: number): () => void {
  const descriptor = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(descriptor, byte, 0, 1, offset);
  writeSync(descriptor, Buffer.from([(byte[0] ?? 0) ^ 0x10]), 0, 1, offset);
  return () => {
    writeSync(descriptor, byte, 0, 1, offset);
    closeSync(descriptor);
  };
}

function offsetsOf(path: string, text: string): readonly number[] {
  const bytes = readFileSync(path);
  const offsets: number[] = [];
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) offsets.push(at);
  return offsets;
}

/** With the triggers out of the way, as somebody with a tool would. */
function change(directory: string, sql: string): void {
  const database = openDatabase(journalFiles(directory).database);
  invariant(database.ok, 'opened');
  database.value.exec(sql);
  database.value.close();
}

describe('verifyJournal', () => {
  it('finds an untouched journal sound, closed or being written', async () => {
    const directory = closedJournal();
    expect(verifyJournal(directory)).toMatchObject({ kind: 'sound', sequence: 60, sales: 30 });
    const journal = opened(directory);
    appended(journal, saleIdOf(31), begun());
    expect(verifyJournal(directory)).toMatchObject({ kind: 'sound', ...journal.head(), sales: 31 });
    expect(await verifyInWorker(directory)).toEqual(verifyJournal(directory));
    journal.close();
  });

  it('finds a folder without a journal sound', () => {
    expect(verifyJournal(temporaryFolder())).toMatchObject({ kind: 'sound', sequence: 0, sales: 0 });
  });

  it('names the last good record when a byte of a record has changed', () => {
    const directory = closedJournal();
    const { database: path } = journalFiles(directory);
    const places = offsetsOf(path, 'bill-1017');
    const found = places.map((offset) => {
      const restore = flipByte(path, offset + 3);
      const verification = verifyJournal(directory);
      restore();
      return verification;
    });
    // Once in the record and, in the sale, in the column and in the whole.
    expect(found).toHaveLength(3);
    expect(found).toContainEqual({
      kind: 'damaged',
      detail: 'record 33 is not as it was written',
      lastGoodSequence: 32,
      lastGoodAt: '2026-11-21T09:32:00.000Z',
    });
    expect(
      found.filter((verification) => verification.kind === 'damaged' && verification.detail.startsWith('sale 17 ')),
    ).toHaveLength(2);
    expect(verifyJournal(directory).kind).toBe('sound');
  });

  it('finds one changed byte wherever it is in the file', () => {
    const directory = closedJournal();
    const { database: path } = journalFiles(directory);
    const size = readFileSync(path).length;
    const missed: number[] = [];
    // Every byte of the header, then every 149th: a prime, so that no structure of the file is in step with it.
    for (let offset = 0; offset < size; offset += offset < 100 ? 1 : 149) {
      const restore = flipByte(path, offset);
      if (verifyJournal(directory).kind === 'sound') missed.push(offset);
      restore();
    }
    expect(missed).toEqual([]);
    expect(verifyJournal(directory).kind).toBe('sound');
  });

  it('still finds it after the till was started and closed without a sale', () => {
    const directory = closedJournal();
    const { database: path } = journalFiles(directory);
    const empty = offsetsOf(path, '\0'.repeat(200))[0];
    invariant(empty !== undefined, 'a stretch that no record uses');
    flipByte(path, empty + 100);
    opened(directory).close();
    expect(verifyJournal(directory)).toMatchObject({
      kind: 'damaged',
      lastGoodSequence: 60,
      detail: expect.stringContaining('no record'),
    });
  });

  it.each([
    ['a record changed by a tool', "UPDATE events SET body = replace(body, '1005', '9005') WHERE sequence = 9", /record 9 /, 8],
    ['a record taken out', 'PRAGMA foreign_keys = OFF; DELETE FROM events WHERE sequence = 20', /record 20 is missing/, 19],
    [
      'records cut off',
      'PRAGMA foreign_keys = OFF; DELETE FROM sales WHERE number > 50; DELETE FROM events WHERE sequence > 50',
      /ends at record 50, but 60/,
      50,
    ],
    ['a sale changed', "UPDATE sales SET outcome = 'approved' WHERE number = 6", /sale 6 /, 60],
    ['a sale taken out', 'DELETE FROM sales WHERE number = 5', /sale of record 10 is missing/, 60],
  ])('finds %s', (_what, sql, detail, lastGoodSequence) => {
    const directory = closedJournal();
    change(directory, `DROP TRIGGER events_are_never_changed; DROP TRIGGER events_are_never_deleted; ${sql}`);
    expect(verifyJournal(directory)).toMatchObject({ kind: 'damaged', lastGoodSequence, detail: expect.stringMatching(detail) });
  });

  it('finds a trigger that was taken away', () => {
    const directory = closedJournal();
    change(directory, 'DROP TRIGGER events_are_never_deleted');
    expect(verifyJournal(directory)).toMatchObject({
      kind: 'damaged',
      lastGoodSequence: 60,
      detail: expect.stringContaining('triggers'),
    });
  });

  it.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 5000)],
    ['overwritten at its start', (bytes: Buffer) => Buffer.concat([Buffer.alloc(100, 'x'), bytes.subarray(100)])],
    ['filled with zeros', (bytes: Buffer) => Buffer.alloc(bytes.length)],
  ])('calls a file damaged that is %s, and the till does not open it', (_how, ruin) => {
    const directory = closedJournal();
    const { database: path } = journalFiles(directory);
    const ruined = ruin(readFileSync(path));
    writeFileSync(path, ruined);
    expect(verifyJournal(directory).kind).toBe('damaged');
    expect(openSqliteJournal({ directory, clock: steppingClock(), project: projectPlainly })).toMatchObject({
      ok: false,
      failure: { kind: 'damaged' },
    });
    expect(readFileSync(path).equals(ruined)).toBe(true);
  });
});

describe('verifyInWorker', () => {
  it('verifies on this thread where no other can be started', async () => {
    const directory = closedJournal();
    const nowhere = new URL('./no-such-worker.ts', import.meta.url);
    expect(await verifyInWorker(directory, nowhere)).toMatchObject({ kind: 'sound', sequence: 60 });
  });

  it('says damage as well', async () => {
    const directory = closedJournal();
    change(directory, 'DELETE FROM sales');
    expect(await verifyInWorker(directory)).toEqual(verifyJournal(directory));
    expect((await verifyInWorker(directory)).kind).toBe('damaged');
  });
});

describe('verifyAtStart', () => {
  it('says of a short journal, and of a long one, what reading the whole of it says', async () => {
    const directory = closedJournal();
    expect(await verifyAtStart(directory)).toEqual(verifyJournal(directory));
    const journal = opened(directory);
    for (let number = 31; number <= 1_000; number += 1)
      appended(journal, saleIdOf(number), begun(1000 + number, `bill-${1000 + number}`));
    journal.close();
    expect(statSync(journalFiles(directory).database).size).toBeGreaterThan(512 * 1024);
    expect(await verifyAtStart(directory)).toEqual(verifyJournal(directory));
    change(directory, 'DELETE FROM sales');
    expect((await verifyAtStart(directory)).kind).toBe('damaged');
  });

  it('says damage of a short one as well', async () => {
    const directory = closedJournal();
    change(directory, 'DELETE FROM sales');
    expect((await verifyAtStart(directory)).kind).toBe('damaged');
  });
});

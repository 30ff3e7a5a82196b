import { copyFileSync, existsSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { invariant } from '../../shared/result.ts';
import { silentLogger, type Logger } from '../ports/logger.ts';
import { readAnchor } from './anchor.ts';
import { openDatabase } from './database.ts';
import { journalFiles } from './files.ts';
import { appended, describeJournal } from './journal.contract.ts';
import { approved, begun, projectPlainly, saleIdOf, steppingClock, unknown } from './sample-facts.ts';
import { openSqliteJournal, type JournalOpenFailure, type SqliteJournal, type SqliteJournalOptions } from './sqlite-journal.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { verifyJournal } from './verify.ts';

function opened(directory: string, options: Partial<SqliteJournalOptions> = {}): SqliteJournal {
  const result = openSqliteJournal({ directory, clock: steppingClock(), project: projectPlainly, ...options });
  invariant(result.ok, `opened: ${JSON.stringify(result)}`);
  onTestFinished(() => result.value.close());
  return result.value;
}

function refused(directory: string, options: Partial<SqliteJournalOptions> = {}): JournalOpenFailure {
  const result = openSqliteJournal({ directory, clock: steppingClock(), project: projectPlainly, ...options });
  invariant(!result.ok, 'refused');
  return result.failure;
}

/** A journal of three records, closed. */
function closedJournal(directory: string): void {
  const journal = opened(directory);
  appended(journal, saleIdOf(1), begun());
  appended(journal, saleIdOf(1), approved);
  appended(journal, saleIdOf(2), begun());
  journal.close();
}

describeJournal('the journal in SQLite', (setting) => opened(temporaryFolder(), setting));

describe('the journal in SQLite', () => {
  it('is the same after it was closed', () => {
    const directory = temporaryFolder();
    closedJournal(directory);
    const journal = opened(directory);
    expect(journal.head().sequence).toBe(3);
    expect(journal.sale(saleIdOf(1))).toMatchObject({ number: 1, outcome: 'approved', feeMinor: 35 });
    expect(journal.open().map((sale) => sale.number)).toEqual([2]);
    expect(appended(journal, saleIdOf(2), unknown).sequence).toBe(4);
  });

  it('keeps its folder and its files from other users', () => {
    const directory = join(temporaryFolder(), 'data');
    const journal = opened(directory);
    appended(journal, saleIdOf(1), begun());
    const modeOf = (path: string): string => (statSync(path).mode % 0o1000).toString(8);
    expect(modeOf(directory)).toBe('700');
    for (const name of ['journal.sqlite', 'journal.sqlite-wal', 'journal.sqlite-shm', 'journal.head']) {
      expect([name, modeOf(join(directory, name))]).toEqual([name, '600']);
    }
  });

  it.each([
    ['UPDATE events SET body = body WHERE sequence = 1', /never changed/],
    ['DELETE FROM events WHERE sequence = 3', /never deleted/],
    ["INSERT OR REPLACE INTO events VALUES (1, '', '', 1, '', '', '')", /without a gap/],
    ["INSERT INTO events VALUES (9, '', '', 1, '', '', '')", /without a gap/],
  ])('lets nobody write what is not a next record: %s', (statement, message) => {
    const directory = temporaryFolder();
    closedJournal(directory);
    const database = openDatabase(journalFiles(directory).database);
    invariant(database.ok, 'opened');
    expect(() => database.value.exec(statement)).toThrow(message);
    database.value.close();
    expect(verifyJournal(directory)).toMatchObject({ kind: 'sound', sequence: 3 });
  });

  it('is read by others while it is written', () => {
    const directory = temporaryFolder();
    const writer = opened(directory);
    appended(writer, saleIdOf(1), begun());
    const reader = opened(directory, { readOnly: true });
    expect(reader.sale(saleIdOf(1))?.outcome).toBe('waiting');
    appended(writer, saleIdOf(1), approved);
    expect(reader.sale(saleIdOf(1))?.outcome).toBe('approved');
    expect(() => reader.append(saleIdOf(1), unknown)).toThrow(/reader/);
    reader.close();
    expect(appended(writer, saleIdOf(2), begun()).sequence).toBe(3);
  });

  it('has nothing to read where no till has been', () => {
    const directory = temporaryFolder();
    expect(refused(directory, { readOnly: true })).toEqual({ kind: 'absent' });
    expect(existsSync(journalFiles(directory).database)).toBe(false);
  });

  it('does not mix practice with real payments', () => {
    const directory = temporaryFolder();
    const journal = opened(directory, { mode: 'demonstration' });
    expect(journal.mode).toBe('demonstration');
    expect(journal.createdAt).toBe('2026-11-21T09:00:00.000Z');
    journal.close();
    expect(refused(directory, { mode: 'live' })).toEqual({ kind: 'wrong-mode', folderMode: 'demonstration' });
    expect(opened(directory, { mode: 'demonstration' }).mode).toBe('demonstration');
  });

  it('refuses what a newer till has written, and does not touch it', () => {
    const directory = temporaryFolder();
    closedJournal(directory);
    const { database: path } = journalFiles(directory);
    const database = openDatabase(path);
    invariant(database.ok, 'opened');
    database.value.exec('PRAGMA user_version = 7');
    database.value.close();
    const before = readFileSync(path);
    expect(refused(directory)).toEqual({ kind: 'too-new', schema: 7, supported: 3 });
    expect(refused(directory, { readOnly: true })).toEqual({ kind: 'too-new', schema: 7, supported: 3 });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('brings what an earlier till has written to its own schema, keeps a copy, and reads every record', () => {
    const directory = temporaryFolder();
    closedJournal(directory);
    const { database: path } = journalFiles(directory);
    const database = openDatabase(path);
    invariant(database.ok, 'opened');
    database.value.exec(
      'DROP INDEX events_by_sale; CREATE INDEX events_by_sale ON events (sale_id, sequence); PRAGMA user_version = 2',
    );
    database.value.close();
    expect(refused(directory, { readOnly: true })).toEqual({ kind: 'too-old', schema: 2, supported: 3 });

    const journal = opened(directory);
    expect(existsSync(join(directory, 'journal.schema-2.backup.sqlite'))).toBe(true);
    expect(appended(journal, saleIdOf(2), unknown).sequence).toBe(4);
    expect(journal.records(saleIdOf(1)).map(({ sequence }) => sequence)).toEqual([1, 2]);
    expect(journal.records(saleIdOf(2)).map(({ sequence }) => sequence)).toEqual([3, 4]);
    expect(verifyJournal(directory)).toMatchObject({ kind: 'sound', sequence: 4 });
  });

  it('has its head in the anchor after each record', () => {
    const directory = temporaryFolder();
    const journal = opened(directory);
    for (const fact of [begun(), unknown, approved]) {
      appended(journal, saleIdOf(1), fact);
      expect(readAnchor(journalFiles(directory).anchor)).toEqual(journal.head());
    }
  });

  it('knows by the anchor that its end is missing, and leaves what is there as it is', () => {
    const directory = temporaryFolder();
    const { database: path } = journalFiles(directory);
    closedJournal(directory);
    copyFileSync(path, `${path}.old`);
    const journal = opened(directory);
    appended(journal, saleIdOf(2), unknown);
    journal.close();
    copyFileSync(`${path}.old`, path);
    const before = readFileSync(path);
    expect(refused(directory)).toEqual({
      kind: 'damaged',
      detail: 'the journal ends at record 3, but 4 was written',
      lastGoodSequence: 3,
      lastGoodAt: '2026-11-21T09:00:00.000Z',
    });
    expect(readFileSync(path).equals(before)).toBe(true);
  });

  it('knows by the anchor that another journal was put in its place', () => {
    const [directory, other] = [temporaryFolder(), temporaryFolder()];
    closedJournal(directory);
    const journal = opened(other);
    for (const number of [1, 2, 3, 4]) appended(journal, saleIdOf(number), begun(number));
    journal.close();
    copyFileSync(journalFiles(other).database, journalFiles(directory).database);
    expect(refused(directory)).toMatchObject({ kind: 'damaged', detail: 'record 3 is not the one that was written' });
  });

  it.each([
    ['missing', (path: string) => rmSync(path)],
    ['empty', (path: string) => truncateSync(path)],
  ])('does not begin anew where the journal is %s but was not', (_how, lose) => {
    const directory = temporaryFolder();
    closedJournal(directory);
    lose(journalFiles(directory).database);
    const gone = { kind: 'damaged', lastGoodSequence: 0, detail: expect.stringContaining('3') };
    expect(refused(directory)).toMatchObject(gone);
    expect(refused(directory)).toMatchObject(gone);
    expect(verifyJournal(directory)).toMatchObject(gone);
  });

  it('does not build on a sale that is not as it was written', () => {
    const directory = temporaryFolder();
    const journal = opened(directory);
    appended(journal, saleIdOf(1), begun());
    const database = openDatabase(journalFiles(directory).database);
    invariant(database.ok, 'opened');
    database.value.exec(`UPDATE sales SET sale = replace(sale, '1200', '9200')`);
    database.value.close();
    expect(() => journal.sale(saleIdOf(1))).toThrow(/sale 1 is not as it was written/);
    expect(journal.append(saleIdOf(1), approved)).toMatchObject({ ok: false, failure: { kind: 'not-written' } });
    expect(journal.head().sequence).toBe(1);
    expect(appended(journal, saleIdOf(2), begun()).sequence).toBe(2);
  });

  it('goes on without an anchor, and makes it again', () => {
    const directory = temporaryFolder();
    closedJournal(directory);
    const { anchor } = journalFiles(directory);
    writeFileSync(anchor, 'not what the till writes');
    const warnings: string[] = [];
    const logger: Logger = { ...silentLogger, warn: (event: string) => void warnings.push(event) };
    const journal = opened(directory, { logger });
    expect(warnings).toEqual(['journal-anchor-rewritten']);
    expect(readAnchor(anchor)).toEqual(journal.head());
  });
});

import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { invariant } from '../../shared/result.ts';
import { fillUp, mountSmallDisk } from '../testing/small-disk.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { openAnchorWriter } from './anchor.ts';
import { openDatabase } from './database.ts';
import { createDiskGuard } from './disk.ts';
import { journalFiles } from './files.ts';
import { journalOver } from './journal-over.ts';
import type { Journal } from './journal.ts';
import { openWithRoom } from './open-with-room.ts';
import { approved, begun, projectPlainly, saleIdOf, steppingClock } from './sample-facts.ts';
import { openSqliteJournal } from './sqlite-journal.ts';
import { verifyJournal } from './verify.ts';

/** A journal that may grow by so many pages until SQLite itself says that the disk is full; giving up the ballast makes room for more. */
function journalWithPages(pages: number, ballastPages: number): { directory: string; journal: Journal; givenUp: () => number } {
  const directory = temporaryFolder();
  const made = openSqliteJournal({ directory, clock: steppingClock(), project: projectPlainly });
  invariant(made.ok, 'made');
  made.value.close();
  const opened = openDatabase(journalFiles(directory).database);
  invariant(opened.ok, 'opened');
  const database = opened.value;
  let most = Number(database.get('PRAGMA page_count')?.['page_count']) + pages;
  const limit = (): void => database.exec(`PRAGMA max_page_count = ${most}`);
  limit();
  let given = 0;
  const giveUpBallast = (): boolean => {
    if (given > 0 || ballastPages === 0) return false;
    given += 1;
    most += ballastPages;
    limit();
    return true;
  };
  const journal = journalOver(database, openAnchorWriter(journalFiles(directory).anchor), {
    clock: steppingClock(),
    project: projectPlainly,
    disk: { giveUpBallast },
  });
  onTestFinished(() => journal.close());
  return { directory, journal, givenUp: () => given };
}

/** Begins and approves sales until a record is refused. @returns how many records were written, and how the last one was refused */
function appendUntilRefused(journal: Journal, from = 1): { readonly written: number; readonly failure: unknown } {
  for (let number = from, written = 0; ; number += 1) {
    for (const fact of [begun(number, `bill ${number} ${'x'.repeat(500)}`), approved]) {
      const result = journal.append(saleIdOf(number), fact);
      if (!result.ok) return { written, failure: result.failure };
      written += 1;
    }
  }
}

describe('a journal on a full disk', () => {
  it('refuses the record, and is whole and of use afterwards', () => {
    const { directory, journal } = journalWithPages(12, 0);
    const { written, failure } = appendUntilRefused(journal);
    expect(failure).toEqual({ kind: 'disk-full', detail: 'database or disk is full' });
    expect(written).toBeGreaterThan(5);
    expect(journal.head().sequence).toBe(written);
    expect(journal.history({ limit: 1000 }).length).toBe(Math.ceil(written / 2));
    // Refused again, and again nothing of it is there.
    expect(journal.append(saleIdOf(9999), begun(1, 'x'.repeat(9000)))).toMatchObject({
      ok: false,
      failure: { kind: 'disk-full' },
    });
    expect(journal.sale(saleIdOf(9999))).toBeUndefined();
    expect(verifyJournal(directory)).toMatchObject({ kind: 'sound', sequence: written });
  });

  it('finishes what is under way with the room of the ballast, which it gives up once', () => {
    const without = appendUntilRefused(journalWithPages(12, 0).journal).written;
    const { directory, journal, givenUp } = journalWithPages(12, 8);
    const { written, failure } = appendUntilRefused(journal);
    expect(failure).toMatchObject({ kind: 'disk-full' });
    expect(givenUp()).toBe(1);
    expect(written).toBeGreaterThan(without);
    expect(verifyJournal(directory)).toMatchObject({ kind: 'sound', sequence: written });
  });
});

const smallDisk = mountSmallDisk(8);

describe('a data folder on a small disk of its own', () => {
  it.skipIf(smallDisk === undefined)(
    'loses nothing, crashes nowhere, and sells again when there is room (needs to be root on Linux)',
    () => {
      invariant(smallDisk !== undefined, 'mounted');
      const directory = join(smallDisk, 'data');
      mkdirSync(directory);
      const megabyte = 1024 * 1024;
      const limits = { warnBelowBytes: 4 * megabyte, refuseBelowBytes: megabyte, ballastBytes: megabyte };
      const disk = createDiskGuard({ directory, limits });
      const download = join(smallDisk, 'download');
      const open = (): ReturnType<typeof openWithRoom> =>
        openWithRoom({ directory, disk, clock: steppingClock(), project: projectPlainly, openBelowBytes: megabyte / 2 });

      const first = open();
      invariant(first.ok, `opened: ${JSON.stringify(first)}`);
      expect(disk.check().kind).toBe('ample');
      fillUp(download);
      expect(disk.check().kind).toBe('full');

      // What is under way goes on until the ballast's room is used up as well.
      const { written, failure } = appendUntilRefused(first.value);
      expect(failure).toMatchObject({ kind: 'disk-full' });
      expect(existsSync(join(directory, 'ballast'))).toBe(false);
      expect(written).toBeGreaterThan(20);
      expect(first.value.head().sequence).toBe(written);
      first.value.close();

      // Opening it now could end the process: it is left alone.
      expect(open()).toMatchObject({ ok: false, failure: { kind: 'disk-full' } });

      rmSync(download);
      const second = open();
      invariant(second.ok, `opened again: ${JSON.stringify(second)}`);
      expect(second.value.head().sequence).toBe(written);
      expect(verifyJournal(directory)).toMatchObject({ kind: 'sound', sequence: written });
      expect(disk.check().kind).not.toBe('full');
      expect(second.value.append(saleIdOf(99_999), begun()).ok).toBe(true);
      second.value.close();
    },
  );
});

import { fail, type Result } from '../../shared/result.ts';
import { diskLimits, type DiskGuard } from './disk.ts';
import { openSqliteJournal, type JournalOpenFailure, type SqliteJournal, type SqliteJournalOptions } from './sqlite-journal.ts';

export interface OpenWithRoomOptions extends SqliteJournalOptions {
  readonly disk: DiskGuard;
  /** What has to be free before the journal may be opened. */
  readonly openBelowBytes?: number;
}

/**
 * Opens the journal if the disk has room for opening it. On a full disk SQLite's shared memory file cannot be backed, and the first
 * touch of it ends the process with SIGBUS, which nothing can catch; so the journal is left alone there, and what is in it is safe.
 * The till gives its ballast up first. A reader does not: the ballast belongs to the running till.
 */
export function openWithRoom(options: OpenWithRoomOptions): Result<SqliteJournal, JournalOpenFailure> {
  const { disk, readOnly = false, openBelowBytes = diskLimits.openBelowBytes } = options;
  if (disk.freeBytes() < openBelowBytes && !readOnly) disk.giveUpBallast();
  const freeBytes = disk.freeBytes();
  if (freeBytes < openBelowBytes) return fail({ kind: 'disk-full', freeBytes, neededBytes: openBelowBytes });
  const opened = openSqliteJournal(options);
  if (opened.ok && !readOnly) disk.ensureBallast();
  return opened;
}

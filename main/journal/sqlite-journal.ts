import { statSync } from 'node:fs';
import { assertNever, fail, ok, type Result } from '../../shared/result.ts';
import type { Mode } from '../../shared/snapshot.ts';
import { timestamp } from '../ports/clock.ts';
import { silentLogger } from '../ports/logger.ts';
import { openAnchorWriter, readAnchor, type Anchor } from './anchor.ts';
import { causeOf, messageOf, openDatabase, type Database, type DatabaseFailure } from './database.ts';
import { diskLimits, freeBytesIn } from './disk.ts';
import { journalFiles } from './files.ts';
import { journalOver, type JournalParts } from './journal-over.ts';
import type { Journal, Verification } from './journal.ts';
import { migrate, migrations, schemaOf, type TooNew } from './migrations.ts';
import { hashAt, headOf, headOfAny, metaOf } from './tables.ts';
import { verifyJournal } from './verify.ts';

type Damaged = Extract<Verification, { kind: 'damaged' }>;

export type JournalOpenFailure =
  | Damaged
  | TooNew
  /** Only for readers, which never migrate: the till has to be started once. */
  | { readonly kind: 'too-old'; readonly schema: number; readonly supported: number }
  /** Only for readers: there is no journal yet. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'wrong-mode'; readonly folderMode: Mode }
  | { readonly kind: 'disk-full'; readonly freeBytes: number; readonly neededBytes: number }
  /** Rights, another program's lock, a drive that fails. Nothing is known to be lost. */
  | { readonly kind: 'unavailable'; readonly detail: string };

export interface SqliteJournal extends Journal {
  readonly mode: Mode;
  /** When the journal was begun, ISO 8601, UTC. */
  readonly createdAt: string;
}

export interface SqliteJournalOptions extends JournalParts {
  /** The data folder. Made, private, if it is not there. */
  readonly directory: string;
  /** Beside a running till: changes nothing, not even the anchor. */
  readonly readOnly?: boolean;
  /** What a new journal becomes (`live` if nothing is said), and what an existing one has to be. */
  readonly mode?: Mode;
  /** Another list of steps, to test migrations with. */
  readonly migrations?: readonly string[];
}

/**
 * Opens the journal in a data folder, or begins one. Costs the same for ten sales as for a million: it looks at the last record and
 * at the anchor, no further. The whole chain is `verifyJournal`'s.
 * Never throws for what can happen to a file: damage, a full disk, missing rights and a newer till's schema are failures.
 */
export function openSqliteJournal(options: SqliteJournalOptions): Result<SqliteJournal, JournalOpenFailure> {
  const { directory, readOnly = false } = options;
  const files = journalFiles(directory);
  // Read before the database: a till that is writing meanwhile can only make the database newer than this.
  const anchor = readAnchor(files.anchor);
  const size = statSync(files.database, { throwIfNoEntry: false })?.size ?? 0;
  if (size === 0 && anchor !== undefined && anchor.sequence > 0) return fail(damaged(directory, 'the journal is gone'));
  if (size === 0 && readOnly) return fail({ kind: 'absent' });
  if (size > 0) {
    const seen = using(options, true, (database) => lookAt(database, anchor, options));
    // A file that a reader cannot use may still be one that a writer can: the till was killed while it made it.
    if (!seen.ok && (readOnly || seen.failure.kind !== 'unavailable')) return seen;
  }
  return using(options, readOnly, (database) => {
    const prepared = readOnly ? readable(database, options) : beginOrMigrate(database, anchor, options);
    return prepared.ok ? openOver(database, anchor, options) : prepared;
  });
}

/** Opens the database for `use`, which keeps it if it succeeds, and says every failure of SQLite as a value. */
function using<Value>(
  { directory }: SqliteJournalOptions,
  readOnly: boolean,
  use: (database: Database) => Result<Value, JournalOpenFailure>,
): Result<Value, JournalOpenFailure> {
  const opened = openDatabase(journalFiles(directory).database, { readOnly });
  if (!opened.ok) return fail(openFailure(directory, opened.failure));
  const database = opened.value;
  try {
    const used = use(database);
    if (!used.ok) database.close();
    return used;
  } catch (error) {
    database.close();
    const kind = causeOf(error);
    if (kind !== 'mistake') return fail(openFailure(directory, { kind, detail: messageOf(error) }));
    // A statement that this file refuses (a table is missing, a step was made already) means that the file is not what it says it is.
    if (error instanceof Error && 'errcode' in error) return fail(damaged(directory, error.message));
    throw error;
  }
}

function openFailure(directory: string, failure: DatabaseFailure): JournalOpenFailure {
  switch (failure.kind) {
    case 'damaged':
      return damaged(directory, failure.detail);
    case 'disk-full':
      return { kind: 'disk-full', freeBytes: freeBytesIn(directory), neededBytes: diskLimits.refuseBelowBytes };
    case 'unavailable':
      return { kind: 'unavailable', detail: failure.detail };
    default:
      return assertNever(failure.kind);
  }
}

/** Takes as long as it takes: a damaged journal sells nothing, and whoever repairs it has to know how far it is good. */
function damaged(directory: string, detail: string): Damaged {
  const verification = verifyJournal(directory);
  if (verification.kind === 'damaged') return verification;
  return { kind: 'damaged', detail, lastGoodSequence: verification.sequence };
}

/**
 * Everything that must hold before a writer comes near, seen through a connection that can change nothing: a writer would, at the latest
 * when it closes, take what SQLite can still read of the write-ahead log for all of it, and delete the log.
 */
function lookAt(database: Database, anchor: Anchor | undefined, options: SqliteJournalOptions): Result<void, JournalOpenFailure> {
  const supported = (options.migrations ?? migrations).length;
  const schema = schemaOf(database);
  if (schema > supported) return fail({ kind: 'too-new', schema, supported });
  const contradiction = contradictionOf(database, anchor);
  if (contradiction !== undefined) return fail(damaged(options.directory, contradiction));
  database.close();
  return ok(undefined);
}

function readable(database: Database, options: SqliteJournalOptions): Result<void, JournalOpenFailure> {
  const supported = (options.migrations ?? migrations).length;
  const schema = schemaOf(database);
  if (schema === 0) return fail({ kind: 'absent' });
  return schema < supported ? fail({ kind: 'too-old', schema, supported }) : ok(undefined);
}

function openOver(
  database: Database,
  anchor: Anchor | undefined,
  options: SqliteJournalOptions,
): Result<SqliteJournal, JournalOpenFailure> {
  const { directory, readOnly = false } = options;
  const mode = metaOf(database, 'mode');
  if (mode !== 'live' && mode !== 'demonstration') return fail(damaged(directory, `the journal's mode is ${mode}`));
  if (options.mode !== undefined && options.mode !== mode) return fail({ kind: 'wrong-mode', folderMode: mode });
  const anchorWriter = readOnly ? undefined : openAnchorWriter(journalFiles(directory).anchor);
  if (anchor === undefined) anchorWriter?.write(headOf(database));
  return ok({
    ...journalOver(database, anchorWriter, options),
    mode,
    createdAt: metaOf(database, 'created_at') ?? '',
  });
}

/** The anchor knows a record that the journal does not have, or not like this. An older anchor is what a power cut leaves, and right. */
function contradictionOf(database: Database, anchor: Anchor | undefined): string | undefined {
  if (anchor === undefined) return undefined;
  const head = headOfAny(database);
  if (anchor.sequence > head.sequence) return `the journal ends at record ${head.sequence}, but ${anchor.sequence} was written`;
  return hashAt(database, anchor.sequence) === anchor.hash
    ? undefined
    : `record ${anchor.sequence} is not the one that was written`;
}

function beginOrMigrate(
  database: Database,
  anchor: Anchor | undefined,
  options: SqliteJournalOptions,
): Result<void, JournalOpenFailure> {
  const { directory, clock, logger = silentLogger } = options;
  const files = journalFiles(directory);
  const steps = options.migrations ?? migrations;
  const isNew = schemaOf(database) === 0 && headOfAny(database).sequence === 0;
  if (schemaOf(database) < steps.length && anchor?.contents !== undefined) writeAnchorOnce(files.anchor, anchor);
  const migrated = migrate(database, files.database, steps);
  if (!migrated.ok) return migrated;
  if (migrated.value.from !== migrated.value.to) logger.info('journal-migrated', { ...migrated.value });
  // A till that was killed between its journal's first step and this line has tables, but no mode yet.
  if (metaOf(database, 'mode') === undefined && headOf(database).sequence === 0) {
    database.inTransaction(() => {
      database.run("INSERT INTO meta (key, value) VALUES ('mode', ?)", options.mode ?? 'live');
      database.run("INSERT INTO meta (key, value) VALUES ('created_at', ?)", timestamp(clock));
    });
  }
  if (anchor === undefined && !isNew) logger.warn('journal-anchor-rewritten', { file: files.anchor });
  return ok(undefined);
}

/** Without the hash of the contents, which a migration is about to change. */
function writeAnchorOnce(path: string, { sequence, hash }: Anchor): void {
  const writer = openAnchorWriter(path);
  writer.write({ sequence, hash });
  writer.close();
}

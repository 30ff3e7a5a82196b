import { existsSync } from 'node:fs';
import type { SaleId } from '../../shared/ids.ts';
import { assertNever, fail, invariant, ok, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Mode } from '../../shared/snapshot.ts';
import { timestamp, type Clock } from '../ports/clock.ts';
import { silentLogger, type Logger } from '../ports/logger.ts';
import { openAnchorWriter, readAnchor, type Anchor, type AnchorWriter } from './anchor.ts';
import { chainHash, sealOf } from './chain.ts';
import { contentsHashOf } from './contents.ts';
import { causeOf, messageOf, openDatabase, type Database, type DatabaseFailure, type Row } from './database.ts';
import { diskLimits, freeBytesIn, type DiskGuard } from './disk.ts';
import { journalFiles } from './files.ts';
import type { AppendFailure, HistoryPage, Journal, Project, Verification } from './journal.ts';
import { migrate, migrations, schemaOf, type TooNew } from './migrations.ts';
import type { Fact, JournalRecord } from './record.ts';
import { bodyOf, checkedFact, checkProjection, JournalDamagedError, recordOf, storedSaleOf, timelineEntryOf } from './stored.ts';
import {
  eventsOf,
  hashAt,
  headOf,
  headOfAny,
  insertEvent,
  insertSale,
  metaOf,
  selectSale,
  storedSale,
  updateSale,
} from './tables.ts';
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

export interface SqliteJournalOptions {
  /** The data folder. Made, private, if it is not there. */
  readonly directory: string;
  readonly clock: Pick<Clock, 'now'>;
  readonly project: Project;
  /** Beside a running till: changes nothing, not even the anchor. */
  readonly readOnly?: boolean;
  /** What a new journal becomes (`live` if nothing is said), and what an existing one has to be. */
  readonly mode?: Mode;
  /** Gives its ballast up when the disk is full, so that what is under way can be finished. */
  readonly disk?: Pick<DiskGuard, 'giveUpBallast'>;
  readonly logger?: Logger;
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
  if (!existsSync(files.database)) {
    if (anchor !== undefined && anchor.sequence > 0) return fail(damaged(directory, 'the journal is gone'));
    if (readOnly) return fail({ kind: 'absent' });
  }
  const opened = openDatabase(files.database, { readOnly });
  if (!opened.ok) return fail(openFailure(directory, opened.failure));
  const database = opened.value;
  try {
    const journal = prepareJournal(database, anchor, options);
    if (!journal.ok) database.close();
    return journal;
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

function prepareJournal(
  database: Database,
  anchor: Anchor | undefined,
  options: SqliteJournalOptions,
): Result<SqliteJournal, JournalOpenFailure> {
  const { directory, readOnly = false } = options;
  const supported = (options.migrations ?? migrations).length;
  const schema = schemaOf(database);
  if (schema > supported) return fail({ kind: 'too-new', schema, supported });
  // Before anything is changed: what is left of a damaged journal stays as it was found.
  const contradiction = contradictionOf(database, anchor);
  if (contradiction !== undefined) return fail(damaged(directory, contradiction));

  if (readOnly) {
    if (schema === 0) return fail({ kind: 'absent' });
    if (schema < supported) return fail({ kind: 'too-old', schema, supported });
  } else {
    const begun = beginOrMigrate(database, anchor, options);
    if (!begun.ok) return begun;
  }
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

function journalOver(database: Database, anchor: AnchorWriter | undefined, options: SqliteJournalOptions): Journal {
  const { clock, project, disk, logger = silentLogger } = options;

  const saleFrom = (row: Row | undefined): Sale | undefined =>
    row === undefined ? undefined : (JSON.parse(storedSale(row).sale) as Sale);
  const salesFrom = (rows: readonly Row[]): readonly Sale[] => rows.map((row) => JSON.parse(storedSale(row).sale) as Sale);

  /** One transaction: the record, and the sale as it is read afterwards. */
  const write = (saleId: SaleId, fact: Fact, at: string): { readonly record: JournalRecord; readonly hash: string } =>
    database.inTransaction(() => {
      const head = headOf(database);
      const previous = saleFrom(database.get(selectSale.byId, saleId));
      const record: JournalRecord = { sequence: head.sequence + 1, at, saleId, fact };
      const sale = project(previous, record);
      checkProjection(previous, record, sale);
      const event = { sequence: record.sequence, at, saleId, kind: fact.kind, body: bodyOf(fact) };
      const hash = chainHash(head.hash, event);
      const row = storedSaleOf(sale, record.sequence);
      insertEvent(database, event, hash);
      (previous === undefined ? insertSale : updateSale)(database, row, sealOf(row, hash));
      return { record, hash };
    });

  const attempt = (saleId: SaleId, fact: Fact, at: string): Result<JournalRecord, AppendFailure> => {
    let written: ReturnType<typeof write>;
    try {
      written = write(saleId, fact, at);
    } catch (error) {
      const cause = error instanceof JournalDamagedError ? 'damaged' : causeOf(error);
      if (cause === 'mistake') throw error;
      const detail = messageOf(error);
      logger.error('journal-not-written', { saleId, kind: fact.kind, cause, detail });
      return fail({ kind: cause === 'disk-full' ? 'disk-full' : 'not-written', detail });
    }
    moveAnchor({ sequence: written.record.sequence, hash: written.hash });
    return ok(written.record);
  };

  const moveAnchor = (to: Anchor): void => {
    try {
      anchor?.write(to);
    } catch (error) {
      // The record is safe all the same; the anchor only says less than it could.
      logger.warn('journal-anchor-not-written', { sequence: to.sequence, detail: messageOf(error) });
    }
  };

  return {
    append: (saleId, fact) => {
      invariant(anchor !== undefined, 'a reader does not append');
      const checked = checkedFact(fact);
      const at = timestamp(clock);
      const first = attempt(saleId, checked, at);
      if (first.ok || first.failure.kind !== 'disk-full' || disk?.giveUpBallast() !== true) return first;
      logger.warn('ballast-given-up', { saleId, kind: fact.kind });
      return attempt(saleId, checked, at);
    },
    sale: (saleId) => saleFrom(database.get(selectSale.byId, saleId)),
    saleByNumber: (number) => saleFrom(database.get(selectSale.byNumber, number)),
    records: (saleId) => eventsOf(database, saleId).map(recordOf),
    timeline: (saleId) => eventsOf(database, saleId).map(timelineEntryOf),
    history: (page) => salesFrom(historyRows(database, page)),
    open: () => salesFrom(database.all(selectSale.open)),
    head: () => headOf(database),
    close: () => {
      if (anchor !== undefined) {
        moveAnchor(withContents(database));
        anchor.close();
      }
      database.close();
    },
  };
}

function withContents(database: Database): Anchor {
  const contents = contentsHashOf(database);
  return { ...headOf(database), ...(contents === undefined ? {} : { contents }) };
}

/**
 * A page by number, newest first. Sales since a moment are nearly always the newest ones, so the plain page already holds them;
 * only where it reaches past them is the index of moments asked how far back to look. A clock that was set back makes no difference.
 */
function historyRows(database: Database, { limit, before = Number.MAX_SAFE_INTEGER, since }: HistoryPage): readonly Row[] {
  const rows = database.all(selectSale.page, before, limit);
  if (since === undefined || rows.every((row) => String(row['begun_at']) >= since)) return rows;
  return database.all(selectSale.pageSince, before, since, since, limit);
}

import { chmodSync, closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import { syncDirectory, type Database } from './database.ts';

/**
 * The schema, one numbered step after another. `PRAGMA user_version` holds the number of steps that a file has had.
 * A step that was ever released is never edited: a change is a new step.
 */
export const migrations: readonly string[] = [
  `
  CREATE TABLE events (
    sequence    INTEGER PRIMARY KEY,
    at          TEXT NOT NULL,
    sale_id     TEXT NOT NULL,
    sale_number INTEGER NOT NULL,
    kind        TEXT NOT NULL,
    body        TEXT NOT NULL,
    hash        TEXT NOT NULL
  ) STRICT;
  CREATE INDEX events_by_sale ON events (sale_id, sequence);

  -- Also keeps INSERT OR REPLACE out, which deletes without asking the trigger for deletions.
  CREATE TRIGGER events_follow_each_other BEFORE INSERT ON events
    WHEN NEW.sequence IS NOT coalesce((SELECT max(sequence) FROM events), 0) + 1
    BEGIN SELECT RAISE(ABORT, 'records follow each other without a gap'); END;
  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'a record is never changed'); END;
  CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
    BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END;

  -- What is read. Everything in it follows from the events. The number is the row id, so that pages by number need no index.
  CREATE TABLE sales (
    number        INTEGER PRIMARY KEY,
    sale_id       TEXT NOT NULL UNIQUE,
    begun_at      TEXT NOT NULL,
    outcome       TEXT NOT NULL,
    amount_minor  INTEGER NOT NULL,
    currency      TEXT NOT NULL,
    reference     TEXT NOT NULL,
    last_sequence INTEGER NOT NULL REFERENCES events (sequence),
    sale          TEXT NOT NULL,
    seal          TEXT NOT NULL
  ) STRICT;
  CREATE INDEX sales_by_begun_at ON sales (begun_at);
  CREATE INDEX open_sales ON sales (number) WHERE outcome IN ('waiting', 'outcome-unknown');

  CREATE TABLE meta (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  // Bills: a sale can be open without a card at the terminal, and a service can be owed an advice long after the sale has ended.
  `
  DROP INDEX open_sales;
  CREATE INDEX open_sales ON sales (number) WHERE outcome IN ('open', 'waiting', 'outcome-unknown');
  CREATE INDEX owing_sales ON sales (number) WHERE json_extract(sale, '$.owesAdvice') = 1;
  CREATE INDEX sales_with_cash_to_return ON sales (number)
    WHERE outcome = 'abandoned' AND json_extract(sale, '$.cash.isReturned') = 0;
  `,
  // By number, because ids are random: by id, the records of sales that were made one after another lay in a page of the index each, and a third
  // of what it takes to tell ten thousand sales of their advices was writing those pages.
  `
  DROP INDEX events_by_sale;
  CREATE INDEX events_by_sale ON events (sale_number, sequence);
  `,
];

export interface TooNew {
  readonly kind: 'too-new';
  /** What the file has had. */
  readonly schema: number;
  /** What this till knows. */
  readonly supported: number;
}

export interface Migrated {
  readonly from: number;
  readonly to: number;
  /** The copy that was made before the first step; absent if there was nothing to lose or nothing to do. */
  readonly backup?: string;
}

export function schemaOf(database: Database): number {
  return Number(database.get('PRAGMA user_version')?.['user_version'] ?? 0);
}

/**
 * Brings a journal to this till's schema, each step in a transaction of its own. A journal with records is copied first.
 * A journal that a newer till has written is refused and not touched: this till cannot know what it must not break there.
 * @param path of the database file; the copy is put beside it
 * @throws what SQLite and the file system throw; the journal is then at the last step that was finished
 */
export function migrate(database: Database, path: string, steps: readonly string[] = migrations): Result<Migrated, TooNew> {
  const from = schemaOf(database);
  if (from > steps.length) return fail({ kind: 'too-new', schema: from, supported: steps.length });
  if (from === steps.length) return ok({ from, to: from });
  const backup = holdsRecords(database) ? backUp(database, path, from) : undefined;
  for (let schema = from; schema < steps.length; schema += 1) {
    database.inTransaction(() => {
      database.exec(steps[schema] ?? '');
      database.exec(`PRAGMA user_version = ${schema + 1}`);
    });
  }
  return ok({ from, to: steps.length, ...(backup === undefined ? {} : { backup }) });
}

export function hasEvents(database: Database): boolean {
  return database.get("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'events'") !== undefined;
}

function holdsRecords(database: Database): boolean {
  return hasEvents(database) && database.get('SELECT 1 FROM events LIMIT 1') !== undefined;
}

/** A whole copy under its final name, or none: it is written under another name, synced, and renamed. */
function backUp(database: Database, path: string, schema: number): string {
  const backup = join(dirname(path), `journal.schema-${schema}.backup.sqlite`);
  const partial = `${backup}.partial`;
  rmSync(partial, { force: true });
  // SQLite takes an existing file only if it is empty, and would make a new one readable for everybody.
  closeSync(openSync(partial, 'wx', 0o600));
  database.run('VACUUM INTO ?', partial);
  chmodSync(partial, 0o600);
  const descriptor = openSync(partial, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(partial, backup);
  syncDirectory(dirname(path));
  return backup;
}

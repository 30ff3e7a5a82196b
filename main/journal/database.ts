import * as sqlite from 'node:sqlite';
import type { SQLInputValue, SQLOutputValue } from 'node:sqlite';
import { closeSync, fsyncSync, mkdirSync, openSync } from 'node:fs';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';

/**
 * The class is called DatabaseSync up to Node 24 and is being renamed to Database; this is the one place that knows.
 * Both are asked for by name on the module, because a named import of what is not there stops the program.
 */
const Engine =
  (sqlite as unknown as { readonly Database?: typeof sqlite.DatabaseSync }).Database ??
  (sqlite as unknown as { readonly DatabaseSync: typeof sqlite.DatabaseSync }).DatabaseSync;

export type Row = Readonly<Record<string, SQLOutputValue>>;

/** SQLite as the journal uses it. Every method throws what SQLite throws; `causeOf` says what that means. */
export interface Database {
  exec(sql: string): void;
  run(sql: string, ...values: SQLInputValue[]): void;
  get(sql: string, ...values: SQLInputValue[]): Row | undefined;
  all(sql: string, ...values: SQLInputValue[]): readonly Row[];
  /** Rows one by one, as arrays in the order of the columns: for tables that do not fit into memory. */
  stream(sql: string): Iterable<readonly SQLOutputValue[]>;
  /** Takes the write lock at once, so that what `steps` reads is still true when it writes. Everything or nothing. */
  inTransaction<Value>(steps: () => Value): Value;
  /** The whole database as bytes, also what is still in the write-ahead log. */
  serialize(): Uint8Array;
  close(): void;
}

/** What an error of SQLite means for the till. `mistake`: ours, it goes on being thrown. */
export type DatabaseCause = 'disk-full' | 'damaged' | 'unavailable' | 'mistake';

export interface DatabaseFailure {
  readonly kind: Exclude<DatabaseCause, 'mistake'>;
  readonly detail: string;
}

/**
 * Opens a database file, or makes it, with everything that durability rests on set and read back.
 * The defaults are not relied upon: another build of SQLite was seen to answer FULL and then to run with NORMAL, which loses
 * acknowledged commits at a power cut.
 * `readOnly`: beside a running till; changes nothing.
 */
export function openDatabase(path: string, { readOnly = false } = {}): Result<Database, DatabaseFailure> {
  let engine: sqlite.DatabaseSync | undefined;
  try {
    if (!readOnly) createPrivately(path);
    engine = new Engine(path, { readOnly });
    const database = wrap(engine);
    const refused = setPragmas(database, readOnly);
    if (refused === undefined) return ok(database);
    database.close();
    return fail({ kind: 'unavailable', detail: refused });
  } catch (error) {
    if (engine?.isOpen === true) engine.close();
    const cause = causeOf(error);
    // A file that SQLite cannot even open is never a slip in our statements: there were none yet.
    return fail({ kind: cause === 'mistake' ? 'damaged' : cause, detail: messageOf(error) });
  }
}

/** A database that lives in memory and is gone with the process. */
export function openDatabaseInMemory(): Database {
  return wrap(new Engine(':memory:'));
}

function wrap(engine: sqlite.DatabaseSync): Database {
  const statements = new Map<string, sqlite.StatementSync>();
  const prepared = (sql: string): sqlite.StatementSync => {
    const known = statements.get(sql);
    if (known) return known;
    const statement = engine.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  return {
    exec: (sql) => engine.exec(sql),
    run: (sql, ...values) => void prepared(sql).run(...values),
    get: (sql, ...values) => prepared(sql).get(...values),
    all: (sql, ...values) => prepared(sql).all(...values),
    stream: (sql) => {
      // Not from the cache: a statement that is being stepped through must not be started again by somebody else.
      const statement = engine.prepare(sql);
      statement.setReturnArrays(true);
      return statement.iterate() as Iterable<unknown> as Iterable<readonly SQLOutputValue[]>;
    },
    inTransaction: (steps) => {
      prepared('BEGIN IMMEDIATE').run();
      try {
        const value = steps();
        prepared('COMMIT').run();
        return value;
      } catch (error) {
        rollBack(engine);
        throw error;
      }
    },
    serialize: () => engine.serialize(),
    close: () => {
      if (engine.isOpen) engine.close();
    },
  };
}

/** SQLite has often rolled back by itself when a disk is full; and an error here must not hide the one that led here. */
function rollBack(engine: sqlite.DatabaseSync): void {
  try {
    if (engine.isTransaction) engine.exec('ROLLBACK');
  } catch {
    // The next BEGIN says what is wrong.
  }
}

/** @returns which setting was not taken, if one was not */
function setPragmas(database: Database, readOnly: boolean): string | undefined {
  const wanted: readonly (readonly [name: string, value: string | number])[] = [
    // First, because the others may have to wait for another process as well.
    ['busy_timeout', 5000],
    // Readers do not wait for the writer, and a commit is one append and one sync.
    ['journal_mode', 'wal'],
    // 2 is FULL: a commit is on the disk when it returns.
    ['synchronous', 2],
    ['foreign_keys', 1],
    // A changed schema must not be able to call functions.
    ['trusted_schema', 0],
    // Up to 16 MB of log, the ballast's size: pages that a hundred sales write again and again reach the database once for all of them.
    ['wal_autocheckpoint', 4000],
    // On macOS fsync alone leaves the data in the drive's own memory.
    ...(process.platform === 'darwin'
      ? ([
          ['fullfsync', 1],
          ['checkpoint_fullfsync', 1],
        ] as const)
      : []),
  ];
  for (const [name, value] of wanted) {
    // A reader cannot change how the file is journalled; it still insists on how it is.
    if (!(readOnly && name === 'journal_mode')) database.exec(`PRAGMA ${name} = ${value}`);
    const taken = Object.values(database.get(`PRAGMA ${name}`) ?? {})[0];
    if (taken !== value) return `PRAGMA ${name} is ${String(taken)}, not ${value}`;
  }
  return undefined;
}

/**
 * Makes the file beforehand, because SQLite would make it readable for everybody; its side files take over its mode.
 * Never opens a file that is there: closing any descriptor of it would drop every lock that this process holds on it (POSIX).
 */
function createPrivately(path: string): void {
  const directory = dirname(path);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return;
    throw error;
  }
  syncDirectory(directory);
}

/** Makes new names in a folder survive a power cut. Windows cannot, and does not need to. */
export function syncDirectory(directory: string): void {
  if (process.platform === 'win32') return;
  const descriptor = openSync(directory, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** Primary result codes, https://sqlite.org/rescode.html. */
const codes: Readonly<Record<number, DatabaseCause>> = {
  3: 'unavailable', // PERM
  5: 'unavailable', // BUSY
  6: 'unavailable', // LOCKED
  7: 'unavailable', // NOMEM
  8: 'unavailable', // READONLY
  10: 'unavailable', // IOERR
  11: 'damaged', // CORRUPT
  13: 'disk-full', // FULL
  14: 'unavailable', // CANTOPEN
  26: 'damaged', // NOTADB
};
/** IOERR_SHORT_READ and IOERR_CORRUPTFS: a file that ends too early is damaged, and no fault of the drive. */
const damagedReads: ReadonlySet<number> = new Set([522, 8458]);

/** What an error means: SQLite's by its code, the file system's by its name. */
export function causeOf(error: unknown): DatabaseCause {
  if (!(error instanceof Error)) return 'mistake';
  if ('errcode' in error && typeof error.errcode === 'number') {
    return damagedReads.has(error.errcode) ? 'damaged' : (codes[error.errcode & 0xff] ?? 'mistake');
  }
  if ('syscall' in error && 'code' in error)
    return error.code === 'ENOSPC' || error.code === 'EDQUOT' ? 'disk-full' : 'unavailable';
  return 'mistake';
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** A file that is there only to be locked. Nothing is ever written into it. */
export interface LockFile {
  /** Holds it until `close`, or until the process is gone. @returns false: somebody else holds it */
  takeExclusively(): boolean;
  /** Whether nobody holds it exclusively at this moment. */
  canBeShared(): boolean;
  close(): void;
}

/**
 * @throws what the file system throws: a folder that is not ours
 */
export function openLockFile(path: string, { readOnly = false } = {}): LockFile {
  if (!readOnly) createPrivately(path);
  // A reader who asks at the same moment is gone within a millisecond, and is waited for; a till that sells is not.
  const engine = new Engine(path, { readOnly, timeout: readOnly ? 0 : 250 });
  const succeeds = (sql: string): boolean => {
    try {
      engine.exec(sql);
      return true;
    } catch (error) {
      const isBusy =
        error instanceof Error && 'errcode' in error && typeof error.errcode === 'number' && (error.errcode & 0xff) === 5;
      if (isBusy) return false;
      throw error;
    }
  };
  return {
    takeExclusively: () => succeeds('BEGIN EXCLUSIVE'),
    canBeShared: () => succeeds('SELECT count(*) FROM sqlite_schema'),
    close: () => {
      if (engine.isOpen) engine.close();
    },
  };
}

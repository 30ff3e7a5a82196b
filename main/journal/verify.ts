import { existsSync } from 'node:fs';
import { readAnchor, type Anchor } from './anchor.ts';
import { chainHash, emptyChainHash, sealOf } from './chain.ts';
import { contentsHashOf } from './contents.ts';
import { messageOf, openDatabase, openDatabaseInMemory, type Database } from './database.ts';
import type { Verification } from './journal.ts';
import { journalFiles } from './files.ts';
import { hasEvents, migrate, migrations, schemaOf } from './migrations.ts';

/** How far the journal was found to be good. */
interface Progress {
  sequence: number;
  at: string | undefined;
  hash: string;
}

/**
 * Reads the whole journal and recomputes everything: the chain, SQLite's own structure, the seal of every sale, and the anchor.
 * Opened beside the writer, in one read transaction, so that it sees one moment however long it takes.
 * Never throws: what cannot be read is damage at that point.
 * @param directory the data folder
 */
export function verifyJournal(directory: string): Verification {
  const files = journalFiles(directory);
  // Before the database is looked at: a till that writes meanwhile makes the database newer than this, never older.
  const anchor = readAnchor(files.anchor);
  const progress: Progress = { sequence: 0, at: undefined, hash: emptyChainHash };
  if (!existsSync(files.database)) {
    if (anchor === undefined || anchor.sequence === 0) return { kind: 'sound', sequence: 0, hash: emptyChainHash, sales: 0 };
    return damagedAfter(progress, `the journal is gone; record ${anchor.sequence} was the last that was written`);
  }
  const opened = openDatabase(files.database, { readOnly: true });
  if (!opened.ok) return damagedAfter(progress, withAnchor(opened.failure.detail, anchor));
  const database = opened.value;
  try {
    database.exec('BEGIN');
    const detail = firstFault(database, anchor, progress);
    if (detail !== undefined) return damagedAfter(progress, detail);
    const { sequence, at: lastAt, hash } = progress;
    return { kind: 'sound', sequence, hash, sales: salesIn(database), ...(lastAt === undefined ? {} : { lastAt }) };
  } catch (error) {
    return damagedAfter(progress, withAnchor(messageOf(error), anchor));
  } finally {
    database.close();
  }
}

/** @returns what is not as it was written, if anything is; `progress` is then where the records stop to be good */
function firstFault(database: Database, anchor: Anchor | undefined, progress: Progress): string | undefined {
  const lastOfSale = new Map<string, { readonly sequence: number; readonly hash: string }>();
  return (
    faultInRecords(database, anchor, progress, lastOfSale) ??
    faultInSales(database, lastOfSale) ??
    faultInStructure(database) ??
    faultElsewhere(database, anchor, progress)
  );
}

function faultInRecords(
  database: Database,
  anchor: Anchor | undefined,
  progress: Progress,
  lastOfSale: Map<string, { readonly sequence: number; readonly hash: string }>,
): string | undefined {
  let anchored = anchor?.sequence === 0 ? emptyChainHash : undefined;
  const rows = hasEvents(database)
    ? database.stream('SELECT sequence, at, sale_id, sale_number, kind, body, hash FROM events ORDER BY sequence')
    : [];
  for (const [sequence, at, saleId, saleNumber, kind, body, hash] of rows) {
    const event = {
      sequence: Number(sequence),
      at: String(at),
      saleId: String(saleId),
      saleNumber: Number(saleNumber),
      kind: String(kind),
      body: String(body),
    };
    if (event.sequence !== progress.sequence + 1) return `record ${progress.sequence + 1} is missing`;
    if (hash !== chainHash(progress.hash, event)) return `record ${event.sequence} is not as it was written`;
    progress.sequence = event.sequence;
    progress.at = event.at;
    progress.hash = hash;
    if (event.sequence === anchor?.sequence) anchored = hash;
    lastOfSale.set(event.saleId, { sequence: event.sequence, hash });
  }
  if (anchor === undefined || anchor.hash === anchored) return undefined;
  return anchor.sequence > progress.sequence
    ? `the journal ends at record ${progress.sequence}, but ${anchor.sequence} was written`
    : `record ${anchor.sequence} is not the one that was written`;
}

function faultInSales(
  database: Database,
  lastOfSale: Map<string, { readonly sequence: number; readonly hash: string }>,
): string | undefined {
  const rows = hasEvents(database)
    ? database.stream(
        'SELECT number, sale_id, begun_at, outcome, amount_minor, currency, reference, last_sequence, sale, seal FROM sales ORDER BY number',
      )
    : [];
  for (const [number, saleId, begunAt, outcome, amountMinor, currency, reference, lastSequence, sale, seal] of rows) {
    const row = {
      number: Number(number),
      saleId: String(saleId),
      begunAt: String(begunAt),
      outcome: String(outcome),
      amountMinor: Number(amountMinor),
      currency: String(currency),
      reference: String(reference),
      lastSequence: Number(lastSequence),
      sale: String(sale),
    };
    const last = lastOfSale.get(row.saleId);
    if (last?.sequence !== row.lastSequence || seal !== sealOf(row, last.hash)) {
      return `sale ${row.number} is not as it was written; its records are`;
    }
    lastOfSale.delete(row.saleId);
  }
  const [missing] = lastOfSale.values();
  return missing === undefined ? undefined : `the sale of record ${missing.sequence} is missing; its records are there`;
}

/** Indexes that disagree with their tables, pages that belong to nobody, a trigger that was taken away. */
function faultInStructure(database: Database): string | undefined {
  const answer = String(database.get('PRAGMA integrity_check(1)')?.['integrity_check']);
  if (answer !== 'ok') return answer;
  // Another version's tables are its own affair.
  if (schemaOf(database) !== migrations.length) return undefined;
  const reference = openDatabaseInMemory();
  try {
    migrate(reference, ':memory:');
    return schemaText(database) === schemaText(reference) ? undefined : 'the tables, indexes or triggers have been changed';
  } finally {
    reference.close();
  }
}

function schemaText(database: Database): string {
  return JSON.stringify(database.all('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name'));
}

function faultElsewhere(database: Database, anchor: Anchor | undefined, progress: Progress): string | undefined {
  if (anchor?.contents === undefined || anchor.sequence !== progress.sequence) return undefined;
  const contents = contentsHashOf(database);
  return contents === undefined || contents === anchor.contents
    ? undefined
    : 'a byte that belongs to no record has changed since the till was closed';
}

function salesIn(database: Database): number {
  return hasEvents(database) ? Number(database.get('SELECT count(*) AS sales FROM sales')?.['sales']) : 0;
}

function damagedAfter(progress: Progress, detail: string): Verification {
  return {
    kind: 'damaged',
    detail,
    lastGoodSequence: progress.sequence,
    ...(progress.at === undefined ? {} : { lastGoodAt: progress.at }),
  };
}

/** Where the file itself cannot be read, the anchor is all that is known. */
function withAnchor(detail: string, anchor: Anchor | undefined): string {
  return anchor === undefined ? detail : `${detail}; record ${anchor.sequence} was the last that was written`;
}

import { emptyChainHash, sealOf, type StoredEvent, type StoredSale } from './chain.ts';
import type { Database, Row } from './database.ts';
import { hasEvents } from './migrations.ts';
import { JournalDamagedError } from './stored.ts';

/** The tables as the journal reads and writes them. */

export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

/** The last record. Always asked of the table, which knows it after a rollback as well; a few microseconds. */
export function headOf(database: Database): Head {
  const last = database.get('SELECT sequence, hash FROM events ORDER BY sequence DESC LIMIT 1');
  return last === undefined
    ? { sequence: 0, hash: emptyChainHash }
    : { sequence: Number(last['sequence']), hash: String(last['hash']) };
}

/** As `headOf`, also for a file whose tables have not been made yet. */
export function headOfAny(database: Database): Head {
  return hasEvents(database) ? headOf(database) : { sequence: 0, hash: emptyChainHash };
}

/** @returns `undefined` if there is no such record; the empty chain's for 0 */
export function hashAt(database: Database, sequence: number): string | undefined {
  if (sequence === 0) return emptyChainHash;
  const row = database.get('SELECT hash FROM events WHERE sequence = ?', sequence);
  return row === undefined ? undefined : String(row['hash']);
}

/** What the next sale is called on the telephone. */
export function nextSaleNumber(database: Database): number {
  return Number(database.get('SELECT coalesce(max(number), 0) + 1 AS next FROM sales')?.['next']);
}

export function metaOf(database: Database, key: string): string | undefined {
  const row = database.get('SELECT value FROM meta WHERE key = ?', key);
  return row === undefined ? undefined : String(row['value']);
}

export function insertEvent(database: Database, event: StoredEvent, hash: string): void {
  database.run(
    'INSERT INTO events (sequence, at, sale_id, sale_number, kind, body, hash) VALUES (?, ?, ?, ?, ?, ?, ?)',
    event.sequence,
    event.at,
    event.saleId,
    event.saleNumber,
    event.kind,
    event.body,
    hash,
  );
}

export function eventsOf(database: Database, saleId: string): readonly StoredEvent[] {
  return database
    .all(
      `SELECT sequence, at, sale_id, sale_number, kind, body FROM events
       WHERE sale_number = (SELECT number FROM sales WHERE sale_id = ?) ORDER BY sequence`,
      saleId,
    )
    .map((row) => ({
      sequence: Number(row['sequence']),
      at: String(row['at']),
      saleId: String(row['sale_id']),
      saleNumber: Number(row['sale_number']),
      kind: String(row['kind']),
      body: String(row['body']),
    }));
}

export function insertSale(database: Database, row: StoredSale, seal: string): void {
  database.run(
    `INSERT INTO sales (number, sale_id, begun_at, outcome, amount_minor, currency, reference, last_sequence, sale, seal)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    row.number,
    row.saleId,
    row.begunAt,
    row.outcome,
    row.amountMinor,
    row.currency,
    row.reference,
    row.lastSequence,
    row.sale,
    seal,
  );
}

/** Its number, its id and its beginning stay: an index that is named here is written, whether or not the value is another. */
export function updateSale(database: Database, row: StoredSale, seal: string): void {
  database.run(
    `UPDATE sales SET outcome = ?, amount_minor = ?, currency = ?, reference = ?, last_sequence = ?, sale = ?, seal = ?
     WHERE number = ?`,
    row.outcome,
    row.amountMinor,
    row.currency,
    row.reference,
    row.lastSequence,
    row.sale,
    seal,
    row.number,
  );
}

const saleColumns = `sales.number, sales.sale_id, begun_at, outcome, amount_minor, currency, reference, last_sequence, sale, seal,
  (SELECT hash FROM events WHERE sequence = last_sequence) AS last_hash`;

export const selectSale = {
  byId: `SELECT ${saleColumns} FROM sales WHERE sale_id = ?`,
  /** A list in JSON. */
  byIds: `SELECT ${saleColumns} FROM sales WHERE sale_id IN (SELECT value FROM json_each(?))`,
  byNumber: `SELECT ${saleColumns} FROM sales WHERE number = ?`,
  open: `SELECT ${saleColumns} FROM sales WHERE outcome IN ('open', 'waiting', 'outcome-unknown') ORDER BY number`,
  owing: `SELECT ${saleColumns} FROM sales WHERE json_extract(sale, '$.owesAdvice') = 1 ORDER BY number`,
  cashToReturn: `SELECT ${saleColumns} FROM sales WHERE outcome = 'abandoned' AND json_extract(sale, '$.cash.isReturned') = 0 ORDER BY number`,
  page: `SELECT ${saleColumns} FROM sales WHERE number < ? ORDER BY number DESC LIMIT ?`,
  pageSince: `SELECT ${saleColumns} FROM sales
    WHERE number < ? AND begun_at >= ? AND number >= (SELECT min(number) FROM sales INDEXED BY sales_by_begun_at WHERE begun_at >= ?)
    ORDER BY number DESC LIMIT ?`,
} as const;

/**
 * A row with its seal checked: what a changed byte turned into is not shown, and above all is not built upon, because the next record's
 * seal would then make it good.
 * @throws JournalDamagedError
 */
export function storedSale(row: Row): StoredSale {
  const stored = {
    number: Number(row['number']),
    saleId: String(row['sale_id']),
    begunAt: String(row['begun_at']),
    outcome: String(row['outcome']),
    amountMinor: Number(row['amount_minor']),
    currency: String(row['currency']),
    reference: String(row['reference']),
    lastSequence: Number(row['last_sequence']),
    sale: String(row['sale']),
  };
  if (row['seal'] !== sealOf(stored, String(row['last_hash']))) {
    throw new JournalDamagedError(`sale ${stored.number} is not as it was written`);
  }
  return stored;
}

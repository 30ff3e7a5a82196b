import { hash } from 'node:crypto';
import type { Database } from './database.ts';

/**
 * The chain and the seals cover every record, and SQLite's own check its trees; this covers the bytes between them, which no record
 * uses. Only for files that are hashed within a tenth of a second, because it happens whenever the till ends.
 */
const largestFileBytes = 32 * 1024 * 1024;

/** @returns the hash of every byte of the database as this connection sees it; `undefined` if it is too large for that */
export function contentsHashOf(database: Database): string | undefined {
  const pages = Number(database.get('PRAGMA page_count')?.['page_count']);
  const pageBytes = Number(database.get('PRAGMA page_size')?.['page_size']);
  return pages * pageBytes > largestFileBytes ? undefined : hash('sha256', database.serialize());
}

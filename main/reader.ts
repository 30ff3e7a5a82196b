import { fail, ok, type Result } from '../shared/result.ts';
import type { Sale, TimelineEntry } from '../shared/sale.ts';
import { projectSale, seenAfterStop } from './checkout/transition.ts';
import { isHeld } from './journal/selling-lock.ts';
import { openSqliteJournal, type JournalOpenFailure } from './journal/sqlite-journal.ts';
import { systemClock } from './ports/clock.ts';

/** Reads beside a running till, and changes nothing. */
export interface Reader {
  history(limit: number): { readonly sales: readonly Sale[]; readonly hasMore: boolean };
  find(
    name: { readonly saleId: Sale['saleId'] } | { readonly number: number },
  ): { readonly sale: Sale; readonly timeline: readonly TimelineEntry[] } | undefined;
  close(): void;
}

/** @returns a reader; `absent` where nothing was ever sold from this folder */
export function openReader(directory: string): Result<Reader, JournalOpenFailure> {
  const opened = openSqliteJournal({ directory, clock: systemClock, project: projectSale, readOnly: true });
  if (!opened.ok) return fail(opened.failure);
  const journal = opened.value;
  // A sale waits only while a till waits for it. Where none runs, its outcome is unknown, though nobody has written that down yet.
  const present = isHeld(directory) ? (sale: Sale): Sale => sale : seenAfterStop;
  return ok({
    history(limit) {
      const sales = journal.history({ limit: limit + 1 });
      return { sales: sales.slice(0, limit).map(present), hasMore: sales.length > limit };
    },
    find(name) {
      const sale = 'saleId' in name ? journal.sale(name.saleId) : journal.saleByNumber(name.number);
      return sale && { sale: present(sale), timeline: journal.timeline(sale.saleId) };
    },
    close: () => journal.close(),
  });
}

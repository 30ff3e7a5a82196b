import { openAnchorWriter } from '../main/journal/anchor.ts';
import type { Anchor } from '../main/journal/anchor.ts';
import { openDatabase } from '../main/journal/database.ts';
import { journalFiles } from '../main/journal/files.ts';
import { journalOver } from '../main/journal/journal-over.ts';
import type { Fact } from '../main/journal/record.ts';
import { openSqliteJournal } from '../main/journal/sqlite-journal.ts';
import { projectSale } from '../main/checkout/transition.ts';
import { systemClock, type Clock } from '../main/ports/clock.ts';
import type { SaleId } from '../shared/ids.ts';
import { sampleSale } from './sample-sales.ts';

type SaleOfNumber = (number: number) => { readonly saleId: SaleId; readonly facts: readonly Fact[] };

/**
 * Makes a data folder in which so many sales were made: by the journal's own code, so that the chain and the seals are right,
 * but with thousands of records to one transaction and without a sync. No till writes like this.
 */
export function fillJournal(
  directory: string,
  sales: number,
  saleOf: SaleOfNumber = sampleSale,
  clock: Pick<Clock, 'now'> = systemClock,
): void {
  // Makes the tables, the mode and the anchor.
  const begun = openSqliteJournal({ directory, clock, project: projectSale, mode: 'live' });
  if (!begun.ok) throw new Error(`no journal: ${JSON.stringify(begun.failure)}`);
  begun.value.close();

  const files = journalFiles(directory);
  const opened = openDatabase(files.database);
  if (!opened.ok) throw new Error(`no database: ${JSON.stringify(opened.failure)}`);
  const database = opened.value;
  database.exec('PRAGMA synchronous = OFF');
  const file = openAnchorWriter(files.anchor);
  let last: Anchor | undefined;
  const journal = journalOver(
    { ...database, inTransaction: (steps) => steps() },
    { write: (anchor) => void (last = anchor), close: () => {} },
    { clock, project: projectSale },
  );
  for (let number = 0; number < sales; number += salesPerTransaction) {
    database.exec('BEGIN');
    for (let next = number; next < Math.min(number + salesPerTransaction, sales); next += 1) {
      const { saleId, facts } = saleOf(next);
      for (const fact of facts) {
        const appended = journal.append(saleId, fact);
        if (!appended.ok) throw new Error(`not written: ${appended.failure.detail}`);
      }
    }
    database.exec('COMMIT');
  }
  journal.close();
  if (last) file.write(last);
  file.close();
}

const salesPerTransaction = 5_000;

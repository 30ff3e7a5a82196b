import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { projectSale } from '../main/checkout/transition.ts';
import { openSqliteJournal } from '../main/journal/sqlite-journal.ts';
import { systemClock } from '../main/ports/clock.ts';
import { inTurn, rowOf, timed, type Row } from './row.ts';
import { sampleSale } from './sample-sales.ts';

/** A sale's two durable appends against two bare writes of the same facts, each with its fsync. */
export async function benchJournalAppend(folder: string): Promise<Row> {
  const directory = mkdtempSync(join(folder, 'journal-append-'));
  const opened = openSqliteJournal({ directory, clock: systemClock, project: projectSale });
  if (!opened.ok) throw new Error(`no journal: ${JSON.stringify(opened.failure)}`);
  const journal = opened.value;
  const bare = openSync(join(directory, 'bare'), 'a');
  try {
    const sales = Array.from({ length: warmUp + samples }, (_, number) => sampleSale(number));
    let nextValue = 0;
    let nextFloor = 0;
    const append = (): number => {
      const sale = sales[nextValue++];
      if (!sale) throw new Error('no sale is left');
      const took = timed(() => {
        for (const fact of sale.facts) journal.append(sale.saleId, fact);
      });
      return took / sale.facts.length;
    };
    const writeAndSync = (): number => {
      const sale = sales[nextFloor++];
      if (!sale) throw new Error('no sale is left');
      const took = timed(() => {
        for (const fact of sale.facts) {
          writeSync(bare, `${JSON.stringify({ saleId: sale.saleId, fact })}\n`);
          fsyncSync(bare);
        }
      });
      return took / sale.facts.length;
    };
    await inTurn(warmUp, append, writeAndSync);
    const measured = await inTurn(samples, append, writeAndSync);
    return rowOf('journal-append', 'ms', { ...measured, limit: 2 });
  } finally {
    journal.close();
    closeSync(bare);
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Statements are prepared, and the code is compiled. */
const warmUp = 100;
const samples = 1_200;

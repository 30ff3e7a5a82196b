import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import type { SaleId } from '../../shared/ids.ts';
import { invariant } from '../../shared/result.ts';
import { systemClock } from '../ports/clock.ts';
import type { Fact } from './record.ts';
import { approved, begun, projectPlainly } from './sample-facts.ts';
import { takeSellingLock } from './selling-lock.ts';
import { openSqliteJournal } from './sqlite-journal.ts';

/**
 * A till's process for tests, which kill it: takes the folder it is given, appends, and says each record's sequence and sale on a line
 * once `append` has returned. After the most that it was told it is idle until it is killed, or whoever started it is gone.
 */
const [directory, most] = process.argv.slice(2);
invariant(directory !== undefined && most !== undefined, 'a data folder, and how many records to write at most');
invariant(takeSellingLock(directory).ok, 'a folder that nobody sells from');
const opened = openSqliteJournal({ directory, clock: systemClock, project: projectPlainly });
invariant(opened.ok, `a journal: ${JSON.stringify(opened)}`);

const append = (saleId: SaleId, fact: Fact): void => {
  const written = opened.value.append(saleId, fact);
  invariant(written.ok, `written: ${JSON.stringify(written)}`);
  // Synchronous, so that what was said was said before anything else happens.
  writeSync(1, `${written.value.sequence} ${saleId}\n`);
};

for (let sale = 0; sale < Number(most) / 2; sale += 1) {
  const saleId = randomUUID() as SaleId;
  append(saleId, begun(sale));
  append(saleId, approved);
}
process.stdin.resume();

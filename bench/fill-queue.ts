import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Advice } from '../main/advices/advice.ts';
import { adviceFolder, fileOf } from '../main/advices/folder.ts';
import { seal } from '../main/advices/sealed.ts';
import type { Fact } from '../main/journal/record.ts';
import type { SaleId } from '../shared/ids.ts';
import { fillJournal } from './fill-journal.ts';
import { sampleBill } from './sample-bills.ts';

/** Makes a queue in which these advices wait: as the queue writes them, but without a sync. */
export function fillQueue(dataDirectory: string, advices: readonly Advice[]): void {
  const { path } = adviceFolder(dataDirectory);
  mkdirSync(path, { recursive: true });
  for (const [index, advice] of advices.entries()) {
    const entry = { advice, state: 'waiting', attempts: 0, refusals: 0 } as const;
    const sealed = seal({ kind: 'advice', sequence: index + 1, entry });
    writeFileSync(join(path, fileOf(advice.adviceId)), JSON.stringify(sealed, undefined, '\t'), { mode: 0o600 });
  }
}

/**
 * Makes a data folder in which so many bills were paid in cash while the network was cut: their sales stand in the journal, and their
 * confirmations in the queue, as the journal says.
 */
export function fillWithWaiting(dataDirectory: string, bills: number): readonly Advice[] {
  const advices: Advice[] = [];
  mkdirSync(dataDirectory, { recursive: true });
  // One moment for all: an advice says when its sale was decided, and has to say what the journal says.
  const atMs = Date.now();
  const saleOf = (number: number): { readonly saleId: SaleId; readonly facts: readonly Fact[] } => {
    const { saleId, facts, queued, advice } = sampleBill(number, atMs);
    advices.push(advice);
    return { saleId, facts: [...facts, queued] };
  };
  fillJournal(dataDirectory, bills, saleOf, { now: () => atMs });
  fillQueue(dataDirectory, advices);
  return advices;
}

import { join } from 'node:path';

export interface JournalFiles {
  readonly database: string;
  readonly anchor: string;
}

/** Where a data folder keeps its journal. */
export function journalFiles(directory: string): JournalFiles {
  return { database: join(directory, 'journal.sqlite'), anchor: join(directory, 'journal.head') };
}

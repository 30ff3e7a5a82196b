import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { invariant } from '../../shared/result.ts';
import { describeJournal } from './journal.contract.ts';
import { openSqliteJournal } from './sqlite-journal.ts';

const folders: string[] = [];
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describeJournal('the journal in SQLite', (parts) => {
  const directory = mkdtempSync(join(tmpdir(), 'tillstone-journal-'));
  folders.push(directory);
  const opened = openSqliteJournal({ ...parts, directory });
  invariant(opened.ok, `opened: ${JSON.stringify(opened)}`);
  return opened.value;
});

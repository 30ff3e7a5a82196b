import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { invariant } from '../../shared/result.ts';
import type { Journal, Project } from '../journal/journal.ts';
import { createMemoryJournal } from '../journal/memory-journal.ts';
import { openSqliteJournal } from '../journal/sqlite-journal.ts';
import { verifyJournal } from '../journal/verify.ts';
import type { Clock } from '../ports/clock.ts';

/** Where a simulated till keeps its journal: what one process leaves there is what the next one finds. */
export interface SimulatedDisk {
  /** Opens the journal as a till that starts does. */
  open(): Journal;
  /** The process that had it open is dead: what has reached the disk by now is all that the next one gets. */
  outlive(journal: Journal): void;
  /** @returns what is wrong with what is stored, if anything is */
  findDamage(): string | undefined;
  remove(): void;
}

/** In memory: ten thousand sales in seconds. */
export function createMemoryDisk(clock: Clock, project: Project): SimulatedDisk {
  const journal = createMemoryJournal({ clock, project });
  return { open: () => journal, outlive: () => {}, findDamage: () => undefined, remove: () => {} };
}

const files = ['journal.sqlite', 'journal.sqlite-wal', 'journal.head'];

/** Real files of the real journal. A dead process' files are copied as they lie there, because it cannot be made to let go of its own. */
export function createSqliteDisk(clock: Clock, project: Project): SimulatedDisk {
  const folders: string[] = [];
  let directory = newFolder();

  function newFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'tillstone-simulation-'));
    folders.push(folder);
    return folder;
  }

  return {
    open() {
      const opened = openSqliteJournal({ directory, clock, project });
      invariant(
        opened.ok,
        `a journal that a dead till has left can be opened: ${opened.ok ? '' : JSON.stringify(opened.failure)}`,
      );
      return opened.value;
    },
    outlive(journal) {
      const left = directory;
      directory = newFolder();
      for (const file of files) if (existsSync(join(left, file))) copyFileSync(join(left, file), join(directory, file));
      journal.close();
    },
    findDamage() {
      const verification = verifyJournal(directory);
      return verification.kind === 'damaged' ? verification.detail : undefined;
    },
    remove() {
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    },
  };
}

import { copyFileSync, linkSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * What the queue keeps in the data folder:
 *
 *   advices/<adviceId>.json             one advice, one small store
 *   advices/attempt.marks.json          which advices were about to be sent for the first time
 *   advices/removed.<number>.json       advices whose files are still to be removed, while a long queue is drained
 *   advices/<adviceId>.json.previous    what the advice's store held before, while it is being written
 *   advices/<adviceId>.json.tmp-…       the store's writer at work; left behind by one that was killed
 *   advices/set-aside/…                 what could not be read
 */
export interface AdviceFolder {
  readonly path: string;
  readonly setAside: string;
}

export function adviceFolder(dataDirectory: string): AdviceFolder {
  const path = join(dataDirectory, 'advices');
  return { path, setAside: join(path, 'set-aside') };
}

/** No advice's id has a dot in it, so no advice's store has this name, nor the next. */
export const marksName = 'attempt.marks';

export function removedName(number: number): string {
  return `removed.${number}`;
}

export function isRemovedFile(file: string): boolean {
  return /^removed[.][0-9]+[.]json$/u.test(file);
}

export function fileOf(name: string): string {
  return `${name}.json`;
}

const previousEnding = '.previous';

export type FileKind = 'record' | 'previous' | 'leftover' | 'foreign';

/** What a name in the folder stands for. */
export function kindOf(file: string): FileKind {
  if (/\.json\.tmp-[0-9a-f]+$/u.test(file)) return 'leftover';
  if (file.endsWith(fileOf('') + previousEnding)) return 'previous';
  return file.endsWith(fileOf('')) ? 'record' : 'foreign';
}

export function recordOf(previousFile: string): string {
  return previousFile.slice(0, -previousEnding.length);
}

/** Keeps what a store's file holds under a second name, without a write where the file system has links. */
export function keepPrevious(path: string): void {
  const previous = path + previousEnding;
  rmSync(previous, { force: true });
  try {
    linkSync(path, previous);
  } catch {
    copyFileSync(path, previous);
  }
}

export function dropPrevious(path: string): void {
  rmSync(path + previousEnding, { force: true });
}

export function bringPreviousBack(path: string): void {
  renameSync(path + previousEnding, path);
  // POSIX renames nothing where both names are of one file: the new content had not come so far as to take the name.
  dropPrevious(path);
}

/** @returns undefined if the file is not there any more; a sentence's end if it cannot be read */
export function readIfThere(path: string): Buffer | string | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    return code === 'ENOENT' ? undefined : `could not be read (${code})`;
  }
}

import { closeSync, existsSync, fsyncSync, openSync, readFileSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fail, ok, type Result } from '../../shared/result.ts';
import { causeOf, messageOf, syncDirectory } from '../journal/database.ts';
import { bringPreviousBack, dropPrevious, fileOf, keepPrevious, readIfThere } from './folder.ts';
import type { WriteFailure } from './queue.ts';
import { readSeal, seal, type Content } from './sealed.ts';
import type { CreateStore } from './store.ts';

export interface WriteParts {
  readonly createStore: CreateStore;
  /** What is free in a folder for this program, in bytes. */
  readonly freeBytes: (directory: string) => number;
  /** Frees what is kept for such a moment. @returns whether there was any */
  readonly makeRoom: () => boolean;
  /** Takes a file out of the way, and keeps it. */
  readonly setAside: (file: string, why: string) => void;
}

/**
 * Below this nothing is written: the store's writer takes a new file for each write beside the old one, an advice is a few kilobytes,
 * and the folder's own index may have to grow. Ours. The room that a sale needs is watched by the journal's disk guard.
 */
const leastFreeBytes = 128 * 1024;

/**
 * Writes one store so that it is on the disk when this returns, or changes nothing. electron-store alone does neither, as measured:
 * - on a full disk it returned normally and left half a file: so there has to be room before, and what was written is read back;
 * - it never syncs the folder, and 60 of 60 acknowledged writes were gone after a power cut: so that is done here;
 * - in a Snap it writes in place, so that a power cut takes the old content along with the new.
 */
export function writeStore(directory: string, name: string, content: Content, parts: WriteParts): Result<void, WriteFailure> {
  const path = join(directory, fileOf(name));
  let undo = (): void => {};
  try {
    const lack = findLackOfRoom(directory, parts);
    if (lack !== undefined) return fail({ kind: 'disk-full', detail: lack });
    // Most are new: to read what is not there costs as much as everything else before the write.
    if (existsSync(path)) moveDamagedAway(path, parts);
    const isReplacement = existsSync(path);
    if (isReplacement) keepPrevious(path);
    undo = () => (isReplacement ? bringPreviousBack(path) : rmSync(path, { force: true }));
    const sealed = seal(content);
    outsideOfSnap(() => {
      parts.createStore({ cwd: directory, name, configFileMode: 0o600, accessPropertiesByDotNotation: false }).store = {
        ...sealed,
      };
    });
    const readBack = readSeal(readFileSync(path));
    if (!readBack.ok || readBack.value.checksum !== sealed.checksum) {
      undoAsFarAsPossible(undo, directory);
      // A writer that gave up half-way: the one cause that was ever seen is a disk without room.
      return fail({ kind: 'disk-full', detail: `what was written ${readBack.ok ? 'is something else' : readBack.failure}` });
    }
    // The writer has synced the file, but for one case: where Windows refuses the rename (EXDEV), it writes in place and does not.
    if (process.platform === 'win32') syncFile(path);
    syncDirectory(directory);
    if (isReplacement) dropPrevious(path);
    return ok(undefined);
  } catch (error) {
    undoAsFarAsPossible(undo, directory);
    return fail(failureOf(error));
  }
}

/** @throws what is no trouble of the disk: a mistake of ours */
export function failureOf(error: unknown): WriteFailure {
  const cause = causeOf(error);
  if (cause === 'mistake') throw error;
  return { kind: cause === 'disk-full' ? 'disk-full' : 'unavailable', detail: messageOf(error) };
}

function findLackOfRoom(directory: string, { freeBytes, makeRoom }: WriteParts): string | undefined {
  if (freeBytes(directory) >= leastFreeBytes) return undefined;
  if (makeRoom() && freeBytes(directory) >= leastFreeBytes) return undefined;
  return `${freeBytes(directory)} bytes are free, and ${leastFreeBytes} are needed`;
}

/** What somebody has damaged while the till ran: the queue holds its content, and the store's writer would not open it. */
function moveDamagedAway(path: string, { setAside }: WriteParts): void {
  const bytes = readIfThere(path);
  if (bytes === undefined) return;
  const sealed = typeof bytes === 'string' ? fail(bytes) : readSeal(bytes);
  if (!sealed.ok) setAside(basename(path), sealed.failure);
}

/** What cannot be undone now is undone at the next start, which finds both names. */
function undoAsFarAsPossible(undo: () => void, directory: string): void {
  try {
    undo();
    syncDirectory(directory);
  } catch {
    // The failure that led here is the one to tell of.
  }
}

function syncFile(path: string): void {
  // For writing, because Windows flushes no other.
  const descriptor = openSync(path, 'r+');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}

/** The engine looks for this variable at each write, and nobody else runs meanwhile. */
function outsideOfSnap(write: () => void): void {
  const snap = process.env['SNAP'];
  delete process.env['SNAP'];
  try {
    write();
  } finally {
    if (snap !== undefined) process.env['SNAP'] = snap;
  }
}

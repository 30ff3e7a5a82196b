import { closeSync, fsyncSync, openSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { syncDirectory } from '../main/journal/database.ts';

/** The least that makes something durable. */

/** A line at the end of an open file. */
export function writeAndSync(file: number, content: unknown): void {
  writeSync(file, `${JSON.stringify(content)}\n`);
  fsyncSync(file);
}

/** A file of its own, whole or not at all: written beside, synced, renamed, and the folder synced. */
export function writeAtomically(directory: string, name: string, content: Buffer | string): void {
  const path = join(directory, name);
  const descriptor = openSync(`${path}.new`, 'wx', 0o600);
  try {
    writeFileSync(descriptor, content);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(`${path}.new`, path);
  syncDirectory(directory);
}

import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { journalFiles } from './files.ts';
import type { Verification } from './journal.ts';
import { verifyJournal } from './verify.ts';

/** Four hundred sales, which are read in 20 ms; a thread takes 200 to start. [ours] */
const shortBytes = 512 * 1024;

/** Verifies the journal while the till opens: a short one on this thread, in its next turn, any other on a thread of its own. Never rejects. */
export function verifyAtStart(directory: string): Promise<Verification> {
  if (!isShort(directory)) return verifyInWorker(directory);
  return new Promise((resolve) => {
    setImmediate(() => resolve(verifyJournal(directory)));
  });
}

function isShort(directory: string): boolean {
  try {
    return (statSync(journalFiles(directory).database, { throwIfNoEntry: false })?.size ?? 0) <= shortBytes;
  } catch {
    // Whatever is the matter with the file is for the verification to say.
    return false;
  }
}

/**
 * Verifies the journal on a thread of its own, so that the window stays quick meanwhile. Where a thread cannot be started the journal is
 * verified on this one: late is better than not at all. Never rejects.
 * @param directory the data folder
 * @param workerUrl the worker's program, where a bundler has put it elsewhere
 */
export function verifyInWorker(
  directory: string,
  workerUrl: URL = new URL('./verify-worker.ts', import.meta.url),
): Promise<Verification> {
  return new Promise((resolve) => {
    const verifyHere = (): void => resolve(verifyJournal(directory));
    try {
      const worker = new Worker(workerUrl, { workerData: directory });
      let isAnswered = false;
      worker.once('message', (verification: Verification) => {
        isAnswered = true;
        resolve(verification);
      });
      worker.once('error', () => {
        // `exit` follows; the listener only keeps the error from ending the till.
      });
      worker.once('exit', () => {
        if (!isAnswered) verifyHere();
      });
    } catch {
      verifyHere();
    }
  });
}

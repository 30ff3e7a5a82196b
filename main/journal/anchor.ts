import { hash } from 'node:crypto';
import { closeSync, constants, openSync, readFileSync, writeSync } from 'node:fs';

/**
 * What the till last wrote, kept beside the journal in one line that is overwritten in place:
 *
 *   0000000000000042 <hash of record 42> <hash of the whole file when it was closed, or dashes> <check>
 *
 * A chain cannot show that its end is missing: cut off the last records, or change one byte in the write-ahead log so that SQLite
 * drops its tail, and what is left is sound. The anchor shows it.
 * It is written after the commit is on the disk and is not synced itself: a power cut can make it older than the journal, never newer.
 * It fits into one sector, so it is never half old and half new; if it cannot be read it says nothing.
 */
export interface Anchor {
  readonly sequence: number;
  readonly hash: string;
  /** Of every byte of the database, if the till ended in good order and nothing was written since. */
  readonly contents?: string;
}

const line = /^(\d{16}) ([0-9a-f]{64}) ([0-9a-f]{64}|-{64}) ([0-9a-f]{16})\n$/;
const noContents = '-'.repeat(64);

function checkOf(text: string): string {
  return hash('sha256', text).slice(0, 16);
}

function format(anchor: Anchor): string {
  const text = `${String(anchor.sequence).padStart(16, '0')} ${anchor.hash} ${anchor.contents ?? noContents}`;
  return `${text} ${checkOf(text)}\n`;
}

/** @returns what the anchor says; `undefined` if it is missing or cannot be read */
export function readAnchor(path: string): Anchor | undefined {
  let text: string;
  try {
    text = readFileSync(path, 'latin1');
  } catch {
    return undefined;
  }
  const [, sequence, last, contents, check] = line.exec(text) ?? [];
  if (sequence === undefined || last === undefined || contents === undefined) return undefined;
  if (check !== checkOf(`${sequence} ${last} ${contents}`)) return undefined;
  return { sequence: Number(sequence), hash: last, ...(contents === noContents ? {} : { contents }) };
}

export interface AnchorWriter {
  /** @throws what the file system throws. The old line is then still there, and still true. */
  write(anchor: Anchor): void;
  close(): void;
}

export function openAnchorWriter(path: string): AnchorWriter {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600);
  return {
    write: (anchor) => void writeSync(descriptor, format(anchor), 0, 'latin1'),
    close: () => closeSync(descriptor),
  };
}

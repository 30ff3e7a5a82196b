import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** Lines of JSON, appended one by one. */
export interface LedgerFile<Line> {
  /**
   * Durable when it returns: it survives whoever kills this process, and a power cut as well.
   * @param survivesPowerCut false for what may be lost with the power, at a third of the time
   */
  append(line: Line, survivesPowerCut?: boolean): void;
  close(): void;
}

/**
 * Opens a simulator's ledger, and hands on what it holds from earlier starts, oldest first. Without a file it lives in memory: nothing is read or kept.
 * Throws where the file is not a ledger: a comparison against half of one would say nothing.
 */
export function openLedgerFile<Line>(
  file: string | undefined,
  isLine: (content: unknown) => content is Line,
  take: (line: Line) => void,
): LedgerFile<Line> {
  if (file === undefined) return { append: () => undefined, close: () => undefined };
  readLines(file, isLine).forEach(take);
  let descriptor: number | undefined = openSync(file, 'a', 0o600);
  return {
    append(line, survivesPowerCut = true) {
      // Once closed it is memory: an answer may still come to its end while the simulator goes.
      if (descriptor === undefined) return;
      writeSync(descriptor, `${JSON.stringify(line)}\n`);
      if (survivesPowerCut) fsyncSync(descriptor);
    },
    close() {
      if (descriptor !== undefined) closeSync(descriptor);
      descriptor = undefined;
    },
  };
}

function readLines<Line>(file: string, isLine: (content: unknown) => content is Line): readonly Line[] {
  mkdirSync(dirname(file), { recursive: true });
  const text = readIfThere(file);
  // A simulator that was killed while it wrote leaves a line without an end: it was never told to anyone, and goes.
  const whole = text.slice(0, text.lastIndexOf('\n') + 1);
  if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line, index) => readLine(line, isLine, `${file}: line ${index + 1}`));
}

function readLine<Line>(line: string, isLine: (content: unknown) => content is Line, place: string): Line {
  try {
    const content: unknown = JSON.parse(line);
    if (isLine(content)) return content;
  } catch {
    // Said below, with the place.
  }
  throw new Error(`${place} is not a ledger entry`);
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}

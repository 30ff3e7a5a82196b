import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Clock } from '../ports/clock.ts';
import { systemClock, timestamp } from '../ports/clock.ts';
import type { LogFields, Logger } from '../ports/logger.ts';
import { maskLine } from './mask-line.ts';
import { redactFields } from './redact.ts';

export interface FileLoggerSettings {
  /** The folder for the files: `logs` in the data folder. Made where it is missing. */
  readonly directory: string;
  /** Begins the files' names: `till` writes `till.1.log`, `till.2.log`, … */
  readonly name: string;
  /** The least that is written; `info` where absent. */
  readonly level?: LogLevel;
  /** A file that has grown past this is closed and the next one begun. */
  readonly fileBytes?: number;
  /** Older files are removed. */
  readonly files?: number;
  readonly clock?: Clock;
}

export type LogLevel = 'debug' | 'info' | 'warn' | 'error';

export interface FileLogger extends Logger {
  /** How often something could not be written: a full disk, a folder that nobody may write to. For the `doctor`. */
  failures(): number;
  /** Writes what is still under way, if the disk takes it within a second, and lets go of the file. Entries after that are dropped. */
  close(): Promise<void>;
}

/** What is kept in memory while the disk takes nothing. Beyond it entries are dropped and counted. */
const waitingBytes = 1024 * 1024;
const closingMs = 1_000;

/**
 * The log as JSON lines in files that rotate by size: at most 5 files of 10 MB, so that a till that runs for years does not fill its disk.
 * Writing is asynchronous and never decides anything: no method throws, blocks, or waits for the disk; what fails is counted.
 * Secrets are left out and card numbers masked before a line leaves this module (design, section 4).
 */
export async function createFileLogger(settings: FileLoggerSettings): Promise<FileLogger> {
  const { name, directory, level = 'info', clock = systemClock } = settings;
  let failures = 0;
  const failed = (): void => {
    failures += 1;
  };
  const file = await openRollingFile(settings, failed).catch((error: unknown) => {
    failed();
    // The one place where nobody else can say it. A folder's name and a code hold no secret.
    process.stderr.write(`${name}: nothing will be logged to ${directory} (${codeOf(error)})\n`);
    return undefined;
  });
  const { pino } = await import('pino');
  const lines = pino(
    {
      level,
      base: { pid: process.pid },
      messageKey: 'event',
      // Not the milliseconds since 1970: thirteen digits look like a card number.
      timestamp: () => `,"time":"${timestamp(clock)}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    {
      write(line: string) {
        if (file) file.write(maskLine(line));
        else failed();
      },
    },
  );

  function loggerWith(bound: LogFields): Logger {
    const write =
      (at: LogLevel) =>
      (event: string, fields: LogFields = {}): void => {
        if (!lines.isLevelEnabled(at)) return;
        try {
          lines[at](withoutReserved(redactFields({ ...bound, ...fields })), maskLine(event));
        } catch {
          failed();
        }
      };
    return {
      debug: write('debug'),
      info: write('info'),
      warn: write('warn'),
      error: write('error'),
      with: (fields) => loggerWith({ ...bound, ...fields }),
    };
  }

  return {
    ...loggerWith({}),
    failures: () => failures,
    close: () => file?.close() ?? Promise.resolve(),
  };
}

interface RollingFile {
  write(line: string): void;
  close(): Promise<void>;
}

/** pino-roll inside this process: as a worker's transport it would cost a thread and lose the last lines of a process that dies. */
async function openRollingFile(settings: FileLoggerSettings, failed: () => void): Promise<RollingFile> {
  const { directory, name, fileBytes = 10 * 1024 * 1024, files = 5, clock = systemClock } = settings;
  await mkdir(directory, { recursive: true });
  const { default: roll } = await import('pino-roll');
  const stream = await roll({
    file: path.join(directory, name),
    extension: '.log',
    size: `${fileBytes}b`,
    limit: { count: files, removeOtherLogFiles: true },
    maxLength: waitingBytes,
    mode: 0o600,
  });
  let isOpen = false;
  // Nobody may throw where nobody catches: there is a listener from the first moment on.
  stream.on('error', () => isOpen && failed());
  stream.on('drop', failed);
  await new Promise<void>((resolve, reject) => {
    stream.once('ready', resolve);
    stream.once('error', reject);
  });
  isOpen = true;
  let isClosed = false;
  return {
    write(line) {
      if (!isClosed) stream.write(line);
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await new Promise<void>((resolve) => {
        const stopWaiting = clock.after(closingMs, resolve);
        const done = (): void => {
          stopWaiting();
          resolve();
        };
        stream.once('close', done);
        stream.once('error', done);
        stream.end();
      });
    },
  };
}

/** An entry's own words are not a field's to replace. */
function withoutReserved(fields: Record<string, unknown>): Record<string, unknown> {
  for (const name of ['level', 'time', 'pid', 'event']) {
    if (!(name in fields)) continue;
    fields[`${name}_`] = fields[name];
    delete fields[name];
  }
  return fields;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'no code';
}

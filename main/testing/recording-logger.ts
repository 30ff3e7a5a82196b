import type { LogFields, Logger } from '../ports/logger.ts';

/** A logger whose lines a test can look at, with the fields that `with` adds. */
export interface RecordingLogger extends Logger {
  readonly lines: { readonly event: string; readonly fields: LogFields }[];
  events(): readonly string[];
}

export function createRecordingLogger(): RecordingLogger {
  const lines: RecordingLogger['lines'] = [];
  const loggerWith = (more: LogFields): Logger => {
    const write = (event: string, fields: LogFields = {}): void => void lines.push({ event, fields: { ...more, ...fields } });
    return { debug: write, info: write, warn: write, error: write, with: (fields) => loggerWith({ ...more, ...fields }) };
  };
  return { ...loggerWith({}), lines, events: () => lines.map(({ event }) => event) };
}

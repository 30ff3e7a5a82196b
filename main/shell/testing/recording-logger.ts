import type { LogFields, Logger } from '../../ports/logger.ts';

/** A logger whose entries a test can look at. */
export interface RecordingLogger extends Logger {
  readonly entries: { readonly event: string; readonly fields: LogFields }[];
  events(): string[];
}

export function createRecordingLogger(): RecordingLogger {
  const entries: { event: string; fields: LogFields }[] = [];
  const write = (event: string, fields: LogFields = {}): void => void entries.push({ event, fields });
  const logger: RecordingLogger = {
    entries,
    events: () => entries.map(({ event }) => event),
    debug: write,
    info: write,
    warn: write,
    error: write,
    with: () => logger,
  };
  return logger;
}

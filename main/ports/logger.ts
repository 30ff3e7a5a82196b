/**
 * What support reads afterwards. Each entry is an event's name and the few fields that explain it: ids, codes, durations.
 * Never a whole request or answer: those hold names, tokens and passwords.
 */
export interface Logger {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
  /** A logger whose every entry has these fields as well: the correlation id of a sale or a call. */
  with(fields: LogFields): Logger;
}

export type LogFields = Readonly<Record<string, unknown>>;

export const silentLogger: Logger = {
  debug: () => {},
  info: () => {},
  warn: () => {},
  error: () => {},
  with: () => silentLogger,
};

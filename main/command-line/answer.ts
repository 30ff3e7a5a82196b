import type { ExitCode } from './exit-codes.ts';

/** What a command has to say: one JSON object for machines, lines for people, and the code that says the same in short. */
export interface Answer {
  readonly exitCode: ExitCode;
  readonly json: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}

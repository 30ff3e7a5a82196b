import type { JsonValue } from '../common/json-text.ts';
import type { ErrorType } from './error-types.ts';
import type { Operation } from './operations.ts';

/** What an operation is answered. */
export interface Reply {
  readonly status: number;
  /** Undefined: no body at all. */
  readonly body?: JsonValue;
  readonly contentType?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Why it refuses. */
  readonly errorType?: string;
  /** The ledger's number for what was done. Undefined where nothing was written down that could be answered. */
  readonly number?: number;
}

/** A message for the service, with what a script wants to become of it. */
export interface Arrived {
  readonly operation: Operation;
  /** The user of the Basic authorization. */
  readonly user: string;
  /** Undefined where it is not JSON. */
  readonly body: JsonValue;
  /** As it was sent. */
  readonly text: string;
  /** Refuses a message that would otherwise be judged. */
  readonly decline?: { readonly errorType: ErrorType; readonly status?: number };
  /** Called where a payment begins to wait, with its number in the ledger. */
  readonly waits?: (number: number) => void;
}

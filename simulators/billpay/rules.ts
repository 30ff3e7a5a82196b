import type { JsonValue } from '../common/json-text.ts';
import type { ErrorType } from './error-types.ts';
import type { Route } from './operations.ts';

/** What an operation is answered. */
export interface Reply {
  readonly status: number;
  /** Undefined: no body at all. */
  readonly body: JsonValue;
  readonly contentType?: string;
  readonly location?: string;
  /** The ledger's number for what was done. Undefined where nothing was written down. */
  readonly number?: number;
}

/** A message for the service, with what a script wants to become of it. */
export interface Arrived {
  readonly route: Route;
  /** Undefined where it is not JSON. */
  readonly body: JsonValue;
  /** As it was sent. */
  readonly text: string;
  /** Refuses a message that would otherwise be accepted. */
  readonly decline?: { readonly errorType: ErrorType; readonly status?: number };
  /** What is approved of the amount that was asked for. */
  readonly approve?: (requestedMinor: number) => number;
}

/** How the service behaves: as its interface says, or as the operator's test server does. */
export interface Rules {
  /** Does what the message asks for. What it moved is on the disk when this returns. */
  handle(arrived: Arrived): Reply;
  /** Notes a message that a fault keeps from having any effect. @returns the ledger's number for it, where it has one */
  passOver(arrived: Arrived): number | undefined;
  /** As after a restart without a memory. */
  forget(): void;
  /** Marks an id as used by somebody else. */
  occupy(id: string): void;
}

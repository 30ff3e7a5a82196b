import type { Failure } from '../shared/failure.ts';
import type { EventName, EventOf } from '../shared/ipc/contract.ts';
import type { Result } from '../shared/result.ts';
import type { Logger } from './ports/logger.ts';

/** The till as a host sees it: what a window may ask, what it is told, and an end. `compose` builds it. */
export interface Till {
  /**
   * Answers a call by its name. Nothing about the name or the request is trusted: both come from a window.
   * Never rejects: an unknown name, a wrong shape and our own mistakes are failures like any other.
   */
  dispatch(name: string, request: unknown): Promise<Result<unknown, Failure>>;
  /** @returns stops listening */
  listen<Name extends EventName>(name: Name, listener: (event: EventOf<Name>) => void): () => void;
  readonly logger: Logger;
  /** Lets go of the data folder and of every connection. A payment under way stays `waiting` in the journal, and is unknown at the next start. */
  close(): Promise<void>;
}

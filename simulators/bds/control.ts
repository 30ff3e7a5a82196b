import type { ReceivedRequest } from '../common/server.ts';
import type { Customer } from './customers.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Script, StandingScript } from './scripts.ts';
import type { TerminalState } from './terminal.ts';

/** What a test, a script or a person can make the simulator do. `/_control/…` offers the same over HTTP. */
export interface BdsControl {
  /** Queues what happens to the next transaction (customer, fault) or to the next status request (status). */
  next(script: Script): void;
  /** What happens to every one for which nothing is queued. Takes the place of what stood before. */
  always(script: StandingScript): void;
  /** Forgets all scripts and the list of requests, and listens again. The ledger and a customer who is there stay. */
  reset(): Promise<void>;
  /** Lets a held customer go on; absent: as the amount says. @returns whether there was one */
  release(customer?: Customer): boolean;
  /**
   * Stops listening, so that connections are refused. Open requests live on, unless connections are dropped.
   * @param forMs listens again after this time; absent: until `listen`
   */
  refuse(options?: { readonly forMs?: number; readonly dropConnections?: boolean }): void;
  /** Listens again, on the same port. */
  listen(): Promise<void>;
  state(): SimulatorState;
  ledger(): readonly LedgerEntry[];
  requests(): readonly ReceivedRequest[];
  /** Resolves as soon as a customer is at the terminal. */
  untilBegun(): Promise<void>;
  /** Resolves as soon as nobody is at the terminal. */
  untilFree(): Promise<void>;
  /** Resolves when no request is being worked on any more, so that the ledger says what became of each answer. */
  untilIdle(): Promise<void>;
}

export interface SimulatorState {
  readonly terminal: TerminalState;
  readonly isListening: boolean;
  readonly queued: readonly Script[];
  readonly standing: StandingScript;
}

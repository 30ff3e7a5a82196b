import type { ReceivedRequest } from '../common/server.ts';
import type { BillpayLedger } from './ledger.ts';
import type { Script, StandingScript, Target } from './scripts.ts';

/** What a test, a script or a person can make the simulator do. `/_control/…` offers the same over HTTP. */
export interface BillpayControl {
  /** Queues what happens to the next request that fits. */
  next(script: Script): void;
  /** What happens to every one for which nothing is queued. Takes the place of what stood before. */
  always(script: StandingScript): void;
  /** Forgets all scripts and the list of requests, releases what is held, and listens again. The ledger stays. */
  reset(): Promise<void>;
  /** As a service that is restarted without its memory: it knows no id any more. The ledger still has what moved. */
  forget(): void;
  /** Marks an id as used by somebody else: a genuine collision. */
  occupy(id: string): void;
  /** Lets all held requests go on. @returns how many there were */
  release(): number;
  /**
   * Stops listening, so that connections are refused. Open requests live on, unless connections are dropped.
   * @param forMs listens again after this time; absent: until `listen`
   */
  refuse(options?: { readonly forMs?: number; readonly dropConnections?: boolean }): void;
  /** Listens again, on the same port. */
  listen(): Promise<void>;
  state(): SimulatorState;
  ledger(): BillpayLedger;
  requests(): readonly ReceivedRequest[];
  /** How many requests of this kind have been received since the start or the last reset. */
  receivedCount(target?: Target): number;
  /** Resolves as soon as so many have been received. They need not have been answered. */
  untilReceived(target: Target, count?: number): Promise<void>;
  /** Resolves as soon as so many requests are held. */
  untilHeld(count?: number): Promise<void>;
  /** Resolves as soon as the ledger is so. It is looked at after each change. */
  untilLedger(isSo: (ledger: BillpayLedger) => boolean): Promise<void>;
  /** Resolves as soon as no payment and no refund is reserved, and so many have been confirmed or reversed. */
  untilSettled(count: number): Promise<void>;
  /** Resolves when no request is being worked on any more, so that the ledger says what became of each answer. */
  untilIdle(): Promise<void>;
}

export interface SimulatorState {
  readonly mode: 'spec' | 'peer';
  readonly isListening: boolean;
  readonly held: number;
  readonly queued: readonly Script[];
  readonly standing: StandingScript;
}

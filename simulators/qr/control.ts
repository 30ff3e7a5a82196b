import type { ReceivedRequest } from '../common/server.ts';
import type { Decision } from './customers.ts';
import type { ErrorType } from './error-types.ts';
import type { QrLedger } from './ledger-types.ts';
import type { WaitingPayment } from './payments-under-way.ts';
import type { Script, StandingScript, Target } from './scripts.ts';
import type { QrSettings } from './settings.ts';

/** A request as it came, and its answer, where it has had one. */
export interface AnsweredRequest extends ReceivedRequest {
  readonly answer?: {
    readonly at: string;
    /** Undefined where no whole answer was sent. */
    readonly status?: number;
    readonly body?: string;
    /** `answered`, `client-gone`, or the fault's name. */
    readonly how: string;
  };
}

/** Somebody scans a code. */
export interface ScanWish {
  readonly tranId: string;
  /** Absent: the first partner. */
  readonly partnerId?: string;
  /** What the partner does then. Absent: what the payment's customer brings along, and that is to approve unless a script says otherwise. */
  readonly decision?: Decision;
}

/** What a scan was answered (QR 9.2). */
export interface ScanResult {
  readonly isAccepted: boolean;
  readonly errorType?: ErrorType;
}

/** What a test, a script or a person can make the simulator do. `/_control/…` offers the same over HTTP. */
export interface QrControl {
  /** Queues what happens to the next request that fits, or who comes to the next payment. */
  next(script: Script): void;
  /** What happens to every one for which nothing is queued. Takes the place of what stood before. */
  always(script: StandingScript): void;
  /** Changes the settings that are named, from now on. Throws a ScriptError where the service could not work so. */
  set(changes: Partial<QrSettings>): void;
  /** Scans a code as a customer's application would. What waits for a partner's decision goes on from here. */
  scan(wish: ScanWish): ScanResult;
  /** Forgets all scripts, the settings' changes and the list of requests, releases what is held, and listens again. The ledger and what waits stay. */
  reset(): Promise<void>;
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
  ledger(): QrLedger;
  requests(): readonly AnsweredRequest[];
  /** How many requests of this kind have been received since the start or the last reset. */
  receivedCount(target?: Target): number;
  /** Resolves as soon as so many have been received. They need not have been answered. */
  untilReceived(target: Target, count?: number): Promise<void>;
  /** Resolves as soon as so many requests are held by a fault. A payment that waits for its scan is not. */
  untilHeld(count?: number): Promise<void>;
  /** Resolves as soon as a payment waits to be scanned: for this code, or, absent, for any. */
  untilWaiting(tranId?: string): Promise<WaitingPayment>;
  /** Resolves as soon as the ledger is so. It is looked at after each change. */
  untilLedger(isSo: (ledger: QrLedger) => boolean): Promise<void>;
  /** Resolves as soon as no payment waits or is authorised, and so many have been confirmed or reversed. */
  untilSettled(count: number): Promise<void>;
  /** Resolves when no request is being worked on any more, so that the ledger says what became of each answer. A payment that waits is being worked on. */
  untilIdle(): Promise<void>;
}

export interface SimulatorState {
  readonly isListening: boolean;
  readonly held: number;
  readonly waiting: readonly WaitingPayment[];
  readonly queued: readonly Script[];
  readonly standing: StandingScript;
  readonly settings: QrSettings;
}

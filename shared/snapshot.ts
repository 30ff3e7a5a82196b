import type { Currency } from './currency.ts';
import type { QrId } from './ids.ts';
import type { Sale } from './sale.ts';
import type { TerminalStatus } from './terminal-status.ts';

/** Demonstration: the bundled simulator, a data folder of its own, tinted and watermarked. Live: the terminal that IT set. */
export type Mode = 'live' | 'demonstration';

/** Can the till write down what it does? Anything but `sound` (and `disk-low`) sells nothing. */
export type JournalHealth =
  | { readonly kind: 'verifying' }
  | { readonly kind: 'sound'; readonly sequence: number }
  | { readonly kind: 'disk-low'; readonly freeBytes: number }
  | { readonly kind: 'disk-full'; readonly freeBytes: number; readonly neededBytes: number }
  | { readonly kind: 'damaged'; readonly detail: string; readonly lastGoodSequence: number; readonly lastGoodAt?: string }
  /** Rights, another program's lock, a drive that fails: nothing is known to be lost, and nothing can be written. */
  | { readonly kind: 'unavailable'; readonly detail: string }
  | { readonly kind: 'too-new'; readonly schema: number; readonly supported: number }
  | { readonly kind: 'wrong-mode'; readonly folderMode: string };

/** A code that a customer may scan now: never before its payment waits at the service, never after it has ended. */
export interface ShownCode {
  readonly qrId: QrId;
  /** To be drawn as it is. */
  readonly payload: string;
  readonly amountMinor: number;
  /** When the till stops waiting, by its own clock, ISO 8601, UTC: see `Snapshot.at`. */
  readonly expiresAt: string;
}

/** What this till takes for a sale that is open: a card and cash always, a code where a QR service is set up. */
export type TenderKind = 'card' | 'cash' | 'code';

/** What it sells: a plain amount always, bills where a bill service is set up. */
export type SoldKind = 'amount' | 'bill';

/** What is on the counter: the same in every window, and after a window came back. */
export type Counter =
  | { readonly kind: 'free' }
  /** Money is still to be taken, or the sale abandoned. Its bills, if it has any, are reserved or about to be. */
  | { readonly kind: 'open'; readonly sale: Sale; readonly code?: ShownCode }
  /** The customer is at the terminal. */
  | { readonly kind: 'taking'; readonly sale: Sale }
  /** Decided, and not yet seen by the cashier. */
  | { readonly kind: 'decided'; readonly sale: Sale };

/** What the services still have to be told. Ages are counted from the snapshot's clock. */
export interface AdviceSummary {
  readonly waiting: number;
  readonly oldestAgeMs?: number;
  /** Those among them that the queue could not take yet, where there are any: the journal knows that they are owed. */
  readonly notQueued?: number;
  readonly needsAttention: number;
  /** Files in the queue's folder that could not be read; they are kept. */
  readonly setAside: number;
}

/** Everything that the window shows at all times. Sent whole at every change: it is small, and a window can never be half up to date. */
export interface Snapshot {
  readonly mode: Mode;
  readonly currency: Currency;
  readonly locale: string;
  readonly sells: readonly SoldKind[];
  readonly tenders: readonly TenderKind[];
  readonly terminal: TerminalStatus;
  readonly journal: JournalHealth;
  readonly counter: Counter;
  /** Payments whose outcome nobody knows, oldest first. */
  readonly unresolved: readonly Sale[];
  /** Sales that were abandoned with cash in the drawer that is still the customer's, oldest first. */
  readonly cashToReturn: readonly Sale[];
  /** Absent where no service is set up that has to be told anything. */
  readonly advices?: AdviceSummary;
  /** The till's clock when this was sent, ISO 8601, UTC: ages are counted from it, not from the window's clock. */
  readonly at: string;
  readonly version: string;
}

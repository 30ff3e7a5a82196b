import type { Currency } from '../../shared/currency.ts';
import type { CardDetails, Discrepancy, Reason, SaleRequest } from '../../shared/sale.ts';
import type { LogFields } from '../ports/logger.ts';
import type { TerminalStatus } from '../../shared/terminal-status.ts';

/** The card device, as the checkout sees it. */
export interface CardTerminal {
  /** What was learned last. */
  status(): TerminalStatus;
  /** Asks now. Used before each sale and at start (BDS 2). Never rejects. */
  refreshStatus(): Promise<TerminalStatus>;
  /** Calls back at every change and every answer. @returns stops it */
  onStatus(listener: (status: TerminalStatus) => void): () => void;
  /**
   * Takes one card payment. May take minutes: only the customer or the terminal ends it, and there is no way to cancel (BDS 3).
   * Sends exactly one request, never a second. Never rejects: whatever comes is an outcome.
   * A second call while one is open is a programmer's mistake and throws before anything is sent.
   * @param correlation what the log's entries carry, so that support finds a sale's whole story by its id
   */
  take(request: SaleRequest, correlation?: LogFields): Promise<CardOutcome>;
  close(): void;
}

/** How a card tender ended (BDS 4). Each says what the outside world may have done. */
export type CardOutcome =
  /** The card was charged. `discrepancies` is what the answer says differently from what was asked. */
  | {
      readonly kind: 'approved';
      readonly feeMinor: number;
      readonly card: CardDetails;
      readonly discrepancies: readonly Discrepancy[];
      readonly deviceWarning: boolean;
    }
  /** Nothing was charged: the issuer said no. */
  | { readonly kind: 'declined'; readonly reason: Reason; readonly deviceWarning: boolean }
  /** Nothing was charged: the customer, an administrator or the terminal's patience ended it. */
  | { readonly kind: 'cancelled'; readonly reason: Reason; readonly deviceWarning: boolean }
  /** Nothing was charged: it could not be done. */
  | { readonly kind: 'failed'; readonly reason: Reason; readonly deviceWarning: boolean }
  /** The card may have been charged. Nobody asks again by itself. */
  | { readonly kind: 'outcome-unknown'; readonly reason: Reason };

export interface CardTerminalSettings {
  /** Base address, for example `http://localhost:8526/DeviceService/BDS/`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly currency: Currency;
  readonly idlePollMs: number;
  readonly busyPollMs: number;
}

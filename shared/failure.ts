import type { IncidentId, SaleId } from './ids.ts';
import type { BillReason } from './bill.ts';
import type { Outcome } from './sale.ts';
import type { FieldProblem } from './sale-input.ts';
import type { TerminalState } from './terminal-status.ts';

/** Why the till did not do what was asked. In every case nothing was sent to the terminal for it. */
export type Failure =
  /** The text in a field will not do; a problem for each. */
  | { readonly kind: 'bad-input'; readonly problems: readonly FieldProblem[] }
  /** The same bill has an attempt whose outcome nobody knows. */
  | { readonly kind: 'blocked'; readonly earlier: readonly SaleId[] }
  /** A customer is at the terminal. */
  | { readonly kind: 'terminal-busy'; readonly saleId: SaleId }
  /** Another sale is at the counter: it is paid or abandoned first. */
  | { readonly kind: 'sale-open'; readonly saleId: SaleId }
  /** The sale is not at a point where this can be done: it is paid, abandoned, or still waits for an answer. */
  | { readonly kind: 'not-now'; readonly saleId: SaleId; readonly outcome: Outcome }
  /** The biller's service refused, or could not be asked: nothing was reserved. */
  | { readonly kind: 'bill-refused'; readonly reason: BillReason }
  /** No bill service is set up for this till. */
  | { readonly kind: 'no-bill-service' }
  /** No QR service is set up for this till. */
  | { readonly kind: 'no-qr-service' }
  | { readonly kind: 'no-such-advice'; readonly adviceId: string }
  /** The terminal cannot take a card now; no sale was begun. */
  | { readonly kind: 'terminal-not-ready'; readonly state: TerminalState; readonly detail?: string }
  /** No room to write a sale down, so none is begun. */
  | { readonly kind: 'disk-full'; readonly freeBytes: number; readonly neededBytes: number }
  /** The disk refused the record for another reason than its room. */
  | { readonly kind: 'not-written'; readonly detail: string }
  /** The record of what happened was changed or cannot be read. */
  | { readonly kind: 'journal-damaged'; readonly detail: string; readonly lastGoodSequence: number; readonly lastGoodAt?: string }
  /** The data folder was written by a later version of the till. */
  | { readonly kind: 'journal-too-new'; readonly schema: number; readonly supported: number }
  /** Practice and real payments are never mixed in one data folder. */
  | { readonly kind: 'wrong-mode'; readonly folderMode: string }
  /** The same sale id was used for another request. */
  | { readonly kind: 'id-reused'; readonly saleId: SaleId }
  | { readonly kind: 'no-such-sale'; readonly saleId: string }
  /** Only an unknown outcome can be resolved by hand. */
  | { readonly kind: 'not-unresolved'; readonly saleId: SaleId }
  | { readonly kind: 'unknown-call'; readonly name: string }
  /** The call does not have the shape that the contract gives it. */
  | { readonly kind: 'bad-call'; readonly detail: string }
  /** A programmer's mistake; the log has it under this id. */
  | { readonly kind: 'internal'; readonly incidentId: IncidentId }
  /** The window cannot reach the till's core: what happened to the call is not known, and asking again is harmless. */
  | { readonly kind: 'till-unreachable' };

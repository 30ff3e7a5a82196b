import type { SaleId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { Sale, TimelineEntry } from '../../shared/sale.ts';
import type { Fact, JournalRecord } from './record.ts';

/** What happened, in order, for ever. Every implementation passes `journal.contract.ts`. */
export interface Journal {
  /**
   * Writes a fact down. Durable when it returns: it survives the death of the process and a power cut.
   * The sale as it is read afterwards changes in the same step.
   * `disk-full`: nothing was written, and everything written before is still there.
   */
  append(saleId: SaleId, fact: Fact): Result<JournalRecord, AppendFailure>;
  /**
   * As `append`, for several facts of one sale or of many, in their order: all of them are written or none is, and they share what a write costs.
   * @returns their records, in the same order; none for none
   */
  appendAll(entries: readonly Entry[]): Result<readonly JournalRecord[], AppendFailure>;
  sale(saleId: SaleId): Sale | undefined;
  /** As `sale`, of many at once, which costs less than half. Those that are not there are missing. */
  sales(saleIds: readonly SaleId[]): ReadonlyMap<SaleId, Sale>;
  saleByNumber(number: number): Sale | undefined;
  /** The sale's facts, oldest first. */
  records(saleId: SaleId): readonly JournalRecord[];
  timeline(saleId: SaleId): readonly TimelineEntry[];
  /** Newest first. */
  history(page: HistoryPage): readonly Sale[];
  /** Sales that are `open`, `waiting` or `outcome-unknown`, oldest first. */
  open(): readonly Sale[];
  /** Sales of which a service still has to be told something, oldest first. */
  owing(): readonly Sale[];
  /** Abandoned sales whose cash is still in the drawer, oldest first. */
  cashToReturn(): readonly Sale[];
  /** The last sequence and its hash; 0 and the empty chain's hash in a new journal. */
  head(): { readonly sequence: number; readonly hash: string };
  /** Finishes what is on the way to the disk and lets go of the file. */
  close(): void;
}

/** A fact, and the sale that it is about. */
export interface Entry {
  readonly saleId: SaleId;
  readonly fact: Fact;
}

export interface HistoryPage {
  readonly limit: number;
  /** Only sales whose number is smaller. */
  readonly before?: number | undefined;
  /** Only sales begun at or after this moment, ISO 8601, UTC. */
  readonly since?: string | undefined;
}

export type AppendFailure =
  { readonly kind: 'disk-full'; readonly detail: string } | { readonly kind: 'not-written'; readonly detail: string };

/** Whether the chain is whole. `lastGood…` is the last record before the first that is not as it was written. */
export type Verification =
  | { readonly kind: 'sound'; readonly sequence: number; readonly lastAt?: string; readonly hash: string; readonly sales: number }
  | { readonly kind: 'damaged'; readonly detail: string; readonly lastGoodSequence: number; readonly lastGoodAt?: string };

/** How facts become the sale that is read: pure, and given by the checkout, whose `transition` it is. */
export type Project = (previous: Sale | undefined, record: JournalRecord) => Sale;

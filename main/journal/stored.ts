import type { SaleId } from '../../shared/ids.ts';
import { invariant } from '../../shared/result.ts';
import type { Sale, TimelineEntry } from '../../shared/sale.ts';
import type { StoredEvent, StoredSale } from './chain.ts';
import { factSchema, type Fact, type JournalRecord } from './record.ts';

/** What is read is not what was written. Thrown by reads, because no reader can go on from there; `verifyJournal` says how far the journal is good. */
export class JournalDamagedError extends Error {
  override readonly name = 'JournalDamagedError';
}

/** A fact as text. The kind has a column of its own, so that a person can read the table. */
export function bodyOf(fact: Fact): string {
  const { kind: _kind, ...body } = fact;
  return JSON.stringify(body);
}

/** @throws JournalDamagedError if the stored body is not a fact */
export function recordOf(event: StoredEvent): JournalRecord {
  const fact = factSchema.safeParse({ ...bodyAsObject(event), kind: event.kind });
  if (!fact.success) throw new JournalDamagedError(`record ${event.sequence} is not a fact: ${fact.error.message}`);
  const { sequence, at, saleNumber } = event;
  return { sequence, at, saleId: event.saleId as SaleId, saleNumber, fact: fact.data };
}

export function timelineEntryOf(event: StoredEvent): TimelineEntry {
  return { sequence: event.sequence, at: event.at, kind: event.kind, body: bodyAsObject(event) };
}

function bodyAsObject(event: StoredEvent): Readonly<Record<string, unknown>> {
  try {
    return JSON.parse(event.body) as Readonly<Record<string, unknown>>;
  } catch {
    throw new JournalDamagedError(`record ${event.sequence} is not JSON`);
  }
}

/** The row of a sale after `lastSequence`. SQLite keeps UTF-8, which has no lone surrogates; the columns would not come back as they were. */
export function storedSaleOf(sale: Sale, lastSequence: number): StoredSale {
  return {
    number: sale.number,
    saleId: sale.saleId,
    begunAt: sale.begunAt,
    outcome: sale.outcome,
    amountMinor: sale.amountMinor,
    currency: sale.currency,
    reference: sale.reference.toWellFormed(),
    lastSequence,
    sale: JSON.stringify(sale),
  };
}

/**
 * Programmers' mistakes that must not reach the disk: a fact that could not be read again, a sale that is not the record's.
 * @returns the fact as it will be read again
 */
export function checkedFact(fact: Fact): Fact {
  const checked = factSchema.safeParse(JSON.parse(JSON.stringify(fact)));
  invariant(checked.success, `a fact that can be read again: ${checked.error?.message}`);
  return checked.data;
}

export function checkProjection(previous: Sale | undefined, record: JournalRecord, next: Sale): void {
  invariant(next.saleId === record.saleId, `the sale ${next.saleId} follows from a record of ${record.saleId}`);
  // The number is said on the telephone: it comes from the journal, so that no two sales can have the same.
  invariant(
    next.number === record.saleNumber,
    `sale ${next.saleId} has the number ${next.number}, not its records' ${record.saleNumber}`,
  );
  invariant(previous === undefined || next.begunAt === previous.begunAt, `sale ${next.saleId} began when it began`);
}

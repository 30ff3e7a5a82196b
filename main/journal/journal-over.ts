import type { SaleId } from '../../shared/ids.ts';
import { fail, invariant, ok, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import { timestamp, type Clock } from '../ports/clock.ts';
import { silentLogger, type LogFields, type Logger } from '../ports/logger.ts';
import type { Anchor, AnchorWriter } from './anchor.ts';
import { chainHash, sealOf } from './chain.ts';
import { contentsHashOf } from './contents.ts';
import { causeOf, messageOf, type Database, type Row } from './database.ts';
import type { DiskGuard } from './disk.ts';
import type { AppendFailure, Entry, HistoryPage, Journal, Project } from './journal.ts';
import type { JournalRecord } from './record.ts';
import { bodyOf, checkedFact, checkProjection, JournalDamagedError, recordOf, storedSaleOf, timelineEntryOf } from './stored.ts';
import {
  eventsOf,
  headOf,
  insertEvent,
  insertSale,
  nextSaleNumber,
  selectSale,
  storedSale,
  updateSale,
  type Head,
} from './tables.ts';

export interface JournalParts {
  readonly clock: Pick<Clock, 'now'>;
  readonly project: Project;
  /** Gives its ballast up when the disk is full, so that what is under way can be finished. */
  readonly disk?: Pick<DiskGuard, 'giveUpBallast'>;
  readonly logger?: Logger;
}

/** More than are written about in one step. */
const mostLookedAt = 256;

/**
 * The journal's work on an open database.
 * @param anchor absent for a reader, which never appends
 */
export function journalOver(database: Database, anchor: AnchorWriter | undefined, parts: JournalParts): Journal {
  const { clock, project, disk, logger = silentLogger } = parts;
  let hasAppended = false;
  let isClosed = false;

  /**
   * The text of sales that were looked at since they were written about. Whoever writes has looked at them before, and reading one again, with
   * its seal, takes half as long as writing it. Only for the journal that writes: there is one at a time, so nobody else changes them meanwhile.
   */
  const lookedAt = new Map<SaleId, string>();

  const saleFrom = (text: string | undefined): Sale | undefined => (text === undefined ? undefined : (JSON.parse(text) as Sale));
  const textFrom = (row: Row | undefined): string | undefined => (row === undefined ? undefined : storedSale(row).sale);
  const salesFrom = (rows: readonly Row[]): readonly Sale[] => rows.map((row) => JSON.parse(storedSale(row).sale) as Sale);

  const textOf = (saleId: SaleId): string | undefined => lookedAt.get(saleId) ?? textFrom(database.get(selectSale.byId, saleId));

  const remember = (saleId: SaleId, text: string): void => {
    if (anchor === undefined) return;
    if (lookedAt.size >= mostLookedAt) lookedAt.clear();
    lookedAt.set(saleId, text);
  };

  const lookAt = (saleId: SaleId): Sale | undefined => {
    const text = textOf(saleId);
    if (text !== undefined) remember(saleId, text);
    return saleFrom(text);
  };

  /** By one statement: each of its own would take a reader's lock, and give it back. */
  const lookAtAll = (saleIds: readonly SaleId[]): ReadonlyMap<SaleId, Sale> => {
    const texts = new Map<SaleId, string>();
    for (const saleId of saleIds) {
      const text = lookedAt.get(saleId);
      if (text !== undefined) texts.set(saleId, text);
    }
    const unread = saleIds.filter((saleId) => !texts.has(saleId));
    for (const row of unread.length === 0 ? [] : database.all(selectSale.byIds, JSON.stringify(unread))) {
      const { saleId, sale } = storedSale(row);
      texts.set(saleId as SaleId, sale);
      remember(saleId as SaleId, sale);
    }
    return new Map(Array.from(texts, ([saleId, text]) => [saleId, JSON.parse(text) as Sale]));
  };

  /** Inside a transaction: the record after `head`, and the sale as it is read afterwards. @returns the new head */
  const writeOne = ({ saleId, fact }: Entry, at: string, head: Head): Written => {
    const previous = saleFrom(textOf(saleId));
    lookedAt.delete(saleId);
    const saleNumber = previous?.number ?? nextSaleNumber(database);
    const record: JournalRecord = { sequence: head.sequence + 1, at, saleId, saleNumber, fact };
    const sale = project(previous, record);
    checkProjection(previous, record, sale);
    const event = { sequence: record.sequence, at, saleId, saleNumber, kind: fact.kind, body: bodyOf(fact) };
    const hash = chainHash(head.hash, event);
    const row = storedSaleOf(sale, record.sequence);
    insertEvent(database, event, hash);
    (previous === undefined ? insertSale : updateSale)(database, row, sealOf(row, hash));
    return { record, head: { sequence: record.sequence, hash } };
  };

  const writeAll = (entries: readonly Entry[], at: string): readonly Written[] => {
    let head = headOf(database);
    return entries.map((entry) => {
      const written = writeOne(entry, at, head);
      head = written.head;
      return written;
    });
  };

  const attempt = (entries: readonly Entry[], at: string): Result<readonly JournalRecord[], AppendFailure> => {
    let written: readonly Written[];
    try {
      written = database.inTransaction(() => writeAll(entries, at));
    } catch (error) {
      const cause = error instanceof JournalDamagedError ? 'damaged' : causeOf(error);
      if (cause === 'mistake') throw error;
      const detail = messageOf(error);
      logger.error('journal-not-written', { ...namesOf(entries), cause, detail });
      return fail({ kind: cause === 'disk-full' ? 'disk-full' : 'not-written', detail });
    }
    hasAppended = true;
    const last = written.at(-1);
    if (last) moveAnchor(last.head);
    return ok(written.map(({ record }) => record));
  };

  const appendAll = (entries: readonly Entry[]): Result<readonly JournalRecord[], AppendFailure> => {
    invariant(anchor !== undefined, 'a reader does not append');
    if (entries.length === 0) return ok([]);
    const checked = entries.map(({ saleId, fact }) => ({ saleId, fact: checkedFact(fact) }));
    const at = timestamp(clock);
    const first = attempt(checked, at);
    if (first.ok || first.failure.kind !== 'disk-full' || disk?.giveUpBallast() !== true) return first;
    logger.warn('ballast-given-up', namesOf(checked));
    return attempt(checked, at);
  };

  const moveAnchor = (to: Anchor): void => {
    try {
      anchor?.write(to);
    } catch (error) {
      // The record is safe all the same; the anchor only says less than it could.
      logger.warn('journal-anchor-not-written', { sequence: to.sequence, detail: messageOf(error) });
    }
  };

  const vouchForContents = (): void => {
    try {
      const contents = contentsHashOf(database);
      if (contents !== undefined) anchor?.write({ ...headOf(database), contents });
    } catch (error) {
      logger.warn('journal-anchor-not-written', { detail: messageOf(error) });
    }
  };

  return {
    append: (saleId, fact) => {
      const appended = appendAll([{ saleId, fact }]);
      if (!appended.ok) return appended;
      const [record] = appended.value;
      invariant(record, 'a record for each entry');
      return ok(record);
    },
    appendAll,
    sale: lookAt,
    sales: lookAtAll,
    saleByNumber: (number) => saleFrom(textFrom(database.get(selectSale.byNumber, number))),
    records: (saleId) => eventsOf(database, saleId).map(recordOf),
    timeline: (saleId) => eventsOf(database, saleId).map(timelineEntryOf),
    history: (page) => salesFrom(historyRows(database, page)),
    open: () => salesFrom(database.all(selectSale.open)),
    owing: () => salesFrom(database.all(selectSale.owing)),
    cashToReturn: () => salesFrom(database.all(selectSale.cashToReturn)),
    head: () => headOf(database),
    close: () => {
      if (isClosed) return;
      isClosed = true;
      // Only what this process has written to is known to be good: who merely looked must not vouch for a changed byte.
      if (hasAppended) vouchForContents();
      anchor?.close();
      database.close();
    },
  };
}

interface Written {
  readonly record: JournalRecord;
  /** The journal's end from there on. */
  readonly head: Head;
}

/** For the log: the first entry, and how many. */
function namesOf(entries: readonly Entry[]): LogFields {
  const [first] = entries;
  return { saleId: first?.saleId, kind: first?.fact.kind, ...(entries.length > 1 ? { facts: entries.length } : {}) };
}

/**
 * A page by number, newest first. Sales since a moment are nearly always the newest ones, so the plain page already holds them;
 * only where it reaches past them is the index of moments asked how far back to look. A clock that was set back makes no difference.
 */
function historyRows(database: Database, { limit, before = Number.MAX_SAFE_INTEGER, since }: HistoryPage): readonly Row[] {
  const rows = database.all(selectSale.page, before, limit);
  if (since === undefined || rows.every((row) => String(row['begun_at']) >= since)) return rows;
  return database.all(selectSale.pageSince, before, since, since, limit);
}

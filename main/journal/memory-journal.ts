import type { SaleId } from '../../shared/ids.ts';
import { invariant, ok } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import { timestamp, type Clock } from '../ports/clock.ts';
import { chainHash, emptyChainHash, type StoredEvent } from './chain.ts';
import type { Entry, Journal, Project } from './journal.ts';
import type { JournalRecord } from './record.ts';
import { bodyOf, checkedFact, checkProjection, recordOf, timelineEntryOf } from './stored.ts';

/** The journal for simulations, that run a sale ten thousand times: the same chain, the same text for a fact, and nothing on the disk. */
export function createMemoryJournal({
  clock,
  project,
}: {
  readonly clock: Pick<Clock, 'now'>;
  readonly project: Project;
}): Journal {
  const events: StoredEvent[] = [];
  const eventsBySale = new Map<SaleId, StoredEvent[]>();
  /** As text, so that nobody can change what was written by holding on to it. In the order of their numbers. */
  const sales = new Map<SaleId, string>();
  /** Per question that a list answers: which sales are on it now. */
  const lists = { open: new Set<SaleId>(), owing: new Set<SaleId>(), cashToReturn: new Set<SaleId>() };
  const put = (list: Set<SaleId>, saleId: SaleId, isOn: boolean): void => void (isOn ? list.add(saleId) : list.delete(saleId));
  const idsByNumber = new Map<number, SaleId>();
  let hash = emptyChainHash;

  const saleOf = (saleId: SaleId | undefined): Sale | undefined => {
    const text = saleId === undefined ? undefined : sales.get(saleId);
    return text === undefined ? undefined : (JSON.parse(text) as Sale);
  };
  const listed = (list: ReadonlySet<SaleId>): readonly Sale[] =>
    [...list]
      .map(saleOf)
      .filter((sale) => sale !== undefined)
      .toSorted((one, other) => one.number - other.number);
  const eventsOf = (saleId: SaleId): readonly StoredEvent[] => eventsBySale.get(saleId) ?? [];

  /** Everything that can throw comes before anything is kept: all or none. */
  const appendAll = (entries: readonly Entry[]): readonly JournalRecord[] => {
    const at = timestamp(clock);
    const changed = new Map<SaleId, Sale>();
    const numberNew = (): number => sales.size + [...changed.keys()].filter((saleId) => !sales.has(saleId)).length + 1;
    const records = entries.map(({ saleId, fact }, index): JournalRecord => {
      const checked = checkedFact(fact);
      const previous = changed.get(saleId) ?? saleOf(saleId);
      const saleNumber = previous?.number ?? numberNew();
      const record: JournalRecord = { sequence: events.length + 1 + index, at, saleId, saleNumber, fact: checked };
      const sale = project(previous, record);
      checkProjection(previous, record, sale);
      changed.set(saleId, sale);
      return record;
    });
    for (const { sequence, saleId, saleNumber, fact } of records) {
      const event = { sequence, at, saleId, saleNumber, kind: fact.kind, body: bodyOf(fact) };
      hash = chainHash(hash, event);
      events.push(event);
      eventsBySale.set(saleId, [...eventsOf(saleId), event]);
    }
    for (const [saleId, sale] of changed) keep(saleId, sale);
    return records;
  };

  const keep = (saleId: SaleId, sale: Sale): void => {
    sales.set(saleId, JSON.stringify(sale));
    idsByNumber.set(sale.number, saleId);
    put(lists.open, saleId, ['open', 'waiting', 'outcome-unknown'].includes(sale.outcome));
    put(lists.owing, saleId, sale.owesAdvice === true);
    put(lists.cashToReturn, saleId, sale.outcome === 'abandoned' && sale.cash?.isReturned === false);
  };

  return {
    append: (saleId, fact) => {
      const [record] = appendAll([{ saleId, fact }]);
      invariant(record, 'a record for each entry');
      return ok(record);
    },
    appendAll: (entries) => ok(appendAll(entries)),
    sale: saleOf,
    sales: (saleIds) =>
      new Map(
        saleIds.flatMap((saleId) => {
          const sale = saleOf(saleId);
          return sale ? [[saleId, sale]] : [];
        }),
      ),
    saleByNumber: (number) => saleOf(idsByNumber.get(number)),
    records: (saleId) => eventsOf(saleId).map(recordOf),
    timeline: (saleId) => eventsOf(saleId).map(timelineEntryOf),
    history: ({ limit, before = Infinity, since = '' }) =>
      [...sales.keys()]
        .map(saleOf)
        .filter((sale) => sale !== undefined)
        .filter((sale) => sale.number < before && sale.begunAt >= since)
        .toSorted((one, other) => other.number - one.number)
        .slice(0, limit),
    open: () => listed(lists.open),
    owing: () => listed(lists.owing),
    cashToReturn: () => listed(lists.cashToReturn),
    head: () => ({ sequence: events.length, hash }),
    close: () => {},
  };
}

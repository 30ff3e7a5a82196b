import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/failure.ts';
import type { TillClient } from '../../shared/ipc/contract.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { pageSize, withPage, type ReadSales } from './history-list.ts';
import type { TillStore } from './till-store.ts';

export interface HistoryState extends ReadSales {
  readonly isLoading: boolean;
  readonly failure: Failure | undefined;
  /** Earlier days too; otherwise today alone. */
  readonly showsAll: boolean;
}

export interface HistoryStore extends Pick<StoreApi<HistoryState>, 'getState' | 'getInitialState' | 'subscribe'> {
  /**
   * Reads the newest page, and again whenever a payment was decided or resolved.
   * @returns stops
   */
  start(): () => void;
  showAll(showsAll: boolean): void;
  loadMore(): void;
  reload(): void;
}

/**
 * The list of payments as far as it was read.
 * @param startOfToday the moment at which the till's day began, ISO 8601, UTC
 */
export function createHistoryStore(
  client: Pick<TillClient, 'call'>,
  till: TillStore,
  startOfToday: () => string,
  initial?: Partial<HistoryState>,
): HistoryStore {
  const store = createStore<HistoryState>(() => ({
    sales: [],
    hasMore: false,
    isLoading: true,
    failure: undefined,
    showsAll: false,
    ...initial,
  }));
  let question = 0;

  async function load(before?: number): Promise<void> {
    question += 1;
    const mine = question;
    store.setState({ isLoading: true });
    const reply = await client.call('history/list', {
      limit: pageSize,
      ...(before === undefined ? {} : { before }),
      ...(store.getState().showsAll ? {} : { since: startOfToday() }),
    });
    // The answer to an earlier question than the last is not shown.
    if (mine !== question) return;
    store.setState((known) =>
      reply.ok
        ? { ...withPage(known, reply.value), isLoading: false, failure: undefined }
        : { isLoading: false, failure: reply.failure },
    );
  }

  return {
    getState: store.getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,

    start() {
      void load();
      return till.subscribe(({ snapshot }, { snapshot: before }) => {
        if (snapshot && before && wasDecided(snapshot, before)) void load();
      });
    },
    showAll(showsAll) {
      store.setState({ showsAll, sales: [], hasMore: false, failure: undefined });
      void load();
    },
    loadMore: () => void load(store.getState().sales.at(-1)?.number),
    reload: () => void load(),
  };
}

/** Did something happen that changes the list? There is no other event for it than the snapshot. */
export function wasDecided(snapshot: Snapshot, before: Snapshot): boolean {
  // An advice that has arrived changes what a bill of its sale says.
  const factsOf = ({ counter, unresolved, cashToReturn, advices }: Snapshot): string =>
    [
      counter.kind,
      ...[...unresolved, ...cashToReturn].map(({ saleId }) => saleId),
      advices?.waiting ?? '',
      advices?.needsAttention ?? '',
    ].join(' ');
  return factsOf(snapshot) !== factsOf(before);
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AdviceView } from '../../shared/advice-view.ts';
import type { Failure } from '../../shared/failure.ts';
import type { AdviceId } from '../../shared/ids.ts';
import type { TillClient } from '../../shared/ipc/contract.ts';
import type { TillStore } from './till-store.ts';

export interface AdviceState {
  readonly advices: readonly AdviceView[];
  readonly setAside: readonly { readonly file: string; readonly why: string }[];
  readonly isLoading: boolean;
  readonly failure: Failure | undefined;
  /** Being sent again just now. */
  readonly sending: AdviceId | undefined;
}

export interface AdviceStore extends Pick<StoreApi<AdviceState>, 'getState' | 'getInitialState' | 'subscribe'> {
  /**
   * Reads the list, again whenever the till says that something changed, and now and then: a try that was not final changes no count.
   * @returns stops
   */
  start(): () => void;
  sendAgain(adviceId: AdviceId): Promise<void>;
  reload(): void;
}

/** The first repetition comes after five seconds (billpay 10): a list older than that would be wrong about the next try. */
const reloadEveryMs = 5_000;

/** What services still have to be told, as far as it was read. */
export function createAdviceStore(
  client: Pick<TillClient, 'call'>,
  till: TillStore,
  initial?: Partial<AdviceState>,
  everyMs = reloadEveryMs,
): AdviceStore {
  const store = createStore<AdviceState>(() => ({
    advices: [],
    setAside: [],
    isLoading: true,
    failure: undefined,
    sending: undefined,
    ...initial,
  }));
  const { getState, setState } = store;
  let question = 0;

  async function load(): Promise<void> {
    question += 1;
    const mine = question;
    const reply = await client.call('advices/list', {});
    // The answer to an earlier question than the last is not shown.
    if (mine !== question) return;
    if (!reply.ok) return setState({ isLoading: false, failure: reply.failure });
    const { advices, setAside } = reply.value;
    setState({ advices: inOrder(advices), setAside, isLoading: false, failure: undefined });
  }

  return {
    getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,

    start() {
      void load();
      const timer = setInterval(() => void load(), everyMs);
      const stopFollowing = till.subscribe(({ snapshot }, { snapshot: before }) => {
        if (JSON.stringify(snapshot?.advices) !== JSON.stringify(before?.advices)) void load();
      });
      return () => {
        clearInterval(timer);
        stopFollowing();
      };
    },
    async sendAgain(adviceId) {
      if (getState().sending !== undefined) return;
      setState({ sending: adviceId, failure: undefined });
      const reply = await client.call('advices/retry', { adviceId });
      setState({ sending: undefined });
      if (!reply.ok) return setState({ failure: reply.failure });
      return load();
    },
    reload: () => void load(),
  };
}

/** What needs a person first, then the oldest. */
function inOrder(advices: readonly AdviceView[]): readonly AdviceView[] {
  const rank = ({ state }: AdviceView): number => (state === 'needs-attention' ? 0 : 1);
  return advices.toSorted((one, other) => rank(one) - rank(other) || one.queuedAt.localeCompare(other.queuedAt));
}

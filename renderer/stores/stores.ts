import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { SaleId } from '../../shared/ids.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { createTexts, type Texts } from '../../shared/texts/translate.ts';
import type { WindowClient } from '../till/window-client.ts';
import { createBillStore, type BillState, type BillStore } from './bill-store.ts';
import { createSellStore, type SellSettings, type SellState, type SellStore } from './sell-store.ts';
import { createTenderStore, type TenderStore } from './tender-store.ts';
import { createTillStore, followTill, type TillState, type TillStore } from './till-store.ts';
import { createViewStore, goTo, type ViewState, type ViewStore } from './view-store.ts';

/** Everything that a screen needs, in one place: the till, and the window's four stores. */
export interface Stores {
  readonly client: WindowClient;
  readonly till: TillStore;
  readonly view: ViewStore;
  readonly sell: SellStore;
  readonly bill: BillStore;
  /** The money of the sale that is open: the same store as long as it is the same sale. */
  readonly tenderOf: (saleId: SaleId) => TenderStore;
}

export interface InitialStates {
  readonly till?: Partial<TillState>;
  readonly view?: Partial<ViewState>;
  readonly sell?: Partial<SellState>;
  readonly bill?: Partial<BillState>;
}

export function createStores(client: WindowClient, initial: InitialStates = {}): Stores {
  let tender: { readonly saleId: SaleId; readonly store: TenderStore } | undefined;
  return {
    client,
    till: createTillStore(initial.till),
    view: createViewStore(initial.view),
    sell: createSellStore(client, undefined, initial.sell),
    bill: createBillStore(client, undefined, initial.bill),
    tenderOf(saleId) {
      if (tender?.saleId !== saleId) tender = { saleId, store: createTenderStore(client, saleId) };
      return tender.store;
    },
  };
}

/**
 * Brings the stores to life: follows the till, and lets what it says move the window.
 * @returns stops
 */
export function startStores(stores: Stores): () => void {
  const stopMoving = stores.till.subscribe(({ snapshot }, before) => {
    if (snapshot) moveWindow(stores, snapshot, before.snapshot);
  });
  const stopFollowing = followTill(stores.till, stores.client);
  const stopAsking = stores.client.listen('leave-asked', () =>
    stores.view.setState(({ leaveAsks }) => ({ leaveAsks: leaveAsks + 1 })),
  );
  return () => {
    stopAsking();
    stopFollowing();
    stopMoving();
  };
}

function moveWindow({ view, sell, bill }: Stores, snapshot: Snapshot, before: Snapshot | undefined): void {
  // Recovery before selling: what is unresolved is the first thing that a window shows.
  const isOwed = snapshot.unresolved.length > 0 || snapshot.cashToReturn.length > 0;
  if (!before && isOwed) view.setState({ place: 'unresolved', isRecovery: true });

  const saleBefore = before && before.counter.kind !== 'free' ? before.counter.sale : undefined;
  const sale = snapshot.counter.kind === 'free' ? undefined : snapshot.counter.sale;
  if (saleBefore && saleBefore.saleId !== sale?.saleId) {
    sell.forget(saleBefore.saleId);
    bill.forget(saleBefore.saleId);
  }

  if (!before || before.counter.kind === snapshot.counter.kind) return;
  // A dialog or a slip that was open before the card is no longer what the cashier is doing.
  if (snapshot.counter.kind !== 'free') view.setState({ place: 'sell', slip: undefined, dialog: undefined, isRecovery: false });
  // The question was about a sale that has gone on meanwhile.
  view.setState({ leaveAsks: 0 });
}

const StoresContext = createContext<Stores | undefined>(undefined);

export const StoresProvider = StoresContext.Provider;

export function useStores(): Stores {
  const stores = useContext(StoresContext);
  if (!stores) throw new Error('a screen was rendered outside StoresProvider');
  return stores;
}

export function useTill<Selected>(select: (state: TillState) => Selected): Selected {
  return useStore(useStores().till, select);
}

/** The last snapshot. Only for what is rendered once there is one. */
export function useSnapshot<Selected>(select: (snapshot: Snapshot) => Selected): Selected {
  return useTill(({ snapshot }) => {
    if (!snapshot) throw new Error('a screen was rendered before the first snapshot');
    return select(snapshot);
  });
}

export function useView<Selected>(select: (state: ViewState) => Selected): Selected {
  return useStore(useStores().view, select);
}

export function useSell<Selected>(select: (state: SellState) => Selected): Selected {
  return useStore(useStores().sell, select);
}

export function useBill<Selected>(select: (state: BillState) => Selected): Selected {
  return useStore(useStores().bill, select);
}

export function useSellSettings(): SellSettings {
  const currency = useSnapshot((snapshot) => snapshot.currency);
  const locale = useSnapshot((snapshot) => snapshot.locale);
  return { currency, locale };
}

/** The cashier has seen the outcome, and goes on to sell as soon as the counter is free. @returns whether it is */
export async function dismissOutcome({ client, till, view }: Stores): Promise<boolean> {
  const counter = till.getState().snapshot?.counter;
  if (counter?.kind !== 'decided') return false;
  // Before the answer: the event that frees the counter may overtake it, and where the cashier has gone by then must stand.
  goTo(view, 'sell');
  const reply = await client.call('sale/dismiss', { saleId: counter.sale.saleId });
  return reply.ok;
}

const textsByLocale = new Map<string, Texts>();

/** The words of a locale, made once. */
export function textsOf(locale: string): Texts {
  const known = textsByLocale.get(locale) ?? createTexts(locale);
  textsByLocale.set(locale, known);
  return known;
}

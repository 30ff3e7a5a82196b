import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import { isUnderWay } from '../../shared/qr-tender.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Snapshot, SoldKind, TenderKind } from '../../shared/snapshot.ts';

/** Where the cashier went; what is on the counter goes over it. */
export type Place = 'sell' | 'history' | 'unresolved' | 'advices';

/** What is sold: a plain amount, or bills. */
export type SellPart = SoldKind;

export type DialogState =
  | { readonly kind: 'keys' }
  | { readonly kind: 'detail'; readonly saleId: SaleId }
  | { readonly kind: 'resolve'; readonly sale: Sale }
  /** The same bill has unresolved attempts; which form asked for it, and by which means it was to be paid. */
  | { readonly kind: 'blocked'; readonly part: SellPart; readonly tender?: TenderKind; readonly earlier: readonly SaleId[] }
  /** The address of the customer's display, or why there is none. */
  | { readonly kind: 'customer'; readonly opened: { readonly path: string } | { readonly failure: Failure } }
  /** The open sale is given up only after a second press. */
  | { readonly kind: 'abandon' };

export interface ViewState {
  readonly place: Place;
  readonly sellPart: SellPart;
  /** Counts how often a part was asked for, so that asking for the one that is shown moves the focus back to its beginning. */
  readonly partAsks: number;
  /** The sale whose slip is being looked at. */
  readonly slip: Sale | undefined;
  readonly dialog: DialogState | undefined;
  /** Counts how often somebody wanted to leave and is being asked; 0: nobody is. Over whatever dialog is open, which stays as it is. */
  readonly leaveAsks: number;
  /** A code was asked for with the sale itself: its screen comes up at once, and not the one before it for a moment. */
  readonly isCodeAsked: boolean;
  /** The unresolved payments were shown because the window opened, not because somebody asked. */
  readonly isRecovery: boolean;
}

export type ViewStore = StoreApi<ViewState>;

export function createViewStore(initial?: Partial<ViewState>): ViewStore {
  return createStore<ViewState>(() => ({
    place: 'sell',
    sellPart: 'amount',
    partAsks: 0,
    slip: undefined,
    dialog: undefined,
    leaveAsks: 0,
    isCodeAsked: false,
    isRecovery: false,
    ...initial,
  }));
}

export function goTo(store: ViewStore, place: Place): void {
  store.setState({ place, slip: undefined, dialog: undefined, isRecovery: false });
}

export function goToPart(store: ViewStore, sellPart: SellPart): void {
  goTo(store, 'sell');
  store.setState(({ partAsks }) => ({ sellPart, partAsks: partAsks + 1 }));
}

/** A dialog has the keyboard. */
export function hasDialog({ dialog, leaveAsks }: Pick<ViewState, 'dialog' | 'leaveAsks'>): boolean {
  return dialog !== undefined || leaveAsks > 0;
}

export type ScreenName =
  'opening' | 'sell' | 'open' | 'code' | 'taking' | 'outcome' | 'slip' | 'history' | 'unresolved' | 'advices' | 'trouble';

/**
 * Which screen fills the window. The till decides before the cashier does: a customer at the terminal or before a code, a sale whose money is still to be taken,
 * then an outcome that nobody has seen, then where the cashier went. So a window that was reloaded and a second window show the same.
 */
export function screenOf(snapshot: Snapshot | undefined, view: Pick<ViewState, 'place' | 'slip' | 'isCodeAsked'>): ScreenName {
  if (!snapshot) return 'opening';
  const { counter } = snapshot;
  if (counter.kind === 'taking') return 'taking';
  if (counter.kind === 'open') return view.isCodeAsked || counter.sale.codes?.some(isUnderWay) ? 'code' : 'open';
  if (counter.kind === 'decided') return view.slip?.saleId === counter.sale.saleId ? 'slip' : 'outcome';
  if (view.slip) return 'slip';
  if (view.place === 'sell') return hasTrouble(snapshot) ? 'trouble' : 'sell';
  return view.place === 'advices' && !snapshot.advices ? 'sell' : view.place;
}

/** The till cannot write down what it would do, so it sells nothing. */
export function hasTrouble({ journal }: Pick<Snapshot, 'journal'>): boolean {
  return journal.kind !== 'sound' && journal.kind !== 'verifying' && journal.kind !== 'disk-low';
}

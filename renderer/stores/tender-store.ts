import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/failure.ts';
import type { QrId, SaleId } from '../../shared/ids.ts';
import type { TillClient } from '../../shared/ipc/contract.ts';
import type { FieldProblem, FieldProblemCode } from '../../shared/sale-input.ts';
import {
  amountMinorOf,
  emptyAmount,
  entryOfAmount,
  inputOfEntry,
  pasteAmount,
  pressAmountKey,
  type AmountEntry,
  type AmountKey,
} from './amount-entry.ts';
import type { SellSettings } from './sell-store.ts';

export interface TenderState {
  /** What the customer hands over. */
  readonly handed: AmountEntry;
  readonly problem: Pick<FieldProblem, 'code' | 'limit'> | undefined;
  /** Less than is due was pressed once: the next press takes it as a part of a split. */
  readonly isPartAsked: boolean;
  /** The till has been asked and has not answered. */
  readonly isPending: boolean;
  /** The same of a code that is to be cancelled: beside whatever else was asked, because cancelling never waits. */
  readonly isCancelling: boolean;
  readonly cancelFailure: Failure | undefined;
  readonly failure: Failure | undefined;
  readonly notice: 'scan-ignored' | undefined;
}

export interface TenderStore extends Pick<StoreApi<TenderState>, 'getState' | 'getInitialState' | 'subscribe'> {
  press(key: AmountKey, settings: SellSettings): void;
  paste(text: string, settings: SellSettings): void;
  refuseCharacter(): void;
  /** A quick amount: exactly this. */
  hand(amountMinor: number): void;
  /** The next customer's bill was scanned into the money: it is put back. */
  ignoreScan(before: AmountEntry): void;
  /**
   * Takes the cash. Less than is due has to be pressed twice: a digit that was left out must not become a split that only abandoning undoes.
   * Once: while an answer is awaited, asking again is ignored.
   */
  payCash(dueMinor: number, settings: SellSettings): Promise<void>;
  /** A code for all that is due. Once, likewise. */
  payAllByCode(): Promise<void>;
  /** A code for a part of it. More than is due is never asked for by a code. */
  payPartByCode(amountMinor: number, dueMinor: number, settings: SellSettings): Promise<void>;
  /** Gives the code up that is under way. */
  cancelCode(qrId: QrId): Promise<void>;
  /** A card for all that is still due. */
  payCard(): Promise<void>;
}

/** The money of one open sale. */
export function createTenderStore(client: Pick<TillClient, 'call'>, saleId: SaleId, initial?: Partial<TenderState>): TenderStore {
  const store = createStore<TenderState>(() => ({
    handed: emptyAmount,
    problem: undefined,
    isPartAsked: false,
    isPending: false,
    isCancelling: false,
    cancelFailure: undefined,
    failure: undefined,
    notice: undefined,
    ...initial,
  }));
  const { getState, setState } = store;

  const change = (handed: AmountEntry): void =>
    setState({ handed, problem: undefined, isPartAsked: false, failure: undefined, notice: undefined });
  const refuse = (code: FieldProblemCode): void => setState({ problem: { code }, notice: undefined });

  /** @param amount as it was typed; absent: all that is due, whatever that is when the till looks */
  async function askForCode(amount?: string): Promise<void> {
    if (getState().isPending) return undefined;
    setState({ isPending: true, failure: undefined, cancelFailure: undefined, problem: undefined, notice: undefined });
    const reply = await client.call('sale/pay-code', { saleId, ...(amount === undefined ? {} : { amount }) });
    setState({ isPending: false });
    if (reply.ok) return change(emptyAmount);
    if (reply.failure.kind !== 'bad-input') return setState({ failure: reply.failure });
    const [problem] = reply.failure.problems;
    return setState({ problem: problem ?? { code: 'amount-not-a-number' } });
  }

  return {
    getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,

    press: (key, { currency }) => change(pressAmountKey(getState().handed, key, currency)),
    paste(text, { currency, locale }) {
      const pasted = pasteAmount(text, currency, locale);
      if (pasted.ok) change(pasted.value);
      else refuse(`amount-${pasted.failure}`);
    },
    refuseCharacter: () => refuse('amount-not-a-number'),
    hand: (amountMinor) => change(entryOfAmount(amountMinor)),
    ignoreScan(before) {
      change(before);
      setState({ notice: 'scan-ignored' });
    },

    async payCash(dueMinor, { currency, locale }) {
      const { handed, isPartAsked, isPending } = getState();
      if (isPending) return;
      const handedMinor = amountMinorOf(handed, currency);
      if (handedMinor === 0) return refuse('amount-empty');
      if (handedMinor < dueMinor && !isPartAsked) return setState({ isPartAsked: true, problem: undefined, notice: undefined });
      setState({ isPending: true, failure: undefined, problem: undefined, notice: undefined });
      const reply = await client.call('sale/pay-cash', { saleId, handed: inputOfEntry(handed, currency, locale) });
      setState({ isPending: false });
      if (reply.ok) return change(emptyAmount);
      if (reply.failure.kind !== 'bad-input') return setState({ failure: reply.failure });
      const [problem] = reply.failure.problems;
      return setState({ problem: problem ?? { code: 'amount-not-a-number' } });
    },
    payAllByCode: () => askForCode(),
    async payPartByCode(amountMinor, dueMinor, { currency, locale }) {
      if (amountMinor > dueMinor) return refuse('more-than-due');
      return askForCode(amountMinor === dueMinor ? undefined : inputOfEntry(entryOfAmount(amountMinor), currency, locale));
    },
    async cancelCode(qrId) {
      if (getState().isCancelling) return;
      // Whatever was not answered before, this is about what is there now.
      setState({ isCancelling: true, cancelFailure: undefined, failure: undefined });
      const reply = await client.call('sale/cancel-code', { saleId, qrId });
      setState({ isCancelling: false, cancelFailure: reply.ok ? undefined : reply.failure });
    },
    async payCard() {
      if (getState().isPending) return;
      setState({ isPending: true, failure: undefined, problem: undefined, notice: undefined });
      const reply = await client.call('sale/pay-card', { saleId });
      setState({ isPending: false, failure: reply.ok ? undefined : reply.failure });
    },
  };
}

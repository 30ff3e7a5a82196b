import { createStore, type StoreApi } from 'zustand/vanilla';
import { billReferenceLength, type BillDetails, type BillKind, type Biller, type Institution } from '../../shared/bill.ts';
import {
  limitProblem,
  limitsOf,
  noLimits,
  suggestedMinor,
  type BillLimits,
  type LimitProblem,
} from '../../shared/bill-limits.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { TillClient } from '../../shared/ipc/contract.ts';
import { sameReference, textProblem, type FieldProblem, type FieldProblemCode } from '../../shared/sale-input.ts';
import type { Sale } from '../../shared/sale.ts';
import {
  amountMinorOf,
  emptyAmount,
  entryOfAmount,
  inputOfEntry,
  isEmptyAmount,
  pasteAmount,
  pressAmountKey,
  type AmountEntry,
  type AmountKey,
} from './amount-entry.ts';
import type { SellSettings, SubmitAnswer } from './sell-store.ts';

/** The contract's own limit for one sale. */
export const mostBills = 10;

/** The bill that is being entered. */
export interface BillDraft {
  readonly kind: BillKind;
  readonly biller: Institution | undefined;
  readonly reference: string;
  readonly amount: AmountEntry;
  /** The amount is what the look-up suggests: the first digit that is typed replaces it. */
  readonly isSuggested: boolean;
}

/**
 * How far the look-up of the bill has come.
 *
 *   none ─▶ asking ─┬─▶ found         what is due, with its limits
 *                   ├─▶ not-offered   the customer names the amount
 *                   └─▶ failed ─▶ skipped   the cashier goes on without it
 */
export type LookUp =
  | { readonly kind: 'none' | 'asking' | 'not-offered' | 'skipped' }
  | { readonly kind: 'found'; readonly details: BillDetails; readonly limits: BillLimits; readonly isConfirmed: boolean }
  | { readonly kind: 'failed'; readonly failure: Failure };

export type Billers =
  | { readonly kind: 'reading' }
  | { readonly kind: 'read'; readonly billers: readonly Biller[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A bill that is in the sale, and not yet asked for. */
export interface BillToPay {
  readonly kind: BillKind;
  readonly biller: Institution | undefined;
  readonly reference: string;
  readonly amountMinor: number;
}

export type BillField = 'biller' | 'reference' | 'amount';

/** What the window can tell by itself, beside what the till finds. `limitMinor` is the limit that an amount breaks. */
export type BillProblemCode =
  FieldProblemCode | LimitProblem['code'] | 'biller-needed' | 'already-in' | 'too-full' | 'not-in-sale';

export interface BillProblem {
  readonly field: BillField;
  readonly code: BillProblemCode;
  readonly limit?: string | number;
  readonly limitMinor?: number;
}

export type BillNotice = 'paste-refused' | 'scan-taken' | 'scan-too-early';

export interface BillState {
  /** Made with the first bill that is added, and the same until the outcome is dismissed or the till refused without a sale. */
  readonly saleId: SaleId | undefined;
  readonly billers: Billers;
  readonly search: string;
  readonly draft: BillDraft;
  readonly lookUp: LookUp;
  readonly bills: readonly BillToPay[];
  readonly problems: readonly BillProblem[];
  /** What the till found wrong with a bill that is in the sale already; its field names the bill by its place. */
  readonly refused: readonly FieldProblem[];
  readonly failure: Failure | undefined;
  readonly isPending: boolean;
  readonly notice: BillNotice | undefined;
  /** Counts the refusals, so that the form moves the focus once for each. */
  readonly refusals: number;
}

export interface BillStore extends Pick<StoreApi<BillState>, 'getState' | 'getInitialState' | 'subscribe'> {
  loadBillers(): Promise<void>;
  search(text: string): void;
  choose(biller: Institution | undefined): void;
  setKind(kind: BillKind): void;
  write(reference: string): void;
  /** Asks what is due. Once: while an answer is awaited, asking again is ignored; the answer to a bill that was changed meanwhile is dropped. */
  lookUp(settings: SellSettings): Promise<void>;
  /** Goes on without a look-up. */
  skip(): void;
  /** Back to the biller and the reference; both stay. */
  changeBill(): void;
  confirmCustomer(): void;
  press(key: AmountKey, settings: SellSettings): void;
  paste(text: string, settings: SellSettings): void;
  refuseCharacter(): void;
  /** A scan was typed somewhere: what it changed is put back, and the text goes to the reference. @returns whether it may be looked up */
  takeScan(text: string, before: Pick<BillState, 'draft' | 'search'>): boolean;
  /** Puts the bill into the sale. @returns whether it is in */
  add(settings: SellSettings): boolean;
  remove(place: number): void;
  /** Has every bill reserved. Once: while an answer is awaited, asking again is ignored. */
  request(settings: SellSettings, overrideReason?: string): Promise<SubmitAnswer>;
  clear(): void;
  /** The same bills once more, as a new sale. */
  prefill(sale: Sale): void;
  /** The outcome of this sale was dismissed: if it was ours, the form starts afresh. */
  forget(saleId: SaleId): void;
}

const noDraft: BillDraft = { kind: 'account', biller: undefined, reference: '', amount: emptyAmount, isSuggested: false };

const freshEntry = {
  search: '',
  draft: noDraft,
  lookUp: { kind: 'none' },
  problems: [],
  notice: undefined,
} as const satisfies Partial<BillState>;

const fresh: Omit<BillState, 'billers'> = {
  ...freshEntry,
  saleId: undefined,
  bills: [],
  refused: [],
  failure: undefined,
  isPending: false,
  refusals: 0,
};

export function createBillStore(
  client: Pick<TillClient, 'call'>,
  makeId: () => SaleId = () => crypto.randomUUID() as SaleId,
  initial?: Partial<BillState>,
): BillStore {
  const store = createStore<BillState>(() => ({ ...fresh, billers: { kind: 'reading' }, ...initial }));
  const { getState, setState } = store;
  /** Rises with everything that makes an answer to a look-up one about another bill. */
  let question = 0;

  /** Another bill than the one that was looked up. */
  function changeWhat(draft: Partial<BillDraft>, notice?: BillNotice): void {
    question += 1;
    setState((state) => ({
      draft: { ...state.draft, amount: emptyAmount, isSuggested: false, ...draft },
      lookUp: { kind: 'none' },
      problems: [],
      failure: undefined,
      notice,
    }));
  }

  /** Where there is no list there is nothing to search in: what was typed there before that was known goes on in the reference. */
  function setBillers(billers: Billers): void {
    const { search, draft } = getState();
    if (offersBillers(billers)) return setState({ billers });
    setState({ billers, search: '' });
    if (search !== '' && draft.reference === '') changeWhat({ reference: search });
  }

  function changeAmount(amount: AmountEntry): void {
    setState((state) => ({
      draft: { ...state.draft, amount, isSuggested: false },
      problems: state.problems.filter(({ field }) => field !== 'amount'),
      failure: undefined,
      notice: undefined,
    }));
  }

  function refuse(problems: readonly BillProblem[]): void {
    setState((state) => ({ problems, refusals: state.refusals + 1 }));
  }

  function refuseAmount(code: FieldProblemCode, notice?: BillNotice): void {
    const others = getState().problems.filter(({ field }) => field !== 'amount');
    setState({ problems: [...others, { field: 'amount', code }], notice });
  }

  return {
    getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,

    async loadBillers() {
      const reply = await client.call('bill/billers', {});
      if (reply.ok) return setBillers({ kind: 'read', billers: reply.value.billers.filter((each) => each.isAllowed) });
      // A list that was read before is still good for choosing from: the service decides about each bill anyway.
      if (getState().billers.kind !== 'read') setBillers({ kind: 'failed', failure: reply.failure });
    },
    search(search) {
      // Whoever looks for a biller while an answer is awaited means another bill: an answer that came now would take the search away.
      if (getState().lookUp.kind === 'asking') changeWhat({});
      setState({ search, notice: undefined });
    },
    choose(biller) {
      changeWhat({ biller });
      setState({ search: '' });
    },
    setKind: (kind) => changeWhat({ kind }),
    write: (reference) => changeWhat({ reference }),

    async lookUp({ currency }) {
      const { draft, lookUp } = getState();
      if (lookUp.kind === 'asking') return;
      const problem = referenceProblem(draft.reference);
      if (problem) return refuse([problem]);
      question += 1;
      const mine = question;
      setState({ lookUp: { kind: 'asking' }, problems: [], failure: undefined, notice: undefined });
      const reply = await client.call('bill/look-up', { bill: nameOf({ ...draft, reference: draft.reference.trim() }) });
      if (mine !== question) return;
      if (!reply.ok) {
        if (reply.failure.kind !== 'bad-input') return setState({ lookUp: { kind: 'failed', failure: reply.failure } });
        setState({ lookUp: { kind: 'none' } });
        return refuse(reply.failure.problems.map((each) => ({ ...each, field: 'reference' })));
      }
      const { details } = reply.value;
      if (!details) return setState({ lookUp: { kind: 'not-offered' } });
      const limits = limitsOf(details, currency);
      setState((state) => ({
        lookUp: { kind: 'found', details, limits, isConfirmed: false },
        draft: { ...state.draft, amount: entryOfAmount(suggestedMinor(limits)), isSuggested: true },
      }));
    },
    skip() {
      const problem = referenceProblem(getState().draft.reference);
      if (problem) return refuse([problem]);
      question += 1;
      setState({ lookUp: { kind: 'skipped' }, problems: [], notice: undefined });
    },
    changeBill: () => changeWhat({}),
    confirmCustomer() {
      const { lookUp } = getState();
      if (lookUp.kind === 'found') setState({ lookUp: { ...lookUp, isConfirmed: true } });
    },

    press(key, { currency }) {
      const { draft } = getState();
      const isReplacing = draft.isSuggested && key !== 'backspace';
      changeAmount(pressAmountKey(isReplacing ? emptyAmount : draft.amount, key, currency));
    },
    paste(text, { currency, locale }) {
      const pasted = pasteAmount(text, currency, locale);
      if (pasted.ok) return changeAmount(pasted.value);
      return refuseAmount(`amount-${pasted.failure}`, 'paste-refused');
    },
    refuseCharacter: () => refuseAmount('amount-not-a-number'),

    takeScan(text, before) {
      const { lookUp } = getState();
      // The bill on the screen is not lost to the next one on the pile.
      if (isLookedUp(lookUp)) {
        setState({ ...before, problems: [], notice: 'scan-too-early' });
        return false;
      }
      changeWhat({ ...before.draft, reference: text }, 'scan-taken');
      setState({ search: before.search });
      return true;
    },

    add({ currency }) {
      const { draft, lookUp, bills, billers, saleId } = getState();
      const found = lookUp.kind === 'found' ? lookUp : undefined;
      const bill: BillToPay = {
        kind: draft.kind,
        biller: draft.biller ?? found?.details.receiver,
        reference: draft.reference.trim(),
        amountMinor: amountMinorOf(draft.amount, currency),
      };
      const hasList = billers.kind === 'read' && offersBillers(billers);
      const problem =
        billProblem(bill, bills, hasList && !found) ?? amountProblem(draft.amount, bill.amountMinor, found?.limits ?? noLimits);
      if (problem) {
        refuse([problem]);
        return false;
      }
      question += 1;
      setState({ ...freshEntry, bills: [...bills, bill], refused: [], failure: undefined, saleId: saleId ?? makeId() });
      return true;
    },
    remove(place) {
      const { bills, isPending } = getState();
      if (isPending) return;
      setState({ bills: bills.filter((_, index) => index !== place), refused: [], failure: undefined });
    },

    async request({ currency, locale }, overrideReason) {
      const { bills, draft, isPending, saleId: known } = getState();
      if (isPending || bills.length === 0) return 'ignored';
      if (draft.reference.trim() !== '') {
        refuse([{ field: 'reference', code: 'not-in-sale' }]);
        return 'refused';
      }
      const saleId = known ?? makeId();
      setState({ saleId, isPending: true, problems: [], refused: [], failure: undefined, notice: undefined });
      const reply = await client.call('bill/request', {
        saleId,
        bills: bills.map((bill) => ({
          ...nameOf(bill),
          amount: inputOfEntry(entryOfAmount(bill.amountMinor), currency, locale),
        })),
        ...(overrideReason === undefined ? {} : { overrideReason }),
      });
      setState({ isPending: false });
      if (reply.ok) return 'begun';
      const { failure } = reply;
      // Only these two leave open whether the bills were asked for: the same id makes asking again harmless.
      const mayHaveBegun = failure.kind === 'till-unreachable' || failure.kind === 'internal';
      if (!mayHaveBegun) setState({ saleId: makeId() });
      if (failure.kind === 'blocked') return { blocked: failure.earlier };
      setState(failure.kind === 'bad-input' ? { refused: failure.problems, failure } : { failure });
      return 'refused';
    },

    clear() {
      if (getState().isPending) return;
      question += 1;
      setState({ ...fresh, refusals: getState().refusals });
    },
    prefill(sale) {
      question += 1;
      const bills = (sale.bills ?? []).map(({ kind, biller, reference, requestedMinor }): BillToPay => ({
        kind,
        biller: biller.id === '' ? undefined : biller,
        reference,
        amountMinor: requestedMinor,
      }));
      setState({ ...fresh, refusals: getState().refusals, bills, saleId: makeId() });
    },
    forget(saleId) {
      if (getState().saleId === saleId) setState({ ...fresh, refusals: getState().refusals });
    },
  };
}

/** Is there a field to search a biller in? Also while the list is still being read: a field that comes late would move the others, under the finger that is about to press them. */
export function offersBillers(billers: Billers): boolean {
  return billers.kind === 'reading' || (billers.kind === 'read' && billers.billers.length > 0);
}

/** Is the amount what is to be entered next? */
export function isLookedUp({ kind }: LookUp): boolean {
  return kind === 'found' || kind === 'not-offered' || kind === 'skipped';
}

/** What the bills of a sale come to. */
export function totalMinorOf(bills: readonly BillToPay[]): number {
  return bills.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
}

function nameOf({ kind, reference, biller }: Pick<BillDraft, 'kind' | 'reference' | 'biller'>): {
  readonly kind: BillKind;
  readonly reference: string;
  readonly biller?: { id: string; name: string };
} {
  return { kind, reference, ...(biller ? { biller: { id: biller.id, name: biller.name } } : {}) };
}

/** Any character may stand in a reference, `/` too; only its length is given (billpay 3.2). The till checks again. */
function referenceProblem(typed: string): BillProblem | undefined {
  const reference = typed.trim();
  if (reference === '') return { field: 'reference', code: 'required' };
  const problem = textProblem(reference, billReferenceLength.most);
  if (problem) return { field: 'reference', ...problem };
  if (reference.length >= billReferenceLength.least) return undefined;
  return { field: 'reference', code: 'too-short', limit: billReferenceLength.least };
}

function billProblem(bill: BillToPay, bills: readonly BillToPay[], needsBiller: boolean): BillProblem | undefined {
  const problem = referenceProblem(bill.reference);
  if (problem) return problem;
  if (needsBiller && !bill.biller) return { field: 'biller', code: 'biller-needed' };
  if (bills.length >= mostBills) return { field: 'reference', code: 'too-full', limit: mostBills };
  const isIn = bills.some(
    (each) => each.kind === bill.kind && each.biller?.id === bill.biller?.id && sameReference(each.reference, bill.reference),
  );
  return isIn ? { field: 'reference', code: 'already-in' } : undefined;
}

function amountProblem(entry: AmountEntry, amountMinor: number, limits: BillLimits): BillProblem | undefined {
  if (amountMinor === 0 && limits.mostMinor !== 0) {
    return { field: 'amount', code: isEmptyAmount(entry) ? 'amount-empty' : 'amount-zero' };
  }
  const problem = limitProblem(amountMinor, limits);
  return problem && { field: 'amount', ...problem };
}

import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Currency } from '../../shared/currency.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { RequestOf, TillClient } from '../../shared/ipc/contract.ts';
import { checkSaleInput, type FieldProblem, type InputField } from '../../shared/sale-input.ts';
import { payorFields, type PayorField, type Sale } from '../../shared/sale.ts';
import { emptyAmount, entryOfAmount, inputOfEntry, isEmptyAmount, pasteAmount, pressAmountKey } from './amount-entry.ts';
import type { AmountEntry, AmountKey } from './amount-entry.ts';

/** Every field of the form but the amount, as it was typed. */
export type DraftTexts = Readonly<Record<Exclude<InputField, 'amount'>, string>>;

export interface Draft {
  /**
   * Made when the first thing is typed, and the same until the sale's outcome is dismissed or the till refused without a sale:
   * whatever is pressed how often in between, it is one payment.
   */
  readonly saleId: SaleId | undefined;
  readonly amount: AmountEntry;
  readonly texts: DraftTexts;
}

export type SellNotice = 'paste-refused' | 'scan-moved';

export interface SellState {
  readonly draft: Draft;
  readonly problems: readonly FieldProblem[];
  /** The till has been asked and has not answered. */
  readonly isPending: boolean;
  readonly failure: Failure | undefined;
  readonly notice: SellNotice | undefined;
  /** Counts the refusals, so that the form moves the focus once for each. */
  readonly refusals: number;
}

export interface SellSettings {
  readonly currency: Currency;
  readonly locale: string;
}

export type SubmitAnswer = 'begun' | 'refused' | 'ignored' | { readonly blocked: readonly SaleId[] };

export interface SellStore extends Pick<StoreApi<SellState>, 'getState' | 'getInitialState' | 'subscribe'> {
  press(key: AmountKey, settings: SellSettings): void;
  paste(text: string, settings: SellSettings): void;
  /** A character that no amount has. */
  refuseCharacter(): void;
  /** A scan landed in the amount: the amount is put back, and the text goes where it belongs. */
  moveScanToReference(text: string, amountBefore: AmountEntry): void;
  write(field: keyof DraftTexts, text: string): void;
  /** Asks the till to take the card. Once: while an answer is awaited, asking again is ignored. */
  submit(settings: SellSettings, overrideReason?: string): Promise<SubmitAnswer>;
  /** Has the sale opened, to be paid by other means than a card alone. Once, likewise. */
  open(settings: SellSettings, overrideReason?: string): Promise<SubmitAnswer>;
  clear(): void;
  /** The same payment once more, as a new one. */
  prefill(sale: Sale): void;
  /** The outcome of this sale was dismissed: if it was ours, the form starts afresh. */
  forget(saleId: SaleId): void;
}

/** The window's own guess for a bill type that was left empty; the till fills in what it was set up with. */
const billTypeOfService = 'Bill Payment';

const noTexts: DraftTexts = {
  reference: '',
  billType: '',
  processingMethod: '',
  applicationType: '',
  businessName: '',
  firstName: '',
  middleName: '',
  lastName: '',
  emailAddress: '',
  phoneNumber: '',
  address: '',
  city: '',
  state: '',
  country: '',
  postalCode: '',
};

const fresh: SellState = {
  draft: { saleId: undefined, amount: emptyAmount, texts: noTexts },
  problems: [],
  isPending: false,
  failure: undefined,
  notice: undefined,
  refusals: 0,
};

export function createSellStore(
  client: Pick<TillClient, 'call'>,
  makeId: () => SaleId = () => crypto.randomUUID() as SaleId,
  initial?: Partial<SellState>,
): SellStore {
  const store = createStore<SellState>(() => ({ ...fresh, ...initial }));
  const { getState, setState } = store;

  function change(field: InputField, draft: Partial<Draft>, notice?: SellNotice): void {
    setState((state) => ({
      draft: { ...state.draft, ...draft, saleId: state.draft.saleId ?? makeId() },
      problems: state.problems.filter((problem) => problem.field !== field),
      failure: undefined,
      notice,
    }));
  }

  function refuse(problems: readonly FieldProblem[]): void {
    setState((state) => ({ problems, refusals: state.refusals + 1 }));
  }

  async function ask(
    call: 'sale/begin' | 'sale/open',
    settings: SellSettings,
    overrideReason: string | undefined,
  ): Promise<SubmitAnswer> {
    const { draft, isPending } = getState();
    if (isPending) return 'ignored';
    const input = inputOf(draft, settings);
    const checked = checkSaleInput(input, { ...settings, billType: billTypeOfService });
    if (!checked.ok) {
      refuse(checked.failure);
      return 'refused';
    }
    const saleId = draft.saleId ?? makeId();
    setState({
      draft: { ...draft, saleId },
      problems: [],
      isPending: true,
      failure: undefined,
      notice: undefined,
    });
    const reply = await client.call(call, {
      saleId,
      input,
      ...(overrideReason === undefined ? {} : { overrideReason }),
    });
    setState({ isPending: false });
    if (reply.ok) return 'begun';
    const { failure } = reply;
    // Only these two leave open whether a sale was begun: the same id makes asking again harmless. Every other failure refused it.
    const mayHaveBegun = failure.kind === 'till-unreachable' || failure.kind === 'internal';
    if (!mayHaveBegun) setState((state) => ({ draft: { ...state.draft, saleId: makeId() } }));
    if (failure.kind === 'blocked') return { blocked: failure.earlier };
    if (failure.kind === 'bad-input') refuse(failure.problems);
    else setState({ failure });
    return 'refused';
  }

  return {
    getState,
    getInitialState: store.getInitialState,
    subscribe: store.subscribe,

    press(key, { currency }) {
      const { draft } = getState();
      change('amount', { amount: pressAmountKey(draft.amount, key, currency) });
    },

    paste(text, { currency, locale }) {
      const pasted = pasteAmount(text, currency, locale);
      if (pasted.ok) return change('amount', { amount: pasted.value });
      const { problems } = getState();
      setState({
        problems: [...problems.filter(({ field }) => field !== 'amount'), { field: 'amount', code: `amount-${pasted.failure}` }],
        notice: 'paste-refused',
      });
    },

    refuseCharacter() {
      const { problems } = getState();
      setState({
        problems: [...problems.filter(({ field }) => field !== 'amount'), { field: 'amount', code: 'amount-not-a-number' }],
        notice: undefined,
      });
    },

    moveScanToReference(text, amountBefore) {
      const { draft, problems } = getState();
      setState({ problems: problems.filter(({ field }) => field !== 'amount') });
      change('reference', { amount: amountBefore, texts: { ...draft.texts, reference: text } }, 'scan-moved');
    },

    write(field, text) {
      const { draft } = getState();
      change(field, { texts: { ...draft.texts, [field]: text } });
    },

    submit: (settings, overrideReason) => ask('sale/begin', settings, overrideReason),
    open: (settings, overrideReason) => ask('sale/open', settings, overrideReason),

    clear() {
      if (!getState().isPending) setState({ ...fresh, refusals: getState().refusals });
    },

    prefill(sale) {
      const texts: Record<keyof DraftTexts, string> = {
        ...noTexts,
        reference: sale.reference,
        billType: sale.billType,
        processingMethod: sale.processingMethod,
        applicationType: sale.applicationType,
      };
      for (const field of payorFields) texts[field] = sale.payor[field] ?? '';
      setState({
        ...fresh,
        refusals: getState().refusals,
        draft: { saleId: makeId(), amount: entryOfAmount(sale.amountMinor), texts },
      });
    },

    forget(saleId) {
      if (getState().draft.saleId === saleId) setState({ ...fresh, refusals: getState().refusals });
    },
  };
}

/** What goes to the till: every text as it was typed, and what was left empty left out. */
function inputOf({ amount, texts }: Draft, { currency, locale }: SellSettings): RequestOf<'sale/begin'>['input'] {
  const payor: { [field in PayorField]?: string } = {};
  for (const field of payorFields) if (texts[field].trim() !== '') payor[field] = texts[field];
  return {
    amount: inputOfEntry(amount, currency, locale),
    reference: texts.reference,
    payor,
    ...(texts.billType.trim() === '' ? {} : { billType: texts.billType }),
    ...(texts.processingMethod === '' ? {} : { processingMethod: texts.processingMethod }),
    ...(texts.applicationType === '' ? {} : { applicationType: texts.applicationType }),
  };
}

export function isEmptyDraft({ amount, texts }: Draft): boolean {
  return isEmptyAmount(amount) && Object.values(texts).every((text) => text === '');
}

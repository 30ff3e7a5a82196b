import { useEffect, useMemo, useRef, type ReactElement, type RefObject } from 'react';
import { billKinds, billReferenceLength } from '../../shared/bill.ts';
import { describeFailure } from '../../shared/texts/describe.ts';
import {
  AmountField,
  useAmountKeys,
  useScreenWideAmountKeys,
  useStableSettings,
  type AmountTarget,
} from '../components/amount-field.tsx';
import { BillCart } from '../components/bill-cart.tsx';
import { BillDetailsCard } from '../components/bill-details-card.tsx';
import { describeBillProblem, describeLookUpFailure, mayPayWithoutLookUp } from '../components/bill-words.ts';
import { BillerPicker } from '../components/biller-picker.tsx';
import { Button } from '../components/button.tsx';
import { Keypad } from '../components/keypad.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { useIgnoreHeldEnter } from '../components/use-ignore-held-enter.ts';
import { useScans } from '../components/use-scans.ts';
import { useScreenWideEnter } from '../components/use-screen-wide-enter.ts';
import { useStopStrayEnter } from '../components/use-stop-stray-enter.ts';
import { keyNames } from '../keys.ts';
import { amountMinorOf } from '../stores/amount-entry.ts';
import { beginningOf } from '../stores/bill-focus.ts';
import { isLookedUp, offersBillers, totalMinorOf, type BillField } from '../stores/bill-store.ts';
import { useBill, useStores, useView } from '../stores/stores.ts';
import { hasDialog } from '../stores/view-store.ts';

/**
 * Bills, one after the other: whose it is and its reference, then what is due and what the customer pays, then into the sale.
 * When all are in, one button has them reserved.
 */
export function BillForm(): ReactElement {
  const t = useT();
  const { bill, view } = useStores();
  const settings = useStableSettings();
  const rootRef = useRef<HTMLDivElement>(null);
  const isAmountNext = useBill((state) => isLookedUp(state.lookUp));
  const refusals = useBill((state) => state.refusals);
  useIgnoreHeldEnter();

  useEffect(() => void bill.loadBillers(), [bill]);

  // After a refusal the focus goes to the field that needs attention.
  const refusalsSeen = useRef(refusals);
  useEffect(() => {
    if (refusals === refusalsSeen.current) return undefined;
    refusalsSeen.current = refusals;
    const frame = requestAnimationFrame(() => rootRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    return () => cancelAnimationFrame(frame);
  }, [refusals]);

  useScans({
    look: () => bill.getState(),
    onScan: (text, { draft, search }) => {
      if (bill.takeScan(text, { draft, search })) void bill.lookUp(settings);
    },
    isOff: () => hasDialog(view.getState()) || bill.getState().isPending,
  });

  return (
    <div ref={rootRef} className="sell bill" data-step={isAmountNext ? 'amount' : 'what'}>
      <h1 className="visually-hidden">{t('bill.title')}</h1>
      {isAmountNext ? <AmountStep /> : <WhatStep />}
    </div>
  );
}

function useBillProblem(field: BillField): string | undefined {
  const texts = useTexts();
  const { currency } = useStableSettings();
  const problem = useBill((state) => state.problems.find((each) => each.field === field));
  return problem && describeBillProblem(texts, problem, currency);
}

/** Whose bill it is, and its reference; beside it the bills that are in the sale. */
function WhatStep(): ReactElement {
  const t = useT();
  const texts = useTexts();
  const { bill } = useStores();
  const settings = useStableSettings();
  const formRef = useRef<HTMLFormElement>(null);
  const searchRef = useRef<HTMLInputElement>(null);
  const referenceRef = useRef<HTMLInputElement>(null);
  const payRef = useRef<HTMLButtonElement>(null);
  const draft = useBill((state) => state.draft);
  const search = useBill((state) => state.search);
  const billers = useBill((state) => state.billers);
  const lookUp = useBill((state) => state.lookUp);
  const notice = useBill((state) => state.notice);
  // With nothing begun and bills in the sale, Enter means the money.
  const isPayNext = useBill((state) => state.bills.length > 0 && state.draft.reference.trim() === '');
  const hasSearch = offersBillers(billers);
  const isAsking = lookUp.kind === 'asking';
  const billerProblem = useBillProblem('biller');
  const referenceProblem = useBillProblem('reference');

  useScreenWideEnter(formRef);

  // What went wrong is seen on a low screen, too.
  const failureRef = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (lookUp.kind === 'failed') failureRef.current?.scrollIntoView({ block: 'nearest' });
  }, [lookUp]);

  // Asked for once more while it is shown: back to its beginning, for the next bill.
  const partAsks = useView((state) => state.partAsks);
  const asksSeen = useRef(partAsks);
  useEffect(() => {
    if (partAsks === asksSeen.current) return;
    asksSeen.current = partAsks;
    (searchRef.current ?? referenceRef.current)?.focus();
  }, [partAsks]);

  // Once, when the step comes up: what comes later (the list of billers above all) takes the focus from nobody.
  useEffect(() => {
    const places = { pay: payRef, biller: searchRef, reference: referenceRef };
    places[beginningOf(bill.getState())].current?.focus();
  }, [bill]);

  // There is no list after all, and the search is gone with the focus in it: the hands go on in the reference, as does what they have typed.
  useEffect(() => {
    if (!hasSearch && document.activeElement === document.body) referenceRef.current?.focus();
  }, [hasSearch]);

  return (
    <>
      <form
        ref={formRef}
        className="panel sell-form bill-what"
        noValidate
        aria-label={t('bill.what')}
        onSubmit={(event) => {
          event.preventDefault();
          if (isPayNext) payRef.current?.focus();
          else void bill.lookUp(settings);
        }}
      >
        {hasSearch && (
          <BillerPicker
            inputRef={searchRef}
            billers={billers.kind === 'read' ? billers.billers : undefined}
            chosen={draft.biller}
            search={search}
            problem={billerProblem}
            onSearch={bill.search}
            onChoose={(biller) => {
              bill.choose(biller);
              if (biller) referenceRef.current?.focus();
            }}
            onPass={() => referenceRef.current?.focus()}
          />
        )}
        {billers.kind === 'failed' && (
          <Notice tone="info">
            <p>
              {t('bill.billersNotRead')} {describeFailure(texts, billers.failure)}
            </p>
            <Button onClick={() => void bill.loadBillers()}>{t('common.tryAgain')}</Button>
          </Notice>
        )}
        <fieldset className="segments">
          <legend className="field-label">{t('bill.kind')}</legend>
          <div className="segments-row">
            {billKinds.map((kind) => (
              <label key={kind} className="segment" data-chosen={draft.kind === kind}>
                <input type="radio" name="kind" value={kind} checked={draft.kind === kind} onChange={() => bill.setKind(kind)} />
                {t(`billKind.${kind}`)}
              </label>
            ))}
          </div>
        </fieldset>
        <div className="bill-reference">
          <TextField
            ref={referenceRef}
            name="billReference"
            label={t(`billReference.${draft.kind}`)}
            description={t('bill.referenceHint', billReferenceLength)}
            value={draft.reference}
            problem={referenceProblem}
            onText={bill.write}
          />
          <Button
            type="submit"
            look="primary"
            icon="search"
            className="bill-look-up"
            {...(isPayNext ? {} : { hint: keyNames.enter })}
            disabled={isAsking}
            aria-busy={isAsking}
          >
            {isAsking ? t('bill.lookingUp') : t('bill.lookUp')}
          </Button>
        </div>
        {notice === 'scan-taken' && (
          <p className="sell-notice" role="status">
            {t('bill.scanTaken')}
          </p>
        )}
        {lookUp.kind === 'failed' && (
          <div ref={failureRef}>
            <Notice tone="strong" isAlert>
              <p>{describeLookUpFailure(texts, lookUp.failure)}</p>
              {mayPayWithoutLookUp(lookUp.failure) && <Button onClick={bill.skip}>{t('bill.goOn')}</Button>}
            </Notice>
          </div>
        )}
      </form>
      <BillCart payRef={payRef} isNext={isPayNext} />
    </>
  );
}

/** What is due, and what the customer pays of it. */
function AmountStep(): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const { bill, view } = useStores();
  const settings = useStableSettings();
  const formRef = useRef<HTMLFormElement>(null);
  const amountRef = useRef<HTMLInputElement>(null);
  const draft = useBill((state) => state.draft);
  const notice = useBill((state) => state.notice);
  const bills = useBill((state) => state.bills);
  const problems = useBill((state) => state.problems);
  const amountProblem = useBillProblem('amount');
  const target = useMemo(
    (): AmountTarget => ({
      entry: () => bill.getState().draft.amount,
      press: bill.press,
      paste: bill.paste,
      refuseCharacter: bill.refuseCharacter,
      // The form's own watch for scans is there first.
      takeScan: () => undefined,
    }),
    [bill],
  );
  useScreenWideAmountKeys(useAmountKeys(settings, target));
  useSelectedAtFirst(amountRef);

  useEffect(() => {
    const handle = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || event.defaultPrevented || hasDialog(view.getState())) return;
      event.preventDefault();
      bill.changeBill();
    };
    window.addEventListener('keydown', handle);
    return () => window.removeEventListener('keydown', handle);
  }, [bill, view]);

  useStopStrayEnter(() => bill.getState().draft.isSuggested);
  useScreenWideEnter(formRef);

  const amountMinor = amountMinorOf(draft.amount, settings.currency);
  // What is not at the amount has no field on this step: it is said beside the button.
  const others = problems.filter(({ field }) => field !== 'amount');
  return (
    <form
      ref={formRef}
      className="bill-step"
      noValidate
      aria-label={t('bill.what')}
      onSubmit={(event) => {
        event.preventDefault();
        bill.add(settings);
      }}
    >
      <section className="panel sell-form">
        <BillDetailsCard onConfirmed={() => amountRef.current?.focus()} />
        <AmountField inputRef={amountRef} target={target} entry={draft.amount} problem={amountProblem} />
        {notice === 'paste-refused' && <p className="sell-notice">{t('sell.pasteRefused')}</p>}
      </section>
      <section className="panel sell-pad">
        {bills.length > 0 && (
          <p className="bill-summary">
            {t('bill.saleSummary', { count: bills.length, amount: money(totalMinorOf(bills), settings.currency) })}
          </p>
        )}
        <Keypad target={target} />
        <Button type="submit" look="money" icon="check" className="sell-take" hint={keyNames.enter}>
          {amountMinor > 0 ? t('bill.add', { amount: money(amountMinor, settings.currency) }) : t('bill.addEmpty')}
        </Button>
        <div className="sell-reasons">
          {others.map((problem) => (
            <Notice key={problem.code} tone="strong" isAlert>
              {describeBillProblem(texts, problem, settings.currency)}
            </Notice>
          ))}
          {notice === 'scan-too-early' && (
            <Notice tone="strong" isAlert>
              {t('bill.scanTooEarly')}
            </Notice>
          )}
        </div>
        <Button look="quiet" icon="back" className="sell-clear" hint={keyNames.back} onClick={bill.changeBill}>
          {t('bill.change')}
        </Button>
      </section>
    </form>
  );
}

/** What is due stands there already: the first digit replaces it, and Enter takes it. */
function useSelectedAtFirst(ref: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    ref.current?.focus();
    ref.current?.select();
  }, [ref]);
}

import { Collapsible } from '@base-ui/react/collapsible';
import { Field } from '@base-ui/react/field';
import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type ReactElement, type ReactNode } from 'react';
import { applicationTypes, payorFields, processingMethods } from '../../shared/sale.ts';
import type { InputField } from '../../shared/sale-input.ts';
import type { TenderKind } from '../../shared/snapshot.ts';
import { allowsCard } from '../../shared/terminal-status.ts';
import { describeFailure, describeProblem } from '../../shared/texts/describe.ts';
import { beginSale } from '../actions.ts';
import {
  AmountField,
  useAmountKeys,
  useScreenWideAmountKeys,
  useStableSettings,
  type AmountTarget,
} from '../components/amount-field.tsx';
import { Button, KeyCap } from '../components/button.tsx';
import { DemonstrationHints } from '../components/demonstration-hints.tsx';
import { Icon } from '../components/icon.tsx';
import { Keypad } from '../components/keypad.tsx';
import { Notice } from '../components/notice.tsx';
import { FieldFrame, TextField } from '../components/text-field.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { useIgnoreHeldEnter } from '../components/use-ignore-held-enter.ts';
import { useScreenWideEnter } from '../components/use-screen-wide-enter.ts';
import { keyNames } from '../keys.ts';
import { useLater } from '../load-later.ts';
import { amountMinorOf, isEmptyAmount } from '../stores/amount-entry.ts';
import { isEmptyDraft, type DraftTexts } from '../stores/sell-store.ts';
import { useSell, useSnapshot, useStores, useTill, useView } from '../stores/stores.ts';
import { goToPart, type SellPart } from '../stores/view-store.ts';

const morePayorFields = payorFields.filter((field) => field !== 'postalCode');
const optionFields = ['billType', 'processingMethod', 'applicationType'] as const;

/** What is sold: a plain amount, or bills where the till has a service for them. */
export function SellScreen(): ReactElement {
  const hasBills = useSnapshot((snapshot) => snapshot.sells.includes('bill'));
  const wanted = useView((state) => state.sellPart);
  const later = useLater();
  const part: SellPart = hasBills ? wanted : 'amount';
  return (
    <div className="sell-screen" data-screen="sell" data-part={part} data-has-parts={hasBills}>
      {hasBills && <SellParts part={part} />}
      {part === 'amount' ? <AmountForm /> : later && <later.BillForm />}
    </div>
  );
}

const sellParts = ['amount', 'bill'] as const satisfies readonly SellPart[];

function SellParts({ part }: { readonly part: SellPart }): ReactElement {
  const t = useT();
  const { view } = useStores();
  const words = { amount: t('sell.partAmount'), bill: t('sell.partBill') };
  const keys = { amount: keyNames.partAmount, bill: keyNames.partBill };
  return (
    <div className="sell-parts" role="group" aria-label={t('sell.parts')}>
      {sellParts.map((each) => (
        <button
          key={each}
          type="button"
          className="sell-part"
          aria-pressed={part === each}
          aria-keyshortcuts={keys[each]}
          onClick={() => goToPart(view, each)}
        >
          <Icon name={each === 'amount' ? 'card' : 'document'} />
          {words[each]}
          <KeyCap name={keys[each]} />
        </button>
      ))}
    </div>
  );
}

/** Amount, reference, payor; then one button that takes the card, and apart from it the other ways to pay. */
function AmountForm(): ReactElement {
  const t = useT();
  const stores = useStores();
  const { sell, view } = stores;
  const settings = useStableSettings();
  const amountRef = useRef<HTMLInputElement>(null);
  const formRef = useRef<HTMLFormElement>(null);
  const refusals = useSell((state) => state.refusals);
  const notice = useSell((state) => state.notice);
  const entry = useSell((state) => state.draft.amount);
  const target = useMemo(
    (): AmountTarget => ({
      entry: () => sell.getState().draft.amount,
      press: sell.press,
      paste: sell.paste,
      refuseCharacter: sell.refuseCharacter,
      takeScan: sell.moveScanToReference,
    }),
    [sell],
  );
  useScreenWideAmountKeys(useAmountKeys(settings, target));

  const partAsks = useView((state) => state.partAsks);
  useEffect(() => {
    if (partAsks >= 0) amountRef.current?.focus();
  }, [partAsks]);

  // After a refusal the focus goes to the first field that needs attention; a part of the form that was closed opens first.
  const refusalsSeen = useRef(refusals);
  useEffect(() => {
    if (refusals === refusalsSeen.current) return undefined;
    refusalsSeen.current = refusals;
    const frame = requestAnimationFrame(() => formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    return () => cancelAnimationFrame(frame);
  }, [refusals]);

  useIgnoreHeldEnter();
  useScreenWideEnter(formRef);
  const begin = async (tender: TenderKind): Promise<void> => {
    const answer = await beginSale(stores, tender, settings);
    if (typeof answer !== 'object') return;
    view.setState({ dialog: { kind: 'blocked', part: 'amount', tender, earlier: answer.blocked } });
  };

  return (
    <form
      ref={formRef}
      className="sell"
      noValidate
      aria-label={t('sell.title')}
      onSubmit={(event) => {
        event.preventDefault();
        void begin('card');
      }}
    >
      <h1 className="visually-hidden">{t('sell.title')}</h1>
      <section className="panel sell-form">
        <AmountField inputRef={amountRef} target={target} entry={entry} problem={useProblem('amount')} />
        {notice === 'paste-refused' && <p className="sell-notice">{t('sell.pasteRefused')}</p>}
        {notice === 'scan-moved' && (
          <p className="sell-notice" role="status">
            {t('sell.scanMoved')}
          </p>
        )}
        <div className="sell-fields">
          <DraftField
            field="reference"
            description={t('sell.referenceHint')}
            className="sell-reference"
            // A scanner ends with Enter. Without an amount there is nothing to sell, so Enter goes there and no further.
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !isEmptyAmount(sell.getState().draft.amount)) return;
              event.preventDefault();
              amountRef.current?.focus();
            }}
          />
          <DraftField field="postalCode" description={t('sell.postalCodeHint')} className="sell-postal-code" />
        </div>
        <Part title={t('sell.morePayor')} fields={morePayorFields}>
          {morePayorFields.map((field) => (
            <DraftField key={field} field={field} {...(field === 'emailAddress' ? { inputMode: 'email' } : {})} />
          ))}
        </Part>
        <Part title={t('sell.options')} fields={optionFields}>
          <DraftField field="billType" description={t('sell.billTypeHint')} />
          <Choice field="processingMethod" values={processingMethods.map((value) => [value, t(`processingMethod.${value}`)])} />
          <Choice field="applicationType" values={applicationTypes.map((value) => [value, t(`applicationType.${value}`)])} />
        </Part>
        <DemonstrationHints />
      </section>
      <section className="panel sell-pad">
        <Keypad target={target} />
        <TakeButton />
        <OtherTenders onBegin={(tender) => void begin(tender)} />
        <Reasons />
        <ClearButton onCleared={() => amountRef.current?.focus()} />
      </section>
    </form>
  );
}

function useProblem(field: InputField): string | undefined {
  const texts = useTexts();
  const { currency } = useStableSettings();
  const problem = useSell((state) => state.problems.find((each) => each.field === field));
  return problem && describeProblem(texts, problem, currency);
}

interface DraftFieldProps {
  readonly field: keyof DraftTexts;
  readonly description?: string;
  readonly className?: string;
  readonly inputMode?: 'email';
  readonly onKeyDown?: (event: KeyboardEvent<HTMLInputElement>) => void;
}

function DraftField({ field, ...rest }: DraftFieldProps): ReactElement {
  const t = useT();
  const { sell } = useStores();
  const value = useSell((state) => state.draft.texts[field]);
  return (
    <TextField
      {...rest}
      name={field}
      label={t(`field.${field}`)}
      value={value}
      problem={useProblem(field)}
      onText={(text) => sell.write(field, text)}
    />
  );
}

interface ChoiceProps {
  readonly field: 'processingMethod' | 'applicationType';
  /** Value and word; the first is what an untouched form means. */
  readonly values: readonly (readonly [value: string, word: string])[];
}

function Choice({ field, values }: ChoiceProps): ReactElement {
  const t = useT();
  const { sell } = useStores();
  const value = useSell((state) => state.draft.texts[field]);
  return (
    <FieldFrame name={field} label={t(`field.${field}`)} problem={useProblem(field)}>
      <Field.Control
        render={
          <select>
            {values.map(([each, word]) => (
              <option key={each} value={each}>
                {word}
              </option>
            ))}
          </select>
        }
        className="input"
        value={value === '' ? values[0]?.[0] : value}
        onChange={(event) => sell.write(field, event.currentTarget.value)}
      />
    </FieldFrame>
  );
}

interface PartProps {
  readonly title: string;
  readonly fields: readonly InputField[];
  readonly children: ReactNode;
}

/** A part of the form that is closed until somebody wants it, or until something in it needs attention. */
function Part({ title, fields, children }: PartProps): ReactElement {
  const [isWanted, setWanted] = useState(false);
  const needsAttention = useSell((state) => state.problems.some(({ field }) => fields.some((each) => each === field)));
  return (
    <Collapsible.Root className="part" open={isWanted || needsAttention} onOpenChange={setWanted}>
      <Collapsible.Trigger className="part-trigger">
        <Icon name="chevron" />
        {title}
      </Collapsible.Trigger>
      <Collapsible.Panel className="part-panel">
        <div className="part-fields">{children}</div>
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}

/** Why nothing was started, or why it will not be. */
function Reasons(): ReactElement {
  const t = useT();
  const texts = useTexts();
  const failure = useSell((state) => state.failure);
  const problemCount = useSell((state) => state.problems.length);
  const terminal = useSnapshot((snapshot) => snapshot.terminal.state);
  const isVerifying = useSnapshot((snapshot) => snapshot.journal.kind === 'verifying');
  return (
    <div className="sell-reasons">
      {failure && (
        <Notice tone="strong" isAlert>
          {describeFailure(texts, failure)}
        </Notice>
      )}
      {!failure && problemCount > 0 && (
        <Notice tone="strong" isAlert>
          {t('sell.problems', { count: problemCount })}
        </Notice>
      )}
      {!failure && isVerifying && <Notice tone="info">{t('sell.verifying')}</Notice>}
      {!failure && !isVerifying && (!allowsCard(terminal) || terminal === 'state-unknown') && terminal !== 'checking' && (
        <Notice tone="info" icon="terminal">
          <strong>{t(`terminal.${terminal}`)}.</strong> {t(`terminalAdvice.${terminal}`)}
        </Notice>
      )}
    </div>
  );
}

function TakeButton(): ReactElement {
  const t = useT();
  const money = useMoney();
  const { currency } = useStableSettings();
  const amount = useSell((state) => state.draft.amount);
  const isPending = useSell((state) => state.isPending);
  const connection = useTill((state) => state.connection);
  const amountMinor = amountMinorOf(amount, currency);
  const isLost = connection === 'lost' || connection === 'refused';
  const label = amountMinor > 0 ? t('sell.take', { amount: money(amountMinor, currency) }) : t('sell.takeEmpty');
  return (
    <Button
      type="submit"
      look="money"
      icon="card"
      className="sell-take"
      hint={keyNames.enter}
      disabled={isPending || isLost}
      aria-busy={isPending}
    >
      {isLost ? t('sell.waitingForTill') : isPending ? t('sell.starting') : label}
    </Button>
  );
}

/** Cash and a code, calm and apart: the card is what most customers want, and what Enter takes. Both open the sale first. */
function OtherTenders({ onBegin }: { readonly onBegin: (tender: TenderKind) => void }): ReactElement {
  const t = useT();
  const hasCode = useSnapshot((snapshot) => snapshot.tenders.includes('code'));
  const isPending = useSell((state) => state.isPending);
  const connection = useTill((state) => state.connection);
  const isOff = isPending || connection === 'lost' || connection === 'refused';
  return (
    <div className="sell-others" role="group" aria-label={t('sell.otherWays')}>
      <Button icon="cash" className="sell-cash" hint={keyNames.cash} disabled={isOff} onClick={() => onBegin('cash')}>
        {t('sell.cash')}
      </Button>
      {hasCode && (
        <Button icon="code" className="sell-code" hint={keyNames.code} disabled={isOff} onClick={() => onBegin('code')}>
          {t('sell.code')}
        </Button>
      )}
    </div>
  );
}

function ClearButton({ onCleared }: { readonly onCleared: () => void }): ReactElement {
  const t = useT();
  const { sell } = useStores();
  const isEmpty = useSell((state) => isEmptyDraft(state.draft));
  const isPending = useSell((state) => state.isPending);
  return (
    <Button
      look="quiet"
      className="sell-clear"
      disabled={isEmpty || isPending}
      onClick={() => {
        sell.clear();
        onCleared();
      }}
    >
      {t('sell.clearAll')}
    </Button>
  );
}

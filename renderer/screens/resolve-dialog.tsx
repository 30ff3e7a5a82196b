import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { Failure } from '../../shared/failure.ts';
import type { FieldProblem } from '../../shared/sale-input.ts';
import { dueMinor, takesTenders, type Sale } from '../../shared/sale.ts';
import { describeFailure, describeProblem } from '../../shared/texts/describe.ts';
import { describeSubject } from '../components/bill-words.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Modal } from '../components/modal.tsx';
import { Notice } from '../components/notice.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { formatDateTime } from '../components/times.ts';
import { checkResolution, type ResolveField, type ResolveInput } from '../stores/resolve-form.ts';
import { useStores } from '../stores/stores.ts';

/** A person's verdict on an unknown outcome, with what shows it. */
export function ResolveDialog({ sale, onClose }: { readonly sale: Sale; readonly onClose: () => void }): ReactElement {
  const t = useT();
  return (
    <Modal title={t('resolve.title', { number: sale.number })} onClose={onClose}>
      <ResolveForm sale={sale} onDone={onClose} />
    </Modal>
  );
}

const verdicts = ['charged', 'not-charged'] as const;

export function ResolveForm({ sale, onDone }: { readonly sale: Sale; readonly onDone: () => void }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const { client } = useStores();
  const formRef = useRef<HTMLFormElement>(null);
  const [input, setInput] = useState<ResolveInput>({ verdict: undefined, evidence: '', reason: '' });
  const [problems, setProblems] = useState<readonly FieldProblem[]>([]);
  const [failure, setFailure] = useState<Failure | undefined>(undefined);
  const [isPending, setPending] = useState(false);
  const { verdict } = input;
  // What the terminal's slip shows: in a split the cash has paid its part before.
  const amount = money(dueMinor(sale), sale.currency);

  // What was refused gets the focus: the first of its fields.
  useEffect(() => {
    if (problems.length > 0) formRef.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-invalid] input')?.focus();
  }, [problems]);

  const problemOf = (field: ResolveField): string | undefined => {
    const problem = problems.find((each) => each.field === field);
    return problem && describeProblem(texts, problem, sale.currency);
  };
  const change = (field: ResolveField, part: Partial<ResolveInput>): void => {
    setInput({ ...input, ...part });
    if (problems.some((each) => each.field === field)) setProblems(problems.filter((each) => each.field !== field));
  };

  const submit = async (): Promise<void> => {
    if (isPending) return;
    const found = checkResolution(input);
    setProblems(found);
    setFailure(undefined);
    if (found.length > 0 || verdict === undefined) return;
    setPending(true);
    const reply = await client.call('sale/resolve', {
      saleId: sale.saleId,
      verdict,
      evidence: input.evidence.trim(),
      reason: input.reason.trim(),
    });
    setPending(false);
    if (reply.ok) return onDone();
    if (reply.failure.kind === 'bad-input') return setProblems(reply.failure.problems);
    return setFailure(reply.failure);
  };

  const verdictProblem = problemOf('verdict');
  return (
    <form
      ref={formRef}
      className="resolve"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <p className="resolve-sale">
        <strong>{amount}</strong> {describeSubject(texts, sale)}
        <span className="muted">{formatDateTime(sale.begunAt, texts.locale)}</span>
      </p>
      <fieldset
        className="verdicts"
        data-invalid={verdictProblem === undefined ? undefined : true}
        {...(verdictProblem === undefined ? {} : { 'aria-describedby': 'verdict-problem' })}
      >
        <legend>{t('resolve.question')}</legend>
        {verdicts.map((each) => (
          <label key={each} className="verdict" data-chosen={verdict === each}>
            <input
              type="radio"
              name="verdict"
              value={each}
              aria-labelledby={`verdict-${each}`}
              aria-describedby={`verdict-${each}-text`}
              checked={verdict === each}
              onChange={() => change('verdict', { verdict: each })}
            />
            <strong id={`verdict-${each}`}>{t(`verdict.${each}`)}</strong>
            <span id={`verdict-${each}-text`} className="muted">
              {each === 'charged' ? t('resolve.chargedText') : t('resolve.notChargedText')}
            </span>
          </label>
        ))}
        {verdictProblem !== undefined && (
          <p id="verdict-problem" className="field-problem">
            <Icon name="warning" size={16} />
            {verdictProblem}
          </p>
        )}
      </fieldset>
      <TextField
        name="evidence"
        label={verdict === 'not-charged' ? t('resolve.evidenceNotCharged') : t('resolve.evidenceCharged')}
        description={verdict === 'not-charged' ? t('resolve.evidenceNotChargedHint') : t('resolve.evidenceChargedHint')}
        value={input.evidence}
        problem={problemOf('evidence')}
        onText={(evidence) => change('evidence', { evidence })}
      />
      <TextField
        name="reason"
        isLong
        label={t('resolve.reason')}
        description={t('resolve.reasonHint')}
        value={input.reason}
        problem={problemOf('reason')}
        onText={(reason) => change('reason', { reason })}
      />
      {failure && (
        <Notice tone="strong" isAlert>
          {describeFailure(texts, failure)}
        </Notice>
      )}
      <p className="resolve-consequence" aria-live="polite">
        {verdict === undefined && t('resolve.consequenceNone')}
        {verdict === 'charged' &&
          (takesTenders(sale) ? t('resolve.consequenceChargedOpen', { amount }) : t('resolve.consequenceCharged', { amount }))}
        {verdict === 'not-charged' &&
          (takesTenders(sale) ? t('resolve.consequenceNotChargedOpen') : t('resolve.consequenceNotCharged'))}
        {verdict === 'not-charged' && sale.cash && (
          <strong> {t('resolve.consequenceCash', { amount: money(sale.cash.amountMinor, sale.currency) })}</strong>
        )}
      </p>
      <div className="modal-actions">
        <Button onClick={onDone}>{t('common.cancel')}</Button>
        <Button type="submit" look="money" icon="hand" disabled={isPending}>
          {verdict === undefined && t('resolve.submitNone')}
          {verdict === 'charged' && t('resolve.submitCharged')}
          {verdict === 'not-charged' && t('resolve.submitNotCharged')}
        </Button>
      </div>
    </form>
  );
}

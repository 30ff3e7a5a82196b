import { useState, type ReactElement } from 'react';
import type { SaleId } from '../../shared/ids.ts';
import type { FieldProblem } from '../../shared/sale-input.ts';
import type { Sale } from '../../shared/sale.ts';
import type { TenderKind } from '../../shared/snapshot.ts';
import { describeProblem, describeReason } from '../../shared/texts/describe.ts';
import { beginSale, resolveSale } from '../actions.ts';
import { useStableSettings } from '../components/amount-field.tsx';
import { describeSubject } from '../components/bill-words.ts';
import { Button } from '../components/button.tsx';
import { Modal } from '../components/modal.tsx';
import { OutcomeChip } from '../components/outcome-chip.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { formatDateTime } from '../components/times.ts';
import { checkOverride } from '../stores/resolve-form.ts';
import { useBill, useSell, useSnapshot, useStores } from '../stores/stores.ts';
import type { SellPart } from '../stores/view-store.ts';

interface BlockedProps {
  /** Which form asked. */
  readonly part: SellPart;
  /** By which means an amount was to be paid. */
  readonly tender?: TenderKind | undefined;
  readonly earlier: readonly SaleId[];
  readonly onClose: () => void;
}

/** The same bill may have been charged already: first what to look at, and apart from it the way round, with a reason. */
export function BlockedDialog({ onClose, ...rest }: BlockedProps): ReactElement {
  const t = useT();
  return (
    <Modal title={t('blocked.title')} onClose={onClose}>
      <BlockedForm {...rest} onClose={onClose} />
    </Modal>
  );
}

export function BlockedForm({ part, tender = 'card', earlier, onClose }: BlockedProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const stores = useStores();
  const settings = useStableSettings();
  const attempts = useSnapshot((snapshot) => snapshot.unresolved).filter(({ saleId }) => earlier.includes(saleId));
  const isSellPending = useSell((state) => state.isPending);
  const isBillPending = useBill((state) => state.isPending);
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<FieldProblem | undefined>(undefined);

  const override = async (): Promise<void> => {
    const [found] = checkOverride(reason);
    setProblem(found);
    if (found) return;
    const answer = await (part === 'bill'
      ? stores.bill.request(settings, reason.trim())
      : beginSale(stores, tender, settings, reason.trim()));
    // Whatever else was wrong is said on the form behind.
    if (typeof answer !== 'object') onClose();
  };

  return (
    <div className="blocked">
      <p>{t('blocked.text')}</p>
      <ul className="attempts">
        {attempts.map((sale) => (
          <Attempt key={sale.saleId} sale={sale} onResolve={() => resolveSale(stores, sale)} />
        ))}
      </ul>
      <form
        className="override"
        noValidate
        aria-labelledby="override-title"
        onSubmit={(event) => {
          event.preventDefault();
          void override();
        }}
      >
        <h3 id="override-title">{t('blocked.overrideTitle')}</h3>
        <TextField
          name="overrideReason"
          label={t('blocked.overrideReason')}
          description={t('blocked.overrideText')}
          value={reason}
          problem={problem && describeProblem(texts, problem, settings.currency)}
          onText={(text) => {
            setReason(text);
            setProblem(undefined);
          }}
          // A hurried Enter must not charge a bill twice: this is pressed on purpose, or not at all.
          onKeyDown={(event) => {
            if (event.key === 'Enter') event.preventDefault();
          }}
        />
        <Button type="submit" look="danger" icon="warning" disabled={isSellPending || isBillPending}>
          {t('blocked.override')}
        </Button>
      </form>
    </div>
  );
}

function Attempt({ sale, onResolve }: { readonly sale: Sale; readonly onResolve: () => void }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  return (
    <li className="attempt">
      <div>
        <p className="attempt-amount">
          {money(sale.amountMinor, sale.currency)} <OutcomeChip sale={sale} />
        </p>
        <p className="muted">
          {formatDateTime(sale.begunAt, texts.locale)} · {t('common.saleNumber', { number: sale.number })} ·{' '}
          {describeSubject(texts, sale)}
        </p>
        {sale.reason && <p>{describeReason(texts, sale.reason)}</p>}
      </div>
      <Button look="money" icon="hand" onClick={onResolve}>
        {t('blocked.resolve')}
      </Button>
    </li>
  );
}

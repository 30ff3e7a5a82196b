import type { ReactElement, RefObject } from 'react';
import type { FieldProblem } from '../../shared/sale-input.ts';
import { describeFailure, describeProblem } from '../../shared/texts/describe.ts';
import { keyNames } from '../keys.ts';
import { totalMinorOf } from '../stores/bill-store.ts';
import { useBill, useSellSettings, useSnapshot, useStores, useTill } from '../stores/stores.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Notice } from './notice.tsx';
import { useMoney, useT, useTexts } from './texts.ts';

interface BillCartProps {
  readonly payRef: RefObject<HTMLButtonElement | null>;
  /** Enter means this button. */
  readonly isNext: boolean;
}

/** The bills that are in the sale, and the button that has them reserved. */
export function BillCart({ payRef, isNext }: BillCartProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const { bill, view } = useStores();
  const settings = useSellSettings();
  const bills = useBill((state) => state.bills);
  const refused = useBill((state) => state.refused);
  const failure = useBill((state) => state.failure);
  const isPending = useBill((state) => state.isPending);
  const hasDraft = useBill((state) => state.draft.reference !== '' || state.draft.biller !== undefined || state.search !== '');
  const isVerifying = useSnapshot((snapshot) => snapshot.journal.kind === 'verifying');
  const connection = useTill((state) => state.connection);
  const isLost = connection === 'lost' || connection === 'refused';
  const amount = money(totalMinorOf(bills), settings.currency);

  const request = async (): Promise<void> => {
    const answer = await bill.request(settings);
    if (typeof answer === 'object') view.setState({ dialog: { kind: 'blocked', part: 'bill', earlier: answer.blocked } });
  };

  return (
    <section className="panel sell-pad bill-cart" aria-labelledby="bill-cart-title">
      <h2 id="bill-cart-title">{t('bill.sale')}</h2>
      {bills.length === 0 ? (
        <div className="bill-cart-empty">
          <Icon name="document" size={32} />
          <p>{t('bill.saleEmpty')}</p>
          <p className="muted">{t('bill.saleEmptyText')}</p>
        </div>
      ) : (
        <ul className="bill-cart-lines">
          {bills.map((each, place) => {
            const biller = each.biller?.name ?? t('bill.noName');
            return (
              <li key={`${each.kind} ${each.biller?.id ?? ''} ${each.reference}`} className="bill-cart-line">
                <div className="bill-line-name">
                  <p className="bill-line-biller">{biller}</p>
                  <p className="muted bill-line-reference">
                    {t(`billKind.${each.kind}`)} {each.reference}
                  </p>
                </div>
                <p className="bill-line-amount">{money(each.amountMinor, settings.currency)}</p>
                <Button
                  look="quiet"
                  className="button-icon"
                  disabled={isPending}
                  aria-label={t('bill.removeBill', { biller, reference: each.reference })}
                  onClick={() => bill.remove(place)}
                >
                  <Icon name="cross" />
                </Button>
                {problemsAt(refused, place).map((problem) => (
                  <p key={problem.field} className="field-problem bill-cart-problem">
                    <Icon name="warning" size={16} />
                    {describeProblem(texts, problem, settings.currency)}
                  </p>
                ))}
              </li>
            );
          })}
        </ul>
      )}
      {bills.length > 0 && (
        <p className="bill-cart-total">
          <span>{t('bill.total')}</span>
          <strong>{amount}</strong>
        </p>
      )}
      <Button
        ref={payRef}
        look="money"
        icon="hand"
        className="sell-take"
        disabled={isPending || isLost || bills.length === 0}
        aria-busy={isPending}
        {...(isNext ? { hint: keyNames.enter } : {})}
        onClick={() => void request()}
      >
        {isLost && t('sell.waitingForTill')}
        {!isLost && isPending && t('bill.reserving')}
        {!isLost && !isPending && (bills.length > 0 ? t('bill.reserve', { amount }) : t('bill.reserveEmpty'))}
      </Button>
      <div className="sell-reasons">
        {failure && (
          <Notice tone="strong" isAlert>
            {describeFailure(texts, failure)}
          </Notice>
        )}
        {!failure && isVerifying && <Notice tone="info">{t('sell.verifying')}</Notice>}
        {!failure && bills.length > 0 && (
          <p className="muted bill-cart-hint">
            {t('bill.reserveText')} {t('bill.another', { key: t(`keyCap.${keyNames.partBill}`) })}
          </p>
        )}
      </div>
      <Button look="quiet" className="sell-clear" disabled={isPending || (bills.length === 0 && !hasDraft)} onClick={bill.clear}>
        {t('bill.clearAll')}
      </Button>
    </section>
  );
}

/** The till names a bill by its place: `bills.0.amount`. */
function problemsAt(problems: readonly FieldProblem[], place: number): readonly FieldProblem[] {
  return problems.filter(({ field }) => field.startsWith(`bills.${place}.`));
}

import type { ReactElement } from 'react';
import { describeLimits } from './bill-words.ts';
import type { BillLimits } from '../../shared/bill-limits.ts';
import type { LookUp } from '../stores/bill-store.ts';
import { customerName } from '../stores/customer-name.ts';
import { useBill, useSellSettings, useSnapshot, useStores } from '../stores/stores.ts';
import { Button } from './button.tsx';
import { Icon } from './icon.tsx';
import { Notice } from './notice.tsx';
import { useMoney, useT, useTexts } from './texts.ts';
import { dayOf, formatDate } from './times.ts';

interface ConfirmProps {
  /** The customer has said their name. */
  readonly onConfirmed: () => void;
}

/** The bill as the biller has it: what is due, until when, what may be paid, and whose it is, once the customer has said so. */
export function BillDetailsCard({ onConfirmed }: ConfirmProps): ReactElement {
  const t = useT();
  const draft = useBill((state) => state.draft);
  const lookUp = useBill((state) => state.lookUp);
  const receiver = lookUp.kind === 'found' ? lookUp.details.receiver : undefined;
  return (
    <section className="bill-card" aria-labelledby="bill-card-title">
      <header className="bill-card-head">
        <h2 id="bill-card-title">{draft.biller?.name ?? receiver?.name ?? t('bill.noName')}</h2>
        <p className="muted">
          {t(`billReference.${draft.kind}`)} <strong>{draft.reference.trim()}</strong>
        </p>
      </header>
      {lookUp.kind === 'found' && <Found found={lookUp} onConfirmed={onConfirmed} />}
      {lookUp.kind === 'not-offered' && <Notice tone="info">{t('bill.notOffered')}</Notice>}
      {lookUp.kind === 'skipped' && <Notice tone="info">{t('bill.skipped')}</Notice>}
    </section>
  );
}

interface FoundProps extends ConfirmProps {
  readonly found: Extract<LookUp, { kind: 'found' }>;
}

function Found({ found, onConfirmed }: FoundProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const { currency } = useSellSettings();
  const today = useSnapshot((snapshot) => dayOf(snapshot.at));
  const { details, limits } = found;
  const { dueDate, fee } = details;
  const isOverdue = dueDate !== undefined && dueDate < today && limits.dueMinor !== 0;
  return (
    <>
      <div className="bill-due">
        <Due limits={limits} />
        {dueDate !== undefined && (
          <p className="bill-due-date">
            <span className="field-label">{t('bill.dueDate')}</span>
            <span>
              {formatDate(dueDate, texts.locale)}
              {isOverdue && (
                <span className="bill-overdue">
                  <Icon name="warning" size={16} />
                  {t('bill.overdue')}
                </span>
              )}
            </span>
          </p>
        )}
      </div>
      <Customer found={found} onConfirmed={onConfirmed} />
      <dl className="facts">
        <div>
          <dt>{t('bill.limits')}</dt>
          <dd>{describeLimits(texts, limits, { less: details.mayPayLess, more: details.mayPayMore }, currency)}</dd>
        </div>
        {fee !== undefined && fee.amountMinor > 0 && (
          <div>
            <dt>{t('bill.fee')}</dt>
            <dd>
              {money(fee.amountMinor, fee.currency)} <span className="muted">{t('bill.feeHint')}</span>
            </dd>
          </div>
        )}
      </dl>
    </>
  );
}

function Due({ limits }: { readonly limits: BillLimits }): ReactElement {
  const t = useT();
  const money = useMoney();
  const { currency } = useSellSettings();
  const { dueMinor, inFavourMinor, isOtherCurrency } = limits;
  if (isOtherCurrency) return <Notice tone="strong">{t('bill.otherCurrency')}</Notice>;
  if (dueMinor === undefined) return <p className="bill-not-given">{t('bill.balanceNotGiven')}</p>;
  const isInFavour = inFavourMinor !== undefined;
  return (
    <p>
      <span className="field-label">{isInFavour ? t('bill.inFavour') : t('bill.due')}</span>
      <span className="bill-due-amount">
        {dueMinor === 0 && !isInFavour ? t('bill.nothingDue') : money(inFavourMinor ?? dueMinor, currency)}
      </span>
    </p>
  );
}

/** Nobody reads a stranger's name off the screen: the customer says it first. */
function Customer({ found, onConfirmed }: FoundProps): ReactElement | null {
  const t = useT();
  const { bill } = useStores();
  const { isConfirmed, details } = found;
  const name = customerName(details.customer, isConfirmed);
  if (name === '') return null;
  return (
    <div className="bill-customer" data-confirmed={isConfirmed}>
      <p>
        <span className="field-label">{t('bill.customer')}</span>
        <span className="bill-customer-name">{name}</span>
      </p>
      {isConfirmed ? (
        <p className="bill-confirmed" role="status">
          <Icon name="check" />
          {t('bill.customerConfirmed')}
        </p>
      ) : (
        <>
          <p className="muted">{t('bill.customerAsk')}</p>
          <Button
            onClick={() => {
              bill.confirmCustomer();
              onConfirmed();
            }}
          >
            {t('bill.customerConfirms')}
          </Button>
        </>
      )}
    </div>
  );
}

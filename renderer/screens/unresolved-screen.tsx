import { useEffect, useRef, type ReactElement } from 'react';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import { describeReason } from '../../shared/texts/describe.ts';
import { resolveSale } from '../actions.ts';
import { describeSubject, describeWhat } from '../components/bill-words.ts';
import { Button } from '../components/button.tsx';
import { GivenBackButton } from '../components/given-back-button.tsx';
import { Icon } from '../components/icon.tsx';
import { OutcomeChip } from '../components/outcome-chip.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { formatDateTime } from '../components/times.ts';
import { keyNames } from '../keys.ts';
import { paidCodes } from '../stores/sale-codes.ts';
import { useSnapshot, useStores, useView } from '../stores/stores.ts';
import { goTo } from '../stores/view-store.ts';

/** The payments of which nobody knows the outcome, oldest first, each with its next step. The first screen after a start that found some. */
export function UnresolvedScreen(): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const stores = useStores();
  const unresolved = useSnapshot((snapshot) => snapshot.unresolved);
  const cashToReturn = useSnapshot((snapshot) => snapshot.cashToReturn);
  const isEmpty = unresolved.length === 0 && cashToReturn.length === 0;
  const isRecovery = useView((state) => state.isRecovery);
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => headingRef.current?.focus(), []);

  return (
    <section className="page" data-screen="unresolved" aria-labelledby="unresolved-title">
      <header className="page-head">
        <div>
          <h1 id="unresolved-title" tabIndex={-1} ref={headingRef}>
            {t('unresolved.title')}
          </h1>
          {unresolved.length > 0 && <p className="muted">{t('unresolved.intro', { count: unresolved.length })}</p>}
        </div>
        <Button look={isEmpty ? 'primary' : 'plain'} icon="card" hint={keyNames.sell} onClick={() => goTo(stores.view, 'sell')}>
          {t('unresolved.sell')}
        </Button>
      </header>
      {isRecovery && unresolved.length > 0 && <p className="page-lead">{t('unresolved.atStart')}</p>}
      {isEmpty && (
        <div className="empty">
          <Icon name="check" size={40} />
          <p className="empty-title">{t('unresolved.none')}</p>
          <p className="muted">{t('unresolved.noneText')}</p>
        </div>
      )}
      {unresolved.length > 0 && (
        <ul className="cases">
          {unresolved.map((sale) => {
            // What the terminal's slip shows: in a split the cash has paid its part before.
            const amount = money(dueMinor(sale), sale.currency);
            const time = formatDateTime(sale.begunAt, texts.locale);
            const codes = paidCodes(sale).length;
            return (
              <li key={sale.saleId} className="panel case">
                <div className="case-facts">
                  <p className="case-amount">{amount}</p>
                  <p className="case-reference">{describeSubject(texts, sale)}</p>
                  <p className="muted">{t('common.saleNumber', { number: sale.number })}</p>
                  <p className="muted">{time}</p>
                  <OutcomeChip sale={sale} />
                </div>
                <div className="case-story">
                  {sale.reason && <p>{describeReason(texts, sale.reason)}</p>}
                  <p className="case-step">
                    <strong>{t('unresolved.nextStep')}</strong>
                    {t('unresolved.step', { amount, time })}
                  </p>
                  {sale.bills && <p>{t('unresolved.frozen', { count: sale.bills.length })}</p>}
                  {codes > 0 && <p>{t('unresolved.frozenCodes', { count: codes })}</p>}
                </div>
                <div className="case-actions">
                  <Button
                    look="money"
                    icon="hand"
                    aria-label={t('unresolved.resolveNumber', { number: sale.number })}
                    onClick={() => resolveSale(stores, sale)}
                  >
                    {t('unresolved.resolve')}
                  </Button>
                  <Button
                    aria-label={t('unresolved.detailsNumber', { number: sale.number })}
                    onClick={() => stores.view.setState({ dialog: { kind: 'detail', saleId: sale.saleId } })}
                  >
                    {t('unresolved.details')}
                  </Button>
                </div>
              </li>
            );
          })}
        </ul>
      )}
      {cashToReturn.length > 0 && <CashToReturn sales={cashToReturn} />}
    </section>
  );
}

/** Cash in the drawer that is a customer's: it is no outcome, and it is not finished either. */
function CashToReturn({ sales }: { readonly sales: readonly Sale[] }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const stores = useStores();
  return (
    <section className="cash-to-return" data-part="cash-to-return" aria-labelledby="cash-title">
      <h2 id="cash-title">{t('unresolved.cashTitle')}</h2>
      <p className="muted">{t('unresolved.cashIntro')}</p>
      <ul className="cases">
        {sales.map((sale) => {
          const amount = money(sale.cash?.amountMinor ?? 0, sale.currency);
          return (
            <li key={sale.saleId} className="panel case">
              <div className="case-facts">
                <p className="case-amount">{amount}</p>
                <p className="case-reference">{describeWhat(texts, sale)}</p>
                <p className="muted">{t('common.saleNumber', { number: sale.number })}</p>
                <p className="muted">{formatDateTime(sale.endedAt ?? sale.begunAt, texts.locale)}</p>
                <OutcomeChip sale={sale} />
              </div>
              <div className="case-story">
                <p className="case-step">
                  <strong>{t('unresolved.nextStep')}</strong>
                  {t('unresolved.cashStep', { amount })}
                </p>
                <p className="muted">{t('unresolved.cashStepGone')}</p>
              </div>
              <div className="case-actions">
                <GivenBackButton sale={sale} label={t('unresolved.givenBackNumber', { number: sale.number })} />
                <Button
                  aria-label={t('unresolved.detailsNumber', { number: sale.number })}
                  onClick={() => stores.view.setState({ dialog: { kind: 'detail', saleId: sale.saleId } })}
                >
                  {t('unresolved.details')}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

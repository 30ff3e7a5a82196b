import { useEffect, useRef, useState, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { Sale } from '../../shared/sale.ts';
import { describeFailure } from '../../shared/texts/describe.ts';
import { describeTenders, describeWhat } from '../components/bill-words.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Notice } from '../components/notice.tsx';
import { OutcomeChip } from '../components/outcome-chip.tsx';
import { TextField } from '../components/text-field.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { formatDateTime, formatTime, startOfDay } from '../components/times.ts';
import { matchesFilter } from '../stores/history-list.ts';
import { createHistoryStore, type HistoryStore } from '../stores/history-store.ts';
import { useStores } from '../stores/stores.ts';
import { tillNowMs } from '../stores/till-store.ts';

/** Today's payments, newest first; earlier days where somebody asks for them. */
export function HistoryScreen({ history: given }: { readonly history?: HistoryStore }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const { client, till, view } = useStores();
  const [history] = useState(
    () => given ?? createHistoryStore(client, till, () => startOfDay(tillNowMs(till.getState(), performance.now()))),
  );
  const { sales, hasMore, isLoading, failure, showsAll } = useStore(history);
  const [filter, setFilter] = useState('');
  const headingRef = useRef<HTMLHeadingElement>(null);
  useEffect(() => headingRef.current?.focus(), []);
  useEffect(() => history.start(), [history]);

  const matching = sales.filter((sale) => matchesFilter(sale, filter, texts.locale, t(`outcome.${sale.outcome}`)));
  const title = showsAll ? t('history.titleAll') : t('history.title');
  const isEmpty = !isLoading && sales.length === 0 && !failure;
  return (
    <section className="page" data-screen="history" aria-labelledby="history-title">
      <header className="page-head">
        <h1 id="history-title" tabIndex={-1} ref={headingRef}>
          {title}
        </h1>
        <div className="history-tools">
          <TextField
            name="filter"
            type="search"
            className="history-filter"
            label={t('history.filter')}
            placeholder={t('history.filterHint')}
            value={filter}
            onText={setFilter}
          />
          <label className="switch">
            <input type="checkbox" checked={showsAll} onChange={(event) => history.showAll(event.currentTarget.checked)} />
            <span className="switch-track" aria-hidden="true" />
            {t('history.earlier')}
          </label>
        </div>
      </header>
      {failure && (
        <Notice tone="strong" isAlert>
          <p>
            {t('history.notLoaded')} {describeFailure(texts, failure)}
          </p>
          <Button onClick={history.reload}>{t('common.tryAgain')}</Button>
        </Notice>
      )}
      {isEmpty && (
        <div className="empty">
          <Icon name="card" size={40} />
          <p className="empty-title">{showsAll ? t('history.emptyAll') : t('history.emptyToday')}</p>
        </div>
      )}
      {sales.length > 0 && (
        <div className="panel history-panel">
          <table className="history" aria-labelledby="history-title">
            <thead>
              <tr>
                <th scope="col">{t('history.number')}</th>
                <th scope="col">{t('history.time')}</th>
                <th scope="col">{t('history.reference')}</th>
                <th scope="col" className="number">
                  {t('history.amount')}
                </th>
                <th scope="col" className="number">
                  {t('history.fee')}
                </th>
                <th scope="col">{t('history.method')}</th>
                <th scope="col">{t('history.outcome')}</th>
              </tr>
            </thead>
            <tbody>
              {matching.map((sale) => (
                <Row
                  key={sale.saleId}
                  sale={sale}
                  isDated={showsAll}
                  onOpen={() => view.setState({ dialog: { kind: 'detail', saleId: sale.saleId } })}
                />
              ))}
            </tbody>
          </table>
          {matching.length === 0 && <p className="history-none muted">{t('history.noMatch')}</p>}
        </div>
      )}
      <footer className="history-foot">
        <span className="muted" role="status">
          {isLoading ? t('common.loading') : t('history.count', { count: matching.length })}
        </span>
        {hasMore && (
          <Button disabled={isLoading} onClick={history.loadMore}>
            {t('history.more')}
          </Button>
        )}
      </footer>
    </section>
  );
}

interface RowProps {
  readonly sale: Sale;
  readonly isDated: boolean;
  readonly onOpen: () => void;
}

function Row({ sale, isDated, onOpen }: RowProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const { locale } = texts;
  return (
    // The button in the first cell does the same for the keyboard and for those who hear the screen; the row is the larger target.
    <tr className="history-row" onClick={onOpen}>
      <td>
        <button
          type="button"
          className="history-open"
          aria-label={t('history.open', { number: sale.number })}
          onClick={(event) => {
            event.stopPropagation();
            onOpen();
          }}
        >
          {sale.number}
        </button>
      </td>
      <td className="history-time">{isDated ? formatDateTime(sale.begunAt, locale) : formatTime(sale.begunAt, locale)}</td>
      <td className="history-reference">{describeWhat(texts, sale)}</td>
      <td className="number">{money(sale.amountMinor, sale.currency)}</td>
      <td className="number muted">{sale.feeMinor > 0 ? money(sale.feeMinor, sale.currency) : ''}</td>
      <td className="history-card">{describeTenders(texts, sale)}</td>
      <td>
        <OutcomeChip sale={sale} />
        {[...(sale.bills ?? []), ...(sale.codes ?? [])].some(({ state }) => state === 'needs-attention') && (
          <span className="history-flag">
            <Icon name="warning" size={16} />
            {t('billState.needs-attention')}
          </span>
        )}
        {sale.discrepancies.length > 0 && (
          <span className="history-flag">
            <Icon name="warning" size={16} />
            {t('history.discrepancy')}
          </span>
        )}
      </td>
    </tr>
  );
}

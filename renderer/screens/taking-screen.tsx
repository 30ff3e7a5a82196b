import { useState, type ReactElement } from 'react';
import { dueMinor, takesTenders, type Sale } from '../../shared/sale.ts';
import { describeSubject } from '../components/bill-words.ts';
import { Icon } from '../components/icon.tsx';
import { Notice } from '../components/notice.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { formatElapsed, formatTime } from '../components/times.ts';
import { useTillNowMs } from '../stores/clock.ts';
import { useSnapshot } from '../stores/stores.ts';

/** Most customers are done within half of this; after it a cashier wonders, so the screen says what to look at. */
const longMs = 90_000;

/** The customer is at the terminal. There is no button here: the till cannot cancel, and a button that says so would lie. */
export function TakingScreen({ sale }: { readonly sale: Sale }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const terminal = useSnapshot((snapshot) => snapshot.terminal.state);
  const nowMs = useTillNowMs();
  // A sale that was open before began long before its card: there the time counts from when this screen came up.
  const [shownAtMs] = useState(nowMs);
  const wasOpen = takesTenders(sale);
  const elapsedMs = nowMs - (wasOpen ? shownAtMs : Date.parse(sale.begunAt));
  return (
    <section className="taking" data-screen="taking" aria-label={t('taking.title')}>
      <div className="taking-card">
        <h1 className="taking-title">
          <span className="taking-pulse" aria-hidden="true">
            <Icon name="card" size={28} />
          </span>
          <span role="status">{t('taking.title')}</span>
        </h1>
        <p className="taking-amount">{money(dueMinor(sale), sale.currency)}</p>
        <p className="taking-reference">
          {describeSubject(texts, sale)} · {t('common.saleNumber', { number: sale.number })}
        </p>
        <div className="taking-facts">
          <div className="taking-fact">
            <span className="taking-fact-label">{t('taking.customer')}</span>
            <span>{t('taking.customerSteps')}</span>
          </div>
          <div className="taking-fact">
            <span className="taking-fact-label">{t('taking.elapsed')}</span>
            <span className="taking-elapsed" role="timer">
              {formatElapsed(elapsedMs)}
            </span>
            {!wasOpen && <span className="muted">{t('taking.started', { time: formatTime(sale.begunAt, texts.locale) })}</span>}
          </div>
          <div className="taking-fact">
            <span className="taking-fact-label">{t('header.terminal')}</span>
            <span>{t(`terminal.${terminal}`)}</span>
          </div>
        </div>
        {elapsedMs > longMs && (
          <Notice tone="info" icon="waiting">
            {t('taking.long')}
          </Notice>
        )}
        <p className="taking-cancel">
          <Icon name="hand" />
          {t('taking.cannotCancel')}
        </p>
      </div>
    </section>
  );
}

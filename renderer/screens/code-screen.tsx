import { useEffect, useRef, type ReactElement } from 'react';
import { useStore } from 'zustand';
import type { QrTender } from '../../shared/qr-tender.ts';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import type { ShownCode } from '../../shared/snapshot.ts';
import { describeFailure } from '../../shared/texts/describe.ts';
import { describeSubject } from '../components/bill-words.ts';
import { Button } from '../components/button.tsx';
import { Icon } from '../components/icon.tsx';
import { Notice } from '../components/notice.tsx';
import { QrCode } from '../components/qr-code.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { formatElapsed } from '../components/times.ts';
import { useEnter } from '../components/use-enter.ts';
import { keyNames } from '../keys.ts';
import { useTillNowMs } from '../stores/clock.ts';
import { codeUnderWay } from '../stores/sale-codes.ts';
import { useStores, useTill } from '../stores/stores.ts';

interface CodeScreenProps {
  readonly sale: Sale;
  /** What a customer may scan now; absent before the service waits for them, and as soon as it does not any more. */
  readonly shown: ShownCode | undefined;
}

/**
 * A customer is about to pay by code. Whether they have scanned it nobody can know before they have paid, so nothing here says so (qr 4.3);
 * when they have, the till goes on without a click. Cancelling is possible at any time.
 */
export function CodeScreen({ sale, shown: given }: CodeScreenProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const headingRef = useRef<HTMLHeadingElement>(null);
  const nowMs = useTillNowMs();
  useEffect(() => headingRef.current?.focus(), []);

  // Absent for the moment in which the till writes it down.
  const tender = codeUnderWay(sale);
  // A code that belongs to another payment than the one under way is not to be scanned.
  const shown = given?.qrId === tender?.qrId ? given : undefined;
  const leftMs = shown && Date.parse(shown.expiresAt) - nowMs;
  const isLost = useTill(({ connection }) => connection === 'lost' || connection === 'refused');
  // What this window does not hear may have ended, and a code that has ended is not to be scanned.
  const state = isLost ? 'lost' : leftMs === undefined ? 'preparing' : leftMs > 0 ? 'waiting' : 'over';
  const due = dueMinor(sale);
  const amountMinor = tender?.amountMinor ?? due;
  const amount = money(amountMinor, sale.currency);
  return (
    <section className="code-screen" data-screen="code" data-code={state} aria-label={t('code.title')}>
      <div className="code-facts">
        <h1 className="code-state" tabIndex={-1} ref={headingRef}>
          <span role="status">{t(`code.${state}`)}</span>
        </h1>
        <p className="code-amount">{amount}</p>
        {amountMinor < due && <p className="code-part">{t('code.part', { due: money(due, sale.currency) })}</p>}
        <p className="code-subject">
          {describeSubject(texts, sale)} · {t('common.saleNumber', { number: sale.number })}
        </p>
        {state === 'waiting' && leftMs !== undefined && (
          <>
            <p className="code-left">
              <span>{t('code.timeLeft')}</span>
              {/* Rounded up: the last second is one that a customer still has. */}
              <span className="code-left-time" role="timer">
                {formatElapsed(Math.ceil(leftMs / 1_000) * 1_000)}
              </span>
            </p>
            <p className="code-text">{t('code.waitingText')}</p>
          </>
        )}
        <Cancel sale={sale} tender={tender} />
      </div>
      <div className="code-stage">
        {state === 'waiting' && shown ? (
          <QrCode payload={shown.payload} label={t('code.image', { amount })}>
            <Notice tone="strong" isAlert>
              {t('code.notDrawn')}
            </Notice>
          </QrCode>
        ) : (
          <p className="code-none">
            <Icon name="waiting" size={56} />
            {state === 'waiting' ? '' : t(`code.${state}Text`)}
          </p>
        )}
      </div>
    </section>
  );
}

/** It comes up by itself where another button stood: a click that was meant for that one cancels nothing. */
function Cancel({ sale, tender }: { readonly sale: Sale; readonly tender: QrTender | undefined }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const { tenderOf, view } = useStores();
  const store = tenderOf(sale.saleId);
  const { isCancelling, cancelFailure } = useStore(store);
  const isReady = useEnter(() => {});
  return (
    <div className="code-cancelling">
      {cancelFailure && (
        <Notice tone="strong" isAlert>
          {describeFailure(texts, cancelFailure)}
        </Notice>
      )}
      <Button
        look="danger"
        icon="stop"
        className="code-cancel"
        hint={keyNames.back}
        disabled={!isReady || isCancelling}
        aria-busy={isCancelling}
        // One that is not written down yet is only not waited for any more: should it still come, it can be cancelled then.
        onClick={() => (tender ? void store.cancelCode(tender.qrId) : view.setState({ isCodeAsked: false }))}
      >
        {isCancelling ? t('code.cancelling') : t('code.cancel')}
      </Button>
    </div>
  );
}

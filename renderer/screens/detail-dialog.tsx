import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import { payorFields, type Sale, type TimelineEntry } from '../../shared/sale.ts';
import { describeCard, describeFailure, describeReason } from '../../shared/texts/describe.ts';
import { resolveSale, showSlip } from '../actions.ts';
import { BillLines } from '../components/bill-lines.tsx';
import { Button } from '../components/button.tsx';
import { CodeLines } from '../components/code-lines.tsx';
import { Discrepancies } from '../components/discrepancies.tsx';
import { Modal } from '../components/modal.tsx';
import { Notice } from '../components/notice.tsx';
import { OutcomeChip } from '../components/outcome-chip.tsx';
import { Timeline } from '../components/timeline.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { formatExactly, formatTerminalTime } from '../components/times.ts';
import { wasDecided } from '../stores/history-store.ts';
import { useStores } from '../stores/stores.ts';

type Shown =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'loaded'; readonly sale: Sale; readonly timeline: readonly TimelineEntry[] };

/** One payment with its whole story. */
export function DetailDialog({ saleId, onClose }: { readonly saleId: SaleId; readonly onClose: () => void }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const { client, till } = useStores();
  const [shown, setShown] = useState<Shown>({ kind: 'loading' });

  useEffect(() => {
    let isStale = false;
    const load = async (): Promise<void> => {
      const reply = await client.call('history/show', { saleId });
      if (!isStale) setShown(reply.ok ? { kind: 'loaded', ...reply.value } : { kind: 'failed', failure: reply.failure });
    };
    void load();
    const stop = till.subscribe(({ snapshot }, { snapshot: before }) => {
      if (snapshot && before && wasDecided(snapshot, before)) void load();
    });
    return () => {
      isStale = true;
      stop();
    };
  }, [client, till, saleId]);

  return (
    <Modal
      screen="detail"
      isWide
      title={shown.kind === 'loaded' ? t('detail.title', { number: shown.sale.number }) : t('common.loading')}
      onClose={onClose}
    >
      {shown.kind === 'failed' && <Notice tone="strong">{describeFailure(texts, shown.failure)}</Notice>}
      {shown.kind === 'loaded' && <Detail sale={shown.sale} timeline={shown.timeline} />}
    </Modal>
  );
}

/** Everything that is known of a payment: what it was, and what happened. */
export function Detail({ sale, timeline }: { readonly sale: Sale; readonly timeline: readonly TimelineEntry[] }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const stores = useStores();
  const { locale } = texts;
  const card = describeCard(texts, sale.card);
  return (
    <>
      <div className="detail-head">
        <p className="detail-amount">{money(sale.amountMinor + sale.feeMinor, sale.currency)}</p>
        <OutcomeChip sale={sale} />
        <div className="detail-actions">
          {sale.outcome === 'outcome-unknown' && (
            <Button look="money" icon="hand" onClick={() => resolveSale(stores, sale)}>
              {t('detail.resolve')}
            </Button>
          )}
          {sale.outcome !== 'waiting' && sale.outcome !== 'open' && (
            <Button icon="document" onClick={() => showSlip(stores, sale)}>
              {t('detail.slip')}
            </Button>
          )}
        </div>
      </div>
      {sale.reason && <p className="detail-reason">{describeReason(texts, sale.reason, sale.outcome)}</p>}
      <Discrepancies sale={sale} />
      {sale.bills && (
        <section className="detail-bills" aria-labelledby="detail-bills">
          <h3 id="detail-bills">{t('detail.bills')}</h3>
          <BillLines sale={sale} isFull />
        </section>
      )}
      {sale.codes && (
        <section className="detail-bills" aria-labelledby="detail-codes">
          <h3 id="detail-codes">{t('detail.codes')}</h3>
          <CodeLines sale={sale} codes={sale.codes} isFull />
        </section>
      )}
      <div className="detail-columns">
        <section aria-labelledby="detail-facts">
          <h3 id="detail-facts">{t('detail.facts')}</h3>
          <dl className="facts">
            {!sale.bills && <Fact name={t('field.reference')}>{sale.reference}</Fact>}
            <Fact name={t('field.amount')}>{money(sale.amountMinor, sale.currency)}</Fact>
            {sale.feeMinor > 0 && <Fact name={t('slipLabel.fee')}>{money(sale.feeMinor, sale.currency)}</Fact>}
            {sale.cash && (
              <Fact name={t('detail.cash')}>
                {t('detail.cashWas', {
                  amount: money(sale.cash.amountMinor, sale.currency),
                  handed: money(sale.cash.handedMinor, sale.currency),
                  change: money(sale.cash.handedMinor - sale.cash.amountMinor, sale.currency),
                })}
                {sale.cash.isReturned && ` (${t('detail.cashReturned')})`}
              </Fact>
            )}
            {card !== '' && <Fact name={t('slipLabel.card')}>{card}</Fact>}
            <Fact name={t('detail.authCode')}>{sale.card?.authCode}</Fact>
            <Fact name={t('detail.transactionId')}>{sale.card?.transactionId}</Fact>
            <Fact name={t('detail.batchId')}>{sale.card?.batchId}</Fact>
            <Fact name={t('detail.gatewayReferenceId')}>{sale.card?.gatewayReferenceId}</Fact>
            <Fact name={t('detail.entryMethod')}>{sale.card?.entryMethod}</Fact>
            <Fact name={t('detail.terminalTime')}>
              {sale.card?.transactionAt === undefined ? undefined : formatTerminalTime(sale.card.transactionAt, locale)}
            </Fact>
            <Fact name={t('detail.begun')}>{formatExactly(sale.begunAt, locale)}</Fact>
            <Fact name={t('detail.ended')}>{sale.endedAt === undefined ? undefined : formatExactly(sale.endedAt, locale)}</Fact>
            {sale.resolution && (
              <>
                <Fact name={t('detail.resolution')}>{t(`verdict.${sale.resolution.verdict}`)}</Fact>
                <Fact name={t('detail.evidence')}>{sale.resolution.evidence}</Fact>
                <Fact name={t('detail.reason')}>{sale.resolution.reason}</Fact>
              </>
            )}
            {!sale.bills && (
              <>
                <Fact name={t('field.billType')}>{sale.billType}</Fact>
                <Fact name={t('field.processingMethod')}>{t(`processingMethod.${sale.processingMethod}`)}</Fact>
                <Fact name={t('field.applicationType')}>{t(`applicationType.${sale.applicationType}`)}</Fact>
              </>
            )}
            {payorFields.map((field) => (
              <Fact key={field} name={t(`field.${field}`)}>
                {sale.payor[field]}
              </Fact>
            ))}
            <Fact name={t('detail.saleId')}>
              <code>{sale.saleId}</code>
            </Fact>
          </dl>
        </section>
        <section aria-labelledby="detail-timeline">
          <h3 id="detail-timeline">{t('detail.timeline')}</h3>
          <Timeline entries={timeline} sale={sale} />
        </section>
      </div>
    </>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }): ReactElement | null {
  if (children === undefined || children === null) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

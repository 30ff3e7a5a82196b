import { useEffect, useRef, useState, type ReactElement } from 'react';
import type { Sale } from '../../shared/sale.ts';
import { describeCard, describeFailure, describeReason } from '../../shared/texts/describe.ts';
import { canTryAgain, resolveSale, showSlip, tryAgain } from '../actions.ts';
import { Button } from '../components/button.tsx';
import { Discrepancies } from '../components/discrepancies.tsx';
import { Icon } from '../components/icon.tsx';
import { outcomeIcons } from '../components/outcome-chip.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { useEnter } from '../components/use-enter.ts';
import { keyNames } from '../keys.ts';
import { dismissOutcome, useStores } from '../stores/stores.ts';

/** How the payment ended, filling the screen until somebody has seen it. */
export function OutcomeScreen({ sale }: { readonly sale: Sale }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const stores = useStores();
  const headingRef = useRef<HTMLHeadingElement>(null);
  const [state, setState] = useState<'shown' | 'leaving' | 'not-left'>('shown');
  const isUnknown = sale.outcome === 'outcome-unknown';
  // Approved, but not what was asked: half a second must not be enough to take it for paid.
  const isHeldUp = sale.discrepancies.length > 0;

  const leave = async (how: () => Promise<boolean>): Promise<void> => {
    if (state === 'leaving') return;
    setState('leaving');
    setState((await how()) ? 'shown' : 'not-left');
  };
  const next = (): void => void leave(() => dismissOutcome(stores));
  // Neither an unknown outcome nor one that differs is waved away by Enter: somebody has to choose.
  const isEnterNext = !isUnknown && !isHeldUp;
  const isReady = useEnter(isEnterNext ? next : () => {});

  useEffect(() => headingRef.current?.focus(), []);

  const isBusy = !isReady || state === 'leaving';
  const slip = (
    <Button icon="document" hint={keyNames.slip} disabled={isBusy} onClick={() => showSlip(stores, sale)}>
      {t('result.slip')}
    </Button>
  );
  return (
    <section
      className="outcome"
      data-screen="outcome"
      data-outcome={sale.outcome}
      data-held-up={isHeldUp}
      aria-labelledby="outcome-word"
    >
      <div className="outcome-body">
        <h1 id="outcome-word" className="outcome-word" tabIndex={-1} ref={headingRef}>
          <Icon name={isHeldUp ? 'warning' : outcomeIcons[sale.outcome]} size={88} />
          {t(`outcome.${sale.outcome}`)}
        </h1>
        {isUnknown ? <UnknownStory sale={sale} /> : <KnownStory sale={sale} />}
      </div>
      <div className="outcome-actions">
        {state === 'not-left' && (
          <p className="outcome-failing" role="alert">
            {describeFailure(texts, { kind: 'till-unreachable' })}
          </p>
        )}
        {isUnknown ? (
          <>
            <Button
              look="money"
              icon="hand"
              hint={keyNames.unresolved}
              disabled={isBusy}
              onClick={() => resolveSale(stores, sale)}
            >
              {t('result.resolve')}
            </Button>
            <Button disabled={isBusy} onClick={next}>
              {t('result.later')}
            </Button>
            {slip}
          </>
        ) : (
          <>
            <Button look="money" icon="check" {...(isEnterNext ? { hint: keyNames.enter } : {})} disabled={isBusy} onClick={next}>
              {t('result.next')}
            </Button>
            {canTryAgain(sale) && (
              <Button
                icon="card"
                hint={keyNames.again}
                disabled={isBusy}
                onClick={() => void leave(() => tryAgain(stores, sale))}
              >
                {t('result.again')}
              </Button>
            )}
            {slip}
          </>
        )}
      </div>
    </section>
  );
}

function KnownStory({ sale }: { readonly sale: Sale }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const isApproved = sale.outcome === 'approved';
  const card = describeCard(texts, sale.card);
  return (
    <div className="outcome-story" role="status">
      {sale.discrepancies.length > 0 && <p className="outcome-order">{t('result.heldUp')}</p>}
      <p className="outcome-amount">{money(sale.amountMinor + sale.feeMinor, sale.currency)}</p>
      {isApproved && sale.feeMinor > 0 && (
        <p className="outcome-line">
          {t('result.totalWithFee', {
            amount: money(sale.amountMinor, sale.currency),
            fee: money(sale.feeMinor, sale.currency),
          })}
        </p>
      )}
      {sale.reason && <p className="outcome-reason">{describeReason(texts, sale.reason)}</p>}
      {!isApproved && !sale.reason && <p className="outcome-reason">{t('result.nothingCharged')}</p>}
      <ul className="outcome-facts">
        <li>{t('common.saleNumber', { number: sale.number })}</li>
        <li>{t('taking.reference', { reference: sale.reference })}</li>
        {card !== '' && <li>{card}</li>}
        {sale.card?.authCode !== undefined && <li>{t('result.authorization', { code: sale.card.authCode })}</li>}
        {sale.resolution && <li>{t('common.resolvedByHand')}</li>}
      </ul>
      <Discrepancies sale={sale} />
    </div>
  );
}

function UnknownStory({ sale }: { readonly sale: Sale }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  return (
    <div className="outcome-story" role="status">
      <p className="outcome-order">{t('result.doNotCharge')}</p>
      <p className="outcome-line">
        {money(sale.amountMinor, sale.currency)} · {t('taking.reference', { reference: sale.reference })} ·{' '}
        {t('common.saleNumber', { number: sale.number })}
      </p>
      {sale.reason && <p className="outcome-reason">{describeReason(texts, sale.reason)}</p>}
      <div className="outcome-steps">
        <h2>{t('result.lookAt')}</h2>
        <ul>
          <li>{t('result.lookCharged')}</li>
          <li>{t('result.lookNotCharged')}</li>
        </ul>
        <p>{t('result.thenResolve')}</p>
      </div>
    </div>
  );
}

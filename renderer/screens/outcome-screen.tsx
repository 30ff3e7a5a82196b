import { useEffect, useRef, useState, type ReactElement } from 'react';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import { describeCard, describeFailure, describeReason } from '../../shared/texts/describe.ts';
import { canTryAgain, resolveSale, showSlip, tryAgain } from '../actions.ts';
import { BillLines } from '../components/bill-lines.tsx';
import { describeSplit, describeSubject } from '../components/bill-words.ts';
import { Button } from '../components/button.tsx';
import { Discrepancies } from '../components/discrepancies.tsx';
import { GivenBackButton } from '../components/given-back-button.tsx';
import { Icon } from '../components/icon.tsx';
import { outcomeIcons } from '../components/outcome-chip.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { useEnter } from '../components/use-enter.ts';
import { keyNames } from '../keys.ts';
import { paidCodes } from '../stores/sale-codes.ts';
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
  const owesCash = sale.outcome === 'abandoned' && sale.cash !== undefined && !sale.cash.isReturned;
  // Neither an unknown outcome nor one that differs is waved away by Enter, nor cash that is the customer's: somebody has to choose.
  const isEnterNext = !isUnknown && !isHeldUp && !owesCash;
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
            {owesCash && <GivenBackButton sale={sale} isOff={isBusy} />}
            <Button
              look={owesCash ? 'plain' : 'money'}
              icon="check"
              {...(isEnterNext ? { hint: keyNames.enter } : {})}
              disabled={isBusy}
              onClick={next}
            >
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
      <Amounts sale={sale} />
      {isApproved && sale.feeMinor > 0 && (
        <p className="outcome-line">
          {t('result.totalWithFee', {
            amount: money(sale.amountMinor, sale.currency),
            fee: money(sale.feeMinor, sale.currency),
          })}
        </p>
      )}
      {sale.reason && <p className="outcome-reason">{describeReason(texts, sale.reason, sale.outcome)}</p>}
      {!isApproved && !sale.reason && <p className="outcome-reason">{t('result.nothingCharged')}</p>}
      {sale.bills && (
        <div className="outcome-bills">
          <BillLines sale={sale} />
        </div>
      )}
      <ul className="outcome-facts">
        <li>{t('common.saleNumber', { number: sale.number })}</li>
        {!sale.bills && <li>{describeSubject(texts, sale)}</li>}
        {paidCodes(sale).map(({ qrId, partner, slip }) => (
          <li key={qrId}>
            {t('result.paidByCode', { partner: partner?.name ?? t('code.name') })}
            {slip?.issuerReference !== undefined && ` · ${t('result.codeReference', { reference: slip.issuerReference })}`}
          </li>
        ))}
        {card !== '' && <li>{card}</li>}
        {sale.card?.authCode !== undefined && <li>{t('result.authorization', { code: sale.card.authCode })}</li>}
        {sale.resolution && (
          <li className="outcome-by-hand">
            <Icon name="hand" size={18} />
            {t('common.resolvedByHand')}
          </li>
        )}
      </ul>
      <Discrepancies sale={sale} />
    </div>
  );
}

/** The number that the cashier needs now: the change to count out, the cash to give back, or what was paid. */
function Amounts({ sale }: { readonly sale: Sale }): ReactElement | null {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const { cash, currency } = sale;
  const codesBack = (sale.codes ?? []).filter(({ approvedMinor }) => approvedMinor !== undefined).length;
  const back = codesBack > 0 && <p className="outcome-line">{t('result.codesBack', { count: codesBack })}</p>;
  if (sale.outcome === 'abandoned') {
    if (!cash) return back || null;
    if (cash.isReturned)
      return (
        <>
          <p className="outcome-line">{t('result.cashReturned', { amount: money(cash.amountMinor, currency) })}</p>
          {back}
        </>
      );
    return (
      <>
        <p className="outcome-order">{t('result.cashToReturn')}</p>
        <p className="outcome-amount" data-huge>
          {money(cash.amountMinor, currency)}
        </p>
        <p className="outcome-line">{t('result.givenBackLater')}</p>
        {back}
      </>
    );
  }
  // No bill could be paid: there is no amount at all.
  if (sale.bills && sale.outcome !== 'approved') return null;
  const split = sale.outcome === 'approved' ? describeSplit(texts, sale) : '';
  const changeMinor = cash ? cash.handedMinor - cash.amountMinor : 0;
  // The change is what the cashier counts out now; without any it is what was paid, and by which means.
  if (!cash || (split !== '' && changeMinor === 0)) {
    return (
      <>
        <p className="outcome-amount">{money(sale.amountMinor + sale.feeMinor, currency)}</p>
        {split !== '' && <p className="outcome-line">{split}</p>}
      </>
    );
  }
  return (
    <>
      {changeMinor > 0 && <p className="outcome-label">{t('result.change')}</p>}
      <p className="outcome-amount" data-change={changeMinor > 0}>
        {money(changeMinor > 0 ? changeMinor : cash.amountMinor, currency)}
      </p>
      {split !== '' && <p className="outcome-line">{split}</p>}
      <p className="outcome-line">
        {changeMinor > 0
          ? t('result.paidInCash', { amount: money(cash.amountMinor, currency), handed: money(cash.handedMinor, currency) })
          : t('result.paidExactly')}
      </p>
    </>
  );
}

function UnknownStory({ sale }: { readonly sale: Sale }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const codes = paidCodes(sale).length;
  return (
    <div className="outcome-story" role="status">
      <p className="outcome-order">{t('result.doNotCharge')}</p>
      <p className="outcome-line">
        {money(dueMinor(sale), sale.currency)} · {describeSubject(texts, sale)} ·{' '}
        {t('common.saleNumber', { number: sale.number })}
      </p>
      {sale.reason && <p className="outcome-reason">{describeReason(texts, sale.reason, sale.outcome)}</p>}
      {sale.bills && <p className="outcome-frozen">{t('result.frozen', { count: sale.bills.length })}</p>}
      {codes > 0 && <p className="outcome-frozen">{t('result.frozenCodes', { count: codes })}</p>}
      {sale.cash && (
        <p className="outcome-frozen">{t('result.frozenCash', { amount: money(sale.cash.amountMinor, sale.currency) })}</p>
      )}
      <div className="outcome-steps">
        <h2>{t('result.lookAt')}</h2>
        <ul>
          <li>{t('result.lookCharged')}</li>
          <li>{t('result.lookNotCharged')}</li>
        </ul>
        <p>
          {t('result.thenResolve')}
          {!sale.bills && ` ${t('result.staysBlocked')}`}
        </p>
      </div>
    </div>
  );
}

import { useEffect, useMemo, useRef, type ReactElement } from 'react';
import { useStore } from 'zustand';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import { allowsCard } from '../../shared/terminal-status.ts';
import { describeFailure, describeProblem, describeQrReason, describeReason } from '../../shared/texts/describe.ts';
import {
  AmountField,
  useAmountKeys,
  useScreenWideAmountKeys,
  useStableSettings,
  type AmountTarget,
} from '../components/amount-field.tsx';
import { BillLines } from '../components/bill-lines.tsx';
import { describeSubject } from '../components/bill-words.ts';
import { Button } from '../components/button.tsx';
import { CodeLines } from '../components/code-lines.tsx';
import { Icon } from '../components/icon.tsx';
import { Keypad } from '../components/keypad.tsx';
import { Notice } from '../components/notice.tsx';
import { outcomeIcons } from '../components/outcome-chip.tsx';
import { useMoney, useT, useTexts } from '../components/texts.ts';
import { formatTime } from '../components/times.ts';
import { useEnter } from '../components/use-enter.ts';
import { keyNames } from '../keys.ts';
import { amountMinorOf } from '../stores/amount-entry.ts';
import { nextRoundNotes } from '../stores/cash-notes.ts';
import { codeToRetry, paidCodes } from '../stores/sale-codes.ts';
import { useSnapshot, useStores, useTill } from '../stores/stores.ts';
import type { TenderStore } from '../stores/tender-store.ts';

/** An amount or bills that several tenders may pay: what is to pay, and how it can be paid. It covers everything until the sale is paid or given up. */
export function OpenScreen({ sale, tender: given }: { readonly sale: Sale; readonly tender?: TenderStore }): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const { tenderOf, view } = useStores();
  const tender = given ?? tenderOf(sale.saleId);
  const { handed } = useStore(tender);
  const { bills = [], codes = [], failedCards = [] } = sale;
  const answered = bills.filter(({ state }) => state !== 'requested').length;
  const isAsking = answered < bills.length;
  const withoutMoney = bills.filter(({ state }) => state !== 'requested' && state !== 'reserved').length;
  const due = dueMinor(sale);
  const isPartPaid = due < sale.amountMinor;
  const handedMinor = amountMinorOf(handed, sale.currency);

  return (
    <section className="open" data-screen="open" data-asking={isAsking} aria-labelledby="open-title">
      <div className="open-sale">
        <header className="open-head">
          <h1 id="open-title">
            <span role="status">{isAsking ? t('open.asking') : t('open.title')}</span>
          </h1>
          <p className="muted">{t('common.saleNumber', { number: sale.number })}</p>
        </header>
        <div className="open-money">
          <p>
            <span className="open-label">
              {isAsking ? t('open.dueIfAccepted') : isPartPaid ? t('open.stillDue') : t('open.due')}
            </span>
            <span className="open-due">{money(isAsking ? hopedMinorOf(sale) : due, sale.currency)}</span>
          </p>
          {!isAsking && handedMinor > 0 && <Change sale={sale} dueMinor={due} handedMinor={handedMinor} />}
        </div>
        {!isAsking && <Reasons sale={sale} tender={tender} />}
        <TakenSoFar sale={sale} />
        {!isAsking && withoutMoney > 0 && <Notice tone="info">{t('open.restGoesOn', { count: withoutMoney })}</Notice>}
        {sale.bills ? (
          <section aria-labelledby="open-bills">
            <h2 id="open-bills" className="open-part">
              {t('open.bills')}
            </h2>
            <BillLines sale={sale} />
          </section>
        ) : (
          <p className="open-subject">{describeSubject(texts, sale)}</p>
        )}
        {codes.length > 0 && (
          <section aria-labelledby="open-codes">
            <h2 id="open-codes" className="open-part">
              {t('open.codes')}
            </h2>
            <CodeLines sale={sale} codes={codes} toldOf={codeToRetry(sale)} />
          </section>
        )}
        {failedCards.length > 0 && (
          <section aria-labelledby="open-failed">
            <h2 id="open-failed" className="open-part">
              {t('open.failedCards')}
            </h2>
            <ul className="open-failed">
              {failedCards.map((failed) => (
                <li key={failed.at}>
                  <span className="chip" data-outcome-chip={failed.outcome}>
                    <Icon name={outcomeIcons[failed.outcome]} size={16} />
                    {t(`outcome.${failed.outcome}`)}
                  </span>
                  <span>{describeReason(texts, failed.reason)}</span>
                  <span className="muted">{formatTime(failed.at, texts.locale)}</span>
                </li>
              ))}
            </ul>
          </section>
        )}
        {/* Apart from everything that takes money, and it only asks. */}
        <div className="open-abandon">
          <Button icon="undo" look="danger" hint={keyNames.back} onClick={() => view.setState({ dialog: { kind: 'abandon' } })}>
            {t('open.abandon')}
          </Button>
        </div>
      </div>
      <div className="panel open-tenders">
        {isAsking ? (
          <div className="open-asking">
            <Icon name="waiting" size={40} />
            <p className="open-asking-count" role="status">
              {t('open.answered', { count: bills.length, answered })}
            </p>
            <p className="muted">{t('open.askingText')}</p>
          </div>
        ) : (
          // A new one whenever money can be taken again: a click or an Enter that was meant for the screen before takes none.
          <Tenders key={`${sale.cash ? 'rest' : 'all'} ${codes.length} ${failedCards.length}`} sale={sale} tender={tender} />
        )}
      </div>
    </section>
  );
}

/** The money that the customer has given for the sale already. */
function TakenSoFar({ sale }: { readonly sale: Sale }): ReactElement {
  const t = useT();
  const money = useMoney();
  const hasCode = useSnapshot((snapshot) => snapshot.tenders.includes('code'));
  return (
    <>
      {sale.cash && (
        <Notice tone="strong" icon="cash">
          {t('open.cashTaken', { amount: money(sale.cash.amountMinor, sale.currency) })}{' '}
          {hasCode ? t('open.cashTakenTextAny') : t('open.cashTakenText')}
        </Notice>
      )}
      {paidCodes(sale).map(({ qrId, approvedMinor = 0, partner }) => (
        <Notice key={qrId} tone="strong" icon="check">
          {t('open.codePaid', { amount: money(approvedMinor, sale.currency), partner: partner?.name ?? t('code.name') })}
        </Notice>
      ))}
    </>
  );
}

/** What there will be to pay if every bill that is still being asked for is accepted. */
function hopedMinorOf({ bills = [] }: Sale): number {
  return bills.reduce((sum, { state, approvedMinor, requestedMinor }) => {
    if (state !== 'requested' && state !== 'reserved') return sum;
    return sum + (approvedMinor ?? requestedMinor);
  }, 0);
}

/** Why no money was taken, or why no card will be: beside what is to pay, where it is seen on a low screen, too. */
function Reasons({ sale, tender }: { readonly sale: Sale; readonly tender: TenderStore }): ReactElement | null {
  const t = useT();
  const texts = useTexts();
  const { failure, notice } = useStore(tender);
  const terminal = useSnapshot((snapshot) => snapshot.terminal.state);
  const isDoubtful = (!allowsCard(terminal) || terminal === 'state-unknown') && terminal !== 'checking';
  if (failure) {
    return (
      <Notice tone="strong" isAlert>
        {describeFailure(texts, failure)}
      </Notice>
    );
  }
  if (notice === 'scan-ignored') {
    return (
      <Notice tone="strong" isAlert>
        {t('open.scanIgnored')}
      </Notice>
    );
  }
  const failedCode = codeToRetry(sale);
  if (failedCode?.reason) {
    return (
      <Notice tone="strong" icon="code" isAlert>
        <strong>{t('open.codeFailed')}</strong> {describeQrReason(texts, failedCode.reason)}
      </Notice>
    );
  }
  if (!isDoubtful) return null;
  return (
    <Notice tone="info" icon="terminal">
      <strong>{t(`terminal.${terminal}`)}.</strong> {t(`terminalAdvice.${terminal}`)}
    </Notice>
  );
}

/** Huge, before the money is taken and after: this is what the cashier counts out. */
function Change({
  sale,
  dueMinor: due,
  handedMinor,
}: {
  readonly sale: Sale;
  readonly dueMinor: number;
  readonly handedMinor: number;
}): ReactElement | null {
  const t = useT();
  const money = useMoney();
  const hasCode = useSnapshot((snapshot) => snapshot.tenders.includes('code'));
  const isPart = handedMinor < due;
  // Nothing is given back on a part that is to be paid by code.
  if (sale.cash && !isPart) return null;
  return (
    <p className="open-change" data-part={isPart} role="status">
      <span className="open-label">{!isPart ? t('open.change') : hasCode ? t('open.rest') : t('open.restByCard')}</span>
      <span className="open-change-amount">{money(isPart ? due - handedMinor : handedMinor - due, sale.currency)}</span>
    </p>
  );
}

function Tenders({ sale, tender }: { readonly sale: Sale; readonly tender: TenderStore }): ReactElement {
  const t = useT();
  const money = useMoney();
  const settings = useStableSettings();
  const { isPending, handed } = useStore(tender);
  const connection = useTill((state) => state.connection);
  const hasCode = useSnapshot((snapshot) => snapshot.tenders.includes('code'));
  const isLost = connection === 'lost' || connection === 'refused';
  const due = dueMinor(sale);
  const takesCash = sale.cash === undefined;
  const typedMinor = amountMinorOf(handed, sale.currency);
  const failedCode = hasCode ? codeToRetry(sale) : undefined;
  const retryMinor = Math.min(failedCode?.amountMinor ?? 0, due);

  const retry = (): void => void tender.payPartByCode(retryMinor, due, settings);
  const payByCode = (amountMinor: number): void =>
    void (amountMinor > 0 ? tender.payPartByCode(amountMinor, due, settings) : tender.payAllByCode());
  const isReady = useEnter(() => {
    if (isLost) return;
    const nowMinor = amountMinorOf(tender.getState().handed, sale.currency);
    // Nothing typed is nothing meant, unless a code is to be tried again: that is what everybody waits for.
    if (nowMinor === 0) return failedCode && retry();
    if (takesCash) void tender.payCash(due, settings);
    else if (hasCode) payByCode(nowMinor);
  });
  const isBusy = !isReady || isPending || isLost;
  // One of them is meant: what is being counted, or the code that is to be tried again, or else the card.
  const meant = typedMinor > 0 ? 'typed' : failedCode ? 'retry' : 'card';
  // Where trying again asks for all that is due, a second button for the same would only be in the way.
  const isRetryAll = meant === 'retry' && retryMinor === due;

  return (
    <>
      {failedCode && (
        <Button
          look={meant === 'retry' ? 'money' : 'plain'}
          icon="code"
          className={isRetryAll ? 'open-retry open-code' : 'open-retry'}
          {...(meant === 'retry' ? { hint: keyNames.enter } : {})}
          disabled={isBusy}
          aria-busy={isPending}
          onClick={retry}
        >
          {t('open.retryCode', { amount: money(retryMinor, sale.currency) })}
        </Button>
      )}
      {(takesCash || hasCode) && <Pad sale={sale} dueMinor={due} tender={tender} hasCode={hasCode} isBusy={isBusy} />}
      <div className="open-by-card">
        {hasCode && !isRetryAll && (
          <Button
            look={meant === 'typed' && !takesCash ? 'money' : 'plain'}
            icon="code"
            className="open-code"
            hint={keyNames.code}
            // Nobody pays more than is due by a code: it is cash that is being counted.
            disabled={isBusy || typedMinor > due}
            aria-busy={isPending}
            onClick={() => payByCode(typedMinor)}
          >
            {typedMinor > due ? t('sell.code') : t('open.takeCode', { amount: money(typedMinor || due, sale.currency) })}
          </Button>
        )}
        <Button
          look={meant === 'card' ? 'money' : 'plain'}
          icon="card"
          className="open-card"
          hint={keyNames.again}
          disabled={isBusy}
          aria-busy={isPending}
          onClick={() => void tender.payCard()}
        >
          {isLost ? t('sell.waitingForTill') : t('open.takeCard', { amount: money(due, sale.currency) })}
        </Button>
      </div>
    </>
  );
}

interface PadProps {
  readonly sale: Sale;
  readonly dueMinor: number;
  readonly tender: TenderStore;
  readonly hasCode: boolean;
  readonly isBusy: boolean;
}

/** What is handed over in cash, or the part that a code is to pay; cash is taken once. */
function Pad({ sale, dueMinor: due, tender, hasCode, isBusy }: PadProps): ReactElement {
  const t = useT();
  const texts = useTexts();
  const money = useMoney();
  const settings = useStableSettings();
  const inputRef = useRef<HTMLInputElement>(null);
  const { handed, problem, isPartAsked, isPending } = useStore(tender);
  const takesCash = sale.cash === undefined;
  const target = useMemo(
    (): AmountTarget => ({
      entry: () => tender.getState().handed,
      press: tender.press,
      paste: tender.paste,
      refuseCharacter: tender.refuseCharacter,
      takeScan: (_text, before) => tender.ignoreScan(before),
    }),
    [tender],
  );
  useScreenWideAmountKeys(useAmountKeys(settings, target));
  useEffect(() => inputRef.current?.focus(), []);

  const handedMinor = amountMinorOf(handed, sale.currency);
  const isPart = handedMinor > 0 && handedMinor < due;
  const problemText =
    problem && (problem.code === 'amount-empty' ? t('open.handedEmpty') : describeProblem(texts, problem, sale.currency));
  const part = { amount: money(handedMinor, sale.currency) };
  const label = isPart
    ? hasCode
      ? t('open.takePartAny', part)
      : t('open.takePart', part)
    : handedMinor > 0
      ? t('open.takeCash', { amount: money(due, sale.currency) })
      : t('open.takeCashEmpty');
  return (
    <div className="open-cash">
      <AmountField
        inputRef={inputRef}
        target={target}
        entry={handed}
        problem={isPartAsked ? t('open.partAgain') : problemText}
        name="handed"
        label={takesCash ? t('open.handed') : t('open.codePart')}
        description={!takesCash ? t('open.codePartHint') : hasCode ? t('open.handedHintCode') : t('open.handedHint')}
      />
      {takesCash && (
        <div className="open-notes" role="group" aria-label={t('open.cash')}>
          <Button disabled={isBusy} onClick={() => tender.hand(due)}>
            {t('open.exact', { amount: money(due, sale.currency) })}
          </Button>
          {nextRoundNotes(due, sale.currency).map((amountMinor) => (
            <Button key={amountMinor} disabled={isBusy} onClick={() => tender.hand(amountMinor)}>
              {money(amountMinor, sale.currency)}
            </Button>
          ))}
        </div>
      )}
      <Keypad target={target} />
      {takesCash && (
        <Button
          look={handedMinor > 0 && !isPart ? 'money' : 'plain'}
          icon="cash"
          className="open-take-cash"
          {...(handedMinor > 0 ? { hint: keyNames.enter } : {})}
          disabled={isBusy}
          aria-busy={isPending}
          onClick={() => void tender.payCash(due, settings)}
        >
          {isPending ? t('open.takingCash') : label}
        </Button>
      )}
    </div>
  );
}

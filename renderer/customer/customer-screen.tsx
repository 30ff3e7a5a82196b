import { useEffect, useState, type ReactElement, type ReactNode } from 'react';
import type { CustomerView } from '../../shared/customer-view.ts';
import { formatMoney } from '../../shared/money.ts';
import type { TenderKind } from '../../shared/snapshot.ts';
import { customerTextsOf, type CustomerTexts } from '../../shared/texts/customer-texts-of.ts';
import { Icon, type IconName } from '../components/icon.tsx';
import { QrCode } from '../components/qr-code.tsx';
import { formatElapsed } from '../components/times.ts';
import { leftMsOf, viewOf, type CustomerState } from './customer-store.ts';

/** What the customer sees, filling the screen: nothing to press, nothing to read twice, and nothing that is not theirs. */
export function CustomerScreen({ state }: { readonly state: CustomerState }): ReactElement {
  const { display } = state;
  const lang = display?.locale;
  useEffect(() => {
    if (lang !== undefined) document.documentElement.lang = lang;
  }, [lang]);
  if (!display) return <Unheard />;
  const { currency, locale, mode, shop } = display;
  const words = customerTextsOf(locale);
  const view = viewOf(state, display);
  const money = (amountMinor: number): string => formatMoney(amountMinor, currency, locale);

  return (
    <main className="customer" data-view={view.kind}>
      {/* The same element all the while: what changes in it is read out, once. */}
      <p className="visually-hidden" role="status">
        {said(view, words, money)}
      </p>
      <Body view={view} state={state} shop={shop} words={words} money={money} />
      {mode === 'demonstration' && (
        <p className="customer-practice">
          <strong>{words.practice}</strong> {words.practiceText}
        </p>
      )}
    </main>
  );
}

/** Before the till has said anything, its language too is unknown: not a word, then, in what may not be the customer's. */
function Unheard(): ReactElement {
  return (
    <main className="customer" data-view="unheard" aria-busy="true">
      <p className="visually-hidden" role="status" />
      <div className="customer-calm">
        <Icon name="waiting" />
      </div>
    </main>
  );
}

interface BodyProps {
  readonly view: CustomerView;
  readonly state: CustomerState;
  readonly shop: string | undefined;
  readonly words: CustomerTexts;
  readonly money: (amountMinor: number) => string;
}

function Body({ view, state, shop, words, money }: BodyProps): ReactElement {
  switch (view.kind) {
    case 'idle':
      return (
        <div className="customer-calm">
          <h1 className="customer-thanks">{shop ?? words.thanks}</h1>
          {shop !== undefined && <p className="customer-line">{words.thanks}</p>}
        </div>
      );
    case 'wait':
      return (
        <div className="customer-calm">
          <Icon name="waiting" />
          <h1 className="customer-word">{words.wait}</h1>
        </div>
      );
    case 'to-pay':
      return (
        <div className="customer-ask">
          <h1 className="customer-label">{view.paidMinor > 0 ? words.stillToPay : words.toPay}</h1>
          <Amount>{money(view.amountMinor)}</Amount>
          {view.paidMinor > 0 && (
            <p className="customer-line">
              {words.paidBefore} <strong>{money(view.paidMinor)}</strong>
            </p>
          )}
          <Ways ways={view.ways} words={words} />
        </div>
      );
    case 'card':
      return (
        <div className="customer-ask">
          <h1 className="customer-word">
            <Icon name="terminal" />
            {words.followTerminal}
          </h1>
          <Amount>{money(view.amountMinor)}</Amount>
          <p className="customer-line">{words.followTerminalText}</p>
        </div>
      );
    case 'code':
      return <Code view={view} state={state} words={words} money={money} />;
    case 'paid':
      return (
        <Result icon="check" word={words.paid}>
          <Amount>{money(view.amountMinor)}</Amount>
          {view.changeMinor > 0 && <Aside label={words.change} amount={money(view.changeMinor)} />}
          {view.changeMinor === 0 && <p className="customer-line">{words.thanks}</p>}
        </Result>
      );
    case 'not-paid':
      return (
        <Result icon="cross" word={words.notPaid}>
          {view.cashBackMinor > 0 && <Aside label={words.cashBack} amount={money(view.cashBackMinor)} />}
        </Result>
      );
  }
}

function Code({
  view,
  state,
  words,
  money,
}: Omit<BodyProps, 'shop'> & { readonly view: Extract<CustomerView, { kind: 'code' }> }): ReactElement {
  const monotonicMs = useEverySecond();
  const leftMs = view.code && leftMsOf(state, view.code.expiresAt, monotonicMs);
  const isShown = leftMs !== undefined && leftMs > 0;
  const heading = isShown ? words.scan : leftMs === undefined ? words.codeComes : words.codeOver;
  return (
    <div className="customer-code" data-code={isShown}>
      <div className="customer-stage">
        {view.code && isShown ? (
          <QrCode payload={view.code.payload} label={words.codeImage}>
            <p className="customer-line">{words.wait}</p>
          </QrCode>
        ) : (
          <Icon name="waiting" />
        )}
      </div>
      <div className="customer-ask">
        <h1 className="customer-word">{heading}</h1>
        <Amount>{money(view.amountMinor)}</Amount>
        {isShown && (
          <>
            <p className="customer-left">
              {words.timeLeft}{' '}
              <strong role="timer" aria-live="off">
                {formatElapsed(Math.ceil(leftMs / 1_000) * 1_000)}
              </strong>
            </p>
            <p className="customer-line">{words.scanText}</p>
          </>
        )}
      </div>
    </div>
  );
}

/** In the largest type that its length lets it have. */
function Amount({ children }: { readonly children: string }): ReactElement {
  const length = children.length <= 7 ? 'short' : children.length <= 10 ? 'medium' : children.length <= 13 ? 'long' : 'longest';
  return (
    <p className="customer-amount" data-length={length}>
      {children}
    </p>
  );
}

function Result({
  icon,
  word,
  children,
}: {
  readonly icon: IconName;
  readonly word: string;
  readonly children: ReactNode;
}): ReactElement {
  return (
    <div className="customer-result">
      <h1 className="customer-word">
        <Icon name={icon} />
        {word}
      </h1>
      {children}
    </div>
  );
}

function Aside({ label, amount }: { readonly label: string; readonly amount: string }): ReactElement {
  return (
    <p className="customer-aside">
      <span>{label}</span>
      <strong>{amount}</strong>
    </p>
  );
}

const wayIcons: Readonly<Record<TenderKind, IconName>> = { card: 'card', cash: 'cash', code: 'code' };

function Ways({ ways, words }: { readonly ways: readonly TenderKind[]; readonly words: CustomerTexts }): ReactElement {
  return (
    <ul className="customer-ways" aria-label={words.ways}>
      {ways.map((way) => (
        <li key={way}>
          <Icon name={wayIcons[way]} />
          {words[way]}
        </li>
      ))}
    </ul>
  );
}

/** What somebody hears who does not see it: the state with its amount, and not the seconds. */
function said(view: CustomerView, words: CustomerTexts, money: (amountMinor: number) => string): string {
  switch (view.kind) {
    case 'idle':
      return '';
    case 'wait':
      return words.wait;
    case 'to-pay':
      return `${view.paidMinor > 0 ? words.stillToPay : words.toPay} ${money(view.amountMinor)}`;
    case 'card':
      return `${words.followTerminal} ${money(view.amountMinor)}`;
    case 'code':
      return `${view.code ? words.scan : words.codeComes} ${money(view.amountMinor)}`;
    case 'paid':
      return `${words.paid} ${money(view.amountMinor)}`;
    case 'not-paid':
      return words.notPaid;
  }
}

function useEverySecond(): number {
  const [nowMs, setNowMs] = useState(() => performance.now());
  useEffect(() => {
    const timer = setInterval(() => setNowMs(performance.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return nowMs;
}

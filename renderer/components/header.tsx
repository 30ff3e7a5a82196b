import type { ReactElement } from 'react';
import type { TerminalState } from '../../shared/terminal-status.ts';
import { describeSpan } from '../../shared/texts/describe.ts';
import { keyNames, type KeyName } from '../keys.ts';
import { useLater } from '../load-later.ts';
import { useTillNowMs } from '../stores/clock.ts';
import { useSnapshot, useStores, useView } from '../stores/stores.ts';
import { goTo, type Place } from '../stores/view-store.ts';
import { KeyCap } from './button.tsx';
import { Icon } from './icon.tsx';
import { useT } from './texts.ts';
import { formatAge } from './times.ts';

/** Always there: where one can go, the terminal's state and its age, what is unresolved, and the mode. */
export function Header(): ReactElement {
  const t = useT();
  const later = useLater();
  return (
    <div className="header">
      <p className="brand">
        <Mark />
        <span className="brand-name">{t('product')}</span>
      </p>
      <Navigation />
      <div className="header-side">
        <VerifyingChip />
        <AdvicesChip />
        <TerminalChip />
        {later ? (
          <later.HeaderMenu />
        ) : (
          <button type="button" className="button button-quiet button-icon" disabled aria-label={t('header.menu')}>
            <Icon name="menu" />
          </button>
        )}
      </div>
    </div>
  );
}

/** A stone in a drawer: the product's sign. */
function Mark(): ReactElement {
  return (
    <svg className="mark" width="28" height="28" viewBox="0 0 28 28" aria-hidden="true" focusable="false">
      <rect width="28" height="28" rx="8" className="mark-ground" />
      <path d="M7 10.5h14v3.2H16v8h-4v-8H7z" className="mark-figure" />
      <rect x="7" y="6" width="14" height="2.6" rx="1.3" className="mark-figure" />
    </svg>
  );
}

function Navigation(): ReactElement {
  const t = useT();
  const { view } = useStores();
  const place = useView((state) => state.place);
  const isElsewhere = useView((state) => state.slip !== undefined);
  const isCounterFree = useSnapshot((snapshot) => snapshot.counter.kind === 'free');
  // Cash that is a customer's is as unfinished as an outcome that nobody knows, and stands on the same screen.
  const unresolvedCount = useSnapshot((snapshot) => snapshot.unresolved.length + snapshot.cashToReturn.length);

  const tab = (to: Place, hint: KeyName, name: string, extra?: ReactElement): ReactElement => (
    <button
      type="button"
      className="nav-tab"
      disabled={!isCounterFree}
      aria-keyshortcuts={hint}
      {...(place === to && isCounterFree && !isElsewhere ? { 'aria-current': 'page' as const } : {})}
      onClick={() => goTo(view, to)}
    >
      {name}
      {extra}
      <KeyCap name={hint} />
    </button>
  );
  return (
    <nav className="nav" aria-label={t('header.navigation')}>
      {tab('sell', keyNames.sell, t('header.sell'))}
      {tab('history', keyNames.history, t('header.today'))}
      {tab(
        'unresolved',
        keyNames.unresolved,
        t('header.unresolved'),
        unresolvedCount > 0 ? (
          <span className="count" data-count={unresolvedCount}>
            <Icon name="warning" size={14} />
            <span aria-hidden="true">{unresolvedCount}</span>
            <span className="visually-hidden">{t('header.unresolvedCount', { count: unresolvedCount })}</span>
          </span>
        ) : undefined,
      )}
    </nav>
  );
}

/** How a state looks; the words say the rest. */
const tones: Readonly<Record<TerminalState, 'good' | 'busy' | 'unsure' | 'bad'>> = {
  checking: 'busy',
  available: 'good',
  'in-use': 'busy',
  'no-terminal': 'unsure',
  'state-unknown': 'unsure',
  'not-available': 'bad',
  'service-down': 'bad',
  'wrong-credentials': 'bad',
  'unexpected-answer': 'bad',
  'no-answer': 'bad',
};

function TerminalChip(): ReactElement {
  const t = useT();
  const terminal = useSnapshot((snapshot) => snapshot.terminal);
  const nowMs = useTillNowMs();
  const age = terminal.learnedAt === undefined ? t('age.never') : formatAge(nowMs - Date.parse(terminal.learnedAt), t);
  return (
    <div className="terminal-chip" data-tone={tones[terminal.state]} data-terminal={terminal.state}>
      <span className="terminal-icon">
        <Icon name={tones[terminal.state] === 'bad' ? 'unplugged' : 'terminal'} />
      </span>
      <span className="terminal-words">
        <span className="terminal-state" role="status">
          <span className="visually-hidden">{t('header.terminal')}: </span>
          {t(`terminal.${terminal.state}`)}
        </span>
        <span className="terminal-age">{age}</span>
      </span>
    </div>
  );
}

/** What services still have to be told: how much waits and for how long, and beside it what somebody has to look at. Only where there is such a service. */
function AdvicesChip(): ReactElement | null {
  const t = useT();
  const { view } = useStores();
  const advices = useSnapshot((snapshot) => snapshot.advices);
  const atMs = useSnapshot((snapshot) => Date.parse(snapshot.at));
  const isCounterFree = useSnapshot((snapshot) => snapshot.counter.kind === 'free');
  const isHere = useView((state) => state.place === 'advices' && state.slip === undefined) && isCounterFree;
  const nowMs = useTillNowMs();
  if (!advices) return null;
  const { waiting, oldestAgeMs, needsAttention, setAside } = advices;
  const attention = needsAttention + setAside;
  const isQuiet = waiting === 0 && attention === 0;
  const age = oldestAgeMs === undefined ? undefined : describeSpan({ t }, oldestAgeMs + Math.max(0, nowMs - atMs));
  return (
    <button
      type="button"
      className="advices-chip"
      data-advices={attention > 0 ? 'attention' : isQuiet ? 'none' : 'waiting'}
      data-waiting={waiting}
      disabled={!isCounterFree}
      aria-keyshortcuts={keyNames.advices}
      {...(isHere ? { 'aria-current': 'page' as const } : {})}
      onClick={() => goTo(view, 'advices')}
    >
      <span className="advices-waiting">
        <Icon name={isQuiet ? 'check' : 'send'} size={18} />
        <span className="advices-words">
          <span className="advices-title">
            {t('header.advices')}
            <span className="visually-hidden">: </span>
            <KeyCap name={keyNames.advices} />
          </span>
          <span className="advices-state">
            {isQuiet && t('header.advicesNone')}
            {!isQuiet && waiting === 0 && t('header.advicesNoneWaiting')}
            {waiting > 0 && t('header.advicesWaiting', { count: waiting })}
            {waiting > 0 && age !== undefined && <>, {t('header.advicesOldest', { age })}</>}
          </span>
        </span>
      </span>
      {attention > 0 && (
        <span className="advices-attention">
          <span className="visually-hidden">; </span>
          <Icon name="warning" size={18} />
          <span>{t('header.advicesAttention', { count: attention })}</span>
        </span>
      )}
    </button>
  );
}

function VerifyingChip(): ReactElement | null {
  const t = useT();
  const isVerifying = useSnapshot((snapshot) => snapshot.journal.kind === 'verifying');
  if (!isVerifying) return null;
  return (
    <span className="chip">
      <Icon name="waiting" size={16} />
      {t('header.verifying')}
    </span>
  );
}

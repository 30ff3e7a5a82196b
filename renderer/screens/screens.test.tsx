import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { I18nextProvider } from 'react-i18next';
import { describe, expect, test } from 'vitest';
import { inputFields, reasonCodes } from '../../shared/sale.ts';
import type { FieldProblem, FieldProblemCode } from '../../shared/sale-input.ts';
import type { JournalHealth, Snapshot } from '../../shared/snapshot.ts';
import { terminalStates } from '../../shared/terminal-status.ts';
import { en } from '../../shared/texts/en.ts';
import { pseudoLocale } from '../../shared/texts/pseudo.ts';
import { createTexts } from '../../shared/texts/translate.ts';
import { App } from '../app.tsx';
import { CrashScreen, paymentOf } from '../components/crash-boundary.tsx';
import { createHistoryStore } from '../stores/history-store.ts';
import { createStores, StoresProvider, textsOf, type InitialStates, type Stores } from '../stores/stores.ts';
import {
  discrepantSale,
  endedSales,
  listedSales,
  resolvedSale,
  saleIdOf,
  saleWith,
  snapshotWith,
  timeline,
  unresolvedSales,
} from '../testing/fixtures.ts';
import { createScriptedTill } from '../testing/scripted-till.ts';
import { BlockedForm } from './blocked-dialog.tsx';
import { Detail } from './detail-dialog.tsx';
import { HistoryScreen } from './history-screen.tsx';
import { KeyList } from './keys-dialog.tsx';
import { ResolveForm } from './resolve-dialog.tsx';
import { SlipScreen } from './slip-screen.tsx';

interface Shown {
  readonly snapshot?: Partial<Snapshot>;
  readonly states?: InitialStates;
  readonly host?: 'electron' | 'browser';
}

function storesOf({ snapshot = {}, states = {}, host = 'browser' }: Shown, locale: string): Stores {
  const shown = snapshotWith({ ...snapshot, locale });
  return createStores(createScriptedTill(shown, host), {
    ...states,
    till: { snapshot: shown, connection: 'connected', ...states.till },
  });
}

/** The whole window as the stores have it. */
function renderApp(shown: Shown, locale = 'en-US'): string {
  return renderToString(<App stores={storesOf(shown, locale)} />);
}

/** A part that the window shows in a dialog, which a server does not render, or reads from its second file. */
function renderPart(part: ReactElement | ((stores: Stores) => ReactElement), shown: Shown = {}, locale = 'en-US'): string {
  const stores = storesOf(shown, locale);
  return renderToString(
    <StoresProvider value={stores}>
      <I18nextProvider i18n={textsOf(locale).i18n}>{typeof part === 'function' ? part(stores) : part}</I18nextProvider>
    </StoresProvider>,
  );
}

/** What a person sees or hears: the texts between the tags, and the attributes that are read out. */
function wordsOf(html: string): string[] {
  const unescape = (text: string): string =>
    text
      .replaceAll('&#x27;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');
  const attributes = [...html.matchAll(/(?:aria-label|placeholder|title|alt)="([^"]*)"/gu)].map((match) => match[1] ?? '');
  const texts = html.replaceAll('<!-- -->', '').split(/<[^>]*>/u);
  return [...texts, ...attributes].map((text) => unescape(text).trim()).filter((text) => text !== '');
}

/** Data that no catalogue holds: dates as Intl writes them, what a service or a person wrote, and the id of a payment. */
const data = /\b(?:AM|PM|Nov|Bill Payment|MB|GB|[0-9a-f-]{36}|entry 205 does not continue entry 204)\b/gu;

/** What is left once everything that came out of the catalogue, in its brackets, is taken away. */
function untranslatedIn(html: string): string[] {
  return wordsOf(html).filter((words) => {
    let rest = words.replace(data, '');
    for (let before = ''; before !== rest;) {
      before = rest;
      rest = rest.replace(/\[[^[\]]*\]/gu, '');
    }
    return /\p{L}/u.test(rest);
  });
}

const problems: readonly FieldProblem[] = Object.keys(en.problem).map((code, index) => ({
  field: inputFields[index % inputFields.length] ?? 'amount',
  code: code as FieldProblemCode,
}));
const journals: readonly JournalHealth[] = [
  { kind: 'disk-full', freeBytes: 12_000_000, neededBytes: 64_000_000 },
  { kind: 'damaged', detail: 'entry 205 does not continue entry 204', lastGoodSequence: 204 },
  { kind: 'damaged', detail: '', lastGoodSequence: 204, lastGoodAt: '2026-11-21T15:42:10.000Z' },
  { kind: 'unavailable', detail: '13' },
  { kind: 'too-new', schema: 9, supported: 1 },
  { kind: 'wrong-mode', folderMode: '?' },
];

const windows: Readonly<Record<string, Shown>> = {
  'before the first snapshot': { states: { till: { snapshot: undefined } } },
  'sell, empty': {},
  'sell, in demonstration mode': { snapshot: { mode: 'demonstration' } },
  'sell, refused': { states: { sell: { problems, notice: 'paste-refused', refusals: 1 } } },
  'sell, with a failure': {
    states: { sell: { failure: { kind: 'terminal-not-ready', state: 'no-terminal' }, notice: 'scan-moved' } },
  },
  'sell, asked': { states: { sell: { isPending: true } } },
  'sell, while the record is checked': { snapshot: { journal: { kind: 'verifying' } } },
  'sell, with a disk that is nearly full': { snapshot: { journal: { kind: 'disk-low', freeBytes: 1_500_000_000 } } },
  'sell, without the till': { states: { till: { connection: 'lost' } } },
  'sell, after the till was started anew': { states: { till: { connection: 'refused' } } },
  taking: { snapshot: { counter: { kind: 'taking', sale: saleWith({}) } } },
  'taking, for long and without the till': {
    snapshot: { counter: { kind: 'taking', sale: saleWith({ begunAt: '2026-11-21T15:30:00.000Z' }) } },
    states: { till: { connection: 'lost' } },
  },
  ...Object.fromEntries(
    Object.values(endedSales).map((sale) => [`outcome ${sale.outcome}`, { snapshot: { counter: { kind: 'decided', sale } } }]),
  ),
  'outcome with a discrepancy': { snapshot: { counter: { kind: 'decided', sale: discrepantSale } } },
  'outcome that was resolved by hand': { snapshot: { counter: { kind: 'decided', sale: resolvedSale } } },
  'unresolved, at the start': {
    snapshot: { unresolved: unresolvedSales },
    states: { view: { place: 'unresolved', isRecovery: true } },
  },
  'unresolved, none': { states: { view: { place: 'unresolved' } } },
  ...Object.fromEntries(terminalStates.map((state) => [`terminal ${state}`, { snapshot: { terminal: { state } } }])),
  ...Object.fromEntries(journals.map((journal, index) => [`trouble ${index} ${journal.kind}`, { snapshot: { journal } }])),
  'a place that can still be seen in trouble': {
    snapshot: { journal: { kind: 'wrong-mode', folderMode: '?' } },
    states: { view: { place: 'unresolved' } },
  },
};

const historyWith = (
  stores: Stores,
  part: Partial<ReturnType<ReturnType<typeof createHistoryStore>['getState']>>,
): ReactElement => (
  <HistoryScreen history={createHistoryStore(stores.client, stores.till, () => '', { isLoading: false, ...part })} />
);

const parts: Readonly<Record<string, (locale: string) => string>> = {
  'history, full': (locale) => renderPart((stores) => historyWith(stores, { sales: listedSales, hasMore: true }), {}, locale),
  'history, earlier days': (locale) =>
    renderPart((stores) => historyWith(stores, { sales: listedSales, showsAll: true }), {}, locale),
  'history, empty': (locale) => renderPart((stores) => historyWith(stores, {}), {}, locale),
  'history, not read': (locale) =>
    renderPart((stores) => historyWith(stores, { failure: { kind: 'till-unreachable' } }), {}, locale),
  detail: (locale) => renderPart(<Detail sale={discrepantSale} timeline={timeline} />, {}, locale),
  'detail of what was resolved': (locale) => renderPart(<Detail sale={resolvedSale} timeline={timeline} />, {}, locale),
  'detail of what is unknown': (locale) => renderPart(<Detail sale={endedSales['outcome-unknown']} timeline={[]} />, {}, locale),
  slip: (locale) => renderPart(<SlipScreen sale={endedSales.approved} />, { host: 'electron' }, locale),
  'slip, not charged': (locale) =>
    renderPart(<SlipScreen sale={endedSales.declined} />, { snapshot: { mode: 'demonstration' } }, locale),
  'slip, unknown': (locale) => renderPart(<SlipScreen sale={endedSales['outcome-unknown']} />, {}, locale),
  'slip, by hand': (locale) => renderPart(<SlipScreen sale={resolvedSale} />, {}, locale),
  resolve: (locale) => renderPart(<ResolveForm sale={endedSales['outcome-unknown']} onDone={() => {}} />, {}, locale),
  blocked: (locale) =>
    renderPart(
      <BlockedForm part="amount" earlier={[saleIdOf(124)]} onClose={() => {}} />,
      { snapshot: { unresolved: unresolvedSales } },
      locale,
    ),
  keys: (locale) => renderPart(<KeyList />, {}, locale),
  crash: (locale) =>
    renderToString(<CrashScreen snapshot={snapshotWith({ locale, counter: { kind: 'taking', sale: saleWith({}) } })} />),
};

describe('no text is left behind in the pseudo-locale', () => {
  test.each(Object.entries(windows))('%s', (_name, shown) => {
    const html = renderApp(shown, shown.states?.till && 'snapshot' in shown.states.till ? 'en' : pseudoLocale);
    // Before the first snapshot there is no locale yet, so there is nothing to compare but that something is said.
    if (html.includes('class="opening"')) expect(wordsOf(html)).toEqual([en.connection.opening]);
    else expect(untranslatedIn(html)).toEqual([]);
  });

  test.each(Object.entries(parts))('%s', (_name, render) => {
    expect(untranslatedIn(render(pseudoLocale))).toEqual([]);
  });

  test('the search itself finds a text that was never in the catalogue', () => {
    expect(untranslatedIn('<p>[Ţáké $12·]</p><button aria-label="Menu">[Šļíþ·]</button>')).toEqual(['Menu']);
    expect(untranslatedIn('<p>[Ñô þáýméñţ: [Ţéŕmíñáļ·]. [Çáļļ·]·]</p><p>Approved</p>')).toEqual(['Approved']);
  });
});

describe('the window', () => {
  test.each([
    ['sell', {}],
    ['taking', { snapshot: { counter: { kind: 'taking', sale: saleWith({}) } } }],
    ['outcome', { snapshot: { counter: { kind: 'decided', sale: endedSales.approved } } }],
    ['unresolved', { states: { view: { place: 'unresolved' } } }],
    ['trouble', { snapshot: { journal: { kind: 'damaged', detail: '', lastGoodSequence: 204 } } }],
  ] satisfies [string, Shown][])('names the screen %s for those who test it', (name, shown) => {
    expect(renderApp(shown).match(/data-screen="([^"]*)"/u)?.[1]).toBe(name);
  });

  test('offers nothing to press while a customer is at the terminal, and says who can cancel', () => {
    const html = renderApp({ snapshot: { counter: { kind: 'taking', sale: saleWith({}) } } });
    const main = html.slice(html.indexOf('<main'));
    expect(main).not.toContain('<button');
    expect(wordsOf(main)).toContain(en.taking.cannotCancel);
    expect(wordsOf(main)).toContain('$12.00');
    expect(wordsOf(main)).toContain('0:37');
  });

  test('shows what the customer paid in an approval: amount and fee together, and both', () => {
    const words = wordsOf(renderApp({ snapshot: { counter: { kind: 'decided', sale: endedSales.approved } } }));
    expect(words).toEqual(expect.arrayContaining(['Approved', '$12.35', '$12.00 and $0.35 fee', 'Visa credit •••• 1234']));
  });

  test('an approval that differs from what was asked is held up, and cannot pass for a plain one', () => {
    const html = renderApp({ snapshot: { counter: { kind: 'decided', sale: discrepantSale } } });
    expect(html).toContain('data-held-up="true"');
    expect(wordsOf(html)).toEqual(expect.arrayContaining([en.result.heldUp, 'Amount: asked 12.00, answered 11.99']));
    expect(html.slice(html.indexOf('<main'))).not.toContain('aria-keyshortcuts="Enter"');
    expect(renderApp({ snapshot: { counter: { kind: 'decided', sale: endedSales.approved } } })).toContain(
      'data-held-up="false"',
    );
  });

  test('an unknown outcome says not to charge again, and never that it was declined', () => {
    const html = renderApp({ snapshot: { counter: { kind: 'decided', sale: endedSales['outcome-unknown'] } } });
    expect(wordsOf(html)).toEqual(
      expect.arrayContaining([en.outcome['outcome-unknown'], en.result.doNotCharge, en.result.resolve]),
    );
    expect(wordsOf(html)).not.toContain(en.result.again);
    expect(wordsOf(html)).not.toContain(en.outcome.declined);
  });

  test('a till that was lost during a payment is not a payment that failed', () => {
    const words = wordsOf(
      renderApp({
        snapshot: { counter: { kind: 'taking', sale: saleWith({}) } },
        states: { till: { connection: 'lost' } },
      }),
    );
    expect(words).toContain(en.connection.lostWhileTaking);
    expect(words.join(' ')).not.toMatch(/failed|declined|not charged/iu);
  });

  test('marks a demonstration on every screen', () => {
    for (const [name, shown] of Object.entries(windows)) {
      const html = renderApp({ ...shown, snapshot: { ...shown.snapshot, mode: 'demonstration' } });
      expect(html.includes('class="opening"') || html.includes('demonstration-strip'), name).toBe(true);
      expect(html.includes('class="opening"') || html.includes('class="watermark"'), name).toBe(true);
    }
  });

  test('labels what was resolved by hand wherever it shows it', () => {
    const shown = [
      renderApp({ snapshot: { counter: { kind: 'decided', sale: resolvedSale } } }),
      renderPart((stores) => historyWith(stores, { sales: [resolvedSale] })),
      renderPart(<Detail sale={resolvedSale} timeline={[]} />),
    ];
    for (const html of shown) expect(wordsOf(html)).toContain(en.common.resolvedByHand);
    expect(wordsOf(renderPart(<SlipScreen sale={resolvedSale} />))).toContain(en.slip.byHand);
  });

  test('a slip of what was not approved has no total and says so', () => {
    const words = wordsOf(renderPart(<SlipScreen sale={endedSales.declined} />));
    expect(words).toContain(en.slipTitle['not-charged']);
    expect(words).not.toContain(en.slipLabel.total);
    expect(wordsOf(renderPart(<SlipScreen sale={endedSales['outcome-unknown']} />))).toContain(en.slipTitle['outcome-unknown']);
  });

  test('every reason has its sentence on the outcome', () => {
    for (const code of reasonCodes) {
      const sale = saleWith({ outcome: 'failed', reason: { code } });
      expect(wordsOf(renderApp({ snapshot: { counter: { kind: 'decided', sale } } })), code).toContain(en.reason[code]);
    }
  });

  test('every problem is said at its field, and read with it', () => {
    const html = renderApp({ states: { sell: { problems: [{ field: 'reference', code: 'required' }] } } });
    expect(wordsOf(html)).toContain(en.problem.required);
    expect(html).toMatch(/<input[^>]*aria-invalid="true"/u);
  });
});

test('a picture that broke still says how the payment stands', () => {
  const texts = createTexts('en-US');
  expect(paymentOf(undefined, texts)).toBe(en.crash.notSeen);
  expect(paymentOf(snapshotWith({}), texts)).toBe(en.crash.free);
  expect(paymentOf(snapshotWith({ counter: { kind: 'taking', sale: saleWith({}) } }), texts)).toContain('$12.00 is under way');
  expect(paymentOf(snapshotWith({ counter: { kind: 'decided', sale: endedSales.approved } }), texts)).toContain('Approved');
  expect(paymentOf(snapshotWith({ counter: { kind: 'decided', sale: endedSales['outcome-unknown'] } }), texts)).toContain(
    'Do not charge again',
  );
});

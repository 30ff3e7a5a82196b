import type { ReactElement } from 'react';
import { renderToString } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import type { AdviceView } from '../../shared/advice-view.ts';
import { limitsOf, noLimits } from '../../shared/bill-limits.ts';
import type { Currency } from '../../shared/currency.ts';
import { inputFields, reasonCodes } from '../../shared/sale.ts';
import type { FieldProblem, FieldProblemCode } from '../../shared/sale-input.ts';
import type { AdviceSummary, JournalHealth, Snapshot } from '../../shared/snapshot.ts';
import { terminalStates } from '../../shared/terminal-status.ts';
import { en } from '../../shared/texts/en.ts';
import { pseudoLocale } from '../../shared/texts/pseudo.ts';
import { createTexts } from '../../shared/texts/translate.ts';
import { CrashScreen, paymentOf } from '../components/crash-boundary.tsx';
import { createAdviceStore, type AdviceState } from '../stores/advice-store.ts';
import { entryOfAmount } from '../stores/amount-entry.ts';
import type { BillDraft, BillProblem, BillToPay } from '../stores/bill-store.ts';
import { createHistoryStore } from '../stores/history-store.ts';
import type { InitialStates, Stores } from '../stores/stores.ts';
import { createTenderStore, type TenderState } from '../stores/tender-store.ts';
import {
  advices,
  billers,
  billTimeline,
  endedBillSales,
  foundDetails,
  noAdvices,
  openSales,
  setAsideFiles,
  stuckAdvices,
  waitingAdvices,
} from '../testing/bill-fixtures.ts';
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
import { renderApp, renderPart, untranslatedIn, wordsOf, type Shown } from '../testing/rendering.tsx';
import { AbandonForm } from './abandon-dialog.tsx';
import { AdvicesScreen } from './advices-screen.tsx';
import { BillForm } from './bill-form.tsx';
import { BlockedForm } from './blocked-dialog.tsx';
import { Detail } from './detail-dialog.tsx';
import { HistoryScreen } from './history-screen.tsx';
import { KeyList } from './keys-dialog.tsx';
import { LeaveForm } from './leave-dialog.tsx';
import { OpenScreen } from './open-screen.tsx';
import { ResolveForm } from './resolve-dialog.tsx';
import { SlipScreen } from './slip-screen.tsx';

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
  ...Object.fromEntries(
    Object.entries(openSales).map(([name, sale]) => [
      `open, ${name}`,
      { snapshot: { advices: noAdvices, counter: { kind: 'open', sale } } } satisfies Shown,
    ]),
  ),
  ...Object.fromEntries(
    Object.entries(endedBillSales).map(([name, sale]) => [
      `bills, ${name}`,
      { snapshot: { advices: noAdvices, counter: { kind: 'decided', sale } } } satisfies Shown,
    ]),
  ),
  'open, without the terminal': {
    snapshot: { counter: { kind: 'open', sale: openSales.reserved }, terminal: { state: 'no-terminal' } },
  },
  'open, without the till': {
    snapshot: { counter: { kind: 'open', sale: openSales.reserved } },
    states: { till: { connection: 'lost' } },
  },
  'taking the card for bills': {
    snapshot: { counter: { kind: 'taking', sale: { ...openSales['a part in cash'], outcome: 'waiting' } } },
  },
  'unresolved, with cash to give back': {
    snapshot: { unresolved: [endedBillSales['outcome unknown']], cashToReturn: [endedBillSales['abandoned, with cash']] },
    states: { view: { place: 'unresolved' } },
  },
  'sell, with bills': { snapshot: { advices: noAdvices } },
  'sell, while billers wait': { snapshot: { advices: waitingAdvices } },
  'sell, while a biller needs attention': { snapshot: { advices: stuckAdvices } },
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

const renderOpen = (locale: string, tender: Partial<TenderState>): string =>
  renderPart(
    ({ client }) => (
      <OpenScreen sale={openSales.reserved} tender={createTenderStore(client, openSales.reserved.saleId, tender)} />
    ),
    {},
    locale,
  );

const historyWith = (
  stores: Stores,
  part: Partial<ReturnType<ReturnType<typeof createHistoryStore>['getState']>>,
): ReactElement => (
  <HistoryScreen history={createHistoryStore(stores.client, stores.till, () => '', { isLoading: false, ...part })} />
);

const billForm = (locale: string, bill: NonNullable<InitialStates['bill']>): string =>
  renderPart(<BillForm />, { snapshot: { advices: noAdvices }, states: { bill } }, locale);

const inSale: BillToPay = { kind: 'account', biller: undefined, reference: '0417733021', amountMinor: 48_650 };
const draft: BillDraft = {
  kind: 'policy',
  biller: { id: '700031', name: '700031' },
  reference: '0417733021',
  amount: entryOfAmount(48_650),
  isSuggested: true,
};
const limits = limitsOf(foundDetails, 'USD' as Currency);
const found = { kind: 'found', details: foundDetails, limits, isConfirmed: false } as const;
const billProblems: readonly BillProblem[] = (
  [
    ['reference', 'not-in-sale'],
    ['reference', 'too-full'],
    ['reference', 'already-in'],
    ['biller', 'biller-needed'],
    ['amount', 'below-least'],
    ['amount', 'above-most'],
    ['amount', 'nothing-to-pay'],
  ] as const
).map(([field, code]) => ({ field, code, limit: 10, limitMinor: 5_000 }));

const adviceScreen = (locale: string, part: Partial<AdviceState>, summary: AdviceSummary = stuckAdvices): string =>
  renderPart(
    (stores) => <AdvicesScreen advices={createAdviceStore(stores.client, stores.till, { isLoading: false, ...part })} />,
    { snapshot: { advices: summary } },
    locale,
  );

const parts: Readonly<Record<string, (locale: string) => string>> = {
  'bill, while the billers are read': (locale) => billForm(locale, {}),
  'bill, without the billers': (locale) =>
    billForm(locale, { billers: { kind: 'failed', failure: { kind: 'till-unreachable' } } }),
  'bill, with billers': (locale) => billForm(locale, { billers: { kind: 'read', billers } }),
  'bill, with too many billers to show': (locale) =>
    billForm(locale, {
      billers: {
        kind: 'read',
        billers: Array.from({ length: 70 }, (_, index) => ({
          institution: { id: String(index), name: String(index) },
          categories: [],
          isAllowed: true,
        })),
      },
    }),
  'bill, with none that fits': (locale) => billForm(locale, { billers: { kind: 'read', billers }, search: '99' }),
  'bill, chosen and asked for': (locale) =>
    billForm(locale, { billers: { kind: 'read', billers }, draft, lookUp: { kind: 'asking' } }),
  'bill, scanned, and not found': (locale) =>
    billForm(locale, {
      notice: 'scan-taken',
      lookUp: { kind: 'failed', failure: { kind: 'bill-refused', reason: { code: 'upstream-unavailable', detail: '91' } } },
    }),
  'bill, looked up without an answer': (locale) =>
    billForm(locale, { lookUp: { kind: 'failed', failure: { kind: 'bill-refused', reason: { code: 'no-answer' } } } }),
  'bills in the sale, refused': (locale) =>
    billForm(locale, {
      bills: [inSale, { ...inSale, biller: { id: '700031', name: '700031' } }],
      refused: [{ field: 'bills.1.amount', code: 'amount-too-large' }],
      failure: { kind: 'bad-input', problems: [] },
    }),
  'bills in the sale, asked for': (locale) => billForm(locale, { bills: [inSale], isPending: true }),
  'bill, found': (locale) => billForm(locale, { draft, lookUp: found, bills: [inSale] }),
  'bill, found and confirmed': (locale) => billForm(locale, { draft, lookUp: { ...found, isConfirmed: true } }),
  'bill, found with nothing due': (locale) =>
    billForm(locale, { draft, lookUp: { ...found, limits: { dueMinor: 0, mostMinor: 0, isOtherCurrency: false } } }),
  'bill, found in favour': (locale) =>
    billForm(locale, { draft, lookUp: { ...found, limits: { dueMinor: 0, inFavourMinor: 100, isOtherCurrency: false } } }),
  'bill, found without a balance': (locale) => billForm(locale, { draft, lookUp: { ...found, limits: noLimits } }),
  'bill, found in another currency': (locale) =>
    billForm(locale, { draft, lookUp: { ...found, limits: { isOtherCurrency: true } } }),
  'bill, to be paid exactly': (locale) =>
    billForm(locale, {
      draft,
      lookUp: { ...found, limits: { dueMinor: 100, leastMinor: 100, mostMinor: 100, isOtherCurrency: false } },
    }),
  'bill, from a least amount': (locale) =>
    billForm(locale, { draft, lookUp: { ...found, limits: { dueMinor: 100, leastMinor: 50, isOtherCurrency: false } } }),
  'bill, up to a most amount': (locale) =>
    billForm(locale, { draft, lookUp: { ...found, limits: { dueMinor: 100, mostMinor: 500, isOtherCurrency: false } } }),
  'bill, whose look-up is not offered': (locale) => billForm(locale, { draft, lookUp: { kind: 'not-offered' } }),
  'bill, not looked up': (locale) => billForm(locale, { draft, lookUp: { kind: 'skipped' }, notice: 'scan-too-early' }),
  ...Object.fromEntries(
    billProblems.map((problem) => [
      `bill, ${problem.code}`,
      (locale: string) =>
        billForm(locale, { draft, lookUp: found, problems: [problem] }) +
        billForm(locale, { draft, billers: { kind: 'read', billers: [] }, problems: [problem] }),
    ]),
  ),
  'cash, less than is due': (locale) => renderOpen(locale, { handed: entryOfAmount(20_000), isPartAsked: true }),
  'cash, with change': (locale) => renderOpen(locale, { handed: entryOfAmount(50_000) }),
  'cash, nothing typed': (locale) => renderOpen(locale, { problem: { code: 'amount-empty' } }),
  'cash, being written down': (locale) => renderOpen(locale, { handed: entryOfAmount(50_000), isPending: true }),
  'cash, not taken': (locale) => renderOpen(locale, { failure: { kind: 'till-unreachable' }, notice: 'scan-ignored' }),
  abandon: (locale) =>
    Object.values(openSales)
      .map((sale) => renderPart(<AbandonForm sale={sale} keepRef={{ current: null }} onClose={() => {}} />, {}, locale))
      .join(''),
  leave: (locale) =>
    [
      {},
      { advices: stuckAdvices },
      { counter: { kind: 'taking', sale: saleWith({}) } },
      { counter: { kind: 'taking', sale: openSales['a part in cash'] } },
      ...Object.values(openSales).map((sale) => ({ counter: { kind: 'open', sale } as const })),
    ]
      .map((snapshot) =>
        renderPart(
          <LeaveForm stayRef={{ current: null }} onStay={() => {}} />,
          { snapshot: snapshot as Partial<Snapshot> },
          locale,
        ),
      )
      .join(''),
  advices: (locale) => adviceScreen(locale, { advices, setAside: setAsideFiles }),
  'advices, none': (locale) => adviceScreen(locale, {}),
  'advices, not queued': (locale) => adviceScreen(locale, {}, { ...waitingAdvices, notQueued: 2 }),
  'advices, being read': (locale) => adviceScreen(locale, { isLoading: true }),
  'advices, not read': (locale) => adviceScreen(locale, { failure: { kind: 'till-unreachable' } }),
  'advices, more than are shown': (locale) =>
    adviceScreen(locale, {
      advices: Array.from({ length: 101 }, (_, index) => ({ ...advices[0], adviceId: String(index) }) as AdviceView),
    }),
  'history, with bills': (locale) =>
    renderPart((stores) => historyWith(stores, { sales: Object.values(endedBillSales) }), {}, locale),
  'detail of bills': (locale) =>
    Object.values(endedBillSales)
      .map((sale) => renderPart(<Detail sale={sale} timeline={billTimeline} />, {}, locale))
      .join(''),
  'slips of bills': (locale) =>
    Object.values(endedBillSales)
      .map((sale) => renderPart(<SlipScreen sale={sale} />, {}, locale))
      .join(''),
  'resolve, with bills and cash': (locale) =>
    renderPart(<ResolveForm sale={endedBillSales['outcome unknown']} onDone={() => {}} />, {}, locale),
  'keys, with bills': (locale) => renderPart(<KeyList />, { snapshot: { advices: noAdvices } }, locale),
  'crash, with reserved bills': (locale) =>
    renderToString(<CrashScreen snapshot={snapshotWith({ locale, counter: { kind: 'open', sale: openSales.reserved } })} />),
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
    ['open', { snapshot: { counter: { kind: 'open', sale: openSales.reserved } } }],
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

  test('takes no money while a bill is being asked for', () => {
    for (const sale of [openSales.asking, openSales.askingFirst]) {
      const html = renderApp({ snapshot: { counter: { kind: 'open', sale } } });
      expect(html).not.toContain('open-card');
      expect(html).not.toContain('open-take-cash');
      expect(wordsOf(html)).toEqual(expect.arrayContaining([en.open.abandon, en.open.dueIfAccepted, '$786.50']));
    }
    expect(renderApp({ snapshot: { counter: { kind: 'open', sale: openSales.reserved } } })).toContain('open-take-cash');
  });

  test('a sale of bills says what is due, what was declined and why, and that the rest goes on', () => {
    const sale = openSales['approved for less, and one declined'];
    const words = wordsOf(renderApp({ snapshot: { counter: { kind: 'open', sale } } }));
    expect(words).toEqual(
      expect.arrayContaining([
        '$243.25',
        'asked for $486.50',
        en.billState.declined,
        en.open.restGoesOn_one,
        'Take card $243.25',
      ]),
    );
    expect(words.some((text) => text.startsWith(en.billReason['upstream-unavailable']))).toBe(true);
  });

  test('once a part was paid in cash only the card is left, for the rest', () => {
    const html = renderApp({ snapshot: { counter: { kind: 'open', sale: openSales['a part in cash'] } } });
    expect(html).not.toContain('open-take-cash');
    expect(wordsOf(html)).toEqual(expect.arrayContaining([en.open.stillDue, '$286.50', 'Take card $286.50']));
  });

  test('the terminal is asked for what cash has left, and the screen says that', () => {
    const sale = { ...openSales['a part in cash'], outcome: 'waiting' } as const;
    expect(wordsOf(renderApp({ snapshot: { counter: { kind: 'taking', sale } } }))).toContain('$286.50');
  });

  test('shows the change before the money is taken, and after', () => {
    expect(wordsOf(renderOpen('en-US', { handed: entryOfAmount(50_000) }))).toEqual(
      expect.arrayContaining([en.open.change, '$13.50', 'Take $486.50 in cash']),
    );
    const after = wordsOf(renderApp({ snapshot: { counter: { kind: 'decided', sale: endedBillSales.cash } } }));
    expect(after).toEqual(expect.arrayContaining([en.result.change, '$13.50', 'Paid in cash: $486.50 of $500.00']));
  });

  test('cash that is the customer’s is not waved away by Enter', () => {
    const html = renderApp({ snapshot: { counter: { kind: 'decided', sale: endedBillSales['abandoned, with cash'] } } });
    expect(wordsOf(html)).toEqual(expect.arrayContaining([en.result.cashToReturn, '$200.00', en.result.givenBack]));
    expect(html.slice(html.indexOf('<main'))).not.toContain('aria-keyshortcuts="Enter"');
    const given = { kind: 'decided', sale: endedBillSales['abandoned, with cash given back'] } as const;
    expect(wordsOf(renderApp({ snapshot: { counter: given } }))).not.toContain(en.result.givenBack);
  });

  test('bills of an unknown card are said to be frozen', () => {
    const sale = endedBillSales['outcome unknown'];
    expect(wordsOf(renderApp({ snapshot: { counter: { kind: 'decided', sale } } }))).toContain(en.result.frozen_one);
    expect(wordsOf(renderApp({ snapshot: { unresolved: [sale] }, states: { view: { place: 'unresolved' } } }))).toContain(
      en.unresolved.frozen_one,
    );
  });

  test('the list of billers brings no field with it when it comes', () => {
    const fieldsOf = (html: string): string[] =>
      [...html.matchAll(/<input[^>]*>/gu)].map(([input]) => input.replaceAll(/(?:id|for|aria-[a-z]+)="[^"]*"/gu, ''));
    const reading = fieldsOf(billForm('en-US', { billers: { kind: 'reading' }, search: 'wat' }));
    expect(reading.some((input) => input.includes('role="combobox"') && input.includes('value="wat"'))).toBe(true);
    expect(fieldsOf(billForm('en-US', { billers: { kind: 'read', billers }, search: 'wat' }))).toEqual(reading);
  });

  test('a customer’s name is masked until they have said it', () => {
    const named = {
      ...found,
      details: { ...foundDetails, customer: { firstName: 'Lesego', lastName: 'Moremi', idNumber: '8402115093082' } },
    };
    const masked = billForm('en-US', { draft, lookUp: named });
    expect(wordsOf(masked)).toContain('L••••• M•••••');
    expect(masked).not.toMatch(/Lesego|Moremi|8402115093082/u);
    expect(wordsOf(billForm('en-US', { draft, lookUp: { ...named, isConfirmed: true } }))).toContain('Lesego Moremi');
  });

  test('offers bills, and what billers have to be told, only where there is a bill service', () => {
    const without = renderApp({});
    expect(without).not.toContain('sell-part"');
    expect(without).not.toContain('advices-chip');
    const html = renderApp({ snapshot: { advices: waitingAdvices } });
    expect(html).toContain('data-has-parts="true"');
    expect(html).toMatch(/data-advices="waiting"[^>]*data-waiting="2"/u);
  });

  test.each([
    ['nothing', noAdvices, 'none', 'Services: All told'],
    ['what waits', waitingAdvices, 'waiting', 'Services: 2 waiting, oldest 3 min'],
    ['what waits and what needs attention', stuckAdvices, 'attention', 'Services: 2 waiting, oldest 3 min; 2 need attention'],
    [
      'what needs attention alone',
      { waiting: 0, needsAttention: 1, setAside: 0 },
      'attention',
      'Services: None waiting; 1 needs attention',
    ],
  ])('the header says of advices %s', (_, summary, look, said) => {
    const chip = /<button[^>]*class="advices-chip".*?<\/button>/u.exec(renderApp({ snapshot: { advices: summary } }))?.[0] ?? '';
    expect(chip).toContain(`data-advices="${look}"`);
    const heard = chip.replaceAll(/<kbd.*?<\/kbd>|<svg.*?<\/svg>/gu, '').replaceAll(/<[^>]*>/gu, '');
    expect(heard).toBe(said);
  });

  test('the list never says that all is told while something is owed that the disk did not take', () => {
    const words = wordsOf(adviceScreen('en-US', {}, { ...noAdvices, waiting: 1, notQueued: 1 })).join(' ');
    expect(words).toContain('1 message could not be made ready for sending');
    expect(words).not.toContain(en.advices.none);
    expect(wordsOf(adviceScreen('en-US', {}, noAdvices)).join(' ')).toContain(en.advices.none);
  });

  test('the slip of bills carries each payment’s name at its issuer, and a sale given up says so', () => {
    const words = wordsOf(renderPart(<SlipScreen sale={endedBillSales.cash} />));
    expect(words).toEqual(expect.arrayContaining(['0012345678', '4006381333931', '$13.50', en.slipBillState['not-paid']]));
    expect(wordsOf(renderPart(<SlipScreen sale={endedBillSales.abandoned} />))).toEqual(
      expect.arrayContaining([en.slipTitle.abandoned, en.slip.abandoned]),
    );
  });

  test('shows what the customer paid in an approval: amount and fee together, and both', () => {
    const words = wordsOf(renderApp({ snapshot: { counter: { kind: 'decided', sale: endedSales.approved } } }));
    expect(words).toEqual(expect.arrayContaining(['Approved', '$12.35', '$12.00 and $0.35 fee', 'Visa credit •••• 1234']));
  });

  test.each(Object.entries({ ...endedSales, discrepantSale, resolvedSale, ...endedBillSales }))(
    'no outcome says the same twice: %s',
    (_name, sale) => {
      const html = renderApp({ snapshot: { counter: { kind: 'decided', sale } } });
      const texts = wordsOf(html.slice(html.indexOf('<main'))).map((text) => text.toLowerCase().match(/[\p{L}’]+/gu) ?? []);
      const runs = texts.flatMap((words) => words.slice(2).map((_, at) => words.slice(at, at + 3).join(' ')));
      expect(runs.filter((run, at) => runs.indexOf(run) !== at)).toEqual([]);
      // Its own word is the news; only a bill that was declined may say that too, of itself.
      const word = en.outcome[sale.outcome].toLowerCase();
      if (sale.outcome !== 'declined') expect(texts.filter((words) => words.join(' ').includes(word))).toHaveLength(1);
    },
  );

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

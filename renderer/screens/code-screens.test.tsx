import { describe, expect, test } from 'vitest';
import { renderToString } from 'react-dom/server';
import type { Sale } from '../../shared/sale.ts';
import { en } from '../../shared/texts/en.ts';
import { pseudoLocale } from '../../shared/texts/pseudo.ts';
import { createTexts } from '../../shared/texts/translate.ts';
import { CrashScreen, paymentOf } from '../components/crash-boundary.tsx';
import { entryOfAmount } from '../stores/amount-entry.ts';
import { createHistoryStore } from '../stores/history-store.ts';
import type { Stores } from '../stores/stores.ts';
import { createTenderStore, type TenderState } from '../stores/tender-store.ts';
import { noAdvices, openSales } from '../testing/bill-fixtures.ts';
import {
  billsByCode,
  codeSnapshotWith,
  codeTimeline,
  endedCodeSales,
  openedSales,
  qrIdOf,
  shownCode,
} from '../testing/code-fixtures.ts';
import { fixtureNow } from '../testing/fixtures.ts';
import { renderApp, renderPart, untranslatedIn, wordsOf, type Shown } from '../testing/rendering.tsx';
import { AbandonForm } from './abandon-dialog.tsx';
import { CustomerAddress } from './customer-dialog.tsx';
import { CodeScreen } from './code-screen.tsx';
import { Detail } from './detail-dialog.tsx';
import { HistoryScreen } from './history-screen.tsx';
import { KeyList } from './keys-dialog.tsx';
import { OpenScreen } from './open-screen.tsx';
import { SlipScreen } from './slip-screen.tsx';

/** A till with a QR service. */
const withCode = (snapshot: Shown['snapshot'] = {}, more: Omit<Shown, 'snapshot'> = {}): Shown => ({
  snapshot: { tenders: ['card', 'cash', 'code'], ...snapshot },
  ...more,
});

const waitingSale = openedSales['a code that waits'];
const waiting = withCode({ counter: { kind: 'open', sale: waitingSale, code: shownCode } });

const windows: Readonly<Record<string, Shown>> = {
  ...Object.fromEntries(
    Object.entries(openedSales).map(([name, sale]) => [`open, ${name}`, withCode({ counter: { kind: 'open', sale } })]),
  ),
  ...Object.fromEntries(
    Object.entries(endedCodeSales).map(([name, sale]) => [`ended, ${name}`, withCode({ counter: { kind: 'decided', sale } })]),
  ),
  'sell, with codes': withCode(),
  'sell, with codes and bills, in demonstration mode': withCode({
    mode: 'demonstration',
    sells: ['amount', 'bill'],
    advices: noAdvices,
  }),
  'a code to scan': waiting,
  'a part to scan': withCode({
    counter: {
      kind: 'open',
      sale: openedSales['a part by a code that waits'],
      code: { ...shownCode, amountMinor: 1_000 },
    },
  }),
  'bills to scan': withCode({ advices: noAdvices, counter: { kind: 'open', sale: billsByCode, code: shownCode } }),
  'a code whose time is up': withCode({
    counter: { kind: 'open', sale: waitingSale, code: { ...shownCode, expiresAt: fixtureNow } },
  }),
  'a code while the till is lost': { ...waiting, states: { till: { connection: 'lost' } } },
  'a code that does not fit': withCode({
    counter: { kind: 'open', sale: waitingSale, code: { ...shownCode, payload: '7'.repeat(10_000) } },
  }),
  'a code that is asked for with its sale': withCode(
    { counter: { kind: 'open', sale: openedSales['nothing yet'] } },
    { states: { view: { isCodeAsked: true } } },
  ),
  'taking the card for the rest': withCode({
    counter: { kind: 'taking', sale: { ...openedSales['a part by code'], outcome: 'waiting' } },
  }),
  unresolved: withCode(
    { unresolved: [endedCodeSales['outcome unknown, with a code']] },
    { states: { view: { place: 'unresolved' } } },
  ),
};

const renderOpen = (sale: Sale, tender: Partial<TenderState> = {}, locale = 'en-US'): string =>
  renderPart(
    ({ client }: Stores) => <OpenScreen sale={sale} tender={createTenderStore(client, sale.saleId, tender)} />,
    withCode(),
    locale,
  );

const all = (sales: Readonly<Record<string, Sale>>, render: (sale: Sale) => string): string =>
  Object.values(sales).map(render).join('');

const parts: Readonly<Record<string, (locale: string) => string>> = {
  'open, with what is typed': (locale) =>
    all(openedSales, (sale) => renderOpen(sale, { handed: entryOfAmount(500) }, locale)) +
    all(openedSales, (sale) => renderOpen(sale, { handed: entryOfAmount(50_000), problem: { code: 'more-than-due' } }, locale)),
  'open, without a code to be had': (locale) =>
    renderOpen(openedSales['nothing yet'], { failure: { kind: 'no-qr-service' } }, locale),
  abandon: (locale) =>
    all({ ...openedSales, billsByCode }, (sale) =>
      renderPart(<AbandonForm sale={sale} keepRef={{ current: null }} onClose={() => {}} />, withCode(), locale),
    ),
  history: (locale) =>
    renderPart(
      (stores) => (
        <HistoryScreen
          history={createHistoryStore(stores.client, stores.till, () => '', {
            isLoading: false,
            sales: Object.values(endedCodeSales),
          })}
        />
      ),
      withCode(),
      locale,
    ),
  detail: (locale) =>
    all(endedCodeSales, (sale) => renderPart(<Detail sale={sale} timeline={codeTimeline} />, withCode(), locale)),
  slips: (locale) => all(endedCodeSales, (sale) => renderPart(<SlipScreen sale={sale} />, withCode(), locale)),
  keys: (locale) => renderPart(<KeyList />, withCode({ advices: noAdvices }), locale),
  'customer display': (locale) =>
    [{ path: '/customer?token=0' }, { failure: { kind: 'till-unreachable' } as const }]
      .map((opened) => renderPart(<CustomerAddress opened={opened} onOpen={() => {}} />, {}, locale))
      .join(''),
  crash: (locale) =>
    renderToString(<CrashScreen snapshot={codeSnapshotWith({ locale, counter: { kind: 'open', sale: waitingSale } })} />),
};

describe('no text is left behind in the pseudo-locale', () => {
  test.each(Object.entries(windows))('%s', (_name, shown) => {
    expect(untranslatedIn(renderApp(shown, pseudoLocale))).toEqual([]);
  });

  test.each(Object.entries(parts))('%s', (_name, render) => {
    expect(untranslatedIn(render(pseudoLocale))).toEqual([]);
  });
});

describe('selling', () => {
  test('the card stays the first thing and what Enter takes; cash and a code stand behind it, with keys of their own', () => {
    const html = renderApp(withCode());
    const buttons = [...html.matchAll(/<button[^>]*class="button[^"]*(sell-take|sell-cash|sell-code)"[^>]*>/gu)];
    expect(buttons.map(([, name]) => name)).toEqual(['sell-take', 'sell-cash', 'sell-code']);
    expect(buttons.map(([button]) => /type="(\w+)"/u.exec(button)?.[1])).toEqual(['submit', 'button', 'button']);
    expect(buttons.map(([button]) => /aria-keyshortcuts="(\w+)"/u.exec(button)?.[1])).toEqual(['Enter', 'F5', 'F8']);
    expect(buttons.map(([button]) => button.includes('button-money'))).toEqual([true, false, false]);
  });

  test('a code is offered only where there is a service for it', () => {
    const html = renderApp({});
    expect(html).toContain('sell-cash');
    expect(html).not.toContain('sell-code');
    expect(renderApp({ snapshot: { counter: { kind: 'open', sale: openedSales['nothing yet'] } } })).not.toContain('open-code');
  });

  test('in demonstration it says what the cents do to a code, where there are codes', () => {
    expect(wordsOf(renderApp(withCode({ mode: 'demonstration' })))).toContain(en.demonstration.byCode);
    expect(wordsOf(renderApp({ snapshot: { mode: 'demonstration' } }))).not.toContain(en.demonstration.byCode);
  });

  test('bills are sold where there are billers, and not wherever a service has to be told something', () => {
    expect(renderApp(withCode({ advices: noAdvices, sells: ['amount'] }))).toContain('data-has-parts="false"');
    expect(renderApp(withCode({ sells: ['amount', 'bill'] }))).toContain('data-has-parts="true"');
  });
});

describe('an open sale', () => {
  test('of an amount says what it is for, and offers every means for all that is due', () => {
    const html = renderOpen(openedSales['nothing yet']);
    expect(wordsOf(html)).toEqual(
      expect.arrayContaining(['Reference 987987', '$25.00', 'QR code $25.00', 'Take card $25.00', en.open.takeCashEmpty]),
    );
    expect(wordsOf(html)).not.toContain(en.open.bills);
  });

  test('takes what is typed as a part by code, and never more than is due', () => {
    expect(wordsOf(renderOpen(openedSales['nothing yet'], { handed: entryOfAmount(1_000) }))).toEqual(
      expect.arrayContaining(['QR code $10.00', en.open.rest, '$15.00', 'Take card $25.00']),
    );
    const tooMuch = wordsOf(renderOpen(openedSales['nothing yet'], { handed: entryOfAmount(5_000) }));
    expect(tooMuch).toEqual(expect.arrayContaining(['Take $25.00 in cash', en.open.change, en.sell.code]));
    expect(tooMuch).not.toContain('QR code $50.00');
  });

  test('says what was paid by code and by whom, and what is still due', () => {
    expect(wordsOf(renderOpen(openedSales['a part by code and one in cash']))).toEqual(
      expect.arrayContaining([en.open.stillDue, '$10.00', 'Paid by code: $10.00, 88021.', en.qrState.reserved]),
    );
  });

  test('after a code that came to nothing says why, once, and offers another first', () => {
    const html = renderOpen(openedSales['a code that nobody scanned']);
    const reasons = wordsOf(html).filter((words) => words.includes(en.qrReason['no-scan-received']));
    expect(reasons).toHaveLength(1);
    expect(html).toMatch(/role="alert"[^]*was not scanned in time/u);
    const [first] = [...html.slice(html.indexOf('open-tenders')).matchAll(/<button[^>]*class="button[^"]*"[^>]*>/gu)];
    expect(first?.[0]).toContain('open-retry');
    expect(first?.[0]).toContain('button-money');
    expect(first?.[0]).toContain('aria-keyshortcuts="Enter"');
    expect(wordsOf(html)).toContain('Try again: QR code $25.00');
  });

  test('tries a part again as a part, and no more of it than is still due', () => {
    expect(wordsOf(renderOpen(openedSales['a part that was declined']))).toContain('Try again: QR code $10.00');
    const sale: Sale = {
      ...openedSales['a part that was declined'],
      cash: { amountMinor: 2_000, handedMinor: 2_000, isReturned: false },
    };
    expect(wordsOf(renderOpen(sale))).toContain('Try again: QR code $5.00');
  });

  test('a card that failed after the code is the later news', () => {
    const html = renderOpen(openedSales['a card that failed after a code']);
    expect(html).not.toContain('open-retry');
    expect(wordsOf(html)).toEqual(expect.arrayContaining([en.outcome.declined, en.qrState.declined]));
  });
});

describe('a code', () => {
  const mainOf = (html: string): string => html.slice(html.indexOf('<main'));

  test('is there only while the till shows one, and only its own', () => {
    expect(renderApp(waiting)).toContain('class="qr"');
    for (const counter of [
      { kind: 'open', sale: openedSales['a code that is prepared'] },
      // The payment is on its way, and its code is not to be seen yet.
      { kind: 'open', sale: waitingSale },
      { kind: 'open', sale: waitingSale, code: { ...shownCode, qrId: qrIdOf(9) } },
      { kind: 'open', sale: waitingSale, code: { ...shownCode, expiresAt: fixtureNow } },
      { kind: 'open', sale: openedSales['a code that nobody scanned'], code: shownCode },
    ] as const) {
      expect(renderApp(withCode({ counter }))).not.toContain('class="qr"');
    }
    // It may have ended, and nobody here would hear of it.
    for (const connection of ['lost', 'refused'] as const)
      expect(renderApp({ ...waiting, states: { till: { connection } } })).not.toContain('class="qr"');
  });

  test('stands beside the largest amount on the screen, with the time that is left and nothing that anybody has scanned', () => {
    const words = wordsOf(mainOf(renderApp(waiting)));
    expect(words).toEqual(expect.arrayContaining(['$25.00', en.code.waiting, '0:46', 'QR code for $25.00', en.code.cancel]));
    expect(words.join(' ')).toContain('Reference 987987 · No. 141');
    expect(words.join(' ')).not.toMatch(/scanned/iu);
  });

  test('says its state once, in a live region', () => {
    for (const [name, state] of [
      ['a code to scan', 'waiting'],
      ['open, a code that is prepared', 'preparing'],
      ['a code whose time is up', 'over'],
      ['a code while the till is lost', 'lost'],
    ] as const) {
      const html = mainOf(renderApp(windows[name] ?? {}));
      expect(html.match(/data-code="(\w+)"/u)?.[1]).toBe(state);
      expect([...html.matchAll(/role="status"[^>]*>([^<]*)</gu)].map(([, said]) => said)).toEqual([en.code[state]]);
    }
  });

  test('of a part says what it is a part of', () => {
    expect(wordsOf(renderApp(windows['a part to scan'] ?? {}))).toEqual(expect.arrayContaining(['$10.00', 'A part of $25.00']));
    expect(wordsOf(renderApp(waiting)).join(' ')).not.toContain('A part of');
  });

  test('can be cancelled in every state, and by nothing but that', () => {
    for (const name of [
      'a code to scan',
      'open, a code that is prepared',
      'a code whose time is up',
      'a code that does not fit',
    ]) {
      const buttons = [...mainOf(renderApp(windows[name] ?? {})).matchAll(/<button[^>]*>/gu)].map(([button]) => button);
      expect(buttons).toHaveLength(1);
      expect(buttons[0]).toContain('code-cancel');
      expect(buttons[0]).toContain('aria-keyshortcuts="Escape"');
      // It came up by itself: a click that was meant for what stood there before counts for nothing.
      expect(buttons[0]).toContain('disabled');
    }
  });

  test('that cannot be drawn says so, and is not a white square', () => {
    expect(wordsOf(renderApp(windows['a code that does not fit'] ?? {}))).toContain(en.code.notDrawn);
  });

  test('of bills says whose', () => {
    expect(wordsOf(renderPart(<CodeScreen sale={billsByCode} shown={shownCode} />, withCode())).join(' ')).toContain(
      '700031 0417733021',
    );
  });
});

describe('the end of a sale with a code', () => {
  const outcomeOf = (sale: Sale): string[] => wordsOf(renderApp(withCode({ counter: { kind: 'decided', sale } })));

  test('names whose app paid, and the receipt there', () => {
    const words = outcomeOf(endedCodeSales.code);
    expect(words).toEqual(expect.arrayContaining([en.outcome.approved, '$25.00']));
    expect(words.join(' ')).toMatch(/Paid by code: 88021 · Receipt 7294112/u);
  });

  test('of a split says how much was paid by which means, and the change where there is one', () => {
    expect(outcomeOf(endedCodeSales['code, cash and card'])).toContain('$5.00 in cash, $10.00 by code, $10.35 by card');
    expect(outcomeOf(endedCodeSales['code and cash with change'])).toEqual(
      expect.arrayContaining([en.result.change, '$5.00', '$15.00 in cash, $10.00 by code']),
    );
  });

  test('that was given up says that the customer gets it back, and cash is still given back by hand', () => {
    expect(outcomeOf(endedCodeSales['abandoned, with a code'])).toContain(en.result.codesBack_one);
    expect(outcomeOf(endedCodeSales['abandoned, with a code and cash'])).toEqual(
      expect.arrayContaining([en.result.codesBack_one, en.result.givenBack]),
    );
    expect(outcomeOf(endedCodeSales['abandoned, with nothing'])).not.toContain(en.result.codesBack_one);
  });

  test('whose card is unknown says that the code is frozen, there and under what is unresolved', () => {
    expect(outcomeOf(endedCodeSales['outcome unknown, with a code'])).toContain(en.result.frozenCodes_one);
    expect(wordsOf(renderApp(windows['unresolved'] ?? {}))).toContain(en.unresolved.frozenCodes_one);
  });

  test.each(Object.entries(endedCodeSales))('no outcome says the same twice: %s', (_name, sale) => {
    const html = renderApp(withCode({ counter: { kind: 'decided', sale } }));
    const texts = wordsOf(html.slice(html.indexOf('<main'))).map((text) => text.toLowerCase().match(/[\p{L}’]+/gu) ?? []);
    const runs = texts.flatMap((words) => words.slice(2).map((_, at) => words.slice(at, at + 3).join(' ')));
    expect(runs.filter((run, at) => runs.indexOf(run) !== at)).toEqual([]);
  });

  test('stands on the slip with the payment’s name at its issuer, and the service’s lines', () => {
    const words = wordsOf(renderPart(<SlipScreen sale={endedCodeSales.code} />, withCode()));
    expect(words).toEqual(expect.arrayContaining(['88021', en.slipCodeState.paid, '7294112', '88 02 11', '0800 600 456']));
    const split = wordsOf(renderPart(<SlipScreen sale={endedCodeSales['code, cash and card']} />, withCode()));
    expect(split).toEqual(expect.arrayContaining([en.slipLabel.paidByCode, en.slipLabel.paidByCard, '$10.35']));
    const notPaid = wordsOf(renderPart(<SlipScreen sale={endedCodeSales['abandoned, with a code']} />, withCode()));
    expect(notPaid).toContain(en.slipCodeState['not-paid']);
    expect(notPaid).not.toContain('88 02 11');
  });

  test('is told in the history by its means, and in the details with its whole story', () => {
    const history = wordsOf(parts['history']?.('en-US') ?? '');
    expect(history).toEqual(expect.arrayContaining(['QR code 88021', 'Cash, QR code 88021, Visa credit •••• 1234']));
    expect(history).toContain(en.billState['needs-attention']);
    const detail = wordsOf(parts['detail']?.('en-US') ?? '');
    expect(detail).toEqual(
      expect.arrayContaining([
        en.fact['qr-begun'],
        '$25.00 by code',
        'With 88021',
        'Receipt number 7294112',
        `${en.qrReason['no-scan-received']} The service says: 408`,
        // Of a payment by code, not of a card.
        en.qrReason['till-stopped'],
      ]),
    );
    expect(detail).not.toContain(en.reason['till-stopped']);
  });
});

test('giving a sale up says what becomes of what was paid by code', () => {
  const words = wordsOf(
    renderPart(
      <AbandonForm sale={openedSales['a part by code and one in cash']} keepRef={{ current: null }} onClose={() => {}} />,
      withCode(),
    ),
  );
  expect(words).toContain(en.abandon.nothingPaid);
  expect(words.join(' ')).toMatch(/\$10\.00 by code goes back to 88021/u);
});

test('a picture that broke while a customer may be paying says not to charge again', () => {
  const texts = createTexts('en-US');
  expect(paymentOf(codeSnapshotWith({ counter: { kind: 'open', sale: waitingSale } }), texts)).toMatch(
    /paying \$25\.00 by code\. .*Do not charge again/u,
  );
  expect(paymentOf(codeSnapshotWith({ counter: { kind: 'open', sale: openSales.reserved } }), texts)).toMatch(
    /still to be paid/u,
  );
});

test('the customer’s display is opened by a link that leads nowhere back', () => {
  const html = renderPart(<CustomerAddress opened={{ path: '/customer?token=0' }} onOpen={() => {}} />);
  expect(html).toMatch(/<a [^>]*href="\/customer\?token=0"[^>]*target="_blank"[^>]*rel="noopener noreferrer"/u);
});

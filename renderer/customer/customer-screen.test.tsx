import { renderToString } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { customerDisplayOf, type CustomerDisplay, type CustomerView } from '../../shared/customer-view.ts';
import type { Counter } from '../../shared/snapshot.ts';
import { customer } from '../../shared/texts/customer-texts.ts';
import { pseudoLocale } from '../../shared/texts/pseudo.ts';
import { endedBillSales, openSales } from '../testing/bill-fixtures.ts';
import { codeSnapshotWith, endedCodeSales, openedSales, shownCode } from '../testing/code-fixtures.ts';
import { discrepantSale, endedSales, fixtureNow, resolvedSale, saleWith } from '../testing/fixtures.ts';
import { untranslatedIn, wordsOf } from '../testing/rendering.tsx';
import { CustomerScreen } from './customer-screen.tsx';
import type { CustomerState } from './customer-store.ts';

const waiting: Counter = { kind: 'open', sale: openedSales['a code that waits'], code: shownCode };

/** Everything that can be on the counter. */
const counters: Readonly<Record<string, Counter>> = {
  free: { kind: 'free' },
  'a card': { kind: 'taking', sale: saleWith({}) },
  'a code': waiting,
  ...Object.fromEntries(
    Object.entries({ ...openSales, ...openedSales }).map(([name, sale]) => [`open, ${name}`, { kind: 'open', sale }]),
  ),
  ...Object.fromEntries(
    Object.entries({ ...endedSales, ...endedBillSales, ...endedCodeSales, discrepantSale, resolvedSale }).map(([name, sale]) => [
      `decided, ${name}`,
      { kind: 'decided', sale },
    ]),
  ),
};

function render(state: Partial<CustomerState> & { readonly display: CustomerDisplay | undefined }): string {
  return renderToString(<CustomerScreen state={{ receivedAtMs: performance.now(), isLost: false, ...state }} />);
}

const displayOf = (counter: Counter, locale = 'en-US', shop?: string): CustomerDisplay =>
  customerDisplayOf(codeSnapshotWith({ counter, locale }), shop);
const show = (view: CustomerView, part: Partial<CustomerDisplay> = {}): string =>
  render({ display: { ...displayOf({ kind: 'free' }), ...part, view } });

describe('the customer’s display', () => {
  test.each(Object.entries(counters))('takes every word from the catalogue: %s', (_name, counter) => {
    const html = render({ display: { ...displayOf(counter, pseudoLocale), mode: 'demonstration' } });
    expect(untranslatedIn(html)).toEqual([]);
    expect(html).toContain('<h1');
  });

  test.each(Object.entries(counters))('has nothing to press, and nothing that is nobody’s business: %s', (_name, counter) => {
    const html = render({ display: displayOf(counter) });
    expect(html).not.toMatch(/<(?:button|a|input|form)\b/u);
    // References, sale numbers, receipts, last four, ids: whatever the fixtures have of them.
    expect(wordsOf(html).join(' ')).not.toMatch(
      /987987|0417733021|No\.|\b1[1-4]\d\b|1234|083221|7294112|88021|70003|990011|[0-9a-f]{8}-/u,
    );
  });

  test('is calm while nobody pays: the shop’s name, and thanks', () => {
    expect(wordsOf(render({ display: displayOf({ kind: 'free' }, 'en-US', 'Harbour Lane') }))).toEqual([
      'Harbour Lane',
      customer.thanks,
    ]);
    expect(wordsOf(render({ display: displayOf({ kind: 'free' }) }))).toEqual([customer.thanks]);
  });

  test('says not a word before it has heard the till, whose language it does not know', () => {
    expect(wordsOf(render({ display: undefined }))).toEqual([]);
    expect(wordsOf(render({ display: undefined, isLost: true }))).toEqual([]);
  });

  test('says what is to pay and with what, and what was paid of it before', () => {
    expect(wordsOf(show({ kind: 'to-pay', amountMinor: 2_500, paidMinor: 0, ways: ['card', 'cash', 'code'] }))).toEqual(
      expect.arrayContaining([customer.toPay, '$25.00', customer.card, customer.cash, customer.code]),
    );
    const rest = wordsOf(show({ kind: 'to-pay', amountMinor: 1_500, paidMinor: 1_000, ways: ['card'] }));
    expect(rest).toEqual(expect.arrayContaining([customer.stillToPay, '$15.00', customer.paidBefore, '$10.00']));
    expect(rest).not.toContain(customer.cash);
  });

  test('shows the code with its amount and the time that is left', () => {
    const html = render({ display: displayOf(waiting) });
    expect(html).toContain('class="qr"');
    expect(wordsOf(html)).toEqual(expect.arrayContaining([customer.scan, '$25.00', '0:46', customer.codeImage]));
  });

  test('shows no code before there is one, after its time, or of a till that is not heard any more', () => {
    const preparing = render({ display: displayOf({ kind: 'open', sale: openedSales['a code that is prepared'] }) });
    const over = render({ display: displayOf({ ...waiting, code: { ...shownCode, expiresAt: fixtureNow } }) });
    const lost = render({ display: displayOf(waiting), isLost: true });
    for (const html of [preparing, over, lost]) expect(html).not.toContain('class="qr"');
    expect(wordsOf(preparing)).toContain(customer.codeComes);
    expect(wordsOf(over)).toContain(customer.codeOver);
    expect(wordsOf(lost)).toContain(customer.wait);
  });

  test('says the result in a word, with the change or what is given back', () => {
    expect(wordsOf(show({ kind: 'paid', amountMinor: 2_500, changeMinor: 500 }))).toEqual(
      expect.arrayContaining([customer.paid, '$25.00', customer.change, '$5.00']),
    );
    expect(wordsOf(show({ kind: 'not-paid', cashBackMinor: 500 }))).toEqual(
      expect.arrayContaining([customer.notPaid, customer.cashBack, '$5.00']),
    );
    expect(show({ kind: 'paid', amountMinor: 2_500, changeMinor: 0 })).toContain('class="icon"');
  });

  test('says each state once to those who hear it, and never the seconds', () => {
    for (const counter of Object.values(counters)) {
      const html = render({ display: displayOf(counter) });
      expect(html.match(/role="status"/gu)).toHaveLength(1);
      expect(/role="timer"/u.test(html)).toBe(/role="timer" aria-live="off"/u.test(html));
    }
    expect(show({ kind: 'paid', amountMinor: 2_500, changeMinor: 0 })).toContain('role="status">Paid $25.00<');
  });

  test('marks practice, for the customer as well', () => {
    expect(wordsOf(show({ kind: 'idle' }, { mode: 'demonstration' }))).toContain(customer.practice);
    expect(wordsOf(show({ kind: 'idle' }))).not.toContain(customer.practice);
  });
});

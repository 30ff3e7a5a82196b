import { expect, test } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import { beginSale, openCustomerDisplay, tryAgain } from '../actions.ts';
import { endedBillSales, noAdvices, openSales } from '../testing/bill-fixtures.ts';
import { codeSnapshotWith, endedCodeSales, openedSales } from '../testing/code-fixtures.ts';
import { endedSales, fixtureNow, saleIdOf, saleWith, snapshotWith, unresolvedSales } from '../testing/fixtures.ts';
import type { Sale } from '../../shared/sale.ts';
import { createScriptedTill, type ScriptedTill } from '../testing/scripted-till.ts';
import { isEmptyDraft } from './sell-store.ts';
import { createStores, dismissOutcome, startStores, type Stores } from './stores.ts';
import { tillNowMs } from './till-store.ts';
import { hasDialog, hasTrouble, screenOf, type ScreenName } from './view-store.ts';

const settings = { currency: 'USD' as Currency, locale: 'en-US' };

async function open(snapshot = snapshotWith({})): Promise<{ stores: Stores; till: ScriptedTill; screen: () => ScreenName }> {
  const till = createScriptedTill(snapshot);
  const stores = createStores(till);
  startStores(stores);
  // The first snapshot is an answer, and answers come later.
  await Promise.resolve();
  await Promise.resolve();
  return { stores, till, screen: () => screenOf(stores.till.getState().snapshot, stores.view.getState()) };
}

test('shows what is unresolved before anything can be sold, and lets the cashier go on', async () => {
  const { stores, screen, till } = await open(snapshotWith({ unresolved: unresolvedSales }));
  expect([screen(), stores.view.getState().isRecovery]).toEqual(['unresolved', true]);
  stores.view.setState({ place: 'sell' });
  till.show(snapshotWith({ unresolved: unresolvedSales }));
  expect(screen()).toBe('sell');
});

test('the till decides before the cashier: customer, then outcome, then where they went', async () => {
  const { stores, till, screen } = await open();
  stores.view.setState({ place: 'history', dialog: { kind: 'keys' } });
  expect(screen()).toBe('history');
  till.show(snapshotWith({ counter: { kind: 'taking', sale: saleWith({}) } }));
  expect([screen(), stores.view.getState().dialog]).toEqual(['taking', undefined]);
  till.show(snapshotWith({ counter: { kind: 'decided', sale: endedSales.approved } }));
  expect(screen()).toBe('outcome');
  stores.view.setState({ slip: endedSales.approved });
  expect(screen()).toBe('slip');
  expect(await dismissOutcome(stores)).toBe(true);
  expect([screen(), stores.view.getState().slip]).toEqual(['sell', undefined]);
});

test('reserved bills come before everything else, and a dialog about them closes with their end', async () => {
  const { stores, till, screen } = await open(snapshotWith({ advices: noAdvices }));
  stores.view.setState({ place: 'history' });
  till.show(snapshotWith({ counter: { kind: 'open', sale: openSales.asking } }));
  expect(screen()).toBe('open');
  stores.view.setState({ dialog: { kind: 'abandon' } });
  // Another bill was answered: the question stays.
  till.show(snapshotWith({ counter: { kind: 'open', sale: openSales.reserved } }));
  expect(stores.view.getState().dialog).toEqual({ kind: 'abandon' });
  till.show(snapshotWith({ counter: { kind: 'decided', sale: endedBillSales.abandoned } }));
  expect([screen(), stores.view.getState().dialog]).toEqual(['outcome', undefined]);
});

test('the question whether to leave leaves an open dialog as it is, and goes with the sale that it was about', async () => {
  const { stores, till } = await open(snapshotWith({ counter: { kind: 'open', sale: openSales.reserved } }));
  const { view } = stores;
  view.setState({ dialog: { kind: 'abandon' } });
  till.askToLeave();
  till.askToLeave();
  expect(view.getState()).toMatchObject({ leaveAsks: 2, dialog: { kind: 'abandon' } });
  expect(hasDialog({ dialog: undefined, leaveAsks: 1 })).toBe(true);
  till.show(snapshotWith({ counter: { kind: 'open', sale: openSales['a part in cash'] } }));
  expect(view.getState().leaveAsks).toBe(2);
  till.show(snapshotWith({ counter: { kind: 'decided', sale: endedBillSales.abandoned } }));
  expect(view.getState().leaveAsks).toBe(0);
});

test('a customer before a code comes before the tenders of the sale, and an end of it leads back to them', async () => {
  const { till, screen } = await open(codeSnapshotWith({}));
  till.show(codeSnapshotWith({ counter: { kind: 'open', sale: openedSales['a code that is prepared'] } }));
  expect(screen()).toBe('code');
  till.show(codeSnapshotWith({ counter: { kind: 'open', sale: openedSales['a code that nobody scanned'] } }));
  expect(screen()).toBe('open');
  till.show(codeSnapshotWith({ counter: { kind: 'decided', sale: endedCodeSales.code } }));
  expect(screen()).toBe('outcome');
});

test('cash opens the sale and asks for nothing more', async () => {
  const { stores, till, screen } = await open(codeSnapshotWith({}));
  for (const key of ['2', '5', '0', '0'] as const) stores.sell.press(key, settings);
  stores.sell.write('reference', '987987');
  expect(await beginSale(stores, 'cash', settings)).toBe('begun');
  till.show(codeSnapshotWith({ counter: { kind: 'open', sale: openedSales['nothing yet'] } }));
  expect(screen()).toBe('open');
  expect(till.asked.slice(1)).toMatchObject([
    { name: 'sale/open', request: { input: { amount: '25.00', reference: '987987' } } },
  ]);
});

test('a code opens the sale, and its screen comes up at once: not the tenders for a moment', async () => {
  const { stores, till, screen } = await open(codeSnapshotWith({}));
  for (const key of ['2', '5', '0', '0'] as const) stores.sell.press(key, settings);
  stores.sell.write('reference', '987987');
  const opened = Promise.withResolvers<{ ok: true; value: Sale }>();
  till.answerNext('sale/open', opened.promise);
  const begun = Promise.withResolvers<{ ok: true; value: Sale }>();
  till.answerNext('sale/pay-code', begun.promise);
  const begins = [beginSale(stores, 'code', settings), beginSale(stores, 'code', settings)];
  expect(await begins[1]).toBe('ignored');
  till.show(codeSnapshotWith({ counter: { kind: 'open', sale: openedSales['nothing yet'] } }));
  expect(screen()).toBe('code');
  opened.resolve({ ok: true, value: openedSales['nothing yet'] });
  till.show(codeSnapshotWith({ counter: { kind: 'open', sale: openedSales['a code that is prepared'] } }));
  begun.resolve({ ok: true, value: openedSales['a code that is prepared'] });
  expect(await Promise.all(begins)).toEqual(['begun', 'ignored']);
  expect([screen(), stores.view.getState().isCodeAsked]).toEqual(['code', false]);
  expect(till.asked.map(({ name }) => name)).toEqual(['till/snapshot', 'sale/open', 'sale/pay-code']);
});

test('a code that is not to be had leaves the sale open, and its tenders say why', async () => {
  const { stores, till, screen } = await open(codeSnapshotWith({}));
  stores.sell.press('5', settings);
  stores.sell.write('reference', '987987');
  const asked = beginSale(stores, 'code', settings);
  till.show(codeSnapshotWith({ counter: { kind: 'open', sale: openedSales['nothing yet'] } }));
  await asked;
  expect(screen()).toBe('open');
  const saleId = stores.sell.getState().draft.saleId;
  if (!saleId) throw new Error('the sale has an id');
  expect(stores.tenderOf(saleId).getState().failure?.kind).toBe('no-qr-service');
});

test('a sale that is refused asks for no code', async () => {
  const { stores, till } = await open(codeSnapshotWith({}));
  expect(await beginSale(stores, 'code', settings)).toBe('refused');
  stores.sell.press('5', settings);
  stores.sell.write('reference', '987987');
  till.answerNext('sale/open', { ok: false, failure: { kind: 'blocked', earlier: [saleIdOf(1)] } });
  expect(await beginSale(stores, 'code', settings)).toEqual({ blocked: [saleIdOf(1)] });
  expect(stores.view.getState().isCodeAsked).toBe(false);
  till.answerNext('sale/open', { ok: true, value: openedSales['nothing yet'] });
  expect(await beginSale(stores, 'code', settings, '42')).toBe('begun');
  expect(till.asked.map(({ name }) => name)).toEqual(['till/snapshot', 'sale/open', 'sale/open', 'sale/pay-code']);
});

test('an amount that was opened and given up comes back into the form; bills, and cash that is still here, do not', async () => {
  const sale = endedCodeSales['abandoned, with a code'];
  const { stores } = await open(codeSnapshotWith({ counter: { kind: 'decided', sale } }));
  expect(await tryAgain(stores, endedCodeSales['abandoned, with a code and cash'])).toBe(false);
  expect(await tryAgain(stores, sale)).toBe(true);
  expect(stores.sell.getState().draft.texts.reference).toBe('987987');
});

test('cash that is a customer’s is the first thing after a start, as what is unresolved is', async () => {
  const { stores, screen } = await open(snapshotWith({ cashToReturn: [endedBillSales['abandoned, with cash']] }));
  expect([screen(), stores.view.getState().isRecovery]).toEqual(['unresolved', true]);
});

test('the screen of advices is there only where there is a bill service', async () => {
  const { stores, till, screen } = await open(snapshotWith({ advices: noAdvices }));
  stores.view.setState({ place: 'advices' });
  expect(screen()).toBe('advices');
  till.show(snapshotWith({}));
  expect(screen()).toBe('sell');
});

test('trying bills again puts them back into the form, and asks for nothing by itself', async () => {
  const sale = endedBillSales['no bill left'];
  const { stores, till } = await open(snapshotWith({ advices: noAdvices, counter: { kind: 'decided', sale } }));
  expect(await tryAgain(stores, sale)).toBe(true);
  expect([stores.view.getState().sellPart, stores.bill.getState().bills.length]).toEqual(['bill', 1]);
  expect(till.asked.map(({ name }) => name)).toEqual(['till/snapshot', 'sale/dismiss']);
  expect(await tryAgain(stores, endedBillSales.abandoned)).toBe(false);
});

test('the bills of a sale are gone from the form once its outcome was dismissed', async () => {
  const { stores, till } = await open(snapshotWith({ advices: noAdvices }));
  stores.bill.prefill(endedBillSales['no bill left']);
  const { saleId } = stores.bill.getState();
  if (!saleId) throw new Error('bills in the form have an id');
  till.show(snapshotWith({ counter: { kind: 'open', sale: { ...openSales.reserved, saleId } } }));
  till.show(snapshotWith({ counter: { kind: 'decided', sale: { ...endedBillSales.cash, saleId } } }));
  expect(stores.bill.getState().bills).toHaveLength(1);
  till.show(snapshotWith({}));
  expect(stores.bill.getState().bills).toEqual([]);
});

test('a window that was reloaded, and a second one, show the same', async () => {
  const decided = snapshotWith({ counter: { kind: 'decided', sale: endedSales['outcome-unknown'] } });
  expect((await open(decided)).screen()).toBe('outcome');
  expect((await open(snapshotWith({ counter: { kind: 'taking', sale: saleWith({}) } }))).screen()).toBe('taking');
});

test('an outcome that cannot be dismissed stays', async () => {
  const { stores, till, screen } = await open(snapshotWith({ counter: { kind: 'decided', sale: endedSales.approved } }));
  till.answerNext('sale/dismiss', { ok: false, failure: { kind: 'till-unreachable' } });
  expect(await dismissOutcome(stores)).toBe(false);
  expect(screen()).toBe('outcome');
});

test('where the cashier went before the answer to a dismissal came is where they stay', async () => {
  const { stores, till, screen } = await open(snapshotWith({ counter: { kind: 'decided', sale: endedSales.approved } }));
  const { promise, resolve } = Promise.withResolvers<{ ok: true; value: Record<string, never> }>();
  till.answerNext('sale/dismiss', promise);
  const dismissed = dismissOutcome(stores);
  // The event is often there first.
  till.show(snapshotWith({}));
  stores.view.setState({ place: 'history' });
  resolve({ ok: true, value: {} });
  expect(await dismissed).toBe(true);
  expect(screen()).toBe('history');
});

test('the form is fresh after its sale was dismissed, in whichever window that was', async () => {
  const { stores, till } = await open();
  stores.sell.press('5', settings);
  const { saleId } = stores.sell.getState().draft;
  if (!saleId) throw new Error('a form that was typed into has an id');
  till.show(snapshotWith({ counter: { kind: 'taking', sale: saleWith({ saleId }) } }));
  till.show(snapshotWith({ counter: { kind: 'decided', sale: { ...endedSales.approved, saleId } } }));
  expect(isEmptyDraft(stores.sell.getState().draft)).toBe(false);
  till.show(snapshotWith({}));
  expect(isEmptyDraft(stores.sell.getState().draft)).toBe(true);
});

test('a sale of another window leaves the form alone', async () => {
  const { stores, till } = await open();
  stores.sell.press('5', settings);
  till.show(snapshotWith({ counter: { kind: 'decided', sale: endedSales.approved } }));
  till.show(snapshotWith({}));
  expect(isEmptyDraft(stores.sell.getState().draft)).toBe(false);
});

test('trying again asks for nothing by itself', async () => {
  const { stores, till } = await open(snapshotWith({ counter: { kind: 'decided', sale: endedSales.declined } }));
  expect(await tryAgain(stores, endedSales.declined)).toBe(true);
  expect(stores.sell.getState().draft.texts.reference).toBe('987987');
  expect(stores.sell.getState().draft.saleId).not.toBe(endedSales.declined.saleId);
  expect(till.asked.map(({ name }) => name)).toEqual(['till/snapshot', 'sale/dismiss']);
});

test('what may have been charged cannot be tried again', async () => {
  const sale = endedSales['outcome-unknown'];
  const { stores, screen } = await open(snapshotWith({ counter: { kind: 'decided', sale } }));
  expect(await tryAgain(stores, sale)).toBe(false);
  expect(await tryAgain(stores, endedSales.approved)).toBe(false);
  expect(screen()).toBe('outcome');
});

test('a record that cannot be written sells nothing, and the rest can still be looked at', async () => {
  const { stores, screen } = await open(snapshotWith({ journal: { kind: 'disk-full', freeBytes: 1, neededBytes: 2 } }));
  expect(screen()).toBe('trouble');
  stores.view.setState({ place: 'history' });
  expect(screen()).toBe('history');
  expect(hasTrouble({ journal: { kind: 'verifying' } })).toBe(false);
  expect(hasTrouble({ journal: { kind: 'disk-low', freeBytes: 1 } })).toBe(false);
});

test('a snapshot that was overtaken by an event is not shown', async () => {
  const till = createScriptedTill(snapshotWith({ version: 'old' }));
  const stores = createStores(till);
  const answer = Promise.withResolvers<{ ok: true; value: ReturnType<typeof snapshotWith> }>();
  till.answerNext('till/snapshot', answer.promise);
  startStores(stores);
  till.show(snapshotWith({ version: 'new' }));
  answer.resolve({ ok: true, value: snapshotWith({ version: 'old' }) });
  await answer.promise;
  await Promise.resolve();
  expect(stores.till.getState().snapshot?.version).toBe('new');
});

test('a lost till is said, and forgotten with its next word', async () => {
  const { stores, till } = await open();
  till.connect('lost');
  expect(stores.till.getState().connection).toBe('lost');
  till.show(snapshotWith({}));
  expect(stores.till.getState().connection).toBe('connected');
});

test('ages grow with the window’s monotonic clock from the till’s own time', () => {
  const state = { snapshot: snapshotWith({}), receivedAtMs: 5_000 };
  expect(tillNowMs(state, 12_000) - Date.parse(fixtureNow)).toBe(7_000);
  expect(tillNowMs(state, 4_000) - Date.parse(fixtureNow)).toBe(0);
});

test('ids are made fresh and are what the contract wants', async () => {
  const { stores } = await open();
  stores.sell.press('1', settings);
  expect(stores.sell.getState().draft.saleId).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u);
  expect(stores.sell.getState().draft.saleId).not.toBe(saleIdOf(1));
});

test('the customer’s display is opened by the host, or by a person at the address that the host gives', async () => {
  const { stores, till } = await open();
  await openCustomerDisplay(stores);
  expect(stores.view.getState().dialog).toBeUndefined();
  till.answerNext('customer/open', { ok: true, value: { kind: 'address', path: '/customer?token=0' } });
  await openCustomerDisplay(stores);
  expect(stores.view.getState().dialog).toEqual({ kind: 'customer', opened: { path: '/customer?token=0' } });
  till.answerNext('customer/open', { ok: false, failure: { kind: 'till-unreachable' } });
  await openCustomerDisplay(stores);
  expect(stores.view.getState().dialog).toEqual({ kind: 'customer', opened: { failure: { kind: 'till-unreachable' } } });
});

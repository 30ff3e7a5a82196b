import { expect, test } from 'vitest';
import type { Reply } from '../../shared/ipc/contract.ts';
import { endedCodeSales } from '../testing/code-fixtures.ts';
import { endedSales, listedSales, saleWith, snapshotWith, unresolvedSales } from '../testing/fixtures.ts';
import { createScriptedTill } from '../testing/scripted-till.ts';
import { matchesFilter, withPage } from './history-list.ts';
import { createHistoryStore } from './history-store.ts';
import { createTillStore, followTill } from './till-store.ts';

const today = '2026-11-21T00:00:00.000Z';
const page = (from: number, to: number): ReturnType<typeof saleWith>[] =>
  Array.from({ length: from - to + 1 }, (_, index) => saleWith({ number: from - index }));
const numbers = (sales: readonly { readonly number: number }[]): number[] => sales.map(({ number }) => number);

function open() {
  const client = createScriptedTill(snapshotWith({ unresolved: unresolvedSales }));
  const till = createTillStore();
  followTill(till, client);
  client.show(snapshotWith({ unresolved: unresolvedSales }));
  const history = createHistoryStore(client, till, () => today);
  const lists = (): unknown[] => client.asked.filter(({ name }) => name === 'history/list').map(({ request }) => request);
  const answer = (sales: ReturnType<typeof saleWith>[], hasMore: boolean): void =>
    client.answerNext('history/list', { ok: true, value: { sales, hasMore } });
  const settled = (): Promise<void> =>
    new Promise((resolve) => {
      setImmediate(resolve);
    });
  return { client, history, lists, answer, settled };
}

test('reads today, then older pages from where it stands', async () => {
  const { history, lists, answer, settled } = open();
  answer(page(100, 51), true);
  history.start();
  await settled();
  answer(page(50, 1), false);
  history.loadMore();
  await settled();
  expect(lists()).toEqual([
    { limit: 50, since: today },
    { limit: 50, before: 51, since: today },
  ]);
  expect(numbers(history.getState().sales)).toEqual(numbers(page(100, 1)));
  expect(history.getState().hasMore).toBe(false);
});

test('reads everything where earlier days are asked for', async () => {
  const { history, lists, answer, settled } = open();
  history.start();
  await settled();
  answer(page(3, 1), false);
  history.showAll(true);
  await settled();
  expect(lists().at(-1)).toEqual({ limit: 50 });
  expect(numbers(history.getState().sales)).toEqual([3, 2, 1]);
});

test('reads again when something was resolved, and not at every snapshot', async () => {
  const { client, history, lists, settled } = open();
  history.start();
  await settled();
  client.show(snapshotWith({ unresolved: unresolvedSales, terminal: { state: 'no-terminal' } }));
  await settled();
  expect(lists()).toHaveLength(1);
  client.show(snapshotWith({ unresolved: [] }));
  await settled();
  expect(lists()).toHaveLength(2);
});

test('does not show the answer to an earlier question', async () => {
  const { client, history, answer, settled } = open();
  const slow = Promise.withResolvers<Reply<'history/list'>>();
  client.answerNext('history/list', slow.promise);
  history.start();
  answer(page(9, 9), false);
  history.showAll(true);
  await settled();
  slow.resolve({ ok: true, value: { sales: page(5, 4), hasMore: true } });
  await settled();
  expect(numbers(history.getState().sales)).toEqual([9]);
});

test('says what went wrong and keeps what it has', async () => {
  const { client, history, answer, settled } = open();
  answer(page(2, 1), false);
  history.start();
  await settled();
  client.answerNext('history/list', { ok: false, failure: { kind: 'till-unreachable' } });
  history.reload();
  await settled();
  expect(history.getState()).toMatchObject({ failure: { kind: 'till-unreachable' }, isLoading: false });
  expect(numbers(history.getState().sales)).toEqual([2, 1]);
  history.reload();
  await settled();
  expect(history.getState().failure).toBeUndefined();
});

test('a newest page that is read again replaces its rows and keeps the older ones', () => {
  const known = { sales: page(100, 1), hasMore: false };
  const resolved = saleWith({ number: 99, outcome: 'approved' });
  const again = withPage(known, { sales: [saleWith({ number: 101 }), saleWith({ number: 100 }), resolved], hasMore: true });
  expect(numbers(again.sales)).toEqual(numbers(page(101, 1)));
  expect(again.sales[2]?.outcome).toBe('approved');
  expect(again.hasMore).toBe(false);
});

test.each([
  ['987', [127, 124]],
  ['126', [126]],
  ['$', []],
  ['89.99', [126]],
  ['12.35', [127]],
  ['unknown', [124]],
  ['', numbers(listedSales)],
])('the filter %j finds %j', (filter, found) => {
  const words = { approved: 'Approved', 'outcome-unknown': 'Outcome unknown' } as Readonly<Record<string, string>>;
  const matching = listedSales.filter((sale) => matchesFilter(sale, filter, 'en-US', words[sale.outcome] ?? ''));
  expect(numbers(matching).filter((number) => number >= 124 || filter === '')).toEqual(found);
});

test('the filter finds a card by its last four', () => {
  expect(matchesFilter(endedSales.approved, '1234', 'en-US', '')).toBe(true);
  expect(matchesFilter(endedSales.declined, '1234', 'en-US', '')).toBe(false);
});

test.each([
  ['the receipt number at its issuer', '7294112'],
  ['whose app paid', '88021'],
  ['the transaction at the service', '84621290174880853900371234567890'],
])('a payment by code is found by %s', (_name, filter) => {
  expect(matchesFilter(endedCodeSales.code, filter, 'en-US', '')).toBe(true);
  expect(matchesFilter(endedSales.approved, filter, 'en-US', '')).toBe(false);
});

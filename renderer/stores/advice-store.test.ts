import { expect, test, vi } from 'vitest';
import { advices, noAdvices, setAsideFiles, stuckAdvices, waitingAdvices } from '../testing/bill-fixtures.ts';
import { snapshotWith } from '../testing/fixtures.ts';
import { createScriptedTill, type ScriptedTill } from '../testing/scripted-till.ts';
import { createAdviceStore, type AdviceStore } from './advice-store.ts';
import { createTillStore, type TillStore } from './till-store.ts';

interface Open {
  readonly store: AdviceStore;
  readonly till: ScriptedTill;
  readonly tillStore: TillStore;
}

function open(): Open {
  const snapshot = snapshotWith({ advices: waitingAdvices });
  const till = createScriptedTill(snapshot);
  const tillStore = createTillStore({ snapshot });
  return { store: createAdviceStore(till, tillStore), till, tillStore };
}

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const lists = (till: ScriptedTill): number => till.asked.filter(({ name }) => name === 'advices/list').length;

test('lists what needs a person first, then the oldest, and the files that could not be read', async () => {
  const { store } = open();
  const stop = store.start();
  await settle();
  expect(store.getState().advices.map(({ state, attempts }) => [state, attempts])).toEqual([
    ['needs-attention', 14],
    ['waiting', 0],
    ['waiting', 1],
  ]);
  expect(store.getState()).toMatchObject({ setAside: setAsideFiles, isLoading: false, failure: undefined });
  stop();
});

test('reads again when the till says that something changed, and only then', async () => {
  const { store, till, tillStore } = open();
  const stop = store.start();
  await settle();
  tillStore.setState({ snapshot: snapshotWith({ advices: waitingAdvices, version: 'another' }) });
  expect(lists(till)).toBe(1);
  tillStore.setState({ snapshot: snapshotWith({ advices: stuckAdvices }) });
  expect(lists(till)).toBe(2);
  stop();
  tillStore.setState({ snapshot: snapshotWith({ advices: noAdvices }) });
  expect(lists(till)).toBe(2);
});

test('reads again now and then, because a try that was not final changes no count', async () => {
  vi.useFakeTimers();
  try {
    const { store, till } = open();
    const stop = store.start();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(lists(till)).toBe(4);
    stop();
    await vi.advanceTimersByTimeAsync(15_000);
    expect(lists(till)).toBe(4);
  } finally {
    vi.useRealTimers();
  }
});

test('sends one again, and says what came of it', async () => {
  const { store, till } = open();
  const [first] = advices;
  if (!first) throw new Error('the fixtures have an advice');
  await Promise.all([store.sendAgain(first.adviceId), store.sendAgain(first.adviceId)]);
  expect(till.asked.filter(({ name }) => name === 'advices/retry')).toEqual([
    { name: 'advices/retry', request: { adviceId: first.adviceId } },
  ]);
  expect(lists(till)).toBe(1);
  till.answerNext('advices/retry', { ok: false, failure: { kind: 'no-such-advice', adviceId: first.adviceId } });
  await store.sendAgain(first.adviceId);
  expect(store.getState()).toMatchObject({ failure: { kind: 'no-such-advice' }, sending: undefined });
});

test('keeps what was read when the till cannot be reached', async () => {
  const { store, till } = open();
  const stop = store.start();
  await settle();
  till.answerNext('advices/list', { ok: false, failure: { kind: 'till-unreachable' } });
  store.reload();
  await settle();
  expect([store.getState().advices.length, store.getState().failure?.kind]).toEqual([3, 'till-unreachable']);
  stop();
});

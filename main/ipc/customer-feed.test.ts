import { describe, expect, test } from 'vitest';
import type { CustomerDisplay } from '../../shared/customer-view.ts';
import type { Currency } from '../../shared/currency.ts';
import type { Failure } from '../../shared/failure.ts';
import { calls } from '../../shared/ipc/contract.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { LogFields, Logger } from '../ports/logger.ts';
import { createCustomerFeed, type CustomerFeed } from './customer-feed.ts';

const snapshot: Snapshot = {
  mode: 'live',
  currency: 'USD' as Currency,
  locale: 'en-US',
  sells: ['amount'],
  tenders: ['card', 'cash'],
  terminal: { state: 'available' },
  journal: { kind: 'sound', sequence: 1 },
  counter: { kind: 'free' },
  unresolved: [],
  cashToReturn: [],
  at: '2026-11-21T15:42:10.000Z',
  version: '0.1.0',
};

interface Bench {
  readonly feed: CustomerFeed;
  readonly dispatched: string[];
  readonly logged: { event: string; fields: LogFields }[];
  tell(event: Snapshot): void;
  listeners(): number;
}

function createBench(answer: Result<unknown, Failure> = ok(snapshot)): Bench {
  const dispatched: string[] = [];
  const logged: Bench['logged'] = [];
  const listeners = new Set<(event: Snapshot) => void>();
  const write = (event: string, fields: LogFields = {}): void => void logged.push({ event, fields });
  const logger: Logger = { debug: write, info: write, warn: write, error: write, with: () => logger };
  const feed = createCustomerFeed(
    {
      dispatch(name) {
        dispatched.push(name);
        return Promise.resolve(answer);
      },
      listen(_name, listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    { logger, shop: 'Harbour Lane' },
  );
  return {
    feed,
    dispatched,
    logged,
    tell: (event) => listeners.forEach((listener) => listener(event)),
    listeners: () => listeners.size,
  };
}

describe('a customer’s display', () => {
  test('asks what the customer sees, and gets that', async () => {
    const { feed } = createBench();
    expect(await feed.dispatch('customer/view', {})).toEqual(
      ok({ view: { kind: 'idle' }, currency: 'USD', locale: 'en-US', mode: 'live', shop: 'Harbour Lane', at: snapshot.at }),
    );
  });

  test.each([...Object.keys(calls), 'constructor', '__proto__', 'toString', '', 'customer/', 'Customer/View'])(
    'may not ask for %s, and that it tried is logged',
    async (name) => {
      const { feed, dispatched, logged } = createBench();
      expect(await feed.dispatch(name, {})).toMatchObject({ ok: false, failure: { kind: 'unknown-call' } });
      expect(dispatched).toEqual([]);
      expect(logged).toEqual([{ event: 'customer-call-refused', fields: { name } }]);
    },
  );

  test.each([[undefined], [null], [[]], ['text'], [{ saleId: 'x' }]])(
    'hands nothing on of a request of another shape (%j)',
    async (request) => {
      const { feed, dispatched, logged } = createBench();
      expect(await feed.dispatch('customer/view', request)).toMatchObject({ ok: false, failure: { kind: 'bad-call' } });
      expect(dispatched).toEqual([]);
      expect(logged.map(({ event }) => event)).toEqual(['customer-call-refused']);
    },
  );

  test('hears that the till could not answer', async () => {
    const { feed } = createBench(fail({ kind: 'till-unreachable' }));
    expect(await feed.dispatch('customer/view', {})).toEqual(fail({ kind: 'till-unreachable' }));
  });

  test('hears only what changes for a customer: neither the terminal’s state nor the time that passes', () => {
    const { feed, tell, listeners } = createBench();
    const heard: CustomerDisplay[] = [];
    const stop = feed.listen((display) => heard.push(display));
    tell(snapshot);
    tell({ ...snapshot, terminal: { state: 'no-terminal' }, at: '2026-11-21T15:42:15.000Z' });
    tell({ ...snapshot, mode: 'demonstration', at: '2026-11-21T15:42:20.000Z' });
    expect(heard.map(({ mode, at }) => [mode, at])).toEqual([
      ['live', '2026-11-21T15:42:10.000Z'],
      ['demonstration', '2026-11-21T15:42:20.000Z'],
    ]);
    stop();
    expect(listeners()).toBe(0);
  });
});

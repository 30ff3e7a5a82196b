import { expect, test, vi } from 'vitest';
import type { CustomerDisplay } from '../../shared/customer-view.ts';
import type { Currency } from '../../shared/currency.ts';
import type { CustomerClient } from '../../shared/ipc/customer-contract.ts';
import { followOverElectron, followOverHttp } from './follow-till.ts';

type Answer = Awaited<ReturnType<CustomerClient['call']>>;

const display: CustomerDisplay = {
  view: { kind: 'idle' },
  currency: 'USD' as Currency,
  locale: 'en-US',
  mode: 'live',
  at: '2026-11-21T15:42:10.000Z',
};

/** Node has no `EventSource`; the browser's own is used in the tests of the whole till. */
function scriptedStreams() {
  const opened: { url: string; readyState: number; isClosed: boolean; emit(name: string, data?: unknown): void }[] = [];
  const openEvents = (url: string) => {
    const listeners = new Map<string, (event: { data?: unknown }) => void>();
    const stream = {
      url,
      readyState: 0,
      isClosed: false,
      addEventListener: (name: string, listener: (event: { data?: unknown }) => void) => void listeners.set(name, listener),
      close() {
        stream.isClosed = true;
      },
      emit: (name: string, data?: unknown) => listeners.get(name)?.({ data }),
    };
    opened.push(stream);
    return stream;
  };
  return { opened, openEvents };
}

test('over HTTP it hears one event of one stream, and says when it hears nothing any more', () => {
  const { opened, openEvents } = scriptedStreams();
  const heard: (CustomerDisplay | undefined)[] = [];
  const stop = followOverHttp({ openEvents })((said) => heard.push(said));
  expect(opened.map(({ url }) => url)).toEqual(['/customer/events']);
  opened[0]?.emit('customer', JSON.stringify(display));
  opened[0]?.emit('customer', '{"half');
  opened[0]?.emit('error');
  expect(heard).toEqual([display, undefined]);
  // The browser reopens what was lost.
  expect(opened).toHaveLength(1);
  stop();
  expect(opened[0]?.isClosed).toBe(true);
});

test('over HTTP it opens a stream that was refused again, by itself', async () => {
  const { opened, openEvents } = scriptedStreams();
  const heard: (CustomerDisplay | undefined)[] = [];
  const stop = followOverHttp({ openEvents, reopenAfterMs: 1 })((said) => heard.push(said));
  const [first] = opened;
  if (!first) throw new Error('a stream was opened');
  first.readyState = 2;
  first.emit('error');
  await vi.waitFor(() => expect(opened).toHaveLength(2));
  opened[1]?.emit('customer', JSON.stringify(display));
  expect(heard).toEqual([undefined, display]);
  stop();
});

test('over Electron it asks once and listens; what it heard first is newer than the answer', async () => {
  let tell: (said: CustomerDisplay) => void = () => {};
  const answer = Promise.withResolvers<Answer>();
  const asked: unknown[] = [];
  const client: CustomerClient = {
    call(name, request) {
      asked.push([name, request]);
      return answer.promise;
    },
    listen(_name, listener) {
      tell = listener;
      return () => {};
    },
  };
  const heard: (CustomerDisplay | undefined)[] = [];
  followOverElectron(client)((said) => heard.push(said));
  tell({ ...display, mode: 'demonstration' });
  answer.resolve({ ok: true, value: display });
  await answer.promise;
  await Promise.resolve();
  expect(asked).toEqual([['customer/view', {}]]);
  expect(heard.map((said) => said?.mode)).toEqual(['demonstration']);
});

const reached: Answer = { ok: true, value: display };
const notReached: Answer = { ok: false, failure: { kind: 'till-unreachable' } };

test.each<[string, () => Promise<Answer>, CustomerDisplay | undefined]>([
  ['an answer', () => Promise.resolve(reached), display],
  ['a failure', () => Promise.resolve(notReached), undefined],
  ['a bridge that is torn down', () => Promise.reject(new Error('gone')), undefined],
])('over Electron it begins with %s', async (_name, answer, expected) => {
  const heard: (CustomerDisplay | undefined)[] = [];
  followOverElectron({ call: answer, listen: () => () => {} })((said) => heard.push(said));
  await vi.waitFor(() => expect(heard).toEqual([expected]));
});

import { describe, expect, it } from 'vitest';
import type { CustomerDisplay } from '../../shared/customer-view.ts';
import type { Failure } from '../../shared/failure.ts';
import type { IncidentId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { connectCustomerIpc } from './customer-ipc.ts';
import { createRecordingLogger, type RecordingLogger } from './testing/recording-logger.ts';

type Answer = Result<unknown, Failure>;

interface Bench {
  readonly logger: RecordingLogger;
  readonly asked: { name: string; request: unknown }[];
  readonly sent: unknown[][];
  readonly window: object;
  call(event: object, ...values: unknown[]): Promise<Answer>;
  tell(display: unknown): void;
}

const ownFrame = { url: 'app://till/customer.html', parent: null };

function createBench({
  window = {},
  isThere = true,
  answer = () => Promise.resolve(ok({} as CustomerDisplay)),
}: { window?: object; isThere?: boolean; answer?: () => Promise<Result<CustomerDisplay, Failure>> } = {}): Bench {
  const logger = createRecordingLogger();
  const asked: Bench['asked'] = [];
  const sent: unknown[][] = [];
  const handlers = new Map<string, (event: unknown, ...values: unknown[]) => Promise<Answer>>();
  let listener: (display: CustomerDisplay) => void = () => {};
  const contents = { isDestroyed: () => false, send: (...values: unknown[]) => void sent.push(values), ...window };
  connectCustomerIpc({
    ipcMain: { handle: (channel, handler) => void handlers.set(channel, handler as never) },
    contents: () => (isThere ? contents : undefined),
    feed: {
      dispatch(name, request) {
        asked.push({ name, request });
        return answer();
      },
      listen(heard) {
        listener = heard;
        return () => {};
      },
    },
    logger,
    ids: { incidentId: () => 'INCIDENT' as IncidentId },
  });
  expect([...handlers.keys()]).toEqual(['customer/call']);
  return {
    logger,
    asked,
    sent,
    window: contents,
    call: async (event, ...values) => handlers.get('customer/call')?.(event, ...values) ?? fail({ kind: 'till-unreachable' }),
    tell: (display) => listener(display as never),
  };
}

describe('the customer’s window', () => {
  it('asks its question, on its own channel', async () => {
    const bench = createBench();
    expect(await bench.call({ sender: bench.window, senderFrame: ownFrame }, 'customer/view', {})).toEqual(ok({}));
    expect(bench.asked).toEqual([{ name: 'customer/view', request: {} }]);
  });

  it('hears its event, on its own channel', () => {
    const bench = createBench();
    bench.tell({ at: 'now' });
    expect(bench.sent).toEqual([['customer/event', 'customer', { at: 'now' }]]);
  });

  it.each([
    ['the cashier’s window', { ...ownFrame }, false],
    ['the cashier’s page in its place', { url: 'app://till/', parent: null }, true],
    ['another site in its place', { url: 'https://evil.example/customer.html', parent: null }, true],
    ['a frame within it', { ...ownFrame, parent: {} }, true],
    ['no frame', null, true],
  ])('is the only one that is heard there: not %s', async (_, senderFrame, isOwnWindow) => {
    const bench = createBench();
    const sender = isOwnWindow ? bench.window : {};
    expect(await bench.call({ sender, senderFrame }, 'customer/view', {})).toMatchObject({
      ok: false,
      failure: { kind: 'bad-call' },
    });
    expect(bench.asked).toEqual([]);
    expect(bench.logger.events()).toEqual(['customer-call-refused']);
  });

  it.each([
    [7, {}],
    [undefined, {}],
    ['customer/view', 'a'.repeat(2_000)],
    ['a'.repeat(2_000), {}],
  ])('is refused what is no small call of a name (%#)', async (name, request) => {
    const bench = createBench();
    expect((await bench.call({ sender: bench.window, senderFrame: ownFrame }, name, request)).ok).toBe(false);
    expect(bench.asked).toEqual([]);
    expect(JSON.stringify(bench.logger.entries).length).toBeLessThan(500);
  });

  it('that is not there is told nothing, and nobody is heard in its place', async () => {
    const bench = createBench({ isThere: false });
    bench.tell({});
    expect(bench.sent).toEqual([]);
    expect((await bench.call({ sender: undefined as never, senderFrame: null }, 'customer/view', {})).ok).toBe(false);
  });

  it.each([
    ['is being closed', { isDestroyed: () => true }],
    [
      'throws',
      {
        send: () => {
          throw new Error('Object has been destroyed');
        },
      },
    ],
    [
      'throws already when it is looked at',
      {
        isDestroyed: () => {
          throw new Error('Object has been destroyed');
        },
      },
    ],
  ])('that %s is no harm to the till that tells it', (_, window) => {
    const bench = createBench({ window });
    expect(() => bench.tell({})).not.toThrow();
    expect(bench.sent).toEqual([]);
  });

  it('that meets a mistake of ours gets an incident', async () => {
    const bench = createBench({ answer: () => Promise.reject(new Error('a mistake')) });
    expect(await bench.call({ sender: bench.window, senderFrame: ownFrame }, 'customer/view', {})).toEqual(
      fail({ kind: 'internal', incidentId: 'INCIDENT' }),
    );
  });
});

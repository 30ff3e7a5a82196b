import { describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import type { IncidentId } from '../../shared/ids.ts';
import { ok, type Result } from '../../shared/result.ts';
import { connectIpc, type ElectronIpcParts } from './electron-ipc.ts';
import { createRecordingLogger, type RecordingLogger } from './testing/recording-logger.ts';

type Answer = Result<unknown, Failure>;
type Frame = { url: string; parent: object | null } | null;

interface Bench {
  readonly logger: RecordingLogger;
  readonly dispatched: { name: string; request: unknown }[];
  readonly sent: unknown[][];
  call(frame: Frame, ...values: unknown[]): Promise<Answer>;
  tell(event: unknown): void;
  disconnect(): void;
  isConnected(): boolean;
  /** The same as another window of ours would ask. */
  callFromElsewhere(frame: Frame, ...values: unknown[]): Promise<Answer>;
}

const ownFrame: Frame = { url: 'app://till/', parent: null };

function createBench({
  answer = () => Promise.resolve(ok({})),
  contents,
}: { answer?: () => Promise<Answer>; contents?: Partial<ElectronIpcParts['contents']> } = {}): Bench {
  const logger = createRecordingLogger();
  const dispatched: Bench['dispatched'] = [];
  const sent: unknown[][] = [];
  const listeners = new Set<(event: never) => void>();
  const handlers = new Map<string, (event: unknown, ...values: unknown[]) => Promise<Answer>>();
  const window = { isDestroyed: () => false, send: (...values: unknown[]) => void sent.push(values), ...contents };
  const disconnect = connectIpc({
    ipcMain: {
      handle: (channel, handler) => void handlers.set(channel, handler as never),
      removeHandler: (channel) => void handlers.delete(channel),
    },
    contents: window,
    till: {
      dispatch(name, request) {
        dispatched.push({ name, request });
        return answer();
      },
      listen(_, listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      logger,
    },
    ids: { incidentId: () => 'INCIDENT' as IncidentId },
  });
  expect([...handlers.keys()]).toEqual(['till/call']);
  const ask = async (event: object, ...values: unknown[]): Promise<Answer> => {
    const handle = handlers.get('till/call');
    if (!handle) throw new Error('nothing handles calls');
    return handle(event, ...values);
  };
  return {
    logger,
    dispatched,
    sent,
    call: (senderFrame, ...values) => ask({ sender: window, senderFrame }, ...values),
    callFromElsewhere: (senderFrame, ...values) => ask({ sender: { ...window }, senderFrame }, ...values),
    tell: (event) => listeners.forEach((listener) => listener(event as never)),
    disconnect,
    isConnected: () => handlers.size > 0 || listeners.size > 0,
  };
}

describe('a call over Electron', () => {
  it('from the till’s own page is handed on, with its answer back', async () => {
    const bench = createBench({ answer: () => Promise.resolve(ok({ done: true })) });
    expect(await bench.call(ownFrame, 'sale/begin', { amount: '1.00' })).toEqual({ ok: true, value: { done: true } });
    expect(bench.dispatched).toEqual([{ name: 'sale/begin', request: { amount: '1.00' } }]);
  });

  it.each([
    ['no frame', null, 'no-frame'],
    ['a frame inside the page', { url: 'app://till/', parent: {} }, 'not-the-top-frame'],
    ['another site', { url: 'https://app.evil.com/', parent: null }, 'another-origin'],
    ['a host that begins like ours', { url: 'app://till.evil/', parent: null }, 'another-origin'],
    ['a file', { url: 'file:///app/till/index.html', parent: null }, 'another-origin'],
    ['an empty page', { url: 'about:blank', parent: null }, 'another-origin'],
    ['a page without an address', { url: '', parent: null }, 'another-origin'],
  ] as const)('from %s is refused and logged', async (_, frame, reason) => {
    const bench = createBench();
    expect(await bench.call(frame, 'sale/begin', {})).toMatchObject({ ok: false, failure: { kind: 'bad-call' } });
    expect(bench.dispatched).toEqual([]);
    expect(bench.logger.entries).toEqual([{ event: 'call-refused', fields: { reason } }]);
  });

  it.each(['app://till/customer.html', 'app://till/'])(
    'from another window of ours is refused and logged, whatever page it shows (%s)',
    async (url) => {
      const bench = createBench();
      expect(await bench.callFromElsewhere({ url, parent: null }, 'sale/begin', {})).toMatchObject({ ok: false });
      expect(bench.dispatched).toEqual([]);
      expect(bench.logger.entries).toEqual([{ event: 'call-refused', fields: { reason: 'another-window' } }]);
    },
  );

  it.each([[undefined], [null], [7], [{}], [['sale/begin']], [Symbol('sale/begin')], [new String('sale/begin')]])(
    'without a name that is a text is refused (%s)',
    async (name) => {
      const bench = createBench();
      expect(await bench.call(ownFrame, name, {})).toMatchObject({ ok: false, failure: { kind: 'bad-call' } });
      expect(await bench.call(ownFrame)).toMatchObject({ ok: false, failure: { kind: 'bad-call' } });
      expect(bench.dispatched).toEqual([]);
    },
  );

  it.each([
    ['a text of 10 MB', 'a'.repeat(10 * 1024 * 1024)],
    ['10 MB in a field', { input: { amount: 'a'.repeat(10 * 1024 * 1024) } }],
    [
      '10 MB in many fields',
      Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`field-${index}`, 'a'.repeat(500)])),
    ],
    ['a name of 10 MB', { ['a'.repeat(10 * 1024 * 1024)]: 1 }],
    ['10 MB of bytes', new Uint8Array(10 * 1024 * 1024)],
    ['a buffer of 10 MB', new ArrayBuffer(10 * 1024 * 1024)],
    ['a map of 10 MB', new Map([['key', 'a'.repeat(10 * 1024 * 1024)]])],
    ['a set of 10 MB', new Set(['a'.repeat(10 * 1024 * 1024)])],
    ['a list that is mostly holes', Array.from({ length: 10_000_000 })],
    ['a circle', circle()],
    ['something very deep', deep(500_000)],
  ])('with %s is refused, logged, and crashes nothing', async (_, request) => {
    const bench = createBench();
    expect(await bench.call(ownFrame, 'sale/begin', request)).toMatchObject({ ok: false, failure: { kind: 'bad-call' } });
    expect(bench.dispatched).toEqual([]);
    expect(bench.logger.entries).toEqual([
      { event: 'request-too-large', fields: { call: 'sale/begin', limitBytes: 1024 * 1024 } },
    ]);
    expect(await bench.call(ownFrame, 'sale/begin', {})).toEqual({ ok: true, value: {} });
  });

  it('with a name of 10 MB is refused, and not logged whole', async () => {
    const bench = createBench();
    expect((await bench.call(ownFrame, 'a'.repeat(10 * 1024 * 1024), {})).ok).toBe(false);
    expect(JSON.stringify(bench.logger.entries).length).toBeLessThan(1_000);
  });

  it.each([[null], [undefined], [7n], ['text'], [[]], [{ nested: [1, { two: null }] }]])(
    'of a small strange shape (%s) is for the dispatch to refuse',
    async (request) => {
      const bench = createBench();
      await bench.call(ownFrame, 'no/such-call', request);
      expect(bench.dispatched).toEqual([{ name: 'no/such-call', request }]);
    },
  );

  it('that meets a mistake of ours becomes an incident', async () => {
    const bench = createBench({ answer: () => Promise.reject(new Error('a mistake')) });
    expect(await bench.call(ownFrame, 'sale/begin', {})).toEqual({
      ok: false,
      failure: { kind: 'internal', incidentId: 'INCIDENT' },
    });
    expect(bench.logger.events()).toEqual(['incident']);
  });
});

describe('an event over Electron', () => {
  it('reaches the window on its one channel', () => {
    const bench = createBench();
    bench.tell({ version: '1' });
    expect(bench.sent).toEqual([['till/event', 'snapshot', { version: '1' }]]);
  });

  it('is not sent to a window that has gone', () => {
    const bench = createBench({ contents: { isDestroyed: () => true } });
    bench.tell({ version: '1' });
    expect(bench.sent).toEqual([]);
  });

  it('that cannot be sent is no harm to the till', () => {
    const send = (): void => {
      throw new Error('Render frame was disposed before WebFrameMain could be accessed');
    };
    const bench = createBench({ contents: { send } });
    expect(() => bench.tell({ version: '1' })).not.toThrow();
    expect(bench.logger.events()).toEqual(['window-not-told']);
  });

  it('ends with the connection', () => {
    const bench = createBench();
    bench.disconnect();
    bench.tell({ version: '1' });
    expect(bench.sent).toEqual([]);
    expect(bench.isConnected()).toBe(false);
  });
});

function circle(): unknown {
  const round: { self?: unknown } = {};
  round.self = round;
  return round;
}

function deep(levels: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < levels; level += 1) value = [value];
  return value;
}

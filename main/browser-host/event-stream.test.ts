import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { silentLogger } from '../ports/logger.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { startBrowserHost, type BrowserHost } from './start-browser-host.ts';

const token = 'token-of-the-test';
let host: BrowserHost;
let clock: ManualClock;
let listeners: Set<(event: never) => void>;
let snapshotAnswer: () => Promise<Result<unknown, Failure>>;

beforeEach(async () => {
  clock = createManualClock();
  listeners = new Set();
  snapshotAnswer = () => Promise.resolve(ok({ version: 'first' }));
  host = await startBrowserHost({
    till: {
      dispatch: () => snapshotAnswer(),
      listen(_, listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    pagesDirectory: 'not-used',
    port: 0,
    token,
    logger: silentLogger,
    clock,
  });
});

afterEach(() => host.close());

function tell(event: unknown): void {
  for (const listener of listeners) listener(event as never);
}

interface Stream {
  readonly response: IncomingMessage;
  text(): string;
  /** Waits until this has come. */
  until(text: string): Promise<void>;
}

async function open(): Promise<Stream> {
  const asking = get({ port: host.port, path: '/events', headers: { authorization: `Bearer ${token}` }, agent: false });
  const [response] = (await once(asking, 'response')) as [IncomingMessage];
  let text = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    text += chunk;
  });
  response.on('error', () => {});
  asking.on('error', () => {});
  return {
    response,
    text: () => text,
    until: async (wanted) => {
      await expect.poll(() => text.includes(wanted)).toBe(true);
    },
  };
}

describe('the stream of events', () => {
  it('begins with how things stand, and goes on with what happens', async () => {
    const stream = await open();
    await stream.until('first');
    tell({ version: 'second', text: 'two\nlines' });
    await stream.until('second');
    expect(stream.response.statusCode).toBe(200);
    expect(stream.response.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
    });
    expect(stream.text()).toBe(
      'retry: 1000\n\nevent: snapshot\ndata: {"version":"first"}\n\nevent: snapshot\ndata: {"version":"second","text":"two\\nlines"}\n\n',
    );
  });

  it('never goes back to an older state when an event overtakes the first snapshot', async () => {
    let answer: (result: Result<unknown, Failure>) => void = () => {};
    snapshotAnswer = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    const stream = await open();
    tell({ version: 'newer' });
    answer(ok({ version: 'older' }));
    await stream.until('newer');
    tell({ version: 'last' });
    await stream.until('last');
    expect(stream.text()).not.toContain('older');
  });

  it('ends where there is no snapshot, so that the window comes back and asks anew', async () => {
    snapshotAnswer = () => Promise.resolve(fail({ kind: 'bad-call', detail: '' }));
    const stream = await open();
    if (!stream.response.complete) await once(stream.response, 'end');
    expect(listeners.size).toBe(0);

    snapshotAnswer = () => Promise.reject(new Error('a mistake'));
    const second = await open();
    if (!second.response.complete) await once(second.response, 'end');
    expect(listeners.size).toBe(0);
  });

  it('beats every 15 seconds', async () => {
    const stream = await open();
    await stream.until('first');
    await clock.advance(14_999);
    tell({ version: 'before' });
    await stream.until('before');
    expect(stream.text()).not.toContain('heartbeat');
    await clock.advance(30_001);
    tell({ version: 'after' });
    await stream.until('after');
    expect(stream.text().match(/^: heartbeat\n\n/gmu)).toHaveLength(3);
  });

  it('reaches every window, and forgets one that has gone', async () => {
    const streams = await Promise.all(Array.from({ length: 30 }, open));
    await Promise.all(streams.map((stream) => stream.until('first')));
    streams[0]?.response.destroy();
    await expect.poll(() => listeners.size).toBe(29);
    tell({ version: 'second' });
    await Promise.all(streams.slice(1).map((stream) => stream.until('second')));
    expect(streams[0]?.text()).not.toContain('second');
  });

  it('drops a window that reads nothing, and serves the others', async () => {
    const deaf = connect(host.port, '127.0.0.1');
    deaf.on('error', () => {});
    deaf.write(`GET /events HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nAuthorization: Bearer ${token}\r\n\r\n`);
    await once(deaf, 'readable');
    const stream = await open();
    await stream.until('first');
    expect(listeners.size).toBe(2);

    // The system's own buffers take some megabytes before anything is left waiting here.
    const large = 'x'.repeat(100_000);
    for (let told = 0; told < 500 && listeners.size > 1; told += 1) {
      tell({ large, told });
      await stream.until(`"told":${told}}`);
    }
    expect(listeners.size).toBe(1);
    tell({ version: 'still here' });
    await stream.until('still here');
    deaf.destroy();
  });

  it('ends with the host, at once', async () => {
    const streams = await Promise.all([open(), open()]);
    const closed = streams.map(({ response }) => once(response, 'close'));
    await host.close();
    await Promise.all(closed);
    expect(listeners.size).toBe(0);
    await clock.advance(60_000);
  });
});

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import type { Snapshot } from '../../shared/snapshot.ts';
import { snapshotWith } from '../testing/fixtures.ts';
import { createElectronClient } from './electron-client.ts';
import { createHttpClient, type EventStream } from './http-client.ts';
import type { Connection } from './window-client.ts';

const closes: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closes.splice(0)) await close();
});

/** A real server that answers as it is told. */
async function serve(answer: (request: IncomingMessage, body: string, response: ServerResponse) => void): Promise<string> {
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => answer(request, body, response));
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closes.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => {
      server.close(resolve);
    });
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface ScriptedStream extends EventStream {
  readonly url: string;
  isClosed: boolean;
  emit(name: string, data?: unknown): void;
  /** As the browser reports it: 0 while it tries again, 2 when it has given up. */
  fail(readyState: 0 | 2): void;
}

/** Node has no `EventSource`; the browser's own is used in the tests of the whole till. */
function scriptedStreams(): { opened: ScriptedStream[]; openEvents: (url: string) => EventStream } {
  const opened: ScriptedStream[] = [];
  return {
    opened,
    openEvents(url) {
      const listeners = new Map<string, ((event: { data?: unknown }) => void)[]>();
      const stream = {
        url,
        readyState: 0,
        isClosed: false,
        addEventListener: (name: string, listener: (event: { data?: unknown }) => void) =>
          void listeners.set(name, [...(listeners.get(name) ?? []), listener]),
        close() {
          stream.isClosed = true;
        },
        emit(name: string, data?: unknown) {
          for (const listener of listeners.get(name) ?? []) listener({ data });
        },
        fail(readyState: 0 | 2) {
          stream.readyState = readyState;
          stream.emit('error');
        },
      };
      opened.push(stream);
      return stream;
    },
  };
}

function until(isTrue: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (isTrue()) resolve();
      else setImmediate(look);
    };
    look();
  });
}

test('a call is a POST to its name, with its request as JSON', async () => {
  const seen: unknown[] = [];
  const origin = await serve((request, body, response) => {
    seen.push([request.method, request.url, request.headers['content-type'], JSON.parse(body)]);
    response.end(JSON.stringify({ ok: true, value: {} }));
  });
  const reply = await createHttpClient({ origin }).call('sale/dismiss', { saleId: 'b5a8c2e0-0000-4000-8000-000000000001' });
  expect(reply).toEqual({ ok: true, value: {} });
  expect(seen).toEqual([['POST', '/call/sale/dismiss', 'application/json', { saleId: 'b5a8c2e0-0000-4000-8000-000000000001' }]]);
});

test('a failure of the till is its answer, whatever the status', async () => {
  const origin = await serve((_request, _body, response) => {
    response.writeHead(500).end(JSON.stringify({ ok: false, failure: { kind: 'internal', incidentId: '1A2B3C4D' } }));
  });
  expect(await createHttpClient({ origin }).call('till/snapshot', {})).toEqual({
    ok: false,
    failure: { kind: 'internal', incidentId: '1A2B3C4D' },
  });
});

test.each([
  ['no JSON', (response: ServerResponse) => response.end('<html>')],
  ['JSON of another shape', (response: ServerResponse) => response.end('{"ok":"yes"}')],
  ['null', (response: ServerResponse) => response.end('null')],
  ['a failure without words', (response: ServerResponse) => response.end('{"ok":false}')],
  ['a connection that breaks', (response: ServerResponse) => response.destroy()],
  ['nothing', () => undefined],
])('%s means that the till was not reached, and never rejects', async (_name, answer) => {
  const origin = await serve((_request, _body, response) => void answer(response));
  expect(await createHttpClient({ origin, timeoutMs: 200 }).call('till/snapshot', {})).toEqual({
    ok: false,
    failure: { kind: 'till-unreachable' },
  });
});

test('a till that does not run is not reached', async () => {
  const origin = await serve(() => {});
  for (const close of closes.splice(0)) await close();
  expect(await createHttpClient({ origin }).call('till/snapshot', {})).toEqual({
    ok: false,
    failure: { kind: 'till-unreachable' },
  });
});

test('snapshots come with the stream, and what cannot be read is left out', () => {
  const { opened, openEvents } = scriptedStreams();
  const snapshots: Snapshot[] = [];
  const stop = createHttpClient({ openEvents }).listen('snapshot', (snapshot) => snapshots.push(snapshot));
  expect(opened.map(({ url }) => url)).toEqual(['/events']);
  opened[0]?.emit('snapshot', JSON.stringify(snapshotWith({})));
  opened[0]?.emit('snapshot', '{"half');
  expect(snapshots).toEqual([snapshotWith({})]);
  stop();
  expect(opened[0]?.isClosed).toBe(true);
});

test('one stream serves everybody who listens or watches', () => {
  const { opened, openEvents } = scriptedStreams();
  const client = createHttpClient({ openEvents });
  client.watchConnection(() => {});
  client.listen('snapshot', () => {});
  client.listen('snapshot', () => {});
  expect(opened).toHaveLength(1);
});

test('says that the till was lost, and that it is back, once each', () => {
  const { opened, openEvents } = scriptedStreams();
  const said: Connection[] = [];
  createHttpClient({ openEvents }).watchConnection((connection) => said.push(connection));
  opened[0]?.emit('open');
  opened[0]?.fail(0);
  opened[0]?.fail(0);
  opened[0]?.emit('open');
  expect(said).toEqual(['connected', 'lost', 'connected']);
  expect(opened).toHaveLength(1);
});

test('opens a stream that was refused again, and keeps who listens', async () => {
  const origin = await serve((_request, _body, response) => response.writeHead(503).end());
  const { opened, openEvents } = scriptedStreams();
  const snapshots: Snapshot[] = [];
  createHttpClient({ origin, openEvents, reopenAfterMs: 1 }).listen('snapshot', (snapshot) => snapshots.push(snapshot));
  opened[0]?.fail(2);
  await until(() => opened.length === 2);
  opened[1]?.emit('snapshot', JSON.stringify(snapshotWith({})));
  expect(snapshots).toHaveLength(1);
});

test('says that the till was started anew when it does not know this window any more', async () => {
  const origin = await serve((_request, _body, response) => response.writeHead(401).end('Who are you?'));
  const { opened, openEvents } = scriptedStreams();
  const said: Connection[] = [];
  createHttpClient({ origin, openEvents, reopenAfterMs: 60_000 }).watchConnection((connection) => said.push(connection));
  opened[0]?.emit('open');
  opened[0]?.fail(2);
  await until(() => said.length === 3);
  expect(said).toEqual(['connected', 'lost', 'refused']);
});

test('Electron’s bridge is used as it is, and a bridge that breaks is a till that was not reached', async () => {
  const client = createElectronClient({
    call: () => Promise.reject(new Error('the window is closing')),
    listen: () => () => {},
  });
  expect(await client.call('till/snapshot', {})).toEqual({ ok: false, failure: { kind: 'till-unreachable' } });
  const said: Connection[] = [];
  client.watchConnection((connection) => said.push(connection));
  expect([client.host, said]).toEqual(['electron', ['connected']]);
});

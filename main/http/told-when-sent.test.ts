import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Result } from '../../shared/result.ts';
import { createAxiosTransport, type AxiosTransportSettings } from './axios-transport.ts';
import type { HttpAnswer, HttpRequest, Transport, TransportFailure } from './transport.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

function transport(settings: AxiosTransportSettings = {}): Transport {
  const made = createAxiosTransport(settings);
  cleanUps.push(() => made.close());
  return made;
}

async function listen(server: Server | http.Server, scheme: 'http' | 'https' = 'http'): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    if ('closeAllConnections' in server) server.closeAllConnections();
    server.close();
  });
  return `${scheme}://localhost:${(server.address() as AddressInfo).port}/`;
}

/** Sends it, and writes down in which order things happened. */
async function send(request: Partial<HttpRequest> & { readonly url: string }, by = transport()): Promise<readonly string[]> {
  const happened: string[] = [];
  const result = await by.exchange({
    method: 'POST',
    body: '{}',
    onFreshConnection: true,
    onSent: () => happened.push('sent'),
    ...request,
  });
  happened.push(result.ok ? `answered ${result.value.status}` : result.failure.kind);
  return happened;
}

/** More than any system keeps for a reader that does not read. */
const largeBody = JSON.stringify('x'.repeat(16 * 1024 * 1024));

/** A server that reads nothing before the test says so; `reading` begins it, for the one connection there is. */
async function serveDeaf(): Promise<{ url: string; connected: Promise<Socket>; reading: (answer: string) => void }> {
  const connected = Promise.withResolvers<Socket>();
  const server = net.createServer({ pauseOnConnect: true }, (socket) => {
    socket.on('error', () => {});
    cleanUps.push(() => socket.destroy());
    connected.resolve(socket);
  });
  const url = await listen(server);
  return {
    url,
    connected: connected.promise,
    reading(answer) {
      void connected.promise.then((socket) => {
        let bytes = 0;
        socket.on('data', (chunk) => {
          bytes += chunk.length;
          if (bytes > largeBody.length) socket.end(answer);
        });
        socket.resume();
      });
    },
  };
}

const created = 'HTTP/1.1 201 Created\r\nContent-Length: 0\r\nConnection: close\r\n\r\n';

describe('that a request was sent', () => {
  it.each([true, false])('is told once, before the answer (on a fresh connection: %s)', async (onFreshConnection) => {
    const url = await listen(http.createServer((request, response) => request.resume().on('end', () => response.end())));
    const kept = transport();
    // The second goes out on the kept connection, which stood before.
    for (let turn = 0; turn < 2; turn += 1) {
      expect(await send({ url, onFreshConnection }, kept)).toEqual(['sent', 'answered 200']);
    }
  });

  it('is told of a request that nobody answers', async () => {
    const sent = Promise.withResolvers<void>();
    const { url, connected } = await serveDeaf();
    const result = transport().exchange({ method: 'POST', url, body: '{}', onSent: sent.resolve });
    await sent.promise;
    const socket = await connected;
    socket.destroy();
    expect(await result).toMatchObject({ ok: false, failure: { kind: 'connection-lost' } });
  });

  it('is told once of a question that is asked again because the kept connection was just being closed', async () => {
    let requests = 0;
    const url = await listen(
      http.createServer((request, response) => {
        requests += 1;
        if (requests === 2) request.socket.destroy();
        else response.end();
      }),
    );
    const kept = transport();
    const get = { method: 'GET', url, onFreshConnection: false } as const;
    await send(get, kept);
    expect(await send(get, kept)).toEqual(['sent', 'answered 200']);
    expect(requests).toBe(3);
  });

  it('is not told where no connection stood', async () => {
    const server = net.createServer();
    const url = await listen(server);
    server.close();
    expect(await send({ url })).toEqual(['not-connected']);
    expect(await send({ url: 'http://till.invalid/' })).toEqual(['not-connected']);
    expect(await send({ url: 'nonsense' })).toEqual(['not-connected']);
  });

  it('is not told as long as the other side does not take the whole body', async () => {
    const { url, connected, reading } = await serveDeaf();
    const happened: string[] = [];
    const result = transport().exchange({ method: 'POST', url, body: largeBody, onSent: () => happened.push('sent') });
    await connected;
    expect(happened).toEqual([]);
    reading(created);
    expect(await result).toMatchObject({ ok: true });
    expect(happened).toEqual(['sent']);
  });

  it('is not told any more when the patience has ended, although the request goes on', async () => {
    const { url, connected, reading } = await serveDeaf();
    const late = Promise.withResolvers<Result<HttpAnswer, TransportFailure>>();
    const request = { url, body: largeBody, timeoutMs: 1_500, onLateAnswer: late.resolve };
    const happened = send(request);
    await connected;
    expect(await happened).toEqual(['timed-out']);
    reading(created);
    expect(await late.promise).toMatchObject({ ok: true, value: { status: 201 } });
    expect(await happened).toEqual(['timed-out']);
  });

  it('is not told any more when the answer was there first, although the rest of the request still goes out', async () => {
    const answered = Promise.withResolvers<Socket>();
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => {
        socket.pause();
        socket.write('HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n');
        answered.resolve(socket);
      });
      cleanUps.push(() => socket.destroy());
    });
    const url = await listen(server);
    const happened = send({ url, body: largeBody });
    expect(await happened).toEqual(['answered 400']);
    const socket = await answered.promise;
    const isClosed = once(socket, 'close');
    socket.resume();
    await isClosed;
    expect(await happened).toEqual(['answered 400']);
  });
});

describe('that a request was sent, with TLS', () => {
  const file = (name: string): string =>
    readFileSync(new URL(`../../simulators/common/test-certificate/${name}.pem`, import.meta.url), 'utf8');

  async function serveTls(): Promise<string> {
    const server = https.createServer({ key: file('key'), cert: file('certificate') }, (request, response) =>
      request.resume().on('end', () => response.end()),
    );
    return listen(server, 'https');
  }

  it('is told before the answer', async () => {
    const trusting = transport({ certificateAuthority: file('certificate') });
    expect(await send({ url: await serveTls() }, trusting)).toEqual(['sent', 'answered 200']);
  });

  it('is not told where nobody vouches for the service, nor where it does not speak TLS', async () => {
    expect(await send({ url: await serveTls() })).toEqual(['not-connected']);
    const plain = await listen(http.createServer((_request, response) => response.end()));
    expect(await send({ url: plain.replace('http:', 'https:') })).toEqual(['not-connected']);
  });

  it('is not told before TLS is agreed', async () => {
    const silent = net.createServer((socket) => {
      socket.on('error', () => {});
      cleanUps.push(() => socket.destroy());
    });
    const url = await listen(silent, 'https');
    expect(await send({ url, timeoutMs: 200 })).toEqual(['timed-out']);
  });
});

import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http, { type IncomingMessage, type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { startOnSixAlone } from '../testing/six-alone.ts';
import { createAxiosTransport } from './axios-transport.ts';
import { isCertificateAuthority } from './certificate-authority.ts';
import type { HttpAnswer, Transport, TransportFailure } from './transport.ts';
import { invariant, type Result } from '../../shared/result.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  vi.unstubAllEnvs();
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

function transport(): Transport {
  const made = createAxiosTransport();
  cleanUps.push(() => made.close());
  return made;
}

/** Its patience ends when the test says so: not before the other side has what it is to have, however busy the machine is. */
function patientTransport(): { readonly patient: Transport; readonly clock: ManualClock } {
  const clock = createManualClock();
  const patient = createAxiosTransport({ clock });
  cleanUps.push(() => patient.close());
  return { patient, clock };
}

/** A real HTTP server on a free port; `url` names it `localhost`. */
async function serve(
  listener: RequestListener,
  host = '127.0.0.1',
  at = 0,
): Promise<{ url: string; port: number; sockets: Set<Socket> }> {
  const server = http.createServer(listener);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => sockets.add(socket));
  server.listen(at, host);
  await once(server, 'listening');
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `http://localhost:${port}/`, port, sockets };
}

/** A server that reads one request and answers with bytes of the test's own. */
async function serveBytes(answer: (socket: Socket) => void): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.once('data', () => answer(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}/`;
}

/** Where nobody listens: only an administrator may, and nobody has used it for decades. One that was free a moment ago may be another test's now. */
const portOfNobody = 1;

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
  return text;
}

describe('what is sent', () => {
  it('sends the body byte for byte, as JSON in UTF-8', async () => {
    const seen: unknown[] = [];
    const { url } = await serve((request, response) => {
      void textOf(request).then((text) => {
        seen.push(request.method, request.headers['content-type'], text);
        response.end();
      });
    });
    const body = ' {"Amount": "12.00",\n "Reference":"Zoë — 9876"} ';

    const answer = await transport().exchange({ method: 'POST', url, body });

    expect(answer.ok).toBe(true);
    expect(seen).toEqual(['POST', 'application/json; charset=utf-8', body]);
  });

  it('writes user and password as UTF-8, also where they hold a colon or a letter that Latin-1 lacks', async () => {
    let header = '';
    const { url } = await serve((request, response) => {
      header = request.headers.authorization ?? '';
      response.end();
    });

    await transport().exchange({ method: 'GET', url, basicAuth: { user: 'kittens', password: 'пароль:ü' } });

    expect(header.startsWith('Basic ')).toBe(true);
    expect(Buffer.from(header.slice(6), 'base64').toString('utf8')).toBe('kittens:пароль:ü');
  });

  it('asks no proxy, whatever the environment says', async () => {
    const { url } = await serve((_request, response) => response.end('direct'));
    for (const name of ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'])
      vi.stubEnv(name, `http://127.0.0.1:${portOfNobody}`);
    vi.stubEnv('NO_PROXY', '');
    vi.stubEnv('no_proxy', '');

    expect(await transport().exchange({ method: 'GET', url })).toMatchObject({ ok: true, value: { body: 'direct' } });
  });
});

describe('what came', () => {
  it.each([200, 204, 302, 400, 401, 404, 500, 503])('hands on a %d as it is and follows nothing', async (status) => {
    let requests = 0;
    const { url } = await serve((_request, response) => {
      requests += 1;
      response.writeHead(status, { Location: '/elsewhere', 'Content-Type': 'text/html' });
      response.end(status === 204 ? undefined : '<p>{"not": parsed}</p>');
    });

    expect(await transport().exchange({ method: 'POST', url, body: '{}' })).toEqual({
      ok: true,
      value: { status, contentType: 'text/html', body: status === 204 ? '' : '<p>{"not": parsed}</p>' },
    });
    expect(requests).toBe(1);
  });

  it('leaves JSON a text, so that no number is rounded on its way', async () => {
    const body = '{"TransactionId":9007199254740993,"Amount":12.10}';
    const { url } = await serve((_request, response) => response.setHeader('Content-Type', 'application/json').end(body));

    expect(await transport().exchange({ method: 'GET', url })).toMatchObject({ ok: true, value: { body } });
  });

  it('reads UTF-8 whatever the content type says, also in pieces, with a byte order mark, and compressed', async () => {
    const text = '{"Description":"Gerät bereit — é"}';
    const bytes = Buffer.from(text);
    const { url } = await serve((request, response) => {
      response.setHeader('Content-Type', 'text/plain; charset=iso-8859-1');
      if (request.url === '/mark') response.end(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]));
      else if (request.url === '/gzip') response.setHeader('Content-Encoding', 'gzip').end(gzipSync(bytes));
      else {
        // Cut in the middle of a letter of two bytes.
        const middle = bytes.indexOf(0xc3) + 1;
        response.write(bytes.subarray(0, middle));
        setImmediate(() => response.end(bytes.subarray(middle)));
      }
    });

    for (const path of ['pieces', 'mark', 'gzip']) {
      expect(await transport().exchange({ method: 'GET', url: url + path })).toMatchObject({ ok: true, value: { body: text } });
    }
  });
});

describe('connections', () => {
  it.each(['127.0.0.1', '::1'])('finds a service that listens on %s only, under the name localhost', async (host) => {
    const start = (at = 0): ReturnType<typeof serve> => serve((_request, response) => response.end('here'), host, at);
    const { url } = await (host === '::1' ? startOnSixAlone(start) : start());

    expect(await transport().exchange({ method: 'GET', url })).toMatchObject({ ok: true, value: { body: 'here' } });
    expect(await transport().exchange({ method: 'POST', url, body: '{}', onFreshConnection: true })).toMatchObject({ ok: true });
  });

  it('keeps the connection of ordinary requests and gives a fresh one where it is asked for', async () => {
    const ports: (number | undefined)[] = [];
    const { url } = await serve((request, response) => {
      ports.push(request.socket.remotePort);
      request.resume();
      response.end('ok');
    });
    const kept = transport();

    await kept.exchange({ method: 'GET', url });
    await kept.exchange({ method: 'GET', url });
    await kept.exchange({ method: 'POST', url, body: '{}', onFreshConnection: true });
    await kept.exchange({ method: 'POST', url, body: '{}', onFreshConnection: true });
    await kept.exchange({ method: 'GET', url });

    expect(ports[1]).toBe(ports[0]);
    expect(ports[4]).toBe(ports[0]);
    expect(new Set(ports).size).toBe(3);
  });

  it('asks the system to probe a quiet connection', async () => {
    const probed = vi.spyOn(net.Socket.prototype, 'setKeepAlive');
    cleanUps.push(() => probed.mockRestore());
    const { url } = await serve((_request, response) => response.end('ok'));

    await transport().exchange({ method: 'POST', url, body: '{}', onFreshConnection: true });

    expect(probed.mock.lastCall).toEqual([true, 20_000]);
  });

  it('asks so for as long as a connection is kept, whatever its agent and axios would ask', async () => {
    const probed = vi.spyOn(net.Socket.prototype, 'setKeepAlive');
    cleanUps.push(() => probed.mockRestore());
    const { url } = await serve((_request, response) => response.end('ok'));

    const kept = transport();
    for (let count = 0; count < 3; count += 1) await kept.exchange({ method: 'GET', url });

    expect(probed.mock.lastCall).toEqual([true, 20_000]);
  });

  it('asks a question again when the kept connection was just being closed', async () => {
    let requests = 0;
    const { url } = await serve((request, response) => {
      requests += 1;
      if (requests === 2) request.socket.destroy();
      else response.end(`answer ${requests}`);
    });
    const kept = transport();
    await kept.exchange({ method: 'GET', url });

    expect(await kept.exchange({ method: 'GET', url })).toMatchObject({ ok: true, value: { body: 'answer 3' } });
  });

  it('never sends a POST again, not even then', async () => {
    let requests = 0;
    const { url } = await serve((request, response) => {
      requests += 1;
      request.resume();
      if (requests === 2) request.socket.destroy();
      else response.end();
    });
    const kept = transport();
    await kept.exchange({ method: 'GET', url });

    const answer = await kept.exchange({ method: 'POST', url, body: '{}' });

    expect(answer).toMatchObject({ ok: false, failure: { kind: 'connection-lost', mayHaveTakenEffect: true } });
    expect(requests).toBe(2);
  });

  it('lets go of idle connections and leaves those alone on which somebody waits', async () => {
    let answer = (): void => {};
    const { url, sockets } = await serve((request, response) => {
      request.resume();
      if (request.method === 'GET') response.end();
      else answer = () => response.end('paid');
    });
    const closing = createAxiosTransport();
    await closing.exchange({ method: 'GET', url });
    const [idle] = sockets;
    const waiting = closing.exchange({ method: 'POST', url, body: '{}', onFreshConnection: true });
    await expect.poll(() => sockets.size).toBe(2);

    const isClosed = idle && once(idle, 'close');
    closing.close();
    await isClosed;
    answer();

    expect(await waiting).toMatchObject({ ok: true, value: { body: 'paid' } });
  });
});

describe('failures', () => {
  it('is certain that nothing was sent where nobody listens on either family', async () => {
    const url = `http://localhost:${portOfNobody}/`;

    expect(await transport().exchange({ method: 'POST', url, body: '{}', onFreshConnection: true })).toEqual({
      ok: false,
      failure: { kind: 'not-connected', mayHaveTakenEffect: false, detail: 'ECONNREFUSED' },
    });
  });

  it('is certain that nothing was sent to a name that does not resolve', async () => {
    const answer = await transport().exchange({ method: 'POST', url: 'http://till.invalid/', body: '{}' });
    expect(answer).toMatchObject({ ok: false, failure: { kind: 'not-connected', mayHaveTakenEffect: false } });
  });

  it('is certain that nothing was sent to an address that is none', async () => {
    for (const url of ['http://', 'nonsense', 'http://localhost:99999/']) {
      const answer = await transport().exchange({ method: 'POST', url, body: '{}' });
      expect(answer).toMatchObject({ ok: false, failure: { kind: 'not-connected', mayHaveTakenEffect: false } });
    }
  });

  it('may have taken effect when the connection ends without an answer', async () => {
    const closed = await serveBytes((socket) => socket.end());
    const reset = await serveBytes((socket) => socket.resetAndDestroy());
    for (const url of [closed, reset]) {
      const answer = await transport().exchange({ method: 'POST', url, body: '{}', onFreshConnection: true });
      expect(answer).toEqual({ ok: false, failure: { kind: 'connection-lost', mayHaveTakenEffect: true, detail: 'ECONNRESET' } });
    }
  });

  it('may have taken effect when the connection is closed before a byte was read', async () => {
    const server = net.createServer((socket) => socket.destroy()).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => server.close());
    const url = `http://localhost:${(server.address() as AddressInfo).port}/`;

    const answer = await transport().exchange({ method: 'POST', url, body: '{}', onFreshConnection: true });

    expect(answer).toMatchObject({ ok: false, failure: { kind: 'connection-lost', mayHaveTakenEffect: true } });
  });

  it('is a lost connection when the body stops in the middle, counted or in chunks', async () => {
    const counted = await serveBytes((socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"Successful":true'));
    const chunked = await serveBytes((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"Suc\r\n'),
    );
    for (const url of [counted, chunked]) {
      const answer = await transport().exchange({ method: 'POST', url, body: '{}', onFreshConnection: true });
      expect(answer).toMatchObject({ ok: false, failure: { kind: 'connection-lost', mayHaveTakenEffect: true } });
    }
  });

  it('is unreadable when what came is not HTTP', async () => {
    const url = await serveBytes((socket) => socket.end('SSH-2.0-OpenSSH_9.7\r\n'));

    const answer = await transport().exchange({ method: 'POST', url, body: '{}' });

    expect(answer).toMatchObject({ ok: false, failure: { kind: 'unreadable', mayHaveTakenEffect: true } });
    expect(answer.ok || answer.failure.detail).toMatch(/^HPE_/u);
  });

  it('is unreadable when the compressed body is damaged', async () => {
    const { url } = await serve((_request, response) => response.setHeader('Content-Encoding', 'gzip').end('not gzip at all'));

    expect(await transport().exchange({ method: 'GET', url })).toEqual({
      ok: false,
      failure: { kind: 'unreadable', mayHaveTakenEffect: true, detail: 'Z_DATA_ERROR' },
    });
  });

  it('reads no more than a megabyte, and lets go of the connection', async () => {
    const { url, sockets } = await serve((_request, response) => {
      const piece = Buffer.alloc(64 * 1024, 0x20);
      const more = (): void => {
        while (response.write(piece));
        response.once('drain', more);
      };
      more();
    });

    const answer = await transport().exchange({ method: 'GET', url });

    expect(answer).toEqual({ ok: false, failure: { kind: 'unreadable', mayHaveTakenEffect: true, detail: 'ANSWER_TOO_LARGE' } });
    await expect.poll(() => [...sockets].every((socket) => socket.destroyed)).toBe(true);
  });

  it('gives up when the patience that was asked for ends: before the first byte and in the middle of a body that drips', async () => {
    let drops = 0;
    const { url } = await serve((request, response) => {
      if (request.url === '/silent') drops += 1;
      else {
        response.write('{');
        const drip = setInterval(() => response.write(' ', () => (drops += 1)), 10);
        response.on('close', () => clearInterval(drip));
      }
    });
    for (const path of ['silent', 'dripping']) {
      const { patient, clock } = patientTransport();
      drops = 0;
      const asked = patient.exchange({ method: 'GET', url: url + path, timeoutMs: 60_000 });
      await expect.poll(() => drops).toBeGreaterThan(path === 'silent' ? 0 : 4);
      await clock.advance(59_999);
      const before = await Promise.race([asked, Promise.resolve('still waiting')]);
      expect(before).toBe('still waiting');
      await clock.advance(1);
      expect(await asked).toEqual({
        ok: false,
        failure: { kind: 'timed-out', mayHaveTakenEffect: true, detail: 'ERR_CANCELED' },
      });
    }
  });

  it('says nothing of what was asked or answered', async () => {
    const url = await serveBytes((socket) =>
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\nX: secret-header\r\n\r\nsecret-body'),
    );

    const answer = await transport().exchange({
      method: 'POST',
      url: `${url}secret-path`,
      body: '"secret-request"',
      basicAuth: { user: 'secret-user', password: 'secret-password' },
    });

    expect(answer.ok).toBe(false);
    expect(JSON.stringify(answer)).not.toContain('secret');
  });
});

describe('TLS', () => {
  const file = (name: string): string =>
    readFileSync(new URL(`../../simulators/common/test-certificate/${name}.pem`, import.meta.url), 'utf8');

  /** A server with a certificate that nobody vouches for. */
  async function serveTls(): Promise<{ url: string; requests: () => number; bytes: () => number }> {
    let requests = 0;
    let bytes = 0;
    const server = https.createServer({ key: file('key'), cert: file('certificate') }, (request, response) => {
      requests += 1;
      request.resume();
      response.end('in confidence');
    });
    server.on('secureConnection', (socket) => {
      socket.on('data', (chunk: Buffer) => (bytes += chunk.length));
      socket.on('error', () => {});
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    return { url: `https://localhost:${port}/`, requests: () => requests, bytes: () => bytes };
  }

  it('takes a certificate that an additional authority vouches for, kept and fresh', async () => {
    const { url, requests } = await serveTls();
    const trusting = createAxiosTransport({ certificateAuthority: file('certificate') });
    cleanUps.push(() => trusting.close());

    expect(await trusting.exchange({ method: 'GET', url })).toMatchObject({ ok: true, value: { body: 'in confidence' } });
    expect(await trusting.exchange({ method: 'POST', url, body: '{}', onFreshConnection: true })).toMatchObject({ ok: true });
    expect(requests()).toBe(2);
  });

  it('sends not one byte to a service that nobody vouches for, and is certain of it', async () => {
    const { url, requests, bytes } = await serveTls();

    for (const onFreshConnection of [true, false]) {
      const answer = await transport().exchange({ method: 'POST', url, body: '{}', onFreshConnection });
      expect(answer).toMatchObject({
        ok: false,
        failure: { kind: 'not-connected', mayHaveTakenEffect: false, detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      });
    }
    expect(requests()).toBe(0);
    expect(bytes()).toBe(0);
  });

  it('is certain that nothing was sent where the other side does not speak TLS', async () => {
    let requests = 0;
    const { port } = await serve((_request, response) => {
      requests += 1;
      response.end();
    });

    const answer = await transport().exchange({
      method: 'POST',
      url: `https://localhost:${port}/`,
      body: '{}',
      onFreshConnection: true,
    });

    expect(answer).toMatchObject({ ok: false, failure: { kind: 'not-connected', mayHaveTakenEffect: false } });
    expect(requests).toBe(0);
  });

  it('is certain that nothing was sent, now or later, where the patience ends before TLS is agreed', async () => {
    const server = net.createServer((socket) => socket.on('error', () => {})).listen(0, '127.0.0.1');
    await once(server, 'listening');
    cleanUps.push(() => server.close());
    const late: unknown[] = [];
    const { patient, clock } = patientTransport();

    const called = once(server, 'connection');
    const asked = patient.exchange({
      method: 'POST',
      url: `https://localhost:${(server.address() as AddressInfo).port}/`,
      body: '{}',
      timeoutMs: 60_000,
      onFreshConnection: true,
      onLateAnswer: (result) => late.push(result),
    });
    await called;
    await clock.advance(60_000);

    expect(await asked).toMatchObject({ ok: false, failure: { kind: 'timed-out', mayHaveTakenEffect: false } });
    expect(late).toEqual([]);
  });

  it('tells a certificate from what only looks like one', () => {
    const damaged = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----';
    expect(isCertificateAuthority(file('certificate'))).toBe(true);
    expect(isCertificateAuthority(`issued by us\n${file('certificate')}${file('certificate')}`)).toBe(true);
    for (const pem of ['', 'certificate.pem', file('key'), damaged, file('certificate') + damaged])
      expect(isCertificateAuthority(pem)).toBe(false);
    expect(() => createAxiosTransport({ certificateAuthority: damaged })).toThrow('certificate authority');
  });
});

describe('an answer that comes too late', () => {
  /** A server that answers when the test says so. */
  async function serveLater(): Promise<{ url: string; asked: Promise<void>; answer: () => void; sockets: Set<Socket> }> {
    const asked = Promise.withResolvers<void>();
    let answer = (): void => {};
    const { url, sockets } = await serve((request, response) => {
      request.resume();
      answer = () => void response.writeHead(201).end('late');
      asked.resolve();
    });
    return { url, sockets, asked: asked.promise, answer: () => answer() };
  }

  type Late = PromiseWithResolvers<Result<HttpAnswer, TransportFailure>>;

  /** A request whose patience ends once it has arrived. */
  async function askAndLosePatience(
    { patient, clock }: ReturnType<typeof patientTransport>,
    { url, asked }: Awaited<ReturnType<typeof serveLater>>,
    onLateAnswer: Late['resolve'],
  ): Promise<Result<HttpAnswer, TransportFailure>> {
    const exchange = patient.exchange({
      method: 'POST',
      url,
      body: '{}',
      timeoutMs: 60_000,
      onFreshConnection: true,
      onLateAnswer,
    });
    await asked;
    await clock.advance(60_000);
    return exchange;
  }

  it('is told to whoever listens on, while the exchange itself has long timed out', async () => {
    const service = await serveLater();
    const late: Late = Promise.withResolvers();
    expect(await askAndLosePatience(patientTransport(), service, late.resolve)).toEqual({
      ok: false,
      failure: { kind: 'timed-out', mayHaveTakenEffect: true, detail: 'STILL_LISTENING' },
    });
    service.answer();
    expect(await late.promise).toMatchObject({ ok: true, value: { status: 201, body: 'late' } });
  });

  it('is told as a failure where the connection is lost at last', async () => {
    const service = await serveLater();
    const late: Late = Promise.withResolvers();
    await askAndLosePatience(patientTransport(), service, late.resolve);
    expect(service.sockets.size).toBe(1);
    for (const socket of service.sockets) socket.destroy();
    expect(await late.promise).toMatchObject({ ok: false, failure: { kind: 'connection-lost' } });
  });

  it('is listened for no longer than five minutes', async () => {
    const service = await serveLater();
    const late: Late = Promise.withResolvers();
    const told = patientTransport();
    await askAndLosePatience(told, service, late.resolve);
    await told.clock.advance(5 * 60_000 - 1);
    expect(await Promise.race([late.promise, Promise.resolve('still listening')])).toBe('still listening');
    await told.clock.advance(1);
    expect(await late.promise).toMatchObject({ ok: false, failure: { kind: 'timed-out' } });
  });

  it('is not told where the answer came in time', async () => {
    const { url } = await serve((_request, response) => response.end('in time'));
    const late: unknown[] = [];

    const outcome = await transport().exchange({
      method: 'GET',
      url,
      timeoutMs: 5_000,
      onLateAnswer: (result) => late.push(result),
    });

    expect(outcome).toMatchObject({ ok: true, value: { body: 'in time' } });
    expect(late).toEqual([]);
  });

  it('is not waited for once the till closes: the connection goes, and nobody is told', async () => {
    const service = await serveLater();
    const closing = patientTransport();
    const late: unknown[] = [];
    await askAndLosePatience(closing, service, (result) => late.push(result));
    const [open] = service.sockets;
    invariant(open, 'it is open');
    const isClosed = once(open, 'close');

    closing.patient.close();

    await isClosed;
    expect(late).toEqual([]);
  });
});

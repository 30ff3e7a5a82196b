import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request, type IncomingHttpHeaders } from 'node:http';
import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../shared/failure.ts';
import type { IncidentId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { contentSecurityPolicy } from '../pages/content-security-policy.ts';
import type { LogFields, Logger } from '../ports/logger.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { startBrowserHost, type BrowserHost } from './start-browser-host.ts';

const token = 'token-of-the-test';
let folder: string;
let host: BrowserHost;
let clock: ManualClock;
let dispatched: { name: string; request: unknown }[];
let answerOf: (name: string) => Promise<Result<unknown, Failure>>;
let logged: { event: string; fields: LogFields }[];

const logger: Logger = {
  debug: () => {},
  info: (event, fields = {}) => void logged.push({ event, fields }),
  warn: (event, fields = {}) => void logged.push({ event, fields }),
  error: (event, fields = {}) => void logged.push({ event, fields }),
  with: () => logger,
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillstone-browser-host-'));
  await mkdir(join(folder, 'renderer', 'assets'), { recursive: true });
  await writeFile(join(folder, 'renderer', 'index.html'), '<!doctype html><title>Till</title>');
  await writeFile(join(folder, 'renderer', 'assets', 'index-12345678.js'), 'export {};');
  await writeFile(join(folder, 'secret.json'), '{}');
  clock = createManualClock();
  dispatched = [];
  logged = [];
  answerOf = () => Promise.resolve(ok({ done: true }));
  host = await startBrowserHost({
    till: {
      dispatch(name, request) {
        dispatched.push({ name, request });
        return answerOf(name);
      },
      listen: () => () => {},
    },
    pagesDirectory: join(folder, 'renderer'),
    port: 0,
    token,
    logger,
    clock,
    ids: { incidentId: () => 'INCIDENT' as IncidentId },
  });
});

afterEach(async () => {
  await host.close();
  await rm(folder, { recursive: true });
});

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

interface Question {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** `fetch` allows neither `Host` nor `Origin` to be set, nor paths with `..`. */
function ask({ method = 'GET', path = '/', headers = {}, body = '' }: Question): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: host.port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text: Buffer.concat(chunks).toString(),
        }),
      );
      response.on('error', reject);
    });
    asking.on('error', reject);
    asking.end(body);
  });
}

const bearer = { authorization: `Bearer ${token}` };
const json = { 'content-type': 'application/json' };
const call = (name: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> =>
  ask({ method: 'POST', path: `/call/${name}`, headers: { ...bearer, ...json, ...headers }, body });

describe('coming in', () => {
  it('opens with the printed address, once, and by the cookie from then on', async () => {
    expect(host.url).toBe(`http://127.0.0.1:${host.port}/?token=${token}`);
    const entered = await ask({ path: `/?token=${token}` });
    expect(entered.status).toBe(303);
    expect(entered.headers.location).toBe('/');
    expect(entered.headers['set-cookie']).toEqual([`tillstone-${host.port}=${token}; HttpOnly; SameSite=Strict; Path=/`]);

    const cookie = `tillstone-${host.port}=${token}`;
    expect((await ask({ headers: { cookie } })).text).toContain('<title>Till</title>');
    const origin = `http://127.0.0.1:${host.port}`;
    const called = await ask({
      method: 'POST',
      path: '/call/till/snapshot',
      headers: { ...json, cookie, origin },
      body: '{}',
    });
    expect(called).toMatchObject({ status: 200, text: '{"ok":true,"value":{"done":true}}' });
  });

  it.each(['/', '/assets/index-12345678.js', '/events', '/?token=wrong', '/?token=', '/secret'])(
    'tells a stranger nothing at %s',
    async (path) => {
      const answer = await ask({ path });
      expect(answer.status).toBe(401);
      expect(answer.text).not.toContain('Till<');
      expect(answer.headers['set-cookie']).toBeUndefined();
    },
  );

  it('calls nothing for a stranger, and logs no token', async () => {
    const origin = `http://127.0.0.1:${host.port}`;
    expect((await ask({ method: 'POST', path: '/call/sale/begin', headers: { ...json, origin }, body: '{}' })).status).toBe(401);
    await ask({ path: `/?token=${token}` });
    await ask({ path: '/?token=wrong-token-shown' });
    expect(dispatched).toEqual([]);
    expect(logged.map((entry) => entry.fields['reason'] ?? entry.event)).toEqual([
      'browser-host-started',
      'no-token',
      'wrong-token',
    ]);
    expect(JSON.stringify(logged)).not.toContain('token-shown');
    expect(JSON.stringify(logged)).not.toContain(token);
  });

  it('refuses a name that was made to resolve to this machine', async () => {
    const headers = { ...bearer, ...json, host: `evil.example:${host.port}` };
    expect((await ask({ headers })).status).toBe(403);
    expect((await ask({ path: `/?token=${token}`, headers })).status).toBe(403);
    expect((await ask({ method: 'POST', path: '/call/sale/begin', headers, body: '{}' })).status).toBe(403);
    expect(dispatched).toEqual([]);
  });

  it('refuses what another site’s page sends with the cashier’s cookie', async () => {
    const cookie = `tillstone-${host.port}=${token}`;
    for (const origin of ['https://evil.example', `http://127.0.0.1:${host.port + 1}`, 'null']) {
      const headers = { ...json, cookie, origin };
      expect((await ask({ method: 'POST', path: '/call/sale/begin', headers, body: '{}' })).status).toBe(403);
      expect((await ask({ path: '/events', headers })).status).toBe(403);
    }
    const withoutOrigin = await ask({
      method: 'POST',
      path: '/call/sale/begin',
      headers: { ...json, cookie },
      body: '{}',
    });
    expect(withoutOrigin.status).toBe(403);
    expect(dispatched).toEqual([]);
  });

  it('cannot be reached from another machine', async () => {
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal)?.address;
    // Every address of 127.0.0.0/8 is this machine; only 127.0.0.1 is listened at. On a machine in a network, its own address is tried as well.
    for (const address of ['127.0.0.2', ...(outside === undefined ? [] : [outside])]) {
      await expect(reach(address, host.port)).resolves.toBe('not reached');
    }
    await expect(reach('127.0.0.1', host.port)).resolves.toBe('reached');
  });
});

describe('calling', () => {
  it('hands the call on by its name, and its answer back', async () => {
    const answer = await call('sale/begin', '{"amount":"1.00"}');
    expect(dispatched).toEqual([{ name: 'sale/begin', request: { amount: '1.00' } }]);
    expect(answer.status).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': contentSecurityPolicy,
    });
  });

  it('answers a failure of the till as an answer', async () => {
    answerOf = (name) => Promise.resolve(fail({ kind: 'unknown-call', name }));
    expect(await call('no/such%20call', '{}')).toMatchObject({
      status: 200,
      text: '{"ok":false,"failure":{"kind":"unknown-call","name":"no/such%20call"}}',
    });
  });

  it.each(['', '{', 'undefined', "{'a':1}", '{"a":1}x', Buffer.from([0x22, 0xff, 0xfe, 0x22])])(
    'refuses a body that is not JSON (%s)',
    async (body) => {
      const answer = await call('sale/begin', body);
      expect(answer.status).toBe(400);
      expect(JSON.parse(answer.text)).toMatchObject({ ok: false, failure: { kind: 'bad-call' } });
      expect(dispatched).toEqual([]);
    },
  );

  it.each(['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', ''])(
    'refuses the content type "%s", which a form can send',
    async (type) => {
      const answer = await call('sale/begin', '{}', { 'content-type': type });
      expect(answer.status).toBe(415);
      expect(JSON.parse(answer.text)).toMatchObject({ ok: false, failure: { kind: 'bad-call' } });
      expect(dispatched).toEqual([]);
    },
  );

  it('takes the content type with its parameters', async () => {
    expect((await call('sale/begin', '{}', { 'content-type': 'application/json; charset=utf-8' })).status).toBe(200);
  });

  it.each([
    ['that says so', {}],
    ['that comes in pieces', { 'transfer-encoding': 'chunked' }],
  ])('refuses 10 MB %s, hangs up, and goes on', async (_, headers) => {
    const answer = await call('sale/begin', Buffer.alloc(10 * 1024 * 1024, 0x20), headers);
    expect(answer.status).toBe(413);
    expect(answer.headers.connection).toBe('close');
    expect(JSON.parse(answer.text)).toMatchObject({ ok: false, failure: { kind: 'bad-call' } });
    expect(dispatched).toEqual([]);
    expect(logged).toContainEqual({ event: 'request-too-large', fields: { call: 'sale/begin', limitBytes: 1024 * 1024 } });
    expect((await call('sale/begin', '{}')).status).toBe(200);
  });

  it('takes exactly 1 MB, and not a byte more', async () => {
    const text = (bytes: number): string => `"${'a'.repeat(bytes - 2)}"`;
    expect((await call('sale/begin', text(1024 * 1024))).status).toBe(200);
    expect((await call('sale/begin', text(1024 * 1024 + 1))).status).toBe(413);
  });

  it('lets a sender that is too large finish, so that it reads the answer', async () => {
    const socket = beginCall(10 * 1024 * 1024);
    let problem: unknown;
    socket.on('error', (error) => (problem = error));
    socket.write(Buffer.alloc(2 * 1024 * 1024, 0x20));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toContain('413');
    socket.write(Buffer.alloc(8 * 1024 * 1024, 0x20));
    await once(socket, 'close');
    expect(problem).toBeUndefined();
  });

  it('does not wait for ever for a sender that is too large', async () => {
    const socket = beginCall(10 * 1024 * 1024);
    socket.on('error', () => {});
    await once(socket, 'data');
    const closed = once(socket, 'close');
    expect(socket.closed).toBe(false);
    await clock.advance(5_000);
    await closed;
    expect(socket.destroyed).toBe(true);
  });

  it('calls nothing for a request that breaks off', async () => {
    const socket = beginCall(100);
    socket.write('{"amount":', () => socket.destroy());
    await once(socket, 'close');
    expect((await call('till/snapshot', '{}')).status).toBe(200);
    expect(dispatched.map(({ name }) => name)).toEqual(['till/snapshot']);
  });

  it('makes an incident of our own mistakes, and goes on', async () => {
    answerOf = () => Promise.reject(new Error('a mistake'));
    expect(await call('sale/begin', '{}')).toMatchObject({
      status: 500,
      text: '{"ok":false,"failure":{"kind":"internal","incidentId":"INCIDENT"}}',
    });
    expect(logged).toContainEqual({
      event: 'incident',
      fields: { incidentId: 'INCIDENT', error: expect.objectContaining({ message: 'a mistake' }) as unknown },
    });
    answerOf = () => Promise.resolve(ok({}));
    expect((await call('sale/begin', '{}')).status).toBe(200);
  });
});

describe('pages', () => {
  it('hands out the window with its headers', async () => {
    const page = await ask({ headers: bearer });
    expect(page.text).toContain('<title>Till</title>');
    expect(page.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy,
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    });
    const script = await ask({ path: '/assets/index-12345678.js', headers: bearer });
    expect(script.headers['cache-control']).toContain('immutable');
  });

  it.each(['/../secret.json', '/%2e%2e/secret.json', '/..\\secret.json', 'http://evil.example/', '//evil.example/', '*'])(
    'has nothing at %s',
    async (path) => {
      expect((await ask({ path, headers: bearer })).status).toBe(404);
    },
  );

  it.each([
    ['DELETE', '/', 'GET'],
    ['HEAD', '/', 'GET'],
    ['POST', '/', 'GET'],
    ['POST', '/events', 'GET'],
    ['GET', '/call/till/snapshot', 'POST'],
    ['OPTIONS', '/call/till/snapshot', 'POST'],
    ['PUT', '/call/till/snapshot', 'POST'],
  ])('does not take %s at %s', async (method, path, allow) => {
    const answer = await ask({ method, path, headers: bearer });
    expect(answer.status).toBe(405);
    expect(answer.headers.allow).toBe(allow);
  });

  it('survives what is no HTTP at all', async () => {
    const socket = connect(host.port, '127.0.0.1');
    socket.on('error', () => {});
    socket.end('\0\x01 this is not HTTP\r\n\r\n');
    await new Promise((resolve) => {
      socket.once('close', resolve);
      socket.resume();
    });
    expect((await ask({ headers: bearer })).status).toBe(200);
  });
});

describe('ending', () => {
  it('lets go of the port at once, whoever is connected', async () => {
    const idle = connect(host.port, '127.0.0.1');
    idle.on('error', () => {});
    await new Promise((resolve) => {
      idle.once('connect', resolve);
    });
    await host.close();
    expect(await reach('127.0.0.1', host.port)).toBe('not reached');
  });

  it('says when the port is taken', async () => {
    const parts = { till: { dispatch: answerOf, listen: () => () => {} }, pagesDirectory: folder, logger };
    await expect(startBrowserHost({ ...parts, port: host.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});

function beginCall(bytes: number): Socket {
  const socket = connect(host.port, '127.0.0.1');
  const head = `POST /call/sale/begin HTTP/1.1\r\nHost: 127.0.0.1:${host.port}\r\nAuthorization: Bearer ${token}\r\n`;
  socket.write(`${head}Content-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`);
  return socket;
}

function reach(address: string, port: number): Promise<'reached' | 'not reached'> {
  return new Promise((resolve) => {
    const socket = connect(port, address);
    socket.once('connect', () => {
      socket.destroy();
      resolve('reached');
    });
    socket.once('error', () => resolve('not reached'));
  });
}

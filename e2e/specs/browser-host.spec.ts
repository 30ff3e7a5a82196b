import { readFile, readdir } from 'node:fs/promises';
import { request, type IncomingHttpHeaders, type OutgoingHttpHeaders } from 'node:http';
import path from 'node:path';
import { expect, test, type Till } from '../fixtures.ts';
import { transactionsOf } from '../ledger.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string | Buffer;
}

const json = { 'content-type': 'application/json' };

test('without its token it shows nothing and answers nothing', async ({ till }) => {
  for (const asked of [
    { path: '/' },
    { path: '/events' },
    { path: '/?token=another' },
    { path: '/', headers: { authorization: 'Bearer another' } },
    { path: '/', headers: { cookie: `tillstone-${new URL(till.url).port}=another` } },
  ]) {
    const { status, body } = await ask(till, asked);
    expect(status, asked.path).toBe(401);
    expect(body).not.toContain(tokenOf(till));
  }
  const call = { method: 'POST', path: '/call/till/snapshot', headers: { ...json, origin: originOf(till) }, body: '{}' };
  expect((await ask(till, call)).status).toBe(401);
});

test('another name for this machine is refused: a page of another site may have made its own name lead here', async ({
  till,
}) => {
  const { port } = new URL(till.url);
  for (const host of ['attacker.example', `attacker.example:${port}`, 'localhost', `127.0.0.1:1`, `[::1]:${port}`]) {
    const { status } = await ask(till, { path: '/', headers: { host, authorization: `Bearer ${tokenOf(till)}` } });
    expect(status, host).toBe(403);
  }
});

test('a page of another origin cannot make the till do anything, even with the cookie', async ({ till, simulator }) => {
  const cookie = await cookieOf(till);
  const body = JSON.stringify({
    saleId: '4dbb4b2c-9f8a-4b53-a6b7-2d2c16f5a001',
    input: { amount: '1.00', reference: 'FORGED' },
  });
  for (const headers of [
    { origin: 'http://attacker.example' },
    { origin: 'null' },
    { origin: new URL(simulator.url).origin },
    { origin: originOf(till).replace('http:', 'https:') },
    // A browser always says where a POST comes from.
    {},
  ]) {
    const call = { method: 'POST', path: '/call/sale/begin', headers: { ...json, cookie, ...headers }, body };
    expect((await ask(till, call)).status, JSON.stringify(headers)).toBe(403);
  }
  // What a form can send without asking.
  const form = { ...json, 'content-type': 'text/plain', cookie, origin: originOf(till) };
  expect((await ask(till, { method: 'POST', path: '/call/sale/begin', headers: form, body })).status).toBe(415);
  expect(transactionsOf(simulator)).toEqual([]);
});

test.describe('a real page of another origin', () => {
  test.use({ expectedComplaints: /CORS|ERR_FAILED|403|Content Security Policy|content security policy|frame/iu });

  test('can neither read the till, nor call it, nor frame it', async ({ screens, context, till, simulator }) => {
    await screens.expectScreen('sell');
    const stranger = await context.newPage();
    await stranger.goto(simulator.controlUrl);
    const origin = originOf(till);
    const reached = await stranger.evaluate(async (target) => {
      const attempt = async (options: RequestInit): Promise<string> => {
        try {
          const response = await fetch(`${target}/call/till/snapshot`, { credentials: 'include', ...options });
          return response.type === 'opaque' ? 'opaque' : await response.text();
        } catch {
          return 'refused';
        }
      };
      return [
        await attempt({ method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' }),
        await attempt({ method: 'POST', mode: 'no-cors', body: '{}' }),
        await attempt({ method: 'GET' }),
      ];
    }, origin);
    for (const answer of reached) expect(['refused', 'opaque']).toContain(answer);
    const { headers } = await ask(till, { path: '/', headers: { cookie: await cookieOf(till) } });
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    await screens.expectScreen('sell');
    expect(transactionsOf(simulator)).toEqual([]);
  });
});

test('a call with an unknown name or a wrong shape is refused in words, logged, and hurts nothing', async ({ till }) => {
  const bearer = { ...json, authorization: `Bearer ${tokenOf(till)}` };
  const call = async (name: string, body: string): Promise<Answer> =>
    ask(till, { method: 'POST', path: `/call/${name}`, headers: bearer, body });

  for (const name of ['sale/steal', '__proto__', 'constructor', 'toString', '', '..%2f..%2fetc']) {
    expect(JSON.parse((await call(name, '{}')).body), name).toMatchObject({ ok: false, failure: { kind: 'unknown-call' } });
  }
  for (const body of ['{"saleId":1}', '[]', 'null', '{"saleId":"x","input":{}}', '{"more":1}']) {
    expect(JSON.parse((await call('sale/begin', body)).body), body).toMatchObject({ ok: false, failure: { kind: 'bad-call' } });
  }
  expect((await call('sale/begin', '{not json')).status).toBe(400);
  expect((await ask(till, { path: '/call/till/snapshot', headers: bearer })).status).toBe(405);
  expect((await ask(till, { path: '/../../../../etc/passwd', headers: bearer })).status).toBe(404);
  await expectAlive(till);
  const log = await logOf(till);
  expect(log).toContain('bad-call');
  expect(log).not.toContain(tokenOf(till));
});

test('a body of 10 MB is refused and logged, and the till goes on', async ({ till }) => {
  const { status } = await ask(till, {
    method: 'POST',
    path: '/call/sale/begin',
    headers: { ...json, authorization: `Bearer ${tokenOf(till)}` },
    body: Buffer.alloc(10 * 1024 * 1024, 'x'),
  });
  expect(status).toBe(413);
  await expectAlive(till);
  expect(await logOf(till)).toContain('request-too-large');
});

test('every page comes with a policy that lets nothing in but its own files', async ({ till }) => {
  const cookie = await cookieOf(till);
  for (const asked of ['/', '/nothing-here', '/events/nothing']) {
    const { headers } = await ask(till, { path: asked, headers: { cookie } });
    expect(headers['content-security-policy'], asked).toContain("default-src 'none'");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    expect(headers['x-content-type-options']).toBe('nosniff');
  }
});

test('the token leaves the address as soon as the window is open', async ({ screens, till }) => {
  expect(screens.page.url()).toBe(`${originOf(till)}/`);
  expect(await screens.page.evaluate(() => document.cookie)).toBe('');
});

function originOf(till: Till): string {
  return new URL(till.url).origin;
}

function tokenOf(till: Till): string {
  return new URL(till.url).searchParams.get('token') ?? '';
}

async function cookieOf(till: Till): Promise<string> {
  const { headers } = await ask(till, { path: `/?token=${tokenOf(till)}` });
  return headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
}

/** Node's own client: fetch lets nobody choose `Host`. */
function ask(till: Till, { method = 'GET', path: target, headers = {}, body }: Asked): Promise<Answer> {
  const { port } = new URL(till.url);
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, method, path: target, headers, agent: false }, (response) => {
      // An event stream has no end: its head is the answer.
      const isStream = response.headers['content-type']?.startsWith('text/event-stream') ?? false;
      let text = '';
      const finish = (): void => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      response.setEncoding('utf8').on('data', (part: string) => (text += part));
      response.once('end', finish);
      response.once('close', finish);
      if (isStream) response.destroy();
    });
    asked.once('error', reject);
    asked.end(body);
  });
}

async function expectAlive(till: Till): Promise<void> {
  expect(await till.call('till/snapshot', {})).toMatchObject({ ok: true, value: { counter: { kind: 'free' } } });
}

async function logOf(till: Till): Promise<string> {
  const folder = path.join(till.dataDirectory, 'logs');
  const files = await readdir(folder);
  return (await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')))).join('');
}

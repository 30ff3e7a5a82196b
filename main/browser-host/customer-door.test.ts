import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { get, request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import { calls } from '../../shared/ipc/contract.ts';
import { ok } from '../../shared/result.ts';
import type { Snapshot } from '../../shared/snapshot.ts';
import { contentSecurityPolicy } from '../pages/content-security-policy.ts';
import type { LogFields, Logger } from '../ports/logger.ts';
import { temporaryFolder } from '../testing/temporary-folder.ts';
import { startBrowserHost, type BrowserHost } from './start-browser-host.ts';

const token = 'token-of-the-cashier';
const customerToken = 'token-of-the-customer';
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

let host: BrowserHost;
let dispatched: string[];
let listeners: Set<(event: Snapshot) => void>;
let logged: { event: string; fields: LogFields }[];

const write = (event: string, fields: LogFields = {}): void => void logged.push({ event, fields });
const logger: Logger = { debug: write, info: write, warn: write, error: write, with: () => logger };

beforeEach(async () => {
  const pages = join(temporaryFolder(), 'renderer');
  await mkdir(join(pages, 'assets'), { recursive: true });
  await writeFile(join(pages, 'index.html'), '<!doctype html><title>Till</title>');
  await writeFile(join(pages, 'customer.html'), '<!doctype html><title>Customer</title>');
  await writeFile(join(pages, 'assets', 'index-12345678.js'), 'export {};');
  dispatched = [];
  listeners = new Set();
  logged = [];
  host = await startBrowserHost({
    till: {
      dispatch(name) {
        dispatched.push(name);
        return Promise.resolve(ok(snapshot));
      },
      listen(_name, listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    },
    pagesDirectory: pages,
    port: 0,
    token,
    customerToken,
    shop: 'Harbour Lane',
    logger,
  });
});

afterEach(() => host.close());

interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

function ask(path: string, headers: Record<string, string> = {}, method = 'GET'): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asking = request({ host: '127.0.0.1', port: host.port, method, path, headers, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: Buffer.concat(chunks).toString() }),
      );
      response.on('error', reject);
    });
    asking.on('error', reject);
    asking.end(method === 'POST' ? '{}' : '');
  });
}

const origin = (): string => `http://127.0.0.1:${host.port}`;
/** As the browser of the customer's display sends them. */
const asCustomer = (): Record<string, string> => ({ cookie: `tillstone-customer-${host.port}=${customerToken}` });
const asCashier = (): Record<string, string> => ({ cookie: `tillstone-${host.port}=${token}` });
const call = (path: string, headers: Record<string, string>): Promise<Answer> =>
  ask(path, { 'content-type': 'application/json', origin: origin(), ...headers }, 'POST');
const refusals = (): unknown[] => logged.filter(({ event }) => event === 'request-refused').map(({ fields }) => fields['reason']);

describe('the customer’s page', () => {
  it('opens with its address, by a cookie that no script can read, and without the cashier’s', async () => {
    const entered = await ask(`/customer?token=${customerToken}`);
    expect(entered.status).toBe(303);
    expect(entered.headers.location).toBe('/customer');
    expect(entered.headers['set-cookie']).toEqual([
      `tillstone-customer-${host.port}=${customerToken}; HttpOnly; SameSite=Strict; Path=/`,
    ]);
    const page = await ask('/customer', asCustomer());
    expect(page.text).toContain('<title>Customer</title>');
    expect(page.headers['content-security-policy']).toBe(contentSecurityPolicy);
    expect((await ask('/assets/index-12345678.js', asCustomer())).status).toBe(200);
  });

  it('answers its one call, and hears its one event', async () => {
    const answer = await call('/customer/call/customer/view', asCustomer());
    expect(JSON.parse(answer.text)).toEqual(
      ok({ view: { kind: 'idle' }, currency: 'USD', locale: 'en-US', mode: 'live', shop: 'Harbour Lane', at: snapshot.at }),
    );

    const asking = get({ port: host.port, path: '/customer/events', headers: asCustomer(), agent: false });
    const [response] = (await once(asking, 'response')) as [IncomingMessage];
    let heard = '';
    response.setEncoding('utf8').on('data', (chunk: string) => (heard += chunk));
    response.on('error', () => {});
    await vi.waitFor(() => expect(heard).toContain('event: customer\ndata: {"view":{"kind":"idle"}'));
    for (const listener of listeners) listener({ ...snapshot, mode: 'demonstration' });
    await vi.waitFor(() => expect(heard).toContain('"mode":"demonstration"'));
    expect(heard).not.toContain('event: snapshot');
    expect(heard).not.toContain('version');
    asking.destroy();
    await vi.waitFor(() => expect(listeners.size).toBe(0));
  });

  it.each(Object.keys(calls))('is refused the call %s, wherever it asks for it, and that is logged', async (name) => {
    expect((await call(`/call/${name}`, asCustomer())).status).toBe(401);
    expect((await call(`/call/${name}`, { authorization: `Bearer ${customerToken}` })).status).toBe(401);
    const behindItsOwnDoor = await call(`/customer/call/${name}`, asCustomer());
    expect(JSON.parse(behindItsOwnDoor.text)).toMatchObject({ ok: false, failure: { kind: 'unknown-call' } });
    expect(dispatched).toEqual([]);
    expect(refusals()).toEqual(['customer-token', 'customer-token']);
    expect(logged).toContainEqual({ event: 'customer-call-refused', fields: { name } });
  });

  it.each(['/', '/index.html', '/customer.html', '/events', `/?token=${customerToken}`])(
    'is refused %s, which is the cashier’s',
    async (path) => {
      const answer = await ask(path, asCustomer());
      expect(answer.status).toBe(401);
      expect(answer.headers['set-cookie']).toBeUndefined();
      expect(refusals()).toHaveLength(1);
      expect(dispatched).toEqual([]);
    },
  );

  it.each(['/customer', '/customer/events', `/customer?token=${token}`, '/customer?token=', '/customer/elsewhere'])(
    'is not opened by the cashier’s token at %s',
    async (path) => {
      expect((await ask(path, asCashier())).status).toBe(401);
      expect((await ask(path)).status).toBe(401);
      expect((await call('/customer/call/customer/view', asCashier())).status).toBe(401);
    },
  );

  it('has nothing else behind its door', async () => {
    for (const path of ['/customer/', '/customer/elsewhere', '/customer/../index.html', '/customer/index.html'])
      expect((await ask(path, asCustomer())).status, path).toBe(404);
    expect((await ask('/customer', asCustomer(), 'POST')).status).toBe(403);
    expect((await ask('/customer/call/customer/view', asCustomer())).status).toBe(405);
  });

  it('is guarded against other names and other sites like the cashier’s', async () => {
    expect((await ask('/customer', { ...asCustomer(), host: `evil.example:${host.port}` })).status).toBe(403);
    for (const from of ['https://evil.example', 'null', `http://127.0.0.1:${host.port + 1}`])
      expect((await call('/customer/call/customer/view', { ...asCustomer(), origin: from })).status).toBe(403);
    expect(
      (await ask('/customer/call/customer/view', { ...asCustomer(), 'content-type': 'application/json' }, 'POST')).status,
    ).toBe(403);
    expect(dispatched).toEqual([]);
  });

  it('has a token that stands in no log', async () => {
    await ask(`/customer?token=${customerToken}`);
    await ask('/', asCustomer());
    expect(JSON.stringify(logged)).not.toContain(customerToken);
  });

  it('has another token at every start', async () => {
    const parts = {
      till: { dispatch: () => Promise.resolve(ok(snapshot)), listen: () => () => {} },
      pagesDirectory: '',
      port: 0,
      logger,
    };
    const other = await startBrowserHost(parts);
    expect((await fetch(`http://127.0.0.1:${other.port}/customer?token=${customerToken}`)).status).toBe(401);
    expect((await fetch(other.url.replace('/?', '/customer?'), { redirect: 'manual' })).status).toBe(401);
    await other.close();
  });
});

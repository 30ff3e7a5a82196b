import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Failure } from '../../shared/failure.ts';
import { fail, invariant, ok, type Result } from '../../shared/result.ts';
import { answerPage } from '../pages/answer-page.ts';
import { createCustomerFeed } from '../ipc/customer-feed.ts';
import { systemClock, type Clock } from '../ports/clock.ts';
import { randomIds, type Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { Till } from '../till.ts';
import { answerJson, answerText } from './answers.ts';
import {
  checkAddress,
  checkCustomerToken,
  checkEitherToken,
  checkToken,
  cookieName,
  customerCookieName,
  type GateSettings,
  type Refusal,
} from './check-request.ts';
import { eventsOfCustomer, eventsOfTill, streamEvents, type EventSource } from './event-stream.ts';
import { readBody } from './read-body.ts';
import { refuseTooLarge } from './refuse-too-large.ts';
import { isSameToken, makeToken } from './token.ts';

export interface BrowserHostParts {
  readonly till: Pick<Till, 'dispatch' | 'listen'>;
  /** The folder of the built window. */
  readonly pagesDirectory: string;
  /** 0: any free one. */
  readonly port: number;
  readonly logger: Logger;
  /** Made at every start where absent. */
  readonly token?: string;
  /** Of the customer's display, likewise. */
  readonly customerToken?: string;
  /** What the shop calls itself there. */
  readonly shop?: string | undefined;
  readonly clock?: Pick<Clock, 'after'>;
  readonly ids?: Pick<Ids, 'incidentId'>;
}

/** One of the two pages that are served, with everything behind it. */
interface Door {
  readonly home: string;
  /** The file of its page. */
  readonly page: string;
  /** The beginning of the addresses of its calls. */
  readonly calls: string;
  readonly events: string;
  readonly token: string;
  readonly cookie: (port: number) => string;
  readonly check: (head: Pick<IncomingMessage, 'headers'>, gate: GateSettings) => Result<void, Refusal>;
  readonly dispatch: Till['dispatch'];
  readonly source: EventSource;
}

export interface BrowserHost {
  /** The address that opens the till in a browser. It holds the token: print it for the person who started the till, and log it nowhere. */
  readonly url: string;
  readonly port: number;
  /** Ends every stream and every connection at once. The till itself goes on: it belongs to the caller. */
  close(): Promise<void>;
}

/** The longest texts of the contract together have some 500 kB; a person's have one. */
const bodyLimitBytes = 1024 * 1024;
/** A request arrives within milliseconds on one machine; a sender that dawdles would hold its connection. */
const headersTimeoutMs = 10_000;
const requestTimeoutMs = 30_000;

/**
 * Serves the till's calls, its events and its window over HTTP on 127.0.0.1, for machines without Electron.
 * Rejects where the port cannot be had (`EADDRINUSE`, `EACCES`).
 */
export async function startBrowserHost({
  till,
  pagesDirectory,
  port: wantedPort,
  logger,
  token = makeToken(),
  customerToken = makeToken(),
  shop,
  clock = systemClock,
  ids = randomIds,
}: BrowserHostParts): Promise<BrowserHost> {
  const endStreams = new Set<() => void>();
  const customers = createCustomerFeed(till, { logger, shop });
  let gate: GateSettings = { port: wantedPort, token, customerToken };

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '' } = request;
    const [pathname, query] = splitOnce(request.url ?? '', '?');
    const head = { method, headers: request.headers };

    const address = checkAddress(head, gate);
    if (!address.ok) return refuse(response, address.failure);

    const door = doorOf(pathname);
    const isCall = pathname.startsWith(door.calls);
    const allowed = isCall ? 'POST' : 'GET';
    if (method !== allowed) {
      response.setHeader('allow', allowed);
      return answerText(response, 405, 'This address does not take that method.');
    }
    const shownToken = pathname === door.home ? new URLSearchParams(query).get('token') : null;
    if (shownToken !== null) return enter(response, door, shownToken);

    const known = pathname.startsWith('/assets/') ? checkEitherToken(head, gate) : door.check(head, gate);
    if (!known.ok) return refuse(response, known.failure);

    if (isCall) return answerCall(request, response, door, pathname.slice(door.calls.length));
    if (pathname === door.events) {
      const end = streamEvents(response, { source: door.source, clock, logger });
      endStreams.add(end);
      response.once('close', () => endStreams.delete(end));
      return;
    }
    const page = await answerPage(pagesDirectory, pathname === door.home ? door.page : pathname);
    response.writeHead(page.status, page.headers).end(page.body);
  }

  /** The cashier's door, and the customer's: each with its token, and with no way from the one to what is behind the other. */
  const cashier: Door = {
    home: '/',
    page: '/',
    calls: '/call/',
    events: '/events',
    token,
    cookie: cookieName,
    check: checkToken,
    dispatch: till.dispatch,
    source: eventsOfTill(till),
  };
  const customer: Door = {
    home: '/customer',
    page: '/customer.html',
    calls: '/customer/call/',
    events: '/customer/events',
    token: customerToken,
    cookie: customerCookieName,
    check: checkCustomerToken,
    dispatch: customers.dispatch,
    source: eventsOfCustomer(customers),
  };

  function doorOf(pathname: string): Door {
    return pathname === customer.home || pathname.startsWith(`${customer.home}/`) ? customer : cashier;
  }

  /** The printed address: the token goes into a cookie that no script can read, and out of the address that a person may copy. */
  function enter(response: ServerResponse, { home, token, cookie }: Door, shownToken: string): void {
    if (!isSameToken(shownToken, token)) return refuse(response, { status: 401, reason: 'wrong-token' });
    response.setHeader('set-cookie', `${cookie(gate.port)}=${token}; HttpOnly; SameSite=Strict; Path=/`);
    response.setHeader('location', home);
    answerText(response, 303, `It is at ${home}.`);
  }

  async function answerCall(request: IncomingMessage, response: ServerResponse, door: Door, name: string): Promise<void> {
    const call = name.slice(0, 100);
    // A form on another site's page cannot send this type.
    if (!/^application\/json\s*(?:;|$)/iu.test(request.headers['content-type'] ?? '')) {
      logger.warn('bad-call', { call, detail: 'not sent as application/json' });
      return answerJson(response, 415, badCall('a call is sent as application/json'));
    }
    const body = await readBody(request, bodyLimitBytes);
    if (!body.ok) {
      if (body.failure.kind === 'broken-off') return void response.destroy();
      logger.warn('request-too-large', { call, limitBytes: bodyLimitBytes });
      return refuseTooLarge(request, response, { limitBytes: bodyLimitBytes, clock });
    }
    const parsed = parseJson(body.value);
    if (!parsed.ok) {
      logger.warn('bad-call', { call, detail: 'not JSON' });
      return answerJson(response, 400, parsed);
    }
    answerJson(response, 200, await door.dispatch(name, parsed.value));
  }

  function refuse(response: ServerResponse, { status, reason }: Refusal): void {
    logger.warn('request-refused', { reason });
    if (status === 403) return answerText(response, status, 'The till answers its own pages and nobody else.');
    response.setHeader('www-authenticate', 'Bearer');
    answerText(response, status, 'The till opens with the address that it printed when it was started.');
  }

  /** The last entrance: a mistake of ours becomes an incident, and the till goes on. */
  function answerIncident(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const incidentId = ids.incidentId();
    logger.error('incident', { incidentId, error });
    if (response.headersSent) return void response.destroy();
    if (request.method === 'POST') return answerJson(response, 500, fail({ kind: 'internal', incidentId }));
    answerText(response, 500, `Something went wrong inside the till. Incident ${incidentId}`);
  }

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => answerIncident(request, response, error));
  });
  server.headersTimeout = headersTimeoutMs;
  server.requestTimeout = requestTimeoutMs;

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    // Only this machine: never an address that another one can reach.
    server.listen(wantedPort, '127.0.0.1', resolve);
  });
  server.on('error', (error) => logger.error('browser-host', { error }));
  const { port } = boundTo(server.address());
  gate = { port, token, customerToken };
  logger.info('browser-host-started', { port });

  return {
    url: `http://127.0.0.1:${port}/?token=${token}`,
    port,
    async close() {
      const closed = new Promise<void>((resolve) => {
        server.close(() => resolve());
      });
      for (const end of endStreams) end();
      server.closeAllConnections();
      await closed;
    },
  };
}

function badCall(detail: string): { readonly ok: false; readonly failure: Failure } {
  return fail({ kind: 'bad-call', detail });
}

function parseJson(body: Buffer): Result<unknown, Failure> {
  try {
    return ok(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown);
  } catch {
    return badCall('the body is not JSON');
  }
}

function splitOnce(text: string, separator: string): readonly [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}

function boundTo(address: AddressInfo | string | null): AddressInfo {
  invariant(address !== null && typeof address === 'object', 'a server on a port has an address');
  return address;
}

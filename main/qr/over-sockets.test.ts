import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import http, { type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { createAxiosTransport } from '../http/axios-transport.ts';
import { systemClock } from '../ports/clock.ts';
import { createRecordingLogger, type RecordingLogger } from '../testing/recording-logger.ts';
import { createQrClient, type QrClientSettings } from './client.ts';
import type { PreparedPay } from './messages.ts';
import type { QrService } from './qr-service.ts';
import { exampleFlows } from './testing/example-flows.ts';
import { adviceId, exampleCode, exampleIdentity, guid, payContext, rand, saleId, valueIn } from './testing/samples.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

const file = (name: string): string =>
  readFileSync(new URL(`../../simulators/common/test-certificate/${name}.pem`, import.meta.url), 'utf8');

interface Received {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  readonly socket: Socket;
}

interface RawService {
  readonly url: string;
  readonly received: Received[];
}

/** A server of the test's own: it reads a request to its end, and then does what the test says. */
async function serve(
  respond: (received: Received, response: ServerResponse) => void,
  withTls?: https.ServerOptions,
): Promise<RawService> {
  const received: Received[] = [];
  const listener = (request: http.IncomingMessage, response: ServerResponse): void => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
    request.on('end', () => {
      const { method, url: path, headers, socket } = request;
      const came = { method, path, headers, body, socket };
      received.push(came);
      respond(came, response);
    });
  };
  const server = withTls ? https.createServer(withTls, listener) : http.createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `${withTls ? 'https' : 'http'}://localhost:${port}`, received };
}

interface Till {
  readonly client: QrService;
  readonly logger: RecordingLogger;
}

function till(
  url: string,
  { certificateAuthority, ...settings }: Partial<QrClientSettings> & { readonly certificateAuthority?: string } = {},
): Till {
  const transport = createAxiosTransport(certificateAuthority === undefined ? {} : { certificateAuthority });
  cleanUps.push(() => transport.close());
  const logger = createRecordingLogger();
  const client = createQrClient(
    { url, user: '40118', password: 'local-only', guid, identity: exampleIdentity(), currency: rand, ...settings },
    { transport, clock: systemClock, logger, newId: randomUUID },
  );
  return { client, logger };
}

function prepare(client: QrService): PreparedPay {
  return valueIn(client.preparePay(exampleCode, { amountMinor: 28450 }, payContext.references));
}

/** For a condition, however slow the machine is. */
const patiently = { timeout: 20_000 };

const { requestId: _, ...codeReferences } = payContext.references;
const payment = { amountMinor: 28450, references: codeReferences };
const parts = { saleId, time: payContext.time };

function json(response: ServerResponse, status: number, body: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(body);
}

describe('the whole of a payment over real sockets', () => {
  it('asks for a code, waits for the customer on an open request, and confirms', async () => {
    let approve = (): void => {};
    const service = await serve(({ path }, response) => {
      switch (path) {
        case '/qr/v1/qrCodes':
          return json(response, 201, exampleFlows.codeAnswer);
        case '/qr/v1/payments':
          approve = () => json(response, 201, exampleFlows.payAnswer);
          return undefined;
        default:
          return json(response, 202, exampleFlows.confirmation);
      }
    });
    const { client } = till(service.url);

    const code = await client.createCode(payment);
    if (code.kind !== 'created') throw new Error(code.kind);
    const prepared = valueIn(client.preparePay(code.code, { amountMinor: 28450 }, payContext.references));
    const sent = Promise.withResolvers<void>();
    const paying = client.pay(prepared, { onSent: sent.resolve });
    // The request is out, and its answer is not there yet: now the code may be shown.
    await sent.promise;
    await vi.waitUntil(() => service.received.length === 2, patiently);
    approve();
    const outcome = await paying;
    if (outcome.kind !== 'approved') throw new Error(JSON.stringify(outcome));
    const confirmation = valueIn(
      client.makeConfirmation({
        ...parts,
        basis: outcome.basis,
        adviceId: adviceId('6bf9e09f-3f8d-401b-8272-5b5f62f4666e'),
        approvedAmountMinor: outcome.approvedAmountMinor,
      }),
    );
    expect(await client.sendAdvice(confirmation, false)).toEqual({ kind: 'delivered' });

    expect(service.received.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /qr/v1/qrCodes',
      'POST /qr/v1/payments',
      'POST /qr/v1/payments/confirmations',
    ]);
    for (const { headers, body } of service.received) {
      // The credentials of the description's own example (8.1).
      expect(headers.authorization).toBe('Basic NDAxMTg6bG9jYWwtb25seQ==');
      expect(headers['content-type']).toBe('application/json; charset=utf-8');
      expect(headers.accept).toBe('application/json');
      expect(headers['content-length']).toBe(String(Buffer.byteLength(body)));
    }
    expect(service.received[1]?.body).toBe(prepared.body);
    expect(service.received[2]?.body).toBe(confirmation.body);
    expect(new Set(service.received.slice(0, 2).map(({ socket }) => socket)).size).toBe(2);
  });

  it('reverses what was not answered, and is told that nothing was there', async () => {
    const service = await serve(({ path, socket }, response) => {
      if (path === '/qr/v1/payments') socket.destroy();
      else response.writeHead(404).end();
    });
    const { client } = till(service.url);
    const outcome = await client.pay(prepare(client));
    if (outcome.kind !== 'unanswered') throw new Error(outcome.kind);
    const { basis, reversalReason } = outcome;
    const made = client.makeReversal({
      ...parts,
      basis,
      reversalReason,
      adviceId: adviceId('523af63c-d0f5-4aba-b15f-37b529b0a063'),
    });
    expect(await client.sendAdvice(valueIn(made), false)).toEqual({ kind: 'delivered', detail: 'HTTP 404', foundNothing: true });
    expect(JSON.parse(service.received.at(-1)?.body ?? '')).toMatchObject({ reversalReason: 'TIMEOUT' });
  });
});

describe('what a service may do to an open payment (2.2, 9.4)', () => {
  it.each<readonly [string, (response: ServerResponse, socket: Socket) => void, object]>([
    [
      'declines it',
      (response) => json(response, 400, exampleFlows.noScan),
      { kind: 'declined', reason: { code: 'no-scan-received' } },
    ],
    ['declines it without a word', (response) => response.writeHead(503).end(), { kind: 'declined' }],
    [
      'has no answer from the partner',
      (response) => json(response, 504, exampleFlows.upstreamUnavailable),
      { reversalReason: 'RESPONSE_NOT_FINAL' },
    ],
    ['breaks', (response) => response.writeHead(500).end(), { reversalReason: 'RESPONSE_NOT_FINAL' }],
    ['says 201 and nothing else', (response) => response.writeHead(201).end(), { reversalReason: 'RESPONSE_NOT_FINAL' }],
    [
      'says 201 with a page',
      (response) => response.writeHead(201, { 'Content-Type': 'text/html' }).end('<p>ok</p>'),
      { reversalReason: 'RESPONSE_NOT_FINAL' },
    ],
    [
      'sends it elsewhere',
      (response) => response.writeHead(307, { Location: '/elsewhere' }).end(),
      { reversalReason: 'RESPONSE_NOT_FINAL' },
    ],
    [
      'has a gateway in front',
      (response) => response.writeHead(502).end('<html>Bad Gateway</html>'),
      { reversalReason: 'RESPONSE_NOT_FINAL', reason: { code: 'service-unavailable' } },
    ],
    ['cuts the connection', (_response, socket) => socket.destroy(), { reversalReason: 'TIMEOUT' }],
    [
      'cuts it in the middle of its answer',
      (response, socket) => {
        response.writeHead(201, { 'Content-Length': '1000' }).write('{"id":');
        socket.destroySoon();
      },
      { reversalReason: 'TIMEOUT' },
    ],
    ['speaks something else', (_response, socket) => socket.end('SSH-2.0-OpenSSH_9.7\r\n'), { reversalReason: 'TIMEOUT' }],
  ])('%s', async (_what, act, expected) => {
    const service = await serve(({ socket }, response) => act(response, socket));
    const { client } = till(service.url);
    expect(await client.pay(prepare(client))).toMatchObject(expected);
    // Whatever happened: never a second time.
    expect(service.received).toHaveLength(1);
  });

  it('lets its answer drip for longer than any part of it takes', async () => {
    const pieces = exampleFlows.payAnswer.match(/[\s\S]{1,200}/gu) ?? [];
    const service = await serve((_received, response) => {
      response.writeHead(201, { 'Content-Type': 'application/json' });
      const drip = (index: number): void => {
        const piece = pieces[index];
        if (piece === undefined) response.end();
        else response.write(piece, () => setImmediate(() => drip(index + 1)));
      };
      drip(0);
    });
    const { client } = till(service.url);
    expect((await client.pay(prepare(client))).kind).toBe('approved');
  });

  it('is not there: nothing was sent, and nothing is reversed', async () => {
    const server = net.createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    server.close();
    await once(server, 'close');
    const { client } = till(`http://localhost:${port}`);
    const sent = vi.fn<() => void>();
    expect(await client.pay(prepare(client), { onSent: sent })).toEqual({
      kind: 'never-sent',
      reason: { code: 'service-unreachable' },
    });
    expect(await client.createCode(payment)).toEqual({ kind: 'no-answer', reason: { code: 'service-unreachable' } });
    expect(sent).not.toHaveBeenCalled();
  });
});

describe('an answer after the deadline (2, 4.6)', () => {
  it('finds the till still listening, is written to the log, and changes nothing', async () => {
    let answer = (): void => {};
    const service = await serve(({ path }, response) => {
      if (path === '/qr/v1/payments') answer = () => json(response, 201, exampleFlows.payAnswer);
      else json(response, 201, exampleFlows.codeAnswer);
    });
    const { client, logger } = till(service.url, { timeoutMs: 1_500, codeTimeoutMs: 20_000 });
    // Whatever has to be loaded is loaded with it, and no part of the patience.
    expect((await client.createCode(payment)).kind).toBe('created');
    const outcome = await client.pay(prepare(client));
    expect(outcome).toMatchObject({ kind: 'unanswered', reversalReason: 'TIMEOUT' });
    expect(service.received[1]?.socket.destroyed).toBe(false);
    expect(logger.events()).not.toContain('qr-answered-too-late');

    answer();

    await vi.waitUntil(() => logger.events().includes('qr-answered-too-late'), patiently);
    expect(logger.lines.at(-1)).toMatchObject({ fields: { operation: 'pay', httpStatus: 201 } });
    expect(outcome).toMatchObject({ kind: 'unanswered' });
  });
});

describe('TLS (1)', () => {
  const withTls = { key: file('key'), cert: file('certificate') };

  it('takes a service that a private authority vouches for', async () => {
    const service = await serve(
      ({ path }, response) => json(response, 201, path === '/qr/v1/payments' ? exampleFlows.payAnswer : exampleFlows.codeAnswer),
      withTls,
    );
    const { client } = till(service.url, { certificateAuthority: file('certificate') });
    expect((await client.createCode(payment)).kind).toBe('created');
    const sent = vi.fn<() => void>();
    expect((await client.pay(prepare(client), { onSent: sent })).kind).toBe('approved');
    expect(sent).toHaveBeenCalledOnce();
  });

  it('sends no byte of a payment to one that nobody vouches for', async () => {
    const service = await serve((_received, response) => json(response, 201, exampleFlows.payAnswer), withTls);
    const { client } = till(service.url);
    const sent = vi.fn<() => void>();
    expect(await client.pay(prepare(client), { onSent: sent })).toEqual({
      kind: 'never-sent',
      reason: { code: 'service-unreachable' },
    });
    expect(service.received).toEqual([]);
    expect(sent).not.toHaveBeenCalled();
  });
});

import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import { ok } from '../../shared/result.ts';
import type { SaleRequest } from '../../shared/sale.ts';
import type { TerminalStatus } from '../../shared/terminal-status.ts';
import {
  startBdsSimulator,
  type BdsSimulator,
  type BdsSimulatorOptions,
  type Fault,
} from '../../simulators/bds/start-bds-simulator.ts';
import { createAxiosTransport } from '../http/axios-transport.ts';
import type { HttpRequest, Transport } from '../http/transport.ts';
import { systemClock, type Clock } from '../ports/clock.ts';
import type { LogFields, Logger } from '../ports/logger.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import { startOnSixAlone } from '../testing/six-alone.ts';
import type { CardTerminal, CardTerminalSettings } from './card-terminal.ts';
import { createCardTerminal } from './session.ts';

const request: SaleRequest = {
  amountMinor: 1200,
  currency: 'USD' as Currency,
  reference: '987987',
  payor: { postalCode: '36832', firstName: 'Ada' },
  billType: 'Bill Payment',
  processingMethod: 'Credit',
  applicationType: 'Cashier',
};

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp();
});

interface Logged {
  readonly event: string;
  readonly fields: LogFields | undefined;
}

interface Counter {
  readonly terminal: CardTerminal;
  /** Every request that was handed to the transport. */
  readonly sent: readonly HttpRequest[];
  readonly logged: readonly Logged[];
}

/** A terminal session as the till has it: the real transport, watched. */
function openTerminal(
  at: Pick<CardTerminalSettings, 'url'> & Partial<CardTerminalSettings>,
  { clock = systemClock, transport = createAxiosTransport() }: { clock?: Clock; transport?: Transport } = {},
): Counter {
  const sent: HttpRequest[] = [];
  const logged: Logged[] = [];
  const log = (event: string, fields?: LogFields): void => void logged.push({ event, fields });
  const logger: Logger = { debug: log, info: log, warn: log, error: log, with: () => logger };
  const watched: Transport = {
    exchange(exchanged) {
      sent.push(exchanged);
      return transport.exchange(exchanged);
    },
    close: () => transport.close(),
  };
  const settings = { user: '', password: '', currency: request.currency, idlePollMs: 5_000, busyPollMs: 15_000, ...at };
  const terminal = createCardTerminal(settings, { transport: watched, clock, logger });
  cleanUps.push(() => {
    terminal.close();
    watched.close();
  });
  return { terminal, sent, logged };
}

async function startSimulator(options: BdsSimulatorOptions = {}): Promise<BdsSimulator> {
  const simulator = await startBdsSimulator(options);
  cleanUps.push(() => simulator.close());
  return simulator;
}

/** The address as a shop has it: by name. */
function named(simulator: BdsSimulator): { url: string; user: string; password: string } {
  const { port, user, password } = simulator;
  return { url: `http://localhost:${port}/DeviceService/BDS/`, user, password };
}

function postsAt(simulator: BdsSimulator): number {
  return simulator.requests().filter(({ method }) => method === 'POST').length;
}

/** A server whose every answer a test writes itself. */
async function serve(listener: http.RequestListener): Promise<string> {
  const server = http.createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://localhost:${(server.address() as AddressInfo).port}/DeviceService/BDS`;
}

describe('the terminal’s state', () => {
  it('is being checked at first, and known with the first answer', async () => {
    const simulator = await startSimulator();
    const { terminal } = openTerminal(named(simulator), { clock: createManualClock(Date.UTC(2026, 0, 2, 3, 4, 5)) });

    expect(terminal.status()).toEqual({ state: 'checking' });
    expect(await terminal.refreshStatus()).toEqual({
      state: 'available',
      detail: 'Available',
      learnedAt: '2026-01-02T03:04:05.000Z',
    });
    expect(terminal.status()).toMatchObject({ state: 'available' });
    expect(simulator.requests()).toMatchObject([{ method: 'GET', path: '/DeviceService/BDS/status' }]);
  });

  it.each([
    [0, 'state-unknown'],
    [1, 'available'],
    [2, 'no-terminal'],
    [3, 'not-available'],
    [7, 'state-unknown'],
  ])('follows StatusCode %d: %s', async (code, state) => {
    const simulator = await startSimulator();
    simulator.control.always({ status: { kind: 'code', code } });

    expect(await openTerminal(named(simulator)).terminal.refreshStatus()).toMatchObject({ state });
  });

  it.each([
    ['malformed', 'unexpected-answer'],
    ['unauthorized', 'wrong-credentials'],
    ['http-status', 'unexpected-answer'],
    ['close', 'no-answer'],
  ] as const)('names a status that is %s: %s', async (kind, state) => {
    const simulator = await startSimulator();
    simulator.control.always({ status: { kind } });

    expect(await openTerminal(named(simulator)).terminal.refreshStatus()).toMatchObject({ state });
  });

  it('names wrong credentials', async () => {
    const simulator = await startSimulator();
    const { terminal } = openTerminal({ ...named(simulator), password: 'another' });

    expect(await terminal.refreshStatus()).toMatchObject({ state: 'wrong-credentials' });
  });

  it('names a service that is down, and sees it come back', async () => {
    const simulator = await startSimulator();
    const { terminal } = openTerminal(named(simulator));
    await terminal.refreshStatus();

    simulator.control.refuse({ dropConnections: true });
    expect(await terminal.refreshStatus()).toMatchObject({ state: 'service-down', detail: 'ECONNREFUSED' });
    await simulator.control.listen();
    expect(await terminal.refreshStatus()).toMatchObject({ state: 'available' });
  });

  it('gives up on a status that does not come, and on nothing else', async () => {
    const simulator = await startSimulator();
    simulator.control.always({ status: { kind: 'hang' } });
    const { terminal, sent } = openTerminal(named(simulator));

    expect(await terminal.refreshStatus()).toMatchObject({ state: 'no-answer' });
    expect(sent.map(({ method, timeoutMs }) => [method, timeoutMs])).toEqual([['GET', 3_000]]);
  });

  it('asks one question at a time: whoever asks meanwhile gets its answer', async () => {
    const simulator = await startSimulator();
    const { terminal, sent } = openTerminal(named(simulator));

    const answers = await Promise.all([terminal.refreshStatus(), terminal.refreshStatus(), terminal.refreshStatus()]);

    expect(new Set(answers).size).toBe(1);
    expect(sent).toHaveLength(1);
  });

  it('asks again and again, more seldom while a payment runs, until it is closed', async () => {
    const clock = createManualClock();
    let answerPayment = (): void => {};
    const transport: Transport = {
      exchange: ({ method }) =>
        method === 'GET'
          ? Promise.resolve(ok({ status: 200, contentType: undefined, body: '{"StatusCode":1}' }))
          : new Promise((resolve) => {
              answerPayment = () => resolve(ok({ status: 200, contentType: undefined, body: '{"Successful":true}' }));
            }),
      close: () => {},
    };
    const { terminal, sent } = openTerminal({ url: 'http://localhost:1' }, { clock, transport });
    const questions = (): number => sent.filter(({ method }) => method === 'GET').length;

    await clock.advance(4_999);
    expect(questions()).toBe(1);
    await clock.advance(10_001);
    expect(questions()).toBe(4);

    const taken = terminal.take(request);
    await clock.advance(14_999);
    expect(questions()).toBe(4);
    await clock.advance(15_001);
    expect(questions()).toBe(6);

    answerPayment();
    await taken;
    await clock.advance(0);
    expect(questions()).toBe(7);
    await clock.advance(5_000);
    expect(questions()).toBe(8);

    terminal.close();
    await clock.advance(60_000);
    await terminal.refreshStatus();
    expect(questions()).toBe(8);
  });

  it('keeps one connection for its questions', async () => {
    const ports = new Set<number | undefined>();
    const url = await serve((incoming, response) => {
      ports.add(incoming.socket.remotePort);
      response.end('{"StatusCode":1}');
    });
    const { terminal } = openTerminal({ url });

    for (let question = 0; question < 5; question += 1)
      expect(await terminal.refreshStatus()).toMatchObject({ state: 'available' });

    expect(ports.size).toBe(1);
  });

  it('tells its listeners of every answer until they stop, and survives one that fails', async () => {
    const simulator = await startSimulator();
    const { terminal, logged } = openTerminal(named(simulator));
    const heard: TerminalStatus[] = [];
    terminal.onStatus(() => {
      throw new Error('a mistake in a window');
    });
    const stop = terminal.onStatus((status) => heard.push(status));

    await terminal.refreshStatus();
    await terminal.refreshStatus();
    stop();
    await terminal.refreshStatus();

    expect(heard.map(({ state }) => state)).toEqual(['available', 'available']);
    expect(logged.filter(({ event }) => event === 'terminal-listener-failed')).toHaveLength(3);
    expect(JSON.stringify(logged)).not.toContain('a mistake in a window');
  });

  it('reads a terminal that is busy with our own payment as in use, and asks at once when the payment has ended', async () => {
    const simulator = await startSimulator();
    const { terminal } = openTerminal(named(simulator));
    simulator.control.next({ customer: { kind: 'hold' } });

    await terminal.refreshStatus();
    const taken = terminal.take(request);
    expect(terminal.status().state).toBe('in-use');
    await simulator.control.untilBegun();
    expect(await terminal.refreshStatus()).toMatchObject({ state: 'in-use', detail: 'NoConnectedDevice' });

    const learned = new Promise<TerminalStatus>((resolve) => void terminal.onStatus(resolve));
    simulator.control.release();
    await taken;
    expect(await learned).toMatchObject({ state: 'available' });
  });

  it('does not read a question as a missing terminal that a payment of our own overtook', async () => {
    let answerStatus = (): void => {};
    const url = await serve((incoming, response) => {
      incoming.resume();
      if (incoming.method === 'POST') response.end('{"Successful":false,"ErrorCode":"UserCancel"}');
      else answerStatus = () => response.end('{"Description":"NoConnectedDevice","StatusCode":2}');
    });
    const clock = createManualClock();
    const { terminal, sent } = openTerminal({ url }, { clock });
    const asked = terminal.refreshStatus();
    await expect.poll(() => sent).toHaveLength(1);

    await terminal.take(request);
    answerStatus();

    expect(await asked).toMatchObject({ state: 'in-use' });
    await clock.advance(0);
    expect(sent.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  });
});

describe('a card payment', () => {
  it('sends exactly one request, on a connection of its own and without a time limit', async () => {
    const simulator = await startSimulator();
    const { terminal, sent } = openTerminal(named(simulator));

    const outcome = await terminal.take(request);

    const [charged] = simulator.ledger();
    expect(charged).toMatchObject({
      kind: 'charged',
      amount: '12.00',
      reference: '987987',
      payor: { FirstName: 'Ada', PostalCode: '36832' },
    });
    if (charged?.kind !== 'charged') return;
    expect(outcome).toMatchObject({
      kind: 'approved',
      feeMinor: 0,
      card: {
        transactionId: String(charged.transactionId),
        authCode: charged.authCode,
        lastFour: charged.lastFour,
        paymentMethod: 'VisaCredit',
      },
      discrepancies: [],
      deviceWarning: false,
    });
    const posts = sent.filter(({ method }) => method === 'POST');
    expect(posts).toHaveLength(1);
    expect(posts[0]).toMatchObject({ onFreshConnection: true });
    expect(posts[0]).not.toHaveProperty('timeoutMs');
    expect(simulator.requests().find(({ method }) => method === 'POST')).toMatchObject({
      path: '/DeviceService/BDS/Transaction',
      contentType: 'application/json; charset=utf-8',
    });
  });

  it.each([
    ['decline', 'declined', 'declined-by-issuer'],
    ['user-cancel', 'cancelled', 'cancelled-by-customer'],
    ['cancelled-operation', 'cancelled', 'cancelled-by-customer'],
    ['declined-amount', 'cancelled', 'amount-declined-by-customer'],
    ['timeout', 'cancelled', 'customer-too-slow'],
    ['admin-cancel', 'cancelled', 'cancelled-by-administrator'],
    ['device-error', 'failed', 'terminal-fault'],
    ['device-capability-error', 'failed', 'terminal-not-capable'],
    ['issuer-error', 'failed', 'issuer-unreachable'],
    ['bolletta-error', 'failed', 'bolletta-unreachable'],
    ['general-error', 'failed', 'general-error'],
    ['unknown-error', 'failed', 'general-error'],
    ['no-error-code', 'failed', 'general-error'],
  ] as const)('ends with a customer who does %s as %s, %s', async (kind, outcome, code) => {
    const simulator = await startSimulator();
    simulator.control.next({ customer: { kind } });

    expect(await openTerminal(named(simulator)).terminal.take(request)).toMatchObject({ kind: outcome, reason: { code } });
    expect(simulator.ledger()).toMatchObject([{ kind: 'not-charged' }]);
    expect(postsAt(simulator)).toBe(1);
  });

  const methods = {
    Unassigned: 0,
    VisaCredit: 1,
    MastercardCredit: 2,
    DiscoverCredit: 3,
    AmericanExpressCredit: 4,
    VisaDebit: 11,
    MastercardDebit: 12,
    DiscoverDebit: 13,
    AmericanExpressDebit: 14,
  };

  it.each([
    ...Object.entries(methods).flatMap(
      ([name, number]) =>
        [
          [name, name],
          [number, name],
        ] as const,
    ),
    [99, '99'],
    ['JcbCredit', 'JcbCredit'],
  ] as const)('is approved with the payment method %s: %s', async (paymentMethod, name) => {
    const simulator = await startSimulator();
    simulator.control.next({ customer: { kind: 'approve', paymentMethod, entryMethod: 7 } });

    const outcome = await openTerminal(named(simulator)).terminal.take(request);

    expect(outcome).toMatchObject({ kind: 'approved', card: { paymentMethod: name, entryMethod: 7 } });
  });

  it('is approved with a fee, with a discrepancy and with a warning about the device', async () => {
    const simulator = await startSimulator();
    const { terminal } = openTerminal(named(simulator));

    simulator.control.next({ customer: { kind: 'approve', fee: '0.35' } });
    expect(await terminal.take(request)).toMatchObject({ kind: 'approved', feeMinor: 35, discrepancies: [] });

    simulator.control.next({ customer: { kind: 'approve', offByMinor: 1 } });
    expect(await terminal.take(request)).toMatchObject({
      kind: 'approved',
      discrepancies: [{ field: 'Amount', expected: '12.00', answered: '12.01' }],
    });

    simulator.control.next({ customer: { kind: 'approve', answeredReference: '555' } });
    expect(await terminal.take(request)).toMatchObject({
      kind: 'approved',
      discrepancies: [{ field: 'ID1', expected: '987987', answered: '555' }],
    });

    simulator.control.next({ customer: { kind: 'approve', isEmvFallback: true, previousEmvAlsoFallback: true } });
    expect(await terminal.take(request)).toMatchObject({ kind: 'approved', deviceWarning: true });
  });

  const notCharged: readonly (readonly [string, Fault, string])[] = [
    ['401', { kind: 'unauthorized' }, 'wrong-credentials'],
    ['401 without a body', { kind: 'unauthorized', emptyBody: true }, 'wrong-credentials'],
    ['400', { kind: 'bad-request', field: 'Payor.PostalCode' }, 'request-refused'],
    ['500 unavailable', { kind: 'unavailable' }, 'terminal-unavailable'],
  ];

  it.each(notCharged)('has failed, and nothing was charged, by %s', async (_name, fault, code) => {
    const simulator = await startSimulator();
    simulator.control.next({ fault });

    const outcome = await openTerminal(named(simulator)).terminal.take(request);

    expect(outcome).toMatchObject({
      kind: 'failed',
      reason: { code, ...(fault.field === undefined ? {} : { field: 'postalCode' }) },
    });
    expect(simulator.ledger()).toMatchObject([{ kind: 'not-charged' }]);
    expect(postsAt(simulator)).toBe(1);
  });

  it('has failed, and nothing was charged, where the connection is refused', async () => {
    const simulator = await startSimulator();
    const { terminal, sent } = openTerminal(named(simulator));
    await terminal.refreshStatus();
    simulator.control.refuse({ dropConnections: true });

    expect(await terminal.take(request)).toEqual({
      kind: 'failed',
      reason: { code: 'service-unreachable' },
      deviceWarning: false,
    });
    expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(simulator.ledger()).toEqual([]);
  });

  const unknown: readonly (readonly [string, Fault, string])[] = [
    ['a close before charging', { kind: 'close-before-charging' }, 'connection-lost'],
    ['a reset before charging', { kind: 'reset-before-charging' }, 'connection-lost'],
    ['a close while the customer is there', { kind: 'close-during-customer' }, 'connection-lost'],
    ['a close after charging', { kind: 'close-after-charging' }, 'connection-lost'],
    ['a reset after charging', { kind: 'reset-after-charging' }, 'connection-lost'],
    ['a body that is cut off', { kind: 'cut-body' }, 'connection-lost'],
    ['JSON that is cut off', { kind: 'cut-json' }, 'unreadable-answer'],
    ['garbage after charging', { kind: 'garbage', charged: true }, 'unreadable-answer'],
    ['garbage before charging', { kind: 'garbage', charged: false }, 'unreadable-answer'],
    ['something that is not HTTP', { kind: 'not-http', charged: true }, 'unreadable-answer'],
    ['another 500 after charging', { kind: 'other-error', charged: true }, 'service-error'],
    ['another 500 before charging', { kind: 'other-error', charged: false }, 'service-error'],
    ['a 500 without a body', { kind: 'empty-error', charged: true }, 'service-error'],
    ['a 204', { kind: 'http-status', status: 204, charged: true }, 'unreadable-answer'],
    ['a redirect', { kind: 'http-status', status: 307, charged: true }, 'unreadable-answer'],
    ['a 404', { kind: 'http-status', status: 404, charged: false }, 'service-error'],
    ['a 503', { kind: 'http-status', status: 503, charged: true }, 'service-error'],
    ['an answer without its verdict', { kind: 'missing-fields', fields: ['Successful'] }, 'unreadable-answer'],
    ['an empty 200', { kind: 'raw-answer', body: '', charged: true }, 'unreadable-answer'],
  ];

  it.each(unknown)('is unknown after %s, and is not asked again', async (_name, fault, code) => {
    const simulator = await startSimulator();
    simulator.control.next({ customer: { kind: 'approve' }, fault });
    const { terminal, sent } = openTerminal(named(simulator));

    expect(await terminal.take(request)).toMatchObject({ kind: 'outcome-unknown', reason: { code } });

    await simulator.control.untilFree();
    await terminal.refreshStatus();
    expect(sent.filter(({ method }) => method === 'POST')).toHaveLength(1);
    expect(postsAt(simulator)).toBe(1);
    expect(simulator.ledger()).toHaveLength(1);
  });

  it.each([
    ['a wrong content type', { kind: 'wrong-content-type' }],
    ['a late answer', { kind: 'late-answer', delayMs: 200 }],
    ['an answer that comes twice', { kind: 'duplicate-answer' }],
    ['an answer with a token', { kind: 'token' }],
    ['an answer with little more than its verdict', { kind: 'missing-fields' }],
  ] as const)('is approved by %s', async (_name, fault) => {
    const simulator = await startSimulator();
    simulator.control.next({ customer: { kind: 'approve' }, fault });

    const outcome = await openTerminal(named(simulator)).terminal.take(request);

    expect(outcome).toMatchObject({ kind: 'approved', discrepancies: [] });
    expect(simulator.ledger()).toMatchObject([{ kind: 'charged' }]);
    expect(postsAt(simulator)).toBe(1);
  });

  it('reaches a service that listens on ::1 only, under the name localhost', async () => {
    const simulator = await startOnSixAlone((port) => startSimulator({ host: '::1', port }));
    const { terminal } = openTerminal(named(simulator));

    expect(await terminal.refreshStatus()).toMatchObject({ state: 'available' });
    expect(await terminal.take(request)).toMatchObject({ kind: 'approved' });
  });

  it.each(['', '/', '//'])('joins its address to a base that ends with "%s"', async (ending) => {
    const simulator = await startSimulator();
    const base = named(simulator);
    const { terminal } = openTerminal({ ...base, url: base.url.replace(/\/$/u, ending) });

    expect(await terminal.take(request)).toMatchObject({ kind: 'approved' });
  });

  it('takes one card at a time: a second call throws before anything is sent', async () => {
    const simulator = await startSimulator();
    simulator.control.next({ customer: { kind: 'hold' } });
    const { terminal } = openTerminal(named(simulator));
    const taken = terminal.take(request);
    await simulator.control.untilBegun();

    for (let again = 0; again < 50; again += 1) expect(() => void terminal.take(request)).toThrow(/one conversation at a time/u);

    simulator.control.release({ kind: 'approve' });
    expect(await taken).toMatchObject({ kind: 'approved' });
    expect(postsAt(simulator)).toBe(1);
    expect(simulator.ledger()).toHaveLength(1);
  });

  it('is free for the next customer whatever became of the last one', async () => {
    const simulator = await startSimulator();
    const { terminal } = openTerminal(named(simulator));
    simulator.control.next({ fault: { kind: 'close-before-charging' } });

    expect(await terminal.take(request)).toMatchObject({ kind: 'outcome-unknown' });
    expect(await terminal.take({ ...request, reference: 'another' })).toMatchObject({ kind: 'approved' });
  });

  it('sends nothing that is not a whole amount', async () => {
    const simulator = await startSimulator();
    const { terminal } = openTerminal(named(simulator));

    expect(() => void terminal.take({ ...request, amountMinor: 0.1 + 0.2 })).toThrow(/whole number/u);
    expect(postsAt(simulator)).toBe(0);
    expect(await terminal.take(request)).toMatchObject({ kind: 'approved' });
  });

  it('goes on waiting after it was closed: the customer may still be paying', async () => {
    const simulator = await startSimulator();
    simulator.control.next({ customer: { kind: 'hold' } });
    const { terminal } = openTerminal(named(simulator));
    const taken = terminal.take(request);
    await simulator.control.untilBegun();

    terminal.close();
    simulator.control.release({ kind: 'approve' });

    expect(await taken).toMatchObject({ kind: 'approved' });
  });
});

describe('mistakes of our own', () => {
  function failingTransport(failAt: HttpRequest['method']): Transport {
    return {
      exchange: ({ method }) =>
        method === failAt
          ? Promise.reject(new TypeError('cannot read secret-token'))
          : Promise.resolve(ok({ status: 200, contentType: undefined, body: '{"StatusCode":1}' })),
      close: () => {},
    };
  }

  it('leave the outcome unknown, are logged, and repeat nothing of an answer', async () => {
    const { terminal, logged } = openTerminal({ url: 'http://localhost:1' }, { transport: failingTransport('POST') });

    expect(await terminal.take(request)).toEqual({ kind: 'outcome-unknown', reason: { code: 'unreadable-answer' } });

    const mistake = logged.find(({ event }) => event === 'card-answer-not-understood');
    expect(mistake?.fields).toMatchObject({ error: 'TypeError' });
    expect(JSON.stringify(logged)).not.toContain('secret');
  });

  it('do not end the asking', async () => {
    const clock = createManualClock();
    const { terminal, sent } = openTerminal({ url: 'http://localhost:1' }, { clock, transport: failingTransport('GET') });

    await clock.advance(15_000);

    expect(terminal.status()).toMatchObject({ state: 'unexpected-answer' });
    expect(sent).toHaveLength(4);
  });
});

describe('what is logged', () => {
  it('is ids, codes and durations: no name, no token, no reference, no password', async () => {
    const simulator = await startSimulator({ user: 'the-user', password: 'the-password' });
    simulator.control.always({ fault: { kind: 'token' } });
    const { terminal, logged } = openTerminal(named(simulator));

    await terminal.take({ ...request, reference: 'the-reference' });

    const text = JSON.stringify(logged);
    for (const secret of ['the-user', 'the-password', 'the-reference', 'token', 'TEST CARD', 'Ada', '36832', 'Basic']) {
      expect(text).not.toContain(secret);
    }
    expect(logged.map(({ event }) => event)).toEqual(expect.arrayContaining(['card-asked', 'card-answered', 'card-outcome']));
    expect(logged.find(({ event }) => event === 'card-answered')?.fields).toMatchObject({
      httpStatus: 200,
      durationMs: expect.any(Number),
    });
  });
});

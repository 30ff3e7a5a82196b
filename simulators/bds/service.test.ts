import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBdsSimulator, type BdsSimulator } from './start-bds-simulator.ts';
import { basicAuth, call, getStatus, jsonOf, postTransaction, properRequest, type Seen } from './testing-client.ts';

let simulator: BdsSimulator;
beforeEach(async () => {
  simulator = await startBdsSimulator();
});
afterEach(() => simulator.close());

describe('status', () => {
  it('is Available while nobody is at the terminal', async () => {
    const seen = await getStatus(simulator);
    expect(seen).toMatchObject({ status: 200, text: '{"Description":"Available","StatusCode":1}' });
    expect(seen.headers).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      server: 'Microsoft-HTTPAPI/2.0',
      date: expect.stringMatching(/GMT$/u) as string,
    });
  });

  it('is NoConnectedDevice while a customer is at the terminal', async () => {
    simulator.control.next({ customer: { kind: 'hold' } });
    const payment = postTransaction(simulator);
    await simulator.control.untilBegun();
    expect(jsonOf(await getStatus(simulator))).toEqual({ Description: 'NoConnectedDevice', StatusCode: 2 });
    expect(simulator.control.release()).toBe(true);
    expect(await payment).toMatchObject({ status: 200 });
    expect(jsonOf(await getStatus(simulator))).toEqual({ Description: 'Available', StatusCode: 1 });
  });

  it.each([
    [0, 'Unknown'],
    [1, 'Available'],
    [2, 'NoConnectedDevice'],
    [3, 'NotAvailable'],
    [7, 'State7'],
  ])('is %i %s where a script says so, once', async (code, Description) => {
    simulator.control.next({ status: { kind: 'code', code } });
    expect(jsonOf(await getStatus(simulator))).toEqual({ Description, StatusCode: code });
    expect(jsonOf(await getStatus(simulator))).toMatchObject({ StatusCode: 1 });
  });

  it.each([[2], [3]])('makes transactions unavailable while %i stands', async (code) => {
    simulator.control.always({ status: { kind: 'code', code } });
    expect(await postTransaction(simulator)).toMatchObject({ status: 500 });
    expect(simulator.ledger()).toMatchObject([{ kind: 'not-charged', why: 'no-terminal', reference: '987987' }]);
    simulator.control.always({ status: { kind: 'code', code: 0 } });
    expect(await postTransaction(simulator)).toMatchObject({ status: 200 });
  });

  it('can be malformed, unauthorized, another status, or a closed connection', async () => {
    simulator.control.next({ status: { kind: 'malformed' } });
    simulator.control.next({ status: { kind: 'malformed', body: '[]' } });
    simulator.control.next({ status: { kind: 'unauthorized' } });
    simulator.control.next({ status: { kind: 'http-status', status: 502 } });
    simulator.control.next({ status: { kind: 'close' } });
    expect(await getStatus(simulator)).toMatchObject({ status: 200, text: '{"Description":"Available","StatusCode":' });
    expect(await getStatus(simulator)).toMatchObject({ status: 200, text: '[]' });
    expect(await getStatus(simulator)).toMatchObject({ status: 401 });
    expect(await getStatus(simulator)).toMatchObject({ status: 502 });
    expect(await getStatus(simulator)).toMatchObject({ error: 'ECONNRESET' });
  });

  it('can hang until the client gives up', async () => {
    simulator.control.next({ status: { kind: 'hang' } });
    const client = new AbortController();
    const asked = getStatus(simulator, { signal: client.signal, headers: basicAuth(simulator) });
    await expect.poll(() => simulator.requests()).toHaveLength(1);
    client.abort();
    expect(await asked).toMatchObject({ error: 'ABORT_ERR' });
  });
});

describe('authorization', () => {
  it.each([
    ['none', {}],
    ['another password', basicAuth({ user: 'demonstration', password: 'wrong' })],
    ['another user', basicAuth({ user: 'somebody', password: 'not-a-secret' })],
    ['another scheme', { Authorization: 'Bearer x' }],
  ])('is refused with %s, on both operations', async (_what, headers) => {
    const status = await getStatus(simulator, { headers });
    expect(status.status).toBe(401);
    expect(status.headers?.['www-authenticate']).toMatch(/^Basic /u);
    expect(jsonOf(status)).toEqual({
      ResponseStatus: { ErrorCode: 'Invalid UserName or Password', Message: 'Invalid UserName or Password' },
    });
    const json = { ...headers, 'Content-Type': 'application/json' };
    expect(await postTransaction(simulator, properRequest, { headers: json })).toMatchObject({ status: 401 });
    expect(simulator.ledger()).toMatchObject([{ kind: 'not-charged', why: 'unauthorized', reference: '987987' }]);
  });

  it('takes the credentials that it was started with', async () => {
    const other = await startBdsSimulator({ user: 'kittens', password: 'aresolovely:é' });
    expect(await getStatus(other)).toMatchObject({ status: 200 });
    expect(await getStatus(other, { headers: basicAuth({ user: 'demonstration', password: 'not-a-secret' }) })).toMatchObject({
      status: 401,
    });
    await other.close();
  });
});

describe('operations', () => {
  it.each([
    ['GET', 'Transaction', 405],
    ['POST', 'status', 405],
    ['DELETE', 'Transaction', 405],
    ['POST', 'transaction', 404],
    ['GET', 'Status', 404],
    ['POST', 'Transaction/1/cancel', 404],
    ['GET', '', 404],
    ['GET', '../other', 404],
  ])('%s %s is not one of them', async (method, operation, status) => {
    const seen = await call(`${simulator.url}${operation}`, { method, headers: basicAuth(simulator) });
    expect(seen.status).toBe(status);
    expect(simulator.ledger()).toEqual([]);
  });

  it('are recorded without their authorization', async () => {
    await getStatus(simulator);
    await postTransaction(simulator);
    const requests = simulator.requests();
    expect(requests).toMatchObject([
      { method: 'GET', path: '/DeviceService/BDS/status', body: '' },
      { method: 'POST', path: '/DeviceService/BDS/Transaction', contentType: 'application/json; charset=utf-8' },
    ]);
    expect(JSON.parse(requests[1]?.body ?? '')).toEqual(properRequest);
    expect(JSON.stringify(requests)).not.toContain('Basic');
  });
});

describe('one transaction at a time', () => {
  it('refuses a second while one is open', async () => {
    simulator.control.next({ customer: { kind: 'hold' } });
    const first = postTransaction(simulator);
    await simulator.control.untilBegun();
    const second = await postTransaction(simulator, { ...properRequest, Reference: 'second' });
    expect(second.status).toBe(500);
    expect(jsonOf(second)).toEqual({
      ResponseStatus: {
        ErrorCode: 'DeviceError',
        Errors: [{ ErrorCode: 'unavailable', Message: 'Card Terminal is not available' }],
      },
    });
    simulator.control.release();
    expect(await first).toMatchObject({ status: 200 });
    await simulator.control.untilIdle();
    expect(simulator.ledger()).toMatchObject([
      { kind: 'not-charged', why: 'terminal-in-use', reference: 'second' },
      { kind: 'charged', reference: '987987', answered: true },
    ]);
  });

  it('charges one of many that come at once', async () => {
    simulator.control.next({ customer: { kind: 'hold' } });
    const seen: Seen[] = [];
    const all = Array.from({ length: 20 }, async () => seen.push(await postTransaction(simulator)));
    // The customer is still there when the last of the others comes.
    await expect.poll(() => seen.length).toBe(19);
    simulator.control.release({ kind: 'approve' });
    await Promise.all(all);
    expect(seen.map(({ status }) => status)).toEqual([...Array.from({ length: 19 }, () => 500), 200]);
    expect(simulator.ledger().filter(({ kind }) => kind === 'charged')).toHaveLength(1);
  });

  it('is free for the next as soon as the answer has arrived', async () => {
    for (let count = 0; count < 20; count += 1) expect(await postTransaction(simulator)).toMatchObject({ status: 200 });
    expect(simulator.ledger().map((entry) => entry.transactionId)).toEqual(
      Array.from({ length: 20 }, (_, index) => 690_489 + index),
    );
  });
});

describe('a till that does not read its answer', () => {
  it('keeps the terminal from nobody, and its end does not send the next customer away', async () => {
    // Larger than what the network holds for a reader who does not read.
    simulator.control.next({ fault: { kind: 'raw-answer', body: 'x'.repeat(30_000_000) } });
    const till = connect(simulator.port, '127.0.0.1').pause();
    const { Authorization } = basicAuth(simulator);
    const body = JSON.stringify(properRequest);
    const head = `POST /DeviceService/BDS/Transaction HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${Authorization}\r\n`;
    till.write(`${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    await expect.poll(() => simulator.ledger().length).toBe(1);

    simulator.control.next({ customer: { kind: 'hold' } });
    const second = postTransaction(simulator);
    await expect.poll(() => simulator.control.state().terminal).toMatchObject({ isHeld: true });
    expect(simulator.ledger()[0]?.how).toBe('pending');
    till.destroy();
    await expect.poll(() => simulator.ledger()[0]?.how).toBe('raw-answer');
    expect(simulator.control.state().terminal).toMatchObject({ isHeld: true });
    simulator.control.release();
    expect(await second).toMatchObject({ status: 200 });
  });
});

describe('a till that dies', () => {
  it('does not keep the customer from being charged', async () => {
    simulator.control.next({ customer: { kind: 'hold' } });
    const till = new AbortController();
    const payment = postTransaction(simulator, properRequest, { signal: till.signal, headers: withJson() });
    await simulator.control.untilBegun();
    till.abort();
    expect(await payment).toMatchObject({ error: 'ABORT_ERR' });
    expect(jsonOf(await getStatus(simulator))).toMatchObject({ StatusCode: 2 });
    simulator.control.release();
    await simulator.control.untilIdle();
    expect(simulator.ledger()).toMatchObject([{ kind: 'charged', amount: '12.00', answered: false, how: 'client-gone' }]);
  });

  it('has sent nothing while its request is not whole', async () => {
    const till = connect(simulator.port, '127.0.0.1');
    const { Authorization } = basicAuth(simulator);
    const head = `POST /DeviceService/BDS/Transaction HTTP/1.1\r\nHost: localhost\r\nAuthorization: ${Authorization}\r\n`;
    till.end(`${head}Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n${JSON.stringify(properRequest)}`);
    till.resume();
    await once(till, 'close');
    await simulator.control.untilIdle();
    expect(simulator.ledger()).toEqual([]);
  });

  function withJson(): Record<string, string> {
    return { ...basicAuth(simulator), 'Content-Type': 'application/json' };
  }
});

describe('a simulator that is closed', () => {
  it('sends the customer away uncharged', async () => {
    const other = await startBdsSimulator();
    other.control.next({ customer: { kind: 'hold' } });
    const payment = postTransaction(other);
    await other.control.untilBegun();
    await other.close();
    expect(await payment).toHaveProperty('error');
    expect(other.ledger()).toMatchObject([{ kind: 'not-charged', why: 'simulator-closed' }]);
  });
});

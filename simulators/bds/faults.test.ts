import { once } from 'node:events';
import { Agent } from 'node:http';
import { connect, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { faultKinds } from './faults.ts';
import { startBdsSimulator, type BdsSimulator, type Fault } from './start-bds-simulator.ts';
import { basicAuth, getStatus, jsonOf, postTransaction, properRequest, type Seen } from './testing-client.ts';

let simulator: BdsSimulator;
beforeEach(async () => {
  simulator = await startBdsSimulator();
});
afterEach(async () => {
  vi.useRealTimers();
  await simulator.close();
});

async function suffer(fault: Fault): Promise<Seen> {
  simulator.control.next({ fault });
  const seen = await postTransaction(simulator);
  await simulator.control.untilIdle();
  return seen;
}

const unavailable = { ResponseStatus: { ErrorCode: 'DeviceError', Errors: [{ ErrorCode: 'unavailable' }] } };
const approved = { Successful: true, Amount: 12 };

/** Fault, what the till sees, whether the card was charged, whether that counts as an answer. */
const faultTable: readonly (readonly [Fault, object, boolean, boolean])[] = [
  [
    { kind: 'unauthorized' },
    { status: 401, text: expect.stringContaining('Invalid UserName or Password') as string },
    false,
    true,
  ],
  [{ kind: 'unauthorized', emptyBody: true }, { status: 401, text: '' }, false, true],
  [
    { kind: 'bad-request', field: 'BillType', message: 'Nobody has configured this.' },
    { status: 400, text: expect.stringContaining('"FieldName":"BillType","Message":"Nobody has configured this."') as string },
    false,
    true,
  ],
  [{ kind: 'unavailable' }, { status: 500, text: expect.stringContaining('"ErrorCode":"unavailable"') as string }, false, true],
  [{ kind: 'close-before-charging' }, { error: 'ECONNRESET' }, false, false],
  [{ kind: 'reset-before-charging' }, { error: 'ECONNRESET' }, false, false],
  [{ kind: 'close-during-customer' }, { error: 'ECONNRESET' }, true, false],
  [{ kind: 'close-after-charging' }, { error: 'ECONNRESET' }, true, false],
  [{ kind: 'reset-after-charging' }, { error: 'ECONNRESET' }, true, false],
  [{ kind: 'late-answer', delayMs: 30 }, { status: 200 }, true, true],
  [{ kind: 'other-error' }, { status: 500, text: expect.stringContaining('InternalError') as string }, true, false],
  [{ kind: 'other-error', charged: false }, { status: 500 }, false, false],
  [{ kind: 'empty-error' }, { status: 500, text: '' }, true, false],
  [{ kind: 'empty-error', charged: false }, { status: 500, text: '' }, false, false],
  ...[404, 502, 503, 204].map((status) => [{ kind: 'http-status', status }, { status, text: '' }, true, false] as const),
  [{ kind: 'http-status', charged: false }, { status: 503, text: '' }, false, false],
  ...[302, 307].map(
    (status) =>
      [
        { kind: 'http-status', status },
        { status, headers: expect.objectContaining({ location: '/DeviceService/BDS/Transaction' }) as object },
        true,
        false,
      ] as const,
  ),
  [{ kind: 'garbage' }, { status: 200, text: expect.stringMatching(/^%PDF/u) as string }, true, false],
  [{ kind: 'garbage', charged: false }, { status: 200 }, false, false],
  [
    { kind: 'cut-json' },
    { status: 200, text: expect.stringMatching(/^\{"ErrorCode":"NoError","Successful":true.*[^}]$/u) as string },
    true,
    false,
  ],
  [
    { kind: 'cut-body' },
    { status: 200, error: 'ECONNRESET', text: expect.stringMatching(/^\{"ErrorCode":"NoError"/u) as string },
    true,
    false,
  ],
  [
    { kind: 'wrong-content-type' },
    { status: 200, headers: expect.objectContaining({ 'content-type': 'text/html; charset=utf-8' }) as object },
    true,
    false,
  ],
  [{ kind: 'not-http' }, { error: 'HPE_INVALID_CONSTANT' }, true, false],
  [{ kind: 'not-http', charged: false }, { error: 'HPE_INVALID_CONSTANT' }, false, false],
  [{ kind: 'duplicate-answer' }, { status: 200, text: expect.stringContaining('"Successful":true') as string }, true, true],
  [{ kind: 'missing-fields' }, { status: 200, text: '{"ErrorCode":"NoError","Successful":true,"Amount":12}' }, true, false],
  [{ kind: 'token' }, { status: 200, text: expect.stringContaining('"Token":"') as string }, true, true],
  [
    { kind: 'raw-answer', status: 202, body: '[]', contentType: 'text/plain' },
    { status: 202, text: '[]', headers: expect.objectContaining({ 'content-type': 'text/plain' }) as object },
    true,
    false,
  ],
];

describe('a fault', () => {
  it.each(faultTable)('%j', async (fault, expected, isCharged, isAnswered) => {
    expect(await suffer(fault)).toMatchObject(expected);
    expect(simulator.ledger()).toMatchObject([
      { kind: isCharged ? 'charged' : 'not-charged', reference: '987987', how: fault.kind, answered: isAnswered },
    ]);
    expect(await postTransaction(simulator)).toMatchObject({ status: 200 });
  });

  it.each(['hang-before-charging', 'hang-after-charging'] as const)('%s leaves the till without an answer', async (kind) => {
    simulator.control.next({ fault: { kind } });
    const headers = { ...basicAuth(simulator), 'Content-Type': 'application/json' };
    const client = new AbortController();
    const asked = postTransaction(simulator, properRequest, { headers, signal: client.signal });
    await expect.poll(() => simulator.ledger()).toHaveLength(1);
    client.abort();
    expect(await asked).toEqual({ error: 'ABORT_ERR' });
    await simulator.control.untilIdle();
    const isCharged = kind === 'hang-after-charging';
    expect(simulator.ledger()).toMatchObject([{ kind: isCharged ? 'charged' : 'not-charged', answered: false, how: kind }]);
  });

  it('is tested for every kind', () => {
    const tested = new Set<string>([...faultTable.map(([{ kind }]) => kind), 'hang-before-charging', 'hang-after-charging']);
    expect(faultKinds.filter((kind) => !tested.has(kind))).toEqual([]);
  });

  it('looks as the description has it', async () => {
    expect(jsonOf(await suffer({ kind: 'unavailable' }))).toMatchObject(unavailable);
    expect(jsonOf(await suffer({ kind: 'wrong-content-type' }))).toMatchObject(approved);
  });

  it('can take any fields away', async () => {
    const answer = jsonOf(await suffer({ kind: 'missing-fields', fields: ['ReadDetails', 'TransactionId'] }));
    expect(answer).toMatchObject(approved);
    expect(answer).not.toHaveProperty('ReadDetails');
    expect(answer).not.toHaveProperty('TransactionId');
    expect(answer).toHaveProperty('Authorizations');
  });

  it('keeps the terminal busy while an answer is late', async () => {
    simulator.control.next({ fault: { kind: 'late-answer', delayMs: 60_000 } });
    const payment = postTransaction(simulator);
    await simulator.control.untilBegun();
    expect(jsonOf(await getStatus(simulator))).toMatchObject({ StatusCode: 2 });
    await simulator.close();
    expect(await payment).toHaveProperty('error');
    expect(simulator.ledger()).toMatchObject([{ kind: 'charged', answered: false }]);
  });

  it('closes during the customer, who goes on', async () => {
    simulator.control.next({ customer: { kind: 'hold' }, fault: { kind: 'close-during-customer' } });
    expect(await postTransaction(simulator)).toEqual({ error: 'ECONNRESET' });
    expect(simulator.ledger()).toEqual([]);
    expect(jsonOf(await getStatus(simulator))).toMatchObject({ StatusCode: 2 });
    simulator.control.release();
    await simulator.control.untilIdle();
    expect(simulator.ledger()).toMatchObject([{ kind: 'charged', answered: false }]);
  });

  it('goes with a customer who declines: nothing is charged', async () => {
    simulator.control.next({ customer: { kind: 'decline' }, fault: { kind: 'close-after-charging' } });
    expect(await postTransaction(simulator)).toEqual({ error: 'ECONNRESET' });
    await simulator.control.untilIdle();
    expect(simulator.ledger()).toMatchObject([{ kind: 'not-charged', why: 'decline', answered: false }]);
  });

  it('sends the bytes of a duplicate answer twice', async () => {
    simulator.control.next({ fault: { kind: 'duplicate-answer' } });
    const body = JSON.stringify(properRequest);
    const { Authorization } = basicAuth(simulator);
    const request = [
      'POST /DeviceService/BDS/Transaction HTTP/1.1',
      'Host: localhost',
      `Authorization: ${Authorization}`,
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      '',
      body,
    ].join('\r\n');
    const bytes = await new Promise<string>((resolve) => {
      let text = '';
      const socket = connect(simulator.port, '127.0.0.1', () => socket.write(request));
      socket.setEncoding('utf8');
      socket.on('data', (part: string) => (text += part));
      socket.on('close', () => resolve(text));
    });
    expect(bytes.match(/HTTP\/1\.1 200 OK/gu)).toHaveLength(2);
    expect(bytes.match(/"Successful":true/gu)).toHaveLength(2);
    expect(simulator.ledger()).toHaveLength(1);
  });
});

describe('refused connections', () => {
  it('last until it listens again, on the same port', async () => {
    simulator.control.refuse();
    expect(await getStatus(simulator)).toEqual({ error: 'ECONNREFUSED' });
    expect(await postTransaction(simulator)).toEqual({ error: 'ECONNREFUSED' });
    expect(simulator.control.state().isListening).toBe(false);
    await Promise.all([simulator.control.listen(), simulator.control.listen()]);
    expect(await getStatus(simulator)).toMatchObject({ status: 200 });
    expect(simulator.ledger()).toEqual([]);
  });

  it('end as soon as whoever was given the port meanwhile has gone', async () => {
    simulator.control.refuse();
    const other = createServer().listen(simulator.port, '127.0.0.1');
    await once(other, 'listening');
    const listening = simulator.control.listen();
    expect(simulator.control.state().isListening).toBe(false);
    other.close();
    await listening;
    expect(await getStatus(simulator)).toMatchObject({ status: 200 });
  });

  it('last as long as told', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    simulator.control.refuse({ forMs: 60_000 });
    expect(await getStatus(simulator)).toEqual({ error: 'ECONNREFUSED' });
    vi.advanceTimersByTime(60_000);
    await expect.poll(() => simulator.control.state().isListening).toBe(true);
    expect(await getStatus(simulator)).toMatchObject({ status: 200 });
  });

  it('can begin right after a status that said Available', async () => {
    const agent = new Agent({ keepAlive: true });
    simulator.control.next({ status: { kind: 'then-refuse' } });
    expect(jsonOf(await getStatus(simulator, { agent, headers: basicAuth(simulator) }))).toMatchObject({ StatusCode: 1 });
    expect(await getStatus(simulator, { agent, headers: basicAuth(simulator) })).toEqual({ error: 'ECONNREFUSED' });
    agent.destroy();
  });

  it('leave an open payment alone, and its connection is not used again', async () => {
    const agent = new Agent({ keepAlive: true });
    const headers = { ...basicAuth(simulator), 'Content-Type': 'application/json' };
    simulator.control.next({ customer: { kind: 'hold' } });
    const payment = postTransaction(simulator, properRequest, { agent, headers });
    await simulator.control.untilBegun();
    simulator.control.refuse();
    simulator.control.release();
    expect(await payment).toMatchObject({ status: 200 });
    expect(await getStatus(simulator, { agent, headers })).toEqual({ error: 'ECONNREFUSED' });
    agent.destroy();
  });

  it('can drop an open payment, whose customer goes on', async () => {
    simulator.control.next({ customer: { kind: 'hold' } });
    const payment = postTransaction(simulator);
    await simulator.control.untilBegun();
    simulator.control.refuse({ dropConnections: true });
    expect(await payment).toEqual({ error: 'ECONNRESET' });
    simulator.control.release();
    await simulator.control.untilIdle();
    expect(simulator.ledger()).toMatchObject([{ kind: 'charged', answered: false, how: 'client-gone' }]);
  });
});

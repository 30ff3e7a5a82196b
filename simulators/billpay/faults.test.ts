import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBillpaySimulator, type BillpaySimulator, type Fault } from './start-billpay-simulator.ts';
import { confirm, get, newId, pay, payment, post, refund, reverse, transaction, type Paid, type Seen } from './testing-client.ts';

let simulator: BillpaySimulator;
beforeEach(async () => {
  simulator = await startBillpaySimulator();
});
afterEach(() => simulator.close());

async function payUnder(fault: Fault): Promise<Paid> {
  simulator.control.next({ on: 'create', fault });
  const paid = await pay(simulator);
  await simulator.control.untilIdle();
  return paid;
}

const states = (): readonly string[] => simulator.ledger().payments.map(({ state }) => state);

describe('a payment whose connection goes', () => {
  it.each([
    [{ kind: 'cut' }, 'reserved'],
    [{ kind: 'cut', applied: true }, 'reserved'],
    [{ kind: 'cut', applied: false }, 'requested'],
    [{ kind: 'reset' }, 'reserved'],
    [{ kind: 'reset', applied: false }, 'requested'],
    [{ kind: 'cut-body' }, 'reserved'],
    [{ kind: 'not-http' }, 'reserved'],
    [{ kind: 'not-http', applied: false }, 'requested'],
  ] as const)('%j is %s', async (fault, state) => {
    const { seen } = await payUnder(fault);
    expect(seen.error).toMatch(fault.kind === 'not-http' ? /^HPE_/u : /^ECONNRESET|aborted$/u);
    expect(simulator.ledger().payments).toMatchObject([{ state, answered: false, how: fault.kind }]);
    expect(simulator.ledger().payments[0]).not.toHaveProperty('status');
  });

  it('before its effect is not known to the service: its reversal finds nothing, and it could still come', async () => {
    const { id, request } = await payUnder({ kind: 'cut', applied: false });
    const other = await payUnder({ kind: 'cut', applied: false });
    expect(await reverse(simulator, other)).toMatchObject({ json: { errorType: 'UNABLE_TO_LOCATE_RECORD' } });
    expect(await post(simulator, `/payments/${id}`, request)).toMatchObject({ status: 201 });
    expect(await post(simulator, `/payments/${other.id}`, other.request)).toMatchObject({
      json: { errorType: 'DUPLICATE_RECORD' },
    });
    expect(states()).toEqual(['reserved', 'requested']);
    expect(simulator.ledger().conflicts.map(({ kind }) => kind)).toEqual([
      'unknown-request',
      'repeated-request',
      'repeated-request',
    ]);
  });

  it('in the middle of its body has its head', async () => {
    expect((await payUnder({ kind: 'cut-body' })).seen).toMatchObject({ status: 201, error: 'ECONNRESET' });
  });
});

describe('a payment whose answer is not what it should be', () => {
  it.each([
    [{ kind: 'status' }, 500, 'GENERAL_ERROR', 'requested'],
    [{ kind: 'status', status: 500, applied: true }, 500, 'GENERAL_ERROR', 'reserved'],
    [{ kind: 'status', status: 504, applied: true }, 504, 'UPSTREAM_UNAVAILABLE', 'reserved'],
    [{ kind: 'status', status: 504 }, 504, 'UPSTREAM_UNAVAILABLE', 'requested'],
    [{ kind: 'status', status: 503 }, 503, 'UPSTREAM_UNAVAILABLE', 'requested'],
    [{ kind: 'status', status: 501 }, 501, 'FUNCTION_NOT_SUPPORTED', 'requested'],
    [{ kind: 'status', status: 400 }, 400, 'FORMAT_ERROR', 'requested'],
    [{ kind: 'status', status: 500, errorType: 'FORMAT_ERROR' }, 500, 'FORMAT_ERROR', 'requested'],
    [{ kind: 'status', status: 429 }, 429, 'GENERAL_ERROR', 'requested'],
  ] as const)('%j: %d %s, and it is %s', async (fault, status, errorType, state) => {
    const paid = await payUnder(fault);
    expect(paid.seen).toMatchObject({ status, json: { errorType, id: paid.id, requestType: 'PAYMENT_REQUEST' } });
    expect(simulator.ledger().payments).toMatchObject([{ state, answered: false, how: 'status', status }]);
  });

  it.each([
    ['empty', '', undefined],
    ['html', '<html><body><h1>502</h1></body></html>', 'text/html; charset=utf-8'],
    ['text', 'upstream said 502', 'text/plain; charset=utf-8'],
    ['odd', '["error",{"code":7,"errorType":null}]', 'application/json'],
  ] as const)('a 502 whose body is %s', async (body, text, contentType) => {
    const { seen } = await payUnder({ kind: 'status', status: 502, body });
    expect(seen).toMatchObject({ status: 502, text });
    if (contentType !== undefined) expect(seen.headers?.['content-type']).toBe(contentType);
  });

  it.each([203, 202, 200, 206])('a %d with the proper body', async (status) => {
    const { seen, id } = await payUnder({ kind: 'status', status, applied: true, body: 'proper' });
    expect(seen).toMatchObject({ status, json: { id, amounts: { approvedAmount: { amount: 48_650 } } } });
    expect(states()).toEqual(['reserved']);
  });

  it('a redirect leads back to itself', async () => {
    const { seen, id } = await payUnder({ kind: 'status', status: 307 });
    expect(seen).toMatchObject({ status: 307, headers: { location: `/billpay/v4/payments/${id}` } });
  });

  it.each([
    [{ kind: 'empty' }, 201, ''],
    [{ kind: 'garbage' }, 201, '%PDF-1.4 }{ this is not JSON'],
    [{ kind: 'garbage', applied: false }, 201, '%PDF-1.4 }{ this is not JSON'],
  ] as const)('%j', async (fault, status, text) => {
    expect((await payUnder(fault)).seen).toMatchObject({ status, text });
    expect(states()).toEqual(['applied' in fault ? 'requested' : 'reserved']);
  });

  it('the right one, as HTML', async () => {
    expect((await payUnder({ kind: 'wrong-content-type' })).seen).toMatchObject({
      status: 201,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      json: { amounts: { approvedAmount: { amount: 48_650 } } },
    });
  });

  it('the right one, with changes', async () => {
    const { seen } = await payUnder({
      kind: 'altered',
      changes: {
        id: 'not-ours',
        amounts: { approvedAmount: { currency: '072' }, feeAmount: null },
        tenders: [{ tenderType: 'BARTER' }],
        tomorrow: 1.5,
      },
    });
    expect(seen.json).toMatchObject({
      id: 'not-ours',
      amounts: { approvedAmount: { amount: 48_650, currency: '072' } },
      tenders: [{ tenderType: 'BARTER' }],
      tomorrow: 1.5,
    });
    expect(seen.json?.['amounts']).not.toHaveProperty('feeAmount');
    expect(simulator.ledger().payments).toMatchObject([{ state: 'reserved', how: 'altered', currency: '840' }]);
  });
});

describe('a payment that takes its time', () => {
  it('before its effect: a reversal overtakes it, and it does not take effect', async () => {
    simulator.control.next({ on: 'create', fault: { kind: 'hold', applied: false } });
    const id = newId();
    const request = payment(id);
    const late = post(simulator, `/payments/${id}`, request);
    await simulator.control.untilHeld();
    expect(simulator.ledger().payments).toEqual([]);
    expect(await reverse(simulator, { id, request, response: {}, seen: {} })).toMatchObject({
      json: { errorType: 'UNABLE_TO_LOCATE_RECORD' },
    });
    expect(simulator.control.release()).toBe(1);
    expect(await late).toMatchObject({ status: 400, json: { errorType: 'DUPLICATE_RECORD' } });
    expect(simulator.ledger().payments).toEqual([]);
  });

  it('after its effect: it is reserved, and reversed before it is answered', async () => {
    simulator.control.next({ on: 'create', fault: { kind: 'hold' } });
    const id = newId();
    const request = payment(id);
    const late = post(simulator, `/payments/${id}`, request);
    await simulator.control.untilHeld();
    expect(simulator.ledger().payments).toMatchObject([{ state: 'reserved', how: 'pending' }]);
    await reverse(simulator, { id, request, response: {}, seen: {} });
    simulator.control.release();
    expect(await late).toMatchObject({ status: 201 });
    await simulator.control.untilIdle();
    expect(simulator.ledger().payments).toMatchObject([{ state: 'reversed', answered: true, how: 'answered' }]);
  });

  it.each(['delay', 'late-answer', 'slow-body'] as const)('and is answered in the end: %s', async (kind) => {
    const { seen } = await payUnder({ kind, delayMs: 5 });
    expect(seen).toMatchObject({ status: 201, json: { amounts: {} } });
    expect(simulator.ledger().payments).toMatchObject([{ state: 'reserved', answered: true, how: 'answered', status: 201 }]);
  });

  it.each([
    [{ kind: 'hold', applied: true }, 'reserved', 'client-gone'],
    [{ kind: 'hold', applied: false }, 'reserved', 'client-gone'],
    [{ kind: 'hang', applied: true }, 'reserved', 'hang'],
    [{ kind: 'hang', applied: false }, 'requested', 'hang'],
  ] as const)('and whose till has gone is served all the same: %j', async (fault, state, how) => {
    simulator.control.next({ on: 'create', fault });
    const paying = pay(simulator);
    if (fault.kind === 'hold') await simulator.control.untilHeld();
    else await simulator.control.untilLedger(({ payments }) => payments.some((one) => one.how === 'hang'));
    simulator.control.refuse({ dropConnections: true });
    expect((await paying).seen).toEqual({ error: 'ECONNRESET' });
    simulator.control.release();
    await simulator.control.untilIdle();
    expect(simulator.ledger().payments).toMatchObject([{ state, answered: false, how }]);
  });

  it.each(['delay', 'late-answer', 'slow-body'] as const)('ends with the simulator: %s', async (kind) => {
    simulator.control.next({ on: 'create', fault: { kind, delayMs: 60_000 } });
    const paying = pay(simulator);
    await simulator.control.untilReceived('create');
    await simulator.close();
    await paying;
    expect(simulator.ledger().payments).toMatchObject([{ state: 'reserved' }]);
    simulator = await startBillpaySimulator();
  });
});

describe('an advice', () => {
  it.each([
    [{ kind: 'cut', applied: false }, 'not-applied', 'reserved'],
    [{ kind: 'cut' }, 'applied', 'confirmed'],
    [{ kind: 'status', status: 500 }, 'not-applied', 'reserved'],
    [{ kind: 'status', status: 504, applied: true, body: 'empty' }, 'applied', 'confirmed'],
    [{ kind: 'status', status: 401, body: 'empty' }, 'not-applied', 'reserved'],
    [{ kind: 'decline', errorType: 'FORMAT_ERROR' }, 'refused', 'reserved'],
    [{ kind: 'decline', errorType: 'UPSTREAM_UNAVAILABLE' }, 'refused', 'reserved'],
  ] as const)('under %j is %s, and may come again', async (fault, effect, state) => {
    const paid = await pay(simulator);
    const adviceId = newId();
    simulator.control.next({ on: 'confirmation', fault });
    await confirm(simulator, paid, adviceId);
    await simulator.control.untilIdle();
    expect(simulator.ledger()).toMatchObject({ payments: [{ state }], advices: [{ id: adviceId, times: 1, effect }] });
    expect(await confirm(simulator, paid, adviceId)).toMatchObject({ status: 202 });
    await simulator.control.untilIdle();
    expect(simulator.ledger()).toMatchObject({
      payments: [{ state: 'confirmed', confirmedBy: adviceId, adviceIds: [adviceId] }],
      advices: [{ id: adviceId, times: 2, effect: 'applied', status: 202 }],
      conflicts: [],
    });
  });

  it('finds nothing after a restart without a memory', async () => {
    const paid = await pay(simulator);
    simulator.control.forget();
    expect(await confirm(simulator, paid)).toMatchObject({ status: 400, json: { errorType: 'UNABLE_TO_LOCATE_RECORD' } });
    expect(simulator.ledger()).toMatchObject({
      payments: [{ state: 'reserved' }],
      conflicts: [{ kind: 'unknown-request', isBreach: false }],
    });
  });
});

describe('what moves no money', () => {
  it.each([
    [
      { kind: 'status', status: 501, body: 'empty' },
      { status: 501, text: '' },
    ],
    [
      { kind: 'status', status: 500 },
      { status: 500, text: '' },
    ],
    [{ kind: 'cut' }, { error: 'ECONNRESET' }],
  ] as const)('the biller list under %j', async (fault, seen) => {
    simulator.control.next({ on: 'listBillers', fault });
    expect(await get(simulator, '/billers/')).toMatchObject(seen);
  });

  it('a look-up', async () => {
    simulator.control.next({ on: 'lookup', fault: { kind: 'status', status: 504 } });
    const id = newId();
    const body = transaction(id, { accountRef: 'BW0417733021' });
    expect(await post(simulator, `/accountLookups/${id}`, body)).toMatchObject({
      status: 504,
      json: { requestType: 'ACCOUNT_LOOKUP_REQUEST' },
    });
    expect(simulator.ledger().payments).toEqual([]);
  });

  it('a refund that came to nothing', async () => {
    simulator.control.next({ on: 'createRefund', fault: { kind: 'cut', applied: false } });
    const id = newId();
    await post(simulator, `/refunds/${id}`, refund(id, 'ABC'));
    expect(simulator.ledger().refunds).toMatchObject([{ state: 'requested', how: 'cut' }]);
  });
});

it('serves whom it does not concern', async () => {
  simulator.control.next({ on: 'createRefund', fault: { kind: 'cut' } });
  simulator.control.next({ on: 'confirmation', fault: { kind: 'status', status: 500 }, times: 2 });
  const paid = await pay(simulator);
  const adviceId = newId();
  const statuses: (number | undefined)[] = [];
  const send = async (): Promise<Seen> => confirm(simulator, paid, adviceId);
  for (let time = 0; time < 3; time += 1) statuses.push((await send()).status);
  expect(statuses).toEqual([500, 500, 202]);
  expect(simulator.control.state().queued).toEqual([{ on: 'createRefund', fault: { kind: 'cut' } }]);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { payloadKinds } from './odd-payload.ts';
import { startQrSimulator, type Fault, type QrSimulator, type Target } from './start-qr-simulator.ts';
import {
  codeRequest,
  confirm,
  confirmation,
  makeCode,
  newId,
  pay,
  payAtOnce,
  paymentRequest,
  post,
  reversal,
  reverse,
  scan,
  sendPayment,
  type Paid,
  type Seen,
} from './testing-client.ts';

let simulator: QrSimulator;
beforeEach(async () => {
  simulator = await startQrSimulator();
});
afterEach(() => simulator.close());

/** A payment whose customer pays, and whose message meets a fault. */
async function payUnder(fault: Fault): Promise<Paid> {
  simulator.control.next({ on: 'pay', fault });
  simulator.control.next({ customer: 'pays' });
  const paid = await pay(simulator);
  await simulator.control.untilIdle();
  return paid;
}

const states = (): readonly string[] => simulator.ledger().payments.map(({ state }) => state);

describe('a payment whose connection goes', () => {
  it.each([
    [{ kind: 'cut' }, 'authorised'],
    [{ kind: 'cut', applied: true }, 'authorised'],
    [{ kind: 'cut', applied: false }, 'requested'],
    [{ kind: 'reset' }, 'authorised'],
    [{ kind: 'reset', applied: false }, 'requested'],
    [{ kind: 'cut-body' }, 'authorised'],
    [{ kind: 'not-http' }, 'authorised'],
    [{ kind: 'not-http', applied: false }, 'requested'],
  ] as const)('%j is %s', async (fault, state) => {
    const { seen } = await payUnder(fault);
    expect(seen.error).toMatch(fault.kind === 'not-http' ? /^HPE_/u : /^ECONNRESET|aborted$/u);
    expect(simulator.ledger().payments).toMatchObject([{ state, answered: false, how: fault.kind }]);
    expect(simulator.ledger().payments[0]).not.toHaveProperty('status');
  });

  it('before its effect is not known to the service, which finds nothing to reverse (QR 4.7)', async () => {
    const paid = await payUnder({ kind: 'cut', applied: false });
    expect(await reverse(simulator, paid)).toMatchObject({ status: 404, text: '' });
    expect(simulator.ledger()).toMatchObject({
      payments: [{ state: 'requested', takenMinor: 0, reservedMinor: 0 }],
      conflicts: [{ kind: 'unknown-request', isBreach: false }],
    });
    expect(simulator.control.state().queued).toEqual([{ customer: 'pays' }]);
  });

  it('after its effect is reversed, and its money is free again (QR 4.7)', async () => {
    const paid = await payUnder({ kind: 'cut' });
    expect(await reverse(simulator, paid)).toMatchObject({ status: 202 });
    expect(simulator.ledger()).toMatchObject({
      payments: [{ state: 'reversed', takenMinor: 0, reservedMinor: 0, releasedMinor: 28_450 }],
      conflicts: [],
    });
  });
});

describe('a payment whose answer is not what it should be', () => {
  it.each([
    [{ kind: 'status' }, 500, 'GENERAL_ERROR', 'requested'],
    [{ kind: 'status', status: 500, applied: true }, 500, 'GENERAL_ERROR', 'authorised'],
    [{ kind: 'status', status: 504, applied: true }, 504, 'UPSTREAM_UNAVAILABLE', 'authorised'],
    [{ kind: 'status', status: 504 }, 504, 'UPSTREAM_UNAVAILABLE', 'requested'],
    [{ kind: 'status', status: 503 }, 503, 'UPSTREAM_UNAVAILABLE', 'requested'],
    [{ kind: 'status', status: 401 }, 401, 'GENERAL_ERROR', 'requested'],
    [{ kind: 'status', status: 400, errorType: 'DUPLICATE_RECORD' }, 400, 'DUPLICATE_RECORD', 'requested'],
    [{ kind: 'status', status: 429 }, 429, 'GENERAL_ERROR', 'requested'],
  ] as const)('%j: %d %s, and it is %s', async (fault, status, errorType, state) => {
    const paid = await payUnder(fault);
    expect(paid.seen).toMatchObject({ status, json: { errorType, tranId: paid.tranId } });
    expect(simulator.ledger().payments).toMatchObject([
      { state, answered: false, how: 'status', status, answeredErrorType: errorType },
    ]);
  });

  it('a 401 asks who is there', async () => {
    const { seen } = await payUnder({ kind: 'status', status: 401 });
    expect(seen.headers?.['www-authenticate']).toBe('Basic realm="qr"');
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
    const { seen, tranId } = await payUnder({ kind: 'status', status, applied: true, body: 'proper' });
    expect(seen).toMatchObject({ status, json: { tranId, amounts: { approvedAmount: { amount: 28_450 } } } });
    expect(states()).toEqual(['authorised']);
  });

  it('a redirect leads back to itself', async () => {
    const { seen } = await payUnder({ kind: 'status', status: 307 });
    expect(seen).toMatchObject({ status: 307, headers: { location: '/qr/v1/payments' } });
  });

  it.each([
    [{ kind: 'empty' }, 201, '', 'authorised'],
    [{ kind: 'empty', applied: false }, 201, '', 'requested'],
    [{ kind: 'garbage' }, 201, '%PDF-1.4 }{ this is not JSON', 'authorised'],
    [{ kind: 'html' }, 201, '<html><body><h1>Welcome to the proxy</h1></body></html>', 'authorised'],
    [{ kind: 'html', applied: false }, 201, '<html><body><h1>Welcome to the proxy</h1></body></html>', 'requested'],
    [{ kind: 'not-found' }, 404, '', 'requested'],
    [{ kind: 'not-found', applied: true }, 404, '', 'authorised'],
  ] as const)('%j', async (fault, status, text, state) => {
    expect((await payUnder(fault)).seen).toMatchObject({ status, text });
    expect(states()).toEqual([state]);
  });

  it('the right one, as HTML', async () => {
    expect((await payUnder({ kind: 'wrong-content-type' })).seen).toMatchObject({
      status: 201,
      headers: { 'content-type': 'text/html; charset=utf-8' },
      json: { amounts: { approvedAmount: { amount: 28_450 } } },
    });
  });

  it('the right one, with changes', async () => {
    const changes = { id: 'not-ours', amounts: { approvedAmount: { currency: '072' } }, partner: null, tomorrow: 1.5 };
    const { seen } = await payUnder({ kind: 'altered', changes });
    expect(seen.json).toMatchObject({
      id: 'not-ours',
      amounts: { approvedAmount: { amount: 28_450, currency: '072' } },
      tomorrow: 1.5,
    });
    expect(seen.json).not.toHaveProperty('partner');
    expect(simulator.ledger().payments).toMatchObject([{ state: 'authorised', how: 'altered', currency: '710' }]);
  });

  it('the right one, without its approved amount, with another tranId, with another currency', async () => {
    const without = await payUnder({ kind: 'without-approved-amount' });
    expect(without.response['amounts']).toEqual({ requestAmount: { amount: 28_450, currency: '710' } });
    const other = await payUnder({ kind: 'other-tran-id' });
    expect(other.seen.status).toBe(201);
    expect(other.response['tranId']).not.toBe(other.tranId);
    const abroad = await payUnder({ kind: 'other-currency' });
    expect(abroad.response['amounts']).toMatchObject({ approvedAmount: { amount: 28_450, currency: '978' } });
    expect(states()).toEqual(['authorised', 'authorised', 'authorised']);
  });

  it('the right one, with members that nobody knows', async () => {
    const { response } = await payUnder({ kind: 'unknown-fields' });
    expect(response).toMatchObject({
      aMemberOfTomorrow: { amount: 1 },
      originator: { channelId: 'POS', terminalId: 'TILL0007' },
    });
    expect(simulator.ledger().payments).toMatchObject([{ state: 'authorised', how: 'answered', answered: true }]);
  });
});

describe('a payment that the service itself turns down', () => {
  it.each([
    [{ kind: 'decline' }, 400, 'GENERAL_ERROR'],
    [{ kind: 'decline', errorType: 'INVALID_MERCHANT' }, 400, 'INVALID_MERCHANT'],
    [{ kind: 'decline', errorType: 'UPSTREAM_UNAVAILABLE' }, 503, 'UPSTREAM_UNAVAILABLE'],
    [{ kind: 'decline', errorType: 'FUNCTION_NOT_SUPPORTED', status: 501 }, 501, 'FUNCTION_NOT_SUPPORTED'],
    [{ kind: 'unknown-error-type' }, 400, 'A_REASON_OF_TOMORROW'],
    [{ kind: 'long-error-id' }, 400, 'GENERAL_ERROR'],
  ] as const)('%j', async (fault, status, errorType) => {
    const paid = await payUnder(fault);
    expect(paid.seen).toMatchObject({ status, json: { errorType } });
    expect(String(paid.seen.json?.['id'])).toHaveLength(fault.kind === 'long-error-id' ? 36 : 20);
    expect(simulator.ledger().payments).toMatchObject([{ state: 'declined', how: 'answered', answeredErrorType: errorType }]);
  });

  it('as a collision of ids may be sent again for the same code (QR 4.4)', async () => {
    simulator.control.next({ on: 'pay', fault: { kind: 'decline', errorType: 'DUPLICATE_RECORD' } });
    const code = await makeCode(simulator);
    expect(await sendPayment(simulator, code).seen).toMatchObject({ json: { errorType: 'DUPLICATE_RECORD' } });
    simulator.control.next({ customer: 'pays' });
    expect(await sendPayment(simulator, code).seen).toMatchObject({ status: 201 });
    expect(simulator.ledger().conflicts).toEqual([]);
  });
});

describe('a payment that takes its time', () => {
  it('before its effect: a reversal overtakes it, finds nothing, and the payment is taken (QR 4.6)', async () => {
    simulator.control.next({ on: 'pay', fault: { kind: 'hold', applied: false } });
    simulator.control.next({ customer: 'pays' });
    const sent = sendPayment(simulator, await makeCode(simulator));
    await simulator.control.untilHeld();
    expect(simulator.ledger().payments).toEqual([]);
    expect(await reverse(simulator, { ...sent, response: {} }, 'CANCELLED')).toMatchObject({ status: 404 });
    expect(simulator.control.release()).toBe(1);
    expect(await sent.seen).toMatchObject({ status: 201 });
    // Therefore a till reverses again, under a fresh id.
    expect(await reverse(simulator, { ...sent, response: {} }, 'CANCELLED')).toMatchObject({ status: 202 });
    expect(simulator.ledger()).toMatchObject({
      payments: [{ state: 'reversed', reservedMinor: 0, takenMinor: 0 }],
      conflicts: [{ kind: 'unknown-request', isBreach: false }],
    });
  });

  it('before its effect, at a service that remembers: the payment is not taken', async () => {
    simulator.control.set({ rememberOrphans: true });
    simulator.control.next({ on: 'pay', fault: { kind: 'hold', applied: false } });
    const sent = sendPayment(simulator, await makeCode(simulator));
    await simulator.control.untilHeld();
    await reverse(simulator, { ...sent, response: {} }, 'CANCELLED');
    simulator.control.release();
    expect(await sent.seen).toMatchObject({ status: 400, json: { errorType: 'TRANSACTION_NOT_SUPPORTED' } });
  });

  it('after its effect: it is authorised, and reversed before it is answered', async () => {
    simulator.control.next({ on: 'pay', fault: { kind: 'hold' } });
    simulator.control.next({ customer: 'pays' });
    const sent = sendPayment(simulator, await makeCode(simulator));
    await simulator.control.untilHeld();
    expect(simulator.ledger().payments).toMatchObject([{ state: 'authorised', how: 'pending' }]);
    await reverse(simulator, { ...sent, response: {} });
    simulator.control.release();
    expect(await sent.seen).toMatchObject({ status: 201 });
    await simulator.control.untilIdle();
    expect(simulator.ledger().payments).toMatchObject([{ state: 'reversed', answered: true, how: 'answered' }]);
  });

  it.each(['delay', 'late-answer', 'slow-body'] as const)('and is answered in the end: %s', async (kind) => {
    // A sale with letters of several bytes, which must not be torn apart.
    simulator.control.set({ partners: [{ id: '88021', name: 'Čep \u{1F6D2}\u{1F6D2}\u{1F6D2}\u{1F6D2}\u{1F6D2}' }] });
    const { seen } = await payUnder({ kind, delayMs: 20 });
    expect(seen.json?.['partner']).toEqual({ id: '88021', name: 'Čep \u{1F6D2}\u{1F6D2}\u{1F6D2}\u{1F6D2}\u{1F6D2}' });
    expect(seen).toMatchObject({ status: 201, json: { amounts: {} } });
    expect(simulator.ledger().payments).toMatchObject([{ state: 'authorised', answered: true, how: 'answered', status: 201 }]);
  });

  it.each([
    [{ kind: 'hold', applied: true }, 'authorised', 'client-gone'],
    [{ kind: 'hold', applied: false }, 'authorised', 'client-gone'],
    [{ kind: 'hang', applied: true }, 'authorised', 'hang'],
    [{ kind: 'hang', applied: false }, 'requested', 'hang'],
  ] as const)('and whose till has gone is served all the same: %j', async (fault, state, how) => {
    simulator.control.next({ on: 'pay', fault });
    simulator.control.next({ customer: 'pays' });
    const code = await makeCode(simulator);
    const paying = sendPayment(simulator, code).seen;
    if (fault.kind === 'hold') await simulator.control.untilHeld();
    else await simulator.control.untilLedger(({ payments }) => payments.some((one) => one.how === 'hang'));
    simulator.control.refuse({ dropConnections: true });
    expect(await paying).toEqual({ error: 'ECONNRESET' });
    simulator.control.release();
    await simulator.control.untilIdle();
    expect(simulator.ledger().payments).toMatchObject([{ state, answered: false, how }]);
  });

  it.each(['delay', 'late-answer', 'slow-body'] as const)('ends with the simulator: %s', async (kind) => {
    const other = await startQrSimulator();
    other.control.next({ on: 'pay', fault: { kind, delayMs: 60_000 } });
    other.control.next({ customer: 'pays' });
    const code = await makeCode(other);
    const paying = sendPayment(other, code).seen;
    await other.control.untilReceived('pay');
    await other.close();
    expect(await paying).toHaveProperty('error');
  });
});

describe('a payment whose line goes while it waits (QR 4.3)', () => {
  it.each([
    [{ kind: 'cut' }, { error: 'ECONNRESET' }],
    [{ kind: 'reset' }, { error: 'ECONNRESET' }],
    [{ kind: 'status', status: 504, body: 'html' }, { status: 504 }],
    [
      { kind: 'status', status: 502, body: 'empty' },
      { status: 502, text: '' },
    ],
    [{ kind: 'empty' }, { status: 201, text: '' }],
  ] as const)('%j: it goes on, and can be paid', async (fault, expected) => {
    simulator.control.next({ on: 'pay', fault: { ...fault, whileWaiting: true } });
    const code = await makeCode(simulator);
    expect(await sendPayment(simulator, code).seen).toMatchObject(expected);
    expect(simulator.control.state().waiting).toMatchObject([{ tranId: code.tranId }]);
    expect(await scan(simulator, code.tranId)).toMatchObject({ status: 202 });
    await simulator.control.untilIdle();
    expect(simulator.ledger().payments).toMatchObject([{ state: 'authorised', answered: false, how: fault.kind }]);
    expect(simulator.requests()[1]).toMatchObject({ path: '/qr/v1/payments', answer: { how: fault.kind } });
  });

  it('is as usual where it never comes to wait', async () => {
    simulator.control.next({ on: 'pay', fault: { kind: 'cut', whileWaiting: true } });
    const code = await makeCode(simulator);
    expect(await sendPayment(simulator, { ...code, tranId: 'unknown' }).seen).toEqual({ error: 'ECONNRESET' });
    expect(states()).toEqual(['declined']);
  });
});

describe('a code', () => {
  it.each(payloadKinds)('that is odd: %s', async (payload) => {
    simulator.control.next({ on: 'createQrCode', fault: { kind: 'odd-payload', payload } });
    const { response, tranId } = await makeCode(simulator);
    expect(tranId).toMatch(/^[0-9a-f]{32}$/u);
    expect(response['qrCode']).not.toBe(`00020126500010dev.sim.qr0132${tranId}`);
    expect(simulator.ledger().codes[0]?.qrCode).toBe(`00020126500010dev.sim.qr0132${tranId}`);
  });

  it('that names another tranId than its answer', async () => {
    simulator.control.next({ on: 'createQrCode', fault: { kind: 'other-tran-id' } });
    const { response, tranId } = await makeCode(simulator);
    expect(response['qrCode']).not.toContain(tranId);
  });

  it.each([
    [{ kind: 'cut' }, 1],
    [{ kind: 'cut', applied: false }, 0],
    [{ kind: 'status', status: 504 }, 0],
    [{ kind: 'decline', errorType: 'DUPLICATE_RECORD' }, 0],
  ] as const)('whose answer goes: %j', async (fault, count) => {
    simulator.control.next({ on: 'createQrCode', fault });
    await post(simulator, '/qrCodes', codeRequest());
    await simulator.control.untilIdle();
    expect(simulator.ledger().codes).toHaveLength(count);
    expect((await makeCode(simulator)).tranId).toMatch(/^[0-9a-f]{32}$/u);
    expect(simulator.ledger().conflicts).toEqual([]);
  });
});

describe('an advice', () => {
  it.each([
    [{ kind: 'cut', applied: false }, 'not-applied', 'authorised'],
    [{ kind: 'cut' }, 'applied', 'confirmed'],
    [{ kind: 'status', status: 500 }, 'not-applied', 'authorised'],
    [{ kind: 'status', status: 504, applied: true, body: 'empty' }, 'applied', 'confirmed'],
    [{ kind: 'status', status: 401, body: 'empty' }, 'not-applied', 'authorised'],
    [{ kind: 'not-found' }, 'not-applied', 'authorised'],
    [{ kind: 'late-answer', delayMs: 1 }, 'applied', 'confirmed'],
  ] as const)('under %j is %s, and may come again', async (fault, effect, state) => {
    const paid = await payAtOnce(simulator);
    const advice = confirmation(paid);
    simulator.control.next({ on: 'confirmPayment', fault });
    await post(simulator, '/payments/confirmations', advice);
    await simulator.control.untilIdle();
    expect(simulator.ledger()).toMatchObject({ payments: [{ state }], advices: [{ id: advice['id'], times: 1, effect }] });
    simulator.control.set({ replayAdvices: true });
    expect(await post(simulator, '/payments/confirmations', advice)).toMatchObject({ status: 202, json: advice });
    await simulator.control.untilIdle();
    expect(simulator.ledger()).toMatchObject({
      payments: [{ state: 'confirmed', confirmedBy: advice['id'], adviceIds: [advice['id']] }],
      advices: [{ id: advice['id'], times: 2, effect: 'applied', status: 202 }],
      conflicts: [],
    });
  });

  it('is not found: a confirmation is told why, a reversal is not (QR 1.1)', async () => {
    const paid = await payAtOnce(simulator);
    simulator.control.next({ on: 'advice', fault: { kind: 'not-found' }, times: 2 });
    expect(await confirm(simulator, paid)).toMatchObject({
      status: 404,
      json: { errorType: 'UNABLE_TO_LOCATE_RECORD', originalId: paid.id, tranId: paid.tranId },
    });
    expect(await reverse(simulator, paid)).toMatchObject({ status: 404, text: '' });
    expect(states()).toEqual(['authorised']);
  });

  it('is refused by the service: its id is used', async () => {
    const paid = await payAtOnce(simulator);
    const advice = reversal(paid);
    simulator.control.next({ on: 'reversePayment', fault: { kind: 'decline', errorType: 'FORMAT_ERROR' } });
    expect(await post(simulator, '/payments/reversals', advice)).toMatchObject({ json: { errorType: 'FORMAT_ERROR' } });
    expect(await post(simulator, '/payments/reversals', advice)).toMatchObject({ json: { errorType: 'DUPLICATE_RECORD' } });
    expect(simulator.ledger().advices).toMatchObject([{ effect: 'refused', times: 2, decision: { errorType: 'FORMAT_ERROR' } }]);
  });
});

describe('a scan', () => {
  it('that is lost on its way met nobody', async () => {
    simulator.control.next({ on: 'notifyScan', fault: { kind: 'cut', applied: false } });
    const code = await makeCode(simulator);
    const sent = sendPayment(simulator, code);
    await simulator.control.untilWaiting(code.tranId);
    expect(await scan(simulator, code.tranId)).toEqual({ error: 'ECONNRESET' });
    expect(simulator.control.state().waiting).toMatchObject([{ state: 'pending-scan' }]);
    expect(await scan(simulator, code.tranId)).toMatchObject({ status: 202 });
    expect(await sent.seen).toMatchObject({ status: 201 });
  });
});

describe('after an answer', () => {
  it('no connection is accepted for a while', async () => {
    const paid = await payUnder({ kind: 'then-refuse', forMs: 60_000 });
    expect(paid.seen.status).toBe(201);
    expect(await confirm(simulator, paid)).toEqual({ error: 'ECONNREFUSED' });
    await simulator.control.listen();
    expect(await confirm(simulator, paid)).toMatchObject({ status: 202 });
    expect(simulator.ledger().payments).toMatchObject([{ state: 'confirmed', how: 'answered' }]);
  });
});

it('serves whom it does not concern', async () => {
  simulator.control.next({ on: 'createQrCode', fault: { kind: 'cut' } });
  simulator.control.next({ on: 'advice', fault: { kind: 'status', status: 500 }, times: 2 });
  expect(await scan(simulator, 'none')).toMatchObject({ status: 400 });
  const advice = reversal({ id: newId(), request: { tranId: 'x', thirdPartyIdentifiers: [] }, response: {} });
  const statuses: (number | undefined)[] = [];
  const send = (): Promise<Seen> => post(simulator, '/payments/reversals', advice);
  for (let time = 0; time < 3; time += 1) statuses.push((await send()).status);
  expect(statuses).toEqual([500, 500, 404]);
  expect(simulator.control.state().queued).toEqual([{ on: 'createQrCode', fault: { kind: 'cut' } }]);
});

describe('a message that is not well formed', () => {
  it.each([
    ['pay', '/payments', (): unknown => ({ ...paymentRequest({ tranId: 'x', request: {}, response: {} }), id: 'no' })],
    ['createQrCode', '/qrCodes', (): unknown => ({})],
    ['confirmPayment', '/payments/confirmations', (): unknown => 'no JSON at all'],
  ] as const)('leaves nothing behind where a fault comes first: %s', async (on: Target, path, body) => {
    simulator.control.next({ on, fault: { kind: 'cut', applied: false } });
    expect(await post(simulator, path, body())).toEqual({ error: 'ECONNRESET' });
    expect(simulator.ledger()).toMatchObject({ payments: [], advices: [], conflicts: [] });
  });
});

import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestingClock } from '../common/testing-clock.ts';
import { readJson, type JsonValue } from '../common/json-text.ts';
import { checkMessage } from './field-rules.ts';
import { models } from './models.ts';
import { startQrSimulator, testCertificateFile, type QrSimulator } from './start-qr-simulator.ts';
import {
  basicAuth,
  call,
  codeRequest,
  confirm,
  confirmation,
  exampleOf,
  examples,
  makeCode,
  newId,
  payAtOnce,
  paymentRequest,
  post,
  reversal,
  reverse,
  scan,
  scanNotice,
  sendPayment,
  type Advised,
  type Json,
  type Seen,
} from './testing-client.ts';

let simulator: QrSimulator;
beforeEach(async () => {
  simulator = await startQrSimulator();
});
afterEach(() => simulator.close());

const everyPath = ['/qrCodes', '/payments', '/payments/confirmations', '/payments/reversals', '/scans'] as const;
const nobody: Advised = { id: newId(), request: { tranId: 'none', thirdPartyIdentifiers: [] }, response: {} };

/** A message of each kind that is well formed, and would change nothing. */
const bodies: Readonly<Record<(typeof everyPath)[number], () => Json>> = {
  '/qrCodes': codeRequest,
  '/payments': () => paymentRequest({ tranId: 'none', request: {}, response: {} }),
  '/payments/confirmations': () => confirmation(nobody),
  '/payments/reversals': () => reversal(nobody),
  '/scans': () => scanNotice('none'),
};

const nothing = { codes: [], payments: [], scans: [], advices: [], partners: [], conflicts: [] };

const userFor = (path: string): Record<string, string> =>
  path === '/scans' ? basicAuth({ user: '88021', password: simulator.partnerPassword }) : basicAuth(simulator);
const send = (path: string, body: unknown): Promise<Seen> =>
  post(simulator, path, body, { headers: { ...userFor(path), 'Content-Type': 'application/json' } });

describe('the way to an operation (QR 9.1)', () => {
  it.each([
    '/qrcodes',
    '/qrCodes/',
    '/payments/',
    '/payments/confirmations/',
    '/payments/refunds',
    '/payments/confirmations/1',
    '/Scans',
    '',
    '/',
  ])('1: there is nothing at %s', async (path) => {
    expect(await post(simulator, path, codeRequest())).toMatchObject({ status: 404, text: '' });
  });

  it('1: there is no other base path', async () => {
    const headers = { ...basicAuth(simulator), 'Content-Type': 'application/json' };
    for (const path of ['/qr/v2/qrCodes', '/qrCodes', '/QR/v1/qrCodes', '/qr/v1qrCodes']) {
      expect(await call(`${simulator.origin}${path}`, { method: 'POST', headers, body: '{}' })).toMatchObject({ status: 404 });
    }
  });

  it.each(everyPath)('1: %s takes POST alone', async (path) => {
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const seen = await call(`${simulator.url}${path}`, { method, headers: userFor(path) });
      expect(seen).toMatchObject({ status: 405, text: '', headers: { allow: 'POST' } });
    }
  });

  it.each(everyPath)('1: %s takes JSON alone, and says so before it asks who is there', async (path) => {
    for (const contentType of ['text/plain', 'application/x-www-form-urlencoded', 'application/jsonx', '']) {
      const headers = { ...userFor(path), 'Content-Type': contentType };
      expect(await post(simulator, path, bodies[path](), { headers })).toMatchObject({ status: 415, text: '' });
    }
    expect(await post(simulator, path, '{}', { headers: { 'Content-Type': 'text/plain' } })).toMatchObject({ status: 415 });
    const headers = { ...userFor(path), 'Content-Type': 'Application/JSON; charset=utf-8' };
    expect((await post(simulator, path, '{}', { headers })).json).toMatchObject({ errorType: 'FORMAT_ERROR' });
  });

  it.each(everyPath)('2: %s wants to know who is there', async (path) => {
    for (const headers of [
      {},
      { Authorization: 'Bearer 1' },
      { Authorization: 'Basic' },
      { Authorization: `Basic ${btoa('600123')}` },
      basicAuth({ user: '600123', password: 'wrong' }),
      basicAuth({ user: '', password: '' }),
      path === '/scans' ? basicAuth(simulator) : basicAuth({ user: '600124', password: simulator.password }),
    ]) {
      const seen = await post(simulator, path, bodies[path](), {
        headers: { ...headers, 'Content-Type': 'application/json' },
      });
      expect(seen).toMatchObject({ status: 401, text: '', headers: { 'www-authenticate': 'Basic realm="qr"' } });
    }
    expect(simulator.ledger()).toEqual(nothing);
  });

  it.each(['/qrCodes', '/payments'] as const)('2: %s is from whoever the message says', async (path) => {
    const body = { ...bodies[path](), client: { id: '600124', name: 'Somebody else' } };
    expect(await send(path, body)).toMatchObject({ status: 401, headers: { 'www-authenticate': 'Basic realm="qr"' } });
    // Before the fields are looked at.
    expect(await send(path, { client: { id: '600124' } })).toMatchObject({ status: 401 });
    expect(simulator.ledger()).toEqual(nothing);
  });

  it('2: a scan is from the partner that it names', async () => {
    expect(await scan(simulator, 'none', {}, '88034')).toMatchObject({ status: 401 });
  });

  it.each(everyPath)('3: %s wants its fields, and names those that are wrong', async (path) => {
    for (const body of ['', '{', '[]', 'null', '"text"']) {
      const seen = await send(path, body);
      expect(seen).toMatchObject({ status: 400, json: { errorType: 'FORMAT_ERROR' } });
      expect(seen.json?.['detailMessage']).toEqual([{ path: '', error: 'must be a JSON object' }]);
    }
    const { id: _id, ...withoutId } = bodies[path]();
    expect((await send(path, { ...withoutId, time: 'now' })).json?.['detailMessage']).toEqual([
      { path: 'id', error: 'is missing' },
      { path: 'time', error: 'must be a date-time of RFC 3339' },
    ]);
  });

  it.each(everyPath)('4: %s takes an id once, whoever used it, and whatever came of it', async (path) => {
    const body = { ...bodies[path](), id: newId() };
    const first = await send(path, body);
    expect(first.json?.['errorType']).not.toBe('DUPLICATE_RECORD');
    for (const other of everyPath) {
      const again = await send(other, { ...bodies[other](), id: body.id });
      expect(again, other).toMatchObject({ status: 400, json: { errorType: 'DUPLICATE_RECORD' } });
    }
  });

  it('4: an id is not used by a message that never came so far', async () => {
    const body = codeRequest();
    await send('/qrCodes', { ...body, time: 'now' });
    await post(simulator, '/qrCodes', body, { headers: { ...basicAuth(simulator), 'Content-Type': 'text/plain' } });
    await post(simulator, '/qrCodes', body, { headers: { 'Content-Type': 'application/json' } });
    expect(await send('/qrCodes', body)).toMatchObject({ status: 201 });
  });

  it("4: an id is somebody else's, after a collision", async () => {
    const body = codeRequest();
    simulator.control.occupy(String(body['id']));
    expect(await send('/qrCodes', body)).toMatchObject({ status: 400, json: { errorType: 'DUPLICATE_RECORD' } });
    expect(simulator.ledger().conflicts).toEqual([]);
  });

  it('5: everything is kept with its answer', async () => {
    const { tranId } = await makeCode(simulator);
    await reverse(simulator, nobody);
    await simulator.control.untilIdle();
    expect(simulator.requests()).toMatchObject([
      {
        method: 'POST',
        path: '/qr/v1/qrCodes',
        answer: { status: 201, how: 'answered', body: expect.stringContaining(tranId) as string },
      },
      { path: '/qr/v1/payments/reversals', answer: { status: 404, body: '' } },
    ]);
    expect(JSON.stringify(simulator.requests())).not.toContain('Basic');
  });

  it('ignores what it does not know', async () => {
    const body = codeRequest({ paymentMethods: [{ type: 'CARD' }], tomorrow: null });
    const seen = await send('/qrCodes', { ...body, originator: { ...(body['originator'] as Json), channelId: 'POS' } });
    expect(seen.status).toBe(201);
    expect(seen.json).not.toHaveProperty('paymentMethods');
  });
});

describe('the first example of the description (QR 8.1)', () => {
  it('comes about word for word', async () => {
    await simulator.close();
    const clock = createTestingClock(Date.parse('2026-02-11T14:03:07.655Z'));
    const tranId = '84b62eba1d2d9c017e08cd853c9f0037';
    simulator = await startQrSimulator({
      user: '40118',
      password: 'local-only',
      clock,
      ids: { hex: (digits) => tranId.slice(0, digits) },
    });
    const made = await post(simulator, '/qrCodes', exampleOf('8.1', 'CreateQrCodeRequest'));
    // What an installation counts is its own; everything else is as it stands there.
    const own = JSON.stringify(made.json).replace('SIM-Q-000001', 'SIM-Q-000184');
    expect({ status: made.status, json: JSON.parse(own) as Json }).toEqual({
      status: 201,
      json: exampleOf('8.1', 'CreateQrCodeResponse'),
    });

    const payment = JSON.stringify(exampleOf('8.1', 'PaymentRequest'));
    const paying = post(simulator, '/payments', payment.replace('SIM-Q-000184', 'SIM-Q-000001'));
    await simulator.control.untilWaiting(tranId);
    await clock.advance(14_000);
    const scanned = await post(simulator, '/scans', exampleOf('8.1', 'ScanNotification'), {
      headers: {
        ...basicAuth({ user: '88021', password: simulator.partnerPassword }),
        'Content-Type': 'application/json',
      },
    });
    expect(scanned).toMatchObject({ status: 202, text: '' });
    const paid = await paying;
    const expected = exampleOf('8.1', 'PaymentResponse');
    const answered = JSON.parse(JSON.stringify(paid.json).replace('SIM-Q-000001', 'SIM-Q-000184')) as Json;
    expect({ ...answered, time: expected['time'] }).toEqual(expected);

    const advice = JSON.stringify(exampleOf('8.1', 'PaymentConfirmation')).replace('SIM-Q-000184', 'SIM-Q-000001');
    expect(await post(simulator, '/payments/confirmations', advice)).toMatchObject({ status: 202, text: advice });
    expect(simulator.ledger()).toMatchObject({
      payments: [{ tranId, state: 'confirmed', takenMinor: 28_450, reservedMinor: 0, partnerId: '88021' }],
      partners: [{ partnerId: '88021', currency: '710', takenMinor: 28_450, reservedMinor: 0, releasedMinor: 0 }],
      conflicts: [],
    });
    expect(paid.text).not.toContain('tok-5f0c27d1');
    expect(JSON.stringify(simulator.ledger())).not.toContain('tok-5f0c27d1');
  });
});

describe('createQrCode', () => {
  it('gives out a fresh code, and says what it is for (QR 9.2)', async () => {
    const body = codeRequest({ customer: { firstName: 'Kabo' } });
    const seen = await send('/qrCodes', body);
    const tranId = String(seen.json?.['tranId']);
    expect(tranId).toMatch(/^[0-9a-f]{32}$/u);
    expect(seen).toMatchObject({ status: 201, headers: { 'content-type': 'application/json' } });
    const { time: _time, qrProperties, thirdPartyIdentifiers: _identifiers, ...rest } = body;
    expect(seen.json).toMatchObject({ ...rest, qrCode: `00020126500010dev.sim.qr0132${tranId}` });
    expect(seen.json?.['qrProperties']).toEqual({ ...(qrProperties as Json), uuid: 'dev.sim.qr' });
    expect(seen.json?.['thirdPartyIdentifiers']).toEqual([
      ...(body['thirdPartyIdentifiers'] as readonly Json[]),
      { institutionId: '70001', transactionIdentifier: 'SIM-Q-000001' },
    ]);
    const other = await makeCode(simulator);
    expect(other.tranId).not.toBe(tranId);
    expect(simulator.ledger().codes).toMatchObject([
      { tranId, amount: { minor: 28_450, currency: '710' }, value: { minor: 28_450, currency: '710' }, terminalId: 'TILL0007' },
      { tranId: other.tranId },
    ]);
  });

  it('asks for no more than it has to (QR 8.2)', async () => {
    const body = exampleOf('8.2', 'CreateQrCodeRequest');
    const client = { id: '600123', name: 'Kgale Hill Stores' };
    const seen = await send('/qrCodes', { ...body, client });
    const expected = exampleOf('8.2', 'CreateQrCodeResponse');
    expect(seen.status).toBe(201);
    expect(Object.keys(seen.json ?? {}).toSorted()).toEqual(Object.keys(expected).toSorted());
    expect(seen.json?.['qrProperties']).toEqual({});
  });

  it("overwrites no other party's reference", async () => {
    const entries = [{ institutionId: '70001', transactionIdentifier: 'of old' }];
    const { response } = await makeCode(simulator, { thirdPartyIdentifiers: entries });
    expect(response['thirdPartyIdentifiers']).toEqual(entries);
  });

  it('has another GUID and another name where that was agreed', async () => {
    simulator.control.set({ guid: 'za.co.elec', institution: { id: '70002', name: 'Other' } });
    const { response, tranId } = await makeCode(simulator);
    expect(response).toMatchObject({ qrCode: `00020126500010za.co.elec0132${tranId}`, qrProperties: { uuid: 'za.co.elec' } });
    expect(response['thirdPartyIdentifiers']).toContainEqual({ institutionId: '70002', transactionIdentifier: 'SIM-Q-000001' });
  });
});

describe('every answer', () => {
  const asJson = (seen: Seen): JsonValue => readJson(seen.text ?? '') as JsonValue;

  it('keeps the rules of its message (QR 3)', async () => {
    const paid = await payAtOnce(simulator);
    expect(checkMessage(models.PaymentResponse, asJson(paid.seen))).toEqual([]);
    const code = await send('/qrCodes', codeRequest());
    expect(checkMessage(models.CreateQrCodeResponse, asJson(code))).toEqual([]);
    expect(checkMessage(models.PaymentConfirmation, asJson(await confirm(simulator, paid)))).toEqual([]);
    const other = await payAtOnce(simulator);
    expect(checkMessage(models.PaymentReversal, asJson(await reverse(simulator, other)))).toEqual([]);
    for (const refused of [await send('/qrCodes', {}), await confirm(simulator, nobody), await confirm(simulator, other)]) {
      expect(checkMessage(models.ErrorDetail, asJson(refused))).toEqual([]);
      expect(refused.json?.['id']).toMatch(/^[0-9a-f]{20}$/u);
    }
  });

  it('has no member that says null', async () => {
    const paid = await payAtOnce(simulator);
    for (const text of [paid.seen.text, (await confirm(simulator, paid)).text]) expect(text).not.toContain('null');
  });

  it('has error ids of 36 characters where that was chosen (QR 3.6)', async () => {
    simulator.control.set({ errorIds: 'uuid' });
    expect((await send('/qrCodes', {})).json?.['id']).toMatch(
      /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/u,
    );
  });
});

describe('the service as a whole', () => {
  it('speaks TLS', async () => {
    const ca = readFileSync(testCertificateFile, 'utf8');
    const other = await startQrSimulator({ tls: true, host: 'localhost' });
    expect(other.url).toMatch(/^https:\/\/localhost:\d+\/qr\/v1$/u);
    const seen = await post(other, '/qrCodes', codeRequest(), {
      ca,
      method: 'POST',
      headers: { ...basicAuth(other), 'Content-Type': 'application/json' },
      body: JSON.stringify(codeRequest()),
    });
    expect(seen.status).toBe(201);
    await other.close();
  });

  it('takes any currency, each code its own', async () => {
    for (const currency of ['840', '036', '392']) {
      const amount = { amount: 100, currency };
      const code = await makeCode(simulator, { amounts: { requestAmount: amount }, qrProperties: { value: amount } });
      simulator.control.next({ customer: 'pays' });
      const seen = await sendPayment(simulator, code, { amounts: { requestAmount: amount } }).seen;
      expect(seen).toMatchObject({ status: 201, json: { amounts: { approvedAmount: amount } } });
    }
    expect(simulator.ledger().partners.map(({ currency }) => currency)).toEqual(['840', '036', '392']);
  });

  it('gives out the same ids for the same seed', async () => {
    const idsOf = async (seed: number): Promise<readonly string[]> => {
      const other = await startQrSimulator({ seed });
      const ids = [(await makeCode(other)).tranId, (await makeCode(other)).tranId];
      await other.close();
      return ids;
    };
    const first = await idsOf(1);
    expect(await idsOf(1)).toEqual(first);
    expect(await idsOf(2)).not.toEqual(first);
    expect(new Set(first).size).toBe(2);
  });

  it('has an example of every message among its tests', () => {
    expect(examples).toHaveLength(13);
  });

  it.each([
    [{ guid: '' }, 'guid'],
    [{ guid: 'g'.repeat(60) }, 'guid'],
    [{ guid: 'caf\u00E9' }, 'guid'],
    [{ scanWindowMs: -1 }, 'scanWindowMs'],
    [{ overallLimitMs: Number.NaN }, 'overallLimitMs'],
    [{ codeTtlMs: 2 ** 31 }, 'codeTtlMs'],
    [{ partners: [] }, 'partners'],
    [{ partners: [{ id: 'a:b', name: '' }] }, 'partners'],
    [{ partners: [{ id: 'a', name: 'x'.repeat(41) }] }, '40 characters'],
  ])('does not start with what it cannot work with: %j', async (options, message) => {
    await expect(startQrSimulator(options)).rejects.toThrow(message);
  });
});

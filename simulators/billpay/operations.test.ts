import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBillpaySimulator, testCertificateFile, type BillpaySimulator } from './start-billpay-simulator.ts';
import {
  advice,
  basicAuth,
  call,
  confirm,
  get,
  issuerReferenceOf,
  newId,
  pay,
  payment,
  post,
  refund,
  reversal,
  reverse,
  transaction,
  type Json,
} from './testing-client.ts';

let simulator: BillpaySimulator;
beforeEach(async () => {
  simulator = await startBillpaySimulator();
});
afterEach(() => simulator.close());

/** Every operation with a path of its own. */
const everyPath = [
  ['GET', '/billers/'],
  ['POST', '/accountLookups/ID'],
  ['POST', '/accountLookups/traffic/ID'],
  ['POST', '/accountLookups/policy/ID'],
  ['POST', '/payments/ID'],
  ['POST', '/payments/traffic/ID'],
  ['POST', '/payments/policy/ID'],
  ['POST', '/payments/ID/confirmations/ADVICE'],
  ['POST', '/payments/ID/reversals/ADVICE'],
  ['POST', '/refunds/ID'],
  ['POST', '/refunds/ID/confirmations/ADVICE'],
  ['POST', '/refunds/ID/reversals/ADVICE'],
] as const;

describe('every operation', () => {
  it.each(everyPath)('wants to know who asks: %s %s', async (method, path) => {
    for (const headers of [{}, basicAuth({ user: '600123', password: 'wrong' }), { Authorization: 'Bearer 1' }]) {
      const seen = await call(`${simulator.url}${path}`, { method, headers });
      expect(seen).toMatchObject({ status: 401, text: '', headers: { 'www-authenticate': 'Basic realm="billpay"' } });
    }
    expect(simulator.ledger()).toEqual({ payments: [], refunds: [], advices: [], conflicts: [] });
  });

  it.each(everyPath)('has one method: %s %s', async (method, path) => {
    const other = method === 'GET' ? 'POST' : 'GET';
    const seen = await call(`${simulator.url}${path}`, { method: other, headers: basicAuth(simulator) });
    expect(seen).toMatchObject({ status: 405, headers: { allow: method } });
  });

  it.each(everyPath.slice(1))('wants JSON, and says FORMAT_ERROR to what is none: %s %s', async (_method, path) => {
    expect(
      await post(simulator, path, '{}', { headers: { ...basicAuth(simulator), 'Content-Type': 'text/plain' } }),
    ).toMatchObject({ status: 415 });
    for (const body of ['', '{', '[]', 'null', '"text"']) {
      expect(await post(simulator, path, body)).toMatchObject({
        status: 400,
        json: { errorMessage: expect.any(String) as string },
      });
    }
  });

  it.each([
    '/payments',
    '/payments/ID/voids/ADVICE',
    '/payments/traffic/ID/confirmations/ADVICE',
    '/payments/policy/ID/reversals/ADVICE',
    '/refunds/traffic/ID',
    '/refunds/ID/retries',
    '/test/allAccounts',
    '',
  ])('is all there is: %s', async (path) => {
    expect(await get(simulator, path)).toMatchObject({ status: 404 });
    expect(await post(simulator, path, {})).toMatchObject({ status: 404 });
  });
});

describe('what each operation answers when all is well', () => {
  it.each(['/billers/', '/billers'])('GET %s: every biller', async (path) => {
    const seen = await get(simulator, path);
    expect(seen).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
    expect(seen.json).toHaveLength(8);
    expect(seen.json).toContainEqual({
      billerInstitution: { id: '700031', name: 'Notwane Water Utility' },
      categories: [{ id: 'WATER', name: 'Water and sanitation' }],
      allowed: true,
    });
    expect(seen.json).toContainEqual(
      expect.objectContaining({ billerInstitution: { id: '700127', name: 'Phakalane Estates' }, allowed: false }),
    );
  });

  it.each([
    ['/accountLookups/', { accountRef: 'BW0417733021' }, { account: { accountRef: 'BW0417733021', dueDate: '2026-03-31' } }],
    ['/accountLookups/traffic/', { noticeNumber: 'TN-2026-0093317' }, { trafficFine: { noticeNumber: 'TN-2026-0093317' } }],
    ['/accountLookups/policy/', { policyNumber: 'PL-77-100234' }, { policy: { policyNumber: 'PL-77-100234' } }],
  ])('POST %s: 200', async (path, reference, answered) => {
    const id = newId();
    const seen = await post(simulator, `${path}${id}`, transaction(id, reference));
    expect(seen).toMatchObject({ status: 200, json: { id, ...answered } });
    expect(simulator.ledger().payments).toEqual([]);
  });

  it.each([
    [
      '/payments/',
      { accountRef: 'BW0417733021' },
      48_650,
      { account: { accountRef: 'BW0417733021' }, tenders: [], paymentMethods: [] },
    ],
    ['/payments/traffic/', { noticeNumber: 'TN-2026-0093317' }, 30_000, { trafficFine: { noticeNumber: 'TN-2026-0093317' } }],
    ['/payments/policy/', { policyNumber: 'PL-77-100234' }, 18_990, { policy: { policyNumber: 'PL-77-100234' } }],
  ])('POST %s: 201 with a Location, and 202 to its advices', async (path, reference, minor, answered) => {
    const amounts = { requestAmount: { amount: minor, currency: '840' } };
    for (const give of [confirm, reverse]) {
      const id = newId();
      const request = transaction(id, { ...reference, amounts });
      const seen = await post(simulator, `${path}${id}`, request);
      expect(seen).toMatchObject({
        status: 201,
        headers: { location: `/billpay/v4${path}${id}` },
        json: { id, ...answered, amounts: { approvedAmount: { amount: minor, currency: '840' } } },
      });
      const adviceId = newId();
      // The advices of fines and policies have paths without their kind.
      const given = await give(simulator, { id, request, response: seen.json ?? {}, seen }, adviceId);
      expect(given).toMatchObject({ status: 202, json: { id: adviceId, requestId: id } });
      await simulator.close();
      simulator = await startBillpaySimulator();
    }
  });

  it('POST /refunds/: 201 with a Location, and 202 to its advices', async () => {
    for (const leg of ['reversals', 'confirmations'] as const) {
      const paid = await pay(simulator, { accountRef: 'KP20000001' }, 4_000);
      await confirm(simulator, paid);
      const id = newId();
      const request = refund(id, issuerReferenceOf(paid.response));
      const seen = await post(simulator, `/refunds/${id}`, request);
      expect(seen).toMatchObject({
        status: 201,
        headers: { location: `/billpay/v4/refunds/${id}` },
        json: { id, account: { accountRef: 'KP20000001' }, amounts: { approvedAmount: { amount: 4_000, currency: '840' } } },
      });
      const adviceId = newId();
      const body =
        leg === 'reversals'
          ? reversal(adviceId, request, 'CANCELLED')
          : advice(adviceId, id, seen.json?.['thirdPartyIdentifiers']);
      expect(await post(simulator, `/refunds/${id}/${leg}/${adviceId}`, body)).toMatchObject({
        status: 202,
        json: { id: adviceId, requestId: id, thirdPartyIdentifiers: body['thirdPartyIdentifiers'] },
      });
      expect(simulator.ledger().refunds.at(-1)).toMatchObject(
        leg === 'reversals' ? { state: 'reversed', finalMinor: 0 } : { state: 'confirmed', finalMinor: 4_000 },
      );
    }
    expect(simulator.ledger().conflicts).toEqual([]);
  });
});

describe("the description's own examples", () => {
  it('7.1: look-up, payment and confirmation', async () => {
    await simulator.close();
    simulator = await startBillpaySimulator({ currency: '072' });
    const lookupId = 'b311fd39-a3f0-4d77-a518-77f004bfd3a9';
    const lookup = await post(simulator, `/accountLookups/${lookupId}`, transaction(lookupId, { accountRef: 'BW0417733021' }));
    expect(lookup.json).toMatchObject({
      client: { id: '600123', name: 'Kgale Hill Stores' },
      receiver: { id: '700031', name: 'Notwane Water Utility' },
      rrn: '607608000212',
      stan: '000212',
      basketRef: 'SALE-88412',
      customer: { firstName: 'Lesego', lastName: 'Moremi', address: 'Plot 5518 Mogoditshane' },
      amounts: {
        balanceAmount: { amount: 48_650, currency: '072', ledgerIndicator: 'DEBIT' },
        minPayableAmount: { amount: 5_000, currency: '072' },
        maxPayableAmount: { amount: 100_000, currency: '072' },
      },
      slipData: { slipWidth: 40, phoneNumber: '0800 600 123' },
      partPaymentAllowed: true,
      overPaymentAllowed: false,
    });

    const id = '232eb861-70c2-4c30-adcd-ca6c0107f03a';
    const request = payment(id, {
      amounts: { requestAmount: { amount: 48_650, currency: '072' } },
      settlementEntity: { id: '600900', name: 'Segoditshane Clearing' },
      receiver: { id: '700031', name: 'Notwane Water Utility' },
      selectedCategory: { id: 'WATER', name: 'Water and sanitation' },
      tranType: 'GENERAL_PAYMENT',
    });
    const paid = await post(simulator, `/payments/${id}`, request);
    expect(paid).toMatchObject({
      status: 201,
      json: {
        originator: request['originator'],
        settlementEntity: { id: '600900' },
        tranType: 'GENERAL_PAYMENT',
        amounts: {
          requestAmount: { amount: 48_650, currency: '072' },
          approvedAmount: { amount: 48_650, currency: '072' },
          feeAmount: { amount: 250, currency: '072' },
          balanceAmount: { amount: 0, currency: '072' },
        },
        slipData: { slipWidth: 40, issuerReference: expect.stringMatching(/^NWU[A-Z0-9]{9}$/u) as string },
      },
    });
    const identifiers = paid.json?.['thirdPartyIdentifiers'] as readonly Json[];
    expect(identifiers.map((one) => one['institutionId'])).toEqual(['600123', '600900', '700031']);

    const adviceId = 'feaefae8-2890-4a8b-b7ad-149094c50388';
    const tenders = [
      { accountType: 'DEFAULT', tenderType: 'CASH', amount: { amount: 18_650, currency: '072' } },
      {
        accountType: 'CHEQUE',
        tenderType: 'DEBIT_CARD',
        amount: { amount: 30_000, currency: '072' },
        cardNumber: '457612******3390',
        reference: 'AUTH 660194',
      },
    ];
    const confirmed = await confirm(simulator, { id, request, response: paid.json ?? {}, seen: paid }, adviceId, { tenders });
    expect(confirmed).toMatchObject({ status: 202, json: { id: adviceId, requestId: id, thirdPartyIdentifiers: identifiers } });
    expect(simulator.ledger()).toMatchObject({
      payments: [
        {
          id,
          state: 'confirmed',
          confirmedBy: adviceId,
          finalMinor: 48_650,
          basketRef: 'SALE-88412',
          tenders: [
            { tenderType: 'CASH', amountMinor: 18_650, currency: '072' },
            { tenderType: 'DEBIT_CARD', amountMinor: 30_000, currency: '072' },
          ],
        },
      ],
      advices: [{ id: adviceId, effect: 'applied', times: 1, status: 202, how: 'answered' }],
      conflicts: [],
    });
  });

  it('7.2: a fine without a final answer, reversed at the third attempt', async () => {
    const id = '17f6ddce-1fb7-471f-aca0-529bbd6427a9';
    const adviceId = 'fa6cccc5-5243-4b4e-9b57-94491186a3c4';
    const request = transaction(id, {
      noticeNumber: 'TN-2026-0093317',
      amounts: { requestAmount: { amount: 30_000, currency: '840' } },
      customer: { firstName: 'Kabo', lastName: 'Seretse', contactNumber: '+267 7155 0199' },
    });
    simulator.control.next({ on: 'payment', fault: { kind: 'status', status: 504, applied: true } });
    simulator.control.next({ on: 'reversal', fault: { kind: 'cut', applied: false } });
    simulator.control.next({ on: 'reversal', fault: { kind: 'status', status: 500, body: 'empty' } });
    expect(await post(simulator, `/payments/traffic/${id}`, request)).toMatchObject({
      status: 504,
      json: {
        errorType: 'UPSTREAM_UNAVAILABLE',
        errorMessage: 'No upstream answer',
        requestType: 'TRAFFIC_FINE_PAYMENT_REQUEST',
        id,
      },
    });
    const paid = { id, request, response: {}, seen: {} };
    const attempt = (): ReturnType<typeof reverse> => reverse(simulator, paid, adviceId, 'RESPONSE_NOT_FINAL');
    expect(await attempt()).toEqual({ error: 'ECONNRESET' });
    expect(await attempt()).toMatchObject({ status: 500, text: '' });
    expect(await attempt()).toMatchObject({ status: 202, json: { id: adviceId, requestId: id } });
    expect(simulator.ledger()).toMatchObject({
      payments: [{ state: 'reversed', reversedBy: adviceId, reversalReason: 'RESPONSE_NOT_FINAL' }],
      advices: [{ id: adviceId, times: 3, effect: 'applied' }],
      conflicts: [],
    });
  });

  it('7.3: a refund, with a genuine id collision first', async () => {
    const paid = await pay(simulator);
    await confirm(simulator, paid);
    const taken = '086e4fd1-b4be-456c-961c-8d488ce24fc0';
    simulator.control.occupy(taken);
    expect(await post(simulator, `/refunds/${taken}`, refund(taken, issuerReferenceOf(paid.response)))).toMatchObject({
      status: 400,
      json: { errorType: 'DUPLICATE_RECORD', errorMessage: 'Id already used', requestType: 'REFUND_REQUEST', id: taken },
    });
    const id = '34bd8509-a8db-4d58-836d-3a26b38ebde2';
    const seen = await post(simulator, `/refunds/${id}`, refund(id, issuerReferenceOf(paid.response), { tranType: 'RETURNS' }));
    expect(seen).toMatchObject({
      status: 201,
      json: {
        amounts: { approvedAmount: { amount: 48_650 }, balanceAmount: { amount: 48_650, ledgerIndicator: 'DEBIT' } },
        slipData: { messageLines: [{ text: 'REFUND' }, { text: `Ref ${issuerReferenceOf(paid.response)}` }] },
      },
    });
    const adviceId = '11983b2b-6f40-414b-98c1-428bd873f67a';
    const body = advice(adviceId, id, seen.json?.['thirdPartyIdentifiers']);
    expect(await post(simulator, `/refunds/${id}/confirmations/${adviceId}`, body)).toMatchObject({ status: 202 });
    expect(simulator.ledger()).toMatchObject({
      refunds: [{ id, state: 'confirmed', refundOf: paid.id, finalMinor: 48_650 }],
      conflicts: [],
    });
  });
});

describe('a secure connection', () => {
  it('is had with the test certificate, and with no other', async () => {
    const secure = await startBillpaySimulator({ tls: true, host: 'localhost' });
    const headers = basicAuth(secure);
    const ca = readFileSync(testCertificateFile, 'utf8');
    expect(secure.url).toMatch(/^https:\/\/localhost:\d+\/billpay\/v4$/u);
    for (const url of [secure.url, secure.url.replace('localhost', '127.0.0.1')]) {
      expect(await call(`${url}/billers/`, { headers, ca })).toMatchObject({ status: 200 });
    }
    expect(await call(`${secure.url}/billers/`, { headers })).toEqual({ error: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    expect(await call(`${secure.url.replace('https', 'http')}/billers/`, { headers })).toMatchObject({ error: 'ECONNRESET' });
    for (const [kind, error] of [
      ['cut', 'ECONNRESET'],
      ['reset', 'ECONNRESET'],
      ['cut-body', 'ECONNRESET'],
    ] as const) {
      secure.control.next({ fault: { kind } });
      expect(await call(`${secure.url}/billers/`, { headers, ca })).toMatchObject({ error });
    }
    expect(await call(`${secure.controlUrl}/state`, { ca })).toMatchObject({ status: 200, json: { mode: 'spec' } });
    await secure.close();
  });
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { peerAccounts, startBillpaySimulator, type BillpaySimulator } from './start-billpay-simulator.ts';
import {
  advice,
  call,
  confirm,
  confirmation,
  get,
  issuerReferenceOf,
  money,
  newId,
  post,
  refund,
  reversal,
  reverse,
  transaction,
  type Json,
  type Paid,
  type Seen,
} from './testing-client.ts';

let simulator: BillpaySimulator;
beforeEach(async () => {
  simulator = await startBillpaySimulator({ mode: 'peer' });
});
afterEach(() => simulator.close());

const [account] = peerAccounts();
const accountRef = account?.accountRef ?? '';
const balance = account?.balanceMinor ?? 0;

async function paid(changes: Json = {}, path = '/payments/', id = newId()): Promise<Paid> {
  const request = transaction(id, { accountRef, amounts: { requestAmount: money(1_000, 'ZAR') }, ...changes });
  const seen = await post(simulator, `${path}${id}`, request);
  return { id, request, response: seen.json ?? {}, seen };
}

async function refunded(issuerReference: string): Promise<Paid> {
  const id = newId();
  const request = refund(id, issuerReference);
  const seen = await post(simulator, `/refunds/${id}`, request);
  return { id, request, response: seen.json ?? {}, seen };
}

function adviseRefund({ id, request, response }: Paid, leg: 'confirmations' | 'reversals', adviceId = newId()): Promise<Seen> {
  const identifiers = response['thirdPartyIdentifiers'] ?? request['thirdPartyIdentifiers'];
  const body = leg === 'confirmations' ? advice(adviceId, id, identifiers) : reversal(adviceId, request);
  return post(simulator, `/refunds/${id}/${leg}/${adviceId}`, body);
}

async function helper(name: string): Promise<unknown> {
  return (await get(simulator, `/test/${name}`)).json;
}

async function balanceOf(reference: string): Promise<unknown> {
  const accounts = (await helper('allAccounts')) as readonly Json[];
  return (accounts.find((one) => one['accountRef'] === reference)?.['balance'] as Json | undefined)?.['amount'];
}

describe('in general', () => {
  it('asks nobody who he is', async () => {
    expect(await call(`${simulator.url}/test/allAccounts`)).toMatchObject({ status: 200 });
  });

  it('says that it is up', async () => {
    const seen = await get(simulator, '');
    expect(seen).toMatchObject({ status: 200, headers: { 'content-type': 'text/plain' } });
    expect(seen.text).toMatch(/up and running\. Last reset: \d{4}-/u);
  });

  it('has no biller list', async () => {
    expect(await get(simulator, '/billers/')).toMatchObject({ status: 404, text: '' });
  });

  it('answers 200 to a create, without a Location, and 202 to an advice', async () => {
    const one = await paid();
    expect(one.seen.status).toBe(200);
    expect(one.seen.headers).not.toHaveProperty('location');
    expect(await confirm(simulator, one)).toMatchObject({ status: 202 });
    expect((await refunded(issuerReferenceOf(one.response))).seen.status).toBe(200);
  });

  it("does not compare a create's path with its body, and takes any text for an id", async () => {
    const request = transaction('seven', { accountRef });
    expect(await post(simulator, '/accountLookups/eight', request)).toMatchObject({ status: 200, json: { id: 'seven' } });
    expect(await post(simulator, '/accountLookups/eight', request)).toMatchObject({
      status: 400,
      json: { errorType: 'DUPLICATE_RECORD' },
    });
  });

  it('leaves to its framework what cannot be read', async () => {
    const id = newId();
    expect(await post(simulator, `/payments/${id}`, '')).toMatchObject({ status: 500, text: '' });
    expect(await post(simulator, `/payments/${id}`, '{')).toMatchObject({ status: 400, text: '' });
    expect((await paid({ originator: 'x' })).seen).toMatchObject({ status: 400, text: '' });
    const one = await paid();
    expect(await reverse(simulator, one, newId(), 'TOO_LATE')).toMatchObject({ status: 400, text: '' });
  });
});

describe('the order of its checks', () => {
  it('of a create: fields, then its id, then the account; and only what failed at its fields leaves its id free', async () => {
    const id = newId();
    expect((await paid({ accountRef: 'NONE', client: null }, '/payments/', id)).response).toMatchObject({
      errorType: 'FORMAT_ERROR',
    });
    expect((await paid({ accountRef: 'NOBODY' }, '/payments/', id)).response).toMatchObject({
      errorType: 'UNKNOWN_CUSTOMER_ACCOUNT',
    });
    expect((await paid({}, '/payments/', id)).response).toMatchObject({ errorType: 'DUPLICATE_RECORD', detailMessage: id });
    expect((await paid({ client: null }, '/payments/', id)).response).toMatchObject({ errorType: 'FORMAT_ERROR' });
  });

  it('of an advice: completed, then fields, then its request, then its own id', async () => {
    const one = await paid();
    const two = await paid();
    const adviceId = newId();
    const send = (id: string, body: Json): Promise<Seen> => post(simulator, `/payments/${id}/confirmations/${newId()}`, body);
    expect(await send(one.id, { ...advice(one.id, newId(), null) })).toMatchObject({ json: { errorType: 'FORMAT_ERROR' } });
    expect(await send(one.id, advice(one.id, newId(), []))).toMatchObject({ json: { errorType: 'UNABLE_TO_LOCATE_RECORD' } });
    expect(await send(one.id, advice(one.id, one.id, []))).toMatchObject({ json: { errorType: 'DUPLICATE_RECORD' } });
    expect(await confirm(simulator, one, adviceId)).toMatchObject({ status: 202 });
    expect(await confirm(simulator, two, adviceId)).toMatchObject({ json: { errorType: 'DUPLICATE_RECORD' } });
    // An identical repeat, and one that is not even valid: settled comes first.
    for (const body of [confirmation(adviceId, one.response), {}]) {
      expect(await send(one.id, body)).toMatchObject({ status: 400, json: { errorType: 'ACCOUNT_ALREADY_SETTLED' } });
    }
  });

  it("takes the path's id for what is completed and the body's for what there must be", async () => {
    const one = await paid();
    const two = await paid({ accountRef: peerAccounts()[1]?.accountRef });
    const adviceId = newId();
    const body = confirmation(adviceId, two.response);
    expect(await post(simulator, `/payments/${one.id}/confirmations/${adviceId}`, body)).toMatchObject({ status: 202 });
    expect(await balanceOf(accountRef)).toBe(balance - 1_000);
    expect(await confirm(simulator, two)).toMatchObject({ status: 202 });
    expect(await confirm(simulator, one)).toMatchObject({ json: { errorType: 'ACCOUNT_ALREADY_SETTLED' } });
  });
});

describe('its error bodies', () => {
  it('for a field: what is wrong, where, and with which value unless it is null', async () => {
    const { seen } = await paid({ client: { id: 'letters', name: null }, accountRef: 'short' });
    expect(seen).toMatchObject({
      status: 400,
      json: { errorMessage: 'See error detail for format errors.', requestType: 'PAYMENT_REQUEST' },
    });
    expect(seen.json?.['detailMessage']).toEqual([
      { messageProperty: 'institution', field: 'id', error: 'must match "[0-9]{1,11}"', invalidValue: 'letters' },
      { messageProperty: 'institution', field: 'name', error: 'may not be null' },
      // The account of a payment is checked twice.
      { messageProperty: 'message', field: 'accountRef', error: 'length must be between 6 and 40', invalidValue: 'short' },
      { messageProperty: 'message', field: 'accountRef', error: 'length must be between 6 and 40', invalidValue: 'short' },
    ]);
  });

  it('for an id that was used, an account that is not known, a request that is not there', async () => {
    const one = await paid();
    const again = await post(simulator, `/payments/${one.id}`, one.request);
    expect(again.json).toEqual({
      errorType: 'DUPLICATE_RECORD',
      errorMessage: 'Message ID (String) is not unique.',
      requestType: 'PAYMENT_REQUEST',
      id: one.id,
      detailMessage: one.id,
    });
    expect((await paid({ accountRef: 'NOBODY' })).response['errorMessage']).toContain('NOBODY');
    expect((await refunded('NOBODY1')).response).toMatchObject({
      errorType: 'UNABLE_TO_LOCATE_RECORD',
      errorMessage: expect.stringContaining('NOBODY1') as string,
    });
    const lost = newId();
    const adviceId = newId();
    expect((await post(simulator, `/refunds/${lost}/confirmations/${adviceId}`, advice(adviceId, lost, []))).json).toMatchObject({
      errorType: 'UNABLE_TO_LOCATE_RECORD',
      errorMessage: expect.stringContaining(lost) as string,
      requestType: 'REFUND_CONFIRMATION',
      id: adviceId,
      originalId: lost,
    });
  });

  it('for what is completed: the whole earlier advice', async () => {
    for (const give of [confirm, reverse]) {
      const one = await paid();
      const adviceId = newId();
      await give(simulator, one, adviceId);
      for (const other of [confirm, reverse]) {
        expect((await other(simulator, one)).json).toMatchObject({
          errorType: 'ACCOUNT_ALREADY_SETTLED',
          errorMessage: expect.stringContaining(adviceId) as string,
          detailMessage: { id: adviceId, requestId: one.id, ...(give === reverse ? { reversalReason: 'TIMEOUT' } : {}) },
        });
      }
    }
  });

  it('for an advice that names a request of another kind', async () => {
    const id = newId();
    const lookup = transaction(id, { accountRef });
    await post(simulator, `/accountLookups/${id}`, lookup);
    const looked = { id, request: lookup, response: { ...lookup, amounts: {} }, seen: {} };
    expect(await confirm(simulator, looked, newId(), { tenders: [] })).toMatchObject({
      status: 500,
      json: { errorType: 'GENERAL_ERROR', errorMessage: 'Server error' },
    });
    const other = newId();
    await post(simulator, `/accountLookups/${other}`, transaction(other, { accountRef }));
    expect(await reverse(simulator, { ...looked, id: other, request: transaction(other) })).toMatchObject({ status: 202 });
    const one = await paid();
    for (const leg of ['confirmations', 'reversals'] as const) {
      expect(await adviseRefund(one, leg)).toMatchObject(
        leg === 'confirmations'
          ? { status: 500, json: { errorType: 'GENERAL_ERROR' } }
          : { json: { errorType: 'ACCOUNT_ALREADY_SETTLED' } },
      );
    }
    const made = await refunded(issuerReferenceOf(one.response));
    expect(
      await confirm(simulator, { ...made, response: { ...made.response, amounts: {} } }, newId(), { tenders: [] }),
    ).toMatchObject({ status: 500 });
  });

  it('label what fails in a policy look-up as a traffic fine', async () => {
    simulator.control.next({ fault: { kind: 'decline', errorType: 'GENERAL_ERROR' } });
    const id = newId();
    expect(await post(simulator, `/accountLookups/policy/${id}`, transaction(id, { policyNumber: accountRef }))).toMatchObject({
      status: 500,
      json: { requestType: 'TRAFFIC_FINE_LOOKUP_REQUEST' },
    });
    simulator.control.next({ fault: { kind: 'decline', errorType: 'FUNCTION_NOT_SUPPORTED' } });
    expect((await paid()).seen).toMatchObject({ status: 400, json: { errorType: 'FUNCTION_NOT_SUPPORTED' } });
  });
});

describe('what it validates', () => {
  const text = (count: number): string => 'x'.repeat(count);
  const originator = transaction('')['originator'] as Json;
  const merchant = originator['merchant'] as Json;
  const merchantName = merchant['merchantName'] as Json;
  it.each([
    [{ id: null }, 'message', 'id', 'may not be null'],
    [{ time: null }, 'message', 'time', 'may not be null'],
    [{ originator: null }, 'message', 'originator', 'may not be null'],
    [{ client: null }, 'message', 'client', 'may not be null'],
    [{ thirdPartyIdentifiers: null }, 'message', 'thirdPartyIdentifiers', 'may not be null'],
    [{ amounts: null }, 'message', 'amounts', 'may not be null'],
    [{ settlementEntity: { id: 'x', name: 'x' } }, 'institution', 'id', 'must match "[0-9]{1,11}"'],
    [{ receiver: { id: '1', name: text(41) } }, 'institution', 'name', 'length must be between 0 and 40'],
    [{ originator: { ...originator, terminalId: 'x' } }, 'originator', 'terminalId', 'length must be between 8 and 8'],
    [{ originator: { ...originator, institution: null } }, 'originator', 'institution', 'may not be null'],
    [{ originator: { ...originator, merchant: null } }, 'originator', 'merchant', 'may not be null'],
    [
      { originator: { ...originator, merchant: { ...merchant, merchantType: '1' } } },
      'merchant',
      'merchantType',
      'must match "[0-9]{4}"',
    ],
    [
      { originator: { ...originator, merchant: { ...merchant, merchantId: '1' } } },
      'merchant',
      'merchantId',
      'length must be between 15 and 15',
    ],
    [
      { originator: { ...originator, merchant: { ...merchant, merchantName: null } } },
      'merchant',
      'merchantName',
      'may not be null',
    ],
    ...(
      [
        ['name', 23],
        ['city', 13],
        ['region', 2],
        ['country', 2],
      ] as const
    ).map(
      ([field, most]) =>
        [
          {
            originator: { ...originator, merchant: { ...merchant, merchantName: { ...merchantName, [field]: text(most + 1) } } },
          },
          'merchantName',
          field,
          `length must be between 0 and ${most}`,
        ] as const,
    ),
    [{ thirdPartyIdentifiers: [{ institutionId: 'x' }] }, 'thirdPartyIdentifier', 'institutionId', 'must match "[0-9]{1,11}"'],
  ] as const)('%j', async (changes, messageProperty, field, error) => {
    const { response } = await paid({ accountRef, ...changes });
    expect(response).toMatchObject({ errorType: 'FORMAT_ERROR', detailMessage: [{ messageProperty, field, error }] });
  });

  it.each([
    { amounts: { requestAmount: { amount: '1000', currency: 'whatever' } } },
    { amounts: {} },
    { amounts: { requestAmount: money(-5) } },
    { tenders: 'none of its business' },
    { customer: { firstName: text(400) } },
    { thirdPartyIdentifiers: [{ institutionId: '1' }] },
    { thirdPartyIdentifiers: [] },
    { originator: { ...originator, operatorId: text(400) } },
  ])('not %j', async (changes) => {
    expect((await paid(changes)).seen.status).toBe(200);
  });

  it('not what a refund says', async () => {
    const one = await paid();
    const id = newId();
    expect(
      await post(simulator, `/refunds/${id}`, refund(id, issuerReferenceOf(one.response), { refundReason: text(99) })),
    ).toMatchObject({ status: 200 });
  });

  it.each([
    ['/accountLookups/', 'accountRef'],
    ['/accountLookups/traffic/', 'noticeNumber'],
    ['/accountLookups/policy/', 'policyNumber'],
    ['/payments/traffic/', 'noticeNumber'],
    ['/payments/policy/', 'policyNumber'],
  ] as const)('at %s: the %s', async (path, field) => {
    for (const [value, error] of [
      [null, 'may not be null'],
      ['short', 'length must be between 6 and 40'],
      [text(41), 'length must be between 6 and 40'],
    ] as const) {
      const { response } = await paid({ accountRef: undefined, [field]: value }, path);
      expect(response).toMatchObject({
        errorType: 'FORMAT_ERROR',
        detailMessage: [{ messageProperty: 'message', field, error }],
      });
    }
  });

  it.each(['id', 'requestId', 'time', 'thirdPartyIdentifiers'])('the %s of a confirmation', async (field) => {
    const one = await paid();
    expect((await confirm(simulator, one, newId(), { [field]: null })).json).toMatchObject({
      errorType: 'FORMAT_ERROR',
      requestType: 'PAYMENT_CONFIRMATION',
      detailMessage: [{ messageProperty: 'message', field, error: 'may not be null' }],
    });
  });

  it.each(['id', 'requestId', 'time', 'thirdPartyIdentifiers', 'reversalReason'])('the %s of a reversal', async (field) => {
    const one = await paid();
    expect((await reverse(simulator, one, newId(), 'TIMEOUT', { [field]: null })).json).toMatchObject({
      errorType: 'FORMAT_ERROR',
      requestType: 'PAYMENT_REVERSAL',
      detailMessage: [{ messageProperty: 'message', field, error: 'may not be null' }],
    });
  });

  it('not the amount that is confirmed: without one it fails after the advice was stored', async () => {
    const one = await paid({ amounts: {} });
    const crash = await confirm(simulator, { ...one, response: { ...one.response, amounts: {} } }, newId(), { tenders: [] });
    expect(crash).toMatchObject({ status: 500, json: { errorType: 'GENERAL_ERROR' } });
    expect(await confirm(simulator, one)).toMatchObject({ status: 400, json: { errorType: 'ACCOUNT_ALREADY_SETTLED' } });
    expect(simulator.ledger().payments).toMatchObject([{ state: 'reserved' }]);
  });
});

describe('its responses', () => {
  const placeholders = {
    client: { id: 'ClientId', name: 'Client Name' },
    settlementEntity: { id: 'SettlementEntityId', name: 'Settlement Entity' },
    receiver: { id: 'ReceiverId', name: 'Receiver Name' },
    partPaymentAllowed: true,
    overPaymentAllowed: true,
  };

  it('to a look-up', async () => {
    for (const [path, field, member] of [
      ['', 'accountRef', 'account'],
      ['traffic/', 'noticeNumber', 'trafficFine'],
      ['policy/', 'policyNumber', 'policy'],
    ] as const) {
      const id = newId();
      const request = transaction(id, { [field]: accountRef });
      const seen = await post(simulator, `/accountLookups/${path}${id}`, request);
      expect(seen).toMatchObject({ status: 200, json: { id, originator: request['originator'], ...placeholders } });
      expect(seen.json?.[member]).toEqual({ [field]: accountRef });
      expect(seen.json?.['amounts']).toEqual({ balanceAmount: money(balance, 'ZAR') });
      expect(seen.json?.['customer']).toEqual(account?.customer);
      for (const name of ['rrn', 'stan', 'basketRef', 'tranType']) expect(seen.json).not.toHaveProperty(name);
      expect(seen.json?.['thirdPartyIdentifiers']).toEqual([
        ...(request['thirdPartyIdentifiers'] as readonly unknown[]),
        { institutionId: '234652', transactionIdentifier: 'settlementEntityRef' },
        { institutionId: '803485', transactionIdentifier: 'receiverRef' },
      ]);
    }
  });

  it('to a payment', async () => {
    const { response } = await paid();
    expect(response).toMatchObject(placeholders);
    expect(response['amounts']).toEqual({
      requestAmount: money(1_000, 'ZAR'),
      approvedAmount: money(1_000, 'ZAR'),
      balanceAmount: money(balance, 'ZAR'),
    });
    const slip = response['slipData'] as Json;
    expect(slip).toMatchObject({
      slipWidth: 0,
      phoneNumber: 'PhoneNumber',
      issuerReference: expect.stringMatching(/^\d{1,7}$/u) as string,
    });
    const lines = slip['messageLines'] as readonly Json[];
    expect(
      lines.map((line) => [
        line['fontHeightScaleFactor'],
        line['fontWidthScaleFactor'],
        line['line'],
        line['cut'],
        'text' in line,
      ]),
    ).toEqual([
      [2, 1, false, false, true],
      [1, 2, false, false, true],
      [1, 1, true, false, false],
      [1, 1, false, false, true],
      [1, 1, false, true, false],
    ]);
  });

  it('to a refund: a balance, and nothing to print', async () => {
    const { response } = await refunded(issuerReferenceOf((await paid()).response));
    expect(response['amounts']).toEqual({ balanceAmount: money(balance, 'ZAR') });
    expect(response).not.toHaveProperty('slipData');
  });

  it('to an advice: everything from the advice, its time in UTC', async () => {
    const one = await paid();
    const adviceId = newId();
    const seen = await confirm(simulator, one, adviceId, { time: '2026-03-17T10:43:20.555+02:00' });
    expect(seen.json).toEqual({
      id: adviceId,
      requestId: one.id,
      time: '2026-03-17T08:43:20.555Z',
      thirdPartyIdentifiers: one.response['thirdPartyIdentifiers'],
    });
  });
});

describe('its accounts and their money', () => {
  it('are 47, of three shapes', async () => {
    const accounts = (await helper('allAccounts')) as readonly Json[];
    expect(accounts).toHaveLength(47);
    expect(new Set(accounts.map((one) => one['accountRef'])).size).toBe(47);
    for (const one of accounts) {
      expect(one['accountRef']).toMatch(/^(?:3472\d{10}|\d{2}\/\d{5}\/\d{3}\/\d{6}|\d{10})$/u);
      expect(one['balance']).toMatchObject({ currency: 'ZAR' });
      const { amount } = one['balance'] as { readonly amount: number };
      expect(amount).toBeGreaterThanOrEqual(10_000);
      expect(amount).toBeLessThan(100_000);
      expect(one['customer']).toEqual({
        firstName: expect.any(String) as string,
        lastName: expect.any(String) as string,
        idNumber: expect.stringMatching(/^\d{13}$/u) as string,
        contactNumber: expect.stringMatching(/^\d{10}$/u) as string,
        address: expect.any(String) as string,
      });
    }
  });

  it('change by a confirmation alone', async () => {
    const one = await paid();
    expect(await balanceOf(accountRef)).toBe(balance);
    // Tenders and the advice's own amounts are ignored.
    await confirm(simulator, one, newId(), { amounts: { approvedAmount: money(1, 'ZAR') } });
    expect(await balanceOf(accountRef)).toBe(balance - 1_000);
    await reverse(simulator, await paid());
    expect(await balanceOf(accountRef)).toBe(balance - 1_000);
    await confirm(simulator, await paid({ amounts: { requestAmount: money(1_000_000, 'ZAR') } }));
    expect(await balanceOf(accountRef)).toBe(balance - 1_001_000);
  });

  it('are one pool for accounts, fines and policies, of which accounts alone are refunded', async () => {
    for (const [path, field] of [
      ['/payments/traffic/', 'noticeNumber'],
      ['/payments/policy/', 'policyNumber'],
    ] as const) {
      const one = await paid({ accountRef: undefined, [field]: accountRef }, path);
      expect(await confirm(simulator, one)).toMatchObject({ status: 202 });
      expect((await refunded(issuerReferenceOf(one.response))).seen.status).toBe(400);
    }
    expect(await balanceOf(accountRef)).toBe(balance - 2_000);
  });

  it('are given back, confirmed or not, and more than once', async () => {
    const one = await paid();
    for (const expected of [balance + 1_000, balance + 2_000]) {
      const made = await refunded(issuerReferenceOf(one.response));
      expect(await adviseRefund(made, 'confirmations')).toMatchObject({ status: 202 });
      expect(await balanceOf(accountRef)).toBe(expected);
    }
    const made = await refunded(issuerReferenceOf(one.response));
    expect(await adviseRefund(made, 'reversals')).toMatchObject({ status: 202 });
    expect(await balanceOf(accountRef)).toBe(balance + 2_000);
    expect(simulator.ledger().refunds).toMatchObject([{ state: 'confirmed' }, { state: 'confirmed' }, { state: 'reversed' }]);
  });

  it('stay as they are after advices for what was declined', async () => {
    const unpaid = async (): Promise<Paid> => {
      const one = await paid({ accountRef: 'NOBODY' });
      return { ...one, response: { ...one.request, amounts: {} } };
    };
    const declined = await unpaid();
    expect(await confirm(simulator, declined, newId(), { tenders: [] })).toMatchObject({ status: 500 });
    expect(await confirm(simulator, declined, newId(), { tenders: [] })).toMatchObject({
      json: { errorType: 'ACCOUNT_ALREADY_SETTLED' },
    });
    expect(await reverse(simulator, await unpaid())).toMatchObject({ status: 202 });
    for (const leg of ['confirmations', 'reversals'] as const) {
      expect(await adviseRefund(await refunded('NOBODY1'), leg)).toMatchObject({ status: 500 });
    }
  });
});

describe('its helpers', () => {
  it('list what was stored', async () => {
    const one = await paid();
    await confirm(simulator, one);
    await reverse(simulator, await paid());
    const made = await refunded(issuerReferenceOf(one.response));
    await adviseRefund(made, 'confirmations');
    await adviseRefund(await refunded(issuerReferenceOf(one.response)), 'reversals');
    await paid({ noticeNumber: accountRef }, '/payments/traffic/');
    await paid({ policyNumber: accountRef }, '/payments/policy/');
    for (const [path, field] of [
      ['', 'accountRef'],
      ['traffic/', 'noticeNumber'],
      ['policy/', 'policyNumber'],
    ] as const) {
      const id = newId();
      await post(simulator, `/accountLookups/${path}${id}`, transaction(id, { [field]: accountRef }));
    }
    expect(await helper('allPaymentRequests')).toMatchObject([one.request, {}]);
    const counts: Readonly<Record<string, number>> = {
      allAccountLookups: 1,
      allTrafficFineLookups: 1,
      allPolicyLookups: 1,
      allTrafficFinePaymentRequests: 1,
      allPolicyPaymentRequests: 1,
      allRefundRequests: 2,
      allPaymentConfirmations: 1,
      allPaymentReversals: 1,
      allRefundConfirmations: 1,
      allRefundReversals: 1,
    };
    for (const [name, count] of Object.entries(counts)) expect(await helper(name), name).toHaveLength(count);
    expect(await get(simulator, '/test/allTheRest')).toMatchObject({ status: 404 });
  });

  it('add an account', async () => {
    const record = { accountRef: 'NEW-123', customer: { firstName: 'Ada' }, balance: money(500, 'BWP') };
    expect(await post(simulator, '/test/addAccount', record)).toMatchObject({ status: 202, json: record });
    expect(await post(simulator, '/test/addAccount', { accountRef: 'NEW-124' })).toMatchObject({
      status: 202,
      json: { balance: { amount: 10_000 } },
    });
    for (const bad of [record, {}, '']) {
      expect(await post(simulator, '/test/addAccount', bad)).toMatchObject({
        status: 400,
        json: { errorType: 'FORMAT_ERROR', id: 'none', requestType: 'ACCOUNT_LOOKUP_REQUEST' },
      });
    }
    expect((await paid({ accountRef: 'NEW-123' })).seen.status).toBe(200);
  });

  it('reset it, without the defect of the real one', async () => {
    const one = await paid();
    await confirm(simulator, one);
    expect(await get(simulator, '/test/reset')).toMatchObject({ status: 200, text: '' });
    expect(await balanceOf(accountRef)).toBe(balance);
    expect(await helper('allPaymentRequests')).toEqual([]);
    const again = await post(simulator, `/payments/${one.id}`, one.request);
    expect(again.status).toBe(200);
    expect(await post(simulator, `/payments/${one.id}`, one.request)).toMatchObject({ json: { errorType: 'DUPLICATE_RECORD' } });
    expect(await confirm(simulator, { ...one, response: again.json ?? {} })).toMatchObject({ status: 202 });
  });
});

import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../http/transport.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { createScriptedTransport, type Way } from '../testing/scripted-transport.ts';
import type { BillService, PaymentOutcome } from './bill-service.ts';
import { createBillpayClient, type BillpayClientSettings } from './client.ts';
import type { PreparedRequest } from './messages.ts';
import { exampleFlows } from './testing/example-flows.ts';
import { createRecordingLogger, type RecordingLogger } from '../testing/recording-logger.ts';
import { adviceId, exampleIdentity, paymentContext, pula, saleId, valueIn, water } from './testing/samples.ts';

const { references } = paymentContext;
const payment = { kind: 'account', reference: 'BW0417733021', amountMinor: 48650, biller: water } as const;
const password = 'a-password-that-nobody-sees';

interface Bench {
  readonly client: BillService;
  readonly clock: ManualClock;
  readonly logger: RecordingLogger;
  readonly requests: HttpRequest[];
}

function bench(
  serve: (request: HttpRequest) => HttpAnswer,
  way: Way = { kind: 'open' },
  settings: Partial<BillpayClientSettings> = {},
): Bench {
  const clock = createManualClock(Date.parse('2026-03-17T08:42:11.007Z'));
  const logger = createRecordingLogger();
  const requests: HttpRequest[] = [];
  const transport = createScriptedTransport({
    clock,
    way(request) {
      requests.push(request);
      return way;
    },
    serve: (request) => Promise.resolve(serve(request)),
  });
  const client = createBillpayClient(
    { url: 'https://bills.example', user: '600123', password, identity: exampleIdentity(), currency: pula, ...settings },
    { transport, clock, logger },
  );
  return { client, clock, logger, requests };
}

function answer(status: number, body: unknown = ''): HttpAnswer {
  return { status, contentType: 'application/json', body: typeof body === 'string' ? body : JSON.stringify(body) };
}

const approve = () => answer(201, exampleFlows.paymentAnswer);

function prepare(client: BillService): PreparedRequest {
  return valueIn(client.preparePayment(payment, references));
}

describe('a request on its way', () => {
  it('goes out once, with Basic authentication, on a connection of its own, for 60 seconds', async () => {
    const { client, requests } = bench(approve);
    const prepared = prepare(client);

    expect(await client.requestPayment(prepared)).toMatchObject({ kind: 'approved', approvedAmountMinor: 48650 });

    expect(requests).toEqual([
      {
        method: 'POST',
        url: 'https://bills.example/billpay/v4/payments/232eb861-70c2-4c30-adcd-ca6c0107f03a',
        basicAuth: { user: '600123', password },
        body: prepared.body,
        onFreshConnection: true,
        timeoutMs: 60_000,
        onLateAnswer: expect.any(Function) as unknown,
      },
    ]);
  });

  it('carries the moment of its making, and says that it is a payment', () => {
    const { client } = bench(approve);
    expect(JSON.parse(prepare(client).body)).toMatchObject({ time: '2026-03-17T08:42:11.007Z', tranType: 'GENERAL_PAYMENT' });
    const refund = client.prepareRefund({ issuerReference: 'NWU7F3K90218', refundReason: 'Wrong' }, references);
    expect(JSON.parse(valueIn(refund).body)).toMatchObject({ time: '2026-03-17T08:42:11.007Z', tranType: 'RETURNS' });
  });

  it.each([
    'https://bills.example',
    'https://bills.example/',
    'https://bills.example/billpay/v4',
    'https://bills.example/billpay/v4/',
  ])('finds the base path from %s', async (url) => {
    const { client, requests } = bench(() => answer(200, '[]'), undefined, { url });
    await client.listBillers();
    expect(requests[0]).toMatchObject({ method: 'GET', url: 'https://bills.example/billpay/v4/billers/' });
    expect(requests[0]?.basicAuth).toEqual({ user: '600123', password });
  });

  it('is not made where a field breaks its rule: the field is named, and nothing leaves', async () => {
    const { client, requests } = bench(approve);
    expect(client.preparePayment({ ...payment, reference: '12345' }, references)).toEqual({
      ok: false,
      failure: [{ field: 'accountRef', rule: '6 to 40 characters' }],
    });
    expect(client.preparePayment({ ...payment, amountMinor: 0 }, references)).toMatchObject({
      failure: [{ field: 'amounts.requestAmount.amount' }],
    });
    const customer = { idNumber: '12345678901234' };
    expect(client.preparePayment({ ...payment, customer }, references)).toMatchObject({
      failure: [{ field: 'customer.idNumber' }],
    });
    expect(await client.lookUp({ kind: 'policy', reference: 'x' }, references)).toEqual({
      kind: 'not-sendable',
      problems: [{ field: 'policyNumber', rule: '6 to 40 characters' }],
    });
    expect(requests).toEqual([]);
  });

  it('names a biller whose name is longer than a message has room for: its id routes', () => {
    const { client } = bench(approve);
    const biller = { id: water.id, name: `${'n'.repeat(39)}😀 and more` };
    const { body } = valueIn(client.preparePayment({ ...payment, biller }, references));
    // Not half a letter either.
    expect(JSON.parse(body)).toMatchObject({ receiver: { id: water.id, name: `${'n'.repeat(39)}\uFFFD` } });
  });

  it('takes a reference with any characters: it lives in the body, never in the path (9.28)', () => {
    const { client } = bench(approve);
    const prepared = valueIn(client.preparePayment({ ...payment, reference: '12/34567/890/../?#%2F é' }, references));
    expect(prepared.path).toBe('payments/232eb861-70c2-4c30-adcd-ca6c0107f03a');
  });
});

describe('no answer', () => {
  async function outcomeOf(way: Way): Promise<{ outcome: PaymentOutcome; requests: number }> {
    const { client, clock, requests } = bench(approve, way);
    const outcome = client.requestPayment(prepare(client));
    await clock.advance(60_000);
    return { outcome: await outcome, requests: requests.length };
  }

  it.each([
    { kind: 'silent', arrives: true },
    { kind: 'lost-before' },
    { kind: 'lost-during' },
    { kind: 'lost-after' },
    { kind: 'unreadable' },
  ] as const)('is unknown and never repeated where the way is $kind', async (way) => {
    const { outcome, requests } = await outcomeOf(way);
    expect(outcome).toMatchObject({ kind: 'unknown', reversalReason: 'TIMEOUT', reason: { code: 'no-answer' } });
    expect(requests).toBe(1);
  });

  it('is a decline where nobody listens: provably nothing left', async () => {
    expect((await outcomeOf({ kind: 'closed' })).outcome).toEqual({
      kind: 'never-sent',
      reason: { code: 'service-unreachable' },
    });
  });

  it('is waited for until the agreed time, and not a moment less', async () => {
    const { client, clock } = bench(approve, { kind: 'open', afterMs: 29_999 }, { timeoutMs: 30_000 });
    const outcome = client.requestPayment(prepare(client));
    await clock.advance(29_999);
    expect(await outcome).toMatchObject({ kind: 'approved' });
  });

  it('stays no answer when a 201 comes late: the log has it, and nothing else does (9.6)', async () => {
    const { client, clock, logger } = bench(approve, { kind: 'open', afterMs: 61_000 });
    const asked = client.requestPayment(prepare(client), { saleId });
    await clock.advance(60_000);
    const outcome = await asked;
    expect(outcome).toMatchObject({ kind: 'unknown', reversalReason: 'TIMEOUT' });
    expect(logger.events()).toEqual(['bill-asked', 'bill-answered', 'bill-outcome']);

    await clock.advance(5_000);

    expect(logger.lines.at(-1)).toEqual({
      event: 'bill-answered-too-late',
      fields: { saleId, requestId: references.requestId, operation: 'createPayment', durationMs: 61_000, httpStatus: 201 },
    });
    expect(await asked).toBe(outcome);
  });

  it('is what a mistake of our own comes to as well: the request may be on its way', async () => {
    const { client, logger } = bench(() => {
      throw new TypeError('a mistake with Lesego in it');
    });
    expect(await client.requestPayment(prepare(client))).toMatchObject({ kind: 'unknown', reversalReason: 'TIMEOUT' });
    expect(logger.events()).toContain('bill-answer-not-understood');
    expect(JSON.stringify(logger.lines)).not.toContain('Lesego');
  });
});

describe('a question', () => {
  it('has no answer where there is none, and moves no money', async () => {
    for (const [way, code] of [
      [{ kind: 'closed' }, 'service-unreachable'],
      [{ kind: 'lost-after' }, 'no-answer'],
    ] as const) {
      const { client } = bench(approve, way);
      expect(await client.lookUp(payment, references)).toEqual({ kind: 'no-answer', reason: { code } });
      expect(await client.listBillers()).toEqual({ kind: 'no-answer', reason: { code } });
    }
  });
});

describe('advices', () => {
  const parts = { basis: undefined as never, adviceId: adviceId('feaefae8-2890-4a8b-b7ad-149094c50388'), saleId };
  const other = { adviceId: adviceId('fa6cccc5-5243-4b4e-9b57-94491186a3c4'), saleId };

  it('are made complete, with the moment of their making inside, and sent byte for byte', async () => {
    const { client, clock, requests } = bench(({ url }) => (url.includes('confirmations') ? answer(500) : approve()));
    const outcome = await client.requestPayment(prepare(client));
    if (outcome.kind !== 'approved') throw new Error(outcome.kind);
    const advice = valueIn(
      client.makePaymentConfirmation({
        ...parts,
        basis: outcome.basis,
        tenders: [{ tenderType: 'CASH', amountMinor: 48650 }],
        approvedAmountMinor: 48650,
      }),
    );
    await clock.advance(3_600_000);

    expect(await client.sendAdvice(advice, false)).toEqual({ kind: 'not-final', detail: 'HTTP 500' });
    expect(await client.sendAdvice(advice, true)).toEqual({ kind: 'not-final', detail: 'HTTP 500' });

    expect(requests.slice(1).map(({ url, body }) => [url, body])).toEqual([
      [`https://bills.example/billpay/v4/${advice.path}`, advice.body],
      [`https://bills.example/billpay/v4/${advice.path}`, advice.body],
    ]);
    expect(JSON.parse(advice.body)).toMatchObject({ time: '2026-03-17T08:42:11.007Z' });
  });

  it('are not made where the tenders are not the approved amount, nor with the request’s own id', async () => {
    const { client } = bench(approve);
    const { basis } = prepare(client);
    const tenders = [{ tenderType: 'CASH', amountMinor: 48649 }] as const;
    expect(client.makePaymentConfirmation({ ...parts, basis, tenders, approvedAmountMinor: 48650 })).toMatchObject({
      failure: [{ field: 'tenders' }],
    });
    const sameId = { ...other, adviceId: adviceId(basis.requestId), basis, reversalReason: 'TIMEOUT' } as const;
    expect(client.makeReversal(sameId)).toEqual({ ok: false, failure: [{ field: 'id', rule: 'not the id of the request' }] });
  });

  it('know whether they were sent before: the same refusal means two things (5.4)', async () => {
    const { client } = bench(() => answer(400, { errorType: 'ACCOUNT_ALREADY_SETTLED', errorMessage: 'Settled' }));
    const reversal = valueIn(client.makeReversal({ ...other, basis: prepare(client).basis, reversalReason: 'CANCELLED' }));
    expect((await client.sendAdvice(reversal, true)).kind).toBe('delivered');
    expect(await client.sendAdvice(reversal, false)).toEqual({
      kind: 'refused',
      detail: 'HTTP 400 ACCOUNT_ALREADY_SETTLED: Settled',
    });
  });

  it('go out again after 60 seconds without an answer, and a late 202 goes to the log', async () => {
    const { client, clock, logger } = bench(() => answer(202), { kind: 'open', afterMs: 90_000 });
    const reversal = valueIn(client.makeReversal({ ...other, basis: prepare(client).basis, reversalReason: 'TIMEOUT' }));
    const attempt = client.sendAdvice(reversal, false);
    await clock.advance(60_000);
    expect(await attempt).toEqual({ kind: 'not-final', detail: 'timed-out SCRIPTED' });
    await clock.advance(30_000);
    expect(logger.lines.at(-1)).toMatchObject({
      event: 'bill-answered-too-late',
      fields: { adviceId: reversal.adviceId, operation: 'reversal of a payment', httpStatus: 202 },
    });
  });

  it('of a refund go to the refund’s path', () => {
    const { client } = bench(approve);
    const { basis } = valueIn(client.prepareRefund({ issuerReference: 'NWU7', refundReason: 'Wrong' }, references));
    const advice = valueIn(client.makeRefundConfirmation({ ...other, basis }));
    expect(advice.path).toBe(`refunds/${references.requestId}/confirmations/${other.adviceId}`);
  });
});

describe('the log (9.32)', () => {
  it('has no name, id number, address, telephone number, account reference, word of a slip, or password', async () => {
    const personal = {
      firstName: 'PRIVATE',
      lastName: 'PRIVATE',
      idNumber: 'PRIVATE',
      address: 'PRIVATE',
      contactNumber: 'PRIVATE',
    };
    const body = {
      ...(JSON.parse(exampleFlows.paymentAnswer) as object),
      customer: personal,
      account: { accountRef: 'PRIVATE' },
      slipData: { messageLines: [{ text: 'PRIVATE' }] },
      errorMessage: 'PRIVATE',
      detailMessage: { customer: personal },
    };
    for (const status of [200, 204, 400, 500]) {
      const { client, logger } = bench(() => answer(status, body));
      const prepared = valueIn(client.preparePayment({ ...payment, customer: personal }, references));
      const { basis } = prepared;
      await client.requestPayment(prepared);
      await client.requestRefund(prepared);
      await client.lookUp(payment, references);
      await client.listBillers();
      await client.sendAdvice(
        valueIn(
          client.makeReversal({
            basis,
            adviceId: adviceId('fa6cccc5-5243-4b4e-9b57-94491186a3c4'),
            saleId,
            reversalReason: 'TIMEOUT',
          }),
        ),
        false,
      );

      const log = JSON.stringify(logger.lines);
      expect(logger.lines.length).toBeGreaterThan(9);
      expect(log).not.toContain('PRIVATE');
      expect(log).not.toContain(payment.reference);
      expect(log).not.toContain(password);
      expect(log).not.toMatch(/basic/iu);
    }
  });

  it('has a discrepancy with the whole body, masked', async () => {
    const body = { ...(JSON.parse(exampleFlows.paymentAnswer) as object), id: 'another' };
    const { client, logger } = bench(() => answer(200, body));
    expect(await client.requestPayment(prepare(client))).toMatchObject({ kind: 'unusable', reversalReason: 'CANCELLED' });
    expect(logger.lines.find(({ event }) => event === 'bill-discrepancy')?.fields).toMatchObject({
      requestId: references.requestId,
      fields: ['id'],
      answer: { id: 'another', amounts: { approvedAmount: { amount: '48650', currency: '072' } } },
    });
  });

  it('is loud about a 2xx that the protocol does not have', async () => {
    const { client, logger } = bench(() => answer(204));
    await client.requestPayment(prepare(client));
    expect(logger.lines).toContainEqual({
      event: 'bill-status-not-in-the-protocol',
      fields: { requestId: references.requestId, operation: 'createPayment', httpStatus: 204 },
    });
  });
});

import { describe, expect, it } from 'vitest';
import type { HttpAnswer, HttpRequest } from '../http/transport.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { createRecordingLogger, type RecordingLogger } from '../testing/recording-logger.ts';
import { createScriptedTransport, type Way } from '../testing/scripted-transport.ts';
import { createQrClient, type QrClientSettings } from './client.ts';
import type { PreparedPay } from './messages.ts';
import type { CodeOutcome, PayOutcome, QrService } from './qr-service.ts';
import { exampleFlows } from './testing/example-flows.ts';
import { adviceId, answer, exampleCode, exampleIdentity, guid, payContext, rand, saleId, valueIn } from './testing/samples.ts';

const { references } = payContext;
const { requestId: _, ...codeReferences } = references;
const payment = { amountMinor: 28450, references: codeReferences };
const password = 'a-password-that-nobody-sees';
const open: Way = { kind: 'open' };

interface Bench {
  readonly client: QrService;
  readonly clock: ManualClock;
  readonly logger: RecordingLogger;
  readonly requests: HttpRequest[];
}

/** @param way of each request in turn; the last one for all that follow */
function bench(
  serve: (request: HttpRequest, number: number) => HttpAnswer,
  ways: Way | readonly Way[] = open,
  settings: Partial<QrClientSettings> = {},
): Bench {
  const clock = createManualClock(Date.parse('2026-02-11T14:03:07.702Z'));
  const logger = createRecordingLogger();
  const requests: HttpRequest[] = [];
  let served = 0;
  const script = 'kind' in ways ? [ways] : ways;
  const transport = createScriptedTransport({
    clock,
    way(request) {
      requests.push(request);
      return script[Math.min(requests.length, script.length) - 1] ?? open;
    },
    serve: (request) => Promise.resolve(serve(request, (served += 1))),
  });
  let ids = 0;
  const newId = (): string => `c0de0000-0000-4000-8000-${String((ids += 1)).padStart(12, '0')}`;
  const client = createQrClient(
    { url: 'https://qr.example', user: '40118', password, guid, identity: exampleIdentity(), currency: rand, ...settings },
    { transport, clock, logger, newId },
  );
  return { client, clock, logger, requests };
}

const giveCode = () => answer(201, exampleFlows.codeAnswer);
const approve = () => answer(201, exampleFlows.payAnswer);
const duplicate = () => answer(400, { errorType: 'DUPLICATE_RECORD', errorMessage: 'Id already used' });

function prepare(client: QrService): PreparedPay {
  return valueIn(client.preparePay(exampleCode, { amountMinor: 28450 }, references));
}

function idOf({ body = '' }: HttpRequest): string {
  return (JSON.parse(body) as { readonly id: string }).id;
}

async function codeFrom({ client, clock }: Bench): Promise<CodeOutcome> {
  const outcome = client.createCode(payment);
  await clock.advance(600_000);
  return outcome;
}

describe('on the wire (1, 1.1)', () => {
  it.each(['https://qr.example', 'https://qr.example/', 'https://qr.example/qr/v1', 'https://qr.example/qr/v1/'])(
    'every call is a POST to its own path, without a slash at the end, from %s',
    async (url) => {
      const { client, requests } = bench(({ url: asked }) => (asked.endsWith('qrCodes') ? giveCode() : approve()), open, { url });
      await client.createCode(payment);
      const prepared = prepare(client);
      await client.pay(prepared);
      const parts = { basis: prepared.basis, saleId, time: payContext.time };
      const ids = ['6bf9e09f-3f8d-401b-8272-5b5f62f4666e', '523af63c-d0f5-4aba-b15f-37b529b0a063'].map(adviceId);
      const [one = adviceId(''), two = adviceId('')] = ids;
      await client.sendAdvice(valueIn(client.makeConfirmation({ ...parts, adviceId: one, approvedAmountMinor: 28450 })), false);
      await client.sendAdvice(valueIn(client.makeReversal({ ...parts, adviceId: two, reversalReason: 'TIMEOUT' })), false);

      expect(requests.map(({ method, url: asked }) => `${method} ${asked}`)).toEqual([
        'POST https://qr.example/qr/v1/qrCodes',
        'POST https://qr.example/qr/v1/payments',
        'POST https://qr.example/qr/v1/payments/confirmations',
        'POST https://qr.example/qr/v1/payments/reversals',
      ]);
      for (const request of requests) {
        expect(request.basicAuth).toEqual({ user: '40118', password });
        expect(request.body).not.toContain(password);
      }
      for (const { body = '' } of requests.slice(0, 2)) expect(JSON.parse(body)).toMatchObject({ client: { id: '40118' } });
    },
  );

  it('sends a payment once, as it was prepared, on a connection of its own, for 60 seconds', async () => {
    const { client, requests } = bench(approve);
    const prepared = prepare(client);
    expect(await client.pay(prepared)).toMatchObject({ kind: 'approved', approvedAmountMinor: 28450 });
    expect(requests).toEqual([
      {
        method: 'POST',
        url: 'https://qr.example/qr/v1/payments',
        basicAuth: { user: '40118', password },
        body: prepared.body,
        onFreshConnection: true,
        timeoutMs: 60_000,
        onSent: expect.any(Function) as unknown,
        onLateAnswer: expect.any(Function) as unknown,
      },
    ]);
  });

  it('makes a message at the moment of its making', () => {
    const { client } = bench(approve);
    expect(JSON.parse(prepare(client).body)).toMatchObject({ time: '2026-02-11T14:03:07.702Z' });
  });
});

describe('a code', () => {
  it('is given after one try, with its transaction, its payload and its identifiers', async () => {
    const made = bench(giveCode);
    expect(await codeFrom(made)).toEqual({ kind: 'created', code: exampleCode });
    expect(made.requests).toHaveLength(1);
  });

  it.each([
    ['500', () => answer(500), open],
    ['504', () => answer(504, exampleFlows.upstreamUnavailable), open],
    ['silence', giveCode, { kind: 'silent', arrives: true }],
    ['a lost connection', giveCode, { kind: 'lost-after' }],
    ['an answer that is not HTTP', giveCode, { kind: 'unreadable' }],
  ] as const)('is asked for three times, each under a new id, where the answer is %s (2.3)', async (_what, serve, way) => {
    const made = bench(serve, way);
    expect(await codeFrom(made)).toMatchObject({ kind: 'no-answer', reason: { code: 'no-code' } });
    expect(new Set(made.requests.map(idOf)).size).toBe(3);
    expect(made.requests).toHaveLength(3);
  });

  it('is taken from the first try that brings one', async () => {
    const made = bench(giveCode, [{ kind: 'lost-after' }, { kind: 'silent', arrives: true }, open]);
    expect(await codeFrom(made)).toEqual({ kind: 'created', code: exampleCode });
    expect(made.requests).toHaveLength(3);
  });

  it('takes all its tries together no longer than one exchange may', async () => {
    const { client, clock } = bench(giveCode, { kind: 'silent', arrives: true }, { timeoutMs: 30_000 });
    const outcome = client.createCode(payment);
    await clock.advance(30_000);
    expect(await outcome).toMatchObject({ kind: 'no-answer' });
  });

  it('is asked for once more where its id is taken, and no more than once (2.3, 7)', async () => {
    const second = bench((_request, number) => (number === 1 ? duplicate() : giveCode()));
    expect((await codeFrom(second)).kind).toBe('created');
    expect(new Set(second.requests.map(idOf)).size).toBe(2);

    const never = bench(duplicate);
    expect(await codeFrom(never)).toEqual({
      kind: 'refused',
      reason: { code: 'duplicate-record', detail: 'Id already used' },
    });
    expect(never.requests).toHaveLength(2);
  });

  it('is asked for no more than three times, whatever the answers are', async () => {
    const made = bench((_request, number) => (number < 3 ? answer(500) : duplicate()));
    expect((await codeFrom(made)).kind).toBe('refused');
    expect(made.requests).toHaveLength(3);
  });

  it.each([400, 401, 403, 404, 501, 503])('is not asked for again after a refusal with %d', async (status) => {
    const made = bench(() => answer(status, { errorType: 'INVALID_MERCHANT', errorMessage: 'Blocked' }));
    expect(await codeFrom(made)).toEqual({ kind: 'refused', reason: { code: 'invalid-merchant', detail: 'Blocked' } });
    expect(made.requests).toHaveLength(1);
  });

  it('is not asked for again where nobody listens', async () => {
    const made = bench(giveCode, { kind: 'closed' });
    expect(await codeFrom(made)).toEqual({ kind: 'no-answer', reason: { code: 'service-unreachable' } });
    expect(made.requests).toHaveLength(1);
  });

  it('that cannot be used is thrown away, and the log says why (2.2)', async () => {
    const made = bench(() => answer(201, exampleFlows.codeAnswer.replace('0132', '0131')));
    expect(await codeFrom(made)).toEqual({ kind: 'no-answer', reason: { code: 'code-unusable' } });
    expect(made.requests).toHaveLength(1);
    expect(made.logger.lines.find(({ event }) => event === 'qr-code-unusable')?.fields).toMatchObject({
      kind: 'DANGLING',
      at: 59,
    });
    const wrong = bench(giveCode, open, { guid: 'za.co.elec' });
    expect(await codeFrom(wrong)).toEqual({ kind: 'no-answer', reason: { code: 'code-unusable' } });
  });

  it('is not asked for where a field breaks its rule', async () => {
    const { client, requests } = bench(giveCode);
    expect(await client.createCode({ ...payment, amountMinor: 0 })).toMatchObject({
      kind: 'not-sendable',
      problems: [{ field: 'qrProperties.value.amount' }, { field: 'amounts.requestAmount.amount' }],
    });
    expect(requests).toEqual([]);
  });

  it('that comes too late goes to the log, and nowhere else', async () => {
    const made = bench(giveCode, [{ kind: 'open', afterMs: 25_000 }, open]);
    expect((await codeFrom(made)).kind).toBe('created');
    expect(made.logger.events()).toContain('qr-answered-too-late');
  });
});

describe('that a payment was sent (4.2)', () => {
  async function events(way: Way): Promise<readonly string[]> {
    const { client, clock } = bench(approve, way);
    const happened: string[] = [];
    void client.pay(prepare(client), { onSent: () => happened.push('sent') }).then(({ kind }) => happened.push(kind));
    await clock.advance(120_000);
    return happened;
  }

  it.each([
    [open, ['sent', 'approved']],
    [{ kind: 'open', afterMs: 30_000 }, ['sent', 'approved']],
    [{ kind: 'silent', arrives: false }, ['sent', 'unanswered']],
    [{ kind: 'lost-after' }, ['sent', 'unanswered']],
    [{ kind: 'lost-before' }, ['unanswered']],
    [{ kind: 'closed' }, ['never-sent']],
  ] as const)('is told before its end where it left: %j', async (way, expected) => {
    expect(await events(way)).toEqual(expected);
  });

  it('is told without the payment’s depending on who hears it', async () => {
    const { client, logger } = bench(approve);
    const outcome = await client.pay(prepare(client), {
      onSent: () => {
        throw new TypeError('the screen is broken');
      },
    });
    expect(outcome.kind).toBe('approved');
    expect(logger.events()).toContain('qr-sent-not-heard');
  });
});

describe('no answer to a payment (2, 2.3, 4.7)', () => {
  async function outcomeOf(way: Way): Promise<{ outcome: PayOutcome; requests: number }> {
    const { client, clock, requests } = bench(approve, way);
    const outcome = client.pay(prepare(client));
    await clock.advance(60_000);
    return { outcome: await outcome, requests: requests.length };
  }

  it.each([
    { kind: 'silent', arrives: true },
    { kind: 'silent', arrives: false },
    { kind: 'lost-before' },
    { kind: 'lost-during' },
    { kind: 'lost-after' },
    { kind: 'unreadable' },
  ] as const)('is reversed, and the payment never sent again, where the way is %j', async (way) => {
    const { outcome, requests } = await outcomeOf(way);
    expect(outcome).toMatchObject({ kind: 'unanswered', reversalReason: 'TIMEOUT', reason: { code: 'no-answer' } });
    expect(requests).toBe(1);
  });

  it('needs nothing where nobody listens: no byte left', async () => {
    expect((await outcomeOf({ kind: 'closed' })).outcome).toEqual({
      kind: 'never-sent',
      reason: { code: 'service-unreachable' },
    });
  });

  it('is waited for as long as was agreed, and not a moment less', async () => {
    const { client, clock } = bench(approve, { kind: 'open', afterMs: 89_999 }, { timeoutMs: 90_000 });
    const outcome = client.pay(prepare(client));
    await clock.advance(89_999);
    expect((await outcome).kind).toBe('approved');
  });

  it('is not cut short by anything but the deadline: the customer may take 59 seconds', async () => {
    const { client, clock } = bench(approve, { kind: 'open', afterMs: 59_999 });
    const outcome = client.pay(prepare(client));
    await clock.advance(59_999);
    expect((await outcome).kind).toBe('approved');
  });

  it('stays no answer when a 201 comes late: the log has it, and nothing else does (2, 10.5)', async () => {
    const { client, clock, logger } = bench(approve, { kind: 'open', afterMs: 61_000 });
    const asked = client.pay(prepare(client), { correlation: { saleId } });
    await clock.advance(60_000);
    const outcome = await asked;
    expect(outcome).toMatchObject({ kind: 'unanswered', reversalReason: 'TIMEOUT' });
    expect(logger.events()).toEqual(['qr-asked', 'qr-sent', 'qr-answered', 'qr-outcome']);

    await clock.advance(5_000);

    const { requestId, tranId } = { ...references, ...exampleCode };
    expect(logger.lines.at(-1)).toEqual({
      event: 'qr-answered-too-late',
      fields: { saleId, requestId, tranId, operation: 'pay', durationMs: 61_000, httpStatus: 201 },
    });
    expect(await asked).toBe(outcome);
  });

  it('is listened for on and on after a deadline that brought nothing, also where the connection ends at last', async () => {
    const late = { afterMs: 200_000 };
    const { client, clock, logger } = bench(approve, { kind: 'open', ...late });
    void client.pay(prepare(client));
    await clock.advance(199_999);
    expect(logger.events()).not.toContain('qr-answered-too-late');
    await clock.advance(1);
    expect(logger.events()).toContain('qr-answered-too-late');
  });

  it('is what a mistake of our own comes to as well: money may be reserved', async () => {
    const { client, logger } = bench(() => {
      throw new TypeError('a mistake with Lesego in it');
    });
    expect(await client.pay(prepare(client))).toMatchObject({ kind: 'unanswered', reversalReason: 'TIMEOUT' });
    expect(logger.events()).toContain('qr-answer-not-understood');
    expect(JSON.stringify(logger.lines)).not.toContain('Lesego');
  });
});

describe('a service that is known to leave out full approvals (4.5)', () => {
  const without = () =>
    answer(201, {
      ...(JSON.parse(exampleFlows.payAnswer) as object),
      amounts: { requestAmount: { amount: 28450, currency: '710' } },
    });

  it('is believed only where the till is told so', async () => {
    const usual = bench(without);
    expect(await usual.client.pay(prepare(usual.client))).toMatchObject({
      kind: 'unanswered',
      reversalReason: 'RESPONSE_NOT_FINAL',
    });
    const told = bench(without, open, { assumesFullApproval: true });
    expect(await told.client.pay(prepare(told.client))).toMatchObject({ kind: 'approved', approvedAmountMinor: 28450 });
  });
});

describe('advices', () => {
  const parts = { adviceId: adviceId('523af63c-d0f5-4aba-b15f-37b529b0a063'), saleId, time: '2026-02-11T14:04:07.702Z' };

  it('are sent byte for byte the same at every attempt (6.1)', async () => {
    const { client, clock, requests } = bench(() => answer(504));
    const reversal = valueIn(client.makeReversal({ ...parts, basis: prepare(client).basis, reversalReason: 'TIMEOUT' }));
    expect(await client.sendAdvice(reversal, false)).toEqual({ kind: 'not-final', detail: 'HTTP 504' });
    await clock.advance(3_600_000);
    expect(await client.sendAdvice(reversal, true)).toEqual({ kind: 'not-final', detail: 'HTTP 504' });
    expect(requests.map(({ body }) => body)).toEqual([reversal.body, reversal.body]);
    expect(JSON.parse(reversal.body)).toMatchObject({ id: parts.adviceId, time: parts.time });
  });

  it('know whether they were sent before: the same refusal means two things (6.3)', async () => {
    const { client } = bench(duplicate);
    const reversal = valueIn(client.makeReversal({ ...parts, basis: prepare(client).basis, reversalReason: 'CANCELLED' }));
    expect((await client.sendAdvice(reversal, true)).kind).toBe('delivered');
    expect(await client.sendAdvice(reversal, false)).toEqual({
      kind: 'id-taken',
      detail: 'HTTP 400 DUPLICATE_RECORD: Id already used',
    });
  });

  it('say when a reversal found nothing (4.6)', async () => {
    const { client, logger } = bench(() => answer(404));
    const { basis } = prepare(client);
    const reversal = valueIn(client.makeReversal({ ...parts, basis, reversalReason: 'CANCELLED' }));
    expect(await client.sendAdvice(reversal, false)).toEqual({ kind: 'delivered', detail: 'HTTP 404', foundNothing: true });
    expect(logger.events()).toContain('qr-advice-answered-otherwise');
    const confirmation = valueIn(client.makeConfirmation({ ...parts, basis, approvedAmountMinor: 28450 }));
    expect(await client.sendAdvice(confirmation, false)).toEqual({ kind: 'refused', detail: 'HTTP 404' });
  });

  it('go out again after 60 seconds without an answer, and a late 202 goes to the log', async () => {
    const { client, clock, logger } = bench(() => answer(202), { kind: 'open', afterMs: 90_000 });
    const reversal = valueIn(client.makeReversal({ ...parts, basis: prepare(client).basis, reversalReason: 'TIMEOUT' }));
    const attempt = client.sendAdvice(reversal, false);
    await clock.advance(60_000);
    expect(await attempt).toEqual({ kind: 'not-final', detail: 'timed-out SCRIPTED' });
    await clock.advance(30_000);
    expect(logger.lines.at(-1)).toMatchObject({
      event: 'qr-answered-too-late',
      fields: { adviceId: parts.adviceId, operation: 'reversePayment', httpStatus: 202 },
    });
  });
});

describe('the log (1)', () => {
  it('has no token, card number, customer, word of a slip or a service, code, or password', async () => {
    const hidden = {
      partnerPaymentToken: 'PRIVATE',
      customer: { firstName: 'PRIVATE', id: 'PRIVATE' },
      tenders: [{ tenderType: 'CREDIT_CARD', cardNumber: '411111******1111', reference: 'PRIVATE' }],
      slipData: { messageLines: [{ text: 'PRIVATE' }] },
      errorMessage: 'PRIVATE',
      detailMessage: [{ field: 'originator', error: 'PRIVATE', invalidValue: 'PRIVATE' }],
      providerErrorMsg: 'PRIVATE',
    };
    for (const status of [200, 400, 401, 404, 500]) {
      for (const errorType of [undefined, 'FORMAT_ERROR', 'DUPLICATE_RECORD']) {
        const { client, logger } = bench(({ url }) => {
          const sound = JSON.parse(url.endsWith('qrCodes') ? exampleFlows.codeAnswer : exampleFlows.payAnswer) as object;
          return answer(status, { ...sound, ...hidden, id: 'another', errorType });
        });
        await client.createCode(payment, { saleId });
        const prepared = prepare(client);
        await client.pay(prepared, { correlation: { saleId } });
        const parts = {
          basis: prepared.basis,
          adviceId: adviceId('523af63c-d0f5-4aba-b15f-37b529b0a063'),
          saleId,
          time: payContext.time,
        };
        await client.sendAdvice(valueIn(client.makeReversal({ ...parts, reversalReason: 'TIMEOUT' })), false);

        const log = JSON.stringify(logger.lines);
        expect(logger.lines.length).toBeGreaterThan(7);
        expect(log).not.toContain('PRIVATE');
        expect(log).not.toContain('411111');
        expect(log).not.toContain(password);
        expect(log).not.toContain(exampleCode.payload);
        expect(log).not.toMatch(/basic/iu);
        expect(log).not.toMatch(/tok-/u);
      }
    }
  });

  it('has a discrepancy with the whole answer, masked', async () => {
    const { client, logger } = bench(() => answer(200, { ...(JSON.parse(exampleFlows.payAnswer) as object), tranId: 'another' }));
    expect(await client.pay(prepare(client))).toMatchObject({ kind: 'unanswered', reversalReason: 'RESPONSE_NOT_FINAL' });
    expect(logger.lines.find(({ event }) => event === 'qr-discrepancy')?.fields).toMatchObject({
      requestId: references.requestId,
      fields: ['tranId'],
      answer: { tranId: 'another', amounts: { approvedAmount: { amount: '28450', currency: '710' } } },
    });
  });

  it.each([
    [400, { errorType: 'FORMAT_ERROR', detailMessage: [{ field: 'terminalId', error: 'too short' }] }],
    [400, { errorType: 'INVALID_MERCHANT' }],
    [401, ''],
    [403, ''],
    [404, ''],
  ])('is loud about a %d that only IT can do something about: %j (3.7)', async (status, body) => {
    const { client, logger } = bench(() => answer(status, body));
    await client.createCode(payment);
    await client.pay(prepare(client));
    const loud = logger.lines.filter(({ event }) => event === 'qr-till-is-wrong');
    expect(loud).toHaveLength(2);
    expect(loud[0]?.fields).toMatchObject({ httpStatus: status });
    if (typeof body !== 'string' && 'detailMessage' in body) expect(loud[0]?.fields).toMatchObject({ wrong: ['terminalId'] });
  });

  it('keeps an advice that was refused apart, with its answer', async () => {
    const { client, logger } = bench(() => answer(400, { errorType: 'FUNCTION_NOT_SUPPORTED', errorMessage: 'x' }));
    const parts = {
      basis: prepare(client).basis,
      adviceId: adviceId('523af63c-d0f5-4aba-b15f-37b529b0a063'),
      saleId,
      time: payContext.time,
    };
    expect(await client.sendAdvice(valueIn(client.makeReversal({ ...parts, reversalReason: 'TIMEOUT' })), false)).toEqual({
      kind: 'refused',
      detail: 'HTTP 400 FUNCTION_NOT_SUPPORTED: x',
    });
    expect(logger.lines.find(({ event }) => event === 'advice-refused')?.fields).toMatchObject({
      answer: { errorType: 'FUNCTION_NOT_SUPPORTED' },
    });
  });
});

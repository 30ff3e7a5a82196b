import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startQrSimulator, type MadeCode, type QrSimulator, type StandingScript } from './start-qr-simulator.ts';
import { moneyText } from './money-text.ts';
import {
  call,
  codeRequest,
  confirm,
  makeCode,
  newId,
  payAtOnce,
  post,
  postControl,
  reversal,
  reverse,
  scan,
  sendPayment,
  type Json,
  type Seen,
} from './testing-client.ts';

let simulator: QrSimulator;
beforeEach(async () => {
  simulator = await startQrSimulator();
});
afterEach(async () => {
  vi.useRealTimers();
  await simulator.close();
});

async function waiting(): Promise<{ readonly tranId: string; readonly seen: Promise<Seen> }> {
  const code = await makeCode(simulator);
  const { seen } = sendPayment(simulator, code);
  await simulator.control.untilWaiting(code.tranId);
  return { tranId: code.tranId, seen };
}

describe('the control interface', () => {
  it('queues what happens next, and what happens always', async () => {
    expect(
      (await postControl(simulator, 'next', { on: 'createQrCode', fault: { kind: 'decline', errorType: 'INVALID_MERCHANT' } }))
        .json,
    ).toMatchObject({ queued: [{ on: 'createQrCode', fault: { kind: 'decline' } }] });
    await postControl(simulator, 'always', { on: 'createQrCode', fault: { kind: 'status', status: 503 } });
    const ask = (): Promise<Seen> => post(simulator, '/qrCodes', codeRequest());
    expect((await ask()).json).toMatchObject({ errorType: 'INVALID_MERCHANT' });
    expect((await ask()).status).toBe(503);
    expect((await ask()).status).toBe(503);
    expect(await scan(simulator, 'x')).toMatchObject({ status: 400 });
    await postControl(simulator, 'settings', { scanWindowMs: 1 });
    expect((await postControl(simulator, 'reset')).json).toMatchObject({
      isListening: true,
      held: 0,
      waiting: [],
      queued: [],
      standing: {},
      settings: { scanWindowMs: 50_000, customer: 'manual' },
    });
    expect((await ask()).status).toBe(201);
  });

  it('says who comes next, and who comes always', async () => {
    await postControl(simulator, 'always', {
      customer: { scan: 'auto', decision: { kind: 'decline', errorType: 'CARD_EXPIRED' } },
    });
    await postControl(simulator, 'next', { customer: 'pays' });
    const answers = async (): Promise<unknown> => {
      const { seen } = sendPayment(simulator, await makeCode(simulator));
      return (await seen).json?.['errorType'];
    };
    expect(await answers()).toBeUndefined();
    expect(await answers()).toBe('CARD_EXPIRED');
    const code = await makeCode(simulator);
    await postControl(simulator, 'next', { tranId: code.tranId, customer: 'has-no-money' });
    expect((await sendPayment(simulator, code).seen).json).toMatchObject({ errorType: 'INSUFFICIENT_FUNDS' });
  });

  it('scans, and says what came of it', async () => {
    const { tranId, seen } = await waiting();
    const decision = { kind: 'approve-less', approvedMinor: 5 };
    expect(await postControl(simulator, 'scan', { tranId, partnerId: '88034', decision })).toMatchObject({
      status: 200,
      json: { isAccepted: true },
    });
    expect((await seen).json).toMatchObject({ partner: { id: '88034' }, amounts: { approvedAmount: { amount: 5 } } });
    expect(await postControl(simulator, 'scan', { tranId })).toMatchObject({
      status: 409,
      json: { isAccepted: false, errorType: 'UNABLE_TO_LOCATE_RECORD' },
    });
    expect(simulator.ledger().scans).toMatchObject([{ by: 'person', partnerId: '88034' }, { by: 'person' }]);
  });

  it('changes the settings, all but what would not work', async () => {
    const settings = {
      scanWindowMs: 5,
      overallLimitMs: 6,
      codeTtlMs: 7,
      guid: 'za.co.elec',
      institution: { id: '1', name: 'One' },
      partners: [{ id: '2', name: 'Two' }],
      noScanStatus: 504,
      errorIds: 'uuid',
      replayAdvices: true,
      rememberOrphans: true,
      notFoundAs400: true,
      customer: 'by-amount',
      thinkMs: 8,
    };
    expect(await postControl(simulator, 'settings', settings)).toMatchObject({ status: 200, json: { settings } });
    expect(await postControl(simulator, 'settings', { guid: '' })).toMatchObject({ status: 400 });
    expect(simulator.control.state().settings).toEqual(settings);
  });

  it('tells the ledger, the requests and the state', async () => {
    const { tranId } = await waiting();
    expect((await call(`${simulator.controlUrl}/ledger`)).json).toEqual(JSON.parse(JSON.stringify(simulator.ledger())));
    const requests = (await call(`${simulator.controlUrl}/requests`)).json as unknown as readonly Json[];
    expect(requests).toMatchObject([
      { method: 'POST', path: '/qr/v1/qrCodes', contentType: 'application/json', answer: { status: 201 } },
      { method: 'POST', path: '/qr/v1/payments' },
    ]);
    expect(requests[1]).not.toHaveProperty('answer');
    expect(JSON.stringify(requests)).not.toContain('Basic');
    expect(await call(`${simulator.controlUrl}/state`)).toMatchObject({
      status: 200,
      json: { waiting: [{ tranId, state: 'pending-scan', requestedMinor: 28_450, currency: '710' }], queued: [] },
    });
  });

  it('occupies an id, and releases what is held', async () => {
    const body = codeRequest();
    await postControl(simulator, 'occupy', { id: body['id'] });
    expect((await post(simulator, '/qrCodes', body)).json).toMatchObject({ errorType: 'DUPLICATE_RECORD' });
    expect(await postControl(simulator, 'release')).toMatchObject({ status: 409 });
    await postControl(simulator, 'next', { fault: { kind: 'hold' } });
    const asking = post(simulator, '/qrCodes', codeRequest());
    await simulator.control.untilHeld();
    expect(await postControl(simulator, 'release')).toMatchObject({ status: 200, json: { released: 1 } });
    expect((await asking).status).toBe(201);
  });

  it('refuses connections for a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    expect(await postControl(simulator, 'refuse', { forMs: 60_000 })).toMatchObject({ status: 200 });
    expect(await scan(simulator, 'x')).toEqual({ error: 'ECONNREFUSED' });
    vi.advanceTimersByTime(60_000);
    await expect.poll(async () => (await scan(simulator, 'x')).status).toBe(400);
    simulator.control.refuse();
    expect(await scan(simulator, 'x')).toEqual({ error: 'ECONNREFUSED' });
    await simulator.control.listen();
    expect(await scan(simulator, 'x')).toMatchObject({ status: 400 });
  });

  it.each([
    ['next', {}, 'script.fault or script.customer is needed'],
    ['next', { fault: { kind: 'earthquake' } }, 'script.fault.kind must be one of decline'],
    ['next', { fault: {} }, 'script.fault.kind is needed'],
    ['next', { fault: { kind: 'cut', aplied: false } }, 'script.fault.aplied is not known'],
    ['next', { on: 'payments', fault: { kind: 'cut' } }, 'script.on must be one of createQrCode'],
    ['next', { fault: { kind: 'odd-payload', payload: 'odd' } }, 'script.fault.payload must be one of with-currency'],
    ['next', { customer: 'dances' }, 'script.customer must be one of pays'],
    ['next', { customer: {} }, 'script.customer.scan is needed'],
    ['next', { customer: { scan: 'often' } }, 'script.customer.scan must be one of manual'],
    ['next', { customer: { scan: 'auto', decision: {} } }, 'script.customer.decision.kind is needed'],
    ['next', { customer: 'pays', fault: { kind: 'cut' } }, 'script.fault is not known'],
    ['always', { faults: { any: { earthquake: 1 } } }, 'script.faults.any.earthquake is not known'],
    ['always', { customers: { dances: 1 } }, 'script.customers.dances is not known'],
    ['settings', { scanWindowMs: 'long' }, 'settings.scanWindowMs must be a number'],
    ['settings', { noScanStatus: 500 }, 'settings.noScanStatus must be 400 or 504'],
    ['settings', { partners: [{ id: 'x' }] }, 'settings.partners[0].id and settings.partners[0].name are needed'],
    ['settings', { partners: 'x' }, 'settings.partners must be a list'],
    ['settings', { window: 1 }, 'settings.window is not known'],
    ['scan', {}, 'scan.tranId is needed'],
    ['occupy', {}, 'occupy.id is needed'],
    ['refuse', {}, 'refusal.forMs is needed'],
  ])('refuses what means nothing: %s %j', async (operation, content, message) => {
    const seen = await postControl(simulator, operation, content);
    expect(seen).toMatchObject({ status: 400, json: { error: expect.stringContaining(message) as string } });
    expect(simulator.control.state()).toMatchObject({ queued: [], standing: {} });
  });

  it('serves this machine alone, and knows nothing else', async () => {
    expect(await call(`${simulator.controlUrl}/ledger`, { headers: { Origin: 'http://example.com' } })).toMatchObject({
      status: 403,
    });
    expect(await call(`${simulator.controlUrl}/nothing`)).toMatchObject({ status: 404 });
  });
});

describe('waiting without sleeping', () => {
  it('until something was received, waits, is settled, or is so in the ledger', async () => {
    expect(simulator.control.receivedCount()).toBe(0);
    const received = simulator.control.untilReceived('advice', 2);
    const settled = simulator.control.untilSettled(2);
    const isReversed = simulator.control.untilLedger(({ payments }) => payments.some(({ state }) => state === 'reversed'));
    const one = await payAtOnce(simulator);
    const other = await payAtOnce(simulator);
    await confirm(simulator, one);
    await reverse(simulator, other);
    await Promise.all([received, settled, isReversed]);
    expect(simulator.control.receivedCount('pay')).toBe(2);
    expect(simulator.control.receivedCount('confirmPayment')).toBe(1);
    expect(simulator.control.receivedCount('any')).toBe(6);

    const any = simulator.control.untilWaiting();
    const { tranId, seen } = await waiting();
    expect(await any).toMatchObject({ tranId, state: 'pending-scan' });
    let isSettled = false;
    void simulator.control.untilSettled(2).then(() => (isSettled = true));
    simulator.control.scan({ tranId, decision: { kind: 'decline' } });
    await seen;
    await expect.poll(() => isSettled).toBe(true);
    await simulator.control.reset();
    expect(simulator.control.receivedCount()).toBe(0);
  });

  it('until the answer of a payment that waits was given as well', async () => {
    const { tranId, seen } = await waiting();
    let isIdle = false;
    const idle = simulator.control.untilIdle().then(() => (isIdle = true));
    await scan(simulator, 'another');
    expect(isIdle).toBe(false);
    simulator.control.scan({ tranId });
    await Promise.all([idle, seen]);
    expect(simulator.ledger().payments).toMatchObject([{ how: 'answered' }]);
  });
});

describe('chances', () => {
  const storm: StandingScript = {
    longestMs: 2,
    customer: 'pays',
    faults: {
      pay: {
        cut: 0.2,
        status: 0.2,
        'late-answer': 0.1,
        garbage: 0.1,
        hold: 0.05,
        altered: 0.05,
        decline: 0.1,
        'not-found': 0.05,
      },
      createQrCode: { 'odd-payload': 1 },
      advice: { cut: 0.3 },
      any: { 'not-http': 1 },
    },
  };

  async function historyOf(seed: number, advicesBetween = 0): Promise<readonly string[]> {
    const other = await startQrSimulator();
    other.control.always({ ...storm, seed });
    for (let count = 0; count < 60; count += 1) {
      const { seen, id, request } = sendPayment(other, await makeCode(other));
      await seen;
      for (let advice = 0; advice < advicesBetween; advice += 1) await confirm(other, { id, request, response: {} });
    }
    await other.control.untilIdle();
    const history = other
      .ledger()
      .payments.map(({ state, how, status }) => `${state === 'confirmed' ? 'authorised' : state} ${how} ${status ?? ''}`);
    await other.close();
    return history;
  }

  it('give the same history for the same seed, and another for another', async () => {
    const first = await historyOf(1);
    expect(await historyOf(1)).toEqual(first);
    expect(await historyOf(2)).not.toEqual(first);
    for (const expected of ['authorised cut ', 'requested cut ', 'authorised answered 201', 'authorised garbage 201']) {
      expect(first).toContain(expected);
    }
    expect(first.some((line) => line.startsWith('declined answered'))).toBe(true);
    expect(first.some((line) => line.startsWith('requested status'))).toBe(true);
  });

  it('of one operation do not shift those of another', async () => {
    expect(await historyOf(7, 2)).toEqual(await historyOf(7));
  });

  it('of a status draw from those that are named', async () => {
    await postControl(simulator, 'always', { seed: 1, faults: { advice: { status: 1 } }, statuses: [500, 504] });
    const seen = new Set<number | undefined>();
    const advice = reversal({ id: newId(), request: { tranId: 'x', thirdPartyIdentifiers: [] }, response: {} });
    for (let count = 0; count < 30; count += 1) seen.add((await post(simulator, '/payments/reversals', advice)).status);
    expect(seen).toEqual(new Set([500, 504]));
    expect(await postControl(simulator, 'always', { statuses: 500 })).toMatchObject({ status: 400 });
  });

  it('take the narrowest target that fits', async () => {
    simulator.control.always(storm);
    expect((await scan(simulator, 'x')).error).toMatch(/^HPE_/u);
    const { response, tranId } = await makeCode(simulator);
    expect(response['qrCode']).not.toBe(`00020126500010dev.sim.qr0132${tranId}`);
  });
});

describe('the page for people', () => {
  const form = (fields: Readonly<Record<string, string>>): Promise<Seen> =>
    call(`${simulator.controlUrl}/form`, { method: 'POST', body: new URLSearchParams(fields).toString() });
  const page = (): Promise<Seen> => call(simulator.controlUrl);

  it('shows who waits, and scans with a click', async () => {
    expect((await page()).text).toContain('Nobody. Take a QR payment at the till');
    const { tranId, seen } = await waiting();
    const shown = await page();
    expect(shown.text).toContain('284.50 ZAR');
    expect(shown.text).toContain(`00020126500010dev.sim.qr0132${tranId}`);
    expect(shown.text).toContain('Scan and pay');
    expect(await form({ tranId, partner: '88034', decision: 'half' })).toMatchObject({
      status: 303,
      headers: { location: '/_control' },
    });
    expect((await seen).json).toMatchObject({ partner: { id: '88034' }, amounts: { approvedAmount: { amount: 14_225 } } });
    const after = await page();
    expect(after.text).toContain('authorised, neither confirmed nor reversed');
    expect(after.text).toContain('Nobody. Take a QR payment at the till');
  });

  it.each([
    ['pay', 'authorised', undefined],
    ['decline', 'declined', 'DECLINED_BY_PARTNER'],
    ['funds', 'declined', 'INSUFFICIENT_FUNDS'],
    ['silent', 'pending-partner', undefined],
  ])('has a button: %s', async (decision, state, errorType) => {
    const { tranId } = await waiting();
    await form({ tranId, decision });
    await simulator.control.untilLedger(({ payments }) => payments[0]?.state === state);
    expect(simulator.ledger().payments[0]?.errorType).toBe(errorType);
    if (state === 'pending-partner') expect((await page()).text).toContain('Scanned; the wallet has not answered yet.');
  });

  it('shows a scan that nobody waits for', async () => {
    const { tranId } = await makeCode(simulator);
    expect((await page()).text).toContain('not paid yet');
    await form({ tranId, decision: 'pay' });
    expect((await page()).text).toContain('UNABLE_TO_LOCATE_RECORD');
  });

  it('shows what does not fit', async () => {
    await reverse(simulator, { id: newId(), request: { tranId: 'x', thirdPartyIdentifiers: [] }, response: {} });
    expect((await page()).text).toContain('unknown-request');
    expect((await page()).text).toContain('may happen');
  });

  it('queues customers and faults, changes settings, and forgets', async () => {
    await form({ do: 'customer', customer: 'declines' });
    await form({ do: 'customer', customer: '' });
    await form({ do: 'fault', on: 'advice', fault: 'late-answer' });
    await form({ do: 'fault', on: 'pay', fault: 'cut, without effect' });
    expect(simulator.control.state().queued).toEqual([
      { customer: { scan: 'auto', decision: { kind: 'decline' }, afterMs: 4000 } },
      { on: 'advice', fault: { kind: 'late-answer', delayMs: 10_000 } },
      { on: 'pay', fault: { kind: 'cut', applied: false } },
    ]);
    for (const name of ['customer', 'noScanStatus', 'replayAdvices', 'rememberOrphans', 'notFoundAs400', 'errorIds']) {
      await form({ set: name });
    }
    expect(simulator.control.state().settings).toMatchObject({
      customer: 'by-amount',
      noScanStatus: 504,
      replayAdvices: true,
      rememberOrphans: true,
      notFoundAs400: true,
      errorIds: 'uuid',
    });
    for (const name of ['customer', 'noScanStatus', 'errorIds']) await form({ set: name });
    expect(simulator.control.state().settings).toMatchObject({ customer: 'manual', noScanStatus: 400, errorIds: 'hex' });
    await form({ do: 'release' });
    await form({ do: 'reset' });
    expect(simulator.control.state()).toMatchObject({ queued: [], settings: { replayAdvices: false } });
  });

  it.each([
    [{ do: 'fault', on: 'advice', fault: 'toString' }],
    [{ do: 'fault', on: 'payments', fault: 'cut' }],
    [{ tranId: 'x', decision: 'toString' }],
    [{ do: 'dance' }],
    [{ set: 'guid' }],
    [{}],
  ])('does not do what means nothing: %j', async (fields) => {
    expect(await form(fields as Readonly<Record<string, string>>)).toMatchObject({ status: 400 });
  });

  it("shows texts as texts, whatever a till's merchant is called", async () => {
    const body = codeRequest();
    const originator = body['originator'] as Json;
    const merchant = originator['merchant'] as Json;
    const name = { ...(merchant['merchantName'] as Json), name: '<b>"shop"</b>' };
    const code = await makeCode(simulator, { originator: { ...originator, merchant: { ...merchant, merchantName: name } } });
    void sendPayment(simulator, code).seen;
    await simulator.control.untilWaiting(code.tranId);
    expect((await page()).text).toContain('&lt;b&gt;&quot;shop&quot;&lt;/b&gt;');
  });

  it('lets one script run, and lets it ask nobody but this simulator', async () => {
    const policy = (await page()).headers?.['content-security-policy'];
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'sha256-[A-Za-z0-9+/=]{44}'; connect-src 'self'/u);
    expect((await call(`${simulator.controlUrl}/live`)).headers?.['content-security-policy']).not.toContain('script-src');
  });

  it('has a part that changes its key with everything but the time', async () => {
    const keyOf = async (): Promise<string | undefined> =>
      /data-key="([0-9a-f]+)"/u.exec((await call(`${simulator.controlUrl}/live`)).text ?? '')?.[1];
    const before = await keyOf();
    expect(await keyOf()).toBe(before);
    await makeCode(simulator);
    expect(await keyOf()).not.toBe(before);
  });
});

describe('whoever shows the codes', () => {
  it('is told of each, with its text, its amount and where a click scans it', async () => {
    const made: MadeCode[] = [];
    const other = await startQrSimulator({ codeMade: (code) => void made.push(code) });
    const { tranId, response } = await makeCode(other);
    await post(other, '/qrCodes', codeRequest({ amounts: undefined, qrProperties: {} }));
    expect(made).toMatchObject([
      { tranId, qrCode: response['qrCode'], amount: '284.50 ZAR', scanUrl: `${other.controlUrl}#code-${tranId}` },
      { amount: '' },
    ]);
    await other.close();
  });

  it.each([
    [28_450, '710', '284.50 ZAR'],
    [5, '840', '0.05 USD'],
    [-5, '978', '-0.05 EUR'],
    [1500, '392', '1500 JPY'],
    [1, '414', '0.001 KWD'],
    [100, '999', '1.00 currency 999'],
  ])('reads %i of %s as %s', (minor, currency, text) => {
    expect(moneyText({ minor, currency })).toBe(text);
  });
});

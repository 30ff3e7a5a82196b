import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startBillpaySimulator, type BillpaySimulator, type StandingScript } from './start-billpay-simulator.ts';
import { call, confirm, get, newId, pay, payment, post, postControl, reverse, type Json } from './testing-client.ts';

let simulator: BillpaySimulator;
beforeEach(async () => {
  simulator = await startBillpaySimulator();
});
afterEach(async () => {
  vi.useRealTimers();
  await simulator.close();
});

describe('the control interface', () => {
  it('queues what happens next, and what happens always', async () => {
    expect(
      (await postControl(simulator, 'next', { on: 'payment', fault: { kind: 'decline', errorType: 'INVALID_MERCHANT' } })).json,
    ).toMatchObject({
      queued: [{ on: 'payment', fault: { kind: 'decline' } }],
    });
    await postControl(simulator, 'always', { on: 'create', fault: { kind: 'status', status: 503 } });
    expect((await pay(simulator)).response).toMatchObject({ errorType: 'INVALID_MERCHANT' });
    expect((await pay(simulator)).seen.status).toBe(503);
    expect((await pay(simulator)).seen.status).toBe(503);
    expect(await get(simulator, '/billers/')).toMatchObject({ status: 200 });
    expect((await postControl(simulator, 'reset')).json).toEqual({
      mode: 'spec',
      isListening: true,
      held: 0,
      queued: [],
      standing: {},
    });
    expect((await pay(simulator)).seen.status).toBe(201);
  });

  it('tells the ledger, the requests and the state', async () => {
    const paid = await pay(simulator);
    await simulator.control.untilIdle();
    expect((await call(`${simulator.controlUrl}/ledger`)).json).toEqual(JSON.parse(JSON.stringify(simulator.ledger())));
    const requests = (await call(`${simulator.controlUrl}/requests`)).json as unknown as readonly Json[];
    expect(requests).toMatchObject([
      { method: 'POST', path: `/billpay/v4/payments/${paid.id}`, contentType: 'application/json' },
    ]);
    expect(JSON.stringify(requests)).not.toContain('Basic');
    expect(simulator.requests()).toHaveLength(1);
    expect(await call(`${simulator.controlUrl}/state`)).toMatchObject({ status: 200, json: { mode: 'spec', queued: [] } });
  });

  it('occupies an id, forgets, and releases', async () => {
    const id = newId();
    await postControl(simulator, 'occupy', { id });
    expect((await post(simulator, `/payments/${id}`, payment(id))).json).toMatchObject({ errorType: 'DUPLICATE_RECORD' });
    await postControl(simulator, 'forget');
    expect(await post(simulator, `/payments/${id}`, payment(id))).toMatchObject({ status: 201 });
    expect(await postControl(simulator, 'release')).toMatchObject({ status: 409 });
    await postControl(simulator, 'next', { fault: { kind: 'hold' } });
    const paying = pay(simulator, { accountRef: 'KP20000001' });
    await simulator.control.untilHeld();
    expect(await postControl(simulator, 'release')).toMatchObject({ status: 200, json: { released: 1 } });
    expect((await paying).seen.status).toBe(201);
  });

  it('refuses connections for a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    expect(await postControl(simulator, 'refuse', { forMs: 60_000 })).toMatchObject({ status: 200 });
    expect(await get(simulator, '/billers/')).toEqual({ error: 'ECONNREFUSED' });
    vi.advanceTimersByTime(60_000);
    await expect.poll(async () => (await get(simulator, '/billers/')).status).toBe(200);
    simulator.control.refuse();
    expect(await get(simulator, '/billers/')).toEqual({ error: 'ECONNREFUSED' });
    await simulator.control.listen();
    expect(await get(simulator, '/billers/')).toMatchObject({ status: 200 });
  });

  it.each([
    ['next', {}, 'script.fault is needed'],
    ['next', { fault: { kind: 'earthquake' } }, 'script.fault.kind must be one of decline'],
    ['next', { fault: {} }, 'script.fault.kind is needed'],
    ['next', { fault: { kind: 'cut', aplied: false } }, 'script.fault.aplied is not known'],
    ['next', { fault: { kind: 'cut', applied: 'no' } }, 'script.fault.applied must be true or false'],
    ['next', { on: 'payments', fault: { kind: 'cut' } }, 'script.on must be one of listBillers'],
    ['next', { fault: { kind: 'decline', errorType: 'NO' } }, 'script.fault.errorType must be one of DUPLICATE_RECORD'],
    ['next', { fault: { kind: 'altered', changes: [] } }, 'script.fault.changes must be an object'],
    ['always', { faults: { any: { earthquake: 1 } } }, 'script.faults.any.earthquake is not known'],
    ['always', { faults: { cut: 1 } }, 'script.faults.cut is not known'],
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

  it('shows a page with buttons that do what they say', async () => {
    await confirm(simulator, await pay(simulator, { accountRef: '<b>"bill"</b>' }));
    await simulator.control.untilIdle();
    const page = await call(simulator.controlUrl);
    expect(page.headers?.['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain('&lt;b&gt;&quot;bill&quot;&lt;/b&gt;');
    expect(page.text).toContain('declined-request');
    const press = (name: string, value: string): ReturnType<typeof call> =>
      call(`${simulator.controlUrl}/form`, { method: 'POST', body: new URLSearchParams([[name, value]]).toString() });
    expect(await press('create', 'cut, not applied')).toMatchObject({ status: 303, headers: { location: '/_control' } });
    await press('advice', 'late-answer');
    expect(simulator.control.state().queued).toEqual([
      { on: 'create', fault: { kind: 'cut', applied: false } },
      { on: 'advice', fault: { kind: 'late-answer', delayMs: 10_000 } },
    ]);
    await press('do', 'forget all scripts');
    expect(simulator.control.state().queued).toEqual([]);
    expect(await press('do', 'release what is held')).toMatchObject({ status: 303 });
    const paid = await pay(simulator);
    await press('do', 'forget everything, as after a restart');
    expect(await confirm(simulator, paid)).toMatchObject({ json: { errorType: 'UNABLE_TO_LOCATE_RECORD' } });
    for (const [name, value] of [
      ['create', 'toString'],
      ['create', 'nothing'],
      ['do', ''],
      ['any', 'cut'],
    ] as const) {
      expect(await press(name, value)).toMatchObject({ status: 400 });
    }
  });
});

describe('waiting without sleeping', () => {
  it('until something was received, held, settled, or is so in the ledger', async () => {
    expect(simulator.control.receivedCount()).toBe(0);
    const received = simulator.control.untilReceived('advice', 2);
    const settled = simulator.control.untilSettled(2);
    const isReversed = simulator.control.untilLedger(({ payments }) => payments.some(({ state }) => state === 'reversed'));
    const one = await pay(simulator, { accountRef: 'KP20000001' });
    const other = await pay(simulator, { accountRef: 'KP20000001' });
    await confirm(simulator, one);
    await reverse(simulator, other);
    await Promise.all([received, settled, isReversed]);
    expect(simulator.control.receivedCount('payment')).toBe(2);
    expect(simulator.control.receivedCount('confirmation')).toBe(1);
    expect(simulator.control.receivedCount('any')).toBe(4);
    await simulator.control.reset();
    expect(simulator.control.receivedCount()).toBe(0);
  });
});

describe('chances', () => {
  const storm: StandingScript = {
    longestMs: 2,
    faults: {
      create: {
        cut: 0.2,
        status: 0.2,
        'late-answer': 0.1,
        garbage: 0.1,
        'approve-less': 0.1,
        hold: 0.05,
        altered: 0.05,
        decline: 0.1,
      },
      confirmation: { cut: 0.3 },
      any: { 'not-http': 1 },
    },
  };

  async function historyOf(seed: number, advicesBetween = 0): Promise<readonly string[]> {
    const other = await startBillpaySimulator();
    other.control.always({ ...storm, seed });
    for (let count = 0; count < 60; count += 1) {
      const paid = await pay(other, { accountRef: 'KP20000001' }, 1_000);
      for (let advice = 0; advice < advicesBetween; advice += 1)
        await confirm(other, { ...paid, response: { id: paid.id, amounts: {} } });
    }
    await other.control.untilIdle();
    const history = other
      .ledger()
      .payments.map(({ state, how, status }) => `${state === 'confirmed' ? 'reserved' : state} ${how} ${status ?? ''}`);
    await other.close();
    return history;
  }

  it('give the same history for the same seed, and another for another', async () => {
    const first = await historyOf(1);
    expect(await historyOf(1)).toEqual(first);
    expect(await historyOf(2)).not.toEqual(first);
    for (const expected of [
      'reserved cut ',
      'requested cut ',
      'reserved answered 201',
      'reserved garbage 201',
      'reserved altered 201',
    ]) {
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
    const paid = await pay(simulator);
    const seen = new Set<number | undefined>();
    for (let count = 0; count < 30; count += 1) seen.add((await confirm(simulator, paid)).status);
    expect(seen).toEqual(new Set([500, 504]));
    expect(await postControl(simulator, 'always', { statuses: 500 })).toMatchObject({ status: 400 });
  });

  it('take the narrowest target that fits', async () => {
    simulator.control.always(storm);
    expect((await get(simulator, '/billers/')).error).toMatch(/^HPE_/u);
  });
});

import { Agent } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startBdsSimulator, type BdsSimulator } from './start-bds-simulator.ts';
import { call, getStatus, jsonOf, postControl, postTransaction, properRequest } from './testing-client.ts';

let simulator: BdsSimulator;
beforeEach(async () => {
  simulator = await startBdsSimulator();
});
afterEach(async () => {
  vi.useRealTimers();
  await simulator.close();
});

function postForm(body: string): ReturnType<typeof call> {
  const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
  return call(`${simulator.controlUrl}/form`, { method: 'POST', headers, body });
}

describe('the control interface', () => {
  it('queues customers, faults and statuses for the next ones', async () => {
    expect(await postControl(simulator, 'next', { customer: { kind: 'decline' } })).toMatchObject({ status: 200 });
    await postControl(simulator, 'next', { fault: { kind: 'bad-request', field: 'Reference' } });
    await postControl(simulator, 'next', { status: { kind: 'code', code: 3 } });
    expect(simulator.control.state().queued).toHaveLength(3);
    expect(jsonOf(await postTransaction(simulator))).toMatchObject({ ErrorCode: 'Decline' });
    expect(await postTransaction(simulator)).toMatchObject({ status: 400 });
    expect(await postTransaction(simulator)).toMatchObject({ status: 200 });
    expect(jsonOf(await getStatus(simulator))).toMatchObject({ StatusCode: 3 });
  });

  it('takes a standing script until the reset', async () => {
    await postControl(simulator, 'always', { customer: { kind: 'timeout' }, status: { kind: 'unauthorized' }, thinkMs: [0, 2] });
    for (let count = 0; count < 3; count += 1) {
      expect(jsonOf(await postTransaction(simulator))).toMatchObject({ ErrorCode: 'DeviceFunctionError' });
      expect(await getStatus(simulator)).toMatchObject({ status: 401 });
    }
    await postControl(simulator, 'next', { customer: { kind: 'hold' } });
    expect(jsonOf(await postControl(simulator, 'reset', {}))).toMatchObject({ queued: [], standing: {} });
    expect(simulator.requests()).toEqual([]);
    expect(jsonOf(await postTransaction(simulator))).toMatchObject({ Successful: true });
    expect(simulator.ledger()).toHaveLength(4);
  });

  it('releases a held customer', async () => {
    expect(await postControl(simulator, 'release', {})).toMatchObject({ status: 409 });
    await postControl(simulator, 'next', { customer: { kind: 'hold' } });
    const payment = postTransaction(simulator);
    await simulator.control.untilBegun();
    const state = jsonOf(await call(`${simulator.controlUrl}/state`));
    expect(state).toMatchObject({ terminal: { state: 'busy', isHeld: true, reference: '987987' }, isListening: true });
    expect(await postControl(simulator, 'release', { customer: { kind: 'declined-amount' } })).toMatchObject({ status: 200 });
    expect(jsonOf(await payment)).toMatchObject({ ErrorCodeDetails: 'User declined the amount.' });
  });

  it('refuses connections for a while', async () => {
    expect(await postControl(simulator, 'refuse', {})).toMatchObject({ status: 400 });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    expect(await postControl(simulator, 'refuse', { forMs: 60_000 })).toMatchObject({ status: 200 });
    expect(await getStatus(simulator)).toEqual({ error: 'ECONNREFUSED' });
    vi.advanceTimersByTime(60_000);
    await expect.poll(() => simulator.control.state().isListening).toBe(true);
    expect(await getStatus(simulator)).toMatchObject({ status: 200 });
  });

  it('tells the ledger and the requests', async () => {
    await postTransaction(simulator);
    await simulator.control.untilIdle();
    expect(JSON.parse((await call(`${simulator.controlUrl}/ledger`)).text ?? '')).toEqual(simulator.ledger());
    expect(JSON.parse((await call(`${simulator.controlUrl}/requests`)).text ?? '')).toEqual(simulator.requests());
    expect(simulator.requests()).toHaveLength(1);
  });

  it.each([
    ['next', { customer: { kind: 'aprove' } }, 'script.customer.kind must be one of approve'],
    ['next', { customer: {} }, 'script.customer.kind is needed'],
    ['next', { fault: { kind: 'garbage', delay: 3 } }, 'script.fault.delay is not known'],
    ['next', { customers: {} }, 'script.customers is not known'],
    ['next', [], 'script must be an object'],
    ['next', { fault: { kind: 'late-answer', delayMs: '3' } }, 'script.fault.delayMs must be a number'],
    ['next', { fault: { kind: 'missing-fields', fields: 'Amount' } }, 'script.fault.fields must be a list of names'],
    ['next', { customer: { kind: 'approve', fee: 1.5 } }, 'script.customer.fee must be a text'],
    ['next', { fault: { kind: 'garbage', charged: 1 } }, 'script.fault.charged must be true or false'],
    ['always', { faults: { earthquake: 1 } }, 'script.faults.earthquake is not known'],
    ['release', { kind: 'approve' }, 'release.kind is not known'],
  ])('refuses what means nothing: %s %j', async (operation, content, message) => {
    const seen = await postControl(simulator, operation, content);
    expect(seen.status).toBe(400);
    expect(jsonOf(seen)['error']).toContain(message);
    expect(simulator.control.state()).toMatchObject({ queued: [], standing: {} });
  });

  it('refuses what is not JSON, and knows no other operation', async () => {
    expect(await call(`${simulator.controlUrl}/next`, { method: 'POST', body: '{' })).toMatchObject({ status: 400 });
    expect(await call(`${simulator.controlUrl}/nothing`)).toMatchObject({ status: 404 });
    expect(await call(`${simulator.controlUrl}nothing`)).toMatchObject({ status: 404 });
  });

  it.each([{ Origin: 'http://example.com' }, { Host: 'example.com' }, { Host: 'localhost.example.com' }])(
    'does not serve the page of another site: %j',
    async (headers) => {
      expect(await call(`${simulator.controlUrl}/ledger`, { headers })).toMatchObject({ status: 403 });
    },
  );
});

describe('chances', () => {
  const seenStatuses = new Set<number | undefined>();

  async function historyOf(seed: number, statusesBetween = 0): Promise<string[]> {
    simulator.control.always({
      seed,
      customers: { decline: 0.2, 'user-cancel': 0.1 },
      faults: { 'close-after-charging': 0.2, 'empty-error': 0.2, unavailable: 0.1 },
      statuses: { code: 0.5, unauthorized: 0.2 },
    });
    const from = simulator.ledger().length;
    for (let count = 0; count < 60; count += 1) {
      for (let status = 0; status < statusesBetween; status += 1) seenStatuses.add((await getStatus(simulator)).status);
      await postTransaction(simulator);
    }
    await simulator.control.untilIdle();
    return simulator
      .ledger()
      .slice(from)
      .map((entry) => `${entry.kind} ${entry.kind === 'charged' ? '' : entry.why} ${entry.how}`);
  }

  it('give the same history for the same seed, and another for another', async () => {
    const first = await historyOf(1);
    expect(await historyOf(1)).toEqual(first);
    expect(await historyOf(2)).not.toEqual(first);
    for (const expected of [
      'charged  answered',
      'charged  close-after-charging',
      'charged  empty-error',
      'not-charged empty-error empty-error',
      'not-charged decline answered',
      'not-charged unavailable unavailable',
    ]) {
      expect(first).toContain(expected);
    }
  });

  it('of a status do not shift the transactions', async () => {
    expect(await historyOf(7, 2)).toEqual(await historyOf(7));
    expect(seenStatuses).toEqual(new Set([200, 401]));
  });

  it('can be drawn over HTTP', async () => {
    const seen = await postControl(simulator, 'always', { seed: 3, faults: { unavailable: 1 } });
    expect(jsonOf(seen)).toMatchObject({ standing: { seed: 3, faults: { unavailable: 1 } } });
    expect(await postTransaction(simulator)).toMatchObject({ status: 500 });
  });
});

describe('the page for people', () => {
  it('shows the terminal and the ledger, and no text becomes markup', async () => {
    await postTransaction(simulator, { ...properRequest, Reference: '<b>"987"</b>' });
    simulator.control.next({ customer: { kind: 'hold' } });
    const payment = postTransaction(simulator, { ...properRequest, Amount: '3.50' });
    await simulator.control.untilBegun();
    const page = await call(simulator.controlUrl);
    expect(page.headers?.['content-type']).toBe('text/html; charset=utf-8');
    expect(page.headers?.['content-security-policy']).toContain("default-src 'none'");
    expect(page.text).toContain('a customer pays 3.50 for 987987');
    expect(page.text).toContain('&lt;b&gt;&quot;987&quot;&lt;/b&gt;');
    expect(page.text).not.toContain('<b>');
    expect(await postForm('release=')).toMatchObject({ status: 303 });
    expect(await payment).toMatchObject({ status: 200 });
  });

  it('has buttons that do what they say', async () => {
    expect(await postForm('customer=decline')).toMatchObject({ status: 303, headers: { location: '/_control' } });
    expect(jsonOf(await postTransaction(simulator))).toMatchObject({ ErrorCode: 'Decline' });
    await postForm('fault=unavailable');
    expect(await postTransaction(simulator)).toMatchObject({ status: 500 });
    await postForm('status=0+Unknown');
    expect(jsonOf(await getStatus(simulator))).toMatchObject({ StatusCode: 0 });
    await postForm('status=truth');
    expect(jsonOf(await getStatus(simulator))).toMatchObject({ StatusCode: 1 });
    await postForm('fault=late-answer');
    expect(simulator.control.state().queued).toEqual([{ fault: { kind: 'late-answer', delayMs: 10_000 } }]);
    await postForm('reset=now');
    expect(simulator.control.state().queued).toEqual([]);
    expect(await postForm('customer=nobody')).toMatchObject({ status: 400 });
    expect(await postForm('')).toMatchObject({ status: 400 });
  });
});

// Some build machines have no IPv6 at all.
const hasSix = Object.values(networkInterfaces()).some((addresses) => addresses?.some(({ address }) => address === '::1'));

describe('listening', () => {
  it.runIf(hasSix)('happens on ::1 alone where that is asked for', async () => {
    const six = await startBdsSimulator({ host: '::1' });
    expect(six.url).toBe(`http://[::1]:${six.port}/DeviceService/BDS/`);
    expect(await getStatus(six)).toMatchObject({ status: 200 });
    expect(await call(`http://[::1]:${six.port}/_control/ledger`)).toMatchObject({ status: 200, text: '[]\n' });
    expect(six.requests()).toHaveLength(1);
    // Nobody listens there, or it is another test's simulator: never this one.
    await call(`http://127.0.0.1:${six.port}/DeviceService/BDS/status`);
    expect(six.requests()).toHaveLength(1);
    await six.close();
  });

  it.runIf(hasSix)('happens on both loopback addresses for localhost', async () => {
    const both = await startBdsSimulator({ host: 'localhost' });
    for (const address of ['127.0.0.1', '[::1]', 'localhost']) {
      expect(await call(`http://${address}:${both.port}/DeviceService/BDS/status`)).toMatchObject({ status: 401 });
    }
    both.control.refuse();
    for (const address of ['127.0.0.1', '[::1]']) {
      expect(await call(`http://${address}:${both.port}/DeviceService/BDS/status`)).toEqual({ error: 'ECONNREFUSED' });
    }
    await both.control.listen();
    expect(await call(`http://[::1]:${both.port}/DeviceService/BDS/status`)).toMatchObject({ status: 401 });
    await both.close();
  });

  it.runIf(hasSix)('fails where the port is taken, on either address', async () => {
    await expect(startBdsSimulator({ port: simulator.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    const six = await startBdsSimulator({ host: '::1' });
    await expect(startBdsSimulator({ port: six.port, host: 'localhost' })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await six.close();
    // It has let go of both; where another test was lent one of them meanwhile, as soon as that one has gone.
    const start = (): Promise<string> =>
      startBdsSimulator({ port: six.port, host: 'localhost' }).then((both) => both.close().then(() => 'started'), String);
    await expect.poll(start).toBe('started');
  });

  it('ends with every connection, idle ones too', async () => {
    const other = await startBdsSimulator();
    const agent = new Agent({ keepAlive: true });
    await getStatus(other, { agent });
    await other.close();
    expect(await getStatus(other, { agent })).toMatchObject({ error: expect.stringMatching(/^ECONN/u) as string });
    agent.destroy();
  });
});

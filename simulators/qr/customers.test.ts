import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestingClock, type TestingClock } from '../common/testing-clock.ts';
import { startQrSimulator, type Payment, type QrSimulator } from './start-qr-simulator.ts';
import { makeCode, money, pay, reverse, scan, sendPayment, type Seen, type SentPayment } from './testing-client.ts';

let clock: TestingClock;
let simulator: QrSimulator;
beforeEach(async () => {
  clock = createTestingClock(Date.parse('2026-03-17T08:42:11.007Z'));
  simulator = await startQrSimulator({ clock });
});
afterEach(() => simulator.close());

/** A payment that is under way, whoever comes to it. */
async function begin(amount?: number, at = simulator): Promise<SentPayment> {
  const code = await makeCode(at, {}, amount);
  const count = at.ledger().payments.length;
  const sent = sendPayment(at, code, {}, amount);
  await at.control.untilLedger(({ payments }) => payments.length > count);
  return sent;
}

/** Lets time pass until there is an answer. */
async function answered({ seen: answering }: SentPayment): Promise<Seen> {
  let seen: Seen | undefined;
  void answering.then((one) => (seen = one));
  while (seen === undefined) await clock.advance(1000);
  return seen;
}

function stateOf({ id }: SentPayment): Payment['state'] | undefined {
  return simulator.ledger().payments.find((one) => one.id === id)?.state;
}

const scans = (): readonly string[] => simulator.ledger().scans.map(({ by, errorType }) => `${by} ${errorType ?? 'accepted'}`);

describe('a customer', () => {
  it('who comes by himself scans after the time that he takes', async () => {
    simulator.control.next({ customer: { scan: 'auto', afterMs: 3000 } });
    const sent = await begin();
    await clock.advance(2999);
    expect(stateOf(sent)).toBe('pending-scan');
    await clock.advance(1);
    expect(await sent.seen).toMatchObject({ status: 201 });
    expect(scans()).toEqual(['script accepted']);
  });

  it('who does not is waited for in vain', async () => {
    simulator.control.next({ customer: { scan: 'manual' } });
    const sent = await begin();
    await clock.advance(50_000);
    expect(await sent.seen).toMatchObject({ json: { errorType: 'NO_SCAN_RECEIVED' } });
    expect(scans()).toEqual([]);
  });

  it('who scans twice is declined once, and pays', async () => {
    simulator.control.next({ customer: 'scans-twice' });
    expect(await (await begin()).seen).toMatchObject({ status: 201 });
    expect(scans()).toEqual(['script accepted', 'script TRANSACTION_NOT_SUPPORTED']);
  });

  it('who scans before the payment arrives is declined, and the payment waits in vain (QR 4.2)', async () => {
    simulator.control.next({ customer: 'scans-too-early' });
    const sent = await begin();
    expect(scans()).toEqual(['script UNABLE_TO_LOCATE_RECORD']);
    await clock.advance(50_000);
    expect(await sent.seen).toMatchObject({ json: { errorType: 'NO_SCAN_RECEIVED' } });
  });

  it('who scans after the window is declined, and the payment has ended', async () => {
    simulator.control.next({ customer: 'scans-too-late' });
    const sent = await begin();
    await clock.advance(50_000);
    expect(await sent.seen).toMatchObject({ json: { errorType: 'NO_SCAN_RECEIVED' } });
    expect(scans()).toEqual(['script UNABLE_TO_LOCATE_RECORD']);
  });

  it('has the wallet that is named, or the first', async () => {
    simulator.control.next({ customer: { scan: 'auto', partnerId: '88034' } });
    expect((await pay(simulator)).response).toMatchObject({ partner: { id: '88034', name: 'Karee Bank' } });
    simulator.control.next({ customer: 'pays' });
    expect((await pay(simulator)).response).toMatchObject({ partner: { id: '88021' } });
    simulator.control.next({ customer: { scan: 'auto', partnerId: 'nobody' } });
    await begin();
    expect(scans().at(-1)).toBe('script PARTNER_UNKNOWN');
  });

  it('brings the decision along, for whoever scans', async () => {
    simulator.control.next({ customer: { scan: 'manual', decision: { kind: 'decline', errorType: 'CARD_EXPIRED' } } });
    const sent = await begin();
    await scan(simulator, sent.code.tranId);
    expect(await sent.seen).toMatchObject({ status: 400, json: { errorType: 'CARD_EXPIRED' } });
  });
});

describe('who comes next', () => {
  it('is whoever is named for the code, then whoever is queued, then whoever stands there, then nobody', async () => {
    simulator.control.always({ customer: 'has-no-money' });
    simulator.control.next({ customer: 'declines', times: 2 });
    const code = await makeCode(simulator);
    simulator.control.next({ tranId: code.tranId, customer: 'pays' });
    const seenOf = async (sent: Promise<Seen>): Promise<unknown> => (await sent).json?.['errorType'] ?? (await sent).status;
    const next = async (): Promise<unknown> => seenOf((await begin()).seen);
    expect(await next()).toBe('DECLINED_BY_PARTNER');
    expect(await seenOf(sendPayment(simulator, code).seen)).toBe(201);
    expect(await next()).toBe('DECLINED_BY_PARTNER');
    expect(await next()).toBe('INSUFFICIENT_FUNDS');
    await simulator.control.reset();
    const sent = await begin();
    await clock.advance(49_999);
    expect(stateOf(sent)).toBe('pending-scan');
  });

  it('is not used up by a payment that is turned down', async () => {
    simulator.control.next({ customer: 'pays' });
    const code = await makeCode(simulator);
    await sendPayment(simulator, code, {}, 1).seen;
    expect(simulator.control.state().queued).toEqual([{ customer: 'pays' }]);
    expect(await sendPayment(simulator, code).seen).toMatchObject({ status: 201 });
    expect(simulator.control.state().queued).toEqual([]);
  });

  it('may be left to chance, and is the same for the same seed', async () => {
    const historyOf = async (seed: number): Promise<readonly string[]> => {
      const other = await startQrSimulator({ clock });
      other.control.always({ seed, longestMs: 1, customers: { pays: 0.5, declines: 0.2, 'pays-half': 0.2, 'never-scans': 0.1 } });
      for (let count = 0; count < 30; count += 1) await answered(await begin(undefined, other));
      const history = other.ledger().payments.map(({ state, approvedMinor }) => `${state} ${approvedMinor ?? ''}`);
      await other.close();
      return history;
    };
    const first = await historyOf(3);
    expect(await historyOf(3)).toEqual(first);
    expect(await historyOf(4)).not.toEqual(first);
    expect(new Set(first)).toEqual(new Set(['authorised 28450', 'authorised 14225', 'declined ', 'expired ']));
  });
});

describe('a customer by the cents of the amount', () => {
  beforeEach(() => simulator.control.set({ customer: 'by-amount' }));

  /** Everything that may have to come about for the answer. */
  async function answerTo(amount: number): Promise<{ readonly sent: SentPayment; readonly seen: Seen }> {
    const sent = await begin(amount);
    return { sent, seen: await answered(sent) };
  }

  it.each([
    [0, 201, undefined],
    [10, 201, undefined],
    [99, 201, undefined],
    [1, 400, 'DECLINED_BY_PARTNER'],
    [2, 400, 'NO_SCAN_RECEIVED'],
    [3, 400, 'INSUFFICIENT_FUNDS'],
    [5, 400, 'NO_SCAN_RECEIVED'],
    [6, 400, 'DECLINED_BY_ISSUER'],
    [7, 400, 'DECLINED_BY_ACQUIRER'],
    [8, 400, 'GENERAL_ERROR'],
    [9, 400, 'CARD_EXPIRED'],
    [11, 504, 'UPSTREAM_UNAVAILABLE'],
    [12, 400, 'NO_SCAN_RECEIVED'],
    [13, 400, 'A_REASON_OF_TOMORROW'],
    [14, 400, undefined],
    [21, 201, undefined],
    [84, 500, 'GENERAL_ERROR'],
    [85, 504, 'UPSTREAM_UNAVAILABLE'],
  ])('.%i is answered %i %s', async (cents, status, errorType) => {
    const { seen } = await answerTo(12_300 + cents);
    expect(seen.status).toBe(status);
    if (status !== 201) expect(seen.json?.['errorType']).toBe(errorType);
  });

  it.each([
    [0, { approvedAmount: money(12_300) }],
    [4, { approvedAmount: money(6152) }],
    [24, { approvedAmount: money(12_323) }],
    [25, { approvedAmount: money(12_326) }],
    [27, { approvedAmount: money(12_327, '978') }],
  ])('.%i approves %j', async (cents, amounts) => {
    expect((await answerTo(12_300 + cents)).seen.json?.['amounts']).toMatchObject(amounts);
  });

  it('.26 answers with another tranId, .28 without an approved amount', async () => {
    const other = await answerTo(12_326);
    expect(other.seen.json?.['tranId']).not.toBe(other.sent.code.tranId);
    expect((await answerTo(12_328)).seen.json?.['amounts']).toEqual({ requestAmount: money(12_328) });
  });

  it.each([
    [81, 'requested', 'cut'],
    [82, 'authorised', 'cut'],
    [83, 'authorised', 'reset'],
  ])('.%i loses the answer: the payment is %s', async (cents, state, how) => {
    const { sent, seen } = await answerTo(12_300 + cents);
    expect(seen).toEqual({ error: 'ECONNRESET' });
    await simulator.control.untilIdle();
    expect(simulator.ledger().payments).toMatchObject([{ id: sent.id, state, how }]);
  });

  it('.86 is answered when no till waits any more (QR 2)', async () => {
    const sent = await begin(12_386);
    await clock.advance(60_000);
    expect(stateOf(sent)).toBe('authorised');
    expect(simulator.ledger().payments).toMatchObject([{ how: 'pending' }]);
    await clock.advance(10_000);
    expect(await sent.seen).toMatchObject({ status: 201 });
  });

  it('takes a moment, as a person does', async () => {
    const sent = await begin(12_300);
    await clock.advance(3999);
    expect(stateOf(sent)).toBe('pending-scan');
    simulator.control.set({ thinkMs: 10 });
    await clock.advance(1);
    expect(await sent.seen).toMatchObject({ status: 201 });
  });

  it('who never scans can be scanned for', async () => {
    const sent = await begin(12_302);
    expect(simulator.control.scan({ tranId: sent.code.tranId })).toEqual({ isAccepted: true });
    expect(await sent.seen).toMatchObject({ status: 201 });
  });

  it('gives way to whoever is asked for by name', async () => {
    simulator.control.next({ customer: 'pays' });
    const sent = await begin(12_382);
    expect(await sent.seen).toMatchObject({ status: 201 });
    expect(await reverse(simulator, { ...sent, response: {} })).toMatchObject({ status: 202 });
  });
});

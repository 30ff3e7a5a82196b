import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestingClock, type TestingClock } from '../common/testing-clock.ts';
import { errorTypes } from './error-types.ts';
import { startQrSimulator, type Decision, type Payment, type QrSimulator } from './start-qr-simulator.ts';
import {
  makeCode,
  money,
  newId,
  pay,
  payAtOnce,
  post,
  reversal,
  reverse,
  scan,
  sendPayment,
  type MadeCode,
  type SentPayment,
} from './testing-client.ts';

let clock: TestingClock;
let simulator: QrSimulator;
beforeEach(async () => {
  clock = createTestingClock(Date.parse('2026-03-17T08:42:11.007Z'));
  simulator = await startQrSimulator({ clock });
});
afterEach(() => simulator.close());

function paymentOf(id: string): Payment | undefined {
  return simulator.ledger().payments.find((one) => one.id === id);
}

function refused(errorType: string, tranId: string, status = 400): object {
  return { status, json: { errorType, tranId, id: expect.stringMatching(/^[0-9a-f]{20}$/u) as string } };
}

/** A payment that waits to be scanned. */
async function waiting(code?: MadeCode, amount?: unknown): Promise<SentPayment & { readonly tranId: string }> {
  const made = code ?? (await makeCode(simulator));
  const sent = sendPayment(simulator, made, {}, amount);
  await simulator.control.untilWaiting(made.tranId);
  return { ...sent, tranId: made.tranId };
}

describe('a payment is turned down at once (QR 9.2)', () => {
  it('where its code is unknown', async () => {
    const code = await makeCode(simulator);
    const sent = sendPayment(simulator, { ...code, tranId: 'f'.repeat(32) });
    expect(await sent.seen).toMatchObject(refused('INVALID_TRAN_ID', 'f'.repeat(32)));
    expect(paymentOf(sent.id)).toMatchObject({ state: 'declined', errorType: 'INVALID_TRAN_ID' });
  });

  it.each([
    ['as long as the service keeps it', {}, 120_000],
    ['as early as the till asked for', { qrProperties: { expiryDate: '2026-03-17T08:43:11.007Z' } }, 60_000],
    ['no later than the service keeps it', { qrProperties: { expiryDate: '2027-01-01T00:00:00Z' } }, 120_000],
  ])('where its code has expired: %s', async (_when, changes, afterMs) => {
    const early = await makeCode(simulator, changes);
    const late = await makeCode(simulator, changes);
    await clock.advance(afterMs - 1);
    const { tranId } = await waiting(early);
    await clock.advance(1);
    expect(await sendPayment(simulator, late).seen).toMatchObject(refused('INVALID_TRAN_ID', late.tranId));
    // The one that waits has come in time, but nobody can scan it any more.
    expect(simulator.control.scan({ tranId })).toEqual({ isAccepted: false, errorType: 'INVALID_TRAN_ID' });
  });

  it.each(['waits', 'was paid', 'was declined', 'was not scanned'])('where an earlier payment of its code %s', async (what) => {
    const first = await waiting();
    if (what === 'was paid') simulator.control.scan({ tranId: first.tranId });
    if (what === 'was declined') simulator.control.scan({ tranId: first.tranId, decision: { kind: 'decline' } });
    if (what === 'was not scanned') await clock.advance(50_000);
    if (what !== 'waits') await first.seen;
    const second = sendPayment(simulator, first.code);
    expect(await second.seen).toMatchObject(refused('INVALID_TRAN_ID', first.tranId));
  });

  it('but one that was turned down itself has not used its code', async () => {
    const code = await makeCode(simulator);
    expect(await sendPayment(simulator, code, {}, 1).seen).toMatchObject(refused('INVALID_AMOUNT', code.tranId));
    simulator.control.next({ customer: 'pays' });
    expect(await sendPayment(simulator, code).seen).toMatchObject({ status: 201 });
  });

  it.each([
    ['zero', { value: undefined }, 0],
    ['below zero', { value: undefined }, -1],
    ['in another currency', {}, 28_450, '840'],
    ['below the value', {}, 28_449],
    ['above the value', {}, 28_451],
    ['below the value, where only more is allowed', { overPaymentAllowed: true }, 28_449],
    ['above the value, where only less is allowed', { partPaymentAllowed: true }, 28_451],
    ['in another currency, where more and less is allowed', { overPaymentAllowed: true, partPaymentAllowed: true }, 1, '840'],
  ] as const)('where its amount is %s', async (_what, properties, minor, currency: string = '710') => {
    const code = await makeCode(simulator, { qrProperties: { value: money(28_450), ...properties } });
    const sent = sendPayment(simulator, code, { amounts: { requestAmount: money(minor, currency) } });
    expect(await sent.seen).toMatchObject(refused('INVALID_AMOUNT', code.tranId));
    expect(paymentOf(sent.id)).toMatchObject({ state: 'declined', requestedMinor: minor, currency });
  });

  it('where it names no amount, which means zero (QR 3.8)', async () => {
    const code = await makeCode(simulator, { qrProperties: {} });
    expect(await sendPayment(simulator, code, { amounts: {} }).seen).toMatchObject(refused('INVALID_AMOUNT', code.tranId));
  });

  it('where it was reversed before it came, if the service remembers that', async () => {
    simulator.control.set({ rememberOrphans: true });
    const code = await makeCode(simulator);
    const body = { id: newId(), code };
    const sent = { id: body.id, request: { tranId: code.tranId, thirdPartyIdentifiers: [] }, response: {} };
    expect(await reverse(simulator, sent, 'CANCELLED')).toMatchObject({ status: 404 });
    expect(await sendPayment(simulator, code, { id: body.id }).seen).toMatchObject(
      refused('TRANSACTION_NOT_SUPPORTED', code.tranId),
    );
  });
});

describe('a payment is taken', () => {
  it.each([
    ['below the value, where that is allowed', { partPaymentAllowed: true }, 1],
    ['above the value, where that is allowed', { overPaymentAllowed: true }, 99_999],
    ['that of the value', {}, 28_450],
  ] as const)('where its amount is %s', async (_what, properties, minor) => {
    const code = await makeCode(simulator, { qrProperties: { value: money(28_450), ...properties } });
    simulator.control.next({ customer: 'pays' });
    expect(await sendPayment(simulator, code, {}, minor).seen).toMatchObject({ status: 201 });
  });

  it('where its amount differs from what the code was asked for alone', async () => {
    const code = await makeCode(simulator, { qrProperties: {} });
    simulator.control.next({ customer: 'pays' });
    const other = money(99, '840');
    expect(await sendPayment(simulator, code, { amounts: { requestAmount: other } }).seen).toMatchObject({
      status: 201,
      json: { amounts: { approvedAmount: other } },
    });
  });

  it('although it was reversed before it came, where the service does not remember that', async () => {
    const code = await makeCode(simulator);
    const id = newId();
    const nothing = { tranId: code.tranId, thirdPartyIdentifiers: [] };
    await reverse(simulator, { id, request: nothing, response: {} }, 'CANCELLED');
    simulator.control.next({ customer: 'pays' });
    expect(await sendPayment(simulator, code, { id }).seen).toMatchObject({ status: 201 });
    expect(paymentOf(id)).toMatchObject({ state: 'authorised', adviceIds: [expect.any(String)] });
  });
});

describe('a payment that waits (QR 4.3, 9.2)', () => {
  it('is held until it is scanned and approved', async () => {
    const { id, tranId, seen } = await waiting();
    expect(paymentOf(id)).toMatchObject({ state: 'pending-scan', reservedMinor: 0, how: 'pending' });
    await clock.advance(49_999);
    expect(paymentOf(id)?.state).toBe('pending-scan');
    expect(await scan(simulator, tranId)).toMatchObject({ status: 202, text: '' });
    expect(await seen).toMatchObject({
      status: 201,
      json: {
        id,
        tranId,
        time: '2026-03-17T08:43:01.006Z',
        partner: { id: '88021', name: 'Blue Heron Wallet' },
        amounts: { requestAmount: money(28_450), approvedAmount: money(28_450) },
        basketRef: 'SALE-88412',
        slipData: { issuerReference: 'BHW7Q2M9K41C' },
        tenders: [{ tenderType: 'WALLET', reference: 'Blue Heron Wallet' }],
      },
    });
    await simulator.control.untilIdle();
    expect(paymentOf(id)).toMatchObject({ state: 'authorised', approvedMinor: 28_450, reservedMinor: 28_450, status: 201 });
  });

  it.each([400, 504] as const)('is told that nobody scanned, by a %i', async (noScanStatus) => {
    simulator.control.set({ noScanStatus });
    const { id, tranId, seen } = await waiting();
    await clock.advance(50_000);
    const answer = await seen;
    expect(answer).toMatchObject(refused('NO_SCAN_RECEIVED', tranId, noScanStatus));
    expect(answer.json?.['detailMessage']).toEqual({ waitedMs: 50_000 });
    expect(paymentOf(id)).toMatchObject({ state: 'expired', errorType: 'NO_SCAN_RECEIVED' });
    expect(await scan(simulator, tranId)).toMatchObject(refused('UNABLE_TO_LOCATE_RECORD', tranId));
  });

  it.each(errorTypes)('is told why the partner declined: %s', async (errorType) => {
    const { seen, id, tranId } = await payAtOnce(simulator, { kind: 'decline', errorType });
    expect(seen).toMatchObject(refused(errorType, tranId));
    expect(paymentOf(id)).toMatchObject({ state: 'declined', errorType, reservedMinor: 0, releasedMinor: 0 });
  });

  it('is given up where the partner is silent, and what that keeps back is released', async () => {
    simulator.control.next({ customer: { scan: 'manual', decision: { kind: 'silent' } } });
    const { id, tranId, seen } = await waiting();
    await clock.advance(10_000);
    await scan(simulator, tranId);
    await simulator.control.untilLedger(({ partners }) => partners.some(({ reservedMinor }) => reservedMinor > 0));
    expect(paymentOf(id)).toMatchObject({ state: 'pending-partner', reservedMinor: 28_450 });
    // The scan's own limit has nothing to do with it any more.
    await clock.advance(47_999);
    expect(paymentOf(id)?.state).toBe('pending-partner');
    await clock.advance(1);
    expect(await seen).toMatchObject(refused('UPSTREAM_UNAVAILABLE', tranId, 504));
    expect(paymentOf(id)).toMatchObject({ state: 'expired', reservedMinor: 0, takenMinor: 0, releasedMinor: 28_450 });
    expect(await reverse(simulator, { id, request: { tranId, thirdPartyIdentifiers: [] }, response: {} })).toMatchObject({
      status: 202,
    });
  });

  it('waits for a partner who takes its time, but not longer than it may', async () => {
    const delayed = (delayMs: number): void =>
      simulator.control.next({ customer: { scan: 'auto', decision: { kind: 'approve', delayMs } } });
    delayed(57_999);
    const patient = await waitingForPartner();
    await clock.advance(57_999);
    expect(await patient.seen).toMatchObject({ status: 201 });
    delayed(58_000);
    const late = await waitingForPartner();
    await clock.advance(58_000);
    expect(await late.seen).toMatchObject({ status: 504 });
    await clock.advance(60_000);
    expect(paymentOf(late.id)).toMatchObject({ state: 'expired', reservedMinor: 0, releasedMinor: 0 });
  });

  async function waitingForPartner(): Promise<SentPayment> {
    const sent = sendPayment(simulator, await makeCode(simulator));
    await simulator.control.untilLedger(() => paymentOf(sent.id)?.state === 'pending-partner');
    return sent;
  }

  it('goes on as if nothing happened when the till disconnects', async () => {
    const gone = new AbortController();
    const code = await makeCode(simulator);
    const sent = sendPayment(simulator, code, {}, undefined, { signal: gone.signal });
    await simulator.control.untilWaiting(code.tranId);
    gone.abort();
    expect(await sent.seen).toMatchObject({ error: expect.any(String) as string });
    await clock.advance(20_000);
    expect(await scan(simulator, code.tranId)).toMatchObject({ status: 202 });
    await simulator.control.untilIdle();
    expect(paymentOf(sent.id)).toMatchObject({
      state: 'authorised',
      reservedMinor: 28_450,
      answered: false,
      how: 'client-gone',
    });
    await reverse(simulator, { ...sent, response: {} });
    expect(paymentOf(sent.id)).toMatchObject({ state: 'reversed', reservedMinor: 0, takenMinor: 0, releasedMinor: 28_450 });
    expect(simulator.ledger().conflicts).toEqual([]);
  });

  it.each(['pay', 'decline', 'reverse', 'close'])('leaves no timer behind: %s', async (how) => {
    simulator.control.next({ customer: { scan: 'auto', afterMs: 5000 } });
    const { tranId, seen, ...sent } = await waiting();
    expect(clock.waiting()).toBe(3);
    if (how === 'pay') await scan(simulator, tranId);
    else if (how === 'decline') simulator.control.scan({ tranId, decision: { kind: 'decline' } });
    else if (how === 'reverse') await reverse(simulator, { ...sent, response: {} }, 'CANCELLED');
    else await simulator.close();
    await seen;
    expect(clock.waiting()).toBe(0);
  });

  it('does not keep others from being paid', async () => {
    const [one, other] = [await waiting(), await waiting()];
    expect(simulator.control.state().waiting.map(({ tranId }) => tranId)).toEqual([one.tranId, other.tranId]);
    await scan(simulator, other.tranId);
    expect(await other.seen).toMatchObject({ status: 201 });
    await scan(simulator, one.tranId);
    expect(await one.seen).toMatchObject({ status: 201 });
  });

  it('carries the references of everybody who has one (QR 7)', async () => {
    const code = await makeCode(simulator);
    const own = [{ institutionId: '600123', transactionIdentifier: 'mine' }];
    const sent = sendPayment(simulator, code, { thirdPartyIdentifiers: own });
    await simulator.control.untilWaiting(code.tranId);
    const settlementEntity = { id: '1', name: 'Settler' };
    const receiver = { id: '2', name: 'Receiver' };
    await scan(simulator, code.tranId, { settlementEntity, receiver });
    expect((await sent.seen).json).toMatchObject({
      settlementEntity,
      receiver,
      thirdPartyIdentifiers: [
        ...own,
        { institutionId: '70001', transactionIdentifier: 'SIM-Q-000001' },
        { institutionId: '88021', transactionIdentifier: 'BHW-7Q2M9K41C' },
      ],
    });
  });
});

describe('a partner approves', () => {
  it.each([
    [{ kind: 'approve' }, 28_451],
    [{ kind: 'approve-less' }, 14_226],
    [{ kind: 'approve-less', approvedMinor: 100 }, 100],
    [{ kind: 'approve-less', approvedMinor: 99_999 }, 28_451],
    [{ kind: 'approve-more' }, 28_551],
    [{ kind: 'approve-more', approvedMinor: 30_000 }, 30_000],
    [{ kind: 'approve-more', approvedMinor: 1 }, 28_451],
  ] as const)('%j', async (decision: Decision, approvedMinor) => {
    simulator.control.next({ customer: { scan: 'auto', decision } });
    const paid = await pay(simulator, 28_451);
    expect(paid.seen).toMatchObject({
      status: 201,
      json: { amounts: { requestAmount: money(28_451), approvedAmount: money(approvedMinor) } },
    });
    expect(paymentOf(paid.id)).toMatchObject({ approvedMinor, reservedMinor: approvedMinor });
  });
});

describe('a scan (QR 9.2)', () => {
  it('of a code that nobody knows', async () => {
    expect(await scan(simulator, 'nobody')).toMatchObject(refused('INVALID_TRAN_ID', 'nobody'));
  });

  it('of a code that has expired', async () => {
    const { tranId } = await makeCode(simulator);
    await clock.advance(120_000);
    expect(await scan(simulator, tranId)).toMatchObject(refused('INVALID_TRAN_ID', tranId));
  });

  it('that comes before the payment is not remembered: the payment waits in vain (QR 4.2)', async () => {
    const code = await makeCode(simulator);
    expect(await scan(simulator, code.tranId)).toMatchObject(refused('UNABLE_TO_LOCATE_RECORD', code.tranId));
    const { seen } = await waiting(code);
    await clock.advance(50_000);
    expect(await seen).toMatchObject({ status: 400, json: { errorType: 'NO_SCAN_RECEIVED' } });
  });

  it.each(['authorised', 'declined', 'reversed'])('of a payment that is %s already', async (state) => {
    const { tranId, seen, ...sent } = await waiting();
    if (state === 'reversed') await reverse(simulator, { ...sent, response: {} }, 'CANCELLED');
    else simulator.control.scan({ tranId, decision: { kind: state === 'declined' ? 'decline' : 'approve' } });
    await seen;
    expect(paymentOf(sent.id)?.state).toBe(state);
    expect(await scan(simulator, tranId)).toMatchObject(refused('UNABLE_TO_LOCATE_RECORD', tranId));
  });

  it('of a payment that was scanned already', async () => {
    simulator.control.next({ customer: { scan: 'manual', decision: { kind: 'approve', delayMs: 5000 } } });
    const { tranId, seen } = await waiting();
    expect(await scan(simulator, tranId)).toMatchObject({ status: 202 });
    expect(await scan(simulator, tranId)).toMatchObject(refused('TRANSACTION_NOT_SUPPORTED', tranId));
    await clock.advance(5000);
    expect(await seen).toMatchObject({ status: 201 });
  });

  it('by a partner that is not configured', async () => {
    const { tranId } = await waiting();
    const stranger = { id: '99999', name: 'Stranger' };
    expect(await scan(simulator, tranId, { partner: stranger }, '99999')).toMatchObject(refused('PARTNER_UNKNOWN', tranId));
    expect(simulator.control.state().waiting).toMatchObject([{ tranId, state: 'pending-scan' }]);
  });

  it('by each partner that is configured', async () => {
    const { tranId, seen } = await waiting();
    const partner = { id: '88034', name: 'a name of its own' };
    await scan(simulator, tranId, { partner, thirdPartyIdentifiers: undefined }, '88034');
    expect(await seen).toMatchObject({
      status: 201,
      json: { partner: { id: '88034', name: 'Karee Bank' }, slipData: { issuerReference: 'SIMQ000001' } },
    });
  });

  it('is in the ledger, whatever came of it', async () => {
    const { tranId, seen, id } = await waiting();
    await scan(simulator, 'nobody');
    await scan(simulator, tranId);
    await seen;
    expect(simulator.ledger().scans).toMatchObject([
      { tranId: 'nobody', by: 'partner', errorType: 'INVALID_TRAN_ID' },
      { tranId, by: 'partner', partnerId: '88021', paymentId: id },
    ]);
  });
});

it('a payment that is reversed while it waits is declined, and its money is not kept back', async () => {
  simulator.control.next({ customer: { scan: 'auto', decision: { kind: 'silent' } } });
  const sent = sendPayment(simulator, await makeCode(simulator));
  await simulator.control.untilLedger(() => (paymentOf(sent.id)?.reservedMinor ?? 0) > 0);
  const advice = reversal({ ...sent, response: {} }, 'CANCELLED');
  expect(await post(simulator, '/payments/reversals', advice)).toMatchObject({ status: 202, json: advice });
  expect(await sent.seen).toMatchObject(refused('DO_NOT_HONOR', sent.code.tranId));
  expect(paymentOf(sent.id)).toMatchObject({
    state: 'reversed',
    reversalReason: 'CANCELLED',
    reservedMinor: 0,
    releasedMinor: 28_450,
  });
  await clock.advance(60_000);
  expect(paymentOf(sent.id)?.state).toBe('reversed');
  expect(simulator.ledger().conflicts).toEqual([]);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createTestingClock, type TestingClock } from '../common/testing-clock.ts';
import { startQrSimulator, type Payment, type QrSimulator } from './start-qr-simulator.ts';
import {
  confirm,
  confirmation,
  makeCode,
  money,
  newId,
  payAtOnce,
  post,
  reversal,
  reverse,
  sendPayment,
  type Advised,
  type Json,
  type Seen,
} from './testing-client.ts';

let clock: TestingClock;
let simulator: QrSimulator;
beforeEach(async () => {
  clock = createTestingClock(Date.parse('2026-03-17T08:42:11.007Z'));
  simulator = await startQrSimulator({ clock });
});
afterEach(() => simulator.close());

function paymentOf({ id }: Advised): Payment | undefined {
  return simulator.ledger().payments.find((one) => one.id === id);
}

/** A payment in each state of QR 9.3. */
const inState = {
  unknown: (): Promise<Advised> =>
    Promise.resolve({ id: newId(), request: { tranId: 'none', thirdPartyIdentifiers: [] }, response: {} }),
  'pending-scan': async () => {
    const code = await makeCode(simulator);
    const sent = sendPayment(simulator, code);
    await simulator.control.untilWaiting(code.tranId);
    return { ...sent, response: {} };
  },
  'pending-partner': async () => {
    const { id, request, code, seen } = await inState['pending-scan']();
    simulator.control.scan({ tranId: code.tranId, decision: { kind: 'approve', delayMs: 10_000 } });
    return { id, request, code, seen, response: {} };
  },
  authorised: () => payAtOnce(simulator),
  declined: () => payAtOnce(simulator, { kind: 'decline' }),
  expired: async () => {
    const sent = await inState['pending-scan']();
    await clock.advance(50_000);
    await sent.seen;
    return sent;
  },
  confirmed: async () => {
    const paid = await payAtOnce(simulator);
    await confirm(simulator, paid);
    return paid;
  },
  reversed: async () => {
    const paid = await payAtOnce(simulator);
    await reverse(simulator, paid);
    return paid;
  },
} as const;

type State = keyof typeof inState;

const accepted = { status: 202 };
const refused = (errorType: string, status = 400): object => ({ status, json: { errorType } });

describe('a confirmation (QR 9.3)', () => {
  it.each([
    ['unknown', refused('UNABLE_TO_LOCATE_RECORD', 404), undefined],
    ['pending-scan', refused('FUNCTION_NOT_SUPPORTED'), 'pending-scan'],
    ['pending-partner', refused('FUNCTION_NOT_SUPPORTED'), 'pending-partner'],
    ['authorised', accepted, 'confirmed'],
    ['declined', refused('FUNCTION_NOT_SUPPORTED'), 'declined'],
    ['expired', refused('FUNCTION_NOT_SUPPORTED'), 'expired'],
    ['confirmed', refused('ACCOUNT_ALREADY_SETTLED'), 'confirmed'],
    ['reversed', refused('ACCOUNT_ALREADY_SETTLED'), 'reversed'],
  ] as const)('of a payment that is %s', async (state: State, expected, after) => {
    const paid = await inState[state]();
    const advice = confirmation(paid);
    const seen = await post(simulator, '/payments/confirmations', advice);
    expect(seen).toMatchObject(expected);
    if (seen.status === 202) expect(seen.json).toEqual(advice);
    else expect(seen.json).toMatchObject({ originalId: paid.id, tranId: paid.request['tranId'] });
    expect(paymentOf(paid)?.state).toBe(after);
  });
});

describe('a reversal (QR 9.3)', () => {
  it.each([
    ['unknown', { status: 404, text: '' }, undefined],
    ['pending-scan', accepted, 'reversed'],
    ['pending-partner', accepted, 'reversed'],
    ['authorised', accepted, 'reversed'],
    ['declined', accepted, 'reversed'],
    ['expired', accepted, 'reversed'],
    ['confirmed', refused('ACCOUNT_ALREADY_SETTLED'), 'confirmed'],
    ['reversed', refused('ACCOUNT_ALREADY_SETTLED'), 'reversed'],
  ] as const)('of a payment that is %s', async (state: State, expected, after) => {
    const paid = await inState[state]();
    const advice = reversal(paid);
    const seen = await post(simulator, '/payments/reversals', advice);
    expect(seen).toMatchObject(expected);
    if (seen.status === 202) expect(seen.json).toEqual(advice);
    if (seen.status === 400) expect(seen.json).toMatchObject({ originalId: paid.id, tranId: paid.request['tranId'] });
    expect(paymentOf(paid)?.state).toBe(after);
  });

  it.each(['pending-scan', 'pending-partner'] as const)('ends the wait of a payment that is %s', async (state) => {
    const sent = (await inState[state]()) as Advised & { readonly seen: Promise<Seen> };
    await reverse(simulator, sent, 'CANCELLED');
    expect(await sent.seen).toMatchObject(refused('DO_NOT_HONOR'));
    expect(simulator.control.state().waiting).toEqual([]);
    await clock.advance(60_000);
    expect(paymentOf(sent)).toMatchObject({ state: 'reversed', reservedMinor: 0, takenMinor: 0 });
  });

  it('says what it was settled by', async () => {
    expect((await reverse(simulator, await inState.confirmed())).json?.['errorMessage']).toBe('Payment was already confirmed');
    expect((await confirm(simulator, await inState.reversed())).json?.['errorMessage']).toBe('Payment was already reversed');
  });
});

describe('an advice for an unknown payment, with the switch notFoundAs400', () => {
  it('is a 400 that says why', async () => {
    simulator.control.set({ notFoundAs400: true });
    const paid = await inState.unknown();
    const expected = { status: 400, json: { errorType: 'UNABLE_TO_LOCATE_RECORD', originalId: paid.id } };
    expect(await confirm(simulator, paid)).toMatchObject(expected);
    expect(await reverse(simulator, paid)).toMatchObject(expected);
  });
});

describe('an advice that comes again (QR 9.3)', () => {
  const again = async (advice: Json, path: string): Promise<readonly Seen[]> => [
    await post(simulator, path, advice),
    await post(simulator, path, advice),
  ];

  it.each([false, true])('with replayAdvices: %s', async (replayAdvices) => {
    simulator.control.set({ replayAdvices });
    const duplicate = refused('DUPLICATE_RECORD');
    const confirmed = await inState.authorised();
    const [first, second] = await again(confirmation(confirmed), '/payments/confirmations');
    expect(first).toMatchObject(accepted);
    expect(second).toMatchObject(replayAdvices ? accepted : duplicate);
    if (replayAdvices) expect(second?.text).toBe(first?.text);
    const [one, other] = await again(reversal(await inState.authorised()), '/payments/reversals');
    expect(one).toMatchObject(accepted);
    expect(other).toMatchObject(replayAdvices ? accepted : duplicate);
    expect(paymentOf(confirmed)).toMatchObject({ state: 'confirmed', takenMinor: 28_450 });
    expect(simulator.ledger().advices).toMatchObject([
      { effect: 'applied', times: 2 },
      { effect: 'applied', times: 2 },
    ]);
    expect(simulator.ledger().conflicts).toEqual([]);
  });

  it('is answered as at first, whatever that was', async () => {
    simulator.control.set({ replayAdvices: true });
    const unknown = await inState.unknown();
    const [lost, stillLost] = await again(reversal(unknown), '/payments/reversals');
    expect([lost?.status, stillLost?.status]).toEqual([404, 404]);
    const declined = await inState.declined();
    const [refusal, sameRefusal] = await again(confirmation(declined), '/payments/confirmations');
    expect(refusal).toMatchObject(refused('FUNCTION_NOT_SUPPORTED'));
    expect(sameRefusal).toMatchObject(refused('FUNCTION_NOT_SUPPORTED'));
  });

  it('but changed is a duplicate', async () => {
    simulator.control.set({ replayAdvices: true });
    const advice = confirmation(await inState.authorised());
    await post(simulator, '/payments/confirmations', advice);
    expect(await post(simulator, '/payments/confirmations', { ...advice, stan: '1' })).toMatchObject(refused('DUPLICATE_RECORD'));
    const { partner: _partner, ...rest } = advice;
    expect(await post(simulator, '/payments/reversals', { ...rest, reversalReason: 'TIMEOUT' })).toMatchObject(
      refused('DUPLICATE_RECORD'),
    );
  });

  it('after it was refused at the door is new', async () => {
    const paid = await inState.authorised();
    const advice = confirmation(paid);
    for (const status of [401, 503]) {
      simulator.control.next({ on: 'confirmPayment', fault: { kind: 'status', status } });
      expect(await post(simulator, '/payments/confirmations', advice)).toMatchObject({ status });
    }
    expect(await post(simulator, '/payments/confirmations', advice)).toMatchObject(accepted);
  });
});

describe('the amount of an advice (QR 9.3)', () => {
  it.each([
    ['above the authorised one', money(28_451)],
    ['in another currency', money(28_450, '840')],
    ['below zero', money(-1)],
  ])('%s is refused, and changes nothing', async (_what, approvedAmount) => {
    const paid = await inState.authorised();
    for (const advise of [confirm, (...args: [QrSimulator, Advised, Json]) => reverse(args[0], args[1], 'CANCELLED', args[2])]) {
      expect(await advise(simulator, paid, { amounts: { approvedAmount } })).toMatchObject(refused('INVALID_AMOUNT'));
    }
    expect(paymentOf(paid)).toMatchObject({ state: 'authorised', reservedMinor: 28_450 });
  });

  it.each([
    [undefined, 28_450],
    [{}, 28_450],
    [{ approvedAmount: money(28_450) }, 28_450],
    [{ approvedAmount: money(10_000) }, 10_000],
    [{ approvedAmount: money(0) }, 0],
  ])('of a confirmation is what is taken: %j', async (amounts, takenMinor) => {
    const paid = await inState.authorised();
    expect(await confirm(simulator, paid, amounts ? { amounts } : {})).toMatchObject(accepted);
    expect(paymentOf(paid)).toMatchObject({
      state: 'confirmed',
      takenMinor,
      reservedMinor: 0,
      releasedMinor: 28_450 - takenMinor,
    });
  });

  it.each([
    [undefined, 0],
    [{ approvedAmount: money(10_000) }, 10_000],
  ])('of a reversal is what remains: %j', async (amounts, takenMinor) => {
    const paid = await inState.authorised();
    expect(await reverse(simulator, paid, 'CANCELLED', amounts ? { amounts } : {})).toMatchObject(accepted);
    expect(paymentOf(paid)).toMatchObject({
      state: 'reversed',
      takenMinor,
      reservedMinor: 0,
      releasedMinor: 28_450 - takenMinor,
    });
  });

  it.each(['pending-scan', 'declined'] as const)('cannot remain of a payment that is %s', async (state) => {
    const paid = await inState[state]();
    const amounts = { approvedAmount: money(1) };
    expect(await reverse(simulator, paid, 'CANCELLED', { amounts })).toMatchObject(refused('INVALID_AMOUNT'));
    expect(paymentOf(paid)?.state).toBe(state);
  });

  it('is taken into account even where it is no integer that fits: format first', async () => {
    const paid = await inState.authorised();
    expect(await confirm(simulator, paid, { amounts: { approvedAmount: money(1.5) } })).toMatchObject(refused('FORMAT_ERROR'));
  });
});

it('each advice is in the ledger, with its payment', async () => {
  const paid = await inState.authorised();
  const advice = confirmation(paid);
  await post(simulator, '/payments/confirmations', advice);
  await simulator.control.untilIdle();
  expect(paymentOf(paid)).toMatchObject({ confirmedBy: advice['id'], adviceIds: [advice['id']] });
  expect(simulator.ledger()).toMatchObject({
    advices: [
      { id: advice['id'], requestId: paid.id, kind: 'confirmation', times: 1, effect: 'applied', status: 202, answered: true },
    ],
    partners: [{ partnerId: '88021', currency: '710', reservedMinor: 0, takenMinor: 28_450, releasedMinor: 0 }],
  });
});

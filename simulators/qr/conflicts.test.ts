import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startQrSimulator, type Fault, type QrSimulator } from './start-qr-simulator.ts';
import {
  codeRequest,
  confirm,
  confirmation,
  makeCode,
  money,
  newId,
  pay,
  payAtOnce,
  paymentRequest,
  post,
  reversal,
  reverse,
  sendPayment,
  type Advised,
  type Json,
} from './testing-client.ts';

let simulator: QrSimulator;
beforeEach(async () => {
  simulator = await startQrSimulator();
});
afterEach(() => simulator.close());

/** What does not fit, each with a mark where no till that keeps to the protocol could have caused it. */
function conflicts(): readonly string[] {
  return simulator.ledger().conflicts.map(({ kind, isBreach }) => `${kind}${isBreach ? '!' : ''}`);
}

const unknown = (): Advised => ({ id: newId(), request: { tranId: 'none', thirdPartyIdentifiers: [] }, response: {} });

async function payUnder(fault: Fault): Promise<Advised> {
  simulator.control.next({ on: 'pay', fault });
  const paid = await payAtOnce(simulator);
  await simulator.control.untilIdle();
  return paid;
}

describe('a sale that keeps to the protocol', () => {
  it('is in no conflict: paid and confirmed', async () => {
    await confirm(simulator, await payAtOnce(simulator));
    expect(conflicts()).toEqual([]);
  });

  it('is in no conflict: paid and reversed, with what the response had or what the request had', async () => {
    await reverse(simulator, await payAtOnce(simulator), 'CANCELLED');
    const { id, request, response } = await payAtOnce(simulator);
    const { thirdPartyIdentifiers, partner } = response;
    await reverse(simulator, { id, request, response: {} }, 'CANCELLED', { thirdPartyIdentifiers, partner });
    expect(conflicts()).toEqual([]);
  });

  it('is in no conflict: declined, and reversed by a till that is not sure', async () => {
    await reverse(simulator, await payAtOnce(simulator, { kind: 'decline' }), 'CANCELLED');
    expect(conflicts()).toEqual([]);
  });

  it('may reverse what the service never got: nobody can tell', async () => {
    await reverse(simulator, unknown());
    expect(conflicts()).toEqual(['unknown-request']);
  });

  it('may repeat its advices for as long as it takes', async () => {
    const paid = await payAtOnce(simulator);
    const advice = confirmation(paid);
    simulator.control.next({ on: 'advice', fault: { kind: 'status', status: 504 }, times: 2 });
    for (let time = 0; time < 4; time += 1) await post(simulator, '/payments/confirmations', advice);
    expect(conflicts()).toEqual([]);
    expect(simulator.ledger().advices).toMatchObject([{ times: 4, effect: 'applied' }]);
  });
});

describe('two advices for one payment', () => {
  it.each([true, false])('that say opposite things, the confirmation first: %s', async (isConfirmedFirst) => {
    const paid = await payAtOnce(simulator);
    const steps = [() => confirm(simulator, paid), () => reverse(simulator, paid)];
    for (const step of isConfirmedFirst ? steps : steps.toReversed()) await step();
    expect(conflicts()).toEqual(['both-advices!']);
  });

  it('that say opposite things, although the first never took effect', async () => {
    const paid = await payAtOnce(simulator);
    simulator.control.next({ on: 'reversePayment', fault: { kind: 'cut', applied: false } });
    await reverse(simulator, paid);
    await confirm(simulator, paid);
    expect(conflicts()).toEqual(['both-advices!']);
  });

  it.each([
    ['was accepted', undefined],
    ['was lost', { kind: 'cut', applied: false }],
    ['was answered 504', { kind: 'status', status: 504 }],
    ['was refused for its form', { kind: 'decline', errorType: 'FORMAT_ERROR' }],
    ['was answered DUPLICATE_RECORD, but nobody heard it', { kind: 'cut', applied: true }],
  ] as const)('of one kind, although the first %s', async (_what, fault) => {
    const paid = await payAtOnce(simulator);
    const first = confirmation(paid);
    if (fault?.kind === 'cut' && fault.applied) simulator.control.occupy(String(first['id']));
    if (fault) simulator.control.next({ on: 'confirmPayment', fault });
    await post(simulator, '/payments/confirmations', first);
    await simulator.control.untilIdle();
    await confirm(simulator, paid);
    expect(conflicts()).toEqual(['second-advice!']);
  });

  it('of one kind are right after a collision at the first attempt (QR 6.3), by chance or by script', async () => {
    for (const advise of [confirm, (one: QrSimulator, paid: Advised) => reverse(one, paid)]) {
      const paid = await payAtOnce(simulator);
      simulator.control.next({ on: 'advice', fault: { kind: 'decline', errorType: 'DUPLICATE_RECORD' } });
      expect(await advise(simulator, paid)).toMatchObject({ json: { errorType: 'DUPLICATE_RECORD' } });
      expect(await advise(simulator, paid)).toMatchObject({ status: 202 });
    }
    const paid = await payAtOnce(simulator);
    const advice = confirmation(paid);
    simulator.control.occupy(String(advice['id']));
    await post(simulator, '/payments/confirmations', advice);
    await confirm(simulator, paid);
    simulator.control.next({
      on: 'advice',
      fault: { kind: 'status', status: 400, errorType: 'DUPLICATE_RECORD', applied: false },
    });
    const other = await payAtOnce(simulator);
    await confirm(simulator, other);
    await confirm(simulator, other);
    expect(conflicts()).toEqual([]);
  });

  it('of one kind are wrong where DUPLICATE_RECORD says that an earlier attempt has arrived (QR 6.3)', async () => {
    const paid = await payAtOnce(simulator);
    const advice = confirmation(paid);
    simulator.control.next({ on: 'advice', fault: { kind: 'cut', applied: true } });
    await post(simulator, '/payments/confirmations', advice);
    expect(await post(simulator, '/payments/confirmations', advice)).toMatchObject({ json: { errorType: 'DUPLICATE_RECORD' } });
    await confirm(simulator, paid);
    expect(conflicts()).toEqual(['second-advice!']);
  });

  it('of one kind are right where a reversal has overtaken its payment (QR 4.6), but once only', async () => {
    const paid = unknown();
    await reverse(simulator, paid, 'CANCELLED');
    await reverse(simulator, paid, 'CANCELLED');
    expect(conflicts()).toEqual(['unknown-request', 'unknown-request']);
    await reverse(simulator, paid, 'CANCELLED');
    expect(conflicts()).toEqual(['unknown-request', 'unknown-request', 'second-advice!', 'unknown-request']);
  });

  it.each([{ notFoundAs400: true }, {}])('of one kind are right after every form of not-found: %j', async (settings) => {
    simulator.control.set(settings);
    const lost = unknown();
    await reverse(simulator, lost, 'CANCELLED');
    await reverse(simulator, lost, 'CANCELLED');
    const paid = await payAtOnce(simulator);
    simulator.control.next({ on: 'reversePayment', fault: { kind: 'not-found' } });
    await reverse(simulator, paid, 'CANCELLED');
    await reverse(simulator, paid, 'CANCELLED');
    expect(conflicts()).toEqual(['unknown-request', 'unknown-request']);
  });

  it('of one kind are wrong where nobody heard that the payment was not found', async () => {
    const paid = unknown();
    simulator.control.next({ on: 'reversePayment', fault: { kind: 'cut', applied: true } });
    await reverse(simulator, paid, 'CANCELLED');
    await simulator.control.untilIdle();
    await reverse(simulator, paid, 'CANCELLED');
    expect(conflicts()).toEqual(['unknown-request', 'second-advice!', 'unknown-request']);
  });

  it('of one kind are wrong after a 404 whose body was to be cut: it has none, so nothing of it comes', async () => {
    const paid = unknown();
    const unheard = async (kind: 'cut' | 'cut-body'): Promise<unknown> => {
      simulator.control.next({ on: 'reversePayment', fault: { kind, applied: true } });
      const seen = await reverse(simulator, paid, 'CANCELLED');
      await simulator.control.untilIdle();
      return seen;
    };
    expect(await unheard('cut-body')).toEqual(await unheard('cut'));
    expect(conflicts()).toEqual(['unknown-request', 'second-advice!', 'unknown-request']);
  });

  it('of one kind are right after a collision and an overtaking, in this order', async () => {
    const paid = unknown();
    simulator.control.next({ on: 'advice', fault: { kind: 'decline', errorType: 'DUPLICATE_RECORD' } });
    for (let time = 0; time < 3; time += 1) await reverse(simulator, paid, 'CANCELLED');
    expect(conflicts()).toEqual(['unknown-request', 'unknown-request', 'unknown-request']);
  });

  it('of one kind are wrong for a confirmation that was not found: it is final (QR 2.1)', async () => {
    const paid = await payAtOnce(simulator);
    simulator.control.next({ on: 'confirmPayment', fault: { kind: 'not-found' } });
    await confirm(simulator, paid);
    await confirm(simulator, paid);
    expect(conflicts()).toEqual(['second-advice!']);
  });
});

describe('an advice', () => {
  it('that comes again changed', async () => {
    const paid = await payAtOnce(simulator);
    const advice = confirmation(paid);
    await post(simulator, '/payments/confirmations', advice);
    await post(simulator, '/payments/confirmations', { ...advice, time: '2026-03-17T08:43:21.555Z' });
    expect(conflicts()).toEqual(['changed-advice!']);
  });

  it('whose bytes differ, although they say the same (QR 6.1)', async () => {
    const paid = await payAtOnce(simulator);
    const advice = confirmation(paid);
    await post(simulator, '/payments/confirmations', advice);
    await post(simulator, '/payments/confirmations', JSON.stringify(advice, undefined, 1));
    expect(conflicts()).toEqual(['changed-advice!']);
  });

  it('whose id is that of its payment, of its code, or of another advice', async () => {
    const paid = await payAtOnce(simulator);
    await post(simulator, '/payments/confirmations', { ...confirmation(paid), id: paid.id });
    expect(conflicts()).toEqual(['reused-id!']);
    const other = await payAtOnce(simulator);
    await post(simulator, '/payments/reversals', { ...reversal(other), id: simulator.ledger().codes[1]?.requestId });
    expect(conflicts()).toEqual(['reused-id!', 'reused-id!']);
    const third = await payAtOnce(simulator);
    const advice = confirmation(third);
    await post(simulator, '/payments/confirmations', advice);
    const fourth = await payAtOnce(simulator);
    await post(simulator, '/payments/confirmations', { ...confirmation(fourth), id: advice['id'] });
    expect(conflicts()).toEqual(['reused-id!', 'reused-id!', 'reused-id!']);
  });

  it.each(['confirmations', 'reversals'])('for a payment that nobody knows: %s', async (path) => {
    const paid = unknown();
    await post(simulator, `/payments/${path}`, path === 'reversals' ? reversal(paid) : confirmation(paid));
    expect(conflicts()).toEqual([path === 'reversals' ? 'unknown-request' : 'unknown-request!']);
  });

  it('that confirms what was lost on its way', async () => {
    const paid = await payUnder({ kind: 'cut', applied: false });
    await confirm(simulator, paid);
    expect(conflicts()).toEqual(['unknown-request!']);
  });

  it.each([
    ['declined', 'declined-request!'],
    ['not scanned', 'declined-request!'],
    ['waiting', 'pending-request!'],
  ])('that confirms what is %s', async (state, expected) => {
    if (state === 'declined') await confirm(simulator, await payAtOnce(simulator, { kind: 'decline' }));
    else if (state === 'not scanned') {
      simulator.control.set({ scanWindowMs: 0 });
      await confirm(simulator, await pay(simulator));
    } else {
      const code = await makeCode(simulator);
      const sent = sendPayment(simulator, code);
      await simulator.control.untilWaiting(code.tranId);
      await confirm(simulator, { ...sent, response: {} });
    }
    expect(conflicts()).toEqual([expected]);
  });

  it.each([
    [{ kind: 'cut' }],
    [{ kind: 'reset' }],
    [{ kind: 'cut-body' }],
    [{ kind: 'not-http' }],
    [{ kind: 'empty' }],
    [{ kind: 'garbage' }],
    [{ kind: 'html' }],
    [{ kind: 'not-found', applied: true }],
    [{ kind: 'status', status: 504, applied: true }],
    [{ kind: 'status', status: 503, applied: true }],
    [{ kind: 'other-tran-id' }],
    [{ kind: 'other-currency' }],
  ] as const)('that confirms what was never answered so that it could be believed: %j', async (fault) => {
    const { id, request } = await payUnder(fault);
    const { thirdPartyIdentifiers, partner } = responseParts();
    await confirm(simulator, { id, request, response: {} }, { thirdPartyIdentifiers, partner });
    expect(conflicts()).toEqual(['unanswered-request!']);
  });

  function responseParts(): Json {
    const [payment] = simulator.ledger().payments;
    return { thirdPartyIdentifiers: payment?.responseIdentifiers, partner: { id: payment?.partnerId, name: '' } };
  }

  it.each(['late-answer', 'slow-body', 'unknown-fields', 'wrong-content-type', 'without-approved-amount', 'altered'] as const)(
    'that confirms what was answered oddly, but may be believed: %s',
    async (kind) => {
      await confirm(simulator, await payUnder({ kind, delayMs: 1 }));
      expect(conflicts()).toEqual([]);
    },
  );

  it('whose tranId or partner is not its own', async () => {
    await confirm(simulator, await payAtOnce(simulator), { tranId: 'another' });
    await confirm(simulator, await payAtOnce(simulator), { partner: { id: '88034', name: '' } });
    await reverse(simulator, await payAtOnce(simulator, { kind: 'decline' }), 'TIMEOUT', { partner: { id: '88034', name: '' } });
    expect(conflicts()).toEqual(['advice-differs!', 'advice-differs!', 'advice-differs!']);
  });

  it.each([
    ['more than was authorised', money(28_451)],
    ['another currency', money(28_450, '840')],
    ['less than nothing', money(-1)],
  ])('about %s', async (_what, approvedAmount) => {
    await confirm(simulator, await payAtOnce(simulator), { amounts: { approvedAmount } });
    expect(conflicts()).toEqual(['amount-differs!']);
  });

  it.each([
    ['approve-less', {}, ['unwanted-amount!']],
    ['approve-less', { partPaymentAllowed: true }, []],
    ['approve-less', { overPaymentAllowed: true }, ['unwanted-amount!']],
    ['approve-more', {}, ['unwanted-amount!']],
    ['approve-more', { overPaymentAllowed: true }, []],
    ['approve-more', { partPaymentAllowed: true }, ['unwanted-amount!']],
  ] as const)('that confirms %s, where the code says %j', async (kind, properties, expected) => {
    simulator.control.next({ customer: { scan: 'auto', decision: { kind } } });
    const paid = await pay(simulator, 28_450, { qrProperties: { value: money(28_450), ...properties } });
    await confirm(simulator, paid);
    expect(conflicts()).toEqual(expected);
  });

  it.each([
    ['the request had', 'confirmations', ['identifiers-differ!']],
    ['the request had', 'reversals', []],
    ['nobody had', 'confirmations', ['identifiers-differ!']],
    ['nobody had', 'reversals', ['identifiers-differ!']],
  ] as const)('whose identifiers are what %s: %s', async (what, path, expected) => {
    const paid = await payAtOnce(simulator);
    const thirdPartyIdentifiers = what === 'nobody had' ? [] : paid.request['thirdPartyIdentifiers'];
    const advice = path === 'reversals' ? reversal(paid) : confirmation(paid);
    await post(simulator, `/payments/${path}`, { ...advice, thirdPartyIdentifiers });
    expect(conflicts()).toEqual(expected);
  });

  it('whose identifiers are the right ones in another order', async () => {
    const paid = await payAtOnce(simulator);
    const list = paid.response['thirdPartyIdentifiers'] as readonly Json[];
    await confirm(simulator, paid, { thirdPartyIdentifiers: list.toReversed() });
    expect(conflicts()).toEqual(['identifiers-differ!']);
  });
});

describe('a payment', () => {
  it('that is sent again under its id, whatever became of the first', async () => {
    const code = await makeCode(simulator);
    const body = paymentRequest(code);
    simulator.control.next({ on: 'pay', fault: { kind: 'cut', applied: false } });
    simulator.control.next({ customer: 'pays' });
    for (let time = 0; time < 3; time += 1) await post(simulator, '/payments', body);
    expect(conflicts()).toEqual(['repeated-request!']);
  });

  it('whose id another message has had', async () => {
    const code = await makeCode(simulator);
    await sendPayment(simulator, code, { id: code.request['id'] }).seen;
    expect(conflicts()).toEqual(['reused-id!']);
  });

  it.each([
    ['was paid', { customer: 'pays' }],
    ['was lost', { on: 'pay', fault: { kind: 'cut', applied: false } }],
    ['was answered 504', { on: 'pay', fault: { kind: 'status', status: 504 } }],
    ['was refused', { on: 'pay', fault: { kind: 'decline', errorType: 'INVALID_AMOUNT' } }],
  ] as const)('of a code whose first payment %s', async (_what, script) => {
    const code = await makeCode(simulator);
    simulator.control.next(script);
    await sendPayment(simulator, code).seen;
    await simulator.control.untilIdle();
    simulator.control.next({ customer: 'pays' });
    await sendPayment(simulator, code).seen;
    expect(conflicts()).toEqual(['second-payment!']);
  });

  it('of a code whose first payment collided with another id is right (QR 4.4)', async () => {
    const code = await makeCode(simulator);
    const body = paymentRequest(code);
    simulator.control.occupy(String(body['id']));
    await post(simulator, '/payments', body);
    simulator.control.next({ customer: 'pays' });
    expect(await sendPayment(simulator, code).seen).toMatchObject({ status: 201 });
    expect(conflicts()).toEqual([]);
  });

  it('of a code that was never given out', async () => {
    await sendPayment(simulator, { ...(await makeCode(simulator)), tranId: 'made-up' }).seen;
    expect(conflicts()).toEqual(['unknown-code!']);
  });

  it('without the identifiers that its code had (QR 7)', async () => {
    simulator.control.next({ customer: 'pays' });
    const own = [{ institutionId: '600123', transactionIdentifier: 'T1' }];
    await sendPayment(simulator, await makeCode(simulator), { thirdPartyIdentifiers: own }).seen;
    expect(conflicts()).toEqual(['identifiers-differ!']);
  });

  it('with one entry more than its code had is right', async () => {
    simulator.control.next({ customer: 'pays' });
    const code = await makeCode(simulator, { thirdPartyIdentifiers: undefined });
    const known = code.response['thirdPartyIdentifiers'] as readonly Json[];
    const own = { institutionId: '600123', transactionIdentifier: 'T1' };
    await sendPayment(simulator, code, { thirdPartyIdentifiers: [...known, own] }).seen;
    expect(conflicts()).toEqual([]);
  });
});

describe('a code', () => {
  it.each([false, true])('that is asked for again under the same id, the first time lost: %s', async (isLost) => {
    if (isLost) simulator.control.next({ on: 'createQrCode', fault: { kind: 'cut', applied: false } });
    const body = codeRequest();
    await post(simulator, '/qrCodes', body);
    await post(simulator, '/qrCodes', body);
    expect(conflicts()).toEqual(['repeated-request!']);
  });
});

it('a message that is not well formed is one that no till sends', async () => {
  await post(simulator, '/qrCodes', { ...codeRequest(), time: 'now' });
  expect(simulator.ledger().conflicts).toMatchObject([{ kind: 'format-error', isBreach: true, operation: 'createQrCode' }]);
});

import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBillpaySimulator, type BillpaySimulator } from './start-billpay-simulator.ts';
import {
  advice,
  confirm,
  issuerReferenceOf,
  newId,
  pay,
  payment,
  post,
  refund,
  reversal,
  reverse,
  transaction,
  type Paid,
} from './testing-client.ts';

let simulator: BillpaySimulator;
beforeEach(async () => {
  simulator = await startBillpaySimulator();
});
afterEach(() => simulator.close());

const settled = { status: 400, json: { errorType: 'ACCOUNT_ALREADY_SETTLED' } };
const unlocated = { status: 400, json: { errorType: 'UNABLE_TO_LOCATE_RECORD' } };
const duplicate = { status: 400, json: { errorType: 'DUPLICATE_RECORD' } };

function movementOf({ id }: Paid): unknown {
  return simulator.ledger().payments.find((one) => one.id === id);
}

const createAgain = ({ id, request }: Paid): ReturnType<typeof post> => post(simulator, `/payments/${id}`, request);

/** A payment in each state of BillPay 4.7. */
const inState = {
  none: (): Promise<Paid> => {
    const id = newId();
    const request = payment(id);
    return Promise.resolve({ id, request, response: { ...request, amounts: {} }, seen: {} });
  },
  created: () => pay(simulator),
  confirmed: async () => {
    const paid = await pay(simulator);
    await confirm(simulator, paid);
    return paid;
  },
  reversed: async () => {
    const paid = await pay(simulator);
    await reverse(simulator, paid);
    return paid;
  },
  declined: () => pay(simulator, { accountRef: 'UNKNOWN-1' }),
} as const;

describe('a payment', () => {
  it.each([
    ['none', { status: 201 }, 'reserved'],
    ['created', duplicate, 'reserved'],
    ['confirmed', duplicate, 'confirmed'],
    ['reversed', duplicate, 'reversed'],
    ['declined', duplicate, 'declined'],
  ] as const)('that is %s is created (again)', async (state, expected, after) => {
    const paid = await inState[state]();
    expect(await createAgain(paid)).toMatchObject(expected);
    expect(movementOf(paid)).toMatchObject({ state: after });
  });

  it.each([
    ['none', unlocated, undefined],
    ['created', { status: 202 }, { state: 'confirmed', finalMinor: 48_650 }],
    ['confirmed', { status: 202 }, { state: 'confirmed', finalMinor: 48_650 }],
    ['reversed', settled, { state: 'reversed', finalMinor: 0 }],
    ['declined', unlocated, { state: 'declined', finalMinor: 0 }],
  ] as const)('that is %s is confirmed', async (state, expected, after) => {
    const paid = await inState[state]();
    const tenders = [{ tenderType: 'CASH', amount: { amount: 48_650, currency: '840' } }];
    const { thirdPartyIdentifiers = paid.request['thirdPartyIdentifiers'] } = paid.response;
    expect(
      await confirm(simulator, { ...paid, response: { id: paid.id, amounts: {} } }, newId(), { tenders, thirdPartyIdentifiers }),
    ).toMatchObject(expected);
    if (after) expect(movementOf(paid)).toMatchObject(after);
    else expect(movementOf(paid)).toBeUndefined();
  });

  it.each([
    ['none', unlocated, undefined],
    ['created', { status: 202 }, { state: 'reversed', finalMinor: 0 }],
    ['confirmed', settled, { state: 'confirmed', finalMinor: 48_650 }],
    ['reversed', { status: 202 }, { state: 'reversed', finalMinor: 0 }],
    ['declined', { status: 202 }, { state: 'declined', finalMinor: 0 }],
  ] as const)('that is %s is reversed', async (state, expected, after) => {
    const paid = await inState[state]();
    expect(await reverse(simulator, paid)).toMatchObject(expected);
    if (after) expect(movementOf(paid)).toMatchObject(after);
    else expect(movementOf(paid)).toBeUndefined();
  });

  it('whose reversal overtook it does not take effect any more', async () => {
    const paid = await inState.none();
    await reverse(simulator, paid);
    expect(await createAgain(paid)).toMatchObject(duplicate);
    expect(simulator.ledger().payments).toEqual([]);
  });
});

/** A refund in each state of BillPay 4.7, as the path and body of its request, with its response. */
async function refundIn(state: 'none' | 'created' | 'confirmed' | 'reversed' | 'declined'): Promise<Paid> {
  const paid = await pay(simulator);
  await confirm(simulator, paid);
  const id = newId();
  const request = refund(id, state === 'declined' ? 'NOBODY1' : issuerReferenceOf(paid.response));
  if (state === 'none') return { id, request, response: request, seen: {} };
  const seen = await post(simulator, `/refunds/${id}`, request);
  const made = { id, request, response: seen.json ?? {}, seen };
  if (state === 'confirmed') await adviseRefund(made, 'confirmations');
  if (state === 'reversed') await adviseRefund(made, 'reversals');
  return made;
}

function adviseRefund({ id, request, response }: Paid, leg: 'confirmations' | 'reversals'): ReturnType<typeof post> {
  const adviceId = newId();
  const { thirdPartyIdentifiers = request['thirdPartyIdentifiers'] } = response;
  const body = leg === 'confirmations' ? advice(adviceId, id, thirdPartyIdentifiers) : reversal(adviceId, request);
  return post(simulator, `/refunds/${id}/${leg}/${adviceId}`, body);
}

describe('a refund', () => {
  const cells = [
    ['none', 'create', { status: 201 }, 'reserved'],
    ['created', 'create', duplicate, 'reserved'],
    ['confirmed', 'create', duplicate, 'confirmed'],
    ['reversed', 'create', duplicate, 'reversed'],
    ['declined', 'create', duplicate, 'declined'],
    ['none', 'confirmations', unlocated, undefined],
    ['created', 'confirmations', { status: 202 }, 'confirmed'],
    ['confirmed', 'confirmations', { status: 202 }, 'confirmed'],
    ['reversed', 'confirmations', settled, 'reversed'],
    ['declined', 'confirmations', unlocated, 'declined'],
    ['none', 'reversals', unlocated, undefined],
    ['created', 'reversals', { status: 202 }, 'reversed'],
    ['confirmed', 'reversals', settled, 'confirmed'],
    ['reversed', 'reversals', { status: 202 }, 'reversed'],
    ['declined', 'reversals', { status: 202 }, 'declined'],
  ] as const;

  it.each(cells)('that is %s: %s', async (state, act, expected, after) => {
    const made = await refundIn(state);
    const given = act === 'create' ? post(simulator, `/refunds/${made.id}`, made.request) : adviseRefund(made, act);
    expect(await given).toMatchObject(expected);
    expect(simulator.ledger().refunds.find(({ id }) => id === made.id)?.state).toBe(after);
  });

  it('has advices of its own: those of a payment do not know it', async () => {
    const made = await refundIn('created');
    const adviceId = newId();
    const body = advice(adviceId, made.id, made.response['thirdPartyIdentifiers'], { tenders: [] });
    expect(await post(simulator, `/payments/${made.id}/confirmations/${adviceId}`, body)).toMatchObject(unlocated);
    expect(simulator.ledger().refunds).toMatchObject([{ state: 'reserved' }]);
  });
});

describe('an id', () => {
  it('of a look-up is no payment', async () => {
    const id = newId();
    await post(simulator, `/accountLookups/${id}`, transaction(id, { accountRef: 'BW0417733021' }));
    const paid = { id, request: transaction(id), response: transaction(id, { amounts: {} }), seen: {} };
    expect(await reverse(simulator, paid)).toMatchObject(unlocated);
  });

  it('that another message had is refused to an advice', async () => {
    const first = await pay(simulator);
    const second = await pay(simulator, { accountRef: 'KP20000001' });
    for (const taken of [first.id, second.id]) {
      expect(await confirm(simulator, second, taken)).toMatchObject(duplicate);
    }
    const adviceId = newId();
    await confirm(simulator, first, adviceId);
    expect(await confirm(simulator, second, adviceId)).toMatchObject(duplicate);
    expect(simulator.ledger()).toMatchObject({ payments: [{ state: 'confirmed' }, { state: 'reserved' }] });
    const kinds = new Set(simulator.ledger().conflicts.map(({ kind }) => kind));
    expect(kinds).toEqual(new Set(['reused-id', 'second-advice']));
  });

  it('that a field cost its message is used', async () => {
    const id = newId();
    expect(await post(simulator, `/payments/${id}`, payment(id, { time: 'now' }))).toMatchObject({
      json: { errorType: 'FORMAT_ERROR' },
    });
    expect(await post(simulator, `/payments/${id}`, payment(id))).toMatchObject(duplicate);
  });
});

describe('the ledger notes as a conflict', () => {
  type Breach = readonly [string, boolean];
  const noted = (): readonly Breach[] => simulator.ledger().conflicts.map(({ kind, isBreach }) => [kind, isBreach] as const);

  it('nothing, where all is well, and an advice that is repeated byte by byte', async () => {
    const paid = await pay(simulator);
    const adviceId = newId();
    for (let time = 0; time < 3; time += 1) await confirm(simulator, paid, adviceId);
    await reverse(simulator, await pay(simulator, { accountRef: 'KP20000001' }), newId(), 'CANCELLED');
    expect(noted()).toEqual([]);
    expect(simulator.ledger().advices).toMatchObject([{ id: adviceId, times: 3, effect: 'applied', status: 202 }, { times: 1 }]);
  });

  it('both advices for one payment', async () => {
    const paid = await pay(simulator);
    await confirm(simulator, paid);
    await reverse(simulator, paid);
    expect(noted()).toEqual([['both-advices', true]]);
    expect(simulator.ledger().payments[0]?.adviceIds).toHaveLength(2);
  });

  it('a second confirmation', async () => {
    const paid = await pay(simulator);
    await confirm(simulator, paid);
    expect(await confirm(simulator, paid)).toMatchObject({ status: 202 });
    expect(noted()).toEqual([['second-advice', true]]);
  });

  it('an advice that was changed', async () => {
    const paid = await pay(simulator);
    const adviceId = newId();
    await confirm(simulator, paid, adviceId);
    await confirm(simulator, paid, adviceId, { time: '2026-03-17T08:43:21.555Z' });
    expect(noted()).toEqual([['changed-advice', true]]);
  });

  it('an advice for a payment that nobody requested: a confirmation is a breach, a reversal may be right', async () => {
    await confirm(simulator, { ...(await inState.none()), response: payment(newId()) }, newId(), { tenders: [] });
    await reverse(simulator, await inState.none());
    expect(noted()).toEqual([
      ['unknown-request', true],
      ['unknown-request', false],
    ]);
  });

  it('an advice for a payment that was declined: only a reversal after silence may be right', async () => {
    await reverse(simulator, await inState.declined());
    await reverse(simulator, await inState.declined(), newId(), 'CANCELLED');
    expect(noted()).toEqual([
      ['declined-request', false],
      ['declined-request', true],
    ]);
  });

  it('a request that came twice', async () => {
    await createAgain(await inState.created());
    expect(noted()).toEqual([['repeated-request', true]]);
  });

  it.each([
    ['missing', { tenders: [] }],
    ['too little', { tenders: [{ tenderType: 'CASH', amount: { amount: 48_649, currency: '840' } }] }],
    ['of another currency', { tenders: [{ tenderType: 'CASH', amount: { amount: 48_650, currency: '072' } }] }],
  ])('tenders that are %s', async (_how, changes) => {
    expect(await confirm(simulator, await pay(simulator), newId(), changes)).toMatchObject({ status: 202 });
    expect(noted()).toEqual([['tenders-differ', true]]);
  });

  it.each([48_600, 48_700])('no tenders that cash was rounded to: %d', async (minor) => {
    const money = (amount: number): unknown => ({ amount, currency: '840' });
    const tenders = [
      { tenderType: 'CASH', amount: money(minor) },
      { tenderType: 'ROUNDING', amount: money(50) },
    ];
    await confirm(simulator, await pay(simulator), newId(), { tenders });
    expect(noted()).toEqual([]);
  });

  it('identifiers that are not those of the response', async () => {
    const paid = await pay(simulator);
    await confirm(simulator, paid, newId(), { thirdPartyIdentifiers: paid.request['thirdPartyIdentifiers'] });
    expect(noted()).toEqual([['identifiers-differ', true]]);
  });
});

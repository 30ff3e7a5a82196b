import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startBillpaySimulator, type BillpaySimulator } from './start-billpay-simulator.ts';
import { confirm, newId, pay, payment, post, reverse, type Paid } from './testing-client.ts';

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

describe('what the ledger has', () => {
  it('after a cut connection: the payment is reserved, and its reversal is applied', async () => {
    simulator.control.next({ on: 'createAccountPayment', fault: { kind: 'cut', applied: true } });
    const paid = await pay(simulator);
    expect(paid.seen).toEqual({ error: 'ECONNRESET' });
    expect(movementOf(paid)).toMatchObject({ state: 'reserved', approvedMinor: 48_650, answered: false, how: 'cut' });
    expect(await reverse(simulator, paid)).toMatchObject({ status: 202 });
    expect(movementOf(paid)).toMatchObject({ state: 'reversed', reversalReason: 'TIMEOUT' });
    expect(simulator.ledger().conflicts).toEqual([]);
  });
});

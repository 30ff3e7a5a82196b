import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BillpaySimulator, Fault, Movement } from '../simulators/billpay/start-billpay-simulator.ts';
import type { BdsSimulator } from '../simulators/bds/start-bds-simulator.ts';
import type { SaleId } from '../shared/ids.ts';
import type { CallName, Reply, RequestOf, ResponseOf } from '../shared/ipc/contract.ts';
import type { Sale } from '../shared/sale.ts';
import { createConf, type CreateStore } from './advices/store.ts';
import { adviceFolder } from './advices/folder.ts';
import { readAdviceFolder } from './advices/read-folder.ts';
import { createAxiosTransport } from './http/axios-transport.ts';
import type { QueuedAdvice } from './advices/queue.ts';
import {
  billpaySimulatorFor,
  chargesOf,
  openTill,
  postsOf,
  settingsWithBills,
  simulatorFor,
  snapshotOf,
  type OpenTill,
} from './testing/open-till.ts';
import { createManualClock, type ManualClock } from './testing/manual-clock.ts';
import { environmentFor, startTillProcess, type TillProcess } from './testing/till-process.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import type { Settings } from './settings/settings.ts';

/** The whole till without a window, over both services: real sockets, a real journal, a real queue. What was true is what the ledgers say. */

type Bill = RequestOf<'bill/request'>['bills'][number];

const water: Bill = { kind: 'account', reference: 'BW0417733021', amount: '486.50' };
const power: Bill = { kind: 'account', reference: '04/11873/002/019446', amount: '100.00' };
const prepaid: Bill = { kind: 'account', reference: 'KP20000001', amount: '20.00' };
const nobody: Bill = { kind: 'account', reference: 'NOBODY-0001', amount: '10.00' };
/** What both people and the till need to find the charge by. */
const evidence = '690489';

interface Shop {
  readonly cards: BdsSimulator;
  readonly billpay: BillpaySimulator;
  readonly settings: Settings;
  readonly till: OpenTill;
  /** By which the till's patience with both services ends. */
  readonly patience: ManualClock;
}

async function openShop(): Promise<Shop> {
  const [cards, billpay] = await Promise.all([simulatorFor(), billpaySimulatorFor()]);
  const settings = settingsWithBills(cards, billpay, { dataDirectory: temporaryFolder() });
  const patience = createManualClock();
  return {
    cards,
    billpay,
    settings,
    patience,
    till: openTill(settings, { transport: createAxiosTransport({ clock: patience }) }),
  };
}

async function ask<Name extends CallName>(
  till: Pick<OpenTill, 'call'>,
  name: Name,
  request: RequestOf<Name>,
): Promise<ResponseOf<Name>> {
  const reply: Reply<Name> = await till.call(name, request);
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.failure)}`);
  return reply.value;
}

/** Has bills reserved, and waits until the service has answered for each. */
async function reserve(till: OpenTill, ...bills: readonly Bill[]): Promise<Sale> {
  const { saleId } = await ask(till, 'bill/request', { saleId: randomUUID(), bills: [...bills] });
  const isAnswered = (sale: Sale): boolean =>
    sale.saleId === saleId && (sale.bills?.every(({ state }) => state !== 'requested') ?? false);
  const { counter } = await till.shows(({ counter: now }) => 'sale' in now && isAnswered(now.sale));
  if (!('sale' in counter)) throw new Error(counter.kind);
  return counter.sale;
}

/** The till waits no longer for the answer to a payment that the service has. */
async function losePatience(billpay: BillpaySimulator, patience: ManualClock): Promise<void> {
  await billpay.control.untilReceived('payment');
  await patience.advance(60_000);
}

async function payCard(till: OpenTill, saleId: SaleId): Promise<Sale> {
  await ask(till, 'sale/pay-card', { saleId });
  const { counter } = await till.shows(
    ({ counter: now }) => now.kind !== 'taking' && 'sale' in now && now.sale.saleId === saleId,
  );
  if (!('sale' in counter)) throw new Error(counter.kind);
  return counter.sale;
}

/** Everything that waited has been told, and the journal knows it. */
async function told(till: OpenTill, saleId: SaleId): Promise<Sale> {
  expect(await ask(till, 'advices/drain', { timeoutMs: 60_000 })).toMatchObject({ waiting: 0 });
  return (await ask(till, 'history/show', { saleId })).sale;
}

const billStates = (sale: Sale): readonly string[] => (sale.bills ?? []).map(({ state }) => state);

/** What the service has, and that no till could have done better: one advice at most for each payment, and nothing against the protocol. */
function paymentsOf(billpay: BillpaySimulator): readonly Movement[] {
  const { payments, conflicts } = billpay.ledger();
  expect(conflicts.filter(({ isBreach }) => isBreach)).toEqual([]);
  for (const { adviceIds } of payments) expect(adviceIds.length).toBeLessThanOrEqual(1);
  return payments;
}

const cash = (amountMinor: number): unknown => ({ tenderType: 'CASH', amountMinor, currency: '840' });
const credit = (amountMinor: number): unknown => ({ tenderType: 'CREDIT_CARD', amountMinor, currency: '840' });
const onPayment = (fault: Fault, times = 1): { on: 'payment'; fault: Fault; times: number } => ({ on: 'payment', fault, times });

describe('a bill', () => {
  it('is looked up, with what is due and what may be paid', async () => {
    const { till } = await openShop();
    const { billers } = await ask(till, 'bill/billers', {});
    expect(billers.map(({ institution }) => institution.name)).toContain('Notwane Water Utility');
    expect(billers.map(({ institution }) => institution.name)).not.toContain('Phakalane Estates');
    const { details } = await ask(till, 'bill/look-up', { bill: { kind: 'account', reference: water.reference } });
    expect(details).toMatchObject({
      balance: { amountMinor: 48_650 },
      mayPayLess: true,
      mayPayMore: false,
      least: { amountMinor: 5_000 },
      most: { amountMinor: 100_000 },
    });
    const policy = await ask(till, 'bill/look-up', { bill: { kind: 'policy', reference: 'PL-77-100234' } });
    expect(policy.details).toMatchObject({ mayPayLess: false, mayPayMore: true });
    expect(await ask(till, 'bill/look-up', { bill: { kind: 'account', reference: '2677155019' } })).toEqual({});
  });

  it('is paid in cash with change, and confirmed with what the bill took', async () => {
    const { till, billpay, cards } = await openShop();
    const open = await reserve(till, water);
    expect(open).toMatchObject({ outcome: 'open', amountMinor: 48_650, bills: [{ state: 'reserved', approvedMinor: 48_650 }] });
    expect(billpay.ledger().advices).toEqual([]);
    const paid = await ask(till, 'sale/pay-cash', { saleId: open.saleId, handed: '500.00' });
    expect(paid).toMatchObject({ outcome: 'approved', cash: { amountMinor: 48_650, handedMinor: 50_000 } });
    expect(billStates(await told(till, open.saleId))).toEqual(['confirmed']);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'confirmed', finalMinor: 48_650, tenders: [cash(48_650)] }]);
    expect(postsOf(cards)).toBe(0);
  });

  it('is paid by card, and confirmed with its authorization', async () => {
    const { till, billpay, cards } = await openShop();
    const { saleId } = await reserve(till, power);
    const paid = await payCard(till, saleId);
    expect(paid).toMatchObject({ outcome: 'approved', amountMinor: 10_000 });
    expect(billStates(await told(till, saleId))).toEqual(['confirmed']);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'confirmed', tenders: [credit(10_000)] }]);
    expect([postsOf(cards), chargesOf(cards)]).toEqual([1, 1]);
    const body = billpay.requests().find(({ path }) => path.includes('/confirmations/'))?.body;
    expect(body).toContain(`AUTH ${paid.card?.authCode}`);
  });

  it.each([
    ['traffic-fine', 'TN-2026-0093317', '300.00'],
    ['policy', 'PL-77-100234', '189.90'],
  ] as const)('may be a %s', async (kind, reference, amount) => {
    const { till, billpay } = await openShop();
    const { saleId } = await reserve(till, { kind, reference, amount });
    await ask(till, 'sale/pay-cash', { saleId, handed: '400.00' });
    await told(till, saleId);
    expect(paymentsOf(billpay)).toMatchObject([{ subject: kind, state: 'confirmed' }]);
  });

  it('may be paid in part within the biller’s limits, and what the service agrees to is what is paid', async () => {
    const { till, billpay } = await openShop();
    const part = await reserve(till, { ...water, amount: '100.00' });
    await ask(till, 'sale/pay-cash', { saleId: part.saleId, handed: '100.00' });
    const half = await reserve(till, { kind: 'account', reference: 'CC-HALF-001', amount: '80.00' });
    expect(half).toMatchObject({ amountMinor: 4_000, bills: [{ requestedMinor: 8_000, approvedMinor: 4_000 }] });
    await ask(till, 'sale/pay-cash', { saleId: half.saleId, handed: '50.00' });
    await told(till, half.saleId);
    expect(paymentsOf(billpay)).toMatchObject([
      { state: 'confirmed', tenders: [cash(10_000)] },
      { state: 'confirmed', tenders: [cash(4_000)] },
    ]);
  });

  it.each([
    ['JPY', '392', '1,200', '1500'],
    ['KWD', '414', '1.200', '1.5'],
  ] as const)('is exact in %s, whose minor units are not hundredths', async (code, numeric, amount, handed) => {
    const [cards, billpay] = await Promise.all([simulatorFor(), billpaySimulatorFor({ currency: numeric })]);
    const till = openTill({ ...settingsWithBills(cards, billpay), currency: code as Settings['currency'] });
    const { saleId, amountMinor } = await reserve(till, { ...prepaid, amount });
    expect(amountMinor).toBe(1_200);
    expect(await ask(till, 'sale/pay-cash', { saleId, handed })).toMatchObject({
      cash: { amountMinor: 1_200, handedMinor: 1_500 },
    });
    await told(till, saleId);
    const tenders = [{ tenderType: 'CASH', amountMinor: 1_200, currency: numeric }];
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'confirmed', requestedMinor: 1_200, finalMinor: 1_200, tenders }]);
  });

  it.each([
    ['below the least', { ...water, amount: '49.99' }],
    ['more than is due where that is not allowed', { ...water, amount: '487.00' }],
    ['a part where that is not allowed', { kind: 'policy', reference: 'PL-77-100234', amount: '100.00' }],
    ['for a biller that is blocked', { kind: 'account', reference: 'PE00088123', amount: '10.00' }],
    ['of nobody', nobody],
  ] as const)('that is %s is declined with the service’s reason, and nothing more is said', async (_what, bill) => {
    const { till, billpay } = await openShop();
    const sale = await reserve(till, bill);
    expect(sale).toMatchObject({ outcome: 'declined', reason: { code: 'no-bill-left' }, bills: [{ state: 'declined' }] });
    expect(sale.bills?.[0]?.reason?.detail).not.toBe('');
    expect(await ask(till, 'advices/drain', { timeoutMs: 1_000 })).toMatchObject({ waiting: 0 });
    expect(billpay.ledger().advices).toEqual([]);
  });
});

describe('several bills in one sale', () => {
  it('are split between cash and card, each confirmed with what paid it', async () => {
    const { till, billpay, cards } = await openShop();
    const open = await reserve(till, power, prepaid);
    const { saleId } = open;
    const half = await ask(till, 'sale/pay-cash', { saleId, handed: '60.00' });
    expect(half).toMatchObject({ outcome: 'open', amountMinor: 12_000, cash: { amountMinor: 6_000 } });
    expect(await payCard(till, saleId)).toMatchObject({ outcome: 'approved' });
    expect(billStates(await told(till, saleId))).toEqual(['confirmed', 'confirmed']);
    const byReference = new Map(paymentsOf(billpay).map((payment) => [payment.reference, payment.tenders]));
    expect(byReference.get(power.reference)).toEqual([cash(6_000), credit(4_000)]);
    expect(byReference.get(prepaid.reference)).toEqual([credit(2_000)]);
    expect(cards.ledger()).toMatchObject([{ kind: 'charged', amount: '60.00' }]);
  });

  it('go on without the one that is declined', async () => {
    const { till, billpay } = await openShop();
    const open = await reserve(till, power, nobody, prepaid);
    expect(open).toMatchObject({ outcome: 'open', amountMinor: 12_000 });
    expect(billStates(open)).toEqual(['reserved', 'declined', 'reserved']);
    await ask(till, 'sale/pay-cash', { saleId: open.saleId, handed: '120.00' });
    expect(billStates(await told(till, open.saleId))).toEqual(['confirmed', 'declined', 'confirmed']);
    expect(paymentsOf(billpay).map(({ state }) => state)).toEqual(['confirmed', 'declined', 'confirmed']);
  });

  it('that are all declined end the sale, and no money is taken', async () => {
    const { till, billpay, cards } = await openShop();
    const { saleId, outcome } = await reserve(till, nobody, { ...water, amount: '1.00' });
    expect(outcome).toBe('declined');
    expect(await till.call('sale/pay-cash', { saleId, handed: '10.00' })).toMatchObject({ failure: { kind: 'not-now' } });
    expect(await till.call('sale/pay-card', { saleId })).toMatchObject({ failure: { kind: 'not-now' } });
    expect([billpay.ledger().advices.length, postsOf(cards)]).toEqual([0, 0]);
  });
});

describe('a card that charges nothing', () => {
  it('leads back to the tenders, and cash pays the bills', async () => {
    const { till, billpay, cards } = await openShop();
    const { saleId } = await reserve(till, power);
    cards.control.next({ customer: { kind: 'decline' } });
    const open = await payCard(till, saleId);
    expect(open).toMatchObject({ outcome: 'open', failedCards: [{ outcome: 'declined' }], bills: [{ state: 'reserved' }] });
    expect(billpay.ledger().advices).toEqual([]);
    await ask(till, 'sale/pay-cash', { saleId, handed: '100.00' });
    await told(till, saleId);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'confirmed', tenders: [cash(10_000)] }]);
    expect(chargesOf(cards)).toBe(0);
  });

  it('after part of it in cash: abandoned, the bills are reversed and the cash is given back', async () => {
    const { till, billpay, cards } = await openShop();
    const { saleId } = await reserve(till, power);
    await ask(till, 'sale/pay-cash', { saleId, handed: '40.00' });
    cards.control.next({ customer: { kind: 'user-cancel' } });
    expect(await payCard(till, saleId)).toMatchObject({ outcome: 'open', failedCards: [{ outcome: 'cancelled' }] });
    const abandoned = await ask(till, 'sale/abandon', { saleId });
    expect(abandoned).toMatchObject({ outcome: 'abandoned', cash: { amountMinor: 4_000, isReturned: false } });
    expect((await snapshotOf(till)).cashToReturn).toMatchObject([{ saleId }]);
    expect(await ask(till, 'sale/cash-returned', { saleId })).toMatchObject({ cash: { isReturned: true } });
    expect((await snapshotOf(till)).cashToReturn).toEqual([]);
    expect(await till.call('sale/cash-returned', { saleId })).toMatchObject({ failure: { kind: 'not-now' } });
    await told(till, saleId);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'reversed', reversalReason: 'CANCELLED' }]);
  });
});

describe('a sale that is abandoned', () => {
  it('before the service has answered takes the bill back when it does', async () => {
    const { till, billpay } = await openShop();
    billpay.control.next(onPayment({ kind: 'hold' }));
    const { saleId } = await ask(till, 'bill/request', { saleId: randomUUID(), bills: [power] });
    await billpay.control.untilHeld();
    expect(await till.call('sale/pay-cash', { saleId, handed: '100.00' })).toMatchObject({ failure: { kind: 'not-now' } });
    expect(await till.call('sale/pay-card', { saleId })).toMatchObject({ failure: { kind: 'not-now' } });
    expect(await ask(till, 'sale/abandon', { saleId })).toMatchObject({ outcome: 'abandoned' });
    billpay.control.release();
    await billpay.control.untilSettled(1);
    expect(billStates(await told(till, saleId))).toEqual(['reversed']);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'reversed', reversalReason: 'CANCELLED' }]);
  });

  it('with a bill that had no answer when the till died has it taken back by the next start', async () => {
    const { till, billpay, settings } = await openShop();
    billpay.control.next(onPayment({ kind: 'hold' }));
    const { saleId } = await ask(till, 'bill/request', { saleId: randomUUID(), bills: [power] });
    await billpay.control.untilHeld();
    await ask(till, 'sale/abandon', { saleId });
    await till.close();
    billpay.control.release();
    await billpay.control.untilLedger(({ payments }) => payments.some(({ state }) => state === 'reserved'));
    const next = openTill(settings);
    await billpay.control.untilSettled(1);
    expect(billStates(await told(next, saleId))).toEqual(['reversed']);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'reversed' }]);
  });

  it('once the bills are reserved reverses each of them, and nothing else can be done with it', async () => {
    const { till, billpay } = await openShop();
    const { saleId } = await reserve(till, power, prepaid);
    await ask(till, 'sale/abandon', { saleId });
    for (const reply of [
      await till.call('sale/pay-cash', { saleId, handed: '120.00' }),
      await till.call('sale/pay-card', { saleId }),
      await till.call('sale/abandon', { saleId }),
      await till.call('sale/cash-returned', { saleId }),
    ])
      expect(reply).toMatchObject({ ok: false, failure: { kind: 'not-now' } });
    expect(billStates(await told(till, saleId))).toEqual(['reversed', 'reversed']);
    expect(paymentsOf(billpay).map(({ state }) => state)).toEqual(['reversed', 'reversed']);
  });

  it('is not, while a customer is at the terminal', async () => {
    const { till, billpay, cards } = await openShop();
    const { saleId } = await reserve(till, power);
    cards.control.next({ customer: { kind: 'hold' } });
    await ask(till, 'sale/pay-card', { saleId });
    await cards.control.untilBegun();
    expect(await till.call('sale/abandon', { saleId })).toMatchObject({ failure: { kind: 'not-now' } });
    expect(await till.call('sale/pay-cash', { saleId, handed: '100.00' })).toMatchObject({ failure: { kind: 'not-now' } });
    cards.control.release({ kind: 'approve' });
    expect(await till.decided(saleId)).toMatchObject({ outcome: 'approved' });
    await told(till, saleId);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'confirmed' }]);
  });

  it('leaves the counter to the next sale; while it is open no other can begin', async () => {
    const { till } = await openShop();
    const { saleId } = await reserve(till, power);
    const other = { saleId: randomUUID(), bills: [prepaid] };
    expect(await till.call('bill/request', other)).toMatchObject({ failure: { kind: 'sale-open', saleId } });
    expect(await till.call('sale/begin', { saleId: randomUUID(), input: { amount: '1.00', reference: '987987' } })).toMatchObject(
      {
        failure: { kind: 'sale-open', saleId },
      },
    );
    await ask(till, 'sale/abandon', { saleId });
    expect((await reserve(till, prepaid)).outcome).toBe('open');
  });
});

describe('a service whose answer nobody can know', () => {
  it.each([
    ['500 after it took effect', { kind: 'status', status: 500, applied: true }, 'RESPONSE_NOT_FINAL'],
    ['504 after it took effect', { kind: 'status', status: 504, applied: true, body: 'html' }, 'RESPONSE_NOT_FINAL'],
    ['a cut connection', { kind: 'cut', applied: true }, 'TIMEOUT'],
    ['a reset connection', { kind: 'reset', applied: true }, 'TIMEOUT'],
    ['half of an answer', { kind: 'cut-body' }, 'TIMEOUT'],
    ['no answer in time', { kind: 'hang', applied: true }, 'TIMEOUT'],
  ] as const)('(%s) has the bill taken back with the right reason', async (what, fault, reversalReason) => {
    const { till, billpay, cards, patience } = await openShop();
    billpay.control.next(onPayment(fault));
    const reserved = reserve(till, power);
    if (what === 'no answer in time') await losePatience(billpay, patience);
    const sale = await reserved;
    expect(sale).toMatchObject({ outcome: 'failed', reason: { code: 'no-bill-left' }, amountMinor: 0 });
    expect(['reversing', 'reversed']).toContain(sale.bills?.[0]?.state);
    await billpay.control.untilSettled(1);
    expect(billStates(await told(till, sale.saleId))).toEqual(['reversed']);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'reversed', reversalReason, finalMinor: 0 }]);
    expect(postsOf(cards)).toBe(0);
  });

  it.each([
    ['500', { kind: 'status', status: 500, applied: false }],
    ['cut', { kind: 'cut', applied: false }],
  ] as const)('(%s) and that never had it is told all the same, and has nothing to reverse', async (_what, fault) => {
    const { till, billpay } = await openShop();
    billpay.control.next(onPayment(fault));
    const sale = await reserve(till, power);
    expect(billStates(await told(till, sale.saleId))).toEqual(['reversed']);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'requested' }]);
  });

  it('changes nothing when its approval comes late', async () => {
    const { till, billpay, patience } = await openShop();
    billpay.control.next(onPayment({ kind: 'hold' }));
    const reserved = reserve(till, power);
    await losePatience(billpay, patience);
    const sale = await reserved;
    expect(sale.outcome).toBe('failed');
    billpay.control.release();
    await billpay.control.untilIdle();
    expect(billStates(await told(till, sale.saleId))).toEqual(['reversed']);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'reversed', reversalReason: 'TIMEOUT' }]);
  });

  it('takes one bill away, and the rest of the sale goes on', async () => {
    const { till, billpay } = await openShop();
    billpay.control.next(onPayment({ kind: 'cut', applied: true }));
    const open = await reserve(till, power, prepaid);
    expect(open).toMatchObject({ outcome: 'open', amountMinor: 2_000 });
    await ask(till, 'sale/pay-cash', { saleId: open.saleId, handed: '20.00' });
    expect(billStates(await told(till, open.saleId))).toEqual(['reversed', 'confirmed']);
    expect(paymentsOf(billpay).map(({ state }) => state)).toEqual(['reversed', 'confirmed']);
  });

  it('that is not there at all is never asked: nothing is owed', async () => {
    const { till, billpay } = await openShop();
    billpay.control.refuse();
    expect(await reserve(till, power)).toMatchObject({ outcome: 'declined', bills: [{ state: 'declined' }] });
    expect((await snapshotOf(till)).advices).toMatchObject({ waiting: 0, needsAttention: 0 });
  });

  it('that knows the id already is asked once more under another', async () => {
    const { till, billpay } = await openShop();
    billpay.control.next(onPayment({ kind: 'decline', errorType: 'DUPLICATE_RECORD' }));
    const open = await reserve(till, power);
    expect(billStates(open)).toEqual(['declined', 'reserved']);
    expect(open.amountMinor).toBe(10_000);
    await ask(till, 'sale/pay-cash', { saleId: open.saleId, handed: '100.00' });
    await told(till, open.saleId);
    expect(paymentsOf(billpay).map(({ state }) => state)).toEqual(['declined', 'confirmed']);
  });

  it('and not a third time', async () => {
    const { till, billpay } = await openShop();
    billpay.control.next(onPayment({ kind: 'decline', errorType: 'DUPLICATE_RECORD' }, 3));
    const { outcome, bills } = await reserve(till, power);
    expect([outcome, bills?.length]).toEqual(['declined', 2]);
    expect(billpay.ledger().payments.length).toBe(2);
  });
});

describe('a card whose outcome is unknown', () => {
  it.each([
    ['charged', 'close-after-charging', 'approved', 'confirmed'],
    ['not-charged', 'close-before-charging', 'abandoned', 'reversed'],
  ] as const)('freezes both advices until a person says that it was %s', async (verdict, fault, outcome, state) => {
    const { till, billpay, cards, settings } = await openShop();
    const { saleId } = await reserve(till, power, prepaid);
    await ask(till, 'sale/pay-cash', { saleId, handed: '30.00' });
    cards.control.next({ customer: { kind: 'approve' }, fault: { kind: fault } });
    const sale = await payCard(till, saleId);
    expect(sale).toMatchObject({ outcome: 'outcome-unknown', bills: [{ state: 'reserved' }, { state: 'reserved' }] });
    expect((await snapshotOf(till)).unresolved).toMatchObject([{ saleId }]);

    // Not even a restart lets one of them go.
    await till.close();
    const next = openTill(settings);
    expect(await ask(next, 'advices/drain', { timeoutMs: 200 })).toMatchObject({ waiting: 0 });
    expect(billpay.ledger().advices).toEqual([]);

    const resolved = await ask(next, 'sale/resolve', { saleId, verdict, evidence, reason: 'read off the slip' });
    expect(resolved.outcome).toBe(outcome);
    expect(await ask(next, 'advices/list', {}).then(({ advices }) => advices.length)).toBe(2);
    expect(billStates(await told(next, saleId))).toEqual([state, state]);
    expect(paymentsOf(billpay).map((payment) => payment.state)).toEqual([state, state]);
    if (verdict === 'charged') {
      const tenders = paymentsOf(billpay).map((payment) => payment.tenders);
      expect(tenders).toEqual([[cash(3_000), credit(7_000)], [credit(2_000)]]);
    } else expect((await snapshotOf(next)).cashToReturn).toMatchObject([{ saleId }]);
  });

  it('keeps the same bill from being paid again, but for a reason that stays on the record', async () => {
    const { till, billpay, cards } = await openShop();
    const { saleId } = await reserve(till, power);
    cards.control.next({ customer: { kind: 'approve' }, fault: { kind: 'close-after-charging' } });
    await payCard(till, saleId);
    const again = { saleId: randomUUID(), bills: [prepaid, { ...power, reference: ` ${power.reference} ` }] };
    expect(await till.call('bill/request', again)).toMatchObject({ failure: { kind: 'blocked', earlier: [saleId] } });
    expect(billpay.ledger().payments.length).toBe(1);
    const other = await reserve(till, { ...power, amount: '50.00' });
    expect(other.outcome).toBe('open');
    await ask(till, 'sale/abandon', { saleId: other.saleId });
    expect(await ask(till, 'bill/request', { ...again, overrideReason: 'the slip says no' })).toMatchObject({
      override: { reason: 'the slip says no', earlier: [saleId] },
    });
  });
});

describe('a till that is killed', () => {
  it('while the service works on the request has the bill taken back by the next start', async () => {
    const { till, billpay, environment, restart } = await processOverShop();
    billpay.control.next(onPayment({ kind: 'hold' }));
    await till.call('bill/request', { saleId: randomUUID(), bills: [power] });
    await billpay.control.untilHeld();
    await till.kill();
    billpay.control.release();
    await billpay.control.untilLedger(({ payments }) => payments.some(({ state }) => state === 'reserved'));
    const next = await restart(environment);
    await billpay.control.untilSettled(1);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'reversed', reversalReason: 'TIMEOUT' }]);
    expect(await next.call('till/snapshot', {})).toMatchObject({ ok: true, value: { counter: { kind: 'free' } } });
  });

  it('between the reservation and the money has the bill taken back by the next start', async () => {
    const { till, billpay, environment, restart } = await processOverShop();
    await till.call('bill/request', { saleId: randomUUID(), bills: [power] });
    await billpay.control.untilLedger(({ payments }) => payments.some(({ answered }) => answered));
    await till.kill();
    await restart(environment);
    await billpay.control.untilSettled(1);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'reversed' }]);
  });

  it('between the card and the confirmation confirms once, after the restart', async () => {
    const { till, billpay, cards, environment, restart } = await processOverShop();
    const saleId = randomUUID();
    await till.call('bill/request', { saleId, bills: [power] });
    await billpay.control.untilLedger(({ payments }) => payments.some(({ answered }) => answered));
    billpay.control.always({ on: 'advice', fault: { kind: 'hang', applied: false } });
    while (!(await till.call('sale/pay-card', { saleId }))?.ok);
    await billpay.control.untilReceived('confirmation');
    await till.kill();
    billpay.control.always({});
    await restart(environment);
    await billpay.control.untilSettled(1);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'confirmed', tenders: [credit(10_000)] }]);
    expect(chargesOf(cards)).toBe(1);
  });

  it('while the customer is at the terminal says nothing until somebody has looked', async () => {
    const { till, billpay, cards, environment, restart } = await processOverShop();
    const saleId = randomUUID();
    await till.call('bill/request', { saleId, bills: [power] });
    await billpay.control.untilLedger(({ payments }) => payments.some(({ answered }) => answered));
    cards.control.next({ customer: { kind: 'hold' } });
    while (!(await till.call('sale/pay-card', { saleId }))?.ok);
    await cards.control.untilBegun();
    await till.kill();
    cards.control.release({ kind: 'approve' });
    await cards.control.untilFree();
    const next = await restart(environment);
    expect(await next.call('advices/drain', { timeoutMs: 200 })).toMatchObject({ value: { waiting: 0 } });
    expect(billpay.ledger().advices).toEqual([]);
    await next.call('sale/resolve', { saleId, verdict: 'charged', evidence, reason: 'read off the slip' });
    await billpay.control.untilSettled(1);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'confirmed', tenders: [credit(10_000)] }]);
  });
});

describe('a queue that does not take what was decided', () => {
  const takesNothing: CreateStore = () => {
    throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC' });
  };

  it.each([
    ['confirmed', 'sale/pay-cash'],
    ['reversed', 'sale/abandon'],
  ] as const)('is given it by the next start: %s once', async (state, how) => {
    const [cards, billpay] = await Promise.all([simulatorFor(), billpaySimulatorFor()]);
    const settings = settingsWithBills(cards, billpay, { dataDirectory: temporaryFolder() });
    const till = openTill(settings, { createStore: takesNothing });
    const { saleId } = await reserve(till, power);
    const ended = how === 'sale/pay-cash' ? await ask(till, how, { saleId, handed: '100.00' }) : await ask(till, how, { saleId });
    expect(ended).toMatchObject({ owesAdvice: true });
    expect(billpay.ledger().advices).toEqual([]);
    // It is owed, whoever asks: the badge, a person who leaves, and a command that drains.
    expect((await snapshotOf(till)).advices).toMatchObject({ waiting: 1, notQueued: 1 });
    expect(await ask(till, 'advices/drain', { timeoutMs: 10 })).toMatchObject({ waiting: 1 });
    await till.close();
    const next = openTill(settings);
    await billpay.control.untilSettled(1);
    expect(billStates(await told(next, saleId))).toEqual([state]);
    expect(paymentsOf(billpay)).toMatchObject([{ state }]);
  });

  it('is given it as soon as the disk takes it again, without a restart', async () => {
    const [cards, billpay] = await Promise.all([simulatorFor(), billpaySimulatorFor()]);
    const settings = settingsWithBills(cards, billpay, { dataDirectory: temporaryFolder() });
    const clock = createManualClock();
    let isFull = true;
    const till = openTill(settings, { clock, createStore: (options) => (isFull ? takesNothing(options) : createConf(options)) });
    const { saleId } = await reserve(till, power);
    expect(await ask(till, 'sale/pay-cash', { saleId, handed: '100.00' })).toMatchObject({ owesAdvice: true });
    await clock.advance(30_000);
    expect(billpay.ledger().advices).toEqual([]);
    isFull = false;
    await clock.advance(5_000);
    await billpay.control.untilSettled(1);
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'confirmed' }]);
    const waiting = async (): Promise<number | undefined> => {
      await clock.advance(100);
      return (await snapshotOf(till)).advices?.waiting;
    };
    await expect.poll(waiting).toBe(0);
  });
});

describe('a network that is gone when the money is taken', () => {
  it('keeps nobody from paying; what is owed is counted, and told when it is back', async () => {
    const { till, billpay } = await openShop();
    const { saleId } = await reserve(till, power, prepaid);
    billpay.control.refuse({ dropConnections: true });
    expect(await ask(till, 'sale/pay-cash', { saleId, handed: '120.00' })).toMatchObject({ outcome: 'approved' });
    expect((await ask(till, 'history/show', { saleId })).sale).toMatchObject({ outcome: 'approved', owesAdvice: true });
    const { advices } = await till.shows((snapshot) => snapshot.advices?.waiting === 2);
    expect(advices?.oldestAgeMs).toBeGreaterThanOrEqual(0);
    expect(await ask(till, 'slip/print', { saleId, to: 'printer' })).toBeDefined();
    await billpay.control.listen();
    expect(billStates(await told(till, saleId))).toEqual(['confirmed', 'confirmed']);
    expect((await snapshotOf(till)).advices).toMatchObject({ waiting: 0, needsAttention: 0 });
    expect(paymentsOf(billpay).map(({ state }) => state)).toEqual(['confirmed', 'confirmed']);
  });

  it('and whose advice lay in a file that somebody deleted: it is made again, the same to the byte', async () => {
    const { till, billpay, settings } = await openShop();
    const { saleId } = await reserve(till, power);
    billpay.control.refuse({ dropConnections: true });
    await ask(till, 'sale/pay-cash', { saleId, handed: '100.00' });
    await till.close();
    const [before] = queuedIn(settings.dataDirectory);
    rmSync(join(settings.dataDirectory, 'advices'), { recursive: true });
    const second = openTill(settings);
    await second.shows(({ advices }) => advices?.waiting === 1);
    await second.close();
    const [after] = queuedIn(settings.dataDirectory);
    expect(before).toBeDefined();
    expect(after?.advice).toEqual(before?.advice);
    await billpay.control.listen();
    const third = openTill(settings);
    await billpay.control.untilSettled(1);
    expect(billStates(await told(third, saleId))).toEqual(['confirmed']);
    expect(paymentsOf(billpay)).toMatchObject([{ confirmedBy: before?.advice.adviceId }]);
  });
});

describe('an advice that is refused', () => {
  it.each([401, 503])('with %i waits for a manager, who sends it again', async (status) => {
    const { till, billpay } = await openShop();
    const { saleId } = await reserve(till, power);
    billpay.control.always({ on: 'advice', fault: { kind: 'status', status } });
    await ask(till, 'sale/pay-cash', { saleId, handed: '100.00' });
    const { advices } = await till.shows((snapshot) => snapshot.advices?.needsAttention === 1);
    expect(advices).toMatchObject({ waiting: 0 });
    const list = await ask(till, 'advices/list', {});
    expect(list.advices).toMatchObject([
      { saleId, kind: 'confirmation', state: 'needs-attention', lastAnswer: { kind: 'refused' } },
    ]);
    expect(list.advices[0]?.lastAnswer?.detail).toContain(String(status));
    expect(billStates((await ask(till, 'history/show', { saleId })).sale)).toEqual(['needs-attention']);

    billpay.control.always({});
    await ask(till, 'advices/retry', { adviceId: list.advices[0]?.adviceId ?? '' });
    await billpay.control.untilSettled(1);
    expect(billStates(await told(till, saleId))).toEqual(['confirmed']);
    expect((await snapshotOf(till)).advices).toMatchObject({ waiting: 0, needsAttention: 0 });
    expect(paymentsOf(billpay)).toMatchObject([{ state: 'confirmed' }]);
    expect(await till.call('advices/retry', { adviceId: randomUUID() })).toMatchObject({ failure: { kind: 'no-such-advice' } });
  });
});

describe('what was typed wrong', () => {
  it.each([
    ['an empty reference', { reference: ' ' }, 'bills.0.reference', 'required'],
    ['a short reference', { reference: '12345' }, 'bills.0.reference', 'too-short'],
    ['a long reference', { reference: '1'.repeat(41) }, 'bills.0.reference', 'too-long'],
    ['a control character', { reference: 'BW0417\u0007733021' }, 'bills.0.reference', 'control-characters'],
    ['no amount', { amount: '' }, 'bills.0.amount', 'amount-'],
    ['nothing at all to pay', { amount: '0.00' }, 'bills.0.amount', 'amount-'],
    ['too many decimals', { amount: '1.234' }, 'bills.0.amount', 'amount-'],
    ['words', { amount: 'all of it' }, 'bills.0.amount', 'amount-'],
  ])('(%s) is said at its field, and nothing is sent', async (_what, change, field, code) => {
    const { till, billpay } = await openShop();
    const reply = await till.call('bill/request', { saleId: randomUUID(), bills: [{ ...power, ...change }] });
    expect(reply).toMatchObject({ failure: { kind: 'bad-input', problems: [{ field, code: expect.stringContaining(code) }] } });
    expect(billpay.requests()).toEqual([]);
    expect((await snapshotOf(till)).counter).toEqual({ kind: 'free' });
  });

  it('about the cash is said at its field, and the sale stays open', async () => {
    const { till } = await openShop();
    const { saleId } = await reserve(till, power);
    for (const handed of ['', '-5', '1.234', 'all'])
      expect(await till.call('sale/pay-cash', { saleId, handed })).toMatchObject({
        failure: { kind: 'bad-input', problems: [{ field: 'handed' }] },
      });
    expect((await snapshotOf(till)).counter).toMatchObject({ kind: 'open', sale: { saleId } });
  });
});

function queuedIn(dataDirectory: string): readonly QueuedAdvice[] {
  return readAdviceFolder(adviceFolder(dataDirectory)).found.map(({ entry }) => entry);
}

/** The till in a process of its own, which can be killed at any moment. */
async function processOverShop(): Promise<
  Pick<Shop, 'cards' | 'billpay'> & {
    readonly till: TillProcess;
    readonly environment: Readonly<Record<string, string>>;
    restart(environment: Readonly<Record<string, string>>): Promise<TillProcess>;
  }
> {
  const [cards, billpay] = await Promise.all([simulatorFor(), billpaySimulatorFor()]);
  const environment = environmentFor(cards, billpay, temporaryFolder());
  const restart = async (): Promise<TillProcess> => {
    const till = startTillProcess(environment);
    onTestFinished(() => till.kill());
    await till.untilOpen();
    return till;
  };
  return { cards, billpay, environment, restart, till: await restart() };
}

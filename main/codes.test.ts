import { randomUUID } from 'node:crypto';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { BillpaySimulator } from '../simulators/billpay/start-billpay-simulator.ts';
import type { BdsSimulator } from '../simulators/bds/start-bds-simulator.ts';
import type { Fault, Payment, QrSimulator, QrSimulatorOptions } from '../simulators/qr/start-qr-simulator.ts';
import type { SaleId } from '../shared/ids.ts';
import type { CallName, Reply, RequestOf, ResponseOf } from '../shared/ipc/contract.ts';
import type { QrTender } from '../shared/qr-tender.ts';
import type { Sale } from '../shared/sale.ts';
import type { ShownCode } from '../shared/snapshot.ts';
import { createAxiosTransport } from './http/axios-transport.ts';
import type { Settings } from './settings/settings.ts';
import {
  billpaySimulatorFor,
  chargesOf,
  openTill,
  order,
  postsOf,
  qrSimulatorFor,
  settingsFor,
  settingsWithBills,
  settingsWithCodes,
  simulatorFor,
  snapshotOf,
  type OpenTill,
} from './testing/open-till.ts';
import { createManualClock, type ManualClock } from './testing/manual-clock.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

/** The whole till without a window, over the card and the QR service: real sockets, a real journal, a real queue. What was true is what the ledgers say. */

interface Shop {
  readonly cards: BdsSimulator;
  readonly qr: QrSimulator;
  readonly settings: Settings;
  readonly till: OpenTill;
  /** By which the till's patience with the services ends. */
  readonly patience: ManualClock;
}

async function openShop(options: QrSimulatorOptions = {}): Promise<Shop> {
  const [cards, qr] = await Promise.all([simulatorFor(), qrSimulatorFor(options)]);
  const settings = settingsWithCodes(settingsFor(cards, temporaryFolder()), qr);
  const patience = createManualClock();
  return { cards, qr, settings, patience, till: openTill(settings, { transport: createAxiosTransport({ clock: patience }) }) };
}

/** How long a payment may take, as `settingsWithCodes` has it. */
const patienceMs = 20_000;

/** One clock for everything, which stands still. */
async function openShopWithClock(options: QrSimulatorOptions = {}): Promise<Shop & { readonly clock: ManualClock }> {
  const clock = createManualClock();
  const [cards, qr] = await Promise.all([simulatorFor(), qrSimulatorFor({ ...options, clock })]);
  const settings = settingsWithCodes(settingsFor(cards, temporaryFolder()), qr);
  const till = openTill(settings, { clock, transport: createAxiosTransport({ clock }) });
  return { cards, qr, settings, clock, patience: clock, till };
}

/** Lets as little time pass as it takes until it is so of the last code. */
async function passUntil(
  { till, clock }: { readonly till: OpenTill; readonly clock: ManualClock },
  saleId: SaleId,
  isSo: (tender: QrTender) => boolean,
): Promise<void> {
  while (!isSo(tenderOf((await ask(till, 'history/show', { saleId })).sale))) await clock.advance(1);
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

/** Opens a sale and asks for a code. @returns its id */
async function begin(
  till: OpenTill,
  { amount = '25.00', by }: { readonly amount?: string; readonly by?: string } = {},
): Promise<SaleId> {
  const { saleId } = await ask(till, 'sale/open', order(amount, `R-${randomUUID().slice(0, 8)}`));
  await ask(till, 'sale/pay-code', { saleId, ...(by === undefined ? {} : { amount: by }) });
  return saleId;
}

/** The code as soon as a customer may scan it. */
async function shown(till: OpenTill): Promise<ShownCode> {
  const { counter } = await till.shows(({ counter: now }) => now.kind === 'open' && now.code !== undefined);
  if (counter.kind !== 'open' || !counter.code) throw new Error(counter.kind);
  return counter.code;
}

/** The sale as soon as its last code has come to something. */
async function answered(till: OpenTill, saleId: SaleId): Promise<Sale> {
  const isAnswered = ({ codes = [] }: Sale): boolean => {
    const state = codes.at(-1)?.state;
    return state !== undefined && state !== 'preparing' && state !== 'waiting';
  };
  const { counter } = await till.shows(({ counter: now }) => 'sale' in now && now.sale.saleId === saleId && isAnswered(now.sale));
  if (!('sale' in counter)) throw new Error(counter.kind);
  return counter.sale;
}

/** The service has been told everything, and the journal knows it. */
async function told(till: OpenTill, saleId: SaleId): Promise<Sale> {
  expect(await ask(till, 'advices/drain', { timeoutMs: 60_000 })).toMatchObject({ waiting: 0 });
  return (await ask(till, 'history/show', { saleId })).sale;
}

const tenderOf = ({ codes = [] }: Sale): QrTender => {
  const tender = codes.at(-1);
  if (!tender) throw new Error('no code');
  return tender;
};
const statesOf = ({ codes = [] }: Sale): readonly string[] => codes.map(({ state }) => state);

/** What the service has, and that no till could have done better. */
function paymentsOf(qr: QrSimulator): readonly Payment[] {
  const { payments, conflicts } = qr.ledger();
  expect(conflicts.filter(({ isBreach }) => isBreach)).toEqual([]);
  return payments;
}

const onPay = (fault: Fault): { on: 'pay'; fault: Fault } => ({ on: 'pay', fault });
const scan = (qr: QrSimulator, { tranId }: Pick<QrTender, 'tranId'>): boolean => {
  if (tranId === undefined) throw new Error('nothing to scan');
  return qr.control.scan({ tranId }).isAccepted;
};

/** Waits until the journal says so of the last code. */
async function untilState(till: OpenTill, saleId: SaleId, state: QrTender['state']): Promise<Sale> {
  for (;;) {
    const { sale } = await ask(till, 'history/show', { saleId });
    if (tenderOf(sale).state === state) return sale;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a payment by code', () => {
  it('that the customer scans and approves settles the sale without a click, and is confirmed', async () => {
    const { till, qr, cards } = await openShop();
    const saleId = await begin(till);
    const code = await shown(till);
    expect(code.amountMinor).toBe(2_500);
    const waiting = await qr.control.untilWaiting();
    expect(code.payload).toContain(waiting.tranId);
    expect(scan(qr, waiting)).toBe(true);
    const paid = await till.decided(saleId);
    expect(paid).toMatchObject({
      outcome: 'approved',
      codes: [{ partner: { name: 'Blue Heron Wallet' }, approvedMinor: 2_500 }],
    });
    expect(statesOf(await told(till, saleId))).toEqual(['confirmed']);
    expect(paymentsOf(qr)).toMatchObject([{ state: 'confirmed', takenMinor: 2_500, reservedMinor: 0 }]);
    expect(postsOf(cards)).toBe(0);
  });

  it('is on the wire before its code is seen: create, pay, show', async () => {
    const { till, qr } = await openShop();
    // The payment is held before the service has looked at it: it has left the till, and the code may be seen.
    qr.control.next(onPay({ kind: 'hold', applied: false }));
    const isSeen: boolean[] = [];
    till.listen('snapshot', ({ counter }) => {
      if (counter.kind === 'open' && counter.code) isSeen.push(qr.control.receivedCount('pay') === 1);
    });
    const saleId = await begin(till);
    await shown(till);
    await qr.control.untilHeld();
    expect(isSeen).not.toContain(false);
    expect(qr.requests().map(({ path }) => path.split('/').at(-1))).toEqual(['qrCodes', 'payments']);
    qr.control.release();
    scan(qr, await qr.control.untilWaiting());
    expect((await till.decided(saleId)).outcome).toBe('approved');
  });

  it('is never seen where its payment could not be sent', async () => {
    const { till, qr } = await openShop();
    qr.control.next({ on: 'createQrCode', fault: { kind: 'then-refuse' } });
    let wasSeen = false;
    till.listen('snapshot', ({ counter }) => {
      wasSeen ||= counter.kind === 'open' && counter.code !== undefined;
    });
    const saleId = await begin(till);
    expect(tenderOf(await answered(till, saleId))).toMatchObject({ state: 'declined', reason: { code: 'service-unreachable' } });
    expect(wasSeen).toBe(false);
    await qr.control.listen();
    expect(await told(till, saleId)).toMatchObject({ outcome: 'open', owesAdvice: false });
    expect(paymentsOf(qr)).toEqual([]);
  });

  it('is one payment, however often it is pressed', async () => {
    const { till, qr } = await openShop();
    const { saleId } = await ask(till, 'sale/open', order('25.00'));
    await Promise.all(Array.from({ length: 50 }, () => ask(till, 'sale/pay-code', { saleId })));
    await shown(till);
    await ask(till, 'sale/pay-code', { saleId });
    await qr.control.untilWaiting();
    expect([qr.control.receivedCount('createQrCode'), qr.control.receivedCount('pay')]).toEqual([1, 1]);
  });

  it('for a part leaves the rest to cash or to a card, and both are told', async () => {
    const { till, qr, cards } = await openShop({ customer: 'by-amount', thinkMs: 1 });
    const byCash = await begin(till, { by: '10.00' });
    expect(statesOf(await answered(till, byCash))).toEqual(['reserved']);
    expect(await ask(till, 'sale/pay-cash', { saleId: byCash, handed: '20.00' })).toMatchObject({
      outcome: 'approved',
      cash: { amountMinor: 1_500, handedMinor: 2_000 },
    });
    expect(statesOf(await told(till, byCash))).toEqual(['confirmed']);

    const byCard = await begin(till, { by: '10.00' });
    await answered(till, byCard);
    await ask(till, 'sale/pay-card', { saleId: byCard });
    expect(await till.decided(byCard)).toMatchObject({ outcome: 'approved' });
    expect(chargesOf(cards)).toBe(1);
    expect(statesOf(await told(till, byCard))).toEqual(['confirmed']);
    expect(paymentsOf(qr).map(({ takenMinor }) => takenMinor)).toEqual([1_000, 1_000]);
  });

  it('is reversed where the card for the rest is declined and the sale is given up', async () => {
    const { till, qr, cards } = await openShop({ customer: 'by-amount', thinkMs: 1 });
    const saleId = await begin(till, { amount: '25.01', by: '10.00' });
    await answered(till, saleId);
    await ask(till, 'sale/pay-card', { saleId });
    const { counter } = await till.shows(({ counter: now }) => now.kind === 'open' && (now.sale.failedCards?.length ?? 0) > 0);
    expect(counter).toMatchObject({ sale: { outcome: 'open', codes: [{ state: 'reserved' }] } });
    expect(qr.ledger().advices).toEqual([]);
    await ask(till, 'sale/abandon', { saleId });
    expect(statesOf(await told(till, saleId))).toEqual(['reversed']);
    expect(paymentsOf(qr)).toMatchObject([{ state: 'reversed', takenMinor: 0, reservedMinor: 0, reversalReason: 'CANCELLED' }]);
    expect(chargesOf(cards)).toBe(0);
  });

  it('may be tried again under a new code after it came to nothing, and other money may be taken instead', async () => {
    const { till, qr } = await openShop({ customer: 'by-amount', thinkMs: 1 });
    qr.control.next({ customer: 'declines' });
    const saleId = await begin(till);
    expect(tenderOf(await answered(till, saleId))).toMatchObject({ state: 'declined', reason: { code: 'declined-by-partner' } });
    await ask(till, 'sale/pay-code', { saleId });
    expect((await till.decided(saleId)).outcome).toBe('approved');
    expect(statesOf(await told(till, saleId))).toEqual(['declined', 'confirmed']);
    const [first, second] = paymentsOf(qr);
    expect(first?.tranId).not.toBe(second?.tranId);
    expect(first?.adviceIds).toEqual([]);
  });

  it.each([
    ['more than is due', '25.01', 'more-than-due'],
    ['nothing', '0', 'amount-zero'],
    ['no amount', '1e3', 'amount-not-a-number'],
  ])('for %s is refused at its field, and nothing is asked for', async (_, amount, code) => {
    const { till, qr } = await openShop();
    const { saleId } = await ask(till, 'sale/open', order('25.00'));
    expect(await till.call('sale/pay-code', { saleId, amount })).toMatchObject({
      failure: { kind: 'bad-input', problems: [{ field: 'amount', code }] },
    });
    expect(qr.requests()).toEqual([]);
    expect((await snapshotOf(till)).counter).toMatchObject({ sale: { outcome: 'open' } });
  });
});

describe('a customer who does not pay', () => {
  it('and never scans leaves nothing to undo where the service says so', async () => {
    const { till, qr } = await openShop({ scanWindowMs: 20 });
    const saleId = await begin(till);
    expect(tenderOf(await answered(till, saleId))).toMatchObject({ state: 'declined', reason: { code: 'no-scan-received' } });
    expect(await told(till, saleId)).toMatchObject({ outcome: 'open', owesAdvice: false });
    expect(paymentsOf(qr)).toMatchObject([{ state: 'expired', adviceIds: [] }]);
  });

  it('and never scans is reversed where the service says only that it has no final answer', async () => {
    const { till, qr } = await openShop({ scanWindowMs: 20, noScanStatus: 504 });
    const saleId = await begin(till);
    expect(tenderOf(await answered(till, saleId))).toMatchObject({ state: 'reversing', reason: { code: 'answer-not-final' } });
    expect(statesOf(await told(till, saleId))).toEqual(['reversed']);
    expect(paymentsOf(qr)).toMatchObject([{ state: 'reversed', reversalReason: 'RESPONSE_NOT_FINAL' }]);
  });

  it('before the till’s own patience ends has the payment reversed, and a scan that comes later is declined', async () => {
    const { till, qr, patience } = await openShop();
    const saleId = await begin(till);
    const waiting = await qr.control.untilWaiting();
    await patience.advance(60_000);
    expect(tenderOf(await answered(till, saleId))).toMatchObject({ state: 'reversing', reason: { code: 'no-answer' } });
    expect(statesOf(await told(till, saleId))).toEqual(['reversed']);
    expect(scan(qr, waiting)).toBe(false);
    expect(paymentsOf(qr)).toMatchObject([{ state: 'reversed', reversalReason: 'TIMEOUT', takenMinor: 0, reservedMinor: 0 }]);
    expect(await ask(till, 'sale/pay-cash', { saleId, handed: '25.00' })).toMatchObject({ outcome: 'approved' });
  });

  it.each([
    ['declines', 'declined-by-partner'],
    ['has-no-money', 'insufficient-funds'],
    ['scans-too-early', 'no-scan-received'],
  ] as const)('(%s) is told why, and nothing is reversed', async (customer, code) => {
    const { till, qr } = await openShop({ scanWindowMs: 400 });
    qr.control.next({ customer });
    const saleId = await begin(till);
    expect(tenderOf(await answered(till, saleId))).toMatchObject({ state: 'declined', reason: { code } });
    expect(await told(till, saleId)).toMatchObject({ owesAdvice: false });
    for (const { adviceIds } of paymentsOf(qr)) expect(adviceIds).toEqual([]);
  });

  it('the whole is never taken for one who did: the payment is held up and reversed', async () => {
    const { till, qr } = await openShop();
    qr.control.next({ customer: 'pays-half' });
    const saleId = await begin(till);
    expect(tenderOf(await answered(till, saleId))).toMatchObject({ state: 'reversing', reason: { code: 'other-amount' } });
    expect(statesOf(await told(till, saleId))).toEqual(['reversed']);
    expect(paymentsOf(qr)).toMatchObject([{ state: 'reversed', takenMinor: 0, reservedMinor: 0 }]);
  });
});

describe('a cashier who gives a code up', () => {
  it('while the customer may scan hides it at once, has it reversed, and a scan after that is declined', async () => {
    const { till, qr } = await openShop();
    const saleId = await begin(till);
    const { qrId } = await shown(till);
    const waiting = await qr.control.untilWaiting();
    const cancelled = await ask(till, 'sale/cancel-code', { saleId, qrId });
    expect(statesOf(cancelled)).toEqual(['reversing']);
    expect((await snapshotOf(till)).counter).not.toHaveProperty('code');
    expect(await ask(till, 'sale/pay-cash', { saleId, handed: '25.00' })).toMatchObject({ outcome: 'approved' });
    expect(statesOf(await told(till, saleId))).toEqual(['reversed']);
    expect(scan(qr, waiting)).toBe(false);
    expect(paymentsOf(qr)).toMatchObject([{ state: 'reversed', reversalReason: 'CANCELLED' }]);
  });

  it('before it was there leaves nothing behind', async () => {
    const { till, qr } = await openShop();
    qr.control.next({ on: 'createQrCode', fault: { kind: 'hold' } });
    const saleId = await begin(till);
    await qr.control.untilHeld();
    const [preparing] = ((await snapshotOf(till)).counter as { sale: Sale }).sale.codes ?? [];
    const cancelled = await ask(till, 'sale/cancel-code', { saleId, qrId: preparing?.qrId ?? '' });
    expect(tenderOf(cancelled)).toMatchObject({ state: 'declined', reason: { code: 'cancelled-by-cashier' } });
    qr.control.release();
    await qr.control.untilIdle();
    expect(await told(till, saleId)).toMatchObject({ owesAdvice: false });
    expect(paymentsOf(qr)).toEqual([]);
  });

  it('that the customer has just paid is told that, and the payment stands', async () => {
    const { till, qr } = await openShop({ customer: 'by-amount', thinkMs: 1 });
    const saleId = await begin(till, { by: '10.00' });
    const { qrId } = tenderOf(await answered(till, saleId));
    expect(statesOf(await ask(till, 'sale/cancel-code', { saleId, qrId }))).toEqual(['reserved']);
    expect(qr.ledger().advices).toEqual([]);
  });

  it('overtakes its payment: the reversal finds nothing, and is told once more when the payment has ended', async () => {
    const { till, qr } = await openShop();
    qr.control.next(onPay({ kind: 'hold', applied: false }));
    const saleId = await begin(till);
    const { qrId } = await shown(till);
    await qr.control.untilHeld();
    await ask(till, 'sale/cancel-code', { saleId, qrId });
    expect(await told(till, saleId)).toMatchObject({ owesAdvice: true, codes: [{ state: 'reversing', foundNothing: true }] });
    // The payment arrives after all, and the customer's application knows the code from before.
    qr.control.release();
    scan(qr, await qr.control.untilWaiting());
    await qr.control.untilLedger(({ payments }) => payments.some(({ state }) => state === 'reversed'));
    expect(statesOf(await told(till, saleId))).toEqual(['reversed']);
    const [payment] = paymentsOf(qr);
    expect(payment).toMatchObject({ state: 'reversed', takenMinor: 0, reservedMinor: 0, releasedMinor: 2_500 });
    expect(payment?.adviceIds).toHaveLength(2);
  });

  it('overtakes its payment, which then ends by itself: nothing is told a second time', async () => {
    const { till, qr } = await openShop({ scanWindowMs: 300 });
    qr.control.next(onPay({ kind: 'hold', applied: false }));
    const saleId = await begin(till);
    const { qrId } = await shown(till);
    await ask(till, 'sale/cancel-code', { saleId, qrId });
    await told(till, saleId);
    qr.control.release();
    await till.shows(({ advices }) => advices?.waiting === 0);
    await qr.control.untilLedger(({ payments }) => payments.some(({ state }) => state === 'expired'));
    const reversed = await untilState(till, saleId, 'reversed');
    expect(reversed).toMatchObject({ owesAdvice: false });
    const [payment] = qr.ledger().payments;
    expect(payment?.adviceIds).toHaveLength(1);
  });

  it('and the sale with it: everything is taken back in one step', async () => {
    const { till, qr } = await openShop();
    const saleId = await begin(till);
    await shown(till);
    expect(await ask(till, 'sale/abandon', { saleId })).toMatchObject({ outcome: 'abandoned', codes: [{ state: 'reversing' }] });
    expect(statesOf(await told(till, saleId))).toEqual(['reversed']);
    expect(paymentsOf(qr)).toMatchObject([{ state: 'reversed' }]);
  });
});

describe('a service whose answer nobody can know', () => {
  const cases: readonly [name: string, fault: Fault, reason: string, reversalReason: string][] = [
    ['the line is cut after it was paid', { kind: 'cut' }, 'no-answer', 'TIMEOUT'],
    ['the line is cut before it arrived', { kind: 'cut', applied: false }, 'no-answer', 'TIMEOUT'],
    ['the line is reset', { kind: 'reset' }, 'no-answer', 'TIMEOUT'],
    ['the answer is cut off', { kind: 'cut-body' }, 'no-answer', 'TIMEOUT'],
    ['500', { kind: 'status', status: 500, applied: true }, 'answer-not-final', 'RESPONSE_NOT_FINAL'],
    ['504 without a body', { kind: 'status', status: 504, body: 'empty' }, 'answer-not-final', 'RESPONSE_NOT_FINAL'],
    ['201 without a body', { kind: 'empty' }, 'answer-unusable', 'RESPONSE_NOT_FINAL'],
    ['201 with something else', { kind: 'garbage' }, 'answer-unusable', 'RESPONSE_NOT_FINAL'],
    ['201 for another transaction', { kind: 'other-tran-id' }, 'answer-unusable', 'RESPONSE_NOT_FINAL'],
    ['201 in another currency', { kind: 'other-currency' }, 'answer-unusable', 'RESPONSE_NOT_FINAL'],
    ['201 without an amount', { kind: 'without-approved-amount' }, 'answer-unusable', 'RESPONSE_NOT_FINAL'],
    ['502 of a proxy', { kind: 'status', status: 502, body: 'html', applied: true }, 'service-unavailable', 'RESPONSE_NOT_FINAL'],
  ];

  it.each(cases)('(%s) is never paid, and is reversed', async (_name, fault, reason, reversalReason) => {
    // Where the payment never arrived that is final only when its time is up.
    const { till, qr, clock } = await openShopWithClock({ customer: 'by-amount', thinkMs: 1 });
    qr.control.next(onPay(fault));
    const saleId = await begin(till);
    await passUntil({ till, clock }, saleId, ({ state }) => state === 'reversing' || state === 'reversed');
    const { sale } = await ask(till, 'history/show', { saleId });
    expect(sale).toMatchObject({ outcome: 'open', codes: [{ reason: { code: reason } }] });
    await clock.advance(patienceMs);
    await passUntil({ till, clock }, saleId, ({ state }) => state === 'reversed');
    await qr.control.untilIdle();
    const reversal = qr.ledger().advices.at(-1);
    expect(reversal).toMatchObject({ kind: 'reversal', reversalReason });
    for (const { reservedMinor, takenMinor } of paymentsOf(qr)) expect([reservedMinor, takenMinor]).toEqual([0, 0]);
  });

  it('changes nothing when its approval comes too late', async () => {
    const { till, qr, patience } = await openShop();
    qr.control.next(onPay({ kind: 'hold' }));
    const saleId = await begin(till);
    scan(qr, await qr.control.untilWaiting());
    await qr.control.untilHeld();
    await patience.advance(60_000);
    expect(tenderOf(await answered(till, saleId))).toMatchObject({ state: 'reversing' });
    qr.control.release();
    await qr.control.untilIdle();
    expect(statesOf(await told(till, saleId))).toEqual(['reversed']);
    expect(paymentsOf(qr)).toMatchObject([{ state: 'reversed', takenMinor: 0, reservedMinor: 0 }]);
  });

  it.each([
    ['400', { kind: 'status', status: 400, body: 'empty' }, 'request-refused'],
    ['503', { kind: 'status', status: 503, body: 'empty' }, 'service-unavailable'],
    ['401', { kind: 'status', status: 401, body: 'empty' }, 'wrong-credentials'],
  ] as const)('is none where it refuses (%s): nothing is told', async (_name, fault, code) => {
    const { till, qr } = await openShop();
    qr.control.next(onPay(fault));
    const saleId = await begin(till);
    const tender = tenderOf(await answered(till, saleId));
    expect(tender.reason?.code).toBe(code);
    if (tender.state === 'declined') expect(await told(till, saleId)).toMatchObject({ owesAdvice: false });
    await told(till, saleId);
    for (const { reservedMinor } of paymentsOf(qr)) expect(reservedMinor).toBe(0);
  });

  it('that knows the id already is asked once more under another, with the same code', async () => {
    const { till, qr } = await openShop({ customer: 'by-amount', thinkMs: 1 });
    qr.control.next(onPay({ kind: 'decline', errorType: 'DUPLICATE_RECORD' }));
    const saleId = await begin(till);
    const paid = await till.decided(saleId);
    expect(statesOf(paid)).toEqual(['declined', 'confirming']);
    expect(paid.codes?.[0]?.tranId).toBe(paid.codes?.[1]?.tranId);
    await told(till, saleId);
    expect(paymentsOf(qr).filter(({ state }) => state === 'confirmed')).toHaveLength(1);
    expect(qr.control.receivedCount('createQrCode')).toBe(1);
  });

  it('gives no code: nothing was sent, and other money may be taken', async () => {
    const { till, qr } = await openShop();
    qr.control.always({ faults: { createQrCode: { status: 1 } }, statuses: [500], seed: 1 });
    const saleId = await begin(till);
    expect(tenderOf(await answered(till, saleId))).toMatchObject({ state: 'declined', reason: { code: 'no-code' } });
    expect([qr.control.receivedCount('createQrCode'), qr.control.receivedCount('pay')]).toEqual([3, 0]);
    expect(await ask(till, 'sale/pay-cash', { saleId, handed: '25.00' })).toMatchObject({ outcome: 'approved' });
  });

  it('gives a code that nobody should pay: it is thrown away, and nothing is sent', async () => {
    const { till, qr } = await openShop();
    qr.control.next({ on: 'createQrCode', fault: { kind: 'odd-payload', payload: 'truncated' } });
    const saleId = await begin(till);
    expect(tenderOf(await answered(till, saleId))).toMatchObject({ state: 'declined', reason: { code: 'code-unusable' } });
    expect(qr.control.receivedCount('pay')).toBe(0);
  });
});

describe('an advice about a payment by code', () => {
  it.each(['confirmation', 'reversal'] as const)(
    '(%s) goes out again, the same bytes, until the service has it',
    async (kind) => {
      const { till, qr } = await openShop({ customer: 'by-amount', thinkMs: 1 });
      const on = kind === 'confirmation' ? 'confirmPayment' : 'reversePayment';
      for (const fault of [
        { kind: 'status', status: 504 },
        { kind: 'status', status: 500 },
        { kind: 'cut', applied: false },
      ] as const)
        qr.control.next({ on, fault });
      const saleId = await begin(till, kind === 'reversal' ? { by: '10.00' } : {});
      await answered(till, saleId);
      if (kind === 'reversal') await ask(till, 'sale/abandon', { saleId });
      const sale = await told(till, saleId);
      expect(statesOf(sale)).toEqual([kind === 'confirmation' ? 'confirmed' : 'reversed']);
      expect(qr.ledger().advices).toMatchObject([{ kind, times: 4, effect: 'applied' }]);
      expect(paymentsOf(qr)).toMatchObject([{ state: kind === 'confirmation' ? 'confirmed' : 'reversed' }]);
    },
  );

  it.each([
    ['DUPLICATE_RECORD', false],
    ['the same answer as before', true],
  ])('whose answer was lost is delivered when it comes again (%s)', async (_name, replayAdvices) => {
    const { till, qr } = await openShop({ customer: 'by-amount', thinkMs: 1, replayAdvices });
    qr.control.next({ on: 'confirmPayment', fault: { kind: 'cut' } });
    const saleId = await begin(till);
    await till.decided(saleId);
    expect(statesOf(await told(till, saleId))).toEqual(['confirmed']);
    expect(paymentsOf(qr)).toMatchObject([{ state: 'confirmed', takenMinor: 2_500 }]);
  });

  it('whose id somebody else has goes out under another', async () => {
    const { till, qr } = await openShop({ customer: 'by-amount', thinkMs: 1 });
    qr.control.next({ on: 'confirmPayment', fault: { kind: 'decline', errorType: 'DUPLICATE_RECORD' } });
    const saleId = await begin(till);
    await till.decided(saleId);
    await qr.control.untilSettled(1);
    expect(await untilState(till, saleId, 'confirmed')).toMatchObject({ owesAdvice: false });
    expect(paymentsOf(qr)).toMatchObject([{ state: 'confirmed' }]);
    expect(paymentsOf(qr)[0]?.adviceIds).toHaveLength(2);
  });

  it('that confirms what the service does not know waits for a person, who may send it again', async () => {
    const { till, qr } = await openShop({ customer: 'by-amount', thinkMs: 1 });
    qr.control.next({ on: 'confirmPayment', fault: { kind: 'not-found' } });
    const saleId = await begin(till);
    await till.decided(saleId);
    const { advices } = await till.shows(({ advices: now }) => now?.needsAttention === 1);
    expect(advices).toMatchObject({ waiting: 0, needsAttention: 1 });
    expect(statesOf((await ask(till, 'history/show', { saleId })).sale)).toEqual(['needs-attention']);
    const [view] = (await ask(till, 'advices/list', {})).advices;
    expect(view).toMatchObject({ service: 'qr', kind: 'confirmation', state: 'needs-attention' });
    await ask(till, 'advices/retry', { adviceId: view?.adviceId ?? '' });
    await qr.control.untilSettled(1);
    expect(await untilState(till, saleId, 'confirmed')).toMatchObject({ outcome: 'approved' });
  });

  it('that reverses what had all its time and never arrived is done: there is nothing to undo', async () => {
    const { till, qr, clock } = await openShopWithClock();
    qr.control.next(onPay({ kind: 'hang', applied: false }));
    const saleId = await begin(till);
    await qr.control.untilReceived('pay');
    await clock.advance(patienceMs);
    await passUntil({ till, clock }, saleId, ({ state }) => state === 'reversed');
    expect(qr.ledger().advices).toMatchObject([{ kind: 'reversal', effect: 'not-found', times: 1 }]);
  });

  it('that reverses what has not arrived yet is told once more when the time is up', async () => {
    const { till, qr, clock } = await openShopWithClock();
    qr.control.next(onPay({ kind: 'cut', applied: false }));
    const saleId = await begin(till);
    await answered(till, saleId);
    await passUntil({ till, clock }, saleId, ({ foundNothing }) => foundNothing === true);
    expect(qr.ledger().advices).toHaveLength(1);
    await clock.advance(patienceMs);
    await passUntil({ till, clock }, saleId, ({ state }) => state === 'reversed');
    const found = { kind: 'reversal', effect: 'not-found', times: 1 };
    expect(qr.ledger().advices).toMatchObject([found, found]);
  });
});

describe('a till that is gone', () => {
  /** Another till over the same folder, after the first has let go of it. */
  async function nextTill(
    { till, settings }: Pick<Shop, 'till' | 'settings'>,
    parts: Parameters<typeof openTill>[1] = {},
  ): Promise<OpenTill> {
    await till.close();
    const next = openTill(settings, parts);
    // It looks after what it finds as soon as the journal has proved sound.
    await next.shows(({ journal }) => journal.kind === 'sound');
    return next;
  }

  it('while it waited for the code leaves nothing behind', async () => {
    const { qr, ...shop } = await openShop();
    qr.control.next({ on: 'createQrCode', fault: { kind: 'hold' } });
    const saleId = await begin(shop.till);
    await qr.control.untilHeld();
    const next = await nextTill(shop);
    qr.control.release();
    const sale = await told(next, saleId);
    expect(sale).toMatchObject({ outcome: 'abandoned', codes: [{ state: 'declined', reason: { code: 'till-stopped' } }] });
    expect(paymentsOf(qr)).toEqual([]);
  });

  it('while the customer may scan has the payment reversed by the next start, and never sends it again', async () => {
    const { qr, ...shop } = await openShop();
    const saleId = await begin(shop.till);
    await shown(shop.till);
    await qr.control.untilWaiting();
    const next = await nextTill(shop);
    const sale = await told(next, saleId);
    expect(sale).toMatchObject({ outcome: 'abandoned', codes: [{ state: 'reversed' }] });
    expect(paymentsOf(qr)).toMatchObject([{ state: 'reversed', reversalReason: 'TIMEOUT' }]);
    expect(qr.control.receivedCount('pay')).toBe(1);
  });

  it('while its payment was still on its way has the reversal told once more when nobody would have waited any longer', async () => {
    const { till, qr, clock, settings } = await openShopWithClock();
    qr.control.next(onPay({ kind: 'hold', applied: false }));
    const saleId = await begin(till);
    await qr.control.untilHeld();
    const next = await nextTill({ till, settings }, { clock });
    await qr.control.untilLedger(({ advices }) => advices.length === 1);
    await passUntil({ till: next, clock }, saleId, ({ foundNothing }) => foundNothing === true);
    expect(qr.ledger().advices).toHaveLength(1);
    qr.control.release();
    await qr.control.untilWaiting();
    await clock.advance(patienceMs);
    await qr.control.untilLedger(({ payments }) => payments.some(({ state }) => state === 'reversed'));
    await passUntil({ till: next, clock }, saleId, ({ state }) => state === 'reversed');
    expect(paymentsOf(qr)).toMatchObject([{ state: 'reversed', takenMinor: 0, reservedMinor: 0 }]);
    expect(qr.ledger().advices).toHaveLength(2);
  });

  it('between the code and the rest of the money has the payment reversed by the next start', async () => {
    const { qr, ...shop } = await openShop({ customer: 'by-amount', thinkMs: 1 });
    const saleId = await begin(shop.till, { by: '10.00' });
    await answered(shop.till, saleId);
    const next = await nextTill(shop);
    expect(await told(next, saleId)).toMatchObject({ outcome: 'abandoned', codes: [{ state: 'reversed' }] });
    expect(paymentsOf(qr)).toMatchObject([{ state: 'reversed', reversalReason: 'CANCELLED' }]);
  });

  it('before it could tell the service confirms once, after the restart', async () => {
    const { qr, ...shop } = await openShop({ customer: 'by-amount', thinkMs: 1 });
    qr.control.always({ faults: { confirmPayment: { cut: 1 } }, seed: 1 });
    const saleId = await begin(shop.till);
    await shop.till.decided(saleId);
    const next = await nextTill(shop);
    qr.control.always({});
    expect(await told(next, saleId)).toMatchObject({ outcome: 'approved', codes: [{ state: 'confirmed' }] });
    expect(paymentsOf(qr)).toMatchObject([{ state: 'confirmed', takenMinor: 2_500 }]);
  });
});

describe('bills that are paid by code', () => {
  it('are confirmed with it, and both services are told the truth', async () => {
    const [cards, billpay, qr] = await Promise.all([
      simulatorFor(),
      billpaySimulatorFor(),
      qrSimulatorFor({ customer: 'by-amount', thinkMs: 1 }),
    ]);
    const settings = settingsWithCodes(settingsWithBills(cards, billpay, { dataDirectory: temporaryFolder() }), qr);
    const till = openTill(settings);
    const saleId = await reserveBill(till);
    await ask(till, 'sale/pay-cash', { saleId, handed: '30.00' });
    await ask(till, 'sale/pay-code', { saleId });
    expect(await till.decided(saleId)).toMatchObject({ outcome: 'approved' });
    const sale = await told(till, saleId);
    expect([sale.bills?.[0]?.state, sale.codes?.[0]?.state]).toEqual(['confirmed', 'confirmed']);
    expect(tendersAt(billpay)).toMatchObject([
      { tenderType: 'CASH', amountMinor: 3_000 },
      { tenderType: 'WALLET', amountMinor: 7_000 },
    ]);
    expect(paymentsOf(qr)).toMatchObject([{ state: 'confirmed', takenMinor: 7_000 }]);
  });

  async function reserveBill(till: OpenTill): Promise<SaleId> {
    const bills: RequestOf<'bill/request'>['bills'] = [{ kind: 'account', reference: '04/11873/002/019446', amount: '100.00' }];
    const { saleId } = await ask(till, 'bill/request', { saleId: randomUUID(), bills });
    await till.shows(
      ({ counter }) => 'sale' in counter && (counter.sale.bills?.every(({ state }) => state === 'reserved') ?? false),
    );
    return saleId;
  }

  function tendersAt(billpay: BillpaySimulator): readonly unknown[] {
    return billpay.ledger().payments[0]?.tenders ?? [];
  }
});

describe('a till without a QR service', () => {
  it('says so, and takes other money', async () => {
    const cards = await simulatorFor();
    const till = openTill(settingsFor(cards, temporaryFolder()));
    onTestFinished(() => till.close());
    const { saleId } = await ask(till, 'sale/open', order('25.00'));
    expect(await till.call('sale/pay-code', { saleId })).toMatchObject({ failure: { kind: 'no-qr-service' } });
    expect(await till.call('sale/cancel-code', { saleId, qrId: randomUUID() })).toMatchObject({ ok: true });
    expect(await ask(till, 'sale/pay-cash', { saleId, handed: '30.00' })).toMatchObject({ outcome: 'approved' });
  });
});

import { randomUUID } from 'node:crypto';
import type { BillpaySimulator, Movement } from '../../simulators/billpay/start-billpay-simulator.ts';
import type { BillState } from '../../shared/bill-line.ts';
import type { SaleId } from '../../shared/ids.ts';
import { invariant } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Exchanged, LineFault } from '../../main/testing/fault-proxy.ts';
import { expect, test, type Till } from '../fixtures.ts';
import { chargesOf } from '../ledger.ts';

// The line to the bill service breaks, while a bill is reserved and while the biller is told of its end. Where exactly is a sample, `cutsOf`;
// every byte there is has its turn in main/billpay/every-byte.test.ts.
test.use({ hasBills: true, lineTo: 'bills' });

const asksForPayment = /^POST \S+\/payments\/[^/\s]+ /u;
const tellsOfEnd = /^POST \S+\/(?:confirmations|reversals)\//u;

/** Takes any amount, for ever. */
const meter = {
  kind: 'account',
  reference: 'KP20000001',
  biller: { id: '700045', name: 'Kgale Power' },
  amount: '12.00',
} as const;

test('a bill whose every byte comes alone, or late, is paid once', async ({ screens, simulator, billpay, line }) => {
  const { bill, openSale, outcome } = screens;
  await bill.open();
  for (const fault of [{ kind: 'slice' }, { kind: 'latency', ms: 300 }] as const) {
    line.next(fault, asksForPayment);
    line.next(fault, tellsOfEnd);
    await bill.enter(meter.reference, meter.amount);
    await bill.reserve.click();
    await openSale.expect('reserved');
    await openSale.takeCard.click();
    await outcome.expect('approved');
    await outcome.next.click();
    await expect(bill.reference).toBeVisible();
  }
  await billpay.control.untilSettled(2);
  const { payments, advices, conflicts } = billpay.ledger();
  expect(payments).toMatchObject([{ state: 'confirmed' }, { state: 'confirmed' }]);
  expect(advices).toMatchObject([
    { kind: 'confirmation', times: 1 },
    { kind: 'confirmation', times: 1 },
  ]);
  expect(conflicts).toEqual([]);
  expect(chargesOf(simulator)).toHaveLength(2);
});

test('wherever the line breaks while a bill is reserved, the till and the biller agree', async ({ till, billpay, line }) => {
  // Some forty sales: seconds, but on a busy machine a minute.
  test.slow();
  const first = await reserve(till);
  const cuts = cutsOf(line.last(), {
    'to-service': ['originator', 'thirdPartyIdentifiers', 'accountRef', 'amounts'],
    'to-till': ['originator', 'thirdPartyIdentifiers', 'account', 'amounts', 'slipData', 'partPaymentAllowed'],
  });
  await settle(till, first, 'confirmed');
  const seen = new Set<string>();

  for (const cut of cuts) {
    const where = JSON.stringify(cut);
    const before = billpay.ledger();
    line.next(cut, asksForPayment);
    const sale = await reserve(till);
    const state = stateOf(sale);
    await billpay.control.untilIdle();
    const payment = (): Movement | undefined => billpay.ledger().payments.at(before.payments.length);
    const didArrive = payment() !== undefined;

    switch (state) {
      case 'reserved':
        expect(payment(), where).toMatchObject({ state: 'reserved' });
        await settle(till, sale, 'confirmed');
        expect(payment(), where).toMatchObject({ state: 'confirmed' });
        break;
      case 'declined':
        // The service answered half a request with 400: it has said that it reserves nothing, and is told nothing more.
        expect(sale, where).toMatchObject({ outcome: 'declined' });
        expect(billpay.ledger(), where).toEqual(before);
        break;
      default: {
        // The customer pays nothing, and the biller is told so, whether it has heard of the payment or not.
        expect(sale, where).toMatchObject({ outcome: 'failed', bills: [{ reason: { code: 'no-answer' } }] });
        expect(await untilTold(till, sale.saleId), where).toBe('reversed');
        if (didArrive) expect(payment(), where).toMatchObject({ state: 'reversed', finalMinor: 0 });
        const { advices } = billpay.ledger();
        expect(advices.slice(before.advices.length), where).toMatchObject([{ kind: 'reversal', reversalReason: 'TIMEOUT' }]);
      }
    }
    expect(billpay.ledger().payments.length - before.payments.length, where).toBe(didArrive ? 1 : 0);
    seen.add(`${state === 'reserved' || state === 'declined' ? state : 'reversed'}, ${didArrive ? 'arrived' : 'did not arrive'}`);
    await till.call('sale/dismiss', { saleId: sale.saleId });
  }

  // Each of them was really there, and nothing else.
  expect([...seen].toSorted()).toEqual([
    'declined, did not arrive',
    'reserved, arrived',
    'reversed, arrived',
    'reversed, did not arrive',
  ]);
  await expectNothingOpen(till, billpay);
});

for (const end of ['confirmed', 'reversed'] as const) {
  test(`wherever the line breaks while the biller is told that a bill is ${end}, it is told once`, async ({
    till,
    billpay,
    line,
  }) => {
    test.slow();
    await settle(till, await reserve(till), end);
    const cuts = cutsOf(line.last(), {
      'to-service': ['requestId', 'thirdPartyIdentifiers', end === 'confirmed' ? 'tenders' : 'reversalReason'],
      'to-till': ['requestId', 'thirdPartyIdentifiers'],
    });
    const seen = new Set<string>();

    for (const cut of cuts) {
      const where = JSON.stringify(cut);
      const sale = await reserve(till);
      expect(stateOf(sale), where).toBe('reserved');
      line.next(cut, tellsOfEnd);
      const byHand = await settle(till, sale, end);
      await billpay.control.untilIdle();
      const { payments, advices } = billpay.ledger();
      const payment = payments.at(-1);
      expect(payment, where).toMatchObject({ state: end });
      const told = advices.filter(({ requestId }) => requestId === payment?.id);
      expect(told, where).toMatchObject([{ effect: 'applied' }]);
      seen.add(byHand ? 'refused, and sent again by hand' : `arrived ${told[0]?.times === 1 ? 'once' : 'again'}`);
    }

    // Half an advice is answered with 400, which is final: a manager sends the same once more (billpay 5.4).
    expect([...seen].toSorted()).toEqual(['arrived again', 'arrived once', 'refused, and sent again by hand']);
    await expectNothingOpen(till, billpay);
  });
}

type Regions = Readonly<Record<keyof Exchanged, readonly string[]>>;

/**
 * Where the line breaks, by reset and by half-close, in each direction: before anything, in the first line, in the headers, before the body, before each of
 * these members of it, before the last byte and after it.
 */
function cutsOf(exchanged: Exchanged, regions: Regions): readonly LineFault[] {
  return (['reset', 'half-close'] as const).flatMap((kind) =>
    (['to-service', 'to-till'] as const).flatMap((direction) => {
      const text = exchanged[direction];
      const places = regions[direction].map((member) => text.indexOf(`"${member}":`));
      invariant(
        places.every((place) => place > 0),
        `all of ${regions[direction].join(', ')} are in the message`,
      );
      const firstHeader = text.indexOf('\r\n') + 2;
      const body = text.indexOf('\r\n\r\n') + 4;
      return [0, 9, firstHeader + 9, body, ...places, text.length - 1, text.length].map((afterBytes): LineFault => ({
        kind,
        direction,
        afterBytes,
      }));
    }),
  );
}

/** One bill, until the till knows what to make of it. */
async function reserve(till: Till): Promise<Sale> {
  const saleId = randomUUID() as SaleId;
  expect(await till.call('bill/request', { saleId, bills: [meter] })).toMatchObject({ ok: true });
  let sale: Sale | undefined;
  await soon(async () => {
    sale = await showSale(till, saleId);
    return stateOf(sale);
  }).not.toBe('requested');
  invariant(sale, 'the poll has seen it');
  return sale;
}

/** Takes the money or gives the sale up, and waits until the biller has been told. @returns whether a manager had to send it again */
async function settle(till: Till, { saleId }: Sale, end: 'confirmed' | 'reversed'): Promise<boolean> {
  const ended =
    end === 'confirmed' ? till.call('sale/pay-cash', { saleId, handed: '12.00' }) : till.call('sale/abandon', { saleId });
  expect(await ended).toMatchObject({ ok: true });
  const byHand = (await untilTold(till, saleId)) === 'needs-attention';
  if (byHand) {
    const list = await till.call('advices/list', {});
    invariant(list.ok && list.value.advices.length === 1 && list.value.advices[0], 'nothing else waits');
    expect(await till.call('advices/retry', { adviceId: list.value.advices[0].adviceId })).toMatchObject({ ok: true });
  }
  await soon(async () => stateOf(await showSale(till, saleId))).toBe(end);
  await till.call('sale/dismiss', { saleId });
  return byHand;
}

async function untilTold(till: Till, saleId: SaleId): Promise<BillState> {
  let state: BillState | undefined;
  await soon(async () => {
    state = stateOf(await showSale(till, saleId));
    return state;
  }).toMatch(/^(?:confirmed|reversed|needs-attention)$/u);
  invariant(state, 'the poll has seen it');
  return state;
}

/** The till answers in milliseconds, and is asked a thousand times. */
function soon<Value>(value: () => Promise<Value>): ReturnType<typeof expect.poll<Value>> {
  return expect.poll(value, { intervals: [5, 10, 20, 50] });
}

async function showSale(till: Till, saleId: SaleId): Promise<Sale> {
  const shown = await till.call('history/show', { saleId });
  invariant(shown.ok, 'it is in the journal');
  return shown.value.sale;
}

function stateOf({ bills }: Sale): BillState {
  invariant(bills?.[0] && bills.length === 1, 'one bill');
  return bills[0].state;
}

/** By the biller's own book and by the till's. */
async function expectNothingOpen(till: Till, billpay: BillpaySimulator): Promise<void> {
  const { payments, conflicts } = billpay.ledger();
  expect(payments.filter(({ state }) => state !== 'confirmed' && state !== 'reversed')).toEqual([]);
  for (const { adviceIds } of payments) expect(adviceIds).toHaveLength(1);
  expect(conflicts.filter(({ isBreach }) => isBreach)).toEqual([]);
  expect(await till.call('till/snapshot', {})).toMatchObject({
    ok: true,
    value: { unresolved: [], cashToReturn: [], advices: { waiting: 0, needsAttention: 0 } },
  });
}

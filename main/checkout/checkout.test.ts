import { describe, expect, it } from 'vitest';
import type { Currency } from '../../shared/currency.ts';
import type { SaleId } from '../../shared/ids.ts';
import { fail, ok } from '../../shared/result.ts';
import type { AppendFailure, Journal } from '../journal/journal.ts';
import { createMemoryJournal } from '../journal/memory-journal.ts';
import type { FactKind } from '../journal/record.ts';
import { silentLogger } from '../ports/logger.ts';
import type { CardOutcome, CardTerminal } from '../terminal/card-terminal.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import type { SaleOrder } from './admit-order.ts';
import { createCheckout, type Checkout } from './checkout.ts';
import { recover } from './recover.ts';
import { recordOutcome } from './sale-run.ts';
import { projectSale } from './transition.ts';

/** What the disk and the terminal can do to a sale at its worst moments; the ordinary ones are asked of the whole till. */

const approved: CardOutcome = {
  kind: 'approved',
  feeMinor: 0,
  card: { transactionId: '690489', authCode: '012030' },
  discrepancies: [],
  deviceWarning: false,
};
const saleId = '00000000-0000-4000-8000-000000000001' as SaleId;
const order: SaleOrder = { saleId, input: { amount: '12.00', reference: '987987' } };

interface Counter {
  readonly checkout: Checkout;
  readonly journal: Journal;
  readonly clock: ManualClock;
  /** The customer is done. */
  readonly answer: PromiseWithResolvers<CardOutcome>;
  asked(): number;
  /** The disk takes none of these kinds until it is told otherwise. */
  refuse(kinds: readonly FactKind[], failure?: AppendFailure): void;
}

function openCounter(): Counter {
  const clock = createManualClock();
  const memory = createMemoryJournal({ clock, project: projectSale });
  let refused: readonly FactKind[] = [];
  let failure: AppendFailure = { kind: 'disk-full', detail: 'database or disk is full' };
  let asked = 0;
  const answer = Promise.withResolvers<CardOutcome>();
  const journal: Journal = {
    ...memory,
    append: (id, fact) => (refused.includes(fact.kind) ? fail(failure) : memory.append(id, fact)),
    appendAll: (entries) => (entries.some(({ fact }) => refused.includes(fact.kind)) ? fail(failure) : memory.appendAll(entries)),
  };
  const terminal: CardTerminal = {
    status: () => ({ state: 'available' }),
    refreshStatus: () => Promise.resolve({ state: 'available' }),
    onStatus: () => () => {},
    take: () => {
      asked += 1;
      return answer.promise;
    },
    close: () => {},
  };
  const checkout = createCheckout({
    journal,
    terminal,
    clock,
    logger: silentLogger,
    defaults: { currency: 'USD' as Currency, locale: 'en-US', billType: 'Bill Payment' },
    mayBegin: () => Promise.resolve(ok(undefined)),
    mayWrite: () => Promise.resolve(ok(undefined)),
  });
  return {
    checkout,
    journal,
    clock,
    answer,
    asked: () => asked,
    refuse(kinds, why = failure) {
      refused = kinds;
      failure = why;
    },
  };
}

/** Until the checkout has heard of it: a change is announced after every answer. */
function untilChanged(checkout: Checkout): Promise<void> {
  return new Promise((resolve) => {
    const stop = checkout.onChange(() => {
      stop();
      resolve();
    });
  });
}

describe('a disk that refuses', () => {
  it('the intention: nothing is sent, and nothing has happened', async () => {
    const { checkout, refuse, asked, journal } = openCounter();
    refuse(['payment-begun']);
    expect(await checkout.begin(order)).toMatchObject({ ok: false, failure: { kind: 'not-written' } });
    expect([asked(), journal.head().sequence, checkout.counter().kind]).toEqual([0, 0, 'free']);
    refuse([]);
    expect(await checkout.begin(order)).toMatchObject({ ok: true });
    expect(asked()).toBe(1);
  });

  it('the answer: nobody is told that it is approved until it is written down, and then it is', async () => {
    const { checkout, refuse, answer, clock, journal } = openCounter();
    await checkout.begin(order);
    refuse(['payment-approved']);
    const decided = untilChanged(checkout);
    answer.resolve(approved);
    await decided;
    expect(checkout.counter()).toMatchObject({
      kind: 'decided',
      sale: { outcome: 'outcome-unknown', reason: { code: 'not-recorded' } },
    });
    expect(checkout.unresolved()).toMatchObject([{ saleId }]);
    expect(await checkout.begin({ ...order, saleId: '00000000-0000-4000-8000-000000000002' as SaleId })).toMatchObject({
      failure: { kind: 'blocked', earlier: [saleId] },
    });

    await clock.advance(10_000);
    expect(journal.sale(saleId)?.outcome).toBe('waiting');
    refuse([]);
    await clock.advance(2_000);
    expect(checkout.counter()).toMatchObject({
      kind: 'decided',
      sale: { outcome: 'approved', card: { transactionId: '690489' } },
    });
    expect(checkout.unresolved()).toEqual([]);
  });

  it('the answer, and then the till dies: the next till finds the outcome unknown', async () => {
    const { checkout, refuse, answer, journal } = openCounter();
    await checkout.begin(order);
    refuse(['payment-approved']);
    const decided = untilChanged(checkout);
    answer.resolve(approved);
    await decided;
    checkout.close();
    refuse([]);
    recover(journal, silentLogger);
    expect(journal.sale(saleId)).toMatchObject({ outcome: 'outcome-unknown', reason: { code: 'till-stopped' } });
  });

  it('the recovery: the sale is seen as unknown all the same, and recovered by the next attempt', async () => {
    const { checkout, refuse, journal } = openCounter();
    await checkout.begin(order);
    refuse(['payment-outcome-unknown']);
    recover(journal, silentLogger);
    expect(journal.sale(saleId)?.outcome).toBe('waiting');
    refuse([]);
    recover(journal, silentLogger);
    recover(journal, silentLogger);
    expect(journal.records(saleId).map(({ fact }) => fact.kind)).toEqual(['payment-begun', 'payment-outcome-unknown']);
  });
});

describe('a sale that a full disk has left waiting', () => {
  it('can be resolved as soon as the disk takes it, without another start', async () => {
    const { checkout, journal } = openCounter();
    journal.append(saleId, {
      kind: 'payment-begun',
      request: {
        amountMinor: 1200,
        currency: 'USD' as Currency,
        reference: '987987',
        payor: {},
        billType: 'Bill Payment',
        processingMethod: 'Credit',
        applicationType: 'Cashier',
      },
    });
    expect(checkout.unresolved()).toMatchObject([{ saleId, reason: { code: 'till-stopped' } }]);
    expect(await checkout.resolve({ saleId, verdict: 'charged', evidence: '690489', reason: 'slip' })).toMatchObject({
      ok: true,
      value: { outcome: 'approved' },
    });
  });

  it('is recovered alone: the customer at the terminal goes on', async () => {
    const { checkout, journal, answer } = openCounter();
    const other = '00000000-0000-4000-8000-000000000002' as SaleId;
    const left = { amountMinor: 500, currency: 'USD' as Currency, reference: 'left', payor: {}, billType: 'Bill Payment' };
    journal.append(other, {
      kind: 'payment-begun',
      request: { ...left, processingMethod: 'Credit', applicationType: 'Cashier' },
    });
    await checkout.begin(order);
    await checkout.resolve({ saleId: other, verdict: 'not-charged', evidence: 'report', reason: 'not in it' });
    const decided = untilChanged(checkout);
    answer.resolve(approved);
    await decided;
    expect(checkout.counter()).toMatchObject({ kind: 'decided', sale: { saleId, outcome: 'approved' } });
  });

  it('is not one whose customer is at the terminal', async () => {
    const { checkout } = openCounter();
    await checkout.begin(order);
    expect(await checkout.resolve({ saleId, verdict: 'charged', evidence: '690489', reason: 'slip' })).toMatchObject({
      failure: { kind: 'not-unresolved' },
    });
  });
});

describe('a terminal', () => {
  it('that breaks its promise never to reject leaves the outcome unknown', async () => {
    const { checkout, answer } = openCounter();
    await checkout.begin(order);
    const decided = untilChanged(checkout);
    answer.reject(new Error('a mistake of ours'));
    await decided;
    expect(checkout.counter()).toMatchObject({ kind: 'decided', sale: { outcome: 'outcome-unknown' } });
  });

  it('that answers after a person has decided changes nothing, and is in the timeline', async () => {
    const { checkout, journal } = openCounter();
    await checkout.begin(order);
    recover(journal, silentLogger);
    await checkout.resolve({ saleId, verdict: 'not-charged', evidence: 'merchant report', reason: 'not in it' });
    expect(recordOutcome({ journal, logger: silentLogger, queueAdvice: () => {} }, saleId, approved)).toMatchObject({
      kind: 'recorded',
      sale: { outcome: 'failed', resolution: { verdict: 'not-charged' } },
    });
    expect(journal.timeline(saleId).at(-1)).toMatchObject({ kind: 'late-answer-received', body: { outcome: 'approved' } });
  });

  it('that answers a till which has closed: no window is told', async () => {
    const { checkout, answer } = openCounter();
    await checkout.begin(order);
    let told = 0;
    checkout.onChange(() => (told += 1));
    checkout.close();
    answer.resolve(approved);
    await answer.promise;
    expect([told, checkout.counter().kind]).toEqual([0, 'taking']);
  });
});

describe('an amount that is opened for several tenders', () => {
  it('is one sale, however often it is pressed, and takes cash and then a card for the rest', async () => {
    const { checkout, journal, answer, asked } = openCounter();
    const results = await Promise.all(Array.from({ length: 50 }, () => checkout.openSale(order)));
    expect(new Set(results.map((result) => result.ok && result.value.saleId))).toEqual(new Set([saleId]));
    expect(checkout.counter()).toMatchObject({ kind: 'open', sale: { outcome: 'open', amountMinor: 1200 } });
    expect(await checkout.payCash(saleId, '5.00')).toMatchObject({ ok: true, value: { outcome: 'open' } });
    expect(await checkout.payCard(saleId)).toMatchObject({ ok: true, value: { outcome: 'waiting' } });
    expect(await checkout.abandon(saleId)).toMatchObject({ ok: false, failure: { kind: 'not-now' } });
    const decided = untilChanged(checkout);
    answer.resolve(approved);
    await decided;
    expect(checkout.counter()).toMatchObject({ kind: 'decided', sale: { outcome: 'approved', cash: { amountMinor: 500 } } });
    expect(journal.records(saleId).map(({ fact }) => fact.kind)).toEqual([
      'sale-opened',
      'cash-taken',
      'payment-begun',
      'payment-approved',
    ]);
    expect(asked()).toBe(1);
  });

  it('is not written down where something is wrong with it, and keeps the counter from nobody', async () => {
    const { checkout, journal } = openCounter();
    expect(await checkout.openSale({ ...order, input: { ...order.input, amount: '0' } })).toMatchObject({
      failure: { kind: 'bad-input', problems: [{ field: 'amount' }] },
    });
    expect(journal.head().sequence).toBe(0);
    expect(await checkout.begin(order)).toMatchObject({ ok: true, value: { outcome: 'waiting' } });
  });

  it('keeps every other sale from the counter until it is paid or given up', async () => {
    const { checkout } = openCounter();
    const other = {
      ...order,
      saleId: '00000000-0000-4000-8000-000000000002' as SaleId,
      input: { ...order.input, reference: '2' },
    };
    await checkout.openSale(order);
    expect(await checkout.openSale(other)).toMatchObject({ failure: { kind: 'sale-open', saleId } });
    expect(await checkout.begin(other)).toMatchObject({ failure: { kind: 'sale-open', saleId } });
    expect(await checkout.abandon(saleId)).toMatchObject({ ok: true, value: { outcome: 'abandoned' } });
    expect(await checkout.openSale(other)).toMatchObject({ ok: true });
  });

  it('is blocked by an earlier attempt at the same bill that nobody has decided', async () => {
    const { checkout, answer } = openCounter();
    await checkout.begin(order);
    const decided = untilChanged(checkout);
    answer.resolve({ kind: 'outcome-unknown', reason: { code: 'connection-lost' } });
    await decided;
    const again = { ...order, saleId: '00000000-0000-4000-8000-000000000002' as SaleId };
    expect(await checkout.openSale(again)).toMatchObject({ failure: { kind: 'blocked', earlier: [saleId] } });
    expect(await checkout.openSale({ ...again, overrideReason: 'the slip says no' })).toMatchObject({
      ok: true,
      value: { override: { reason: 'the slip says no', earlier: [saleId] } },
    });
  });

  it('that a till left open when it died is given up by the next one', async () => {
    const { checkout, journal } = openCounter();
    await checkout.openSale(order);
    await checkout.payCash(saleId, '5.00');
    checkout.close();
    recover(journal, silentLogger);
    expect(journal.sale(saleId)).toMatchObject({ outcome: 'abandoned', reason: { code: 'till-stopped' } });
    expect(journal.cashToReturn()).toMatchObject([{ saleId, cash: { amountMinor: 500 } }]);
  });
});

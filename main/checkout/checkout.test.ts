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
import { createCheckout, type Checkout, type SaleOrder } from './checkout.ts';
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

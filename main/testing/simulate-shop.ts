import type { AdviceId, BillId, QrId, SaleId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import { dueMinor, type Sale } from '../../shared/sale.ts';
import type { Failure } from '../../shared/failure.ts';
import { isUnderWay } from '../../shared/qr-tender.ts';
import type { ShownCode } from '../../shared/snapshot.ts';
import type { SaleOrder } from '../checkout/admit-order.ts';
import type { JournalRecord } from '../journal/record.ts';
import { createAdviceMemory } from '../advices/memory-queue.ts';
import { createBillWorld } from './bill-world.ts';
import { createCardWorld } from './card-world.ts';
import { compareBills, type BillDifferences } from './compare-bills.ts';
import { attemptOf, bookedSaleOf, compareBooks, type Differences } from './compare-books.ts';
import { compareCodes, takenByCodes } from './compare-codes.ts';
import { compareOpened } from './compare-opened.ts';
import { CrashError } from './crashing-journal.ts';
import { createManualClock } from './manual-clock.ts';
import { outcomeFollowing } from './outcome-following.ts';
import { createQrWorld } from './qr-world.ts';
import { createRandom, type Random } from './random.ts';
import { createScriptedTransport } from './scripted-transport.ts';
import { createMemoryDisk, createSqliteDisk } from './simulated-disk.ts';
import { startLife, type Life, type TillModules } from './simulated-life.ts';
import { createTrouble, isAboutBills, isAboutCodes } from './simulated-trouble.ts';

/**
 * A shop in which everything goes wrong that can, by seed: connections are lost before and after the card was charged, answers come late, spoilt or
 * from somebody else, the disk fills up, the till is killed before and after every write and between, and started again.
 * Some sales are plain amounts for a card, some are opened for several tenders, some are bills; those are paid in cash, by code, by card, by several of them, or given up.
 * A cashier presses twice, tries again and overrides; a person who looks at the ledger resolves what is unknown, and tells the truth.
 */
export interface ShopOptions {
  readonly seed: number;
  /** Ends after this many sales were begun. */
  readonly sales: number;
  readonly disk: 'memory' | 'sqlite';
  readonly till: TillModules;
}

export interface ShopReport extends Differences, Omit<BillDifferences, 'delivered'> {
  readonly seed: number;
  readonly sales: number;
  readonly charged: number;
  readonly restarts: number;
  readonly lateAnswers: number;
  /** Bills that the till would not charge again. */
  readonly blocked: number;
  readonly overridden: number;
  readonly billSales: number;
  /** Payments of bills that stand. */
  readonly confirmed: number;
  /** Payments by code that reached the service, and those that stand. */
  readonly codes: number;
  readonly codesConfirmed: number;
  /** What the till did that it never may, a sentence each; beside what the books show. */
  readonly misdeeds: readonly string[];
}

interface Bill {
  readonly reference: string;
  readonly amountMinor: number;
  readonly attempts: SaleId[];
}

export async function simulateShop({ seed, sales, disk: diskKind, till }: ShopOptions): Promise<ShopReport> {
  const random = createRandom(seed);
  const clock = createManualClock();
  const world = createCardWorld(clock, random);
  const billWorld = createBillWorld(clock, random);
  const qrWorld = createQrWorld(clock, random);
  const adviceMemory = createAdviceMemory();
  const disk = (diskKind === 'memory' ? createMemoryDisk : createSqliteDisk)(clock, till.projectSale);
  const trouble = createTrouble(random);
  const transport = createScriptedTransport({
    clock,
    serve: (request) => (isAboutBills(request.url) ? billWorld : isAboutCodes(request.url) ? qrWorld : world).serve(request),
    way: (request) => (isAboutCodes(request.url) ? qrWorld.sent(request) : undefined) ?? trouble.way(request),
  });

  const bills: Bill[] = [];
  const misdeeds: string[] = [];
  let accounts = 0;
  let attempts = 0;
  let begun = 0;
  let blocked = 0;
  let restarts = 0;
  let life = live();

  function live(): Life {
    const started = startLife({
      till,
      disk,
      clock,
      transport,
      crash: trouble.crash(),
      queueCrash: trouble.queueCrash(),
      adviceMemory,
      ids: {
        billId: () => uuidFrom(random) as BillId,
        qrId: () => uuidFrom(random) as QrId,
        adviceId: () => uuidFrom(random) as AdviceId,
      },
      random: random.fraction,
      refuseWrite: trouble.refuseWrite,
      mayBegin: trouble.mayBegin,
      attempts: qrWorld.attempts,
      misdeed: (what) => void misdeeds.push(what),
    });
    started.checkout.onChange(() => checkWhatIsTold(started));
    return started;
  }

  /** What a cashier reads must be in the journal already: told and then lost would be worse than not told. */
  function checkWhatIsTold({ checkout, journal, isAlive }: Life): void {
    if (!isAlive()) return;
    const counter = checkout.counter();
    if (counter.kind === 'open' && counter.code) checkWhatIsShown(counter.sale, counter.code);
    if (counter.kind !== 'decided' || counter.sale.reason?.code === 'not-recorded') return;
    const written = journal.sale(counter.sale.saleId)?.outcome;
    if (written !== counter.sale.outcome) misdeeds.push(`told ${counter.sale.outcome} while the journal said ${written}`);
  }

  /** A code is seen only while its payment waits at the service, or is on its way there. */
  function checkWhatIsShown(sale: Sale, { qrId }: ShownCode): void {
    const state = sale.codes?.find((tender) => tender.qrId === qrId)?.state;
    if (state !== 'waiting') misdeeds.push(`a code is shown that is ${state}`);
    if (!qrWorld.wasSent(qrId)) misdeeds.push('a code is shown before its payment was sent');
  }

  /** A file of the queue cannot be read any more, and is set aside: what is owed is made again from the journal. */
  function loseRecord(): void {
    const waiting = [...adviceMemory.advices.values()].filter(({ entry }) => entry.state === 'waiting');
    const [lost] = waiting.slice(0, 1);
    if (!lost) return;
    adviceMemory.advices.delete(lost.entry.advice.adviceId);
    adviceMemory.marks.delete(lost.entry.advice.adviceId);
  }

  /** Whoever finds the till dead starts it, until it stays alive. */
  function startAgainIfDead(): void {
    while (!life.isAlive()) {
      restarts += 1;
      if (trouble.losesRecord()) loseRecord();
      life = live();
    }
  }

  /** Lets time pass until a promise of the till has settled, or the till is dead. @returns undefined where it died over it */
  async function patiently<Value>(promise: Promise<Value>, what: string): Promise<Value | undefined> {
    const settled: { isSo: boolean; value?: Value } = { isSo: false };
    promise.then(
      (value) => Object.assign(settled, { isSo: true, value }),
      (error: unknown) => {
        settled.isSo = true;
        if (!(error instanceof CrashError)) misdeeds.push(`${what} threw ${String(error)}`);
      },
    );
    await clock.advance(0);
    for (let steps = 0; steps < 40 && !settled.isSo && life.isAlive(); steps += 1) await clock.advance(250);
    if (!settled.isSo && life.isAlive()) misdeeds.push(`${what} never answered`);
    return settled.value;
  }

  function orderFor(bill: Bill, overrideReason?: string): SaleOrder {
    attempts += 1;
    const saleId = saleIdFrom(random);
    bill.attempts.push(saleId);
    return {
      saleId,
      input: {
        amount: decimalOf(bill.amountMinor),
        reference: random.pick([bill.reference, bill.reference.toLowerCase(), ` ${bill.reference}  `]),
        // Comes back in the world's ledger and names the one attempt that it was.
        payor: { businessName: `attempt ${attempts}` },
      },
      overrideReason,
    };
  }

  /** A new bill, or one that is not paid yet and is tried again. */
  function chooseBill(): Bill {
    const unpaid = bills.filter((bill) => !bill.attempts.some((saleId) => life.journal.sale(saleId)?.outcome === 'approved'));
    if (unpaid.length > 0 && random.chance(0.45)) return random.pick(unpaid.slice(-4));
    return newBill();
  }

  async function press(bill: Bill): Promise<void> {
    const openIds = new Set(life.journal.open().map(({ saleId }) => saleId));
    const isUnresolved = bill.attempts.some((saleId) => openIds.has(saleId));
    const overrideReason = isUnresolved && random.chance(0.25) ? 'the slip says no' : undefined;
    const order = orderFor(bill, overrideReason);
    const others = random.chance(0.05) ? [orderFor(newBill())] : [];
    const orders = [...Array.from({ length: random.chance(0.1) ? 3 : 1 }, () => order), ...others];
    const results = await patiently(Promise.all(orders.map((one) => life.checkout.begin(one))), 'begin');
    if (!results) return;
    if (results.some(({ ok }) => ok)) begun += 1;
    if (results[0]?.ok === false && results[0].failure.kind === 'blocked') blocked += 1;
    if (results[0]?.ok && isUnresolved && overrideReason === undefined)
      misdeeds.push(`${bill.reference} was begun although it is unresolved`);
    if (new Set(results.slice(0, orders.length - others.length).map(describeResult)).size > 1) {
      misdeeds.push(`one order had several answers: ${results.map(describeResult).join(', ')}`);
    }
    if (others.length > 0 && results.at(-1)?.ok) misdeeds.push('two orders at once were both begun');
  }

  function newBill(): Bill {
    const bill: Bill = { reference: `BILL  ${bills.length + 1}`, amountMinor: random.whole(1, 99_999), attempts: [] };
    bills.push(bill);
    return bill;
  }

  async function waitForCustomer(): Promise<void> {
    for (let rounds = 0; life.isAlive(); rounds += 1) {
      const counter = life.checkout.counter();
      if (counter.kind !== 'taking') break;
      if (random.chance(0.06)) await pressInBetween(counter.sale);
      else if (random.chance(0.05) || rounds > 12) {
        if (random.chance(0.5)) life.kill();
        else life.stop();
      } else await clock.advance(random.whole(1, 1_500));
    }
    const counter = life.checkout.counter();
    if (life.isAlive() && counter.kind === 'decided' && random.chance(0.9)) life.checkout.dismiss(counter.sale.saleId);
  }

  /** One bill or two; what becomes of them is for `serveOpen`. */
  async function pressBills(): Promise<void> {
    const unresolved = life.checkout.unresolved().flatMap(({ bills: lines = [] }) => lines.slice(0, 1));
    const [again] = random.chance(0.3) ? unresolved : [];
    const input = again
      ? [{ kind: again.kind, reference: again.reference, amount: decimalOf(again.requestedMinor) }]
      : Array.from({ length: random.whole(1, 3) }, () => {
          accounts += 1;
          const amount = decimalOf(random.whole(1, 99_999));
          return { kind: 'account' as const, reference: `KP ${String(accounts).padStart(6, '0')}`, amount };
        });
    const order = { saleId: saleIdFrom(random), bills: input };
    const orders = Array.from({ length: random.chance(0.1) ? 3 : 1 }, () => order);
    const results = await patiently(Promise.all(orders.map((one) => life.checkout.requestBills(one))), 'requestBills');
    if (!results?.some(({ ok }) => ok)) return;
    begun += 1;
    if (again) misdeeds.push(`${again.reference} was requested again although it is unresolved`);
  }

  /** A plain amount that is opened for several tenders; what becomes of it is for `serveOpen`. */
  async function pressOpen(): Promise<void> {
    const order = orderFor(newBill());
    const orders = Array.from({ length: random.chance(0.1) ? 3 : 1 }, () => order);
    const results = await patiently(Promise.all(orders.map((one) => life.checkout.openSale(one))), 'openSale');
    if (results?.some(({ ok }) => ok)) begun += 1;
  }

  /** Until the open sale is paid or given up, or the till has died over it. */
  async function serveOpen(): Promise<void> {
    for (let rounds = 0; life.isAlive(); rounds += 1) {
      const counter = life.checkout.counter();
      if (counter.kind === 'taking') await waitForCustomer();
      if (!life.isAlive() || counter.kind !== 'open') return;
      const { sale } = counter;
      const isWaiting = sale.bills?.some(({ state }) => state === 'requested') ?? false;
      const isScanning = sale.codes?.some(isUnderWay) ?? false;
      const step: Step = rounds > 25 ? 'kill' : isWaiting ? random.weighted(stepsWhileWaiting) : chooseStep(isScanning);
      await takeStep(step, sale);
    }
  }

  function chooseStep(isScanning: boolean): Step {
    return isScanning ? random.weighted(stepsWhileScanning) : random.weighted(stepsOfPaying);
  }

  async function takeStep(step: Step, sale: Sale): Promise<void> {
    const { saleId } = sale;
    const due = dueMinor(sale);
    switch (step) {
      case 'wait':
        return clock.advance(random.whole(1, 2_500));
      case 'kill':
        return life.kill();
      case 'stop':
        return life.stop();
      case 'abandon':
        return void (await patiently(life.checkout.abandon(saleId), 'abandon'));
      case 'cash':
        return void (await patiently(life.checkout.payCash(saleId, decimalOf(due + random.whole(0, 500))), 'payCash'));
      case 'part-in-cash':
        return void (await patiently(life.checkout.payCash(saleId, decimalOf(Math.max(1, Math.floor(due / 2)))), 'payCash'));
      case 'code':
        return payByCode(sale);
      case 'part-by-code':
        return payByCode(sale, decimalOf(Math.max(1, Math.floor(due / 3))));
      case 'cancel': {
        const underWay = sale.codes?.find(isUnderWay);
        if (underWay) await patiently(life.checkout.cancelCode(saleId, underWay.qrId), 'cancelCode');
        return;
      }
      case 'other-money': {
        const cash = await patiently(life.checkout.payCash(saleId, decimalOf(due)), 'payCash');
        // Unless the customer was quicker than the cashier.
        if (cash?.ok && cash.value.codes?.some(isUnderWay)) misdeeds.push('cash was taken while a customer could scan');
        return;
      }
      case 'card': {
        const taken = await patiently(life.checkout.payCard(saleId), 'payCard');
        if (taken?.ok) await waitForCustomer();
        return;
      }
    }
  }

  async function payByCode({ saleId }: Sale, amount?: string): Promise<void> {
    const presses = Array.from({ length: random.chance(0.1) ? 3 : 1 }, () => life.checkout.payByCode(saleId, amount));
    await patiently(Promise.all(presses), 'payByCode');
  }

  /** A manager looks at what was refused, and the cashier gives back what is the customer's. */
  async function lookAfter(share: number): Promise<void> {
    for (const { advice, state } of life.queue.entries())
      if (life.isAlive() && state === 'needs-attention' && random.chance(share)) retry(advice.adviceId);
    if (!life.isAlive()) return;
    for (const { saleId } of life.journal.cashToReturn())
      if (life.isAlive() && random.chance(share)) await patiently(life.checkout.cashReturned(saleId), 'cashReturned');
  }

  function retry(adviceId: AdviceId): void {
    try {
      life.delivery.retry(adviceId);
    } catch (error) {
      if (!(error instanceof CrashError)) throw error;
    }
  }

  async function pressInBetween(taking: Sale): Promise<void> {
    const answer = await patiently(life.checkout.begin(orderFor(newBill())), 'begin while a customer is there');
    if (answer && (answer.ok || answer.failure.kind !== 'terminal-busy')) {
      misdeeds.push(`another sale while ${taking.number} was open: ${describeResult(answer)}`);
    }
  }

  /** A person looks at the ledger once the terminal is free, and says what is there; sometimes two say it at once. */
  async function resolveUnknown(share: number): Promise<void> {
    for (let waited = 0; waited < 20 && !world.isFree(); waited += 1) await clock.advance(1_000);
    if (!life.isAlive() || !world.isFree()) return;
    for (const sale of life.checkout.unresolved()) {
      if (!life.isAlive()) return;
      if (!random.chance(share)) continue;
      const charge = world.charges().find(({ attempt }) => attempt === attemptOf(sale));
      const verdict = charge ? ('charged' as const) : ('not-charged' as const);
      const evidence = charge ? `transaction ${charge.transactionId}` : 'nothing in the ledger';
      const said = { saleId: sale.saleId, verdict, evidence, reason: 'looked it up' };
      const verdicts = Array.from({ length: random.chance(0.2) ? 2 : 1 }, () => life.checkout.resolve(said));
      const results = await patiently(Promise.all(verdicts), 'resolve');
      if (results?.filter(({ ok: isOk }) => isOk).length === 2) misdeeds.push('one sale was resolved twice');
    }
  }

  // A till that sells nothing any more must not keep the shop open for ever.
  for (let turns = 0; begun < sales && turns < 20 * sales; turns += 1) {
    startAgainIfDead();
    const kind = random.weighted(kindsOfSales);
    if (kind === 'card') {
      await press(chooseBill());
      if (life.isAlive()) await waitForCustomer();
    } else {
      await (kind === 'bills' ? pressBills() : pressOpen());
      if (life.isAlive()) await serveOpen();
    }
    if (life.isAlive() && random.chance(0.2)) await lookAfter(0.6);
    if (life.isAlive() && random.chance(0.3)) await resolveUnknown(0.6);
    if (life.isAlive() && random.chance(0.03)) life.kill();
    startAgainIfDead();
  }

  // The storm is over: whatever is still open is decided now, and then the books are compared.
  trouble.end();
  billWorld.calm();
  qrWorld.calm();
  if (life.isAlive()) life.stop();
  await clock.advance(120_000);
  startAgainIfDead();
  await resolveUnknown(1);
  await lookAfter(1);
  const isOwed = (): boolean => life.queue.entries().length > 0 || life.journal.owing().length > 0;
  for (let minutes = 0; minutes < 10 && isOwed(); minutes += 1) await clock.advance(61_000);
  if (life.queue.entries().length > 0) misdeeds.push(`${life.queue.entries().length} advices still wait in the end`);

  const booked = life.journal.history({ limit: 1_000_000 });
  const records = new Map(booked.map(({ saleId }) => [saleId, life.journal.records(saleId)]));
  for (const sale of booked) {
    const followed = outcomeFollowing(records.get(sale.saleId) ?? []);
    if (followed !== sale.outcome) misdeeds.push(`sale ${sale.number} is ${sale.outcome}, but its records say ${followed}`);
  }
  const begunByAttempt = new Map(booked.map((sale) => [attemptOf(sale), timesBegun(records.get(sale.saleId) ?? [])]));
  for (const [attempt, count] of world.requests())
    if (count > (begunByAttempt.get(attempt) ?? 0)) misdeeds.push(`the terminal was asked ${count} times for ${attempt}`);
  misdeeds.push(...billWorld.breaches(), ...qrWorld.breaches());
  const charged = (sale: Sale): number =>
    world.charges().reduce((sum, { attempt, amountMinor }) => sum + (attempt === attemptOf(sale) ? amountMinor : 0), 0);
  const byCodes = (sale: Sale): number => takenByCodes(qrWorld.payments(), sale);
  const ofBills = compareBills(billWorld.payments(), booked, (sale) => charged(sale) + byCodes(sale));
  const ofCodes = compareCodes(qrWorld.payments(), booked);
  misdeeds.push(...compareOpened(booked, (sale) => charged(sale) + byCodes(sale)));
  life.stop();
  const damage = disk.findDamage();
  if (damage !== undefined) misdeeds.push(`the journal is damaged: ${damage}`);
  disk.remove();
  return {
    seed,
    sales: booked.length,
    charged: world.charges().length,
    restarts,
    lateAnswers: [...records.values()].flat().filter(({ fact }) => fact.kind === 'late-answer-received').length,
    blocked,
    overridden: booked.filter(({ override }) => override).length,
    billSales: booked.filter((sale) => sale.bills).length,
    confirmed: billWorld.payments().filter(({ state }) => state === 'confirmed').length,
    codes: qrWorld.payments().length,
    codesConfirmed: qrWorld.payments().filter(({ state }) => state === 'confirmed').length,
    advices: ofBills.advices + ofCodes.advices,
    conflicting: [...ofBills.conflicting, ...ofCodes.conflicting],
    stuck: [...ofBills.stuck, ...ofCodes.stuck],
    misdeeds,
    ...compareBooks(world.charges(), booked.map(bookedSaleOf)),
  };
}

/** A card at once, bills, or an amount that is opened for several tenders. */
const kindsOfSales = { card: 35, bills: 40, open: 25 } as const;
const stepsWhileWaiting = { wait: 88, abandon: 5, kill: 4, stop: 3 } as const;
const stepsWhileScanning = { wait: 82, cancel: 7, abandon: 3, 'other-money': 2, kill: 4, stop: 2 } as const;
const stepsOfPaying = {
  cash: 18,
  'part-in-cash': 12,
  code: 20,
  'part-by-code': 12,
  card: 30,
  abandon: 6,
  wait: 2,
  kill: 3,
  stop: 1,
} as const;
type Step = keyof typeof stepsWhileWaiting | keyof typeof stepsWhileScanning | keyof typeof stepsOfPaying;

function timesBegun(records: readonly JournalRecord[]): number {
  return records.filter(({ fact }) => fact.kind === 'payment-begun').length;
}

function describeResult(result: Result<Sale, Failure>): string {
  return result.ok ? `${result.value.outcome} ${result.value.number}` : result.failure.kind;
}

function saleIdFrom(random: Random): SaleId {
  return uuidFrom(random) as SaleId;
}

function uuidFrom(random: Random): string {
  const hexadecimal = (digits: number): string => Array.from({ length: digits }, () => random.whole(0, 15).toString(16)).join('');
  return `${hexadecimal(8)}-${hexadecimal(4)}-4${hexadecimal(3)}-8${hexadecimal(3)}-${hexadecimal(12)}`;
}

function decimalOf(amountMinor: number): string {
  return `${Math.floor(amountMinor / 100)}.${String(amountMinor % 100).padStart(2, '0')}`;
}

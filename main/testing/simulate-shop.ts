import type { SaleId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { Outcome, Sale } from '../../shared/sale.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SaleOrder } from '../checkout/checkout.ts';
import type { JournalRecord } from '../journal/record.ts';
import { createCardWorld } from './card-world.ts';
import { bookedSaleOf, compareBooks, type Differences } from './compare-books.ts';
import { CrashError } from './crashing-journal.ts';
import { createManualClock } from './manual-clock.ts';
import { createRandom, type Random } from './random.ts';
import { createScriptedTransport } from './scripted-transport.ts';
import { createMemoryDisk, createSqliteDisk } from './simulated-disk.ts';
import { startLife, type Life, type TillModules } from './simulated-life.ts';
import { createTrouble } from './simulated-trouble.ts';

/**
 * A shop in which everything goes wrong that can, by seed: connections are lost before and after the card was charged, answers come late, spoilt or
 * from somebody else, the disk fills up, the till is killed before and after every write and between, and started again.
 * A cashier presses twice, tries bills again and overrides; a person who looks at the ledger resolves what is unknown, and tells the truth.
 */
export interface ShopOptions {
  readonly seed: number;
  /** Ends after this many sales were begun. */
  readonly sales: number;
  readonly disk: 'memory' | 'sqlite';
  readonly till: TillModules;
}

export interface ShopReport extends Differences {
  readonly seed: number;
  readonly sales: number;
  readonly charged: number;
  readonly restarts: number;
  readonly lateAnswers: number;
  /** Bills that the till would not charge again. */
  readonly blocked: number;
  readonly overridden: number;
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
  const disk = (diskKind === 'memory' ? createMemoryDisk : createSqliteDisk)(clock, till.projectSale);
  const trouble = createTrouble(random);
  const transport = createScriptedTransport({ clock, serve: world.serve, way: trouble.way });

  const bills: Bill[] = [];
  const misdeeds: string[] = [];
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
      refuseWrite: trouble.refuseWrite,
      mayBegin: trouble.mayBegin,
      misdeed: (what) => void misdeeds.push(what),
    });
    started.checkout.onChange(() => checkWhatIsTold(started));
    return started;
  }

  /** What a cashier reads must be in the journal already: told and then lost would be worse than not told. */
  function checkWhatIsTold({ checkout, journal }: Life): void {
    const counter = checkout.counter();
    if (counter.kind !== 'decided' || counter.sale.reason?.code === 'not-recorded') return;
    const written = journal.sale(counter.sale.saleId)?.outcome;
    if (written !== counter.sale.outcome) misdeeds.push(`told ${counter.sale.outcome} while the journal said ${written}`);
  }

  /** Whoever finds the till dead starts it, until it stays alive. */
  function startAgainIfDead(): void {
    while (!life.isAlive()) {
      restarts += 1;
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
        amount: `${Math.floor(bill.amountMinor / 100)}.${String(bill.amountMinor % 100).padStart(2, '0')}`,
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
      const charge = world.charges().find(({ attempt }) => attempt === sale.payor.businessName);
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
    await press(chooseBill());
    if (life.isAlive()) await waitForCustomer();
    if (life.isAlive() && random.chance(0.3)) await resolveUnknown(0.6);
    if (life.isAlive() && random.chance(0.03)) life.kill();
    startAgainIfDead();
  }

  // The storm is over: whatever is still open is decided now, and then the books are compared.
  trouble.end();
  if (life.isAlive()) life.stop();
  await clock.advance(120_000);
  startAgainIfDead();
  await resolveUnknown(1);

  const booked = life.journal.history({ limit: 1_000_000 });
  const records = new Map(booked.map(({ saleId }) => [saleId, life.journal.records(saleId)]));
  for (const sale of booked) {
    const followed = outcomeFollowing(records.get(sale.saleId) ?? []);
    if (followed !== sale.outcome) misdeeds.push(`sale ${sale.number} is ${sale.outcome}, but its records say ${followed}`);
  }
  for (const [attempt, count] of world.requests())
    if (count > 1) misdeeds.push(`the terminal was asked ${count} times for ${attempt}`);
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
    misdeeds,
    ...compareBooks(world.charges(), booked.map(bookedSaleOf)),
  };
}

/** What a sale's records say about it, read without the till's own reading: the last that decides. */
function outcomeFollowing(records: readonly JournalRecord[]): Outcome | undefined {
  let outcome: Outcome | undefined;
  for (const { fact } of records) {
    switch (fact.kind) {
      case 'payment-begun':
        outcome = 'waiting';
        break;
      case 'payment-approved':
        outcome = 'approved';
        break;
      case 'payment-declined':
        outcome = 'declined';
        break;
      case 'payment-cancelled':
        outcome = 'cancelled';
        break;
      case 'payment-failed':
        outcome = 'failed';
        break;
      case 'payment-outcome-unknown':
        outcome = 'outcome-unknown';
        break;
      case 'payment-resolved':
        outcome = fact.verdict === 'charged' ? 'approved' : 'failed';
        break;
      case 'late-answer-received':
        break;
    }
  }
  return outcome;
}

function describeResult(result: Result<Sale, Failure>): string {
  return result.ok ? `${result.value.outcome} ${result.value.number}` : result.failure.kind;
}

function saleIdFrom(random: Random): SaleId {
  const hexadecimal = (digits: number): string => Array.from({ length: digits }, () => random.whole(0, 15).toString(16)).join('');
  return `${hexadecimal(8)}-${hexadecimal(4)}-4${hexadecimal(3)}-8${hexadecimal(3)}-${hexadecimal(12)}` as SaleId;
}

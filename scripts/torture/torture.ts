import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Currency } from '../../shared/currency.ts';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { Reply } from '../../shared/ipc/contract.ts';
import { toDecimal } from '../../shared/money.ts';
import { invariant } from '../../shared/result.ts';
import type { BillLine } from '../../shared/bill-line.ts';
import { dueMinor, type Outcome, type Sale } from '../../shared/sale.ts';
import { verifyJournal } from '../../main/journal/verify.ts';
import { openReader } from '../../main/reader.ts';
import type { Differences } from '../../main/testing/compare-books.ts';
import { createRandom, type Random } from '../../main/testing/random.ts';
import { startBdsSimulator, type BdsSimulator, type StandingScript } from '../../simulators/bds/start-bds-simulator.ts';
import {
  startBillpaySimulator,
  type Biller,
  type BillpaySimulator,
  type StandingScript as BillpayStorm,
} from '../../simulators/billpay/start-billpay-simulator.ts';
import { attemptOf } from '../../main/testing/compare-books.ts';
import type { BillDifferences } from '../../main/testing/compare-bills.ts';
import { accountFor, accountForBills, chargesIn } from './account.ts';
import { demonstrationIdentitySettings, startTillProcess, type TillProcess } from '../../main/testing/till-process.ts';

export interface TortureOptions {
  readonly kills: number;
  /** Fixes every choice of people, customers and accidents. Only time itself is not fixed. */
  readonly seed: number;
  say(line: string): void;
}

export interface TortureReport {
  readonly kills: number;
  /** What a cashier asked for. */
  readonly sales: number;
  readonly charged: number;
  readonly journalled: number;
  /** How many bills were owed an advice, and of how many the journal says that the service has it. */
  readonly advices: number;
  readonly delivered: number;
  readonly found: Differences & Pick<BillDifferences, 'conflicting' | 'stuck'>;
}

const currency = 'USD' as Currency;
/** Quick customers: most of the time then goes by in the moments that matter. */
const longestThinkMs = 100;
/** What a sale takes beside its customer, from the press to the outcome on the screen. */
const saleOverheadMs = 60;
/** About as long as a till needs until it can be asked. */
const startMs = 450;
/** A cashier whose customer has gone and whose till still waits starts the till again. */
const patienceMs = 1_500;
/** A sale of bills has more moments: its requests, a tender or two, its advices. */
const billSaleMs = 350;
/** Shorter than a cashier's patience for two bills: silence is to be seen, not waited for. */
const billpayTimeoutMs = 400;
/** How long what waits may take to be told once everything works: 20 s are far more than a drain ever needs. */
const drainMs = 20_000;

/** Everything that a card service can do to a till, as often as a month has it in a year. */
function stormOf(seed: number): StandingScript {
  return {
    seed,
    thinkMs: [0, longestThinkMs],
    customers: { approve: 0.74, decline: 0.1, 'user-cancel': 0.05, timeout: 0.04, 'device-error': 0.03, 'issuer-error': 0.04 },
    faults: {
      'close-before-charging': 0.03,
      'reset-before-charging': 0.02,
      'close-during-customer': 0.04,
      'close-after-charging': 0.05,
      'reset-after-charging': 0.04,
      'hang-after-charging': 0.01,
      'hang-before-charging': 0.01,
      'late-answer': 0.05,
      'other-error': 0.03,
      'empty-error': 0.01,
      'http-status': 0.03,
      garbage: 0.02,
      'cut-json': 0.02,
      'cut-body': 0.02,
      'not-http': 0.01,
      'wrong-content-type': 0.01,
      'duplicate-answer': 0.02,
      'missing-fields': 0.01,
      unauthorized: 0.01,
      'bad-request': 0.01,
      unavailable: 0.02,
    },
    statuses: { 'http-status': 0.01, malformed: 0.01, close: 0.01, 'then-refuse': 0.02 },
  };
}

/** The same for a bill service. What it says about an advice may send the advice to a manager, who sends it again in the end. */
function billpayStormOf(seed: number): BillpayStorm {
  return {
    seed,
    longestMs: 120,
    faults: {
      payment: {
        decline: 0.05,
        'approve-less': 0.05,
        delay: 0.05,
        'late-answer': 0.05,
        'slow-body': 0.02,
        hang: 0.02,
        cut: 0.04,
        reset: 0.03,
        'cut-body': 0.02,
        'not-http': 0.02,
        status: 0.05,
        empty: 0.01,
        garbage: 0.02,
        'wrong-content-type': 0.01,
        altered: 0.02,
      },
      // Not `empty` and `garbage`: a service that says 202 and forgets the advice is beyond what any till can see (billpay 2).
      advice: {
        delay: 0.05,
        'late-answer': 0.05,
        hang: 0.03,
        cut: 0.08,
        reset: 0.05,
        'cut-body': 0.03,
        'not-http': 0.03,
        status: 0.08,
        'wrong-content-type': 0.03,
      },
    },
  };
}

/** A biller that takes any amount, with an account for every bill that could ever be paid here: a reference names one attempt. */
function billerOf(accounts: number): Biller {
  return {
    institution: { id: '700045', name: 'Kgale Power' },
    categories: [],
    isAllowed: true,
    offersLookup: true,
    offersRefund: true,
    partPaymentAllowed: true,
    overPaymentAllowed: true,
    prefix: 'KP',
    phoneNumber: '0800 600 450',
    accounts: Array.from({ length: accounts }, (_, index) => ({
      subject: 'account',
      reference: accountOf(index + 1),
      balanceMinor: 0,
    })),
  };
}

function accountOf(number: number): string {
  return `KP ${String(number).padStart(7, '0')}`;
}

/** More than a till can be asked for between two kills. */
const billsPerLife = 60;

/** A bill that somebody wants to pay. */
interface Bill {
  readonly reference: string;
  readonly amountMinor: number;
}

/**
 * Kills the real till, again and again, while it sells against the simulator under faults, and compares the books at the end.
 * Rejects where the till does what has no place in this comparison: ends by itself, does not answer, refuses for another reason than it may.
 */
export async function torture({ kills, seed, say }: TortureOptions): Promise<TortureReport> {
  const directory = mkdtempSync(join(tmpdir(), 'tillstone-torture-'));
  const dataDirectory = join(directory, 'till');
  const simulator = await startBdsSimulator({ ledgerFile: join(directory, 'ledger.jsonl') });
  const billpay = await startBillpaySimulator({
    ledgerFile: join(directory, 'billpay.jsonl'),
    billers: [billerOf((kills + 1) * billsPerLife)],
  });
  simulator.control.always(stormOf(seed));
  billpay.control.always(billpayStormOf(seed));
  const people = createPeople(createRandom(seed), simulator);
  const environment = {
    ...demonstrationIdentitySettings,
    TILLSTONE_DATA_DIR: dataDirectory,
    TILLSTONE_BDS_URL: simulator.url,
    TILLSTONE_BDS_USER: simulator.user,
    TILLSTONE_BDS_PASSWORD: simulator.password,
    TILLSTONE_BILLPAY_URL: billpay.url,
    TILLSTONE_BILLPAY_USER: billpay.user,
    TILLSTONE_BILLPAY_PASSWORD: billpay.password,
    TILLSTONE_BILLPAY_TIMEOUT_MS: String(billpayTimeoutMs),
    TILLSTONE_ADVICE_INTERVAL_MS: '20',
  };
  let till: TillProcess | undefined;
  try {
    for (let killed = 0; killed < kills; killed += 1) {
      till = startTillProcess(environment);
      await people.sellUntilKilled(till);
      if ((killed + 1) % 10 === 0) say(`${killed + 1} kills, ${people.sales()} sales`);
    }
    simulator.control.always({});
    billpay.control.always({});
    till = startTillProcess(environment);
    await till.untilOpen();
    await people.resolve(till, 1);
    await tellEverything(till);
    await billpay.control.untilIdle();
    await till.stop();
    return { kills, sales: people.sales(), ...(await closeBooks(dataDirectory, { simulator, billpay }, people)) };
  } finally {
    await till?.kill();
    await simulator.close();
    await billpay.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** A manager sends again what was refused in the storm, and what waits is told. */
async function tellEverything(till: TillProcess): Promise<void> {
  const list = await till.call('advices/list', {});
  invariant(list?.ok, 'the till lists its advices');
  for (const { adviceId, state } of list.value.advices)
    if (state === 'needs-attention') await till.call('advices/retry', { adviceId });
  await till.call('advices/drain', { timeoutMs: drainMs });
}

async function closeBooks(
  directory: string,
  { simulator, billpay }: { readonly simulator: BdsSimulator; readonly billpay: BillpaySimulator },
  people: People,
): Promise<Omit<TortureReport, 'kills' | 'sales'>> {
  const verification = verifyJournal(directory);
  invariant(verification.kind === 'sound', `the journal is whole: ${JSON.stringify(verification)}`);
  const reader = openReader(directory);
  invariant(reader.ok, 'the journal can be read');
  const { sales } = reader.value.history(Number.MAX_SAFE_INTEGER - 1);
  reader.value.close();
  const { told, chargedAgain } = people;
  const ledger = simulator.ledger();
  const charges = chargesIn(ledger, currency);
  const { advices, delivered, conflicting, stuck } = accountForBills(billpay.ledger(), sales, charges);
  const found = { ...accountFor({ currency, ledger, sales, told, chargedAgain }), conflicting, stuck };
  return { charged: charges.length, journalled: sales.length, advices, delivered, found };
}

/** A cashier, and somebody who looks things up. */
interface People {
  /** One life of a till: whatever they do, it ends with SIGKILL. */
  sellUntilKilled(till: TillProcess): Promise<void>;
  /** @param share how many of the unresolved sales are resolved, between 0 and 1 */
  resolve(till: TillProcess, share: number): Promise<void>;
  sales(): number;
  readonly told: ReadonlyMap<string, Outcome>;
  readonly chargedAgain: readonly string[];
}

function createPeople(random: Random, simulator: BdsSimulator): People {
  const told = new Map<string, Outcome>();
  const chargedAgain: string[] = [];
  let bills = 0;
  let accounts = 0;
  let attempts = 0;

  async function sellUntilKilled(till: TillProcess): Promise<void> {
    const moment = random.weighted({ starting: 2, opened: 2, selling: 6 });
    const salesBefore = random.whole(0, 2);
    const killAfterMs = random.fraction() * (moment === 'starting' ? startMs : longestThinkMs + saleOverheadMs + billSaleMs);
    const killing = moment === 'starting' ? killLater(till, killAfterMs) : undefined;
    await till.untilOpen();
    const killingOpened = moment === 'opened' ? killLater(till, killAfterMs) : undefined;
    await resolve(till, 0.8);
    for (let sold = 0; sold < salesBefore && !till.isKilled(); sold += 1) await sellSomething(till);
    const killingSelling = moment === 'selling' ? killLater(till, killAfterMs) : undefined;
    while (!till.isKilled()) await sellSomething(till);
    await Promise.all([killing, killingOpened, killingSelling]);
  }

  async function sellSomething(till: TillProcess): Promise<void> {
    await (random.chance(0.4) ? sell(till, newBill()) : sellBills(till));
  }

  /** One bill or two, paid in cash, by card, by both, or not at all. */
  async function sellBills(till: TillProcess): Promise<void> {
    attempts += 1;
    const saleId = saleIdFrom(random);
    const asked = Array.from({ length: random.chance(0.3) ? 2 : 1 }, () => {
      accounts += 1;
      return { kind: 'account' as const, reference: accountOf(accounts), amount: toDecimal(random.whole(2, 99_999), currency) };
    });
    const tender = random.weighted({ cash: 3, card: 5, split: 3, nothing: 1, 'nothing after cash': 1 });
    const request = { saleId, bills: asked };
    const presses = Array.from({ length: random.chance(0.1) ? 3 : 1 }, () => till.call('bill/request', request));
    const begun = (await Promise.all(presses)).find((reply) => reply !== undefined);
    if (!begun) return;
    if (!begun.ok) {
      expectRefusal(begun.failure, ['terminal-busy']);
      return;
    }
    told.set(saleId, 'open');
    if (tender === 'nothing' && random.chance(0.3)) return abandon(till, saleId);
    const open = await waitFor(till, saleId, ({ bills = [] }) => bills.every(({ state }) => state !== 'requested'));
    if (open?.outcome !== 'open') return;
    if (tender === 'split' || tender === 'nothing after cash') {
      const handedMinor = Math.floor(dueMinor(open) / 2);
      if (handedMinor > 0) await payCash(till, saleId, handedMinor);
    }
    if (tender === 'nothing' || tender === 'nothing after cash') return abandon(till, saleId);
    for (let tries = 0; tries < 3 && tender !== 'cash'; tries += 1) {
      const card = await till.call('sale/pay-card', { saleId });
      if (!card) return;
      if (!card.ok) {
        expectRefusal(card.failure, ['terminal-not-ready', 'terminal-busy']);
        await wait(20);
        continue;
      }
      const after = await waitFor(till, saleId, ({ outcome }) => outcome !== 'waiting');
      if (after?.outcome !== 'open') return;
    }
    // The card came to nothing: the customer has cash, or goes.
    if (tender === 'split') return abandon(till, saleId);
    await payCash(till, saleId, open.amountMinor + random.whole(0, 500));
    await till.call('sale/dismiss', { saleId });
  }

  async function payCash(till: TillProcess, saleId: SaleId, handedMinor: number): Promise<void> {
    const paid = await till.call('sale/pay-cash', { saleId, handed: toDecimal(handedMinor, currency) });
    if (paid?.ok) told.set(saleId, paid.value.outcome);
    else if (paid) expectRefusal(paid.failure, []);
  }

  async function abandon(till: TillProcess, saleId: SaleId): Promise<void> {
    const abandoned = await till.call('sale/abandon', { saleId });
    if (abandoned?.ok) told.set(saleId, abandoned.value.outcome);
    // Its bills may have come to nothing meanwhile.
    else if (abandoned) expectRefusal(abandoned.failure, ['not-now']);
    await till.call('sale/dismiss', { saleId });
  }

  /** Until the counter shows the sale so; a cashier who has waited too long starts the till again. */
  async function waitFor(till: TillProcess, saleId: SaleId, isSo: (sale: Sale) => boolean): Promise<Sale | undefined> {
    const begunAt = performance.now();
    while (performance.now() - begunAt < patienceMs) {
      const snapshot = await till.call('till/snapshot', {});
      if (!snapshot) return undefined;
      invariant(snapshot.ok, 'the till says how things stand');
      const { counter } = snapshot.value;
      if (counter.kind !== 'free' && counter.kind !== 'taking' && counter.sale.saleId === saleId && isSo(counter.sale)) {
        told.set(saleId, counter.sale.outcome);
        if (counter.kind === 'decided') await till.call('sale/dismiss', { saleId });
        return counter.sale;
      }
      await wait(3);
    }
    await till.kill();
    return undefined;
  }

  function newBill(): Bill {
    bills += 1;
    return { reference: `bill ${bills}`, amountMinor: random.whole(1, 99_999) };
  }

  async function begin(till: TillProcess, bill: Bill, overrideReason?: string): Promise<Reply<'sale/begin'> | undefined> {
    attempts += 1;
    const saleId = saleIdFrom(random);
    const request = {
      saleId,
      input: {
        amount: toDecimal(bill.amountMinor, currency),
        reference: bill.reference,
        // Comes back in the simulator's ledger, and names the one attempt that it was.
        payor: { businessName: `attempt ${attempts}` },
      },
      ...(overrideReason === undefined ? {} : { overrideReason }),
    };
    const presses = Array.from({ length: random.chance(0.1) ? 3 : 1 }, () => till.call('sale/begin', request));
    const begun = (await Promise.all(presses)).find((reply) => reply !== undefined);
    if (begun?.ok) told.set(saleId, 'waiting');
    return begun;
  }

  async function sell(till: TillProcess, bill: Bill, overrideReason?: string): Promise<void> {
    const begun = await begin(till, bill, overrideReason);
    if (!begun) return;
    if (begun.ok) return waitForEnd(till, begun.value.saleId);
    expectRefusal(begun.failure, ['terminal-not-ready', 'terminal-busy']);
    await wait(20);
  }

  async function waitForEnd(till: TillProcess, saleId: SaleId): Promise<void> {
    await waitFor(till, saleId, ({ outcome }) => outcome !== 'waiting');
  }

  async function resolve(till: TillProcess, share: number): Promise<void> {
    const snapshot = await till.call('till/snapshot', {});
    if (!snapshot) return;
    invariant(snapshot.ok, 'the till says how things stand');
    for (const { saleId } of snapshot.value.cashToReturn) await till.call('sale/cash-returned', { saleId });
    for (const sale of snapshot.value.unresolved) {
      if (random.chance(0.3)) await tryAgain(till, sale, random.chance(0.15) && share < 1);
      if (random.chance(share)) await resolveOne(till, sale);
    }
  }

  /** The same bill, although nobody knows yet what became of it. */
  async function tryAgain(
    till: TillProcess,
    { reference, amountMinor, bills: [bill] = [] }: Sale,
    isOverride: boolean,
  ): Promise<void> {
    if (bill) return tryBillAgain(till, bill);
    if (isOverride) return sell(till, { reference, amountMinor }, 'the customer shows a slip that says no');
    const again = await begin(till, { reference, amountMinor });
    if (again?.ok) chargedAgain.push(`${reference} was begun again although it is unresolved`);
    else if (again) expectRefusal(again.failure, ['blocked']);
  }

  async function tryBillAgain(till: TillProcess, { kind, reference, requestedMinor }: BillLine): Promise<void> {
    const request = { saleId: saleIdFrom(random), bills: [{ kind, reference, amount: toDecimal(requestedMinor, currency) }] };
    const again = await till.call('bill/request', request);
    if (again?.ok) chargedAgain.push(`${reference} was requested again although it is unresolved`);
    else if (again) expectRefusal(again.failure, ['blocked']);
  }

  /** Looks at the ledger once nobody is at the terminal any more, and tells the truth. */
  async function resolveOne(till: TillProcess, sale: Sale): Promise<void> {
    await simulator.control.untilFree();
    await simulator.control.untilIdle();
    const charge = chargesIn(simulator.ledger(), currency).find(({ attempt }) => attempt === attemptOf(sale));
    const resolved = await till.call('sale/resolve', {
      saleId: sale.saleId,
      verdict: charge ? 'charged' : 'not-charged',
      evidence: charge ? `transaction ${charge.transactionId}` : 'nothing in the ledger',
      reason: 'looked it up',
    });
    if (resolved?.ok) told.set(sale.saleId, resolved.value.outcome);
    else if (resolved) expectRefusal(resolved.failure, []);
  }

  return { sellUntilKilled, resolve, sales: () => attempts, told, chargedAgain };
}

async function killLater(till: TillProcess, afterMs: number): Promise<void> {
  await wait(afterMs);
  await till.kill();
}

function expectRefusal(failure: Failure, expected: readonly Failure['kind'][]): void {
  invariant(expected.includes(failure.kind), `a till that sells refuses only ${expected.join(', ')}: ${JSON.stringify(failure)}`);
}

function saleIdFrom(random: Random): SaleId {
  const hexadecimal = (digits: number): string => Array.from({ length: digits }, () => random.whole(0, 15).toString(16)).join('');
  return `${hexadecimal(8)}-${hexadecimal(4)}-4${hexadecimal(3)}-8${hexadecimal(3)}-${hexadecimal(12)}` as SaleId;
}

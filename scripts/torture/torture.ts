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
import type { Outcome, Sale } from '../../shared/sale.ts';
import { verifyJournal } from '../../main/journal/verify.ts';
import { openReader } from '../../main/reader.ts';
import type { Differences } from '../../main/testing/compare-books.ts';
import { createRandom, type Random } from '../../main/testing/random.ts';
import { startBdsSimulator, type BdsSimulator, type StandingScript } from '../../simulators/bds/start-bds-simulator.ts';
import { accountFor, chargesIn } from './account.ts';
import { startTillProcess, type TillProcess } from '../../main/testing/till-process.ts';

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
  readonly found: Differences;
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
  simulator.control.always(stormOf(seed));
  const people = createPeople(createRandom(seed), simulator);
  const environment = {
    TILLSTONE_DATA_DIR: dataDirectory,
    TILLSTONE_BDS_URL: simulator.url,
    TILLSTONE_BDS_USER: simulator.user,
    TILLSTONE_BDS_PASSWORD: simulator.password,
  };
  let till: TillProcess | undefined;
  try {
    for (let killed = 0; killed < kills; killed += 1) {
      till = startTillProcess(environment);
      await people.sellUntilKilled(till);
      if ((killed + 1) % 10 === 0) say(`${killed + 1} kills, ${people.sales()} sales`);
    }
    simulator.control.always({});
    till = startTillProcess(environment);
    await till.untilOpen();
    await people.resolve(till, 1);
    await till.stop();
    return { kills, sales: people.sales(), ...(await closeBooks(dataDirectory, simulator, people)) };
  } finally {
    await till?.kill();
    await simulator.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function closeBooks(
  directory: string,
  simulator: BdsSimulator,
  people: People,
): Promise<Pick<TortureReport, 'charged' | 'journalled' | 'found'>> {
  const verification = verifyJournal(directory);
  invariant(verification.kind === 'sound', `the journal is whole: ${JSON.stringify(verification)}`);
  const reader = openReader(directory);
  invariant(reader.ok, 'the journal can be read');
  const { sales } = reader.value.history(Number.MAX_SAFE_INTEGER - 1);
  reader.value.close();
  const { told, chargedAgain } = people;
  const ledger = simulator.ledger();
  const found = accountFor({ currency, ledger, sales, told, chargedAgain });
  return { charged: chargesIn(ledger, currency).length, journalled: sales.length, found };
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
  let attempts = 0;

  async function sellUntilKilled(till: TillProcess): Promise<void> {
    const moment = random.weighted({ starting: 2, opened: 2, selling: 6 });
    const salesBefore = random.whole(0, 2);
    const killAfterMs = random.fraction() * (moment === 'starting' ? startMs : longestThinkMs + saleOverheadMs);
    const killing = moment === 'starting' ? killLater(till, killAfterMs) : undefined;
    await till.untilOpen();
    const killingOpened = moment === 'opened' ? killLater(till, killAfterMs) : undefined;
    await resolve(till, 0.8);
    for (let sold = 0; sold < salesBefore && !till.isKilled(); sold += 1) await sell(till, newBill());
    const killingSelling = moment === 'selling' ? killLater(till, killAfterMs) : undefined;
    while (!till.isKilled()) await sell(till, newBill());
    await Promise.all([killing, killingOpened, killingSelling]);
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
    const begunAt = performance.now();
    while (performance.now() - begunAt < patienceMs) {
      const snapshot = await till.call('till/snapshot', {});
      if (!snapshot) return;
      invariant(snapshot.ok, 'the till says how things stand');
      const { counter } = snapshot.value;
      if (counter.kind === 'decided' && counter.sale.saleId === saleId) {
        told.set(saleId, counter.sale.outcome);
        await till.call('sale/dismiss', { saleId });
        return;
      }
      await wait(3);
    }
    await till.kill();
  }

  async function resolve(till: TillProcess, share: number): Promise<void> {
    const snapshot = await till.call('till/snapshot', {});
    if (!snapshot) return;
    invariant(snapshot.ok, 'the till says how things stand');
    for (const sale of snapshot.value.unresolved) {
      if (random.chance(0.3)) await tryAgain(till, sale, random.chance(0.15) && share < 1);
      if (random.chance(share)) await resolveOne(till, sale);
    }
  }

  /** The same bill, although nobody knows yet what became of it. */
  async function tryAgain(till: TillProcess, { reference, amountMinor }: Sale, isOverride: boolean): Promise<void> {
    if (isOverride) return sell(till, { reference, amountMinor }, 'the customer shows a slip that says no');
    const again = await begin(till, { reference, amountMinor });
    if (again?.ok) chargedAgain.push(`${reference} was begun again although it is unresolved`);
    else if (again) expectRefusal(again.failure, ['blocked']);
  }

  /** Looks at the ledger once nobody is at the terminal any more, and tells the truth. */
  async function resolveOne(till: TillProcess, sale: Sale): Promise<void> {
    await simulator.control.untilFree();
    await simulator.control.untilIdle();
    const charge = chargesIn(simulator.ledger(), currency).find(({ attempt }) => attempt === sale.payor.businessName);
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

import { setTimeout as wait } from 'node:timers/promises';
import type { Outcome } from '../../shared/sale.ts';
import type { Random } from '../../main/testing/random.ts';
import type { TillProcess } from '../../main/testing/till-process.ts';
import { accountOf } from './biller.ts';
import { createInvestigator } from './investigator.ts';
import { createPaying } from './paying.ts';
import { createSelling, type Asked } from './selling.ts';
import type { Services } from './services.ts';
import { impatienceOf, longestThinkMs } from './storms.ts';
import { createWindow, expectRefusal } from './window.ts';

/** The people around a till: a cashier, the customers' wishes, and whoever looks things up. They live longer than any till. */
export interface People {
  /** One life of a till: whatever they do, it ends with SIGKILL. */
  sellUntilKilled(till: TillProcess): Promise<void>;
  /** @param share how many of the unresolved sales are resolved, between 0 and 1 */
  resolve(till: TillProcess, share: number): Promise<void>;
  /** How many sales were asked for. */
  sales(): number;
  readonly told: ReadonlyMap<string, Outcome>;
  readonly chargedAgain: readonly string[];
}

/** About as long as a till needs until it can be asked. */
const startMs = 450;
/** The longest moment of selling that a kill is aimed at: bills, a code that is scanned, a card and its overhead. */
const longestSaleMs = 600 + longestThinkMs;

export function createPeople(random: Random, { cards, codes }: Services): People {
  const window = createWindow(random);
  const selling = createSelling(random, window);
  const spoilNextCode = (): void => codes.control.next({ on: 'pay', fault: impatienceOf(random) });
  const paying = createPaying({ random, window, spoilNextCode });
  const { resolve, chargedAgain } = createInvestigator({ random, window, selling, cards });
  let references = 0;
  let accounts = 0;

  async function sellUntilKilled(till: TillProcess): Promise<void> {
    const moment = random.weighted({ starting: 2, opened: 2, selling: 6 });
    const salesBefore = random.whole(0, 3);
    const killAfterMs = random.fraction() * (moment === 'starting' ? startMs : longestSaleMs);
    const killing = moment === 'starting' ? killLater(till, killAfterMs) : undefined;
    await till.untilOpen();
    const killingOpened = moment === 'opened' ? killLater(till, killAfterMs) : undefined;
    await resolve(till, 0.8);
    for (let sold = 0; sold < salesBefore && !till.isKilled(); sold += 1) await sellSomething(till);
    const killingSelling = moment === 'selling' ? killLater(till, killAfterMs) : undefined;
    while (!till.isKilled()) await sellSomething(till);
    await Promise.all([killing, killingOpened, killingSelling]);
  }

  function sellSomething(till: TillProcess): Promise<void> {
    switch (random.weighted({ card: 3, open: 4, bills: 5 })) {
      case 'card':
        return sellByCard(till);
      case 'open':
        return sellOpened(till);
      case 'bills':
        return sellBills(till);
    }
  }

  function someAmount(): Asked {
    references += 1;
    return { reference: `bill ${references}`, amountMinor: random.whole(1, 99_999) };
  }

  async function sellByCard(till: TillProcess): Promise<void> {
    const begun = await selling.begin(till, someAmount());
    if (!begun) return;
    if (begun.ok) {
      await window.untilShown(till, begun.value.saleId, ({ outcome }) => outcome !== 'waiting');
    } else {
      expectRefusal(begun.failure, ['terminal-not-ready', 'terminal-busy']);
      await wait(20);
    }
  }

  async function sellOpened(till: TillProcess): Promise<void> {
    const opened = await selling.open(till, someAmount());
    if (opened?.ok) await paying.pay(till, opened.value);
    else if (opened) expectRefusal(opened.failure, ['terminal-busy']);
  }

  /** One bill or two; now and then they are given up before the service has answered. */
  async function sellBills(till: TillProcess): Promise<void> {
    const bills = Array.from({ length: random.chance(0.3) ? 2 : 1 }, () => {
      accounts += 1;
      return { reference: accountOf(accounts), amountMinor: random.whole(2, 99_999) };
    });
    const begun = await selling.requestBills(till, bills);
    if (begun?.ok === false) return expectRefusal(begun.failure, ['terminal-busy']);
    if (!begun) return;
    const { saleId } = begun.value;
    if (random.chance(0.03)) return paying.abandon(till, saleId);
    const isAnswered = await window.untilShown(till, saleId, (sale) =>
      (sale.bills ?? []).every(({ state }) => state !== 'requested'),
    );
    if (isAnswered?.outcome === 'open') await paying.pay(till, isAnswered);
  }

  return { sellUntilKilled, resolve, sales: selling.attempts, told: window.told, chargedAgain };
}

async function killLater(till: TillProcess, afterMs: number): Promise<void> {
  await wait(afterMs);
  await till.kill();
}

import type { BillLine } from '../../shared/bill-line.ts';
import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import { attemptOf } from '../../main/testing/compare-books.ts';
import type { Random } from '../../main/testing/random.ts';
import type { TillProcess } from '../../main/testing/till-process.ts';
import type { BdsSimulator } from '../../simulators/bds/start-bds-simulator.ts';
import { chargesIn } from './account.ts';
import { currency, type Selling } from './selling.ts';
import { expectRefusal, type Window } from './window.ts';

/** Who finds a till that has been started again: gives back what is the customer's, tries unresolved bills once more, and looks at the ledger. */
export interface Investigator {
  /** @param share how many of the unresolved sales are resolved, between 0 and 1 */
  resolve(till: TillProcess, share: number): Promise<void>;
  /** What the till began again although it must not. */
  readonly chargedAgain: readonly string[];
}

export interface InvestigatorParts {
  readonly random: Random;
  readonly window: Window;
  readonly selling: Selling;
  readonly cards: BdsSimulator;
}

export function createInvestigator({ random, window, selling, cards }: InvestigatorParts): Investigator {
  const chargedAgain: string[] = [];

  async function resolve(till: TillProcess, share: number): Promise<void> {
    const snapshot = await window.snapshot(till);
    if (!snapshot) return;
    for (const { saleId } of snapshot.cashToReturn) await till.call('sale/cash-returned', { saleId });
    for (const sale of snapshot.unresolved) {
      if (random.chance(0.3)) await tryAgain(till, sale, random.chance(0.15) && share < 1);
      if (random.chance(share)) await resolveOne(till, sale);
    }
  }

  /** The same once more, although nobody knows yet what became of it. */
  async function tryAgain(till: TillProcess, sale: Sale, isOverride: boolean): Promise<void> {
    const { bills: [bill] = [], isOpened } = sale;
    if (bill) return expectBlocked(bill, await requestAgain(till, bill));
    if (isOverride) return overrule(till, sale);
    expectBlocked(sale, await (isOpened ? selling.open(till, sale) : selling.begin(till, sale)));
  }

  function requestAgain(till: TillProcess, { reference, requestedMinor }: BillLine): Promise<Result<Sale, Failure> | undefined> {
    return selling.requestBills(till, [{ reference, amountMinor: requestedMinor }]);
  }

  function expectBlocked({ reference }: { readonly reference: string }, again: Result<Sale, Failure> | undefined): void {
    if (again?.ok) chargedAgain.push(`${reference} was begun again although it is unresolved`);
    else if (again) expectRefusal(again.failure, ['blocked']);
  }

  async function overrule(till: TillProcess, sale: Sale): Promise<void> {
    const begun = await selling.begin(till, sale, 'the customer shows a slip that says no');
    if (begun?.ok) await window.untilShown(till, begun.value.saleId, ({ outcome }) => outcome !== 'waiting');
    else if (begun) expectRefusal(begun.failure, ['terminal-not-ready', 'terminal-busy']);
  }

  /** Looks at the ledger once nobody is at the terminal any more, and tells the truth. */
  async function resolveOne(till: TillProcess, sale: Sale): Promise<void> {
    await cards.control.untilFree();
    await cards.control.untilIdle();
    const charge = chargesIn(cards.ledger(), currency).find(({ attempt }) => attempt === attemptOf(sale));
    const said = {
      saleId: sale.saleId,
      verdict: charge ? ('charged' as const) : ('not-charged' as const),
      evidence: charge ? `transaction ${charge.transactionId}` : 'nothing in the ledger',
      reason: 'looked it up',
    };
    await window.change(till.call('sale/resolve', said), []);
  }

  return { resolve, chargedAgain };
}

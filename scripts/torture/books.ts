import { setTimeout as wait } from 'node:timers/promises';
import { invariant } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import { verifyJournal } from '../../main/journal/verify.ts';
import { openReader } from '../../main/reader.ts';
import type { TillProcess } from '../../main/testing/till-process.ts';
import { accountFor, accountForAdvices, chargesIn, type Found } from './account.ts';
import type { People } from './people.ts';
import { currency } from './selling.ts';
import type { Services } from './services.ts';

/** How long what is owed may take to be told once everything works: far more than it ever needs. */
const tellMs = 20_000;

/**
 * Until every service has been told everything: a manager sends again what was refused in the storm, what waits is delivered, and what
 * is only owed later, because its request may still be on its way, comes to its end. Gives up after a while: the account shows what is stuck.
 */
export async function tellEverything(till: TillProcess, dataDirectory: string): Promise<void> {
  const begunAt = performance.now();
  while (salesIn(dataDirectory).some(({ owesAdvice }) => owesAdvice) && performance.now() - begunAt < tellMs) {
    const list = await till.call('advices/list', {});
    invariant(list?.ok, 'the till lists its advices');
    for (const { adviceId, state } of list.value.advices)
      if (state === 'needs-attention') await till.call('advices/retry', { adviceId });
    await till.call('advices/drain', { timeoutMs: 1_000 });
    await wait(20);
  }
}

export interface Books {
  readonly charged: number;
  readonly journalled: number;
  /** Payments by code that reached the service, and those that stand. */
  readonly codes: number;
  readonly codesConfirmed: number;
  /** How many payments of bills and by code were owed an advice, and of how many the journal says that the service has it. */
  readonly advices: number;
  readonly delivered: number;
  readonly found: Found;
}

/** When nothing is under way any more. @throws where the journal's chain is broken */
export function closeBooks(dataDirectory: string, { cards, bills, codes }: Services, { told, chargedAgain }: People): Books {
  const verification = verifyJournal(dataDirectory);
  invariant(verification.kind === 'sound', `the journal is whole: ${JSON.stringify(verification)}`);
  const sales = salesIn(dataDirectory);
  const ledger = cards.ledger();
  const charges = chargesIn(ledger, currency);
  const { advices, delivered, conflicting, stuck } = accountForAdvices(bills.ledger(), codes.ledger(), sales, charges);
  const found = { ...accountFor({ currency, ledger, sales, told, chargedAgain }), conflicting, stuck };
  const { payments } = codes.ledger();
  const codesConfirmed = payments.filter(({ state }) => state === 'confirmed').length;
  return { charged: charges.length, journalled: sales.length, codes: payments.length, codesConfirmed, advices, delivered, found };
}

/** The whole journal. */
function salesIn(dataDirectory: string): readonly Sale[] {
  const reader = openReader(dataDirectory);
  invariant(reader.ok, 'the journal can be read');
  try {
    return reader.value.history(Number.MAX_SAFE_INTEGER - 1).sales;
  } finally {
    reader.value.close();
  }
}

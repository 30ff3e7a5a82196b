import type { SaleId } from '../../shared/ids.ts';
import { assertNever, invariant, ok, type Result } from '../../shared/result.ts';
import type { Sale, SaleRequest } from '../../shared/sale.ts';
import type { AppendFailure, Journal } from '../journal/journal.ts';
import type { Fact } from '../journal/record.ts';
import type { Logger } from '../ports/logger.ts';
import type { CardOutcome, CardTerminal } from '../terminal/card-terminal.ts';
import { factOfOutcome, lateFactOfOutcome } from './fact-of-outcome.ts';
import type { Effect } from './effect.ts';
import { transition } from './transition.ts';

export interface SaleRunParts {
  readonly journal: Journal;
  readonly terminal: CardTerminal;
  readonly logger: Logger;
  /** Sees to it that the service is told: durably, under the id that was journalled before the request. Never throws; what cannot be queued is owed. */
  readonly queueAdvice: (saleId: SaleId, effect: Extract<Effect, { kind: 'queue-advice' }>) => void;
}

type CommitParts = Pick<SaleRunParts, 'journal' | 'queueAdvice'>;

/** What only the outside world can do, now that the fact behind it is durable: each exactly once. */
export type Ask = Exclude<Effect, { kind: 'queue-advice' }>;

/**
 * The one order that survives a death at any point: the fact is durable, then its effects are performed.
 *
 * Dies before the append: nothing happened. Dies after it: a restart finds what the fact asks for, and either does it again under the same id
 * (an advice) or knows that nobody can tell whether it was done (a card, a bill).
 * @returns the sale as it is now, and what is still to be asked of the outside world; or why it could not be written, and then nothing was done
 */
export function commit(
  parts: CommitParts,
  saleId: SaleId,
  fact: Fact,
): Result<{ readonly sale: Sale; readonly asks: readonly Ask[] }, AppendFailure> {
  return commitAll(parts, saleId, [fact]);
}

/** As `commit`, for several facts in one step: all are written before the effects of the first are performed, or none is. At least one. */
export function commitAll(
  { journal, queueAdvice }: CommitParts,
  saleId: SaleId,
  facts: readonly Fact[],
): Result<{ readonly sale: Sale; readonly asks: readonly Ask[] }, AppendFailure> {
  let sale = journal.sale(saleId);
  const appended = journal.appendAll(facts.map((fact) => ({ saleId, fact })));
  if (!appended.ok) return appended;
  const asks: Ask[] = [];
  const performNow = (effect: Effect): void => {
    switch (effect.kind) {
      case 'queue-advice':
        queueAdvice(saleId, effect);
        break;
      case 'take-card':
      case 'request-bill':
      case 'create-code':
      case 'pay-by-code':
        asks.push(effect);
        break;
      default:
        assertNever(effect);
    }
  };
  for (const record of appended.value) {
    const after = transition(sale, record);
    ({ sale } = after);
    after.effects.forEach(performNow);
  }
  invariant(sale, 'a fact makes a sale');
  return ok({ sale, asks });
}

/** How a sale's card tender ended, and whether that could be written down. */
export type Settled =
  | { readonly kind: 'recorded'; readonly sale: Sale }
  /** The terminal answered and the disk did not take it. Nobody may be told that it is decided: after a restart nobody would know. */
  | { readonly kind: 'not-recorded'; readonly outcome: CardOutcome };

/**
 * Takes a card for a sale: its intention is durable, then the terminal is asked, then its answer is durable, and only then is anybody told.
 * @returns the sale, waiting, and its end to come; or why it could not be written, and then nothing was sent
 */
export function beginSale(
  parts: SaleRunParts,
  saleId: SaleId,
  begun: Extract<Fact, { kind: 'payment-begun' }>,
): Result<{ readonly sale: Sale; readonly settled: Promise<Settled> }, AppendFailure> {
  const committed = commit(parts, saleId, begun);
  if (!committed.ok) return committed;
  const { sale } = committed.value;
  const settled = askForCard(parts, saleId, begun.request).then((outcome) => recordOutcome(parts, saleId, outcome));
  return ok({ sale, settled });
}

/** A terminal that breaks its promise never to reject may have sent the request: nobody knows. */
async function askForCard({ terminal, logger }: SaleRunParts, saleId: SaleId, request: SaleRequest): Promise<CardOutcome> {
  try {
    return await terminal.take(request, { saleId });
  } catch (error) {
    logger.error('terminal-broke-its-promise', { saleId, error });
    return { kind: 'outcome-unknown', reason: { code: 'unreadable-answer' } };
  }
}

/** Writes down how a card tender ended. The answer to a sale that was decided meanwhile is late: it is kept, and changes nothing. */
export function recordOutcome(parts: CommitParts & Pick<SaleRunParts, 'logger'>, saleId: SaleId, outcome: CardOutcome): Settled {
  const { journal, logger } = parts;
  try {
    const isWaiting = journal.sale(saleId)?.outcome === 'waiting';
    const committed = commit(parts, saleId, isWaiting ? factOfOutcome(outcome) : lateFactOfOutcome(outcome));
    if (committed.ok) return { kind: 'recorded', sale: committed.value.sale };
    logger.error('answer-not-recorded', { saleId, outcome: outcome.kind, why: committed.failure.detail });
  } catch (error) {
    // Our own mistake, or a journal that was closed meanwhile. Money was at stake, so the answer is not let go.
    logger.error('answer-not-recorded', { saleId, outcome: outcome.kind, error });
  }
  return { kind: 'not-recorded', outcome };
}

import type { SaleId } from '../../shared/ids.ts';
import { invariant, ok, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { AppendFailure, Journal } from '../journal/journal.ts';
import type { Fact } from '../journal/record.ts';
import type { Logger } from '../ports/logger.ts';
import type { CardOutcome, CardTerminal } from '../terminal/card-terminal.ts';
import { factOfOutcome, lateFactOfOutcome } from './fact-of-outcome.ts';
import { transition, type Effect } from './transition.ts';

export interface SaleRunParts {
  readonly journal: Journal;
  readonly terminal: CardTerminal;
  readonly logger: Logger;
}

/** How a sale's card tender ended, and whether that could be written down. */
export type Settled =
  | { readonly kind: 'recorded'; readonly sale: Sale }
  /** The terminal answered and the disk did not take it. Nobody may be told that it is decided: after a restart nobody would know. */
  | { readonly kind: 'not-recorded'; readonly outcome: CardOutcome };

/**
 * Begins a sale in the one order that survives a death at any point:
 * the intention is durable, then the terminal is asked, then its answer is durable, and only then is anybody told.
 *
 * Dies before the first append: nothing happened. Dies after it: the sale is `waiting` in the journal, and unknown at the next start.
 * @returns the sale, waiting, and its end to come; or why it could not be written, and then nothing was sent
 */
export function beginSale(
  parts: SaleRunParts,
  saleId: SaleId,
  begun: Extract<Fact, { kind: 'payment-begun' }>,
): Result<{ readonly sale: Sale; readonly settled: Promise<Settled> }, AppendFailure> {
  const appended = parts.journal.append(saleId, begun);
  if (!appended.ok) return appended;
  const { sale, effects } = transition(undefined, appended.value);
  const [effect] = effects;
  invariant(effect, 'a sale that has begun asks for the card');
  const settled = askForCard(parts, saleId, effect).then((outcome) => recordOutcome(parts, saleId, outcome));
  return ok({ sale, settled });
}

/** A terminal that breaks its promise never to reject may have sent the request: nobody knows. */
async function askForCard({ terminal, logger }: SaleRunParts, saleId: SaleId, { request }: Effect): Promise<CardOutcome> {
  try {
    return await terminal.take(request, { saleId });
  } catch (error) {
    logger.error('terminal-broke-its-promise', { saleId, error });
    return { kind: 'outcome-unknown', reason: { code: 'unreadable-answer' } };
  }
}

/** Writes down how a card tender ended. The answer to a sale that was decided meanwhile is late: it is kept, and changes nothing. */
export function recordOutcome(
  { journal, logger }: Pick<SaleRunParts, 'journal' | 'logger'>,
  saleId: SaleId,
  outcome: CardOutcome,
): Settled {
  try {
    const isWaiting = journal.sale(saleId)?.outcome === 'waiting';
    const appended = journal.append(saleId, isWaiting ? factOfOutcome(outcome) : lateFactOfOutcome(outcome));
    const sale = journal.sale(saleId);
    if (appended.ok && sale) return { kind: 'recorded', sale };
    logger.error('answer-not-recorded', {
      saleId,
      outcome: outcome.kind,
      ...(appended.ok ? {} : { why: appended.failure.detail }),
    });
  } catch (error) {
    // Our own mistake, or a journal that was closed meanwhile. Money was at stake, so the answer is not let go.
    logger.error('answer-not-recorded', { saleId, outcome: outcome.kind, error });
  }
  return { kind: 'not-recorded', outcome };
}

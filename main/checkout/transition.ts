import type { Sale, SaleRequest } from '../../shared/sale.ts';
import { assertNever, invariant } from '../../shared/result.ts';
import type { Project } from '../journal/journal.ts';
import type { JournalRecord } from '../journal/record.ts';

/**
 * What a fact does to a sale. Pure: the same facts give the same sale, at the counter, in the journal's projection and after a restart.
 *
 *   (nothing) ──payment-begun──▶ waiting ──payment-approved──────────▶ approved
 *                                   ├──────payment-declined──────────▶ declined
 *                                   ├──────payment-cancelled─────────▶ cancelled
 *                                   ├──────payment-failed────────────▶ failed
 *                                   └──────payment-outcome-unknown───▶ outcome-unknown
 *                                                                        ├──payment-resolved (charged)──────▶ approved
 *                                                                        └──payment-resolved (not charged)──▶ failed
 *
 * A fact that does not fit throws: the journal projects inside its transaction, so what cannot be true cannot be written.
 */
export interface Transition {
  readonly sale: Sale;
  /** What the outside world must be asked to do now that the fact is durable. */
  readonly effects: readonly Effect[];
}

/** Asks the terminal for the card: exactly once in a sale's life, right after its intention was written down. */
export interface Effect {
  readonly kind: 'take-card';
  readonly request: SaleRequest;
}

export function transition(previous: Sale | undefined, record: JournalRecord): Transition {
  const { fact, at } = record;
  if (fact.kind === 'payment-begun') {
    invariant(previous === undefined, 'a sale begins once');
    const sale: Sale = {
      ...fact.request,
      saleId: record.saleId,
      number: record.saleNumber,
      begunAt: at,
      outcome: 'waiting',
      feeMinor: 0,
      discrepancies: [],
      deviceWarning: false,
      ...(fact.override ? { override: fact.override } : {}),
    };
    return { sale, effects: [{ kind: 'take-card', request: fact.request }] };
  }
  invariant(previous, `${fact.kind} needs a sale that has begun`);
  return { sale: decide(previous, fact, at), effects: [] };
}

type LaterFact = Exclude<JournalRecord['fact'], { kind: 'payment-begun' }>;

function decide(sale: Sale, fact: LaterFact, at: string): Sale {
  switch (fact.kind) {
    case 'payment-approved': {
      isStill(sale, 'waiting', fact.kind);
      const { feeMinor, card, discrepancies, deviceWarning } = fact;
      return { ...sale, outcome: 'approved', endedAt: at, feeMinor, card, discrepancies, deviceWarning };
    }
    case 'payment-declined':
    case 'payment-cancelled':
    case 'payment-failed': {
      isStill(sale, 'waiting', fact.kind);
      return { ...sale, outcome: nameOf(fact.kind), endedAt: at, reason: fact.reason, deviceWarning: fact.deviceWarning };
    }
    case 'payment-outcome-unknown':
      // The card may have been charged: from here only a person can tell.
      isStill(sale, 'waiting', fact.kind);
      return { ...sale, outcome: 'outcome-unknown', endedAt: at, reason: fact.reason };
    case 'payment-resolved': {
      isStill(sale, 'outcome-unknown', fact.kind);
      const { verdict, evidence, reason } = fact;
      const isCharged = verdict === 'charged';
      return {
        ...sale,
        outcome: isCharged ? 'approved' : 'failed',
        reason: { code: isCharged ? 'resolved-charged' : 'resolved-not-charged', detail: reason },
        resolution: { verdict, evidence, reason, at },
      };
    }
    case 'late-answer-received':
      // Written down for the person who has to find out; it overrules nobody.
      invariant(sale.outcome !== 'waiting', 'an answer to a waiting sale is not late');
      return sale;
    default:
      return assertNever(fact);
  }
}

function isStill(sale: Sale, outcome: Sale['outcome'], kind: string): void {
  invariant(sale.outcome === outcome, `${kind} does not follow ${sale.outcome}`);
}

function nameOf(kind: 'payment-declined' | 'payment-cancelled' | 'payment-failed'): 'declined' | 'cancelled' | 'failed' {
  switch (kind) {
    case 'payment-declined':
      return 'declined';
    case 'payment-cancelled':
      return 'cancelled';
    case 'payment-failed':
      return 'failed';
    default:
      return assertNever(kind);
  }
}

/** How the journal's projection sees a fact: the same transition, without its effects. */
export const projectSale: Project = (previous, record) => transition(previous, record).sale;

/**
 * A waiting sale whose till has stopped, before anybody could write that down: the request may have reached the terminal.
 * Readers show it like this; the next till that sells writes it.
 */
export function seenAfterStop(sale: Sale): Sale {
  return sale.outcome === 'waiting' ? { ...sale, outcome: 'outcome-unknown', reason: { code: 'till-stopped' } } : sale;
}

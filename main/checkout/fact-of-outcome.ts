import { assertNever } from '../../shared/result.ts';
import type { Fact } from '../journal/record.ts';
import type { CardOutcome } from '../terminal/card-terminal.ts';

/** The fact that an answer makes true. */
export function factOfOutcome(outcome: CardOutcome): Fact {
  switch (outcome.kind) {
    case 'approved': {
      const { feeMinor, card, discrepancies, deviceWarning } = outcome;
      return { kind: 'payment-approved', feeMinor, card, discrepancies: [...discrepancies], deviceWarning };
    }
    case 'declined':
      return { kind: 'payment-declined', reason: outcome.reason, deviceWarning: outcome.deviceWarning };
    case 'cancelled':
      return { kind: 'payment-cancelled', reason: outcome.reason, deviceWarning: outcome.deviceWarning };
    case 'failed':
      return { kind: 'payment-failed', reason: outcome.reason, deviceWarning: outcome.deviceWarning };
    case 'outcome-unknown':
      return { kind: 'payment-outcome-unknown', reason: outcome.reason };
    default:
      return assertNever(outcome);
  }
}

/** The same answer to a sale that is decided already: kept for the person who looks, and nothing more. */
export function lateFactOfOutcome(outcome: CardOutcome): Fact {
  return {
    kind: 'late-answer-received',
    outcome: outcome.kind,
    ...(outcome.kind === 'approved' ? { card: outcome.card } : { reason: outcome.reason }),
  };
}

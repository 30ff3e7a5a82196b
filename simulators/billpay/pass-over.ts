import { noteAdvice, noteRepeatedRequest } from './conflicts.ts';
import { adviceFact, adviceOf, movementFact } from './facts.ts';
import type { Ledger } from './ledger.ts';
import type { Arrived } from './rules.ts';

/** Notes a message that a fault keeps from having any effect. @returns the ledger's number for it, where it has one */
export function passOver(ledger: Ledger, arrived: Arrived, currency: string): number | undefined {
  const { operation } = arrived.route;
  switch (operation.leg) {
    case 'create': {
      const fact = movementFact(arrived, currency);
      noteRepeatedRequest(ledger, operation.id, fact.id);
      return ledger.movement(fact.id) ? undefined : ledger.writeMovement(fact);
    }
    case 'confirmation':
    case 'reversal': {
      const advice = adviceOf(arrived);
      noteAdvice(ledger, advice);
      return ledger.writeAdvice(adviceFact(advice, 'not-applied'));
    }
    case 'lookup':
    case 'list':
      return undefined;
  }
}

import { createFaultScripts, type FaultScript, type FaultScripts, type StandingFaults } from '../common/fault-scripts.ts';
import type { Random } from '../common/random.ts';
import { payloadKinds } from './odd-payload.ts';
import type { CustomerScript, StandingCustomers } from './customer-scripts.ts';
import { canMissEffect, faultKinds, type Fault, type FaultKind } from './faults.ts';
import { operationIds, type Operation } from './operations.ts';

/** What a script is for: one operation, both advices, or any. */
export const targets = [...operationIds, 'advice', 'any'] as const;

export type Target = (typeof targets)[number];

/** What happens to the next request that fits, or who comes to the next payment. */
export type Script = FaultScript<Target, Fault> | CustomerScript;

/** What happens to every request, and who comes to every payment, for which nothing is queued, until the next `always` or `reset`. */
export type StandingScript = StandingFaults<Target, FaultKind, Fault> & StandingCustomers;

export type Faults = FaultScripts<Operation, Target, FaultKind, Fault>;

export function createFaults(): Faults {
  return createFaultScripts<Operation, Target, FaultKind, Fault>({
    operationIds,
    idOf: ({ id }) => id,
    kinds: faultKinds,
    narrowestFirst: targets,
    fits,
    detailed,
  });
}

/** Whether an operation is meant. */
export function fits(target: Target | undefined, { id }: Operation): boolean {
  if (target === undefined || target === 'any') return true;
  return target === 'advice' ? id === 'confirmPayment' || id === 'reversePayment' : id === target;
}

const usualStatuses = [500, 504, 400, 401, 404, 429, 502, 503] as const;
const usualErrors = ['FORMAT_ERROR', 'INVALID_MERCHANT', 'ROUTING_ERROR', 'TRANSACTION_NOT_SUPPORTED'] as const;

/** Where the till cannot tell whether it took effect, both happen. */
function detailed(
  kind: FaultKind | undefined,
  random: Random,
  { longestMs = 50, statuses = usualStatuses }: StandingFaults<Target, FaultKind, Fault>,
): Fault | undefined {
  // Drawn always and in the same order, so that a kind more does not shift the rest.
  const applied = random.fraction() < 0.5;
  const detail = random.fraction();
  const other = random.fraction();
  const pick = <Value>(values: readonly Value[]): Value | undefined => values[Math.floor(detail * values.length)];
  if (kind === undefined) return undefined;
  const fault: Fault = { kind, ...(canMissEffect(kind) ? { applied } : {}) };
  switch (kind) {
    case 'delay':
    case 'late-answer':
    case 'slow-body':
      return { ...fault, delayMs: Math.floor(detail * longestMs) };
    case 'then-refuse':
      return { ...fault, forMs: Math.floor(detail * longestMs) };
    case 'status': {
      const status = pick(statuses) ?? 500;
      const isUnknown = status === 500 || status === 504;
      // A failed status says that nothing happened (QR 2): only the two unknown ones may hide an effect.
      return { kind, status, applied: isUnknown && applied, body: other < 0.3 ? 'empty' : other < 0.5 ? 'html' : 'error-detail' };
    }
    case 'not-found':
      return { kind, applied: false };
    case 'decline':
      return { ...fault, errorType: pick(usualErrors) ?? 'GENERAL_ERROR' };
    case 'altered':
      return { ...fault, changes: { aMemberOfTomorrow: { amount: 1 }, tranType: 'A_KIND_OF_TOMORROW' } };
    case 'odd-payload':
      return { ...fault, payload: pick(payloadKinds) ?? 'truncated' };
    case 'hold':
      // Nobody is there to release what chance has held.
      return { kind: 'late-answer', delayMs: Math.floor(detail * longestMs) };
    default:
      return fault;
  }
}

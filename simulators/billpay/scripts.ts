import { createFaultScripts, type FaultScript, type FaultScripts, type StandingFaults } from '../common/fault-scripts.ts';
import type { Random } from '../common/random.ts';
import { canMissEffect, faultKinds, type Fault, type FaultKind } from './faults.ts';
import { operationIds, type Operation } from './operations.ts';

/** What a script is for: one operation, or some of them. */
export const targets = [
  ...operationIds,
  'any',
  /** The three look-ups. */
  'lookup',
  /** The three payments. */
  'payment',
  /** Payments and refunds. */
  'create',
  /** Both confirmations, and both reversals. */
  'confirmation',
  'reversal',
  'advice',
] as const;

export type Target = (typeof targets)[number];

/** What happens to the next request that fits. */
export type Script = FaultScript<Target, Fault>;

/** What happens to every request for which no script is queued, until the next `always` or `reset`. */
export type StandingScript = StandingFaults<Target, FaultKind, Fault>;

export type Scripts = FaultScripts<Operation, Target, FaultKind, Fault>;

export function createScripts(): Scripts {
  return createFaultScripts({ operationIds, idOf: ({ id }) => id, kinds: faultKinds, narrowestFirst, fits, detailed });
}

const narrowestFirst: readonly Target[] = [
  ...operationIds,
  'lookup',
  'payment',
  'confirmation',
  'reversal',
  'create',
  'advice',
  'any',
];

/** Whether an operation is meant. */
export function fits(target: Target | undefined, { id, leg, family }: Operation): boolean {
  switch (target) {
    case undefined:
    case 'any':
      return true;
    case 'lookup':
    case 'create':
    case 'confirmation':
    case 'reversal':
      return leg === target;
    case 'payment':
      return leg === 'create' && family === 'payment';
    case 'advice':
      return leg === 'confirmation' || leg === 'reversal';
    default:
      return id === target;
  }
}

const usualStatuses = [500, 504, 400, 401, 404, 429, 502, 503] as const;
const usualErrors = ['FORMAT_ERROR', 'INVALID_MERCHANT', 'ROUTING_ERROR', 'UPSTREAM_UNAVAILABLE'] as const;

/** A fault's details, where only its name is known. Where the till cannot tell whether it took effect, both happen. */
function detailed(
  kind: FaultKind | undefined,
  random: Random,
  { longestMs = 50, statuses = usualStatuses }: StandingScript,
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
    case 'status': {
      const status = pick(statuses) ?? 500;
      const isUnknown = status === 500 || status === 504;
      // A failed status says that nothing happened, and is believed (BillPay 2): only the two unknown ones may hide an effect.
      return { kind, status, applied: isUnknown && applied, body: other < 0.3 ? 'empty' : other < 0.5 ? 'html' : 'error-detail' };
    }
    case 'decline':
      return { ...fault, errorType: pick(usualErrors) ?? 'GENERAL_ERROR' };
    case 'altered':
      return { ...fault, changes: { aMemberOfTomorrow: { amount: 1 }, tranType: 'A_KIND_OF_TOMORROW' } };
    case 'hold':
      // Nobody is there to release what chance has held.
      return { kind: 'late-answer', delayMs: Math.floor(detail * longestMs) };
    default:
      return fault;
  }
}

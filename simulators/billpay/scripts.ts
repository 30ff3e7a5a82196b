import { draw } from '../common/draw.ts';
import { createRandom, type Random } from '../common/random.ts';
import { canMissEffect, faultKinds, type Fault, type FaultKind } from './faults.ts';
import { operationIds, type Operation, type OperationId } from './operations.ts';

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
export interface Script {
  /** Absent: `any`. */
  readonly on?: Target;
  readonly fault: Fault;
  /** How often. Absent: once. */
  readonly times?: number;
}

type Chances = Readonly<Partial<Record<FaultKind, number>>>;

/** What happens to every request for which no script is queued, until the next `always` or `reset`. */
export interface StandingScript {
  /** Absent: `any`. */
  readonly on?: Target;
  readonly fault?: Fault;
  /** The same seed draws the same sequence for each operation, whatever happens to the others. */
  readonly seed?: number;
  /** Chances between 0 and 1, by target and kind. Where several targets fit, the narrowest counts. */
  readonly faults?: Readonly<Partial<Record<Target, Chances>>>;
  /** The longest wait that is drawn. Absent: 50. */
  readonly longestMs?: number;
  /** Which of them a drawn `status` has. Absent: 500, 504, 400, 401, 404, 429, 502, 503. */
  readonly statuses?: readonly number[];
}

export interface Scripts {
  next(script: Script): void;
  always(script: StandingScript): void;
  reset(): void;
  /** What happens to this request. */
  faultFor(operation: Operation): Fault | undefined;
  standing(): StandingScript;
  queued(): readonly Script[];
}

/** Decides what happens next: what is queued comes before what is drawn, and what is drawn before what stands. */
export function createScripts(): Scripts {
  let queue: Script[] = [];
  let standing: StandingScript = {};
  let draws = new Map<OperationId, Random>();

  const fromQueue = (operation: Operation): Fault | undefined => {
    const index = queue.findIndex(({ on }) => fits(on, operation));
    const script = queue[index];
    if (!script) return undefined;
    const left = (script.times ?? 1) - 1;
    queue = queue.flatMap((one, at) => (at === index ? (left > 0 ? [{ ...one, times: left }] : []) : [one]));
    return script.fault;
  };

  const drawn = (operation: Operation): Fault | undefined => {
    const random = draws.get(operation.id);
    if (!random) return undefined;
    const target = narrowestFirst.find((one) => standing.faults?.[one] && fits(one, operation));
    const kind = draw(target && standing.faults?.[target], faultKinds, random);
    return detailed(kind, random, standing);
  };

  return {
    next: (script) => void queue.push(script),
    always(script) {
      standing = script;
      // One sequence for each operation: how often an advice is repeated must not shift what happens to the payments.
      draws = new Map(operationIds.map((id, index) => [id, createRandom((script.seed ?? 0) * 31 + index)]));
    },
    reset() {
      queue = [];
      standing = {};
      draws = new Map();
    },
    faultFor: (operation) =>
      fromQueue(operation) ?? drawn(operation) ?? (fits(standing.on, operation) ? standing.fault : undefined),
    standing: () => standing,
    queued: () => [...queue],
  };
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

import { draw } from './draw.ts';
import { createRandom, type Random } from './random.ts';

/** What happens to the next request that fits. */
export interface FaultScript<Target, Fault> {
  /** Absent: `any`. */
  readonly on?: Target;
  readonly fault: Fault;
  /** How often. Absent: once. */
  readonly times?: number;
}

/** What happens to every request for which no script is queued, until the next `always` or `reset`. */
export interface StandingFaults<Target extends string, Kind extends string, Fault> {
  /** Absent: `any`. */
  readonly on?: Target;
  readonly fault?: Fault;
  /** The same seed draws the same sequence for each operation, whatever happens to the others. */
  readonly seed?: number;
  /** Chances between 0 and 1, by target and kind. Where several targets fit, the narrowest counts. */
  readonly faults?: Readonly<Partial<Record<Target, Readonly<Partial<Record<Kind, number>>>>>>;
  /** The longest wait that is drawn. Absent: 50. */
  readonly longestMs?: number;
  /** Which of them a drawn `status` has. Absent: the simulator's usual ones. */
  readonly statuses?: readonly number[];
}

/** What the scripts are about. */
export interface FaultScriptParts<Operation, Target extends string, Kind extends string, Fault> {
  /** One name per operation: each has its own sequence of draws. */
  readonly operationIds: readonly string[];
  idOf(operation: Operation): string;
  readonly kinds: readonly Kind[];
  readonly narrowestFirst: readonly Target[];
  /** Whether an operation is meant. */
  fits(target: Target | undefined, operation: Operation): boolean;
  /** A fault's details, where only its name was drawn. Takes the same numbers whatever the name is. */
  detailed(
    kind: Kind | undefined,
    random: Random,
    standing: StandingFaults<Target, Kind, Fault>,
    operation: Operation,
  ): Fault | undefined;
}

export interface FaultScripts<Operation, Target extends string, Kind extends string, Fault> {
  next(script: FaultScript<Target, Fault>): void;
  always(script: StandingFaults<Target, Kind, Fault>): void;
  reset(): void;
  /** What happens to this request. */
  faultFor(operation: Operation): Fault | undefined;
  standing(): StandingFaults<Target, Kind, Fault>;
  queued(): readonly FaultScript<Target, Fault>[];
}

/** Decides what happens next: what is queued comes before what is drawn, and what is drawn before what stands. */
export function createFaultScripts<Operation, Target extends string, Kind extends string, Fault>(
  parts: FaultScriptParts<Operation, Target, Kind, Fault>,
): FaultScripts<Operation, Target, Kind, Fault> {
  const { fits } = parts;
  let queue: FaultScript<Target, Fault>[] = [];
  let standing: StandingFaults<Target, Kind, Fault> = {};
  let draws = new Map<string, Random>();

  const fromQueue = (operation: Operation): Fault | undefined => {
    const index = queue.findIndex(({ on }) => fits(on, operation));
    const script = queue[index];
    if (!script) return undefined;
    const left = (script.times ?? 1) - 1;
    queue = queue.flatMap((one, at) => (at === index ? (left > 0 ? [{ ...one, times: left }] : []) : [one]));
    return script.fault;
  };

  const drawn = (operation: Operation): Fault | undefined => {
    const random = draws.get(parts.idOf(operation));
    if (!random) return undefined;
    const target = parts.narrowestFirst.find((one) => standing.faults?.[one] && fits(one, operation));
    const kind = draw(target && standing.faults?.[target], parts.kinds, random);
    return parts.detailed(kind, random, standing, operation);
  };

  return {
    next: (script) => void queue.push(script),
    always(script) {
      standing = script;
      // One sequence for each operation: how often an advice is repeated must not shift what happens to the payments.
      draws = new Map(parts.operationIds.map((id, index) => [id, createRandom((script.seed ?? 0) * 31 + index)]));
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

/** One measurement against what the machine can do at all, measured in the same run: seconds say more about the machine than about the till. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: 'ms' | 'bytes';
  /** The least that it could be. */
  readonly floor: number;
  /** `value / floor`: what the till adds. */
  readonly ratio: number;
  /** The ratio may be this much at most. */
  readonly limit: number;
  /** How many values each median is of. */
  readonly samples: number;
  /** Where the value is a difference: the two medians that it lies between. */
  readonly between?: { readonly bare: number; readonly till: number };
}

export function rowOf(
  name: string,
  unit: Row['unit'],
  { value, floor, limit, samples }: Pick<Row, 'value' | 'floor' | 'limit' | 'samples'>,
): Row {
  return { name, value: rounded(value), unit, floor: rounded(floor), ratio: rounded(value / floor), limit, samples };
}

/**
 * A row whose value is a difference: what the till adds to something that has to be, and that says nothing about how long the till may take.
 * @param allowed how much it may add: that takes the floor's place, and the ratio says how much of it is used
 */
export function addedRowOf(
  name: string,
  unit: Row['unit'],
  { value: till, floor: bare, allowed, samples }: Pair & { readonly allowed: number },
): Row {
  const between = { bare: rounded(bare), till: rounded(till) };
  return { ...rowOf(name, unit, { value: till - bare, floor: allowed, limit: 1, samples }), between };
}

function rounded(value: number): number {
  return Math.round(value * 1_000) / 1_000;
}

/** The value in the middle: one sample that the machine disturbed does not move it. */
function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)];
  const lower = sorted[Math.floor((sorted.length - 1) / 2)];
  if (upper === undefined || lower === undefined) throw new Error('there is no median of nothing');
  return (upper + lower) / 2;
}

export interface Pair {
  readonly value: number;
  readonly floor: number;
  readonly samples: number;
}

type Measure = () => Promise<number> | number;

/**
 * Measures two things in turn, in changing order, so that whatever slows the machine down meanwhile slows both.
 * @returns the medians, in what the measurements return
 */
export async function inTurn(samples: number, measureValue: Measure, measureFloor: Measure): Promise<Pair> {
  const [value = Number.NaN, floor = Number.NaN] = await allInTurn(samples, [measureValue, measureFloor]);
  return { value, floor, samples };
}

/** As `inTurn`, for any number of things. @returns their medians, in their order */
export async function allInTurn(samples: number, measures: readonly Measure[]): Promise<readonly number[]> {
  const taken = measures.map((measure) => ({ measure, values: [] as number[] }));
  for (let sample = 0; sample < samples; sample += 1) {
    for (const { measure, values } of sample % 2 === 0 ? taken : taken.toReversed()) values.push(await measure());
  }
  return taken.map(({ values }) => medianOf(values));
}

/** @returns how long it took, in milliseconds */
export function timed(work: () => void): number {
  const begunAt = performance.now();
  work();
  return performance.now() - begunAt;
}

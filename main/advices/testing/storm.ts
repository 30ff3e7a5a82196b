import * as fc from 'fast-check';
import { invariant } from '../../../shared/result.ts';
import type { Damage, Room } from './advice-disk.ts';
import { createAdviceWorld, type AdviceCounts, type AdviceModules, type AdviceWorld, type Manner } from './advice-world.ts';

export interface StormOptions {
  readonly seed: number;
  /** At least so many are done, over many short lives. */
  readonly steps: number;
  readonly disk: 'memory' | 'store';
}

type Step = fc.AsyncCommand<object, AdviceWorld>;

/** One thing that can happen. After it nothing may have been done that never may be. */
function stepOf(name: string, run: (world: AdviceWorld) => void | Promise<void>): Step {
  return {
    check: () => true,
    async run(_model, world) {
      await run(world);
      invariant(world.misdeeds.length === 0, world.misdeeds.join('; '));
    },
    toString: () => name,
  };
}

const pick = fc.nat({ max: 20 });
const manner = fc.constantFrom<Manner>('answers', 'lost', 'answer-lost', 'error', 'error-after', 'hangs', 'refuses', 'throws');
const minutes = 60_000;

function step<Input>(name: string, input: fc.Arbitrary<Input>, run: (world: AdviceWorld, input: Input) => void | Promise<void>) {
  return input.map((value) => stepOf(`${name}(${JSON.stringify(value)})`, (world) => run(world, value)));
}

/** The more common a thing is in a shop, the more often it stands here. */
const decide = step(
  'decide',
  fc.tuple(fc.constantFrom('confirmation' as const, 'reversal' as const), fc.constantFrom('billpay' as const, 'qr' as const)),
  (world, [kind, service]) => world.decide(kind, service),
);
const pass = step('pass', fc.constantFrom(0, 1, 500, 4_000, 5_000, 60_000, 6 * minutes), (world, ms) => world.pass(ms));
const setManner = step('setManner', manner, (world, how) => world.setManner(how));
const doom = step(
  'doom',
  fc.record({ steps: fc.integer({ min: 1, max: 8 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  (world, when) => world.doom(when),
);
const steps: fc.Arbitrary<Step>[] = [
  decide,
  decide,
  decide,
  decide,
  pass,
  pass,
  pass,
  setManner,
  setManner,
  doom,
  doom,
  step('enqueueAgain', pick, (world, number) => world.enqueueAgain(number)),
  step(
    'enqueueConflict',
    fc.tuple(pick, fc.constantFrom('opposite' as const, 'other-id' as const, 'other-bytes' as const)),
    (world, [number, how]) => world.enqueueConflict(number, how),
  ),
  step('poison', fc.tuple(pick, manner), (world, [number, how]) => world.poison(number, how)),
  step('jump', fc.constantFrom(-400 * 24 * 60 * minutes, -3_600_000, 3_600_000, 400 * 24 * 60 * minutes), (world, ms) =>
    world.jump(ms),
  ),
  step('wake', fc.constant(undefined), (world) => world.wake()),
  step('retry', pick, (world, number) => world.retry(number)),
  step('restart', fc.constantFrom('killed' as const, 'closed' as const), (world, how) => world.restart(how)),
  step('setRoom', fc.constantFrom<Room>('ample', 'ample', 'full', 'short'), (world, room) => world.setRoom(room)),
  step('setJournalRoom', fc.boolean(), (world, isFull) => world.setJournalRoom(isFull)),
  step(
    'damage',
    fc.tuple(pick, fc.constantFrom<Damage>('cut', 'emptied', 'zeros', 'changed', 'foreign', 'leftover')),
    (world, [number, how]) => world.damage(number, how),
  ),
  step('calm', fc.constant(undefined), (world) => world.calm()),
];

/**
 * Lives of a till in which everything can happen at any time, each ended by everything working again.
 * @throws fast-check's report with the shortest series of steps that does something which never may be done
 */
export async function runStorm(
  modules: AdviceModules,
  { seed, steps: wanted, disk }: StormOptions,
): Promise<AdviceCounts & { readonly steps: number; readonly lives: number }> {
  const sum = { steps: 0, lives: 0, decided: 0, attempts: 0, crashes: 0, restarts: 0, conflicts: 0, damaged: 0, refused: 0 };
  for (let run = 0; sum.steps < wanted; run += 1) {
    await fc.assert(
      fc.asyncProperty(fc.commands(steps, { maxCommands: 80, size: 'max' }), async (commands) => {
        const world = createAdviceWorld(modules, disk);
        try {
          await fc.asyncModelRun(() => ({ model: {}, real: world }), commands);
          await world.heal();
          invariant(world.misdeeds.length === 0, world.misdeeds.join('; '));
        } finally {
          world.remove();
        }
        sum.lives += 1;
        sum.steps += [...commands].length + 1;
        for (const [name, count] of Object.entries(world.counts) as [keyof AdviceCounts, number][]) sum[name] += count;
      }),
      { seed: seed + run, numRuns: disk === 'memory' ? 50 : 10 },
    );
  }
  return sum;
}

import { expect, it, describe } from 'vitest';
import { createDelivery } from './deliver.ts';
import { createMemoryQueue } from './memory-queue.ts';
import { findMissing } from './owed.ts';
import { openStoreQueue } from './store-queue.ts';
import { runStorm } from './testing/storm.ts';

const modules = { createDelivery, createMemoryQueue, openStoreQueue, findMissing };

/** STORM_SEED and STORM_STEPS run any other storm, and the same one again. */
const seed = Number(process.env['STORM_SEED'] ?? 1);
const steps = Number(process.env['STORM_STEPS'] ?? 100_000);

describe('advices in a storm', () => {
  it('all end under their own ids, none as its opposite, and none is dropped', async () => {
    const report = await runStorm(modules, { seed, steps, disk: 'memory' });
    process.stdout.write(`storm (memory): ${JSON.stringify(report)}\n`);
    expect(report.steps).toBeGreaterThanOrEqual(steps);
    // A storm that blows nowhere proves nothing.
    for (const [name, count] of Object.entries(report)) expect(count, name).toBeGreaterThan(0);
  });

  it('do so in real files too', async () => {
    const report = await runStorm(modules, { seed, steps: Math.ceil(steps / 40), disk: 'store' });
    process.stdout.write(`storm (store): ${JSON.stringify(report)}\n`);
    for (const [name, count] of Object.entries(report)) expect(count, name).toBeGreaterThan(0);
  });
});

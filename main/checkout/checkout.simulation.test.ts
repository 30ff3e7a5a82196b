import { describe, expect, it } from 'vitest';
import { simulateShop, type ShopReport } from '../testing/simulate-shop.ts';
import type { TillModules } from '../testing/simulated-life.ts';
import { createCardTerminal } from '../terminal/session.ts';
import { createAdviceDesk } from './advice-desk.ts';
import { adviceOf } from './advice-of.ts';
import { createBillDesk } from './bill-desk.ts';
import { createCheckout } from './checkout.ts';
import { createQrDesk } from './qr-desk.ts';
import { recover } from './recover.ts';
import { projectSale } from './transition.ts';

const till: TillModules = {
  createCheckout,
  createBillDesk,
  createQrDesk,
  createAdviceDesk,
  adviceOf,
  recover,
  projectSale,
  createCardTerminal,
};

/** SIMULATION_SEED and SIMULATION_SALES run any other storm, and the same one again. */
const seed = Number(process.env['SIMULATION_SEED'] ?? 1);
const sales = Number(process.env['SIMULATION_SALES'] ?? 20_000);
const salesPerShop = 50;

/** Shops with the seeds `seed`, `seed + 1`, … until so many sales were made. */
async function simulate(wanted: number, disk: 'memory' | 'sqlite'): Promise<readonly ShopReport[]> {
  const reports: ShopReport[] = [];
  while (sumOf(reports, 'sales') < wanted) {
    const next = { seed: seed + reports.length, sales: Math.min(salesPerShop, wanted), disk, till };
    reports.push(await simulateShop(next));
  }
  const sums = counted.map((name) => `${sumOf(reports, name)} ${name}`).join(', ');
  process.stdout.write(`simulation (${disk}): seeds ${seed} to ${seed + reports.length - 1}: ${sums}\n`);
  return reports;
}

const counted = [
  'sales',
  'charged',
  'restarts',
  'lateAnswers',
  'blocked',
  'overridden',
  'billSales',
  'advices',
  'confirmed',
  'codes',
  'codesConfirmed',
] as const;

function sumOf(reports: readonly ShopReport[], name: (typeof counted)[number]): number {
  return reports.reduce((total, report) => total + report[name], 0);
}

/** The seed of a shop in which something is wrong is all that is needed to see it again. */
function wrongIn(reports: readonly ShopReport[]): readonly unknown[] {
  return reports
    .map(({ seed, lost, doubled, falselyApproved, unresolved, conflicting, stuck, misdeeds }) => ({
      seed,
      found: [...lost, ...doubled, ...falselyApproved, ...unresolved, ...conflicting, ...stuck, ...misdeeds],
    }))
    .filter(({ found }) => found.length > 0);
}

describe('a shop in which everything goes wrong', () => {
  it('loses no payment, takes none twice and makes none up', async () => {
    const reports = await simulate(sales, 'memory');
    expect(wrongIn(reports)).toEqual([]);
    expect(sumOf(reports, 'sales')).toBeGreaterThanOrEqual(sales);
    // A storm that blows nowhere proves nothing.
    if (sales >= 1_000) for (const name of counted) expect(sumOf(reports, name), name).toBeGreaterThan(0);
  });

  it('does not on a real disk either', async () => {
    expect(wrongIn(await simulate(Math.ceil(sales / 20), 'sqlite'))).toEqual([]);
  });

  it('is the same shop for the same seed', async () => {
    const once = await simulateShop({ seed, sales: salesPerShop, disk: 'memory', till });
    expect(await simulateShop({ seed, sales: salesPerShop, disk: 'memory', till })).toEqual(once);
  });
});

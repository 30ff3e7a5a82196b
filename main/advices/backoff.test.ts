import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { backoff } from './backoff.ts';

describe('backoff', () => {
  it('doubles from 5 s to 60 s', () => {
    const intervals = [1, 2, 3, 4, 5, 6, 1000].map((failures) => backoff(failures, { firstMs: 5_000, random: () => 0 }));
    expect(intervals).toEqual([5_000, 10_000, 20_000, 40_000, 60_000, 60_000, 60_000]);
  });

  it('takes up to a quarter off, and is never longer than 60 s', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        fc.integer({ min: 1, max: 120_000 }),
        (failures, fraction, firstMs) => {
          const full = backoff(failures, { firstMs, random: () => 0 });
          const shortened = backoff(failures, { firstMs, random: () => fraction });
          expect(full).toBeLessThanOrEqual(60_000);
          expect(shortened).toBeLessThanOrEqual(full);
          expect(shortened).toBeGreaterThanOrEqual(Math.floor((full * 3) / 4));
        },
      ),
    );
  });
});

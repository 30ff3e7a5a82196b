import { describe, expect, it } from 'vitest';
import { farewellOf } from './farewell.ts';
import { silentLogger } from './ports/logger.ts';

const ended = (advices: object | undefined): Promise<string | undefined> =>
  farewellOf({
    dispatch: () => Promise.resolve({ ok: true, value: { locale: 'en-US', ...(advices ? { advices } : {}) } }),
    logger: silentLogger,
  });

describe('a till that ends', () => {
  it('says how much the billers still have to be told, and for how long it has waited', async () => {
    const said = await ended({ waiting: 3, needsAttention: 1, oldestAgeMs: 5 * 60_000, setAside: 0 });
    expect(said).toContain('3 messages wait, the oldest for 5 min; 1 need attention');
  });

  it('ends quietly where nothing waits, and where there are no bills', async () => {
    expect(await ended({ waiting: 0, needsAttention: 0, setAside: 0 })).toBeUndefined();
    expect(await ended(undefined)).toBeUndefined();
  });
});

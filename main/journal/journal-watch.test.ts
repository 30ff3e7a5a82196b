import { describe, expect, it } from 'vitest';
import { silentLogger } from '../ports/logger.ts';
import { createManualClock } from '../testing/manual-clock.ts';
import type { DiskGuard, DiskState } from './disk.ts';
import type { Verification } from './journal.ts';
import { failureOf, healthOf, watchJournal, type JournalWatch } from './journal-watch.ts';

const sound: Verification = { kind: 'sound', sequence: 7, hash: 'h', sales: 3 };
const damaged: Verification = { kind: 'damaged', detail: 'record 5 is not as it was written', lastGoodSequence: 4 };

function watched(verification: Promise<Verification>): {
  watch: JournalWatch;
  clock: ReturnType<typeof createManualClock>;
  room(state: DiskState): void;
  recovered(): number;
  news(): number;
} {
  const clock = createManualClock();
  let state: DiskState = { kind: 'ample', freeBytes: 1e9, neededBytes: 8e6 };
  let recovered = 0;
  let news = 0;
  const disk: DiskGuard = {
    check: () => state,
    ensureBallast: () => true,
    giveUpBallast: () => true,
    freeBytes: () => state.freeBytes,
  };
  const watch = watchJournal({ disk, clock, logger: silentLogger, verification, whenSound: () => (recovered += 1) });
  watch.onChange(() => (news += 1));
  return { watch, clock, room: (next) => (state = next), recovered: () => recovered, news: () => news };
}

const full: DiskState = { kind: 'full', freeBytes: 1e6, neededBytes: 8e6 };

describe('the watch over the journal', () => {
  it('lets nothing be written before the chain was verified, and recovers before anything else is', async () => {
    const verification = Promise.withResolvers<Verification>();
    const { watch, recovered } = watched(verification.promise);
    expect(watch.health()).toEqual({ kind: 'verifying' });
    let isAllowed = false;
    const asked = watch.mayWrite().then(() => (isAllowed = true));
    await Promise.resolve();
    expect([isAllowed, recovered()]).toEqual([false, 0]);
    verification.resolve(sound);
    await asked;
    expect([isAllowed, recovered()]).toEqual([true, 1]);
    expect(watch.health()).toEqual({ kind: 'sound', sequence: 7 });
  });

  it('lets nothing be written to a damaged journal, names the last good record, and recovers nothing', async () => {
    const { watch, recovered, clock } = watched(Promise.resolve(damaged));
    const refused = { ok: false, failure: { kind: 'journal-damaged', lastGoodSequence: 4 } };
    expect(await watch.mayBegin()).toMatchObject(refused);
    expect(await watch.mayWrite()).toMatchObject(refused);
    await clock.advance(60_000);
    expect([watch.health().kind, recovered()]).toEqual(['damaged', 0]);
  });

  it('begins no sale on a full disk, but lets what is under way be finished', async () => {
    const { watch, room } = watched(Promise.resolve(sound));
    room(full);
    expect(await watch.mayBegin()).toEqual({ ok: false, failure: { kind: 'disk-full', freeBytes: 1e6, neededBytes: 8e6 } });
    expect(await watch.mayWrite()).toEqual({ ok: true, value: undefined });
  });

  it('notices by itself that room was made, and tells the window once', async () => {
    const { watch, room, clock, news } = watched(Promise.resolve(sound));
    room(full);
    await watch.mayBegin();
    const before = news();
    room({ kind: 'low', freeBytes: 1e8, neededBytes: 8e6 });
    await clock.advance(30_000);
    expect(watch.health()).toEqual({ kind: 'disk-low', freeBytes: 1e8 });
    await clock.advance(60_000);
    expect(news()).toBe(before + 1);
  });

  it('is silent once it is closed, also where the verification ends later', async () => {
    const verification = Promise.withResolvers<Verification>();
    const { watch, recovered } = watched(verification.promise);
    watch.close();
    verification.resolve(sound);
    await verification.promise;
    expect(recovered()).toBe(0);
  });
});

describe('a journal that cannot be opened', () => {
  it.each([
    [{ kind: 'too-new', schema: 9, supported: 1 }, 'too-new', 'journal-too-new'],
    [{ kind: 'wrong-mode', folderMode: 'demonstration' }, 'wrong-mode', 'wrong-mode'],
    [{ kind: 'disk-full', freeBytes: 1, neededBytes: 2 }, 'disk-full', 'disk-full'],
    [{ kind: 'unavailable', detail: 'EACCES' }, 'unavailable', 'not-written'],
    [{ kind: 'absent' }, 'unavailable', 'not-written'],
    [{ kind: 'too-old', schema: 1, supported: 2 }, 'unavailable', 'not-written'],
    [damaged, 'damaged', 'journal-damaged'],
  ] as const)('because of %j is shown as %s and refuses with %s', (failure, health, refusal) => {
    expect(healthOf(failure).kind).toBe(health);
    expect(failureOf(healthOf(failure)).kind).toBe(refusal);
  });
});

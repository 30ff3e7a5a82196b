import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../shared/result.ts';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { askBeforeQuit } from './ask-before-quit.ts';
import { createRecordingLogger, type RecordingLogger } from './testing/recording-logger.ts';

interface Bench {
  readonly clock: ManualClock;
  readonly logger: RecordingLogger;
  readonly quits: number;
  readonly questions: number;
  /** Somebody quits, a good while after the last time. */
  quit(): Promise<boolean>;
  quitAtOnce(): Promise<boolean>;
  says(step: unknown): Promise<unknown>;
  set(part: { isAtStake?: boolean; hasWindow?: boolean }): void;
}

function createBench(): Bench {
  const clock = createManualClock();
  const logger = createRecordingLogger();
  let [quits, questions, isAtStake, hasWindow] = [0, 0, true, true];
  const question = askBeforeQuit({
    app: { quit: () => void (quits += 1) },
    isAtStake: () => Promise.resolve(isAtStake),
    ask: () => {
      if (hasWindow) questions += 1;
      return hasWindow;
    },
    clock,
    logger,
  });
  const heard = question.heardBy({
    dispatch: (name) => Promise.resolve(name === 'window/leave' ? fail({ kind: 'bad-call', detail: '' }) : ok(name)),
  });
  return {
    clock,
    logger,
    get quits() {
      return quits;
    },
    get questions() {
      return questions;
    },
    async quit() {
      await clock.advance(5_000);
      return question.mayQuit();
    },
    quitAtOnce: () => question.mayQuit(),
    says: (step) => heard.dispatch('window/leave', { step }),
    set(part) {
      isAtStake = part.isAtStake ?? isAtStake;
      hasWindow = part.hasWindow ?? hasWindow;
    },
  };
}

describe('quitting while something is at stake', () => {
  it('ends without a question where nothing is', async () => {
    const bench = createBench();
    bench.set({ isAtStake: false });
    expect([await bench.quit(), bench.questions]).toEqual([true, 0]);
  });

  it('is asked about in the window, as often as somebody tries', async () => {
    const bench = createBench();
    for (const times of [1, 2, 3]) {
      expect([await bench.quit(), bench.questions]).toEqual([false, times]);
      await bench.says('shown');
    }
    expect(bench.quits).toBe(0);
  });

  it('ends once a person has read it and leaves', async () => {
    const bench = createBench();
    await bench.quit();
    await bench.says('shown');
    expect(await bench.says('leave')).toEqual({ ok: true, value: {} });
    expect([bench.quits, await bench.quitAtOnce()]).toEqual([1, true]);
    expect(bench.logger.events()).toEqual(['left-with-stakes']);
  });

  it('takes one click for one, however often Electron says it', async () => {
    const bench = createBench();
    await bench.clock.advance(5_000);
    expect(await Promise.all([bench.quitAtOnce(), bench.quitAtOnce()])).toEqual([false, false]);
    expect([await bench.quitAtOnce(), bench.questions]).toEqual([false, 1]);
  });

  it('ends at once when nothing is at stake any more, and asks at once again where something is', async () => {
    const bench = createBench();
    await bench.quit();
    await bench.says('shown');
    expect([await bench.quitAtOnce(), bench.questions]).toEqual([false, 2]);
    await bench.says('shown');
    bench.set({ isAtStake: false });
    expect(await bench.quitAtOnce()).toBe(true);
  });

  it('ends at the second try where the window could not show the question', async () => {
    const bench = createBench();
    expect(await bench.quit()).toBe(false);
    expect(await bench.quit()).toBe(true);
    expect(bench.logger.events()).toEqual(['quit-unanswered']);
  });

  it('ends where there is no window to ask in', async () => {
    const bench = createBench();
    bench.set({ hasWindow: false });
    expect(await bench.quit()).toBe(true);
  });

  it('believes nothing else that a window says', async () => {
    const bench = createBench();
    await bench.quit();
    expect(await bench.says('now!')).toMatchObject({ ok: false });
    expect(bench.quits).toBe(0);
  });
});

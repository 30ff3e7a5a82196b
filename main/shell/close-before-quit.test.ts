import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { closeBeforeQuit } from './close-before-quit.ts';
import { createRecordingLogger, type RecordingLogger } from './testing/recording-logger.ts';

interface Bench {
  readonly clock: ManualClock;
  readonly logger: RecordingLogger;
  readonly exits: number[];
  /** @returns whether Electron was held back */
  quit(): boolean;
}

function createBench(close: () => Promise<void>, mayQuit = (): Promise<boolean> => Promise.resolve(true)): Bench {
  const clock = createManualClock();
  const logger = createRecordingLogger();
  const exits: number[] = [];
  const app = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  closeBeforeQuit({ app: app as never, mayQuit, close, clock, logger });
  return {
    clock,
    logger,
    exits,
    quit() {
      let isHeldBack = false;
      app.emit('before-quit', { preventDefault: () => (isHeldBack = true) });
      return isHeldBack;
    },
  };
}

describe('quitting', () => {
  it('waits until the till is closed, once', async () => {
    let closings = 0;
    let finish: () => void = () => {};
    const bench = createBench(() => {
      closings += 1;
      return new Promise((resolve) => (finish = resolve));
    });
    expect(bench.quit()).toBe(true);
    expect(bench.quit()).toBe(true);
    await bench.clock.advance(100);
    expect(bench.quit()).toBe(true);
    expect(bench.exits).toEqual([]);
    finish();
    await bench.clock.advance(0);
    expect(bench.exits).toEqual([0]);
    expect(closings).toBe(1);
  });

  it('is held back, and nothing is closed, as long as it may not be', async () => {
    let [may, closings] = [false, 0];
    const close = (): Promise<void> => {
      closings += 1;
      return Promise.resolve();
    };
    const bench = createBench(close, () => Promise.resolve(may));
    expect(bench.quit()).toBe(true);
    await bench.clock.advance(60_000);
    expect([closings, bench.exits]).toEqual([0, []]);
    may = true;
    bench.quit();
    await bench.clock.advance(0);
    expect([closings, bench.exits]).toEqual([1, [0]]);
  });

  it('does not wait for ever', async () => {
    const bench = createBench(() => new Promise(() => {}));
    bench.quit();
    await bench.clock.advance(0);
    await bench.clock.advance(5_000);
    expect(bench.exits).toEqual([0]);
  });

  it('goes on where closing fails, and says so', async () => {
    const bench = createBench(() => Promise.reject(new Error('a mistake')));
    bench.quit();
    await bench.clock.advance(0);
    expect(bench.exits).toEqual([0]);
    expect(bench.logger.events()).toEqual(['not-closed']);
  });
});

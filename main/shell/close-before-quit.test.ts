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

function createBench(close: () => Promise<void>): Bench {
  const clock = createManualClock();
  const logger = createRecordingLogger();
  const exits: number[] = [];
  const app = Object.assign(new EventEmitter(), { exit: (code: number) => void exits.push(code) });
  closeBeforeQuit({ app: app as never, close, clock, logger });
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
    expect(bench.exits).toEqual([]);
    finish();
    await bench.clock.advance(0);
    expect(bench.exits).toEqual([0]);
    expect(closings).toBe(1);
  });

  it('does not wait for ever', async () => {
    const bench = createBench(() => new Promise(() => {}));
    bench.quit();
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

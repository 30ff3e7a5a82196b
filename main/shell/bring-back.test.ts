import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createManualClock, type ManualClock } from '../testing/manual-clock.ts';
import { bringBack } from './bring-back.ts';
import { createRecordingLogger, type RecordingLogger } from './testing/recording-logger.ts';

interface Bench {
  readonly clock: ManualClock;
  readonly logger: RecordingLogger;
  /** When the window was loaded anew, in milliseconds since the start. */
  readonly reloads: number[];
  readonly ended: number[];
  die(): void;
  emit(event: 'unresponsive' | 'responsive'): void;
  destroy(): void;
}

function createBench(): Bench {
  const clock = createManualClock();
  const logger = createRecordingLogger();
  const reloads: number[] = [];
  const ended: number[] = [];
  let isDestroyed = false;
  const die = (): void => void contents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: 5 });
  const contents = Object.assign(new EventEmitter(), {
    reload: () => void reloads.push(clock.monotonic()),
    forcefullyCrashRenderer: () => {
      ended.push(clock.monotonic());
      die();
    },
    isDestroyed: () => isDestroyed,
  });
  bringBack({ contents: contents as never, clock, logger });
  return { clock, logger, reloads, ended, die, emit: (event) => contents.emit(event), destroy: () => (isDestroyed = true) };
}

describe('a window whose process died', () => {
  it('is back at once', async () => {
    const bench = createBench();
    bench.die();
    await bench.clock.advance(0);
    expect(bench.reloads).toEqual([0]);
    expect(bench.logger.entries).toEqual([{ event: 'window-gone', fields: { reason: 'crashed', exitCode: 5, waitMs: 0 } }]);
  });

  it('is brought back ever more slowly when it dies again and again, but never given up', async () => {
    const bench = createBench();
    for (let deaths = 0; deaths < 9; deaths += 1) {
      bench.die();
      await bench.clock.advance(30_000);
    }
    const waits = bench.logger.entries.map(({ fields }) => fields['waitMs']);
    expect(waits).toEqual([0, 1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
    expect(bench.reloads).toHaveLength(9);
  });

  it('does not run in circles: a thousand deaths in a second are one or two windows', async () => {
    const bench = createBench();
    for (let deaths = 0; deaths < 1_000; deaths += 1) {
      bench.die();
      await bench.clock.advance(1);
    }
    expect(bench.reloads).toEqual([0]);
    await bench.clock.advance(1_000);
    expect(bench.reloads).toHaveLength(2);
    expect(bench.logger.entries.map(({ fields }) => fields['waitMs'])).toEqual([0, 1_000]);
  });

  it('is back at once again after it stayed for a minute', async () => {
    const bench = createBench();
    bench.die();
    await bench.clock.advance(60_001);
    bench.die();
    await bench.clock.advance(0);
    expect(bench.reloads).toEqual([0, 60_001]);
  });

  it('is left alone when the till is closing', async () => {
    const bench = createBench();
    bench.die();
    bench.destroy();
    await bench.clock.advance(60_000);
    expect(bench.reloads).toEqual([]);
  });
});

describe('a window that hangs', () => {
  it('is given time, and then brought back', async () => {
    const bench = createBench();
    bench.emit('unresponsive');
    await bench.clock.advance(9_999);
    expect(bench.ended).toEqual([]);
    await bench.clock.advance(1);
    expect(bench.ended).toEqual([10_000]);
    await bench.clock.advance(0);
    expect(bench.reloads).toEqual([10_000]);
    await bench.clock.advance(60_000);
    expect(bench.ended).toHaveLength(1);
  });

  it('is left alone when it comes to itself', async () => {
    const bench = createBench();
    bench.emit('unresponsive');
    await bench.clock.advance(5_000);
    bench.emit('responsive');
    await bench.clock.advance(60_000);
    expect(bench.ended).toEqual([]);
    expect(bench.reloads).toEqual([]);
  });
});

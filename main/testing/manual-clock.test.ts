import { describe, expect, it } from 'vitest';
import { createManualClock } from './manual-clock.ts';

describe('the clock that a test moves', () => {
  it('calls what falls due in its order, each at its own moment', async () => {
    const clock = createManualClock(1_000);
    const called: [string, number][] = [];
    clock.after(20, () => called.push(['second', clock.now()]));
    clock.after(10, () => called.push(['first', clock.now()]));
    clock.after(20, () => called.push(['third', clock.now()]));
    clock.after(31, () => called.push(['not yet', clock.now()]));

    await clock.advance(30);

    expect(called).toEqual([
      ['first', 1_010],
      ['second', 1_020],
      ['third', 1_020],
    ]);
    expect(clock.now()).toBe(1_030);
    expect(clock.monotonic()).toBe(30);
  });

  it('keeps timers that are set on the way, also after a promise', async () => {
    const clock = createManualClock(0);
    const beats: number[] = [];
    async function beat(): Promise<void> {
      await Promise.resolve();
      beats.push(clock.now());
      clock.after(10, () => void beat());
    }
    clock.after(10, () => void beat());

    await clock.advance(35);

    expect(beats).toEqual([10, 20, 30]);
  });

  it('takes a timer back', async () => {
    const clock = createManualClock();
    let isCalled = false;
    const takeBack = clock.after(5, () => {
      isCalled = true;
    });

    takeBack();
    await clock.advance(10);

    expect(isCalled).toBe(false);
  });

  it('jumps without letting time pass: ages and timers stay as they are', async () => {
    const clock = createManualClock(1_000_000);
    let isCalled = false;
    clock.after(10, () => {
      isCalled = true;
    });

    clock.jump(-500_000);
    await clock.advance(9);

    expect(clock.now()).toBe(500_009);
    expect(clock.monotonic()).toBe(9);
    expect(isCalled).toBe(false);
  });
});

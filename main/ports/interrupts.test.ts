import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { onInterrupt } from './interrupts.ts';

it.each([
  ['under npm, which hands it on once more, is one press', true, [1, 1, 2]],
  ['is as often as it comes elsewhere', false, [1, 2, 3]],
])('Ctrl+C %s', async (_, isDoubled, expected) => {
  const signals = new EventEmitter();
  const clock = createManualClock();
  let presses = 0;
  const stop = onInterrupt(() => (presses += 1), { signals, clock, isDoubled });
  const heard: number[] = [];
  for (const passesMs of [0, 5, 1_000]) {
    await clock.advance(passesMs);
    signals.emit('SIGINT');
    heard.push(presses);
  }
  expect(heard).toEqual(expected);
  stop();
  expect(signals.listenerCount('SIGINT')).toBe(0);
});

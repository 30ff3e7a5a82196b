import { systemClock, type Clock } from './clock.ts';

export interface InterruptParts {
  readonly signals?: {
    on(signal: 'SIGINT', listener: () => void): unknown;
    off(signal: 'SIGINT', listener: () => void): unknown;
  };
  readonly clock?: Pick<Clock, 'monotonic'>;
  /**
   * Does one press of Ctrl+C come twice? npm hands it on to what it runs, which has it from its terminal as well,
   * a few milliseconds apart: to say first what is at stake, and to end at the second press, would then be to end at once.
   */
  readonly isDoubled?: boolean;
}

/** No hand presses twice on purpose within this, and no busy machine takes as long to hand a signal on. */
const samePressMs = 1_000;

/** Calls back for each press of Ctrl+C, and keeps it from ending the process. @returns stops it */
export function onInterrupt(
  listener: () => void,
  {
    signals = process,
    clock = systemClock,
    isDoubled = process.stdin.isTTY && process.env['npm_lifecycle_event'] !== undefined,
  }: InterruptParts = {},
): () => void {
  let pressedAtMs = Number.NEGATIVE_INFINITY;
  const hear = (): void => {
    const nowMs = clock.monotonic();
    if (isDoubled && nowMs - pressedAtMs < samePressMs) return;
    pressedAtMs = nowMs;
    listener();
  };
  signals.on('SIGINT', hear);
  return () => {
    signals.off('SIGINT', hear);
  };
}

import type { BrowserWindow, Rectangle } from 'electron';
import { z } from 'zod';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';

/** Where a new window stands; in the middle of the screen where `x` and `y` are absent. */
export interface WindowBounds {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
}

export interface WindowPlaceParts {
  /** What was kept at the last change. May throw: a file that cannot be read costs the window its place and nothing else. */
  readonly read: () => unknown;
  /** May throw. */
  readonly keep: (place: unknown) => void;
  /** The screens that are there now, without their task bars. */
  readonly workAreas: () => readonly Rectangle[];
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Logger;
}

export interface WindowPlace {
  bounds(): WindowBounds;
  isMaximized(): boolean;
  /** Keeps where the window goes from now on. */
  follow(window: PlacedWindow): void;
}

export type PlacedWindow = Pick<BrowserWindow, 'on' | 'getNormalBounds' | 'isMaximized' | 'isDestroyed'>;

const pixels = z.number().int().min(-100_000).max(100_000);
const placeSchema = z.object({ x: pixels, y: pixels, width: pixels.min(1), height: pixels.min(1), isMaximized: z.boolean() });

const usual: WindowBounds = { width: 1280, height: 800 };
/** As much of the window's upper edge has to be on a screen for a person to take hold of it. */
const gripWidth = 120;
const gripHeight = 40;
/** Dragging a window moves it a hundred times a second. */
const settledMs = 500;

/** Remembers where the window stood, if the screen on which it stood is still there. */
export function createWindowPlace({ read, keep, workAreas, clock, logger }: WindowPlaceParts): WindowPlace {
  const kept = placeSchema.safeParse(attempt('window-place-not-read', read)).data;

  function attempt<Value>(event: string, action: () => Value): Value | undefined {
    try {
      return action();
    } catch (error) {
      logger.warn(event, { error });
      return undefined;
    }
  }

  return {
    bounds() {
      if (!kept || !workAreas().some((area) => isWithinReach(kept, area))) return usual;
      const { x, y, width, height } = kept;
      return { x, y, width, height };
    },
    isMaximized: () => kept?.isMaximized ?? false,
    follow(window) {
      let stopWaiting = (): void => {};
      const keepNow = (): void => {
        stopWaiting();
        if (window.isDestroyed()) return;
        const { x, y, width, height } = window.getNormalBounds();
        attempt('window-place-not-kept', () => keep({ x, y, width, height, isMaximized: window.isMaximized() }));
      };
      const keepSoon = (): void => {
        stopWaiting();
        stopWaiting = clock.after(settledMs, keepNow);
      };
      window.on('move', keepSoon);
      window.on('resize', keepSoon);
      window.on('maximize', keepSoon);
      window.on('unmaximize', keepSoon);
      window.on('close', keepNow);
    },
  };
}

function isWithinReach({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const visibleWidth = Math.min(x + width, area.x + area.width) - Math.max(x, area.x);
  return visibleWidth >= gripWidth && y >= area.y && y + gripHeight <= area.y + area.height;
}

import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { createManualClock } from '../testing/manual-clock.ts';
import { createRecordingLogger } from './testing/recording-logger.ts';
import { createWindowPlace, type WindowPlace, type WindowPlaceParts } from './window-place.ts';
import { windowOptions } from './window.ts';

const look = { bounds: { width: 1280, height: 800 }, preload: '/app/preload.cjs', isPackaged: true, isDark: false };

describe('the window', () => {
  it('keeps its page away from the machine', () => {
    expect(windowOptions(look).webPreferences).toEqual({
      preload: '/app/preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: false,
    });
  });

  it('can be looked into while it is developed, and not when it is packaged', () => {
    expect(windowOptions({ ...look, isPackaged: false }).webPreferences?.devTools).toBe(true);
  });

  it('begins in the colour of its page', () => {
    expect(windowOptions(look).backgroundColor).toBe('#eef0f4');
    expect(windowOptions({ ...look, isDark: true }).backgroundColor).toBe('#0d1015');
  });
});

const desk = { x: 0, y: 0, width: 1920, height: 1040 };
const second = { x: 1920, y: -200, width: 1280, height: 1024 };
const usual = { width: 1280, height: 800 };

function createPlace(parts: Partial<WindowPlaceParts>): WindowPlace {
  return createWindowPlace({
    read: () => undefined,
    keep: () => {},
    workAreas: () => [desk],
    clock: createManualClock(),
    logger: createRecordingLogger(),
    ...parts,
  });
}

describe('the window’s place', () => {
  it.each([
    ['where it stood', { x: 100, y: 50, width: 1000, height: 700 }, [desk], true],
    ['on the second screen', { x: 2000, y: -100, width: 1000, height: 700 }, [desk, second], true],
    ['partly outside, within reach', { x: 1700, y: 50, width: 1000, height: 700 }, [desk], true],
    ['on a screen that is gone', { x: 2000, y: -100, width: 1000, height: 700 }, [desk], false],
    ['above the screen', { x: 100, y: -30, width: 1000, height: 700 }, [desk], false],
    ['below the screen', { x: 100, y: 1030, width: 1000, height: 700 }, [desk], false],
    ['with only its corner on the screen', { x: 1850, y: 50, width: 1000, height: 700 }, [desk], false],
    ['where there is no screen at all', { x: 100, y: 50, width: 1000, height: 700 }, [], false],
  ])('is kept %s only if a person can take hold of it', (_, kept, workAreas, isKept) => {
    const place = createPlace({ read: () => ({ ...kept, isMaximized: false }), workAreas: () => workAreas });
    expect(place.bounds()).toEqual(isKept ? kept : usual);
  });

  it.each([undefined, null, 'text', {}, { x: 'a' }, { x: 0, y: 0, width: -5, height: 700, isMaximized: false }, { x: 1e12 }])(
    'is the usual one where %j was kept',
    (kept) => {
      const place = createPlace({ read: () => kept });
      expect(place.bounds()).toEqual(usual);
      expect(place.isMaximized()).toBe(false);
    },
  );

  it('is the usual one where the file cannot be read, and the till starts all the same', () => {
    const logger = createRecordingLogger();
    const read = (): never => {
      throw new SyntaxError('Unexpected token');
    };
    expect(createPlace({ read, logger }).bounds()).toEqual(usual);
    expect(logger.events()).toEqual(['window-place-not-read']);
  });

  it('is kept once the window has come to rest, and at its end', async () => {
    const clock = createManualClock();
    const kept: unknown[] = [];
    const window = Object.assign(new EventEmitter(), {
      getNormalBounds: () => ({ x: 1, y: 2, width: 900, height: 600 }),
      isMaximized: () => true,
      isDestroyed: () => false,
    });
    createPlace({ keep: (place) => void kept.push(place), clock }).follow(window as never);
    for (let moves = 0; moves < 100; moves += 1) window.emit(moves % 2 ? 'move' : 'resize');
    await clock.advance(499);
    expect(kept).toEqual([]);
    await clock.advance(1);
    expect(kept).toEqual([{ x: 1, y: 2, width: 900, height: 600, isMaximized: true }]);

    window.emit('maximize');
    window.emit('close');
    expect(kept).toHaveLength(2);
    await clock.advance(10_000);
    expect(kept).toHaveLength(2);
  });

  it('that cannot be kept is no harm to the till', async () => {
    const logger = createRecordingLogger();
    const keep = (): never => {
      throw new Error('ENOSPC');
    };
    const window = Object.assign(new EventEmitter(), {
      getNormalBounds: () => desk,
      isMaximized: () => false,
      isDestroyed: () => false,
    });
    createPlace({ keep, logger }).follow(window as never);
    window.emit('close');
    expect(logger.events()).toEqual(['window-place-not-kept']);
  });
});

import { EventEmitter } from 'node:events';
import type { Rectangle } from 'electron';
import { describe, expect, it } from 'vitest';
import { createCustomerDisplays, type CustomerDisplays, type CustomerDisplaysParts } from './customer-displays.ts';
import { customerWindowOptions, type CustomerPlace } from './customer-window.ts';
import { createRecordingLogger, type RecordingLogger } from './testing/recording-logger.ts';

const left = { id: 11, bounds: { x: 0, y: 0, width: 1920, height: 1080 } };
const right = { id: 22, bounds: { x: 1920, y: 0, width: 1280, height: 800 } };
const third = { id: 33, bounds: { x: 3200, y: 0, width: 800, height: 480 } };
type PretendDisplay = typeof left;

class PretendWindow extends EventEmitter {
  readonly place: CustomerPlace;
  isClosed = false;
  bounds: Rectangle | undefined;

  constructor(place: CustomerPlace) {
    super();
    this.place = place;
  }

  isDestroyed(): boolean {
    return this.isClosed;
  }

  setBounds(bounds: Rectangle): void {
    this.bounds = bounds;
  }

  close(): void {
    this.isClosed = true;
    this.emit('closed');
  }
}

interface Bench {
  readonly customers: CustomerDisplays;
  readonly windows: PretendWindow[];
  readonly logger: RecordingLogger;
  /** What is open now. */
  places(): CustomerPlace[];
  plug(...displays: PretendDisplay[]): void;
  change(...displays: PretendDisplay[]): void;
}

function createBench(wanted: CustomerDisplaysParts['wanted'], displays: PretendDisplay[], tillOn = left): Bench {
  let there = displays;
  const screen = Object.assign(new EventEmitter(), {
    getAllDisplays: () => there,
    getDisplayMatching: (bounds: Rectangle) => there.find((display) => display.bounds.x === bounds.x) ?? there[0],
  });
  const windows: PretendWindow[] = [];
  const logger = createRecordingLogger();
  const customers = createCustomerDisplays({
    screen: screen as never,
    wanted,
    tillBounds: () => tillOn.bounds,
    open(place) {
      const window = new PretendWindow(place);
      windows.push(window);
      return window as never;
    },
    logger,
  });
  customers.begin();
  return {
    customers,
    windows,
    logger,
    places: () => windows.filter(({ isClosed }) => !isClosed).map(({ place }) => place),
    plug(...now) {
      const event = now.length < there.length ? 'display-removed' : 'display-added';
      there = now;
      screen.emit(event);
    },
    change(...now) {
      there = now;
      screen.emit('display-metrics-changed');
    },
  };
}

const over = (display: PretendDisplay): CustomerPlace => ({ kind: 'screen', bounds: display.bounds });

describe('the customer’s display', () => {
  it('opens by itself over the second screen, where there is one', () => {
    expect(createBench('auto', [left, right]).places()).toEqual([over(right)]);
    expect(createBench('auto', [left]).places()).toEqual([]);
    // The second is the one on which the cashier does not work.
    expect(createBench('auto', [left, right], right).places()).toEqual([over(left)]);
  });

  it('opens over the screen that IT chose, and over no other', () => {
    expect(createBench(3, [left, right, third]).places()).toEqual([over(third)]);
    expect(createBench(3, [left, right]).places()).toEqual([]);
    expect(createBench('off', [left, right]).places()).toEqual([]);
  });

  it('never lies over the till, even where IT chose that screen', () => {
    const bench = createBench(1, [left, right]);
    expect(bench.places()).toEqual([]);
    expect(bench.logger.events()).toEqual(['customer-display-is-the-tills']);
  });

  it('closes with a screen that is unplugged, and opens with it again', () => {
    const bench = createBench('auto', [left, right]);
    bench.plug(left);
    expect(bench.places()).toEqual([]);
    bench.plug(left, right);
    expect(bench.places()).toEqual([over(right)]);
    expect(bench.windows).toHaveLength(2);
  });

  it('opens with a screen that comes later, once', () => {
    const bench = createBench('auto', [left]);
    bench.plug(left, right);
    bench.plug(left, right, third);
    expect(bench.places()).toEqual([over(right)]);
  });

  it('follows a screen that changes its size', () => {
    const bench = createBench('auto', [left, right]);
    const larger = { ...right, bounds: { ...right.bounds, width: 1920, height: 1080 } };
    bench.change(left, larger);
    expect(bench.windows.map(({ bounds }) => bounds)).toEqual([larger.bounds]);
  });

  it('that somebody closed does not come back by itself, and comes back from the menu', () => {
    for (const closeIt of [(bench: Bench) => bench.windows[0]?.close(), (bench: Bench) => bench.customers.toggle()]) {
      const bench = createBench('auto', [left, right]);
      closeIt(bench);
      bench.plug(left);
      bench.plug(left, right);
      expect(bench.places()).toEqual([]);
      expect(bench.customers.toggle()).toEqual({ kind: 'opened' });
      expect(bench.places()).toEqual([over(right)]);
    }
  });

  it('opens from the menu as a window of its own where there is one screen, and closes there', () => {
    const bench = createBench('auto', [left]);
    expect(bench.customers.toggle()).toEqual({ kind: 'opened' });
    expect(bench.places()).toEqual([{ kind: 'window' }]);
    // It is where a person has put it: a screen that comes does not take it away.
    bench.plug(left, right);
    expect(bench.places()).toEqual([{ kind: 'window' }]);
    expect(bench.customers.toggle()).toEqual({ kind: 'closed' });
    expect(bench.places()).toEqual([]);
  });

  it('opens from the menu where it is not to open by itself', () => {
    const bench = createBench('off', [left, right]);
    expect(bench.customers.toggle()).toEqual({ kind: 'opened' });
    expect(bench.places()).toEqual([over(right)]);
  });

  it('goes with the cashier’s window, whatever is plugged in then', () => {
    const bench = createBench('auto', [left, right]);
    bench.customers.close();
    bench.customers.close();
    bench.plug(left);
    bench.plug(left, right);
    expect(bench.places()).toEqual([]);
  });
});

describe('the customer’s window', () => {
  const look = { preload: '/app/customer-preload.cjs', isPackaged: true };

  it('lies over its whole screen without a frame, and does not take the keyboard', () => {
    expect(customerWindowOptions({ ...look, place: { kind: 'screen', bounds: right.bounds } })).toMatchObject({
      ...right.bounds,
      frame: false,
      fullscreen: true,
      show: false,
    });
    expect(customerWindowOptions({ ...look, place: { kind: 'window' } })).not.toHaveProperty('frame');
  });

  it('is kept away from the machine as the cashier’s is, with a bridge of its own', () => {
    expect(customerWindowOptions({ ...look, place: { kind: 'window' } }).webPreferences).toMatchObject({
      preload: '/app/customer-preload.cjs',
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webviewTag: false,
      devTools: false,
    });
  });
});

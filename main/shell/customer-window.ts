import type { BrowserWindowConstructorOptions, Rectangle } from 'electron';
import { lockedPreferences } from './window.ts';

/** Where the customer's display opens: over the whole of a screen, or as a window that a person puts where they want it. */
export type CustomerPlace = { readonly kind: 'screen'; readonly bounds: Rectangle } | { readonly kind: 'window' };

export interface CustomerLook {
  readonly place: CustomerPlace;
  /** The absolute path of its own bundled preload script, which is another one than the cashier's. */
  readonly preload: string;
  readonly isPackaged: boolean;
}

/** What the customer's window is made with. It never takes the keyboard away from the cashier: it is shown without being made the active one. */
export function customerWindowOptions({ place, preload, isPackaged }: CustomerLook): BrowserWindowConstructorOptions {
  return {
    ...(place.kind === 'screen'
      ? // Without a frame and over the whole screen: there is nothing on it to take hold of.
        { ...place.bounds, frame: false, fullscreen: true, movable: false, minimizable: false, skipTaskbar: true }
      : { width: 1024, height: 640, minWidth: 480, minHeight: 320 }),
    title: 'Tillstone',
    show: false,
    // `--ground` of its tokens, which are always the light ones.
    backgroundColor: '#eef0f4',
    autoHideMenuBar: true,
    webPreferences: lockedPreferences(preload, isPackaged),
  };
}

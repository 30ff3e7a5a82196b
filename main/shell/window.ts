import type { BrowserWindowConstructorOptions, WebPreferences } from 'electron';
import type { WindowBounds } from './window-place.ts';

export interface WindowLook {
  readonly bounds: WindowBounds;
  /** The absolute path of the bundled preload script. */
  readonly preload: string;
  readonly isPackaged: boolean;
  readonly isDark: boolean;
}

/** The smallest counter display that is still sold. */
const least = { minWidth: 800, minHeight: 560 } as const;

/** What the cashier's window is made with. */
export function windowOptions({ bounds, preload, isPackaged, isDark }: WindowLook): BrowserWindowConstructorOptions {
  return {
    ...bounds,
    ...least,
    title: 'Tillstone',
    // Shown at once, in the page's own colour (`--ground` of its tokens): a window that waits for its page would never be seen if that does not come.
    show: true,
    backgroundColor: isDark ? '#0d1015' : '#eef0f4',
    autoHideMenuBar: true,
    webPreferences: lockedPreferences(preload, isPackaged),
  };
}

/** Everything that keeps a page away from the machine is said, also where it is what Electron does anyway. */
export function lockedPreferences(preload: string, isPackaged: boolean): WebPreferences {
  return {
    preload,
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
    devTools: !isPackaged,
  };
}

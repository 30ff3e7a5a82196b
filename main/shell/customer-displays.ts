import type { BrowserWindow, Display, Rectangle, Screen } from 'electron';
import type { CustomerOpened } from '../../shared/ipc/contract.ts';
import type { CustomerDisplayDoor } from '../ports/customer-display.ts';
import type { Logger } from '../ports/logger.ts';
import type { Settings } from '../settings/settings.ts';
import type { CustomerPlace } from './customer-window.ts';

export type CustomerWindow = Pick<BrowserWindow, 'once' | 'close' | 'setBounds' | 'isDestroyed'>;

export interface CustomerDisplaysParts {
  readonly screen: Pick<Screen, 'getAllDisplays' | 'getDisplayMatching' | 'on'>;
  /** What IT set. */
  readonly wanted: Settings['customerDisplay'];
  /** Where the cashier's window is now. */
  readonly tillBounds: () => Rectangle;
  readonly open: (place: CustomerPlace) => CustomerWindow;
  readonly logger: Logger;
}

export interface CustomerDisplays extends CustomerDisplayDoor {
  /** Opens it where its screen is there, and follows the screens from now on. */
  begin(): void;
  /** With the cashier's window. */
  close(): void;
}

/**
 * One customer's display at most: where it belongs, and whether it is there. Nothing here knows of a sale, and nothing of a sale waits for it.
 *
 *   its screen is there ──▶ opens over it ──▶ the screen is unplugged ──▶ closes, and opens again with the screen
 *   the cashier's menu ───▶ opens (a window of its own where there is no second screen), or closes and stays closed
 */
export function createCustomerDisplays({ screen, wanted, tillBounds, open, logger }: CustomerDisplaysParts): CustomerDisplays {
  let opened: { readonly window: CustomerWindow; readonly displayId: number | undefined } | undefined;
  /** Somebody closed it: it does not come back by itself. */
  let isPutAway = false;

  /** Never the screen on which the cashier works: it would lie over the till. */
  function findDisplay(choice: Settings['customerDisplay']): Display | undefined {
    if (choice === 'off') return undefined;
    const displays = screen.getAllDisplays();
    const tills = screen.getDisplayMatching(tillBounds());
    if (choice === 'auto') return displays.find(({ id }) => id !== tills.id);
    const display = displays[choice - 1];
    if (display?.id !== tills.id) return display;
    logger.warn('customer-display-is-the-tills', { display: choice });
    return undefined;
  }

  function openOn(display: Display | undefined): void {
    const window = open(display ? { kind: 'screen', bounds: display.bounds } : { kind: 'window' });
    opened = { window, displayId: display?.id };
    logger.info('customer-display-opened', { isOverScreen: display !== undefined });
    window.once('closed', () => {
      if (opened?.window !== window) return;
      // Not by us: somebody has closed the window itself.
      opened = undefined;
      isPutAway = true;
      logger.info('customer-display-closed');
    });
  }

  function closeNow(): void {
    const window = opened?.window;
    opened = undefined;
    if (window && !window.isDestroyed()) window.close();
  }

  function look(): void {
    if (opened?.displayId !== undefined) {
      const { displayId, window } = opened;
      const display = screen.getAllDisplays().find(({ id }) => id === displayId);
      if (display) window.setBounds(display.bounds);
      else {
        logger.info('customer-display-unplugged');
        closeNow();
      }
    }
    if (opened || isPutAway) return;
    const display = findDisplay(wanted);
    if (display) openOn(display);
  }

  return {
    begin() {
      screen.on('display-added', look);
      screen.on('display-removed', look);
      screen.on('display-metrics-changed', look);
      look();
    },
    toggle(): CustomerOpened {
      isPutAway = opened !== undefined;
      if (isPutAway) {
        closeNow();
        return { kind: 'closed' };
      }
      // `off` is about opening by itself: who asks for it gets it, on the second screen where there is one.
      openOn(findDisplay(wanted === 'off' ? 'auto' : wanted));
      return { kind: 'opened' };
    },
    close() {
      isPutAway = true;
      closeNow();
    },
  };
}

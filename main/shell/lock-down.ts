import type { Session, WebContents } from 'electron';
import type { Logger } from '../ports/logger.ts';
import { isOwnUrl } from './app-origin.ts';

export type LockableSession = Pick<
  Session,
  | 'setPermissionRequestHandler'
  | 'setPermissionCheckHandler'
  | 'setDevicePermissionHandler'
  | 'setDisplayMediaRequestHandler'
  | 'setUSBProtectedClassesHandler'
  | 'on'
>;

export type LockableContents = Pick<WebContents, 'on' | 'setWindowOpenHandler'>;

/** The window may nothing that a page has to ask for: Electron would allow everything by itself. */
export function lockDownSession(session: LockableSession, logger: Logger): void {
  session.setPermissionRequestHandler((_contents, permission, callback) => {
    logger.warn('permission-denied', { permission });
    callback(false);
  });
  session.setPermissionCheckHandler(() => false);
  session.setDevicePermissionHandler(() => false);
  session.setDisplayMediaRequestHandler((_request, callback) => callback(null));
  // What is protected stays so.
  session.setUSBProtectedClassesHandler(({ protectedClasses }) => protectedClasses);
  session.on('will-download', (event) => {
    event.preventDefault();
    logger.warn('download-denied');
  });
}

/** The window stays where it is: on the till's own pages, in one window, with nothing embedded. */
export function lockDownContents(contents: LockableContents, logger: Logger): void {
  const stayHere = (details: { readonly url: string; preventDefault(): void }): void => {
    if (isOwnUrl(details.url)) return;
    details.preventDefault();
    // Where to may hold what a person typed: only the kind of address is told.
    logger.warn('navigation-denied', { scheme: schemeOf(details.url) });
  };
  contents.on('will-navigate', stayHere);
  contents.on('will-redirect', stayHere);
  contents.on('will-frame-navigate', stayHere);
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
    logger.warn('webview-denied');
  });
  contents.setWindowOpenHandler(({ url }) => {
    logger.warn('window-denied', { scheme: schemeOf(url) });
    return { action: 'deny' };
  });
}

function schemeOf(url: string): string {
  return URL.canParse(url) ? new URL(url).protocol : 'none';
}

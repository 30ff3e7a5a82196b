import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import { lockDownContents, lockDownSession, type LockableContents, type LockableSession } from './lock-down.ts';
import { createRecordingLogger } from './testing/recording-logger.ts';

type PermissionHandler = NonNullable<Parameters<LockableSession['setPermissionRequestHandler']>[0]>;
type Permission = Parameters<PermissionHandler>[1];

/** Every permission that Electron 45 documents. The type makes a name that it does not know an error; the count finds one that is missing. */
const permissions = [
  'ar',
  'automatic-fullscreen',
  'background-fetch',
  'background-sync',
  'captured-surface-control',
  'clipboard-read',
  'clipboard-sanitized-write',
  'deprecated-sync-clipboard-read',
  'display-capture',
  'fileSystem',
  'fullscreen',
  'geolocation',
  'geolocation-approximate',
  'hand-tracking',
  'hid',
  'idle-detection',
  'keyboardLock',
  'local-fonts',
  'local-network',
  'local-network-access',
  'loopback-network',
  'media',
  'mediaKeySystem',
  'midi',
  'midiSysex',
  'nfc',
  'notifications',
  'openExternal',
  'payment-handler',
  'periodic-background-sync',
  'persistent-storage',
  'pointerLock',
  'screen-wake-lock',
  'sensors',
  'serial',
  'smart-card',
  'speaker-selection',
  'storage-access',
  'system-wake-lock',
  'top-level-storage-access',
  'usb',
  'vr',
  'web-app-installation',
  'web-printing',
  'window-management',
  'unknown',
] as const satisfies readonly Permission[];

/** Compiles only if no documented permission is left out above. */
const isComplete: Exclude<Permission, (typeof permissions)[number]> extends never ? true : false = true;

/** Keeps what it is given, as Electron's session would. */
function createSession(): LockableSession & Record<'handlers', Record<string, (...values: never[]) => unknown>> & EventEmitter {
  const handlers: Record<string, (...values: never[]) => unknown> = {};
  const setter =
    (name: string) =>
    (handler: (...values: never[]) => unknown): void => {
      handlers[name] = handler;
    };
  const names = ['PermissionRequest', 'PermissionCheck', 'DevicePermission', 'DisplayMediaRequest', 'USBProtectedClasses'];
  return Object.assign(
    new EventEmitter(),
    { handlers },
    Object.fromEntries(names.map((name) => [`set${name}Handler`, setter(name)])),
  ) as never;
}

describe('the session', () => {
  it('is asked for every permission that there is, and grants none', () => {
    expect(isComplete).toBe(true);
    const session = createSession();
    const logger = createRecordingLogger();
    lockDownSession(session, logger);
    const request = session.handlers['PermissionRequest'] as unknown as PermissionHandler;
    const check = session.handlers['PermissionCheck'] as unknown as (contents: null, permission: Permission) => boolean;
    for (const permission of permissions) {
      const answers: boolean[] = [];
      request(undefined as never, permission, (isGranted) => answers.push(isGranted), undefined as never);
      expect(answers, permission).toEqual([false]);
      expect(check(null, permission), permission).toBe(false);
    }
    expect(logger.entries).toHaveLength(permissions.length);
  });

  it('gives no device, no screen, and no protected USB class away', () => {
    const session = createSession();
    lockDownSession(session, createRecordingLogger());
    const { DevicePermission, DisplayMediaRequest, USBProtectedClasses } = session.handlers;
    for (const deviceType of ['hid', 'serial', 'usb']) expect(DevicePermission?.({ deviceType } as never)).toBe(false);
    const streams: unknown[] = [];
    DisplayMediaRequest?.({} as never, ((given: unknown) => streams.push(given)) as never);
    expect(streams).toEqual([null]);
    const protectedClasses = ['audio', 'audio-video', 'hid', 'mass-storage', 'smart-card', 'video', 'wireless'];
    expect(USBProtectedClasses?.({ protectedClasses } as never)).toEqual(protectedClasses);
  });

  it('downloads nothing', () => {
    const session = createSession();
    lockDownSession(session, createRecordingLogger());
    expect(isPrevented(session, 'will-download')).toBe(true);
  });
});

describe('the contents of a window', () => {
  function lockedContents(): { contents: EventEmitter; openWindow: (url: string) => unknown; logged: () => string } {
    const logger = createRecordingLogger();
    let openHandler: (details: { url: string }) => unknown = () => undefined;
    const contents = Object.assign(new EventEmitter(), {
      setWindowOpenHandler: (handler: typeof openHandler) => {
        openHandler = handler;
      },
    });
    lockDownContents(contents as unknown as LockableContents, logger);
    return { contents, openWindow: (url) => openHandler({ url }), logged: () => JSON.stringify(logger.entries) };
  }

  const strange = [
    'https://app.evil.com',
    'http://127.0.0.1:8526/',
    'app://till.evil/',
    'app://evil/till',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'data:text/html,x',
    'about:blank',
    'app:till',
    'not an address',
  ];

  describe.each(['will-navigate', 'will-redirect', 'will-frame-navigate'])('at %s', (event) => {
    it.each(strange)('do not go to %s', (url) => {
      expect(isPrevented(lockedContents().contents, event, { url })).toBe(true);
    });

    it.each(['app://till/', 'APP://till', 'app://till/index.html#sale'])('may stay at %s', (url) => {
      expect(isPrevented(lockedContents().contents, event, { url })).toBe(false);
    });
  });

  it.each([...strange, 'app://till/'])('open no window for %s', (url) => {
    expect(lockedContents().openWindow(url)).toEqual({ action: 'deny' });
  });

  it('embed nothing', () => {
    expect(isPrevented(lockedContents().contents, 'will-attach-webview')).toBe(true);
  });

  it('log no address: it may hold what a person typed', () => {
    const { contents, logged } = lockedContents();
    isPrevented(contents, 'will-navigate', { url: 'https://evil.example/?card=4111111111111111' });
    expect(logged()).toContain('https:');
    expect(logged()).not.toContain('evil.example');
  });
});

function isPrevented(emitter: EventEmitter, event: string, details: object = {}): boolean {
  let prevented = false;
  const isHeard = emitter.emit(event, { ...details, preventDefault: () => (prevented = true) });
  expect(isHeard, `somebody listens to ${event}`).toBe(true);
  return prevented;
}

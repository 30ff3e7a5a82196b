import { EventEmitter } from 'node:events';
import { existsSync } from 'node:fs';
import { invariant } from '../../../shared/result.ts';

/**
 * Stands in for Electron where its program is not there, so that `main.ts` can be run as it is: as much of it as `main.ts` and electron-store use,
 * with the orders kept that Electron insists on. When the window is loaded, it does what a window would: asks for its page, calls the till, and is closed.
 * With `PRETEND_SALE` it has bills reserved before, and leaves all the same when it is asked. With `PRETEND_DISPLAYS=2` there is a second screen,
 * and the customer's window that opens on it asks for more than it may. What came of it is one line of JSON each on stdout.
 */

let isReady = false;
const paths = new Map<string, string>();
const protocols = new Map<string, (request: { url: string; method: string }) => Promise<Response>>();
const calls = new Map<string, (event: object, ...values: unknown[]) => Promise<unknown>>();
const lockedDown: string[] = [];

const appEvents = new EventEmitter();
export const app = Object.assign(appEvents, {
  isPackaged: false,
  getVersion: () => '0.0.0',
  getPath: (name: string) => paths.get(name),
  setPath(name: string, path: string) {
    invariant(existsSync(path), 'Electron wants a folder that is there');
    paths.set(name, path);
  },
  requestSingleInstanceLock: () => process.env['PRETEND_SECOND_INSTANCE'] === undefined,
  enableSandbox() {
    invariant(!isReady, 'the sandbox is enabled before Electron is ready');
    lockedDown.push('sandbox');
  },
  whenReady: () =>
    new Promise<void>((resolve) => {
      setImmediate(() => {
        isReady = true;
        resolve();
      });
    }),
  quit() {
    let isHeldBack = false;
    appEvents.emit('before-quit', { preventDefault: () => (isHeldBack = true) });
    if (!isHeldBack) process.exit(0);
  },
  exit: (code = 0) => process.exit(code),
});

export const protocol = {
  registerSchemesAsPrivileged() {
    invariant(!isReady, 'schemes are registered before Electron is ready');
    lockedDown.push('scheme');
  },
  handle: (scheme: string, answer: (request: { url: string; method: string }) => Promise<Response>) =>
    void protocols.set(scheme, answer),
};

export const ipcMain = Object.assign(new EventEmitter(), {
  handle: (channel: string, answer: (event: object, ...values: unknown[]) => Promise<unknown>) => void calls.set(channel, answer),
  removeHandler: (channel: string) => void calls.delete(channel),
});

const setter = (name: string) => (): void => void lockedDown.push(name);
const defaultSession = Object.assign(new EventEmitter(), {
  setPermissionRequestHandler: setter('permission-request'),
  setPermissionCheckHandler: setter('permission-check'),
  setDevicePermissionHandler: setter('device-permission'),
  setDisplayMediaRequestHandler: setter('display-media'),
  setUSBProtectedClassesHandler: setter('usb'),
});
export const session = { defaultSession };
const displays = Array.from({ length: Number(process.env['PRETEND_DISPLAYS'] ?? '1') }, (_, index) => ({
  id: index + 1,
  bounds: { x: index * 1920, y: 0, width: 1920, height: 1080 },
  workArea: { x: index * 1920, y: 0, width: 1920, height: 1040 },
}));
export const screen = Object.assign(new EventEmitter(), {
  getAllDisplays: () => displays,
  getDisplayMatching: () => displays[0],
});
export const nativeTheme = { shouldUseDarkColors: false };
export const Menu = { setApplicationMenu: (menu: unknown) => void (menu === null && lockedDown.push('menu')) };
export const dialog = { showErrorBox: () => {}, showSaveDialog: () => Promise.resolve({ canceled: true, filePath: '' }) };
export const shell = {};

export class BrowserWindow extends EventEmitter {
  readonly webContents = Object.assign(new EventEmitter(), {
    setWindowOpenHandler: setter('windows'),
    isDestroyed: () => false,
    send: (_channel: string, name: string) => void (name === 'leave-asked' && this.#leave()),
    reload: () => {},
    forcefullyCrashRenderer: () => {},
    print: () => {},
    printToPDF: () => Promise.reject(new Error('nothing is printed here')),
  });
  readonly options: { readonly webPreferences?: object };
  static readonly #customers: Promise<void>[] = [];

  constructor(options: { readonly webPreferences?: object }) {
    super();
    invariant(isReady, 'a window is opened once Electron is ready');
    this.options = options;
    app.emit('web-contents-created', {}, this.webContents);
  }

  isDestroyed(): boolean {
    return false;
  }

  isMaximized(): boolean {
    return false;
  }

  isMinimized(): boolean {
    return false;
  }

  focus(): void {}

  showInactive(): void {}

  close(): void {
    this.emit('closed');
  }

  getBounds(): object {
    return this.getNormalBounds();
  }

  getNormalBounds(): object {
    return { x: 10, y: 20, width: 1000, height: 700 };
  }

  loadURL(url: string): Promise<void> {
    if (!url.endsWith('/customer.html')) return this.#beTheTills(url);
    const shown = this.#beTheCustomers(url);
    BrowserWindow.#customers.push(shown);
    return shown;
  }

  /** What it gets, and what it is refused: the till's calls, from its own page and from one that looks like the till's. */
  async #beTheCustomers(url: string): Promise<void> {
    const ask = (channel: string, name: string, from: string): Promise<unknown> | undefined =>
      calls.get(channel)?.({ sender: this.webContents, senderFrame: { url: from, parent: null } }, name, {});
    const seen = {
      url,
      options: this.options,
      view: await ask('customer/call', 'customer/view', url),
      more: await ask('customer/call', 'till/snapshot', url),
      till: await ask('till/call', 'till/snapshot', url),
      tillAsTheTill: await ask('till/call', 'till/snapshot', 'app://till/'),
    };
    process.stdout.write(`${JSON.stringify(seen)}\n`);
  }

  async #beTheTills(url: string): Promise<void> {
    await Promise.all(BrowserWindow.#customers);
    const page = await protocols.get('app')?.({ url, method: 'GET' });
    const call = calls.get('till/call');
    const ownFrame = { sender: this.webContents, senderFrame: { url, parent: null } };
    const seen = {
      url,
      page: page?.status,
      policy: page?.headers.get('content-security-policy'),
      snapshot: await call?.(ownFrame, 'till/snapshot', {}),
      stranger: await call?.({ ...ownFrame, senderFrame: { url: 'https://evil.example/', parent: null } }, 'till/snapshot', {}),
      lockedDown: lockedDown.toSorted(),
      webPreferences: this.options.webPreferences,
      listensTo: this.webContents.eventNames().map(String).toSorted(),
    };
    process.stdout.write(`${JSON.stringify(seen)}\n`);
    const sale = process.env['PRETEND_SALE'];
    if (sale !== undefined) await this.#call('bill/request', JSON.parse(sale));
    this.#close();
  }

  #call(name: string, request: unknown): Promise<unknown> | undefined {
    const event = { sender: this.webContents, senderFrame: { url: 'app://till/', parent: null } };
    return calls.get('till/call')?.(event, name, request);
  }

  #leave(): void {
    process.stdout.write(`${JSON.stringify({ asked: 'leave' })}\n`);
    void this.#call('window/leave', { step: 'shown' });
    void this.#call('window/leave', { step: 'leave' });
  }

  #close(): void {
    let isHeldBack = false;
    this.emit('close', { preventDefault: () => (isHeldBack = true) });
    if (!isHeldBack) app.emit('window-all-closed');
  }
}

// electron-store takes Electron as one object.
// oxlint-disable-next-line import/no-default-export -- as the package does
export default { app, ipcMain, shell };

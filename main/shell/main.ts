import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { app, BrowserWindow, dialog, ipcMain, Menu, nativeTheme, protocol, screen, session, type WebContents } from 'electron';
import { withoutSignalListeners } from '../advices/without-signal-listeners.ts';
import { compose } from '../compose.ts';
import { startServices } from '../demonstration.ts';
import { farewellOf, sayFarewell } from '../farewell.ts';
import { createCustomerFeed } from '../ipc/customer-feed.ts';
import { createFileLogger } from '../logs/file-logger.ts';
import { systemClock } from '../ports/clock.ts';
import { randomIds } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import { readSettings } from '../settings/read-settings.ts';
import type { Settings } from '../settings/settings.ts';
import { appScheme, appUrl, customerUrl } from './app-origin.ts';
import { appSchemePrivileges, createAppProtocol } from './app-protocol.ts';
import { askBeforeQuit } from './ask-before-quit.ts';
import { bringBack } from './bring-back.ts';
import { closeBeforeQuit } from './close-before-quit.ts';
import { createCustomerDisplays, type CustomerDisplays } from './customer-displays.ts';
import { connectCustomerIpc } from './customer-ipc.ts';
import { customerWindowOptions, type CustomerPlace } from './customer-window.ts';
import { connectIpc, tellWindow } from './electron-ipc.ts';
import { createElectronPrinter } from './electron-printer.ts';
import { lockDownContents, lockDownSession } from './lock-down.ts';
import { createWindowPlace } from './window-place.ts';
import { windowOptions } from './window.ts';

/** The till in Electron: composition and nothing else. What decides something is in the files beside it, which run without Electron. */

const { default: ElectronStore } = await withoutSignalListeners(() => import('electron-store'));

/** As on the command line. */
const badInput = 64;
const unavailable = 69;
const internal = 70;

/** Beside this file, after the build. */
const preload = join(import.meta.dirname, 'preload.cjs');
const customerPreload = join(import.meta.dirname, 'customer-preload.cjs');
const pagesDirectory = join(import.meta.dirname, '..', 'renderer');
const clock = systemClock;

async function start(): Promise<void> {
  const read = readSettings(process.env);
  if (!read.ok) return refuse(read.failure.map(({ name, problem }) => `${name} ${problem}`).join('\n'), badInput);
  const settings = read.value;
  const inUse = `Another till is selling from ${settings.dataDirectory}. Close it first.`;

  // Electron's own files go into the data folder, and its lock with them: one window for each data folder, and not for each machine.
  const windowDirectory = join(settings.dataDirectory, 'window');
  mkdirSync(windowDirectory, { recursive: true, mode: 0o700 });
  app.setPath('userData', windowDirectory);
  if (!app.requestSingleInstanceLock()) return refuse(inUse, unavailable);

  // Until here nothing has waited: these three come too late once Electron is ready.
  app.enableSandbox();
  protocol.registerSchemesAsPrivileged([appSchemePrivileges]);
  Menu.setApplicationMenu(null);
  await app.whenReady();

  const logger = await createFileLogger({ directory: join(settings.dataDirectory, 'logs'), name: 'till' });
  const end = async (error: unknown): Promise<void> => {
    const incidentId = randomIds.incidentId();
    logger.error('incident', { incidentId, error });
    await logger.close();
    refuse(`Something went wrong inside the till. Incident ${incidentId}`, internal);
  };
  // Electron would show a dialog of its own and go on. But a process that made a mistake is not to be trusted with a payment's answer;
  // what was asked of the terminal is in the journal, and is unknown at the next start.
  process.on('uncaughtException', (error) => void end(error));
  process.on('unhandledRejection', (error) => void end(error));

  let window: BrowserWindow | undefined;
  let customers: CustomerDisplays | undefined;
  const printer = createElectronPrinter({
    window: () => window,
    askWhereTo: async (fileName) => {
      if (!window) return { canceled: true, filePath: '' };
      return dialog.showSaveDialog(window, { defaultPath: fileName, filters: [{ name: 'PDF', extensions: ['pdf'] }] });
    },
    clock,
    logger,
  });
  const service = await startServices(settings);
  const composed = compose(settings, {
    logger,
    printer,
    customerDisplay: { toggle: () => customers?.toggle() ?? { kind: 'not-here' } },
    bds: service.bds,
    billpay: service.billpay,
    qr: service.qr,
    // The same files as its engine makes elsewhere.
    createStore: (options) => new ElectronStore(options),
  });
  if (!composed.ok) {
    await service.close();
    await logger.close();
    return refuse(inUse, unavailable);
  }
  const till = composed.value;
  const question = askBeforeQuit({
    app,
    clock,
    logger,
    isAtStake: async () => (await farewellOf(till)) !== undefined,
    ask: () => {
      if (!window || !tellWindow(window.webContents, logger, 'leave-asked', {})) return false;
      show(window);
      return true;
    },
  });
  closeBeforeQuit({
    app,
    clock,
    logger,
    mayQuit: question.mayQuit,
    close: async () => {
      const lastWord = await sayFarewell(till);
      if (lastWord !== undefined) process.stderr.write(`${lastWord}\n`);
      await till.close();
      await service.close();
      await logger.close();
    },
  });
  app.on('window-all-closed', () => app.quit());

  protocol.handle(appScheme, createAppProtocol({ pagesDirectory, logger }));
  lockDownSession(session.defaultSession, logger);
  app.on('web-contents-created', (_event, contents) => lockDownContents(contents, logger));

  window = openWindow(settings, logger);
  // Closing the window ends the till, and that is asked about: the window stays until the till has closed.
  window.on('close', (event) => {
    event.preventDefault();
    app.quit();
  });
  window.once('closed', () => {
    window = undefined;
    customers?.close();
  });
  const { webContents } = window;
  connectIpc({ ipcMain, contents: webContents, till: { ...till, ...question.heardBy(till) } });
  bringBack({ contents: webContents, clock, logger });
  app.on('second-instance', () => window && show(window));

  let customerContents: WebContents | undefined;
  connectCustomerIpc({
    ipcMain,
    contents: () => customerContents,
    feed: createCustomerFeed(till, { logger, shop: settings.shop }),
    logger,
  });
  const tillWindow = window;
  customers = createCustomerDisplays({
    screen,
    wanted: settings.customerDisplay,
    tillBounds: () => tillWindow.getBounds(),
    open(place) {
      const opened = openCustomerWindow(place, logger);
      customerContents = opened.webContents;
      // A page that does not come leaves an empty window, and the till as it is.
      opened.loadURL(customerUrl).catch((error: unknown) => logger.warn('customer-display-not-loaded', { error }));
      return opened;
    },
    logger,
  });
  customers.begin();
  logger.info('till-opened', { host: 'electron', mode: settings.mode });
  await window.loadURL(appUrl);
}

function openWindow(settings: Settings, logger: Logger): BrowserWindow {
  let store: InstanceType<typeof ElectronStore<{ place?: unknown }>> | undefined;
  const openStore = (): InstanceType<typeof ElectronStore<{ place?: unknown }>> =>
    (store ??= new ElectronStore({ name: 'window-place', cwd: app.getPath('userData'), clearInvalidConfig: true }));
  const place = createWindowPlace({
    read: () => openStore().get('place'),
    keep: (kept) => openStore().set('place', kept),
    workAreas: () => screen.getAllDisplays().map(({ workArea }) => workArea),
    clock,
    logger,
  });
  const window = new BrowserWindow(
    windowOptions({ bounds: place.bounds(), preload, isPackaged: app.isPackaged, isDark: nativeTheme.shouldUseDarkColors }),
  );
  if (place.isMaximized()) window.maximize();
  place.follow(window);
  return window;
}

/** Shown without taking the keyboard from the cashier. */
function openCustomerWindow(place: CustomerPlace, logger: Logger): BrowserWindow {
  const window = new BrowserWindow(customerWindowOptions({ place, preload: customerPreload, isPackaged: app.isPackaged }));
  bringBack({ contents: window.webContents, clock, logger });
  window.showInactive();
  return window;
}

function show(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.focus();
}

function refuse(message: string, exitCode: number): void {
  process.stderr.write(`${message}\n`);
  // Started from a desktop nobody reads the line above. There is no window yet that a component could stand in.
  if (app.isPackaged && !process.stderr.isTTY) dialog.showErrorBox('Tillstone', message);
  app.exit(exitCode);
}

start().catch((error: unknown) => refuse(error instanceof Error ? error.message : String(error), internal));

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { _electron as electron, expect, test as base, type ElectronApplication } from 'playwright/test';
import { findInstalledElectron } from '../../main/starting/find-electron.ts';
import { invariant } from '../../shared/result.ts';
import { createTexts } from '../../shared/texts/translate.ts';
import { startBdsSimulator, type BdsSimulator } from '../../simulators/bds/start-bds-simulator.ts';
import { chargesOf, transactionsOf } from '../ledger.ts';
import { customerScreen } from '../pages/customer-screen.ts';
import { createScreens, type Screens } from '../pages/screens.ts';

const found = findInstalledElectron(process.env, process.platform);
const root = fileURLToPath(new URL('../..', import.meta.url));

interface ElectronFixtures {
  simulator: BdsSimulator;
  dataDirectory: string;
  app: ElectronApplication;
  screens: Screens;
}

const test = base.extend<ElectronFixtures>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads from the pattern which fixtures this one needs: none.
  simulator: async ({}, provide) => {
    const simulator = await startBdsSimulator();
    await provide(simulator);
    await simulator.close();
  },
  // oxlint-disable-next-line no-empty-pattern -- As above.
  dataDirectory: async ({}, provide) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tillstone-e2e-'));
    await provide(path.join(folder, 'data'));
    await rm(folder, { recursive: true, force: true });
  },
  app: async ({ simulator, dataDirectory }, provide) => {
    invariant(found.ok, 'a test without Electron was not skipped');
    const app = await electron.launch({
      executablePath: found.value,
      args: [path.join(root, 'dist', 'shell', 'main.js')],
      cwd: root,
      env: {
        ...definedEnvironment(),
        TILLSTONE_DATA_DIR: dataDirectory,
        TILLSTONE_BDS_URL: simulator.url,
        TILLSTONE_BDS_USER: simulator.user,
        TILLSTONE_BDS_PASSWORD: simulator.password,
        // However many screens the machine has: here it is opened from the menu.
        TILLSTONE_CUSTOMER_DISPLAY: 'off',
      },
    });
    await provide(app);
    await app.close();
  },
  screens: async ({ app }, provide) => {
    const screens = createScreens(await app.firstWindow(), createTexts('en-US'));
    await expect(screens.header.today).toBeVisible();
    await provide(screens);
  },
});

test.skip(!found.ok, found.ok ? '' : `Electron: ${found.failure}`);

test('a card is approved in the real window, over the bridge of the preload script', async ({ screens, simulator }) => {
  const { sell, outcome, page } = screens;
  await sell.begin('12.00', '987987');
  await outcome.expect('approved');
  expect(chargesOf(simulator)).toEqual([expect.objectContaining({ amount: '12.00', reference: '987987' })]);

  // The page has the bridge's two verbs, and nothing of Node or of Electron.
  const reach = await page.evaluate(() => ({
    bridge: Object.keys((window as unknown as { readonly till: object }).till).toSorted(),
    node: ['require', 'process', 'module', 'electron'].filter((name) => name in window),
  }));
  expect(reach).toEqual({ bridge: ['call', 'listen'], node: [] });
  await outcome.next.click();
  await screens.expectScreen('sell');
});

test('a window whose process dies during a payment comes back with it, and the payment notices nothing', async ({
  app,
  screens,
  simulator,
}) => {
  simulator.control.next({ customer: { kind: 'hold' } });
  await screens.sell.begin('12.00', '987987');
  await screens.expectScreen('taking');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer());
  await expect.poll(() => screenInWindow(app)).toBe('taking');
  simulator.control.release({ kind: 'approve' });
  await expect.poll(() => screenInWindow(app)).toBe('outcome');
  expect(transactionsOf(simulator)).toHaveLength(1);
  expect(chargesOf(simulator)).toHaveLength(1);
});

test('a window that is closed during a payment asks first, and stays', async ({ app, screens, simulator }) => {
  const { leave, outcome } = screens;
  simulator.control.next({ customer: { kind: 'hold' } });
  await screens.sell.begin('12.00', '987987');
  await screens.expectScreen('taking');
  await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.close());
  await expect(leave.root).toContainText('A customer is at the terminal with $12.00. The payment will be unknown');
  await expect(leave.stay).toBeFocused();
  await leave.stay.click();
  await expect(leave.root).toBeHidden();
  simulator.control.release({ kind: 'approve' });
  await outcome.expect('approved');
  expect(chargesOf(simulator)).toHaveLength(1);
});

test('the customer’s display opens and closes from the menu, with a bridge of its own that has nothing of the till', async ({
  app,
  screens,
}) => {
  const { header, sell, outcome } = screens;
  const toggle = async (): Promise<void> => {
    await header.menu.click();
    await header.customerDisplay.click();
  };
  const opening = app.waitForEvent('window');
  await toggle();
  const customer = customerScreen(await opening);
  await customer.expect('idle');
  const reach = await customer.page.evaluate(() => ({
    bridge: Object.keys((window as unknown as { readonly customer: object }).customer).toSorted(),
    more: ['till', 'require', 'process', 'module', 'electron'].filter((name) => name in window),
  }));
  expect(reach).toEqual({ bridge: ['call', 'listen'], more: [] });

  await sell.begin('12.00', '987987');
  await customer.expect('paid');
  await expect(customer.amount).toHaveText('$12.00');
  const closing = customer.page.waitForEvent('close');
  await expect(outcome.next).toBeEnabled();
  await outcome.next.click();
  await toggle();
  await closing;
  // Losing it is no harm to the till.
  await sell.begin('13.00', '987988');
  await outcome.expect('approved');
});

/** Asked through the main process: Playwright gives a page up whose process has died once, though the window came back. */
function screenInWindow(app: ElectronApplication): Promise<unknown> {
  return app.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (!contents || contents.isCrashed() || contents.isLoading()) return 'not there';
    const screen: unknown = await contents.executeJavaScript(
      "document.querySelector('main [data-screen]')?.getAttribute('data-screen') ?? 'none'",
    );
    return screen;
  });
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !entry[0].startsWith('TILLSTONE_'),
    ),
  );
}

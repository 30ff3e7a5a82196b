import { randomUUID } from 'node:crypto';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { expect } from 'playwright/test';
import type { SaleInput } from '../shared/sale-input.ts';
import { createTexts } from '../shared/texts/translate.ts';
import { startBdsSimulator, type BdsSimulator, type Script } from '../simulators/bds/start-bds-simulator.ts';
import { defaultSettings as qrDefaults, startQrSimulator } from '../simulators/qr/start-qr-simulator.ts';
import { demonstrationIdentitySettings } from '../main/testing/till-process.ts';
import { launchOptions } from './launch-options.ts';
import { customerScreen } from './pages/customer-screen.ts';
import { createScreens } from './pages/screens.ts';
import setUp from './set-up.ts';
import { startTill, type RunningTill } from './start-till.ts';

// The pictures of the README: the real screens of a real till over a simulated terminal. Run by hand, with `npm run screenshots`.

const target = fileURLToPath(new URL('../docs/screens', import.meta.url));

/** A morning at a counter that takes tax and utility bills. */
const morning: readonly (readonly [script: Script, input: SaleInput])[] = [
  [approved('VisaCredit'), { amount: '84.20', reference: 'WATER-20418' }],
  [approved('MastercardDebit', 35), { amount: '312.00', reference: 'TAX-2026-0117' }],
  [{ customer: { kind: 'decline' } }, { amount: '1,250.00', reference: 'TAX-2026-0342' }],
  [approved('VisaDebit'), { amount: '1,250.00', reference: 'TAX-2026-0342' }],
  [{ customer: { kind: 'user-cancel' } }, { amount: '45.90', reference: 'WATER-20977' }],
  [approved('AmericanExpressCredit', 35), { amount: '45.90', reference: 'WATER-20977' }],
  [{ fault: { kind: 'close-after-charging' } }, { amount: '67.35', reference: 'GAS-88120' }],
  [approved('DiscoverCredit'), { amount: '19.99', reference: 'LICENCE-5521' }],
];

await setUp();
const simulator = await startBdsSimulator();
const qr = await startQrSimulator();
const folder = await mkdtemp(path.join(tmpdir(), 'tillstone-screens-'));
const till = await startTill({
  TILLSTONE_DATA_DIR: path.join(folder, 'data'),
  TILLSTONE_BDS_URL: simulator.url,
  TILLSTONE_BDS_USER: simulator.user,
  TILLSTONE_BDS_PASSWORD: simulator.password,
  ...demonstrationIdentitySettings,
  TILLSTONE_MERCHANT_NAME: 'Harbour Lane Stores',
  TILLSTONE_QR_URL: qr.url,
  TILLSTONE_QR_USER: qr.user,
  TILLSTONE_QR_PASSWORD: qr.password,
  TILLSTONE_QR_GUID: qrDefaults.guid,
});
const browser = await chromium.launch(launchOptions());
try {
  await mkdir(target, { recursive: true });
  await takeAll();
} finally {
  await browser.close();
  await till.kill();
  await simulator.close();
  await qr.close();
  await rm(folder, { recursive: true, force: true });
}

async function takeAll(): Promise<void> {
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    reducedMotion: 'reduce',
  });
  const screens = createScreens(page, createTexts('en-US'));
  const { sell, code, outcome, header, history, detail, customerLink } = screens;
  const take = async (name: string, colorScheme: 'light' | 'dark' = 'light'): Promise<void> => {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: path.join(target, `${name}.png`), animations: 'disabled' });
    process.stderr.write(`docs/screens/${name}.png\n`);
  };

  for (const [script, input] of morning) await sellByCall(till, simulator, script, input);
  await screens.open(till.url);
  await screens.expectScreen('unresolved');
  await take('unresolved');

  await header.sell.click();
  await expect(header.terminal).toContainText('Terminal ready');
  await sell.fill('128.40', 'WATER-21005');
  await sell.field('postalCode').fill('36832');
  await take('sell');

  simulator.control.next({ customer: { kind: 'hold' } });
  await sell.take.click();
  await screens.expectScreen('taking');
  await expect(screens.taking.getByRole('timer')).not.toHaveText('0:00');
  await take('taking', 'dark');
  simulator.control.release({ kind: 'approve', paymentMethod: 'VisaCredit', feeMinor: 35 });
  await outcome.expect('approved');
  await expect(outcome.next).toBeEnabled();
  await take('approved');
  await outcome.next.click();

  simulator.control.next({ fault: { kind: 'close-after-charging' } });
  await sell.begin('54.10', 'WATER-20112');
  await outcome.expect('outcome-unknown');
  await expect(outcome.resolveNow).toBeEnabled();
  await take('outcome-unknown');
  await outcome.resolveLater.click();

  await header.menu.click();
  await header.customerDisplay.click();
  const opening = page.context().waitForEvent('page');
  await customerLink.click();
  const customer = customerScreen(await opening);
  await customer.page.setViewportSize({ width: 1280, height: 800 });
  await sell.fill('284.50', 'WATER-20663');
  await sell.code.click();
  await code.untilShown();
  await take('code');
  await expect(customer.code).toBeVisible();
  await customer.page.screenshot({ path: path.join(target, 'customer.png'), animations: 'disabled' });
  process.stderr.write('docs/screens/customer.png\n');
  qr.control.scan({ tranId: qr.ledger().codes.at(-1)?.tranId ?? '' });
  await outcome.expect('approved');
  await expect(outcome.next).toBeEnabled();
  await outcome.next.click();

  await header.today.click();
  await expect(history.rows).toHaveCount(morning.length + 3);
  await take('today', 'dark');
  await history.openOf(history.rowOf('TAX-2026-0117')).click();
  await expect(detail.timeline).toHaveCount(2);
  await take('detail');
}

function approved(paymentMethod: string, feeMinor = 0): Script {
  return { customer: { kind: 'approve', paymentMethod, feeMinor } };
}

async function sellByCall(running: RunningTill, terminal: BdsSimulator, script: Script, input: SaleInput): Promise<void> {
  const saleId = randomUUID();
  terminal.control.next(script);
  const { amount, reference } = input;
  expect(await running.call('sale/begin', { saleId, input: { amount, reference } })).toMatchObject({ ok: true });
  await expect
    .poll(() => running.call('till/snapshot', {}))
    .toMatchObject({ ok: true, value: { counter: { kind: 'decided', sale: { saleId } } } });
  await running.call('sale/dismiss', { saleId });
}

import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright';
import { invariant } from '../shared/result.ts';
import type { CallName, RequestOf, ResponseOf } from '../shared/ipc/contract.ts';
import { randomIds } from '../main/ports/ids.ts';
import { demonstrationIdentitySettings } from '../main/testing/till-process.ts';
import { launchOptions } from '../e2e/launch-options.ts';
import { startTill, type RunningTill } from '../e2e/start-till.ts';
import { exchangeBare } from './exchange-bare.ts';
import { nowhere } from './open-till.ts';
import { addedRowOf, inTurn, type Row } from './row.ts';
import { guid, sampleCodes } from './sample-codes.ts';
import { customerOf, type Customer } from './scan.ts';
import { startService, type Service } from './service.ts';

/**
 * From the customer's scan at the service to 'paid' in the window, a real browser over the till as `npm start` opens it; against the bare
 * round trip: the same scan until a client that does nothing else has read the answer to the same payment. What lies between the two is the
 * till's: it reads the answer, has it on its disk, queues the confirmation, tells the window, and the window shows it.
 */
export async function benchQrPaidToScreen(folder: string): Promise<Row> {
  const directory = mkdtempSync(join(folder, 'qr-paid-to-screen-'));
  const service = await startService('qr');
  const codes = sampleCodes(service);
  const customer = customerOf(service.url);
  const till = await startTill(settingsFor(service, join(directory, 'till')));
  const browser = await chromium.launch(launchOptions());
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    await page.goto(till.url);
    await page.locator('[data-screen="sell"]').waitFor();
    let sales = 0;
    const pay = (): Promise<number> => payOnce(till, page, customer, (sales += 1));
    const roundTrip = async (): Promise<number> => {
      const { tranId, body } = await codes.next();
      const answered = exchangeBare(service, false, '/payments', body);
      await customer.untilWaiting(tranId);
      const begunAt = performance.now();
      const [text] = await Promise.all([answered, customer.scan(tranId)]);
      const took = performance.now() - begunAt;
      invariant(text.includes('approvedAmount'), `the payment is approved: ${text}`);
      return took;
    };
    await inTurn(warmUp, pay, roundTrip);
    return addedRowOf('qr-paid-to-screen', 'ms', { ...(await inTurn(samples, pay, roundTrip)), allowed: 50 });
  } finally {
    await browser.close();
    await till.stop();
    codes.close();
    await service.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Both the till and the window have compiled what they need. */
const warmUp = 15;
const samples = 60;

async function payOnce(till: RunningTill, page: Page, customer: Customer, number: number): Promise<number> {
  const saleId = randomIds.saleId();
  await call(till, 'sale/open', { saleId, input: { amount: `${10 + number}.00`, reference: `INV-${number}` } });
  await call(till, 'sale/pay-code', { saleId });
  const tranId = await customer.untilWaiting();
  // As the customer: what is not seen is not scanned.
  await page.locator('[data-screen="code"][data-code="waiting"]').waitFor();
  const paid = page.evaluate(untilPaid);
  // The page watches by now: it does what it is asked in order.
  await page.evaluate('0');
  const begunAt = performance.now();
  await Promise.all([paid, customer.scan(tranId)]);
  const took = performance.now() - begunAt;
  await call(till, 'sale/dismiss', { saleId });
  await page.locator('[data-screen="sell"]').waitFor();
  return took;
}

/** In the page: resolves as soon as the window says that the sale is paid. */
function untilPaid(): Promise<void> {
  const isPaid = (): boolean => document.querySelector('[data-screen="outcome"][data-outcome="approved"]') !== null;
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!isPaid()) return;
      observer.disconnect();
      resolve();
    });
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
  });
}

async function call<Name extends CallName>(till: RunningTill, name: Name, request: RequestOf<Name>): Promise<ResponseOf<Name>> {
  const reply = await till.call(name, request);
  if (!reply.ok) throw new Error(`${name}: ${JSON.stringify(reply.failure)}`);
  return reply.value;
}

function settingsFor({ url, user, password }: Service, dataDirectory: string): Parameters<typeof startTill>[0] {
  return {
    ...demonstrationIdentitySettings,
    TILLSTONE_DATA_DIR: dataDirectory,
    // Nobody listens there: no card is taken.
    TILLSTONE_BDS_URL: nowhere.url,
    TILLSTONE_BDS_USER: nowhere.user,
    TILLSTONE_BDS_PASSWORD: nowhere.password,
    TILLSTONE_QR_URL: url,
    TILLSTONE_QR_USER: user,
    TILLSTONE_QR_PASSWORD: password,
    TILLSTONE_QR_GUID: guid,
  };
}

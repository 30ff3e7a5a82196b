import type { Page } from 'playwright/test';
import { findBarriers } from '../accessibility.ts';
import { expect, lostTill, test, type Till } from '../fixtures.ts';
import { customerScreen, type CustomerScreen } from '../pages/customer-screen.ts';
import type { Screens } from '../pages/screens.ts';
import { readCode } from '../read-code.ts';

test.use({ hasCodes: true, contextOptions: { reducedMotion: 'reduce' } });

/** From the smallest that a shop has left over to the usual large one, and one that stands. */
const sizes = [
  { width: 800, height: 480 },
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
  { width: 768, height: 1280 },
] as const;

test('is opened from the menu, and shows what is to pay, the code and the result', async ({ screens, qr, simulator }) => {
  const { sell, code, outcome, openSale } = screens;
  const customer = await openDisplay(screens);
  await customer.expect('idle');
  await expect(customer.heading).toHaveText('Tillstone Demo Shop');

  await sell.fill('25.00', 'WATER-21005');
  await sell.cash.click();
  await customer.expect('to-pay');
  await expect(customer.amount).toHaveText('$25.00');
  await expect(customer.root.getByRole('listitem')).toHaveText(['Card', 'Cash', 'QR code']);

  await openSale.handed.pressSequentially('10.00');
  await expect(openSale.takeCode).toBeEnabled();
  await openSale.takeCode.click();
  await customer.expect('code');
  await expect(customer.code).toBeVisible();
  await expect(customer.amount).toHaveText('$10.00');
  expect(await readCode(customer.code)).toBe(qr.ledger().codes[0]?.qrCode);
  await expect(customer.root.getByRole('timer')).toHaveText(/^(?:1:00|0:\d\d)$/u);
  await code.untilShown();
  qr.control.scan({ tranId: qr.ledger().codes[0]?.tranId ?? '' });
  await customer.expect('to-pay');
  await expect(customer.root).toContainText('Paid so far $10.00');

  simulator.control.next({ customer: { kind: 'hold' } });
  await expect(openSale.takeCard).toBeEnabled();
  await openSale.takeCard.click();
  await customer.expect('card');
  await expect(customer.heading).toHaveText('Follow the card terminal');
  await expect(customer.amount).toHaveText('$15.00');
  simulator.control.release({ kind: 'approve', paymentMethod: 'VisaCredit' });
  await customer.expect('paid');
  await expect(customer.amount).toHaveText('$25.00');
  await expect(customer.said).toHaveText('Paid $25.00');
  await outcome.next.click();
  await customer.expect('idle');
});

test('never shows a name, a last four, a reference, a number or a total of the day', async ({ screens, simulator, till, qr }) => {
  const { sell, code, outcome, header } = screens;
  const customer = await openDisplay(screens);
  const seen = await everythingSeenBy(customer.page);
  await sell.fill('1.00', 'NAME-0042');
  await sell.morePayor.click();
  await sell.field('firstName').fill('Lesego');
  await sell.field('lastName').fill('Moremi');
  simulator.control.next({ customer: { kind: 'approve', paymentMethod: 'VisaCredit' } });
  await sell.take.click();
  await customer.expect('paid');
  await outcome.next.click();
  await sell.fill('25.00', 'WATER-21005');
  await sell.code.click();
  await code.untilShown();
  await customer.expect('code');
  qr.control.scan({ tranId: qr.ledger().codes[0]?.tranId ?? '' });
  await customer.expect('paid');
  await outcome.next.click();
  await header.today.click();
  await screens.expectScreen('history');
  await customer.expect('idle');

  const { sales } = await salesOf(till);
  const texts = await seen();
  expect(texts).toContain('Paid $25.00');
  for (const sale of sales) {
    const paidBy = (sale.codes ?? []).flatMap(({ slip, tranId, partner }) => [slip?.issuerReference, tranId, partner?.name]);
    const secrets = [sale.saleId, sale.reference, sale.card?.lastFour, sale.card?.authCode, sale.payor.lastName, ...paidBy];
    for (const secret of secrets) if (secret !== undefined) expect(texts).not.toContain(secret);
  }
  expect(texts).not.toMatch(/Lesego|Moremi|No\.|\$26\.00/u);
});

test('asks for nothing but its own view, with a token that is good for nothing else', async ({ screens, till }) => {
  const customer = await openDisplay(screens);
  await customer.expect('idle');
  const asked = new Set<string>();
  customer.page.on('request', (request) => asked.add(new URL(request.url()).pathname));
  await customer.page.reload();
  await customer.expect('idle');
  expect([...asked].filter((path) => !path.startsWith('/assets/')).toSorted()).toEqual(['/customer', '/customer/events']);

  const reply = await till.call('customer/open', {});
  expect(reply).toMatchObject({ ok: true, value: { kind: 'address' } });
  const path = reply.ok && reply.value.kind === 'address' ? reply.value.path : '';
  const { origin, searchParams } = new URL(till.url);
  const token = new URL(path, origin).searchParams.get('token');
  expect(token).not.toBe(searchParams.get('token'));
  const authorization = `Bearer ${token}`;
  const statusOf = async (target: string, init: RequestInit = {}): Promise<number> =>
    (await fetch(`${origin}${target}`, { ...init, headers: { authorization, 'content-type': 'application/json' } })).status;
  expect(await statusOf('/customer')).toBe(200);
  expect(await statusOf('/customer/call/customer/view', { method: 'POST', body: '{}' })).toBe(200);
  for (const target of ['/', '/events', '/index.html']) expect(await statusOf(target), target).toBe(401);
  for (const name of ['till/snapshot', 'sale/begin', 'history/list', 'customer/open'])
    expect(await statusOf(`/call/${name}`, { method: 'POST', body: '{}' }), name).toBe(401);
});

test('is a window of a browser that knows nothing of the cashier', async ({ browser, till }) => {
  const reply = await till.call('customer/open', {});
  const path = reply.ok && reply.value.kind === 'address' ? reply.value.path : '';
  const context = await browser.newContext();
  const customer = customerScreen(await context.newPage());
  await customer.page.goto(new URL(path, till.url).href);
  await customer.expect('idle');
  // The token is out of the address, and the cashier's window is as far away as before.
  expect(customer.page.url()).toBe(new URL('/customer', till.url).href);
  const response = await customer.page.goto(new URL('/', till.url).href);
  expect(response?.status()).toBe(401);
  await context.close();
});

test('is accessible and fits every screen in every state, with nothing to scroll', async ({ screens, qr, simulator }) => {
  const { sell, code, outcome, openSale } = screens;
  const customer = await openDisplay(screens);
  const look = async (view: Parameters<CustomerScreen['expect']>[0]): Promise<void> => {
    await customer.expect(view);
    for (const size of sizes) {
      await customer.page.setViewportSize(size);
      expect(await whatDoesNotFit(customer.page), `${view} ${size.width}`).toEqual([]);
    }
    const violations = await findBarriers(customer.page);
    expect(violations.map(({ id, nodes }) => `${view} ${id}: ${nodes[0]?.target.join(' ')}`)).toEqual([]);
  };
  await look('idle');
  // As much as a till takes, in a currency's longest writing.
  await sell.fill('1,234,567.89', 'WATER-21005');
  await sell.code.click();
  await code.untilShown();
  await expect(customer.code).toBeVisible();
  await look('code');
  const payload = qr.ledger().codes[0]?.qrCode;
  for (const size of sizes) {
    await customer.page.setViewportSize(size);
    expect(await readCode(customer.code), String(size.width)).toBe(payload);
  }
  await code.cancel.click();
  await look('to-pay');
  await expect(openSale.takeCash).toBeEnabled();
  await openSale.payCash('20.00');
  await openSale.takeCash.click();
  await expect(customer.root).toContainText('Paid so far');
  await look('to-pay');
  await openSale.giveUp();
  await look('not-paid');
  await expect(customer.root).toContainText('You get back');
  await outcome.givenBack.click();
  await outcome.next.click();
  simulator.control.next({ customer: { kind: 'hold' } });
  await sell.begin('12.00', 'WATER-21005');
  await look('card');
  simulator.control.release({ kind: 'approve' });
  await look('paid');
  await outcome.next.click();
  simulator.control.next({ fault: { kind: 'close-after-charging' } });
  await sell.begin('12.00', 'WATER-21006');
  await look('wait');
});

test.describe('in a language that nobody speaks', () => {
  test.use({ settings: { TILLSTONE_LOCALE: 'en-XA', TILLSTONE_MERCHANT_NAME: '4711' } });

  test('every word comes from the catalogue', async ({ screens }) => {
    const { sell, code } = screens;
    const customer = await openDisplay(screens);
    await customer.expect('idle');
    const wordsOf = async (): Promise<string> => (await customer.root.innerText()).replaceAll(/\[[^[\]]*\]/gu, ' ');
    expect(await wordsOf()).not.toMatch(/\p{L}{2}/u);
    await sell.fill('25.00', 'B-0042');
    await sell.code.click();
    await code.untilShown();
    await expect(customer.code).toBeVisible();
    expect(await wordsOf()).not.toMatch(/\p{L}{2}/u);
    await expect(customer.code).toHaveAccessibleName(/^\[.*\]$/u);
  });
});

test.describe('a till that is gone', () => {
  test.use({ isOwnProcess: true, expectedComplaints: lostTill });

  test('takes its code off the customer’s display', async ({ screens, till }) => {
    const customer = await openDisplay(screens);
    await screens.sell.fill('25.00', 'WATER-21005');
    await screens.sell.code.click();
    await expect(customer.code).toBeVisible();
    await till.kill();
    await customer.expect('wait');
    await expect(customer.code).toBeHidden();
  });
});

/** From the cashier's menu, as a person opens it. */
async function openDisplay({ page, header, customerLink }: Screens): Promise<CustomerScreen> {
  await header.menu.click();
  await header.customerDisplay.click();
  const opening = page.context().waitForEvent('page');
  await customerLink.click();
  const customer = customerScreen(await opening);
  await expect(customer.root).toBeVisible();
  await expect(customerLink).toBeHidden();
  // It has no way back to the window that it came from.
  expect(await customer.page.evaluate(() => window.opener === null)).toBe(true);
  return customer;
}

/** Every text that was on the page at any moment from now on. */
async function everythingSeenBy(page: Page): Promise<() => Promise<string>> {
  await page.evaluate(() => {
    const texts = new Set<string>();
    const look = (): void => {
      for (const element of document.body.querySelectorAll('*')) {
        texts.add(element.textContent ?? '');
        for (const { value } of element.attributes) texts.add(value);
      }
      document.documentElement.dataset['seen'] = [...texts].join('\n');
    };
    look();
    new MutationObserver(look).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true });
  });
  return async () => (await page.locator('html').getAttribute('data-seen')) ?? '';
}

async function salesOf(till: Till): Promise<Extract<Awaited<ReturnType<typeof list>>, { ok: true }>['value']> {
  const reply = await list(till);
  if (!reply.ok) throw new Error(JSON.stringify(reply.failure));
  return reply.value;
}

function list(till: Till) {
  return till.call('history/list', { limit: 10 });
}

/** Whatever would have to be scrolled to, or lies over something else's edge. */
function whatDoesNotFit(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const { scrollWidth, scrollHeight } = document.documentElement;
    const found = scrollWidth > innerWidth || scrollHeight > innerHeight ? [`the page: ${scrollWidth} x ${scrollHeight}`] : [];
    for (const element of document.querySelectorAll('.customer *')) {
      if (element.closest('.visually-hidden, svg')) continue;
      const { left, top, right, bottom } = element.getBoundingClientRect();
      // A pixel is lost in rounding.
      if (left < -1 || top < -1 || right > innerWidth + 1 || bottom > innerHeight + 1) found.push(element.className);
    }
    return found;
  });
}

import type { Locator, Page } from 'playwright/test';
import { expect, test } from '../fixtures.ts';
import { mash, pressEnterAt, scan } from '../keys.ts';

// Hands do not wait for a network: whatever comes late to the form for bills, it takes neither the focus nor what was typed.
test.use({ hasBills: true });

const water = 'BW0417733021';

test.describe('a list of billers that comes late', () => {
  for (const [when, typed] of [
    ['before anything is typed', ''],
    ['in the middle of it', 'BW04177'],
  ] as const) {
    test(`takes neither the focus nor the text from the reference, ${when}`, async ({ screens, billpay }) => {
      const { bill, page } = screens;
      billpay.control.next({ on: 'listBillers', fault: { kind: 'hold' } });
      await bill.open();
      await bill.reference.click();
      await page.keyboard.type(`${typed}33021`);
      for (const _ of '33021') await page.keyboard.press(typed === '' ? 'Backspace' : 'ArrowLeft');
      const before = await placeOf(bill.reference);
      await billpay.control.untilHeld();
      await expect(bill.billers).toHaveCount(0);

      billpay.control.release();
      await expect(bill.billers.first()).toBeVisible();
      await expect(bill.reference).toBeFocused();
      // Nothing has moved, either: a finger on its way to the button still meets it.
      expect(await placeOf(bill.reference)).toEqual(before);
      await page.keyboard.type('-');
      await expect(bill.reference).toHaveValue(typed === '' ? '-' : `${typed}-33021`);
    });
  }

  test('finds what was typed to search in before it was there', async ({ screens, billpay }) => {
    const { bill, page } = screens;
    billpay.control.next({ on: 'listBillers', fault: { kind: 'hold' } });
    await page.keyboard.press('F7');
    await expect(bill.biller).toBeFocused();
    await page.keyboard.type('wat');
    billpay.control.release();
    await expect(bill.billers.first()).toContainText('Water');
    await expect(bill.biller).toBeFocused();
    await expect(bill.biller).toHaveValue('wat');
    await page.keyboard.press('Enter');
    await expect(bill.reference).toBeFocused();
  });

  for (const [what, status] of [
    ['there is none', 501],
    ['it cannot be read', 500],
  ] as const) {
    test(`lets the hands go on in the reference where ${what}`, async ({ screens, billpay }) => {
      const { bill, page } = screens;
      billpay.control.next({ on: 'listBillers', fault: { kind: 'status', status } });
      const { promise: typed, resolve: hasTyped } = Promise.withResolvers<void>();
      await page.route('**/call/bill/billers', async (route) => {
        await typed;
        await route.continue();
      });
      await page.keyboard.press('F7');
      await expect(bill.biller).toBeFocused();
      await page.keyboard.type('BW0417');
      hasTyped();
      await expect(bill.biller).toHaveCount(0);
      await expect(bill.reference).toBeFocused();
      await page.keyboard.type('733021');
      await expect(bill.reference).toHaveValue(water);
      await page.keyboard.press('Enter');
      await expect(bill.amount).toBeFocused();
    });
  }
});

test.describe('a look-up that is answered late', () => {
  test('is dropped once the reference is another one, and the focus stays', async ({ screens, billpay }) => {
    const { bill, page } = screens;
    await bill.open();
    billpay.control.next({ on: 'lookup', fault: { kind: 'hold' } });
    await bill.reference.fill(water);
    await bill.reference.press('Enter');
    await billpay.control.untilHeld();
    await page.keyboard.type('9');
    billpay.control.release();
    await billpay.control.untilIdle();
    await expect(bill.lookUp).toBeEnabled();
    await expect(bill.reference).toBeFocused();
    await expect(bill.reference).toHaveValue(`${water}9`);
    await expect(bill.amount).toBeHidden();
  });

  test('takes no amount by an Enter that was meant for the look-up', async ({ screens, billpay }) => {
    const { bill, page } = screens;
    await bill.open();
    billpay.control.next({ on: 'lookup', fault: { kind: 'hold' } });
    await bill.reference.fill(water);
    await mash(page, ['Enter'], 20);
    await billpay.control.untilHeld();
    const pressedAt = Date.now();
    billpay.control.release();
    await expect(bill.amount).toBeFocused();
    await pressEnterAt(page, pressedAt);
    await pressEnterAt(page, pressedAt + 100);
    await expect(bill.amount).toHaveValue('486.50');
    await expect(bill.amount).toBeFocused();
    expect(billpay.control.receivedCount('lookup')).toBe(1);

    // Once something is typed, Enter is meant for it, however soon it follows.
    await page.keyboard.type('10000');
    await pressEnterAt(page, pressedAt + 200);
    await expect(bill.lines).toContainText('$100.00');
  });
});

test('a scan right after the key that opens the form is looked up', async ({ screens, billpay }) => {
  const { bill, page } = screens;
  billpay.control.next({ on: 'listBillers', fault: { kind: 'hold' } });
  await page.keyboard.press('F7');
  await expect(bill.root).toBeVisible();
  await scan(page, water);
  await expect(bill.amount).toHaveValue('486.50');
  billpay.control.release();
});

test.describe('Enter', () => {
  test('adds the bill after the customer has confirmed: the focus is back in the amount', async ({ screens }) => {
    const { bill, page } = screens;
    await bill.open();
    await bill.find(water);
    await bill.customerConfirms.click();
    await expect(bill.amount).toBeFocused();
    await page.keyboard.type('10000');
    await page.keyboard.press('Enter');
    await expect(bill.lines).toContainText('$100.00');
  });

  test('does what stands on the button also while nothing has the focus', async ({ screens }) => {
    const { bill, page } = screens;
    await bill.open();
    await bill.reference.fill(water);
    await letGo(page);
    await page.keyboard.press('Enter');
    await expect(bill.amount).toBeFocused();
    await letGo(page);
    // The number pad works there, too.
    await page.keyboard.type('1');
    await page.keyboard.press('Enter');
    await expect(bill.amount).toHaveAttribute('aria-invalid', 'true');
    await expect(bill.amount).toBeFocused();
  });
});

test('a fine that was scanned as an account says what to do', async ({ screens }) => {
  const { bill, page } = screens;
  await bill.open();
  await scan(page, 'TN-2026-0093317');
  await expect(bill.alert).toContainText('Choose another kind, then look it up again.');
  await bill.root.getByRole('radio', { name: 'Traffic fine' }).check();
  await bill.lookUp.click();
  await expect(bill.amount).toHaveValue('300.00');
});

test('a scan with a space in it presses no button that has the focus', async ({ screens, billpay }) => {
  const { bill, page } = screens;
  await bill.open();
  await bill.enter(water, '100.00');
  await expect(bill.reserve).toBeFocused();
  await scan(page, 'PL 77 100234');
  await expect(bill.reference).toHaveValue('PL 77 100234');
  await expect(bill.alert).toBeVisible();
  await expect(bill.lines).toHaveCount(1);
  expect(billpay.ledger().payments).toEqual([]);
});

/** A press beside everything. */
async function letGo(page: Page): Promise<void> {
  await page.locator('.sell-parts').click({ position: { x: 400, y: 30 } });
  await expect(page.locator('body')).toBeFocused();
}

async function placeOf(locator: Locator): Promise<{ readonly x: number; readonly y: number }> {
  const box = await locator.boundingBox();
  return { x: box?.x ?? Number.NaN, y: box?.y ?? Number.NaN };
}

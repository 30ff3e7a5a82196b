import type { Locator } from 'playwright/test';
import { expect, test } from '../fixtures.ts';
import { pressEnterWhenRead } from '../keys.ts';
import { chargesOf } from '../ledger.ts';
import { reserveByCall } from '../situations.ts';

test('a whole day without a mouse: a sale, its slip, the list, the detail', async ({ screens, simulator }) => {
  const { page, sell, outcome, slip, history, detail, keys, focused } = screens;
  const { keyboard } = page;

  await expect(sell.amount).toBeFocused();
  await keyboard.type('12.00');
  await keyboard.press('Tab');
  await expect(sell.reference).toBeFocused();
  await expectVisibleFocus(focused);
  await keyboard.type('987987');
  await keyboard.press('Tab');
  await expect(sell.field('postalCode')).toBeFocused();
  await keyboard.type('36832');
  await keyboard.press('Enter');
  await outcome.expect('approved');
  // The outcome is read out: its word has the focus.
  await expect(outcome.word).toBeFocused();

  await expect(outcome.slip).toBeEnabled();
  await keyboard.press('F8');
  await expect(slip.print).toBeFocused();
  await expectVisibleFocus(focused);
  await keyboard.press('Escape');
  await outcome.expect('approved');
  await expect(outcome.next).toBeEnabled();
  await keyboard.press('Enter');
  await expect(sell.amount).toBeFocused();

  await keyboard.press('F3');
  await screens.expectScreen('history');
  await expect(history.rows).toHaveCount(1);
  await tabTo(screens.page.keyboard, history.openOf(history.rows.first()));
  await expectVisibleFocus(focused);
  await pressEnterWhenRead(page);
  await expect(detail.root).toBeVisible();
  await expect(detail.root.locator(':focus')).toHaveCount(1);
  await keyboard.press('Escape');
  await expect(detail.root).toBeHidden();
  // The focus is back where the dialog was opened.
  await expect(history.openOf(history.rows.first())).toBeFocused();

  await keyboard.press('?');
  await expect(keys).toBeVisible();
  await keyboard.press('Escape');
  await expect(keys).toBeHidden();
  await expect(history.openOf(history.rows.first())).toBeFocused();
  await keyboard.press('Escape');
  await screens.expectScreen('sell');
  await expect(sell.amount).toBeFocused();
  expect(chargesOf(simulator)).toEqual([expect.objectContaining({ amount: '12.00', reference: '987987' })]);
});

test('an unknown outcome is resolved without a mouse', async ({ screens, simulator }) => {
  const { page, sell, outcome, unresolved, resolve, blocked, focused, header } = screens;
  const { keyboard } = page;
  simulator.control.next({ fault: { kind: 'close-after-charging' } });
  await sell.begin('12.00', '987987');
  await outcome.expect('outcome-unknown');
  await tabTo(keyboard, outcome.resolveLater);
  await pressEnterWhenRead(page);
  await screens.expectScreen('sell');

  // The same bill: the dialog has the focus, and gives it back.
  await sell.fill('12.00', '987987');
  await keyboard.press('Enter');
  await expect(blocked.root).toBeVisible();
  await expect(blocked.root.locator(':focus')).toHaveCount(1);
  await keyboard.press('Escape');
  await expect(blocked.root).toBeHidden();
  await expect(sell.root.locator(':focus')).toHaveCount(1);

  await keyboard.press('F4');
  await screens.expectScreen('unresolved');
  await expect(unresolved.heading).toBeFocused();
  await tabTo(keyboard, unresolved.resolve);
  await expectVisibleFocus(focused);
  await pressEnterWhenRead(page);
  await expect(resolve.root).toBeVisible();
  await tabTo(keyboard, resolve.charged);
  await keyboard.press('ArrowDown');
  await expect(resolve.notCharged).toBeChecked();
  await keyboard.press('ArrowUp');
  await expect(resolve.charged).toBeChecked();
  // The whole choice is ringed, not only its dot.
  await expectVisibleFocus(resolve.root.locator('label:focus-within'));
  await tabTo(keyboard, resolve.evidence);
  await keyboard.type(String(chargesOf(simulator)[0]?.transactionId));
  await tabTo(keyboard, resolve.reason);
  await keyboard.type('It is on the slip.');
  await tabTo(keyboard, resolve.record);
  await pressEnterWhenRead(page);
  await expect(resolve.root).toBeHidden();
  await expect(unresolved.root).toContainText('Nothing is unresolved.');
  await expect(header.unresolved).toHaveAccessibleName('Unresolved');
  // Nothing that was pressed is left behind without a focus that leads on.
  await keyboard.press('Escape');
  await screens.expectScreen('sell');
  await expect(sell.amount).toBeFocused();
});

test('the menu opens, chooses and closes by keys, and dark stays dark', async ({ screens }) => {
  const { page, header } = screens;
  await header.menu.focus();
  await page.keyboard.press('Enter');
  await expect(header.menuItems).toBeVisible();
  await page.keyboard.type('Dark');
  await page.keyboard.press('Enter');
  await expect(header.menuItems).toBeHidden();
  await expect(header.menu).toBeFocused();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
});

test.describe('bills', () => {
  test.use({ hasBills: true });

  test('a sale of two without a mouse: biller, account, name, a fine, cash and card, slip, next', async ({
    screens,
    simulator,
    billpay,
  }) => {
    const { page, bill, openSale, outcome, slip, focused } = screens;
    const { keyboard } = page;
    await keyboard.press('F7');
    await expect(bill.biller).toBeFocused();
    await keyboard.type('notwane');
    await expect(bill.billers).toHaveCount(1);
    await keyboard.press('Enter');
    await expect(bill.reference).toBeFocused();
    await expectVisibleFocus(focused);
    await keyboard.type('BW0417733021', { delay: 40 });
    await keyboard.press('Enter');
    await expect(bill.amount).toBeFocused();
    await expect(bill.root).not.toContainText('Lesego Moremi');
    await tabTo(keyboard, bill.customerConfirms);
    await expectVisibleFocus(focused);
    await pressEnterWhenRead(page);
    await expect(bill.root).toContainText('Lesego Moremi');
    await expect(bill.amount).toBeFocused();
    // Beyond the limits: said at the field, which keeps the focus.
    await keyboard.type('48651');
    await keyboard.press('Enter');
    await expect(bill.amount).toHaveAccessibleDescription(/at most \$486\.50/u);
    await expect(bill.amount).toBeFocused();
    await keyboard.press('Delete');
    await keyboard.type('10000');
    await keyboard.press('Enter');
    await expect(bill.reserve).toBeFocused();
    await expectVisibleFocus(focused);

    // The next one on the pile.
    await keyboard.press('F7');
    await expect(bill.biller).toBeFocused();
    await tabTo(keyboard, bill.root.getByRole('radio', { name: 'Account' }));
    await keyboard.press('ArrowRight');
    await expect(bill.root.getByRole('radio', { name: 'Traffic fine' })).toBeChecked();
    await expectVisibleFocus(bill.root.locator('label:focus-within'));
    await tabTo(keyboard, bill.reference);
    await keyboard.type('TN-2026-0093317', { delay: 40 });
    await pressEnterWhenRead(page);
    await expect(bill.amount).toHaveValue('300.00');
    await keyboard.press('Delete');
    await keyboard.type('30000');
    await keyboard.press('Enter');
    await expect(bill.lines).toHaveCount(2);
    await expect(bill.reserve).toBeFocused();
    await keyboard.press('Enter');

    await openSale.expect('reserved', 'reserved');
    await expect(openSale.handed).toBeFocused();
    await expect(openSale.takeCash).toBeEnabled();
    await keyboard.type('150.00');
    await keyboard.press('Enter');
    await expect(openSale.handed).toHaveAccessibleDescription(/Press the button once more/u);
    await keyboard.press('Enter');
    await expect(openSale.due).toHaveText('$250.00');
    await expect(openSale.takeCard).toBeEnabled();
    await keyboard.press('F9');
    await outcome.expect('approved');
    await expect(outcome.word).toBeFocused();
    await expect(outcome.slip).toBeEnabled();
    await keyboard.press('F8');
    await expect(slip.print).toBeFocused();
    await keyboard.press('Escape');
    await outcome.expect('approved');
    await expect(outcome.next).toBeEnabled();
    await keyboard.press('Enter');
    await expect(bill.biller).toBeFocused();

    await billpay.control.untilSettled(2);
    const paid = billpay.ledger().payments.map(({ state, finalMinor }) => `${state} ${finalMinor}`);
    expect(paid.toSorted()).toEqual(['confirmed 10000', 'confirmed 30000']);
    expect(chargesOf(simulator)).toMatchObject([{ amount: '250.00' }]);
  });

  test('a sale is given up without a mouse, and its cash given back', async ({ screens, till, billpay }) => {
    const { page, openSale, outcome, header, advices, focused } = screens;
    const { keyboard } = page;
    const saleId = await reserveByCall(till);
    expect(await till.call('sale/pay-cash', { saleId, handed: '40.00' })).toMatchObject({ ok: true });
    await openSale.expect('reserved');
    await keyboard.press('Escape');
    await expect(openSale.abandonDialog).toBeVisible();
    // The way back is at hand.
    await keyboard.press('Escape');
    await expect(openSale.abandonDialog).toBeHidden();
    await keyboard.press('Escape');
    await tabTo(keyboard, openSale.confirmAbandon);
    await expectVisibleFocus(focused);
    await pressEnterWhenRead(page);
    await outcome.expect('abandoned');
    await tabTo(keyboard, outcome.givenBack);
    await expectVisibleFocus(focused);
    await pressEnterWhenRead(page);
    await expect(outcome.root).toContainText('The cash was given back: $40.00');
    await expect(outcome.next).toBeEnabled();
    await keyboard.press('Enter');
    await screens.expectScreen('sell');
    await billpay.control.untilSettled(1);
    expect(billpay.ledger().payments).toMatchObject([{ state: 'reversed' }]);

    await expect(header.advices).toBeEnabled();
    await keyboard.press('F10');
    await screens.expectScreen('advices');
    await expect(advices.root).toContainText('Every service has been told.');
    await keyboard.press('Escape');
    await screens.expectScreen('sell');
  });
});

/** Tab, as often as it takes; a control that the Tab key does not reach fails. */
async function tabTo(keyboard: { press(key: string): Promise<void> }, target: Locator): Promise<void> {
  await expect(target).toBeEnabled();
  const isFocused = (): Promise<boolean> => target.evaluate((element) => element === document.activeElement);
  for (let press = 0; press < 30 && !(await isFocused()); press += 1) await keyboard.press('Tab');
  await expect(target).toBeFocused();
}

/** Somebody who looks for the focus sees it: an outline or a ring. */
async function expectVisibleFocus(focused: Locator): Promise<void> {
  const mark = await focused.evaluate((element) => {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    return { hasOutline: outlineStyle !== 'none' && outlineWidth !== '0px', hasRing: boxShadow !== 'none' };
  });
  expect(mark.hasOutline || mark.hasRing).toBe(true);
}

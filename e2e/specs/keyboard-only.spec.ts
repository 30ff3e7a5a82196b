import type { Locator } from 'playwright/test';
import { expect, test } from '../fixtures.ts';
import { chargesOf } from '../ledger.ts';

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
  await keyboard.press('Enter');
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
  await keyboard.press('Enter');
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
  await keyboard.press('Enter');
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
  await keyboard.press('Enter');
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

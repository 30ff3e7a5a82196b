import { expect, test } from '../fixtures.ts';
import type { Screens } from '../pages/screens.ts';

test.use({ isDemonstration: true });

test.describe('a till that is started', () => {
  test.use({ isOwnProcess: true });

  test('with no settings nobody can mistake it for a shop: every screen is tinted and marked', async ({ screens, till }) => {
    const { sell, outcome, slip, header, history, detail, page } = screens;
    await expectMarks(screens);
    expect(till.said()).toContain('Demonstration: no real card is charged.');
    // Which amounts show which outcome.
    const hints = sell.root.getByRole('complementary');
    await expect(hints).toContainText('the last two digits of the amount decide');
    const [byCard, byCode] = [hints.locator('dl').first(), hints.locator('dl').last()];
    for (const digits of ['00', '23', '01', '02', '82']) await expect(byCard.getByText(digits, { exact: true })).toBeVisible();
    for (const digits of ['00', '01', '02', '03', '82']) await expect(byCode.getByText(digits, { exact: true })).toBeVisible();

    await sell.begin('12.23', 'PRACTICE');
    await screens.expectScreen('taking');
    await expectMarks(screens);
    await outcome.expect('approved');
    await expect(outcome.root).toContainText('$12.58');
    await expectMarks(screens);
    await outcome.slip.click();
    await expectMarks(screens);
    await expect(slip.paper).toContainText('DEMONSTRATION');
    await slip.back.click();
    await outcome.next.click();

    await header.today.click();
    await expectMarks(screens);
    await history.openOf(history.rows.first()).click();
    await expect(detail.root).toBeVisible();
    await expect(page.locator('.watermark')).toBeVisible();
    await page.keyboard.press('Escape');
    await header.unresolved.click();
    await screens.expectScreen('unresolved');
    await expectMarks(screens);
  });
});

for (const [amount, outcomeWord] of [
  ['12.01', 'declined'],
  ['12.02', 'cancelled'],
  ['12.82', 'outcome-unknown'],
] as const) {
  test(`the amount ${amount} shows ${outcomeWord}, as the hint says`, async ({ screens }) => {
    await screens.sell.begin(amount, 'PRACTICE');
    await screens.outcome.expect(outcomeWord);
    await expectMarks(screens);
  });
}

test('the amount 12.00 by code is scanned and paid by itself, as the hint says', async ({ screens }) => {
  await screens.sell.fill('12.00', 'PRACTICE');
  await screens.sell.code.click();
  await screens.outcome.expect('approved');
});

for (const [amount, reason] of [
  ['12.01', /declined/u],
  ['12.03', /not enough money/u],
  ['12.82', /This payment does not count/u],
] as const) {
  test(`the amount ${amount} by code comes to nothing, as the hint says`, async ({ screens }) => {
    await screens.sell.fill(amount, 'PRACTICE');
    await screens.sell.code.click();
    await expect(screens.openSale.alert).toContainText(reason);
  });
}

async function expectMarks({ page }: Screens): Promise<void> {
  await expect(page.locator('[data-mode="demonstration"]')).toBeVisible();
  await expect(page.getByText('No real card is charged.').first()).toBeVisible();
  await expect(page.locator('.watermark')).toBeVisible();
  // Painted, and not read out again on every screen.
  const painted = await page.locator('.watermark').evaluate((element) => {
    const parts = [element.textContent, ...['::before', '::after'].map((part) => getComputedStyle(element, part).content)];
    return parts.join(' ');
  });
  expect(painted).toContain('DEMONSTRATION');
}

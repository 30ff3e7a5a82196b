import { expect, test } from '../fixtures.ts';
import { chargesOf } from '../ledger.ts';

test.describe('in German', () => {
  test.use({ settings: { TILLSTONE_LOCALE: 'de-DE', TILLSTONE_CURRENCY: 'EUR' } });

  test('the decimal comma ends the whole part, and amounts are written as Germans do', async ({ screens, simulator }) => {
    const { sell, outcome, header, history } = screens;
    await sell.amount.pressSequentially('1234,5');
    await expect(sell.amount).toHaveValue('1.234,5');
    await sell.amount.press('.');
    await expect(sell.amount).toHaveAccessibleDescription('This is not an amount. Write it like 12,34.');
    await sell.amount.press('0');
    await expect(sell.amount).toHaveValue('1.234,50');
    await expect(sell.take).toContainText(/1\.234,50\s€/u);
    await sell.reference.fill('987987');
    await sell.take.click();
    await outcome.expect('approved');
    await expect(outcome.root).toContainText(/1\.234,50\s€/u);
    expect(chargesOf(simulator)).toEqual([expect.objectContaining({ amount: '1234.50' })]);
    await outcome.next.click();
    await header.today.click();
    await expect(history.rowOf('987987')).toContainText(/1\.234,50\s€/u);
  });

  test('the decimal key of the number pad is the decimal key, whatever character it gives', async ({ screens }) => {
    const { sell, page } = screens;
    await sell.amount.pressSequentially('12');
    await page.keyboard.press('NumpadDecimal');
    await sell.amount.pressSequentially('5');
    await expect(sell.amount).toHaveValue('12,5');
  });
});

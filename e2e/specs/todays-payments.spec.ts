import type { BdsSimulator } from '../../simulators/bds/start-bds-simulator.ts';
import { expect, test } from '../fixtures.ts';
import { chargesOf } from '../ledger.ts';
import type { Screens } from '../pages/screens.ts';
import { countPrints } from '../prints.ts';

test('lists today’s payments, newest first, and filters them by reference, amount, last four and outcome', async ({
  screens,
  simulator,
}) => {
  await sellThree(screens, simulator);
  const { header, history } = screens;
  await header.today.click();
  await expect(history.heading).toHaveText('Today’s payments');
  await expect(history.rows).toHaveCount(3);
  await expect(history.rows.nth(0)).toContainText('THIRD');
  await expect(history.rows.nth(2)).toContainText('FIRST');
  await expect(history.count).toHaveText('3 payments listed');
  await expect(history.rowOf('SECOND')).toContainText('Declined');
  await expect(history.rowOf('FIRST')).toContainText('$0.35');

  const lastFour = chargesOf(simulator)[0]?.lastFour ?? '';
  await expect(history.rowOf('FIRST')).toContainText(`•••• ${lastFour}`);
  for (const [typed, reference] of [
    ['third', 'THIRD'],
    ['declined', 'SECOND'],
    ['12.35', 'FIRST'],
  ] as const) {
    await history.filter.fill(typed);
    await expect(history.rows).toHaveCount(1);
    await expect(history.rows).toContainText(reference);
    await expect(history.count).toHaveText('1 payment listed');
  }
  await history.filter.fill(lastFour);
  await expect(history.rowOf('FIRST')).toBeVisible();
  await history.filter.fill('nowhere');
  await expect(history.root).toContainText('Nothing in the list matches the filter.');
  await history.filter.fill('');
  await history.earlierDays.check({ force: true });
  await expect(history.heading).toHaveText('All payments');
  await expect(history.rows).toHaveCount(3);
});

test('tells of a payment everything that is known, and its whole story', async ({ screens, simulator }) => {
  simulator.control.next({ customer: { kind: 'approve', feeMinor: 35, paymentMethod: 'MastercardCredit' } });
  const { sell, outcome, header, history, detail } = screens;
  await sell.field('postalCode').fill('36832');
  await sell.begin('12.00', '987987');
  await outcome.expect('approved');
  await outcome.next.click();
  await header.today.click();
  await history.openOf(history.rowOf('987987')).click();

  const [charge] = chargesOf(simulator);
  for (const text of [
    '$12.35',
    '987987',
    'Mastercard credit',
    '36832',
    String(charge?.transactionId),
    String(charge?.authCode),
  ]) {
    await expect(detail.root).toContainText(text);
  }
  await expect(detail.timeline).toHaveCount(2);
  await expect(detail.timeline.nth(0)).toContainText('The payment was written down, then the terminal was asked');
  await expect(detail.timeline.nth(0)).toContainText('$12.00 for 987987');
  await expect(detail.timeline.nth(1)).toContainText('The terminal answered: approved');
  await detail.close.click();
  await expect(detail.root).toBeHidden();
});

test('prints the slip of an earlier payment, once for each press', async ({ screens, page }) => {
  const { sell, outcome, header, history, detail, slip } = screens;
  await sell.begin('12.00', '987987');
  await outcome.expect('approved');
  await outcome.next.click();
  await header.today.click();
  await history.openOf(history.rows.first()).click();
  await detail.slip.click();
  await expect(slip.paper).toContainText('Receipt');
  const prints = await countPrints(page);
  await slip.print.click();
  await expect(prints).toHaveAttribute('data-prints', '1');
  await page.keyboard.press('Control+P');
  await expect(prints).toHaveAttribute('data-prints', '2');

  // On paper there is the slip and nothing else.
  await page.emulateMedia({ media: 'print' });
  await expect(slip.paper).toBeVisible();
  await expect(header.today).toBeHidden();
  await expect(slip.print).toBeHidden();
});

test('has a word for a day without a payment', async ({ screens }) => {
  await screens.header.today.click();
  await expect(screens.history.root).toContainText('No payments today yet.');
});

async function sellThree({ sell, outcome }: Screens, simulator: BdsSimulator): Promise<void> {
  simulator.control.next({ customer: { kind: 'approve', feeMinor: 35 } });
  simulator.control.next({ customer: { kind: 'decline' } });
  for (const [amount, reference] of [
    ['12.00', 'FIRST'],
    ['20.00', 'SECOND'],
    ['30.00', 'THIRD'],
  ] as const) {
    await sell.begin(amount, reference);
    await outcome.next.click();
  }
}

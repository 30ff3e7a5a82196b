import { randomUUID } from 'node:crypto';
import { changeOneByte } from '../damage.ts';
import { expect, test, type Till } from '../fixtures.ts';
import { transactionsOf } from '../ledger.ts';
import { createScreens } from '../pages/screens.ts';
import { createTexts } from '../../shared/texts/translate.ts';

test('a journal with one changed byte sells nothing and names the last good record', async ({ page, till, simulator }) => {
  for (const reference of ['FIRST-BILL', 'SECOND-BILL', 'THIRD-BILL']) await sell(till, reference);
  await till.stop();
  await changeOneByte(till.dataDirectory, 'SECOND-BILL');
  const asked = transactionsOf(simulator).length;

  await till.start();
  const screens = createScreens(page, createTexts('en-US'));
  await screens.open(till.url);
  const { trouble, header, history, sell: sellScreen } = screens;
  await screens.expectScreen('trouble');
  await expect(trouble).toHaveAttribute('data-trouble', 'damaged');
  await expect(trouble).toContainText('No payments can be taken');
  await expect(trouble).toContainText('The record of payments is damaged');
  // Two records for each sale: those of the first are good.
  await expect(trouble).toContainText(/The last good entry is number 2\b/u);
  await expect(trouble).toContainText('Call IT and read this to them:');

  // The header leads to nothing that sells, and other screens say it too.
  await page.keyboard.press('F2');
  await screens.expectScreen('trouble');
  await expect(sellScreen.root).toHaveCount(0);
  await header.today.click();
  await screens.expectScreen('history');
  await expect(screens.banner).toContainText('No payments can be taken');
  await expect(history.root).toBeVisible();

  const answer = await till.call('sale/begin', { saleId: randomUUID(), input: { amount: '1.00', reference: 'FOURTH' } });
  expect(answer).toMatchObject({ ok: false, failure: { kind: 'journal-damaged', lastGoodSequence: 2 } });
  expect(transactionsOf(simulator)).toHaveLength(asked);
});

async function sell(till: Till, reference: string): Promise<void> {
  const saleId = randomUUID();
  expect(await till.call('sale/begin', { saleId, input: { amount: '12.00', reference } })).toMatchObject({ ok: true });
  await expect
    .poll(async () => till.call('till/snapshot', {}))
    .toMatchObject({ ok: true, value: { counter: { kind: 'decided', sale: { saleId, outcome: 'approved' } } } });
  await till.call('sale/dismiss', { saleId });
}

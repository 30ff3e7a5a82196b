import type { Locator } from 'playwright/test';
import { expect, test } from '../fixtures.ts';
import { chargesOf, transactionsOf } from '../ledger.ts';
import { reserveByCall } from '../situations.ts';

test.use({ hasTouch: true });

test('a whole sale by touch alone, the amount on the keypad of the screen', async ({ screens, simulator }) => {
  const { sell, outcome, slip, header, history, detail } = screens;
  for (const digit of ['1', '2', '9', '00']) await sell.key(digit).tap();
  await expect(sell.amount).toHaveValue('129.00');
  await sell.backspace.tap();
  await expect(sell.amount).toHaveValue('12.90');
  // A touch on a key leaves the focus in the field.
  await expect(sell.amount).toBeFocused();
  await sell.reference.tap();
  await sell.reference.fill('987987');
  await sell.take.tap();
  await outcome.expect('approved');
  await outcome.slip.tap();
  await slip.back.tap();
  await outcome.next.tap();
  await screens.expectScreen('sell');

  await header.today.tap();
  // The whole row is the target.
  await history.rowOf('987987').tap();
  await expect(detail.root).toBeVisible();
  await detail.close.tap();
  await expect(detail.root).toBeHidden();
  await header.sell.tap();
  await screens.expectScreen('sell');
  expect(chargesOf(simulator)).toEqual([expect.objectContaining({ amount: '12.90', reference: '987987' })]);
});

test('an unknown outcome is resolved by touch alone', async ({ screens, simulator }) => {
  simulator.control.next({ fault: { kind: 'close-before-charging' } });
  const { sell, outcome, resolve } = screens;
  for (const digit of ['5', '00']) await sell.key(digit).tap();
  await sell.reference.tap();
  await sell.reference.fill('987987');
  await sell.take.tap();
  await outcome.expect('outcome-unknown');
  await outcome.resolveNow.tap();
  await resolve.notCharged.tap();
  await resolve.evidence.tap();
  await resolve.evidence.fill('The report lists nothing.');
  await resolve.reason.tap();
  await resolve.reason.fill('Looked.');
  await resolve.record.tap();
  await outcome.expect('failed');
  await outcome.next.tap();
  await screens.expectScreen('sell');
});

test('a form that was begun is cleared by touch', async ({ screens }) => {
  const { sell } = screens;
  await sell.key('7').tap();
  await sell.clearEverything.tap();
  await expect(sell.amount).toHaveValue('');
});

test.describe('bills', () => {
  test.use({ hasBills: true });

  test('a sale of two by touch alone, paid with a note, and the change', async ({ screens, simulator, billpay }) => {
    const { page, bill, openSale, outcome, slip } = screens;
    const part = (name: string): Locator => page.getByRole('group', { name: 'What is paid' }).getByRole('button', { name });
    await part('Bill').tap();
    await bill.billers.filter({ hasText: 'Notwane Water Utility' }).tap();
    await bill.reference.tap();
    await bill.reference.fill('BW0417733021');
    await bill.lookUp.tap();
    await bill.customerConfirms.tap();
    await expect(bill.root).toContainText('Lesego Moremi');
    for (const digit of ['9', '5', '5', '0']) await bill.key(digit).tap();
    await expect(bill.amount).toHaveValue('95.50');
    await bill.add.tap();
    await expect(bill.lines).toHaveCount(1);

    await bill.kind('traffic-fine').tap();
    await bill.reference.tap();
    await bill.reference.fill('TN-2026-0093317');
    await bill.lookUp.tap();
    await bill.add.tap();
    await expect(bill.lines).toHaveCount(2);
    // The wrong one is taken out, and comes back.
    await bill.lines.nth(1).getByRole('button').tap();
    await expect(bill.lines).toHaveCount(1);
    await bill.kind('traffic-fine').tap();
    await bill.reference.tap();
    await bill.reference.fill('TN-2026-0093317');
    await bill.lookUp.tap();
    await bill.add.tap();
    await expect(bill.lines).toHaveCount(2);
    await bill.reserve.tap();

    await openSale.expect('reserved', 'reserved');
    await openSale.note('$400.00').tap();
    await expect(openSale.change).toHaveText('$4.50');
    await openSale.takeCash.tap();
    await outcome.expect('approved');
    await expect(outcome.amount).toHaveText('$4.50');
    await outcome.slip.tap();
    await expect(slip.line('change')).toHaveText('$4.50');
    await slip.back.tap();
    await outcome.next.tap();
    await screens.expectScreen('sell');
    await billpay.control.untilSettled(2);
    expect(billpay.ledger().payments.map(({ state }) => state)).toEqual(['confirmed', 'confirmed']);
    expect(transactionsOf(simulator)).toEqual([]);
  });

  test('a sale is given up by touch alone, its cash given back, and the billers’ list looked at', async ({
    screens,
    till,
    billpay,
  }) => {
    const { openSale, outcome, header, advices } = screens;
    const saleId = await reserveByCall(till);
    expect(await till.call('sale/pay-cash', { saleId, handed: '40.00' })).toMatchObject({ ok: true });
    await openSale.abandon.tap();
    await openSale.confirmAbandon.tap();
    await outcome.expect('abandoned');
    await outcome.givenBack.tap();
    await expect(outcome.root).toContainText('The cash was given back: $40.00');
    await outcome.next.tap();
    await header.advices.tap();
    await screens.expectScreen('advices');
    await expect(advices.root).toContainText('Every service has been told.');
    await header.sell.tap();
    await screens.expectScreen('sell');
    await billpay.control.untilSettled(1);
    expect(billpay.ledger().payments).toMatchObject([{ state: 'reversed' }]);
  });
});

import type { Locator } from 'playwright/test';
import { expect, test } from '../fixtures.ts';

// A counter's display of 1024 x 600: whatever takes a bill's money, and whatever says why it is not taken, is in sight without scrolling.
test.use({ hasBills: true, viewport: { width: 1024, height: 600 } });

test('a whole bill sale is in sight', async ({ screens, billpay }) => {
  const { page, bill, openSale, outcome } = screens;
  await bill.open();
  await expect(bill.billers.first()).toBeVisible();
  await expectInSight(bill.biller, bill.reference, bill.lookUp, bill.reserve);

  billpay.control.next({ on: 'lookup', fault: { kind: 'status', status: 500 } });
  await bill.find('BW0417733021');
  await expectInSight(bill.goOn, bill.lookUp);

  await bill.lookUp.click();
  await expect(bill.amount).toBeFocused();
  await expectInSight(bill.customerConfirms, bill.amount, bill.add);
  await bill.put('1.00');
  await expectInSight(page.getByText('The biller accepts $50.00 or more.'), bill.add);
  await bill.put('100.00');
  await expectInSight(bill.reserve);
  await bill.reserve.click();

  await openSale.expect('reserved');
  await expectInSight(openSale.due, openSale.handed, openSale.takeCash, openSale.takeCard, openSale.abandon);
  await openSale.handed.pressSequentially('12000');
  await expectInSight(openSale.change, openSale.takeCash, openSale.takeCard);
  await expect(openSale.takeCash).toBeEnabled();
  await openSale.takeCash.click();
  await outcome.expect('approved');
  await expectInSight(outcome.amount, outcome.next, outcome.slip);
});

test.describe('with codes', () => {
  test.use({ hasCodes: true });

  test('an amount that is paid by code, in cash or by card is in sight, whatever came to nothing before', async ({
    screens,
    qr,
  }) => {
    const { sell, openSale, code, outcome } = screens;
    await sell.fill('25.00', 'WATER-21005');
    await expectInSight(sell.amount, sell.take, sell.cash, sell.code);
    await sell.cash.click();
    await expectInSight(openSale.due, openSale.handed, openSale.takeCash, openSale.takeCode, openSale.takeCard, openSale.abandon);
    await openSale.handed.pressSequentially('10.00');
    await expect(openSale.takeCode).toBeEnabled();
    await expectInSight(openSale.change, openSale.takeCash, openSale.takeCode, openSale.takeCard);
    await openSale.takeCode.click();
    await code.untilShown();
    await expectInSight(code.code, code.amount, code.timeLeft, code.cancel);
    await code.cancel.click();
    await expect(openSale.retryCode).toBeEnabled();
    await expectInSight(
      openSale.alert,
      openSale.retryCode,
      openSale.handed,
      openSale.takeCash,
      openSale.takeCode,
      openSale.takeCard,
    );
    await openSale.retryCode.click();
    await code.untilShown();
    qr.control.scan({ tranId: qr.ledger().codes.at(-1)?.tranId ?? '' });
    await expect(openSale.due).toHaveText('$15.00');
    await expectInSight(openSale.due, openSale.handed, openSale.takeCash, openSale.takeCode, openSale.takeCard);
    await expect(openSale.takeCash).toBeEnabled();
    await openSale.payCash('20.00');
    await outcome.expect('approved');
    await expectInSight(outcome.amount, outcome.next, outcome.slip);
  });
});

async function expectInSight(...controls: readonly Locator[]): Promise<void> {
  for (const control of controls) await expect(control).toBeInViewport({ ratio: 1 });
}

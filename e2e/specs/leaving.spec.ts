import type { Page } from 'playwright/test';
import { expect, test } from '../fixtures.ts';
import { pretendShell } from '../pretend-shell.ts';
import { leaveAdvices, reserveByCall } from '../situations.ts';

// Whoever closes the till while something is at stake is told before it ends.
test.use({ hasBills: true });

test.describe('a browser', () => {
  test('asks before it closes a window with reserved bills, and at no other time', async ({ screens, till }) => {
    const { page, openSale, outcome } = screens;
    // A browser only asks for a window that somebody has used.
    await screens.header.sell.click();
    const saleId = await reserveByCall(till);
    await screens.expectScreen('open');
    await openSale.handed.click();
    expect(await isAskedOnClosing(page)).toBe(true);

    await till.call('sale/pay-cash', { saleId, handed: '100.00' });
    await outcome.expect('approved');
    await expect(outcome.next).toBeEnabled();
    await outcome.next.click();
    await screens.expectScreen('sell');
    const closed = page.waitForEvent('close');
    await page.close({ runBeforeUnload: true });
    await closed;
  });

  test('asks while a customer is at the terminal', async ({ screens, simulator }) => {
    simulator.control.next({ customer: { kind: 'hold' } });
    await screens.sell.begin('12.00', '987987');
    await screens.expectScreen('taking');
    expect(await isAskedOnClosing(screens.page)).toBe(true);
    simulator.control.release({ kind: 'approve' });
    await screens.outcome.expect('approved');
  });
});

test.describe('Ctrl+C at the process that serves the till', () => {
  test.use({ isOwnProcess: true, expectedComplaints: /ERR_/u });

  test('says what becomes of the sale, ends only the second time, and it came true', async ({ screens, till, billpay }) => {
    await reserveByCall(till);
    await screens.openSale.expect('reserved');
    till.interrupt();
    await expect.poll(() => till.said()).toContain('1 bill is not paid yet. It will be taken back with the next start.');
    expect(till.said()).toContain('Press Ctrl+C once more');
    await screens.openSale.expect('reserved');
    expect(await till.call('till/snapshot', {})).toMatchObject({ ok: true, value: { counter: { kind: 'open' } } });

    till.interrupt();
    expect(await till.ended()).toBe(0);
    expect(billpay.ledger().payments).toMatchObject([{ state: 'reserved' }]);
    await till.start();
    await billpay.control.untilSettled(1);
    expect(billpay.ledger().payments).toMatchObject([{ state: 'reversed' }]);
  });

  test('ends at once where only messages wait, and says how many and how old', async ({ screens, till, billpay }) => {
    await leaveAdvices({ screens, till, billpay });
    till.interrupt();
    expect(await till.ended()).toBe(0);
    expect(till.said()).toMatch(/1 message to a service still waits, for \d+ s\./u);
    expect(till.said()).toContain('1 message to a service needs attention.');
  });
});

test.describe('the window of a host that asks', () => {
  test('says what is at stake, stays by Enter and by Escape, and keeps what was being done', async ({ screens, till }) => {
    const { page, openSale, leave } = screens;
    const shell = await pretendShell(page);
    await reserveByCall(till);
    // A screen that came up by itself takes no Enter at first, nor does what lies over it.
    await expect(openSale.takeCard).toBeEnabled();
    await openSale.abandon.click();
    await expect(openSale.abandonDialog).toBeVisible();
    for (const key of ['Enter', 'Escape']) {
      const shown = callOf(page, 'shown');
      await shell.askToLeave();
      await expect(leave.stay).toBeFocused();
      await expect(leave.root).toContainText('1 bill is not paid yet. It will be taken back with the next start.');
      await shown;
      await page.keyboard.press(key);
      await expect(leave.root).toBeHidden();
      await expect(openSale.abandonDialog).toBeVisible();
    }
    expect(await till.call('till/snapshot', {})).toMatchObject({ ok: true, value: { counter: { kind: 'open' } } });
  });

  test('says that a payment will be unknown, and leaves when told so', async ({ screens, simulator }) => {
    const { page, leave } = screens;
    const shell = await pretendShell(page);
    simulator.control.next({ customer: { kind: 'hold' } });
    await screens.sell.begin('12.00', '987987');
    await screens.expectScreen('taking');
    await shell.askToLeave();
    await expect(leave.root).toContainText('A customer is at the terminal with $12.00. The payment will be unknown');
    const left = callOf(page, 'leave');
    await leave.leave.click();
    await left;
    simulator.control.release({ kind: 'approve' });
    // The question was about a sale that is over now.
    await screens.outcome.expect('approved');
    await expect(leave.root).toBeHidden();
  });

  test('counts what waits for billers', async ({ screens, till, billpay }) => {
    const shell = await pretendShell(screens.page);
    await leaveAdvices({ screens, till, billpay });
    await shell.askToLeave();
    await expect(screens.leave.root).toContainText(/1 message to a service still waits, for \d+ s\./u);
    await expect(screens.leave.root).toContainText('1 message to a service needs attention.');
  });
});

/** The next time that the window tells its host so. */
function callOf(page: Page, step: string): Promise<unknown> {
  return page.waitForRequest((request) => request.url().endsWith('/call/window/leave') && request.postDataJSON().step === step);
}

/** Closes the window as a person does, who then stays. */
async function isAskedOnClosing(page: Page): Promise<boolean> {
  const asked = page.waitForEvent('dialog');
  await page.close({ runBeforeUnload: true });
  const dialog = await asked;
  await dialog.dismiss();
  return dialog.type() === 'beforeunload';
}

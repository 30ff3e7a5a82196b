import type { QrSimulator } from '../../simulators/qr/start-qr-simulator.ts';
import { expect, lostTill, test } from '../fixtures.ts';
import { mash } from '../keys.ts';
import { chargesOf, transactionsOf } from '../ledger.ts';
import type { Screens } from '../pages/screens.ts';
import { readCode } from '../read-code.ts';

test.use({ hasCodes: true });

test.describe('a code', () => {
  test('is scanned off the screen, paid without a click, and confirmed once', async ({ screens, qr, simulator }) => {
    const { code, outcome, slip, header, history, detail } = screens;
    await showCode(screens);
    await expect(code.state).toHaveText('Waiting for the scan');
    await expect(code.amount).toHaveText('$25.00');
    await expect(code.timeLeft).toHaveText(/^(?:1:00|0:\d\d)$/u);
    // What a telephone reads is what the service gave, to the letter.
    expect(await readCode(code.code)).toBe(qr.ledger().codes[0]?.qrCode);

    expect(scan(qr)).toEqual({ isAccepted: true });
    await outcome.expect('approved');
    await expect(outcome.root).toContainText('Paid by code: Blue Heron Wallet');
    await expectLedger(qr, ['confirmed']);
    expect(qr.ledger().payments).toMatchObject([{ requestedMinor: 2_500, takenMinor: 2_500 }]);
    expect(transactionsOf(simulator)).toEqual([]);

    await outcome.slip.click();
    const reference = await slip.issuerReference.textContent();
    await expect(slip.paper).toContainText('Blue Heron Wallet');
    await expect(slip.paper).toContainText('PAID WITH BLUE HERON WALLET');
    await slip.back.click();
    await outcome.next.click();
    await header.today.click();
    await history.filter.fill(reference ?? '');
    await expect(history.rows).toHaveCount(1);
    await expect(history.rows).toContainText('QR code Blue Heron Wallet');
    await history.openOf(history.rows.first()).click();
    await expect(detail.root).toContainText('The customer paid by code');
    await expect(detail.root).toContainText(reference ?? '');
  });

  test('is dark on white with its quiet zone, in the dark as well', async ({ screens, qr }) => {
    const { code, page } = screens;
    await showCode(screens);
    const payload = qr.ledger().codes[0]?.qrCode;
    for (const size of [
      { width: 1280, height: 800 },
      { width: 800, height: 560 },
    ]) {
      await page.setViewportSize(size);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(await readCode(code.code), `${size.width} ${colorScheme}`).toBe(payload);
      }
    }
  });

  test('is asked for once, however often the button is pressed', async ({ screens, qr }) => {
    const { sell, code, page } = screens;
    await sell.fill('25.00', 'WATER-21005');
    await mash(page, ['F8', 'Enter', 'F9'], 50);
    await code.untilShown();
    expect(qr.ledger()).toMatchObject({ codes: [{}], payments: [{}] });
    expect(scan(qr)).toEqual({ isAccepted: true });
    await screens.outcome.expect('approved');
    await expectLedger(qr, ['confirmed']);
  });

  test('is never on the screen before its payment waits at the service', async ({ screens, qr }) => {
    const { sell, code } = screens;
    qr.control.next({ on: 'createQrCode', fault: { kind: 'hold' } });
    await sell.fill('25.00', 'WATER-21005');
    await sell.code.click();
    await expect(code.state).toHaveText('Preparing the code');
    await expect(code.code).toBeHidden();
    await qr.control.untilHeld();
    qr.control.release();
    await code.untilShown();
    expect(qr.control.state().waiting).toHaveLength(1);
  });

  test('shows the same in a window that is loaded anew, and in a second one', async ({ screens, context, till, qr }) => {
    const { code, page } = screens;
    await showCode(screens);
    const payload = qr.ledger().codes[0]?.qrCode;
    await page.reload();
    await code.untilShown();
    expect(await readCode(code.code)).toBe(payload);
    const other = await context.newPage();
    await other.goto(till.url);
    await expect(other.locator('[data-screen="code"] [role="img"]')).toBeVisible();
    await code.cancel.click();
    await expect(other.locator('[data-screen="open"]')).toBeVisible();
    await expectLedger(qr, ['reversed']);
  });
});

test.describe('a code that comes to nothing', () => {
  test('because nobody scanned it leads back with the reason, and is tried again with one key', async ({ screens, qr }) => {
    const { openSale, code, outcome, page } = screens;
    qr.control.set({ scanWindowMs: 1_000 });
    await ask(screens);
    await expect(openSale.alert).toContainText('The code was not scanned in time.');
    await expect(openSale.codes).toHaveAttribute('data-code-state', 'declined');
    await expect(openSale.due).toHaveText('$25.00');
    qr.control.set({ scanWindowMs: 50_000 });
    await expect(openSale.retryCode).toBeEnabled();
    await page.keyboard.press('Enter');
    await code.untilShown();
    scan(qr);
    await outcome.expect('approved');
    await expectLedger(qr, ['expired', 'confirmed']);
  });

  test('without a clear answer is reversed', async ({ screens, qr }) => {
    const { openSale } = screens;
    qr.control.set({ scanWindowMs: 1_000, noScanStatus: 504 });
    await ask(screens);
    await expect(openSale.alert).toContainText('This payment does not count');
    await expectLedger(qr, ['reversed']);
  });

  test('because the wallet declined says so, and the card takes its place', async ({ screens, qr, simulator }) => {
    const { openSale, outcome } = screens;
    await showCode(screens);
    scan(qr, { kind: 'decline', errorType: 'INSUFFICIENT_FUNDS' });
    await expect(openSale.alert).toContainText('There is not enough money in the customer’s wallet.');
    await expect(openSale.takeCard).toBeEnabled();
    await openSale.takeCard.click();
    await outcome.expect('approved');
    expect(chargesOf(simulator)).toMatchObject([{ amount: '25.00' }]);
    expect(qr.ledger().payments).toMatchObject([{ state: 'declined', takenMinor: 0 }]);
  });

  test('because it was cancelled is reversed, and a scan after that takes nothing', async ({ screens, qr }) => {
    const { code, openSale, page } = screens;
    await showCode(screens);
    const tranId = qr.ledger().codes[0]?.tranId ?? '';
    await page.keyboard.press('Escape');
    await expect(code.root).toBeHidden();
    await expect(openSale.alert).toContainText('It was cancelled at the till.');
    await expectLedger(qr, ['reversed']);
    expect(qr.control.scan({ tranId })).toMatchObject({ isAccepted: false });
    expect(qr.ledger().payments).toMatchObject([{ takenMinor: 0, reservedMinor: 0 }]);
  });

  test('cancelled while it is prepared shows no code, and asks for no payment', async ({ screens, qr }) => {
    const { sell, code, openSale } = screens;
    qr.control.next({ on: 'createQrCode', fault: { kind: 'hold' } });
    await sell.fill('25.00', 'WATER-21005');
    await sell.code.click();
    await qr.control.untilHeld();
    await expect(code.cancel).toBeEnabled();
    await code.cancel.click();
    await expect(openSale.alert).toContainText('It was cancelled at the till.');
    qr.control.release();
    await qr.control.untilIdle();
    await expect(openSale.retryCode).toBeEnabled();
    expect(qr.ledger().payments).toEqual([]);
  });

  test('a click or a key that was meant for the button before cancels nothing', async ({ screens, qr }) => {
    const { sell, code, page } = screens;
    await sell.fill('25.00', 'WATER-21005');
    // In the same moment in which the button comes up: no hand is as fast, and no machine so slow.
    await page.evaluate(() => {
      new MutationObserver((_changes, observer) => {
        const cancel = document.querySelector<HTMLButtonElement>('.code-cancel');
        if (!cancel) return;
        observer.disconnect();
        cancel.click();
        window.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', cancelable: true }));
        document.documentElement.dataset['tried'] = 'yes';
      }).observe(document.body, { childList: true, subtree: true });
    });
    await sell.code.click();
    await code.untilShown();
    await expect(page.locator('html')).toHaveAttribute('data-tried', 'yes');
    expect(scan(qr)).toEqual({ isAccepted: true });
    await screens.outcome.expect('approved');
    await expectLedger(qr, ['confirmed']);
  });

  test('and whose answer was lost after the customer paid is taken back', async ({ screens, qr }) => {
    const { openSale } = screens;
    qr.control.next({ on: 'pay', fault: { kind: 'cut' } });
    await showCode(screens);
    scan(qr);
    await expect(openSale.alert).toContainText('if the customer’s phone shows one, it is taken back');
    await expectLedger(qr, ['reversed']);
  });
});

test.describe('a split', () => {
  test('of a code and a card that is declined: the code stays paid until the sale is given up, and goes back then', async ({
    screens,
    qr,
    simulator,
  }) => {
    const { sell, openSale, code, outcome } = screens;
    simulator.control.next({ customer: { kind: 'decline' } });
    await sell.fill('25.00', 'WATER-21005');
    await sell.cash.click();
    await openSale.handed.pressSequentially('10.00');
    await expect(openSale.takeCode).toHaveText(/QR code \$10\.00/u);
    await openSale.takeCode.click();
    await code.untilShown();
    await expect(code.amount).toHaveText('$10.00');
    await expect(code.root).toContainText('A part of $25.00');
    scan(qr);
    await expect(openSale.due).toHaveText('$15.00');
    await expect(openSale.root).toContainText('Paid by code: $10.00, Blue Heron Wallet.');
    await expect(openSale.takeCard).toBeEnabled();
    await openSale.takeCard.click();
    await expect(openSale.root).toContainText('Cards that were tried');
    expect(qr.ledger().payments).toMatchObject([{ state: 'authorised' }]);

    await openSale.abandon.click();
    await expect(openSale.abandonDialog).toContainText('$10.00 by code goes back to Blue Heron Wallet.');
    await openSale.confirmAbandon.click();
    await outcome.expect('abandoned');
    await expect(outcome.root).toContainText('The payment by code goes back to the customer by itself.');
    await expectLedger(qr, ['reversed']);
    expect(chargesOf(simulator)).toEqual([]);
    // The same amount, once more.
    await expect(outcome.again).toBeEnabled();
    await outcome.again.click();
    await expect(sell.amount).toHaveValue('25.00');
  });

  test('of cash, a code and a card says how much was paid by which', async ({ screens, qr, simulator }) => {
    const { sell, openSale, code, outcome, slip } = screens;
    await sell.fill('25.00', 'WATER-21005');
    await sell.cash.click();
    await expect(openSale.takeCash).toBeEnabled();
    await openSale.payCash('5.00');
    await openSale.takeCash.click();
    await expect(openSale.due).toHaveText('$20.00');
    await openSale.handed.pressSequentially('8.00');
    await expect(openSale.takeCode).toBeEnabled();
    await openSale.takeCode.click();
    await code.untilShown();
    scan(qr);
    await expect(openSale.due).toHaveText('$12.00');
    await expect(openSale.takeCard).toBeEnabled();
    await openSale.takeCard.click();
    await outcome.expect('approved');
    await expect(outcome.root).toContainText('$5.00 in cash, $8.00 by code, $12.00 by card');
    await outcome.slip.click();
    await expect(slip.line('paidByCode')).toHaveText('$8.00');
    await expect(slip.line('paidByCard')).toHaveText('$12.00');
    await expectLedger(qr, ['confirmed']);
    expect(chargesOf(simulator)).toMatchObject([{ amount: '12.00' }]);
  });

  test('never asks for more than is due by a code', async ({ screens }) => {
    const { sell, openSale } = screens;
    await sell.fill('25.00', 'WATER-21005');
    await sell.cash.click();
    await openSale.handed.pressSequentially('50.00');
    await expect(openSale.takeCash).toBeEnabled();
    await expect(openSale.change).toHaveText('$25.00');
    await expect(openSale.takeCode).toBeDisabled();
    await openSale.handed.press('Delete');
    await expect(openSale.takeCode).toBeEnabled();
  });
});

test.describe('cash alone', () => {
  test.use({ hasCodes: false });

  test('pays an amount with its change, and asks nobody', async ({ screens, simulator }) => {
    const { sell, openSale, outcome, header } = screens;
    await sell.fill('12.34', 'WATER-21005');
    await expect(sell.code).toBeHidden();
    await sell.cash.click();
    await expect(openSale.root).toContainText('Reference WATER-21005');
    await expect(openSale.takeCash).toBeEnabled();
    await openSale.payCash('20.00');
    await outcome.expect('approved');
    await expect(outcome.amount).toHaveText('$7.66');
    await outcome.next.click();
    await expect(sell.amount).toHaveValue('');
    expect(transactionsOf(simulator)).toEqual([]);
    await expect(header.advices).toBeHidden();
  });
});

test.describe('a card of which nobody knows whether it was charged', () => {
  for (const verdict of ['charged', 'not-charged'] as const) {
    test(`freezes the code, which then is ${verdict === 'charged' ? 'confirmed' : 'reversed'}`, async ({
      screens,
      qr,
      simulator,
    }) => {
      const { openSale, outcome, resolve } = screens;
      simulator.control.next({ fault: { kind: verdict === 'charged' ? 'close-after-charging' : 'close-before-charging' } });
      await payPartByCode(screens, qr);
      await openSale.takeCard.click();
      await outcome.expect('outcome-unknown');
      await expect(outcome.root).toContainText('The payment by code is frozen');
      expect(qr.ledger()).toMatchObject({ payments: [{ state: 'authorised' }], advices: [] });
      await outcome.resolveNow.click();
      await resolve.decide({ verdict, evidence: '690489', reason: 'Read off the terminal.' });
      await outcome.expect(verdict === 'charged' ? 'approved' : 'abandoned');
      await expectLedger(qr, [verdict === 'charged' ? 'confirmed' : 'reversed']);
    });
  }
});

test.describe('bills', () => {
  test.use({ hasBills: true });

  test('are paid by code, and both services are told', async ({ screens, qr, billpay }) => {
    const { bill, openSale, code, outcome } = screens;
    await bill.open();
    await bill.enter('BW0417733021', '100.00');
    await bill.reserve.click();
    await openSale.expect('reserved');
    await expect(openSale.takeCode).toBeEnabled();
    await screens.page.keyboard.press('F8');
    await code.untilShown();
    await expect(code.amount).toHaveText('$100.00');
    scan(qr);
    await outcome.expect('approved');
    await expectLedger(qr, ['confirmed']);
    await billpay.control.untilSettled(1);
    expect(billpay.ledger().payments).toMatchObject([{ state: 'confirmed' }]);
  });
});

test.describe('with the keyboard alone', () => {
  test('a code is asked for, cancelled, tried again and paid', async ({ screens, qr }) => {
    const { page, sell, code, openSale, outcome } = screens;
    const { keyboard } = page;
    await expect(sell.amount).toBeFocused();
    await keyboard.type('25.00');
    await keyboard.press('Tab');
    await keyboard.type('WATER-21005');
    await keyboard.press('F8');
    await code.untilShown();
    await keyboard.press('Escape');
    await expect(openSale.retryCode).toBeEnabled();
    await expect(openSale.handed).toBeFocused();
    await keyboard.press('F8');
    await code.untilShown();
    scan(qr);
    await outcome.expect('approved');
    await expect(outcome.word).toBeFocused();
    await expect(outcome.next).toBeEnabled();
    await keyboard.press('Enter');
    await screens.expectScreen('sell');
    await expectLedger(qr, ['reversed', 'confirmed']);
  });

  test('the key for cash opens the sale, and never loads the page anew', async ({ screens }) => {
    const { page, sell, openSale } = screens;
    await sell.fill('25.00', 'WATER-21005');
    await page.evaluate(() => document.documentElement.setAttribute('data-same-page', 'yes'));
    await page.keyboard.press('F5');
    await expect(openSale.handed).toBeFocused();
    await page.keyboard.press('F5');
    await page.keyboard.type('2500');
    await expect(openSale.handed).toHaveValue('25.00');
    await expect(page.locator('[data-same-page]')).toHaveCount(1);
  });
});

test.describe('by touch alone', () => {
  test.use({ hasTouch: true });

  test('a code is asked for, cancelled and tried again', async ({ screens, qr }) => {
    const { sell, code, openSale, outcome } = screens;
    for (const digit of ['2', '5', '00']) await sell.key(digit).tap();
    await sell.reference.tap();
    await sell.reference.fill('WATER-21005');
    await sell.code.tap();
    await code.untilShown();
    await code.cancel.tap();
    await expect(openSale.retryCode).toBeEnabled();
    await openSale.retryCode.tap();
    await code.untilShown();
    scan(qr);
    await outcome.expect('approved');
    await expectLedger(qr, ['reversed', 'confirmed']);
  });
});

test.describe('a till that is killed while a customer is before the code', () => {
  test.use({ isOwnProcess: true, expectedComplaints: lostTill });

  test('shows no code of a payment that may have ended, and takes it back after its restart', async ({ screens, till, qr }) => {
    const { code, banner, header, history } = screens;
    await showCode(screens);
    await till.kill();
    await expect(banner).toBeVisible();
    await expect(code.code).toBeHidden();
    await till.start();
    await screens.open(till.url);
    await screens.expectScreen('sell');
    await expectLedger(qr, ['reversed']);
    await header.today.click();
    await expect(history.rows).toContainText('Given up');
  });
});

/** An amount on its way to a code. */
async function ask({ sell }: Screens): Promise<void> {
  await sell.fill('25.00', 'WATER-21005');
  await sell.code.click();
}

/** The same, until a customer may scan it. */
async function showCode(screens: Screens): Promise<void> {
  await ask(screens);
  await screens.code.untilShown();
}

/** Ten of twenty-five by code; the rest is still due. */
async function payPartByCode({ sell, openSale, code }: Screens, qr: QrSimulator): Promise<void> {
  await sell.fill('25.00', 'WATER-21005');
  await sell.cash.click();
  await openSale.handed.pressSequentially('10.00');
  await expect(openSale.takeCode).toBeEnabled();
  await openSale.takeCode.click();
  await code.untilShown();
  scan(qr);
  await expect(openSale.due).toHaveText('$15.00');
  await expect(openSale.takeCard).toBeEnabled();
}

/** A customer scans the last code, and their wallet decides. */
function scan(
  qr: QrSimulator,
  decision?: Parameters<QrSimulator['control']['scan']>[0]['decision'],
): ReturnType<QrSimulator['control']['scan']> {
  const tranId = qr.ledger().codes.at(-1)?.tranId ?? '';
  return qr.control.scan({ tranId, ...(decision ? { decision } : {}) });
}

/** The service's own book: how each payment ended, that it was told of each once, and that nothing is left reserved. */
async function expectLedger(qr: QrSimulator, states: readonly string[]): Promise<void> {
  await expect.poll(() => qr.ledger().payments.map(({ state }) => state)).toEqual(states);
  await qr.control.untilIdle();
  const { payments, advices, conflicts } = qr.ledger();
  expect(conflicts).toEqual([]);
  for (const payment of payments) {
    expect(payment.reservedMinor).toBe(0);
    expect(payment.takenMinor).toBe(payment.state === 'confirmed' ? payment.requestedMinor : 0);
  }
  const settled = payments.filter(({ state }) => state === 'confirmed' || state === 'reversed');
  for (const { id } of settled) {
    expect(advices.filter(({ requestId, effect }) => requestId === id && effect === 'applied')).toHaveLength(1);
  }
}

import type { BillpaySimulator, MovementState } from '../../simulators/billpay/start-billpay-simulator.ts';
import { expect, lostTill, test } from '../fixtures.ts';
import { chargesOf, transactionsOf } from '../ledger.ts';
import { leaveAdvices } from '../situations.ts';
import type { Screens } from '../pages/screens.ts';
import { countPrints } from '../prints.ts';

test.use({ hasBills: true });

const water = 'BW0417733021';
const power = '04/11873/002/019446';

test.describe('a bill', () => {
  test('is looked up, paid by card and confirmed, once', async ({ screens, simulator, billpay }) => {
    const { bill, openSale, outcome, slip } = screens;
    await bill.open();
    await bill.find(water);
    // A stranger's name is nobody's business before the customer has said it.
    await expect(bill.root).toContainText('$486.50');
    await expect(bill.root).not.toContainText('Lesego Moremi');
    await bill.customerConfirms.click();
    await expect(bill.root).toContainText('Lesego Moremi');
    await bill.put();
    await expect(bill.lines).toContainText('Notwane Water Utility');
    await bill.reserve.click();

    await openSale.expect('reserved');
    await expect(openSale.due).toHaveText('$486.50');
    expect(chargesOf(simulator)).toEqual([]);
    await openSale.takeCard.click();
    await outcome.expect('approved');
    await outcome.slip.click();
    await expect(slip.paper).toContainText('Receipt');
    await expect(slip.issuerReference).toHaveText(issuerReferenceOf(billpay));
    await expectLedger(billpay, 'confirmed');
    expect(billpay.ledger().payments[0]).toMatchObject({ requestedMinor: 48_650, finalMinor: 48_650 });
    expect(chargesOf(simulator)).toMatchObject([{ amount: '486.50' }]);
    expect(transactionsOf(simulator)).toHaveLength(1);
  });

  test('is paid with the keyboard alone: reference, amount and Enter', async ({ screens, billpay }) => {
    const { bill, openSale, outcome, page } = screens;
    await page.keyboard.press('F7');
    await expect(bill.biller).toBeFocused();
    await bill.reference.fill(water);
    await bill.reference.press('Enter');
    // As fast as hands are; the first digit takes the place of what is due.
    await expect(bill.amount).toBeFocused();
    await page.keyboard.type('10000', { delay: 60 });
    await expect(bill.amount).toHaveValue('100.00');
    await page.keyboard.press('Enter');
    await expect(bill.reserve).toBeFocused();
    await page.keyboard.press('Enter');
    await openSale.expect('reserved');
    await expect(openSale.takeCard).toBeEnabled();
    await page.keyboard.press('F9');
    await outcome.expect('approved');
    await expectLedger(billpay, 'confirmed');
    expect(billpay.ledger().payments[0]).toMatchObject({ finalMinor: 10_000 });
  });

  test('is paid in cash, with the change', async ({ screens, simulator, billpay }) => {
    const { bill, openSale, outcome, slip } = screens;
    await reserve(screens, [water, '100.00']);
    await expect(bill.root).toBeHidden();
    await openSale.payCash('120.00');
    await outcome.expect('approved');
    await expect(outcome.amount).toHaveText('$20.00');
    await outcome.slip.click();
    await expect(slip.line('change')).toHaveText('$20.00');
    await expectLedger(billpay, 'confirmed');
    expect(billpay.ledger().payments[0]?.tenders).toMatchObject([{ tenderType: 'CASH', amountMinor: 10_000 }]);
    expect(transactionsOf(simulator)).toEqual([]);
  });

  test('that is declined is left out, and the other goes on', async ({ screens, simulator, billpay }) => {
    const { openSale, outcome } = screens;
    billpay.control.next({ on: 'payment', fault: { kind: 'decline', errorType: 'ACCOUNT_ALREADY_SETTLED' } });
    await reserve(screens, [water, '100.00'], [power, '250.00']);
    await expect(openSale.root).toHaveAttribute('data-asking', 'false');
    await expect(openSale.bills).toHaveCount(2);
    await expect(openSale.root).toContainText('One bill cannot be paid now. The rest of the sale goes on.');
    // Both are asked at once: which of them comes first is nobody's promise.
    const payable = billpay.ledger().payments.find(({ state }) => state === 'reserved');
    expect(payable).toBeDefined();
    const due = payable?.reference === water ? '$100.00' : '$250.00';
    await expect(openSale.due).toHaveText(due);
    await openSale.takeCard.click();
    await outcome.expect('approved');
    await expect.poll(() => statesOf(billpay)).toEqual(['confirmed', 'declined']);
    expect(billpay.ledger().conflicts).toEqual([]);
    expect(chargesOf(simulator)).toMatchObject([{ amount: due.slice(1) }]);
  });
});

test.describe('a card that is declined', () => {
  test('leaves the bill reserved until the sale is given up, and the cash is given back', async ({
    screens,
    simulator,
    billpay,
  }) => {
    const { openSale, outcome, header, unresolved } = screens;
    simulator.control.next({ customer: { kind: 'decline' } });
    await reserve(screens, [water, '100.00']);
    // Forty in cash, the rest by card; less than is due takes two presses.
    await openSale.payCash('40.00');
    await expect(openSale.handed).toHaveAccessibleDescription(/Press the button once more/u);
    await openSale.takeCash.click();
    await expect(openSale.due).toHaveText('$60.00');
    await openSale.takeCard.click();
    await expect(openSale.root).toContainText('Declined');
    await openSale.expect('reserved');
    expect(statesOf(billpay)).toEqual(['reserved']);

    await openSale.giveUp();
    await outcome.expect('abandoned');
    await expect(outcome.amount).toHaveText('$40.00');
    await expectLedger(billpay, 'reversed');
    expect(billpay.ledger().payments[0]).toMatchObject({ finalMinor: 0 });
    expect(chargesOf(simulator)).toEqual([]);
    await outcome.givenBack.click();
    await expect(outcome.root).toContainText('The cash was given back: $40.00');
    await outcome.next.click();
    await expect(header.unresolved).toHaveAccessibleName('Unresolved');
    await header.unresolved.click();
    await expect(unresolved.root).toContainText('Nothing is unresolved.');
  });
});

test.describe('a card of which nobody knows whether it was charged', () => {
  for (const verdict of ['charged', 'not-charged'] as const) {
    test(`freezes the bill, which then is ${verdict === 'charged' ? 'confirmed' : 'reversed'}`, async ({
      screens,
      simulator,
      billpay,
    }) => {
      const { openSale, outcome, resolve } = screens;
      simulator.control.next({
        fault: { kind: verdict === 'charged' ? 'close-after-charging' : 'close-before-charging' },
      });
      await reserve(screens, [water, '100.00']);
      await openSale.takeCard.click();
      await outcome.expect('outcome-unknown');
      await expect(outcome.root).toContainText('The bill is frozen');
      expect(statesOf(billpay)).toEqual(['reserved']);
      expect(billpay.ledger().advices).toEqual([]);

      await outcome.resolveNow.click();
      await resolve.decide({ verdict, evidence: '690489', reason: 'Read off the terminal.' });
      await outcome.expect(verdict === 'charged' ? 'approved' : 'abandoned');
      await expectLedger(billpay, verdict === 'charged' ? 'confirmed' : 'reversed');
      expect(chargesOf(simulator)).toHaveLength(verdict === 'charged' ? 1 : 0);
      expect(transactionsOf(simulator)).toHaveLength(1);
    });
  }
});

test.describe('a network that is cut at the settlement', () => {
  for (const how of ['nobody listens', 'every answer is 500'] as const) {
    test(`(${how}) keeps nobody from paying and printing, and the billers are told when it is back`, async ({
      screens,
      billpay,
    }) => {
      const { openSale, outcome, slip, header, advices } = screens;
      await reserve(screens, [water, '100.00'], [power, '250.00']);
      const { payments: reserved } = billpay.ledger();
      if (how === 'nobody listens') billpay.control.refuse({ dropConnections: true });
      else billpay.control.always({ on: 'advice', fault: { kind: 'status', status: 500 } });
      await openSale.takeCard.click();
      await outcome.expect('approved');
      await expect(header.advices).toHaveAttribute('data-waiting', '2');
      await expect(header.advices).toContainText('2 waiting');
      await outcome.slip.click();
      await expect(slip.paper).toContainText('Receipt');
      await expect(slip.issuerReference).toHaveCount(2);
      for (const { issuerReference } of reserved) await expect(slip.paper).toContainText(String(issuerReference));
      const prints = await countPrints(screens.page);
      await slip.print.click();
      await expect(prints).toHaveAttribute('data-prints', '1');
      await slip.back.click();
      await outcome.next.click();
      await header.advices.click();
      await screens.expectScreen('advices');
      await expect(advices.advices).toHaveCount(2);
      expect(statesOf(billpay)).toEqual(['reserved', 'reserved']);

      await billpay.control.reset();
      await expect(header.advices).toHaveAttribute('data-waiting', '0');
      await expect(advices.root).toContainText('Every service has been told.');
      const { payments, advices: told, conflicts } = billpay.ledger();
      expect(payments).toMatchObject([{ state: 'confirmed' }, { state: 'confirmed' }]);
      expect(told).toMatchObject([
        { kind: 'confirmation', effect: 'applied' },
        { kind: 'confirmation', effect: 'applied' },
      ]);
      expect(conflicts).toEqual([]);
    });
  }
});

test('the header counts what waits and what needs attention side by side, for eyes and for ears', async ({
  screens,
  till,
  billpay,
}) => {
  const { header, advices } = screens;
  await leaveAdvices({ screens, till, billpay });
  await expect(header.advices).toHaveAccessibleName(/^Services ?: 1 waiting, oldest \d+ s ?; 1 needs attention$/u);
  // The smallest window, and a large one at 200 %.
  for (const size of [
    { width: 800, height: 560 },
    { width: 640, height: 512 },
  ]) {
    await screens.page.setViewportSize(size);
    for (const text of [/1 waiting, oldest \d+ s/u, /1 needs attention/u]) {
      await expect(header.advices.getByText(text)).toBeInViewport({ ratio: 1 });
    }
  }
  await header.advices.click();
  await screens.expectScreen('advices');
  await expect(advices.advices).toHaveCount(2);
});

test.describe('a till that is killed between the card and the confirmation', () => {
  test.use({ isOwnProcess: true, expectedComplaints: lostTill });

  test('confirms the bill after its restart, once', async ({ screens, till, simulator, billpay }) => {
    const { openSale, header, history } = screens;
    await reserve(screens, [water, '100.00']);
    // The service has it, but not one word of its answer reaches the till: it cannot know, and has to say it again.
    billpay.control.next({ on: 'confirmation', fault: { kind: 'hold' } });
    await openSale.takeCard.click();
    await billpay.control.untilHeld();
    await till.kill();
    billpay.control.release();
    await billpay.control.untilIdle();

    await till.start();
    await screens.open(till.url);
    await expect(header.advices).toHaveAttribute('data-waiting', '0');
    await billpay.control.untilReceived('confirmation', 2);
    await expectLedger(billpay, 'confirmed');
    expect(chargesOf(simulator)).toHaveLength(1);
    expect(transactionsOf(simulator)).toHaveLength(1);
    await screens.expectScreen('sell');
    await header.today.click();
    await expect(history.rows).toHaveCount(1);
    await expect(history.rows).toContainText('Approved');
  });
});

test.describe('bad input', () => {
  test('is said at its field, and nothing is asked', async ({ screens, billpay }) => {
    const { bill } = screens;
    await bill.open();
    await expect(bill.reference).toBeVisible();
    for (const [reference, said] of [
      ['', /This is needed\./u],
      ['12345', /at least 6 characters/u],
      ['1'.repeat(41), /at most 40 characters/u],
    ] as const) {
      await bill.find(reference);
      await expect(bill.reference).toHaveAttribute('aria-invalid', 'true');
      await expect(bill.reference).toHaveAccessibleDescription(said);
      await expect(bill.reference).toBeFocused();
    }
    expect(billpay.control.receivedCount('lookup')).toBe(0);

    await bill.find('BW9999999999');
    await expect(bill.alert).toBeVisible();

    await bill.find(water);
    for (const [amount, said] of [
      ['', /Enter the amount\./u],
      ['0.00', /more than zero/u],
      ['49.99', /\$50\.00 or more/u],
      ['486.51', /at most \$486\.50/u],
    ] as const) {
      await bill.put(amount);
      await expect(bill.amount).toHaveAttribute('aria-invalid', 'true');
      await expect(bill.amount).toHaveAccessibleDescription(said);
      await expect(bill.amount).toBeFocused();
    }
    await bill.put('50.00');
    await expect(bill.lines).toHaveCount(1);

    // The same bill is paid once.
    await bill.enter(water, '60.00');
    await expect(bill.alert).toContainText('This bill is in the sale already.');
    expect(billpay.ledger().payments).toEqual([]);
  });

  test('of cash is said at its field, and the sale stays open', async ({ screens, billpay }) => {
    const { openSale } = screens;
    await reserve(screens, [water, '100.00']);
    await openSale.takeCash.click();
    await expect(openSale.handed).toHaveAccessibleDescription(/Enter what the customer hands over\./u);
    await openSale.handed.press('a');
    await expect(openSale.handed).toHaveAccessibleDescription(/This is not an amount/u);
    await openSale.expect('reserved');
    expect(statesOf(billpay)).toEqual(['reserved']);
  });
});

/** These bills, from the selling screen until the billers have answered. */
async function reserve(
  { bill, openSale }: Screens,
  ...bills: readonly (readonly [reference: string, amount: string])[]
): Promise<void> {
  await bill.open();
  for (const [place, [reference, amount]] of bills.entries()) {
    await bill.enter(reference, amount);
    await expect(bill.lines).toHaveCount(place + 1);
  }
  await bill.reserve.click();
  await expect(openSale.root).toHaveAttribute('data-asking', 'false');
}

/** The biller's own book: one payment, which ended like this and was told of once. */
async function expectLedger(billpay: BillpaySimulator, state: 'confirmed' | 'reversed'): Promise<void> {
  await billpay.control.untilSettled(1);
  await billpay.control.untilIdle();
  const { payments, advices, conflicts } = billpay.ledger();
  expect(payments).toMatchObject([{ state }]);
  expect(advices).toMatchObject([{ kind: state === 'confirmed' ? 'confirmation' : 'reversal', effect: 'applied' }]);
  expect(conflicts).toEqual([]);
}

function statesOf(billpay: BillpaySimulator): readonly MovementState[] {
  return billpay
    .ledger()
    .payments.map(({ state }) => state)
    .toSorted();
}

function issuerReferenceOf(billpay: BillpaySimulator): string {
  const [payment] = billpay.ledger().payments;
  return String(payment?.issuerReference);
}

import { chargesOf, transactionsOf } from '../ledger.ts';
import { expect, test } from '../fixtures.ts';

test('an approved card fills the screen with the total, and the slip adds the fee up', async ({ screens, simulator }) => {
  const { sell, outcome, slip } = screens;
  simulator.control.next({ customer: { kind: 'approve', feeMinor: 35 } });
  await sell.begin('12.00', '987987');

  await outcome.expect('approved');
  await expect(outcome.root).toContainText('$12.35');
  await expect(outcome.root).toContainText('$12.00 and $0.35 fee');
  await expect(outcome.root).toContainText('Reference 987987');
  expect(chargesOf(simulator)).toEqual([expect.objectContaining({ amount: '12.00', feeAmount: '0.35', reference: '987987' })]);

  await outcome.slip.click();
  await screens.expectScreen('slip');
  await expect(slip.paper).toContainText('Receipt');
  await expect(slip.line('amount')).toHaveText('$12.00');
  await expect(slip.line('fee')).toHaveText('$0.35');
  await expect(slip.line('total')).toHaveText('$12.35');
  await expect(slip.line('reference')).toHaveText('987987');
  await expect(slip.line('transactionId')).toHaveText(String(chargesOf(simulator)[0]?.transactionId));

  await slip.back.click();
  await outcome.expect('approved');
});

test('a declined card says why, that nothing was charged, and can be tried again with the same bill', async ({
  screens,
  simulator,
}) => {
  const { sell, outcome } = screens;
  simulator.control.next({ customer: { kind: 'decline' } });
  await sell.begin('20.00', 'INV-7');

  await outcome.expect('declined');
  await expect(outcome.root).toContainText('bank said no');
  await expect(outcome.root).toContainText('Nothing was charged.');
  expect(chargesOf(simulator)).toEqual([]);

  await outcome.again.click();
  await screens.expectScreen('sell');
  await expect(sell.amount).toHaveValue('20.00');
  await expect(sell.reference).toHaveValue('INV-7');
  // Nothing is sent before somebody presses the button.
  expect(transactionsOf(simulator)).toHaveLength(1);
  await sell.take.click();
  await outcome.expect('approved');
  expect(chargesOf(simulator)).toHaveLength(1);
});

test('a customer who cancels is named as the one who did', async ({ screens, simulator }) => {
  simulator.control.next({ customer: { kind: 'user-cancel' } });
  await screens.sell.begin('5.00', 'A-1');
  await screens.outcome.expect('cancelled');
  await expect(screens.outcome.root).toContainText('The customer ended it at the terminal. Nothing was charged.');
  expect(chargesOf(simulator)).toEqual([]);
});

test('a terminal that fails says that nothing was charged, and repeats what the service said', async ({ screens, simulator }) => {
  simulator.control.next({ customer: { kind: 'device-error' } });
  await screens.sell.begin('5.00', 'A-1');
  await screens.outcome.expect('failed');
  await expect(screens.outcome.root).toContainText('Nothing was charged.');
  await expect(screens.outcome.root).toContainText('The service says: The card could not be read.');
  expect(chargesOf(simulator)).toEqual([]);
});

test('a customer who is too slow ends in words that say what to do', async ({ screens, simulator }) => {
  simulator.control.next({ customer: { kind: 'timeout' } });
  await screens.sell.begin('5.00', 'A-1');
  await screens.outcome.expect('cancelled');
  await expect(screens.outcome.root).toContainText('Start again when the customer is ready.');
});

test('an amount that comes back different is held up for a manager', async ({ screens, simulator }) => {
  simulator.control.next({ customer: { kind: 'approve', offByMinor: -1 } });
  await screens.sell.begin('12.00', '987987');
  await expect(screens.outcome.root).toContainText('Not as asked. Call a manager.');
  await expect(screens.outcome.root).toContainText('Amount: asked');
});

test('while the customer is at the terminal the screen says so, counts the time and offers no way to cancel', async ({
  screens,
  simulator,
}) => {
  const { sell, taking, header, outcome } = screens;
  simulator.control.next({ customer: { kind: 'hold' } });
  await sell.begin('1234.56', 'LONG-1');
  await screens.expectScreen('taking');
  await expect(taking).toContainText('$1,234.56');
  await expect(taking).toContainText('The customer is at the terminal');
  await expect(taking).toContainText('The till cannot cancel this.');
  await expect(taking.getByRole('timer')).toHaveText(/^0:0[1-9]$/u);
  await expect(taking.getByRole('button')).toHaveCount(0);
  for (const place of [header.sell, header.today, header.unresolved]) await expect(place).toBeDisabled();

  simulator.control.release({ kind: 'approve' });
  await outcome.expect('approved');
});

test('the next customer finds an empty form, and the keyboard in the amount', async ({ screens }) => {
  const { sell, outcome } = screens;
  await sell.begin('12.00', '987987');
  await outcome.expect('approved');
  await outcome.next.click();
  await screens.expectScreen('sell');
  await expect(sell.amount).toBeFocused();
  await expect(sell.amount).toHaveValue('');
  await expect(sell.reference).toHaveValue('');
  await expect(sell.take).toHaveText(/^Take card/u);
});

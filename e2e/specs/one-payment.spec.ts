import type { BdsSimulator } from '../../simulators/bds/start-bds-simulator.ts';
import { expect, test } from '../fixtures.ts';
import { hurriedHands, mash, scan } from '../keys.ts';
import { chargesOf, transactionsOf } from '../ledger.ts';

test('50 rapid Enters take one payment', async ({ screens, simulator }) => {
  simulator.control.next({ customer: { kind: 'hold' } });
  await screens.sell.fill('12.00', '987987');
  await mash(screens.page, ['Enter'], 50);
  await screens.expectScreen('taking');
  simulator.control.release({ kind: 'approve' });
  await screens.outcome.expect('approved');
  await expectOnePayment(simulator);
});

test('50 rapid clicks take one payment', async ({ screens, simulator }) => {
  const { sell, page, outcome } = screens;
  await sell.fill('12.00', '987987');
  const box = await sell.take.boundingBox();
  const at = { x: (box?.x ?? 0) + 20, y: (box?.y ?? 0) + 20 };
  await page.mouse.move(at.x, at.y);
  for (let click = 0; click < 50; click += 1) {
    await page.mouse.down();
    await page.mouse.up();
  }
  await outcome.expect('approved');
  await expectOnePayment(simulator);
});

test('Enter that is held down takes one payment', async ({ screens, simulator }) => {
  const { sell, page, outcome } = screens;
  await sell.fill('12.00', '987987');
  // Without letting go, each further one is a repetition, as a keyboard sends it.
  for (let repetition = 0; repetition < 50; repetition += 1) await page.keyboard.down('Enter');
  await outcome.expect('approved');
  await page.keyboard.up('Enter');
  await expectOnePayment(simulator);
  await outcome.expect('approved');
});

test('every key of the till, pressed in any order, takes one payment and leads nowhere while it lasts', async ({
  screens,
  simulator,
}) => {
  simulator.control.next({ customer: { kind: 'hold' } });
  await screens.sell.begin('12.00', '987987');
  await mash(
    screens.page,
    ['F2', 'Enter', 'F3', 'F4', 'Escape', 'F8', 'Enter', 'F9', ' ', '1', 'Backspace', 'Delete', 'Tab'],
    65,
  );
  await screens.expectScreen('taking');
  simulator.control.release({ kind: 'approve' });
  await screens.outcome.expect('approved');
  await mash(screens.page, ['F2', 'F3', 'F4', 'F9', 'Escape'], 25);
  await screens.outcome.expect('approved');
  await expectOnePayment(simulator);
});

test('Enter that is mashed across the outcome neither starts a second payment nor waves the first away', async ({
  screens,
  simulator,
}) => {
  const { sell, outcome, page } = screens;
  await sell.fill('12.00', '987987');
  // As somebody does who waits for the screen to go on: until long after the outcome came.
  const hands = await hurriedHands(page);
  await hands.pressEnter(10);
  await outcome.expect('approved');
  await hands.pressEnter(60);
  await outcome.expect('approved');
  await expectOnePayment(simulator);

  // One that is meant counts.
  await expect(outcome.next).toBeEnabled();
  await hands.pressEnterWhenRead();
  await screens.expectScreen('sell');
  await hands.pressEnter(20);
  await screens.expectScreen('sell');
  await expectOnePayment(simulator);
});

test('Enter never waves an unknown outcome away', async ({ screens, simulator }) => {
  simulator.control.next({ fault: { kind: 'close-after-charging' } });
  await screens.sell.begin('12.00', '987987');
  await screens.outcome.expect('outcome-unknown');
  await expect(screens.outcome.resolveNow).toBeEnabled();
  await screens.outcome.word.press('Enter');
  await screens.outcome.expect('outcome-unknown');
  await expectOnePayment(simulator);
});

test.describe('a scanner', () => {
  const code = '98798798798712';

  test('that types the reference and Enter takes the payment, once', async ({ screens, simulator }) => {
    await screens.sell.amount.pressSequentially('1200');
    await screens.sell.reference.focus();
    await scan(screens.page, code);
    await screens.outcome.expect('approved');
    await expectOnePayment(simulator);
    expect(chargesOf(simulator)).toEqual([expect.objectContaining({ reference: code, amount: '12.00' })]);
  });

  test('that comes before the amount fills the reference and leads to the amount', async ({ screens, simulator }) => {
    const { sell } = screens;
    await sell.reference.focus();
    await scan(screens.page, code);
    await expect(sell.reference).toHaveValue(code);
    await expect(sell.amount).toBeFocused();
    expect(transactionsOf(simulator)).toEqual([]);
  });

  test('whose code lands in the amount leaves the amount as it was', async ({ screens, simulator }) => {
    const { sell } = screens;
    // As fast as hands are: faster keys would belong to the scan.
    await sell.amount.pressSequentially('1200', { delay: 60 });
    await scan(screens.page, code);
    await expect(sell.amount).toHaveValue('12.00');
    await expect(sell.reference).toHaveValue(code);
    await expect(sell.root).toContainText('A scan went to the reference. The amount was not changed.');
    expect(transactionsOf(simulator)).toEqual([]);
  });
});

async function expectOnePayment(simulator: BdsSimulator): Promise<void> {
  await simulator.control.untilIdle();
  expect(transactionsOf(simulator)).toHaveLength(1);
  expect(chargesOf(simulator)).toHaveLength(1);
}

import { expect, test } from '../fixtures.ts';
import { chargesOf } from '../ledger.ts';

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

import { expect, test } from '../fixtures.ts';
import { chargesOf, transactionsOf } from '../ledger.ts';
import { createScreens } from '../pages/screens.ts';
import { startTill } from '../start-till.ts';

test('a window that is reloaded and a second window show the same payment, then the same outcome', async ({
  screens,
  context,
  simulator,
}) => {
  simulator.control.next({ customer: { kind: 'hold' } });
  await screens.sell.begin('42.00', 'TWO-WINDOWS');
  await screens.expectScreen('taking');

  await screens.page.reload();
  const second = createScreens(await context.newPage(), screens.texts);
  // The first window has the cookie: the second needs no token.
  await second.open(new URL('/', screens.page.url()).href);
  for (const window of [screens, second]) {
    await window.expectScreen('taking');
    await expect(window.taking).toContainText('$42.00');
    await expect(window.taking).toContainText('Reference TWO-WINDOWS');
  }

  simulator.control.release({ kind: 'approve' });
  for (const window of [screens, second]) {
    await window.outcome.expect('approved');
    await expect(window.outcome.root).toContainText('$42.00');
  }
  // Seen in one window is seen.
  await second.outcome.next.click();
  for (const window of [screens, second]) await window.expectScreen('sell');
  expect(transactionsOf(simulator)).toHaveLength(1);
  expect(chargesOf(simulator)).toHaveLength(1);
});

test('two windows that both press the button start one payment', async ({ screens, context, simulator }) => {
  const second = createScreens(await context.newPage(), screens.texts);
  await second.open(new URL('/', screens.page.url()).href);
  simulator.control.next({ customer: { kind: 'hold' } });
  await screens.sell.fill('42.00', 'TWICE');
  await second.sell.fill('42.00', 'TWICE');
  // Both at once: looked at first, the second would find its button gone as soon as the first has begun.
  const buttons = await Promise.all([screens, second].map(({ sell }) => sell.take.elementHandle()));
  await Promise.all(buttons.map((button) => button?.evaluate((pressed) => (pressed as HTMLElement).click())));
  for (const window of [screens, second]) await window.expectScreen('taking');
  simulator.control.release({ kind: 'approve' });
  for (const window of [screens, second]) await window.outcome.expect('approved');
  expect(transactionsOf(simulator)).toHaveLength(1);
});

test('an outcome that nobody has seen is still there after a reload', async ({ screens, simulator }) => {
  simulator.control.next({ customer: { kind: 'decline' } });
  await screens.sell.begin('42.00', 'UNSEEN');
  await screens.outcome.expect('declined');
  await screens.page.reload();
  await screens.outcome.expect('declined');
});

test.describe('a till that is stopped in good order', () => {
  test.use({ isOwnProcess: true });

  test('and started again has today’s payments', async ({ screens, till }) => {
    await screens.sell.begin('42.00', 'BEFORE');
    await screens.outcome.expect('approved');
    await screens.page.goto('about:blank');
    expect(await till.stop()).toBe(0);
    await till.start();
    await screens.open(till.url);
    await screens.expectScreen('sell');
    await screens.header.today.click();
    await expect(screens.history.rowOf('BEFORE')).toContainText('Approved');
  });
});

test('a second till over the same data folder says who sells from it, and ends with 69', async ({ till }) => {
  await expect(startTill({ TILLSTONE_DATA_DIR: till.dataDirectory })).rejects.toThrow(
    /ended with 69 .*Another till is selling from .*\(process \d+\)\. Close it first\./su,
  );
  expect(await till.call('till/snapshot', {})).toMatchObject({ ok: true });
});

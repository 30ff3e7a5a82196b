import { expect, lostTill, test } from '../fixtures.ts';

test.use({ isOwnProcess: true, expectedComplaints: lostTill });

test('a window that loses the till while nobody pays says so, and sells nothing', async ({ screens, till }) => {
  await screens.sell.fill('12.00', '987987');
  await till.kill();
  await expect(screens.banner).toHaveText('This window has lost the till. It keeps trying to reach it.');
  await expect(screens.sell.take).toBeDisabled();
  await expect(screens.sell.take).toHaveText(/Waiting for the till/u);
  // What was typed is not lost with it.
  await expect(screens.sell.amount).toHaveValue('12.00');
  await expect(screens.sell.reference).toHaveValue('987987');
});

test('a window that loses the till during a payment says to watch the terminal and not to charge again', async ({
  screens,
  till,
  simulator,
}) => {
  simulator.control.next({ customer: { kind: 'hold' } });
  await screens.sell.begin('12.00', '987987');
  await screens.expectScreen('taking');
  await till.kill();
  await expect(screens.banner).toContainText('The payment goes on without it: watch the terminal, and do not charge again.');
  await screens.expectScreen('taking');
  await expect(screens.page.locator('body')).not.toContainText(/failed|declined|nothing was charged/iu);
});

import type { BdsSimulator } from '../../simulators/bds/start-bds-simulator.ts';
import { expect, lostTill, test, type Till } from '../fixtures.ts';
import { chargesOf, transactionsOf } from '../ledger.ts';
import type { Screens } from '../pages/screens.ts';

test.describe('a connection that is lost after the card was charged', () => {
  test('says do not charge again, and asks the terminal nothing more', async ({ screens, simulator }) => {
    await loseTheAnswer(screens, simulator);
    const { outcome } = screens;
    await expect(outcome.root).toContainText('Do not charge again.');
    await expect(outcome.root).toContainText('The card may have been charged.');
    await expect(outcome.root).not.toContainText(/declined\./iu);
    await simulator.control.untilIdle();
    expect(transactionsOf(simulator)).toHaveLength(1);
    expect(chargesOf(simulator)).toEqual([expect.objectContaining({ amount: '12.00', reference: '987987', answered: false })]);

    await outcome.slip.click();
    await expect(screens.slip.paper).toContainText('OUTCOME UNKNOWN');
    await expect(screens.slip.paper).toContainText('This is not a receipt.');
    await expect(screens.slip.paper).not.toContainText(/declined/iu);
  });

  test('blocks the same bill until it is resolved by hand, and labels it so for ever', async ({ screens, simulator }) => {
    await loseTheAnswer(screens, simulator);
    const { sell, outcome, blocked, resolve, header, history, detail, slip } = screens;
    await outcome.resolveLater.click();
    await screens.expectScreen('sell');
    await expect(header.unresolved).toHaveAccessibleName(/1 payment is unresolved/u);

    // Whatever case and white space the bill is typed with.
    await sell.begin('12.00', ' 987987 ');
    await expect(blocked.root).toContainText('Charging again may take the money twice.');
    await expect(blocked.root).toContainText('$12.00');
    expect(transactionsOf(simulator)).toHaveLength(1);

    await blocked.resolveIt.click();
    const transactionId = String(chargesOf(simulator)[0]?.transactionId);
    await resolve.decide({ verdict: 'charged', evidence: transactionId, reason: 'The terminal printed a slip.' });
    await expect(resolve.root).toBeHidden();
    await expect(header.unresolved).toHaveAccessibleName('Unresolved');
    expect(transactionsOf(simulator)).toHaveLength(1);

    await header.today.click();
    const row = history.rowOf('987987');
    await expect(row).toContainText('Approved');
    await expect(row).toContainText('Resolved by hand');
    await history.openOf(row).click();
    await expect(detail.timeline.filter({ hasText: 'Resolved by hand' })).toContainText(`Evidence: ${transactionId}`);
    await expect(detail.timeline.filter({ hasText: 'Resolved by hand' })).toContainText('Reason: The terminal printed a slip.');
    await detail.slip.click();
    await expect(slip.paper).toContainText('RESOLVED BY HAND');
  });

  test('can be charged again for a reason, which stays with the payment', async ({ screens, simulator }) => {
    await loseTheAnswer(screens, simulator);
    const { sell, outcome, blocked, header, history, detail } = screens;
    await outcome.resolveLater.click();
    await sell.begin('12.00', '987987');
    await blocked.chargeAgain.click();
    await expect(blocked.overrideReason).toHaveAccessibleDescription('This is needed.');
    await blocked.overrideReason.fill('Terminal report of 15:40 does not list it.');
    // A hurried Enter must not charge a bill twice.
    await blocked.overrideReason.press('Enter');
    await expect(blocked.root).toBeVisible();
    expect(transactionsOf(simulator)).toHaveLength(1);

    await blocked.chargeAgain.click();
    await outcome.expect('approved');
    await expect(outcome.root).toContainText('Terminal report of 15:40 does not list it.');
    expect(transactionsOf(simulator)).toHaveLength(2);
    await outcome.next.click();

    // The first attempt is as unknown as before.
    await expect(header.unresolved).toHaveAccessibleName(/1 payment is unresolved/u);
    await header.today.click();
    await history.openOf(history.rows.first()).click();
    await expect(detail.root).toContainText('Terminal report of 15:40 does not list it.');
  });

  test('keeps nobody from selling another bill', async ({ screens, simulator }) => {
    await loseTheAnswer(screens, simulator);
    const { sell, outcome } = screens;
    await outcome.resolveLater.click();
    await sell.begin('12.00', 'another');
    await outcome.expect('approved');
    expect(chargesOf(simulator)).toHaveLength(2);
  });

  test('is resolved from the outcome itself, where it turns into what was found', async ({ screens, simulator }) => {
    simulator.control.next({ fault: { kind: 'close-before-charging' } });
    const { sell, outcome, resolve } = screens;
    await sell.begin('12.00', '987987');
    await outcome.expect('outcome-unknown');
    await outcome.resolveNow.click();
    await resolve.record.click();
    await expect(resolve.root.getByRole('group', { name: 'Was the card charged?' })).toHaveAccessibleDescription(/needed|one/u);
    await expect(resolve.charged).toBeFocused();
    await resolve.decide({ verdict: 'not-charged', evidence: 'Report of 15:40 lists nothing.', reason: 'Manager looked.' });
    await outcome.expect('failed');
    await expect(outcome.root).toContainText('Somebody found that nothing was charged.');
    await expect(outcome.root).toContainText('Resolved by hand');
    // Free to be charged again, without an override.
    await outcome.again.click();
    await sell.take.click();
    await outcome.expect('approved');
    expect(chargesOf(simulator)).toHaveLength(1);
  });
});

test.describe('a till that is killed while the customer is at the terminal', () => {
  test.use({ isOwnProcess: true, expectedComplaints: lostTill });

  test('opens with what is unresolved, and finds that the card was charged', async ({ screens, till, simulator }) => {
    await killDuringPayment(screens, till, simulator);
    simulator.control.release({ kind: 'approve' });
    await simulator.control.untilIdle();
    const [charge] = chargesOf(simulator);

    await till.start();
    await screens.open(till.url);
    await screens.expectScreen('unresolved');
    const { unresolved, resolve, history, header } = screens;
    await expect(unresolved.root).toContainText('Before you sell');
    await expect(unresolved.cases).toHaveCount(1);
    await expect(unresolved.cases).toContainText('$12.00');
    await expect(unresolved.cases).toContainText('The till stopped while the customer was at the terminal.');
    await expect(unresolved.cases).toContainText('Look at the terminal’s slip or report for $12.00');

    await unresolved.resolve.click();
    await resolve.decide({ verdict: 'charged', evidence: String(charge?.authCode), reason: 'It is on the slip.' });
    await expect(unresolved.root).toContainText('Nothing is unresolved.');
    await header.today.click();
    await expect(history.rowOf('987987')).toContainText('Approved');
    await expect(history.rowOf('987987')).toContainText('Resolved by hand');
    expect(transactionsOf(simulator)).toHaveLength(1);
    expect(chargesOf(simulator)).toHaveLength(1);
  });

  test('finds that nothing was charged, and then charges the bill', async ({ screens, till, simulator }) => {
    await killDuringPayment(screens, till, simulator);
    simulator.control.release({ kind: 'user-cancel' });
    await simulator.control.untilIdle();

    await till.start();
    await screens.open(till.url);
    await screens.expectScreen('unresolved');
    const { unresolved, resolve, sell, outcome } = screens;
    await unresolved.resolve.click();
    await resolve.decide({ verdict: 'not-charged', evidence: 'The terminal shows: cancelled.', reason: 'Looked at it.' });
    await unresolved.goOnToSell.click();
    await sell.begin('12.00', '987987');
    await outcome.expect('approved');
    expect(chargesOf(simulator)).toHaveLength(1);
  });

  test('says in the window that it is lost, and not that anything failed', async ({ screens, till, simulator }) => {
    await killDuringPayment(screens, till, simulator);
    await expect(screens.banner).toContainText('do not charge again');
    await expect(screens.taking).toContainText('$12.00');
    await expect(screens.page.locator('body')).not.toContainText(/failed|declined/iu);
  });
});

async function loseTheAnswer({ sell, outcome }: Screens, simulator: BdsSimulator): Promise<void> {
  simulator.control.next({ customer: { kind: 'approve' }, fault: { kind: 'close-after-charging' } });
  await sell.begin('12.00', '987987');
  await outcome.expect('outcome-unknown');
}

async function killDuringPayment(screens: Screens, till: Till, simulator: BdsSimulator): Promise<void> {
  simulator.control.next({ customer: { kind: 'hold' } });
  await screens.sell.begin('12.00', '987987');
  await screens.expectScreen('taking');
  await simulator.control.untilBegun();
  await till.kill();
}

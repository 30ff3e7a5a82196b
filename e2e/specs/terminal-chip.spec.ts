import { expect, test } from '../fixtures.ts';
import { transactionsOf } from '../ledger.ts';

test.use({ settings: { TILLSTONE_BDS_IDLE_POLL_MS: '200', TILLSTONE_BDS_BUSY_POLL_MS: '100' } });

test('says the state of the terminal in words, with its age', async ({ screens }) => {
  const { terminal } = screens.header;
  await expect(terminal).toContainText('Terminal ready');
  await expect(terminal).toContainText(/just now|\d+ s ago/u);
});

for (const [why, status, words] of [
  ['no terminal', { kind: 'code', code: 2 }, 'No terminal found'],
  ['an unavailable terminal', { kind: 'code', code: 3 }, 'Terminal not available'],
  ['an undetermined state', { kind: 'code', code: 0 }, 'Terminal state unknown'],
  ['a service that refuses the till', { kind: 'unauthorized' }, 'Card service refused the till'],
  ['an answer that is none', { kind: 'malformed', body: '<html></html>' }, 'Card service answers oddly'],
] as const) {
  test(`says it of ${why}, and what to do where no payment can be started`, async ({ screens, simulator }) => {
    const { header, sell, outcome } = screens;
    simulator.control.always({ status });
    await expect(header.terminal).toContainText(words);
    await sell.begin('12.00', '987987');
    if (words === 'Terminal state unknown') {
      // A card may be asked for all the same (BDS 2).
      await outcome.expect('approved');
      return;
    }
    await expect(sell.alert).toContainText(`No payment was started: ${words}.`);
    expect(transactionsOf(simulator)).toEqual([]);

    // The terminal comes back, and so does the chip.
    simulator.control.always({});
    await expect(header.terminal).toContainText('Terminal ready');
    await sell.take.click();
    await outcome.expect('approved');
  });
}

test('says that the card service does not run, and starts no payment', async ({ screens, simulator }) => {
  const { header, sell, outcome } = screens;
  await expect(header.terminal).toContainText('Terminal ready');
  simulator.control.refuse({ dropConnections: true });
  await expect(header.terminal).toContainText('Card service not running');
  await sell.begin('12.00', '987987');
  await expect(sell.alert).toContainText('Start the card service on this computer, or call IT.');
  await simulator.control.listen();
  await expect(header.terminal).toContainText('Terminal ready');
  await sell.take.click();
  await outcome.expect('approved');
  expect(transactionsOf(simulator)).toHaveLength(1);
});

test('a terminal that is busy with our own payment is in use, not missing', async ({ screens, simulator }) => {
  const { header, sell, taking, outcome } = screens;
  simulator.control.next({ customer: { kind: 'hold' } });
  await sell.begin('12.00', '987987');
  await expect(header.terminal).toContainText('Terminal in use');
  await expect(taking).toContainText('Terminal in use');
  simulator.control.release({ kind: 'approve' });
  await outcome.expect('approved');
  await expect(header.terminal).toContainText('Terminal ready');
});

test.describe('with a wrong password', () => {
  test.use({ settings: { TILLSTONE_BDS_PASSWORD: 'another', TILLSTONE_BDS_IDLE_POLL_MS: '200' } });

  test('says that the service refuses the till, and whom to call', async ({ screens, simulator }) => {
    await expect(screens.header.terminal).toContainText('Card service refused the till');
    await expect(screens.sell.root).toContainText('The user name or password of the till is wrong. Call IT.');
    await screens.sell.begin('12.00', '987987');
    await expect(screens.sell.alert).toContainText('Card service refused the till');
    expect(transactionsOf(simulator)).toEqual([]);
  });
});

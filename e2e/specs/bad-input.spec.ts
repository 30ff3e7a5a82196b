import { randomUUID } from 'node:crypto';
import type { BdsSimulator } from '../../simulators/bds/start-bds-simulator.ts';
import { payorFields, type PayorField } from '../../shared/sale.ts';
import { longest, type SaleInput } from '../../shared/sale-input.ts';
import { expect, test, type Till } from '../fixtures.ts';
import { transactionsOf } from '../ledger.ts';
import type { Screens } from '../pages/screens.ts';

test.describe('in the window', () => {
  test('an empty form says at each field what it needs, and the focus goes to the first', async ({
    screens,
    till,
    simulator,
  }) => {
    const { sell } = screens;
    await sell.take.click();
    await expect(sell.amount).toHaveAccessibleDescription('Enter the amount.');
    await expect(sell.reference).toHaveAccessibleDescription('This is needed.');
    await expect(sell.amount).toHaveAttribute('aria-invalid', 'true');
    await expect(sell.amount).toBeFocused();
    await expect(sell.alert).toHaveText('2 fields need attention.');
    await expectNothing(till, simulator);
  });

  test('an amount of zero is refused', async ({ screens, till, simulator }) => {
    const { sell } = screens;
    // Cents first: zeros alone are still nothing.
    await sell.fill('000', '987987');
    await sell.take.click();
    await expect(sell.amount).toHaveAccessibleDescription('Enter the amount.');
    await sell.fill('0.00', '987987');
    await sell.take.click();
    await expect(sell.amount).toHaveAccessibleDescription('The amount must be more than zero.');
    await expect(sell.reference).not.toHaveAttribute('aria-invalid', 'true');
    await expectNothing(till, simulator);
  });

  test('keys that no amount has change nothing and say so', async ({ screens, till, simulator }) => {
    const { sell } = screens;
    await sell.reference.fill('987987');
    for (const key of ['e', '-', '+', ',', 'x']) {
      await sell.amount.press('Delete');
      await sell.amount.pressSequentially('12');
      await sell.amount.press(key);
      await expect(sell.amount).toHaveAccessibleDescription('This is not an amount. Write it like 12.34.');
      await expect(sell.amount).toHaveValue('0.12');
    }
    // More digits than the currency has are not taken in, nor is an amount beyond the limit.
    await sell.amount.press('Delete');
    await sell.amount.pressSequentially('1.2345');
    await expect(sell.amount).toHaveValue('1.23');
    await sell.amount.press('Delete');
    await sell.amount.pressSequentially('9'.repeat(20), { delay: 30 });
    await expect(sell.amount).toHaveValue(/^[9,]{1,13}\.99$/u);
    await expectNothing(till, simulator);
  });

  test('a pasted text that is no amount is refused, and what stood there stays', async ({ screens, till, simulator }) => {
    const { sell } = screens;
    await sell.amount.pressSequentially('500');
    for (const [pasted, message] of [
      ['12,00', 'This is not an amount. Write it like 12.34.'],
      ['1e3', 'This is not an amount. Write it like 12.34.'],
      ['twelve', 'This is not an amount. Write it like 12.34.'],
      ['-5.00', 'The amount cannot be negative.'],
      ['0', 'The amount must be more than zero.'],
      ['12.345', 'The amount has more decimals than the currency. Write it like 12.34.'],
      ['1000000000000', 'The amount is too large for this till.'],
    ] as const) {
      await paste(screens, pasted);
      await expect(sell.amount, pasted).toHaveAccessibleDescription(message);
      await expect(sell.amount).toHaveAttribute('aria-invalid', 'true');
      await expect(sell.amount).toHaveValue('5.00');
      await expect(sell.root).toContainText('What was pasted is not an amount. Nothing was changed.');
    }
    await expectNothing(till, simulator);
  });

  test('a pasted amount that is one is taken over', async ({ screens }) => {
    await paste(screens, '1,234.50');
    await expect(screens.sell.amount).toHaveValue('1,234.50');
  });

  test('a reference that will not do is refused at its field', async ({ screens, till, simulator }) => {
    const { sell } = screens;
    for (const [reference, message] of [
      ['', 'This is needed.'],
      ['   ', 'This is needed.'],
      ['987\u0007987', 'This has invisible characters in it. Type it again.'],
      [`${'9'.repeat(9_999)}x`, 'This is too long: at most 100 characters.'],
      ['4111 1111 1111 1111', 'This looks like a card number. Card numbers are never typed into the till.'],
    ] as const) {
      await sell.fill('12.00', reference);
      await sell.take.click();
      await expect(sell.reference, reference.slice(0, 20)).toHaveAccessibleDescription(message);
      await expect(sell.reference).toHaveAttribute('aria-invalid', 'true');
      await expect(sell.reference).toBeFocused();
      await expect(sell.amount).not.toHaveAttribute('aria-invalid', 'true');
    }
    await expectNothing(till, simulator);
  });

  test('every field of the payor that is too long or malformed says so at its side', async ({ screens, till, simulator }) => {
    const { sell } = screens;
    await sell.fill('12.00', '987987');
    await sell.morePayor.click();
    for (const field of payorFields) await sell.field(field).fill('x'.repeat(longest[field] + 1));
    await sell.take.click();
    for (const field of payorFields) {
      await expect(sell.field(field)).toHaveAttribute('aria-invalid', 'true');
      await expect(sell.field(field)).toHaveAccessibleDescription(messageOfTooLong(field));
    }
    await sell.field('emailAddress').fill('somebody at example.com');
    await sell.field('country').fill('USA');
    await sell.take.click();
    await expect(sell.field('emailAddress')).toHaveAccessibleDescription(
      'This is not an e-mail address. It looks like name@example.com.',
    );
    await expect(sell.field('country')).toHaveAccessibleDescription('Use the two letters of the country, like US.');
    await expectNothing(till, simulator);
  });

  test('a part of the form that is closed opens where it needs attention', async ({ screens, till, simulator }) => {
    const { sell } = screens;
    await sell.fill('12.00', '987987');
    await sell.morePayor.click();
    await sell.field('country').fill('USA');
    await sell.morePayor.click();
    await expect(sell.field('country')).toBeHidden();
    await sell.take.click();
    await expect(sell.field('country')).toBeFocused();
    await expectNothing(till, simulator);
  });
});

test('over the API each of it is refused at its field, and nothing is sent or written', async ({ till, simulator }) => {
  const good: SaleInput = { amount: '12.00', reference: '987987' };
  const bad: readonly (readonly [field: string, input: SaleInput])[] = [
    ...['', '0', '-1', '12.345', 'abc', '1e3', '12,00', '1000000000000', '９９'].map(
      (amount) => ['amount', { ...good, amount }] as const,
    ),
    ...['', '  ', 'a\u0000b', '9'.repeat(10_000)].map((reference) => ['reference', { ...good, reference }] as const),
    ...payorFields.map((field) => [field, { ...good, payor: { [field]: 'x'.repeat(longest[field] + 1) } }] as const),
    ['emailAddress', { ...good, payor: { emailAddress: 'somebody at example.com' } }],
    ['country', { ...good, payor: { country: 'USA' } }],
    ['processingMethod', { ...good, processingMethod: 'Barter' }],
  ];
  for (const [field, { amount, reference, payor = {}, ...rest }] of bad) {
    const input = { amount, reference, payor, ...rest };
    const answer = await till.call('sale/begin', { saleId: randomUUID(), input });
    expect(answer, JSON.stringify(input).slice(0, 100)).toMatchObject({
      ok: false,
      failure: { kind: 'bad-input', problems: [{ field }] },
    });
  }
  await expectNothing(till, simulator);
});

function messageOfTooLong(field: PayorField): string {
  if (field === 'country') return 'Use the two letters of the country, like US.';
  return `This is too long: at most ${longest[field]} characters.`;
}

/** As a person pastes: cut somewhere else, and put into the amount. */
async function paste({ sell, page }: Screens, text: string): Promise<void> {
  await sell.reference.fill(text);
  await sell.reference.press('ControlOrMeta+A');
  await sell.reference.press('ControlOrMeta+X');
  await sell.amount.focus();
  await page.keyboard.press('ControlOrMeta+V');
}

/** Nothing was sent, and nothing was written down. */
async function expectNothing(till: Till, simulator: BdsSimulator): Promise<void> {
  expect(transactionsOf(simulator)).toEqual([]);
  expect(await till.call('history/list', { limit: 10 })).toEqual({ ok: true, value: { sales: [], hasMore: false } });
}

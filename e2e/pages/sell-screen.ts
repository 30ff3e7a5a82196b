import type { Locator, Page } from 'playwright/test';
import type { InputField } from '../../shared/sale-input.ts';
import type { Texts } from '../../shared/texts/translate.ts';

export interface SellScreen {
  readonly root: Locator;
  readonly amount: Locator;
  readonly reference: Locator;
  readonly take: Locator;
  /** Apart from the card: both open the sale first. */
  readonly cash: Locator;
  readonly code: Locator;
  readonly clearEverything: Locator;
  readonly morePayor: Locator;
  readonly options: Locator;
  /** What was refused, beside the button. */
  readonly alert: Locator;
  field(name: InputField): Locator;
  /** A key of the keypad on the screen. */
  key(digit: string): Locator;
  readonly backspace: Locator;
  /** Types amount and reference as a person does. */
  fill(amount: string, reference: string): Promise<void>;
  /** Types both, and Enter. */
  begin(amount: string, reference: string): Promise<void>;
}

export function sellScreen(page: Page, { t }: Texts): SellScreen {
  const root = page.locator('[data-screen="sell"]');
  const field = (name: InputField): Locator => root.getByLabel(t(`field.${name}`), { exact: true });
  const [amount, reference] = [field('amount'), field('reference')];
  const fill = async (amountText: string, referenceText: string): Promise<void> => {
    await amount.press('Delete');
    await amount.pressSequentially(amountText);
    await reference.fill(referenceText);
  };
  return {
    root,
    amount,
    reference,
    take: root.locator('button[type="submit"]'),
    cash: root.getByRole('button', { name: t('sell.cash') }),
    code: root.getByRole('button', { name: t('sell.code') }),
    clearEverything: root.getByRole('button', { name: t('sell.clearAll') }),
    morePayor: root.getByRole('button', { name: t('sell.morePayor') }),
    options: root.getByRole('button', { name: t('sell.options') }),
    alert: root.getByRole('alert'),
    field,
    key: (digit) => root.getByRole('button', { name: t('sell.digit', { digit }), exact: true }),
    backspace: root.getByRole('button', { name: t('sell.backspace') }),
    fill,
    async begin(amountText, referenceText) {
      await fill(amountText, referenceText);
      await reference.press('Enter');
    },
  };
}

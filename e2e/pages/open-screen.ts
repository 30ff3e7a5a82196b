import { expect, type Locator, type Page } from 'playwright/test';
import type { BillState } from '../../shared/bill-line.ts';
import type { Texts } from '../../shared/texts/translate.ts';

export interface OpenScreen {
  readonly root: Locator;
  readonly due: Locator;
  readonly change: Locator;
  /** The bills, each with how it stands. */
  readonly bills: Locator;
  readonly handed: Locator;
  readonly takeCash: Locator;
  /** A sum that the customer is likely to hand over. */
  note(amount: string): Locator;
  readonly takeCard: Locator;
  /** A code for all that is due, or for the part that is typed. */
  readonly takeCode: Locator;
  /** Another one in the place of a code that came to nothing. */
  readonly retryCode: Locator;
  /** The payments by code, each with how it stands. */
  readonly codes: Locator;
  readonly alert: Locator;
  readonly abandon: Locator;
  /** The question before a sale is given up. */
  readonly abandonDialog: Locator;
  readonly confirmAbandon: Locator;
  /** Every bill is answered, and this is how each stands, in order. */
  expect(...states: readonly BillState[]): Promise<void>;
  /** Types what the customer hands over, and takes it once. */
  payCash(handed: string): Promise<void>;
  /** Gives the sale up, and says so when the till asks. */
  giveUp(): Promise<void>;
}

export function openScreen(page: Page, { t }: Texts): OpenScreen {
  const root = page.locator('[data-screen="open"]');
  const bills = root.locator('.bill-line');
  const handed = root.getByLabel(t('open.handed'), { exact: true }).or(root.getByLabel(t('open.codePart'), { exact: true }));
  const takeCash = root.locator('.open-take-cash');
  const abandon = root.getByRole('button', { name: t('open.abandon') });
  const abandonDialog = page.getByRole('dialog', { name: t('abandon.title') });
  const confirmAbandon = abandonDialog.getByRole('button', { name: t('abandon.confirm') });
  return {
    root,
    due: root.locator('.open-due'),
    change: root.locator('.open-change-amount'),
    bills,
    handed,
    takeCash,
    note: (amount) => root.locator('.open-notes').getByRole('button', { name: amount, exact: true }),
    takeCard: root.locator('.open-card'),
    takeCode: root.locator('.open-code'),
    retryCode: root.locator('.open-retry'),
    codes: root.locator('.code-line'),
    alert: root.getByRole('alert'),
    abandon,
    abandonDialog,
    confirmAbandon,
    async expect(...states) {
      await expect(root).toHaveAttribute('data-asking', 'false');
      await expect(bills).toHaveCount(states.length);
      for (const [place, state] of states.entries()) await expect(bills.nth(place)).toHaveAttribute('data-bill-state', state);
    },
    async payCash(text) {
      await handed.press('Delete');
      await handed.pressSequentially(text);
      await takeCash.click();
    },
    async giveUp() {
      await abandon.click();
      await confirmAbandon.click();
    },
  };
}

import { expect, type Locator, type Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';

/** A customer is about to pay by code. */
export interface CodeScreen {
  readonly root: Locator;
  /** The code itself; absent while there is none to scan. */
  readonly code: Locator;
  readonly state: Locator;
  readonly amount: Locator;
  readonly timeLeft: Locator;
  readonly cancel: Locator;
  /** There is a code that a customer may scan, and its button may be pressed. */
  untilShown(): Promise<void>;
}

export function codeScreen(page: Page, { t }: Texts): CodeScreen {
  const root = page.locator('[data-screen="code"]');
  const code = root.getByRole('img');
  const cancel = root.getByRole('button', { name: t('code.cancel') });
  return {
    root,
    code,
    state: root.getByRole('status'),
    amount: root.locator('.code-amount'),
    timeLeft: root.getByRole('timer'),
    cancel,
    async untilShown() {
      await expect(code).toBeVisible();
      await expect(cancel).toBeEnabled();
    },
  };
}

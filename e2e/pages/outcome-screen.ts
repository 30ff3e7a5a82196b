import { expect, type Locator, type Page } from 'playwright/test';
import type { Outcome } from '../../shared/sale.ts';
import type { Texts } from '../../shared/texts/translate.ts';

export interface OutcomeScreen {
  readonly root: Locator;
  readonly word: Locator;
  readonly next: Locator;
  readonly again: Locator;
  /** The cash of a sale that was given up is the customer's again. */
  readonly givenBack: Locator;
  readonly amount: Locator;
  readonly bills: Locator;
  readonly slip: Locator;
  readonly resolveNow: Locator;
  readonly resolveLater: Locator;
  /** It is there, with this outcome and its word. */
  expect(outcome: Outcome): Promise<void>;
}

export function outcomeScreen(page: Page, { t }: Texts): OutcomeScreen {
  const root = page.locator('[data-screen="outcome"]');
  const button = (name: string): Locator => root.getByRole('button', { name });
  const word = root.getByRole('heading', { level: 1 });
  return {
    root,
    word,
    next: button(t('result.next')),
    again: button(t('result.again')),
    givenBack: button(t('result.givenBack')),
    amount: root.locator('.outcome-amount'),
    bills: root.locator('.bill-line'),
    slip: button(t('result.slip')),
    resolveNow: button(t('result.resolve')),
    resolveLater: button(t('result.later')),
    async expect(outcome) {
      await expect(root).toHaveAttribute('data-outcome', outcome);
      await expect(word).toHaveText(t(`outcome.${outcome}`));
    },
  };
}

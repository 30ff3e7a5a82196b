import type { Locator, Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';

/** What billers still have to be told. */
export interface AdvicesScreen {
  readonly root: Locator;
  readonly advices: Locator;
  readonly sendAgain: Locator;
}

export function advicesScreen(page: Page, { t }: Texts): AdvicesScreen {
  const root = page.locator('[data-screen="advices"]');
  return {
    root,
    advices: root.locator('.advice'),
    sendAgain: root.getByRole('button', { name: t('advices.sendAgain') }),
  };
}

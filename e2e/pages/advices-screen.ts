import type { Locator, Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';

/** What services still have to be told. */
export interface AdvicesScreen {
  readonly root: Locator;
  readonly advices: Locator;
  readonly sendAgain: Locator;
  /** The files of the queue that could not be read: each with its name and what is wrong with it. */
  readonly setAside: Locator;
  /** What is said where the queue did not take all that is owed. */
  readonly notice: Locator;
}

export function advicesScreen(page: Page, { t }: Texts): AdvicesScreen {
  const root = page.locator('[data-screen="advices"]');
  return {
    root,
    advices: root.locator('.advice'),
    sendAgain: root.getByRole('button', { name: t('advices.sendAgain') }),
    setAside: root.locator('.set-aside li'),
    notice: root.locator('.notice'),
  };
}

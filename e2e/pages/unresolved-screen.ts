import type { Locator, Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';

export interface UnresolvedScreen {
  readonly root: Locator;
  readonly heading: Locator;
  /** One for each payment whose outcome nobody knows. */
  readonly cases: Locator;
  readonly resolve: Locator;
  readonly details: Locator;
  readonly goOnToSell: Locator;
}

export function unresolvedScreen(page: Page, { t }: Texts): UnresolvedScreen {
  const root = page.locator('[data-screen="unresolved"]');
  return {
    root,
    heading: root.getByRole('heading', { level: 1 }),
    cases: root.getByRole('listitem'),
    resolve: root.getByRole('button', { name: t('unresolved.resolve') }),
    details: root.getByRole('button', { name: t('unresolved.details') }),
    goOnToSell: root.getByRole('button', { name: t('unresolved.sell') }),
  };
}

import type { Locator, Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';

export interface DetailDialog {
  readonly root: Locator;
  /** What happened, in the order in which it was written down. */
  readonly timeline: Locator;
  readonly slip: Locator;
  readonly resolve: Locator;
  readonly close: Locator;
}

export function detailDialog(page: Page, { t }: Texts): DetailDialog {
  const root = page.locator('[role="dialog"][data-screen="detail"]');
  return {
    root,
    timeline: root.getByRole('list').getByRole('listitem'),
    slip: root.getByRole('button', { name: t('detail.slip') }),
    resolve: root.getByRole('button', { name: t('detail.resolve') }),
    close: root.getByRole('button', { name: t('common.close') }),
  };
}

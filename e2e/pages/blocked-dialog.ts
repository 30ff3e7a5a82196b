import type { Locator, Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';

export interface BlockedDialog {
  readonly root: Locator;
  readonly resolveIt: Locator;
  readonly overrideReason: Locator;
  readonly chargeAgain: Locator;
  readonly close: Locator;
}

export function blockedDialog(page: Page, { t }: Texts): BlockedDialog {
  const root = page.getByRole('dialog', { name: t('blocked.title') });
  return {
    root,
    resolveIt: root.getByRole('button', { name: t('blocked.resolve') }),
    overrideReason: root.getByLabel(t('blocked.overrideReason'), { exact: true }),
    chargeAgain: root.getByRole('button', { name: t('blocked.override') }),
    close: root.getByRole('button', { name: t('common.close') }),
  };
}

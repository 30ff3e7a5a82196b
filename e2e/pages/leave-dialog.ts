import type { Locator, Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';

/** The question before the till ends, where something is at stake. */
export interface LeaveDialog {
  readonly root: Locator;
  readonly stay: Locator;
  readonly leave: Locator;
}

export function leaveDialog(page: Page, { t }: Texts): LeaveDialog {
  const root = page.getByRole('dialog', { name: t('leave.title') });
  const button = (name: string): Locator => root.getByRole('button', { name, exact: true });
  return { root, stay: button(t('leave.stay')), leave: button(t('leave.leave')) };
}

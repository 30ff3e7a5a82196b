import type { Locator, Page } from 'playwright/test';
import type { SlipLabel } from '../../shared/slip.ts';
import type { Texts } from '../../shared/texts/translate.ts';

export interface SlipScreen {
  readonly root: Locator;
  readonly paper: Locator;
  readonly print: Locator;
  readonly back: Locator;
  /** Where the biller's own reference stands: a refund needs it. */
  readonly issuerReference: Locator;
  /** What stands beside a label on the paper. */
  line(label: SlipLabel): Locator;
}

export function slipScreen(page: Page, { t }: Texts): SlipScreen {
  const root = page.locator('[data-screen="slip"]');
  const paper = root.getByRole('article');
  return {
    root,
    paper,
    issuerReference: paper.locator('.paper-issuer dd'),
    print: root.getByRole('button', { name: t('slip.print') }),
    back: root.getByRole('button', { name: t('common.back') }),
    line: (label) =>
      paper
        .locator('dl > div')
        .filter({ has: page.locator('dt').getByText(t(`slipLabel.${label}`), { exact: true }) })
        .locator('dd'),
  };
}

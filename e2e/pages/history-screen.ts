import type { Locator, Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';

export interface HistoryScreen {
  readonly root: Locator;
  readonly heading: Locator;
  /** The payments, newest first, without the heading of the table. */
  readonly rows: Locator;
  readonly filter: Locator;
  readonly earlierDays: Locator;
  /** How many are listed. */
  readonly count: Locator;
  rowOf(reference: string): Locator;
  /** The button that opens the payment in this row. */
  openOf(row: Locator): Locator;
}

export function historyScreen(page: Page, { t }: Texts): HistoryScreen {
  const root = page.locator('[data-screen="history"]');
  const rows = root.locator('tbody').getByRole('row');
  return {
    root,
    heading: root.getByRole('heading', { level: 1 }),
    rows,
    filter: root.getByRole('searchbox'),
    earlierDays: root.getByRole('checkbox', { name: t('history.earlier') }),
    count: root.getByRole('status'),
    rowOf: (reference) => rows.filter({ has: page.getByRole('cell', { name: reference, exact: true }) }),
    openOf: (row) => row.getByRole('button'),
  };
}

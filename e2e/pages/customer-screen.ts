import { expect, type Locator, type Page } from 'playwright/test';
import type { CustomerView } from '../../shared/customer-view.ts';

/** The customer's display: a page of its own, with nothing to press. */
export interface CustomerScreen {
  readonly page: Page;
  readonly root: Locator;
  readonly heading: Locator;
  readonly amount: Locator;
  readonly code: Locator;
  /** What those hear who do not see it. */
  readonly said: Locator;
  expect(view: CustomerView['kind']): Promise<void>;
}

export function customerScreen(page: Page): CustomerScreen {
  const root = page.locator('main.customer');
  return {
    page,
    root,
    heading: root.getByRole('heading', { level: 1 }),
    amount: root.locator('.customer-amount'),
    code: root.getByRole('img'),
    said: root.getByRole('status'),
    expect: (view) => expect(root).toHaveAttribute('data-view', view),
  };
}

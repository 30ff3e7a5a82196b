import type { Locator, Page } from 'playwright/test';
import type { Texts } from '../../shared/texts/translate.ts';

/** Always there: where one can go, and how the terminal is. */
export interface Header {
  readonly sell: Locator;
  readonly today: Locator;
  readonly unresolved: Locator;
  readonly terminal: Locator;
  /** What services still have to be told; `data-waiting` is how much. Only where such a service is set. */
  readonly advices: Locator;
  readonly menu: Locator;
  readonly menuItems: Locator;
  /** Of the menu that is open. */
  readonly customerDisplay: Locator;
}

export function header(page: Page, { t }: Texts): Header {
  const navigation = page.getByRole('navigation', { name: t('header.navigation') });
  return {
    sell: navigation.getByRole('button', { name: t('header.sell') }),
    today: navigation.getByRole('button', { name: t('header.today') }),
    unresolved: navigation.getByRole('button', { name: t('header.unresolved') }),
    terminal: page.locator('[data-terminal]'),
    advices: page.locator('.advices-chip'),
    menu: page.getByRole('button', { name: t('header.menu') }),
    menuItems: page.getByRole('menu'),
    customerDisplay: page.getByRole('menuitem', { name: t('header.customerDisplay') }),
  };
}

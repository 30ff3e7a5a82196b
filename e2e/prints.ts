import type { Locator, Page } from 'playwright/test';

/** From now on this page prints nothing, and counts. @returns what has the number, in `data-prints` */
export async function countPrints(page: Page): Promise<Locator> {
  await page.evaluate(() => {
    let prints = 0;
    window.print = (): void => {
      prints += 1;
      document.documentElement.dataset['prints'] = String(prints);
    };
  });
  return page.locator('html');
}

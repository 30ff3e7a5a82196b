import axe from 'axe-core';
import type { Page } from 'playwright/test';

export type Finding = Pick<axe.Result, 'id' | 'impact' | 'nodes'>;

/**
 * What axe finds on a page as it is now. Its source stays in the page, which takes longer to read than to look.
 * @param rules which of its rules, where not all of them
 */
export async function findBarriers(page: Page, rules?: readonly string[]): Promise<readonly Finding[]> {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source);
  const options: axe.RunOptions = { resultTypes: ['violations'], ...(rules ? { runOnly: [...rules] } : {}) };
  return page.evaluate(async (asked) => {
    const { axe: inPage } = window as unknown as { readonly axe: typeof axe };
    return (await inPage.run(document, asked)).violations;
  }, options);
}

import type { Page } from 'playwright/test';
import { findBarriers, type Finding } from '../accessibility.ts';
import { expect, test } from '../fixtures.ts';
import { situations } from '../situations.ts';
import { wordsOutsideTheCatalogue } from '../words-outside-the-catalogue.ts';

// In a language that nobody speaks, whose words are a third longer than the English ones: what fits there fits in any.
const inNobodysLanguage = { TILLSTONE_LOCALE: 'en-XA', TILLSTONE_BDS_BILL_TYPE: 'B1' };

// What moves would be looked at on its way.
test.use({ contextOptions: { reducedMotion: 'reduce' } });

for (const { name, isDemonstration = false, hasBills = false, hasCodes = false, reach } of situations) {
  test.describe(name, () => {
    test.use({ settings: inNobodysLanguage, isDemonstration, hasBills, hasCodes });

    test('has its words from the catalogue, is accessible in light and in dark, and fits a small screen and a large type', async ({
      screens,
      till,
      simulator,
      billpay,
      qr,
    }) => {
      const { page } = screens;
      await reach({ screens, till, simulator, billpay, qr });
      expect(await wordsOutsideTheCatalogue(page)).toEqual([]);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect(serious(await findBarriers(page)), colorScheme).toEqual([]);
      }
      // A small counter display, a low one, and a screen of 1280 x 1024 at 200 %.
      for (const size of [
        { width: 1024, height: 768 },
        { width: 1024, height: 600 },
        { width: 640, height: 512 },
      ]) {
        await page.setViewportSize(size);
        // What hangs on something else, as a menu does, follows a moment later.
        await expect.poll(() => whatIsTooWide(page), `${size.width} x ${size.height}`).toEqual([]);
        await expectWayOnInView(page);
        await expectMoneyWithinReach(page);
      }
    });
  });
}

/** What axe calls serious or critical, in a line each. */
function serious(findings: readonly Finding[]): readonly string[] {
  return findings
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`));
}

/** Whatever could be scrolled sideways, or lies where nobody sees it. */
function whatIsTooWide(page: Page): Promise<readonly string[]> {
  return page.evaluate(() => {
    const describe = (element: Element): string => `${element.tagName.toLowerCase()}.${[...element.classList].join('.')}`;
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.push(`the window: ${root.scrollWidth} in ${root.clientWidth}`);
    for (const element of document.body.querySelectorAll('*')) {
      if (!element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
      // A pixel is lost in rounding.
      const isScrolled = ['auto', 'scroll'].includes(getComputedStyle(element).overflowX);
      if (isScrolled && element.scrollWidth > element.clientWidth + 1) {
        found.push(`${describe(element)}: ${element.scrollWidth} in ${element.clientWidth}`);
      }
      const { left, right, width, height } = element.getBoundingClientRect();
      const isControl = element.matches('button, input, select, textarea, a[href]') && width > 1 && height > 1;
      if (isControl && (left < -1 || right > root.clientWidth + 1)) found.push(`${describe(element)}: from ${left} to ${right}`);
    }
    return found;
  });
}

/** An outcome is left without scrolling, however much there is to read on it. */
async function expectWayOnInView(page: Page): Promise<void> {
  if ((await page.getByRole('dialog').count()) > 0) return;
  for (const button of await page.locator('.outcome-actions .button').all()) await expect(button).toBeInViewport({ ratio: 1 });
}

/** Whatever moves money is large enough for a finger, and can be pressed where it stands. */
async function expectMoneyWithinReach(page: Page): Promise<void> {
  // A menu that is open covers what is behind it until it is closed.
  if ((await page.getByRole('menu').count()) > 0) return;
  const dialog = page.getByRole('dialog');
  const place = (await dialog.count()) > 0 ? dialog : page.locator('main');
  for (const button of await place.locator('.button-money:not(:disabled), .button-danger:not(:disabled)').all()) {
    const box = await button.boundingBox();
    expect(box?.height).toBeGreaterThanOrEqual(48);
    await button.click({ trial: true, timeout: 3_000 });
  }
}

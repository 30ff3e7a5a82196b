import type { Page } from 'playwright/test';
import { expect, test } from '../fixtures.ts';
import { chargesOf } from '../ledger.ts';
import { bill, serviceData, situations } from '../situations.ts';

test.describe('in a language that nobody speaks', () => {
  for (const { name, isDemonstration = false, hasBills = false, hasCodes = false, reach } of situations) {
    test.describe(name, () => {
      test.use({ settings: { TILLSTONE_LOCALE: 'en-XA', TILLSTONE_BDS_BILL_TYPE: 'B1' }, isDemonstration, hasBills, hasCodes });

      test('every word comes from the catalogue', async ({ screens, till, simulator, billpay, qr }) => {
        await reach({ screens, till, simulator, billpay, qr });
        expect(await wordsOutsideTheCatalogue(screens.page)).toEqual([]);
      });
    });
  }
});

test.describe('in German', () => {
  test.use({ settings: { TILLSTONE_LOCALE: 'de-DE', TILLSTONE_CURRENCY: 'EUR' } });

  test('the decimal comma ends the whole part, and amounts are written as Germans do', async ({ screens, simulator }) => {
    const { sell, outcome, header, history } = screens;
    await sell.amount.pressSequentially('1234,5');
    await expect(sell.amount).toHaveValue('1.234,5');
    await sell.amount.press('.');
    await expect(sell.amount).toHaveAccessibleDescription('This is not an amount. Write it like 12,34.');
    await sell.amount.press('0');
    await expect(sell.amount).toHaveValue('1.234,50');
    await expect(sell.take).toContainText(/1\.234,50\s€/u);
    await sell.reference.fill('987987');
    await sell.take.click();
    await outcome.expect('approved');
    await expect(outcome.root).toContainText(/1\.234,50\s€/u);
    expect(chargesOf(simulator)).toEqual([expect.objectContaining({ amount: '1234.50' })]);
    await outcome.next.click();
    await header.today.click();
    await expect(history.rowOf('987987')).toContainText(/1\.234,50\s€/u);
  });

  test('the decimal key of the number pad is the decimal key, whatever character it gives', async ({ screens }) => {
    const { sell, page } = screens;
    await sell.amount.pressSequentially('12');
    await page.keyboard.press('NumpadDecimal');
    await sell.amount.pressSequentially('5');
    await expect(sell.amount).toHaveValue('12,5');
  });
});

/**
 * Words that a person sees or hears and that are not in the brackets of the pseudo-locale. What is data may stand anywhere:
 * numbers, amounts, dates, ids, the bill, the terminal's own words, the names of keys.
 */
async function wordsOutsideTheCatalogue(page: Page): Promise<readonly string[]> {
  const texts = await page.evaluate(() => {
    // The detail of a damage is read to IT word for word, whatever language the till has.
    // What a biller prints on the slip is the biller's.
    const notTexts = 'kbd, code, style, script, .trouble-detail, .paper-biller';
    const found: string[] = [];
    const isSeen = (element: Element | null): boolean =>
      element?.checkVisibility({ visibilityProperty: true }) === true && element.closest(notTexts) === null;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (isSeen(node.parentElement)) found.push(node.textContent ?? '');
    }
    for (const element of document.querySelectorAll('[aria-label], [placeholder], [title], [alt], [aria-description]')) {
      if (!isSeen(element)) continue;
      for (const name of ['aria-label', 'placeholder', 'title', 'alt', 'aria-description']) {
        found.push(element.getAttribute(name) ?? '');
      }
    }
    return found;
  });
  return texts.flatMap((text) =>
    withoutBrackets(withoutData(text))
      .split(/\s+/u)
      .filter((word) => /\p{L}{2}/u.test(word) && !isData(word)),
  );
}

/** Names may stand in the middle of a text, or alone. */
function withoutData(text: string): string {
  return [bill.reference, ...serviceData].reduce((rest, name) => rest.replaceAll(name, ' '), text);
}

/** A text may be filled in with another one: the innermost brackets go first. */
function withoutBrackets(text: string): string {
  const shorter = text.replaceAll(/\[[^[\]]*\]/gu, ' ');
  return shorter === text ? text : withoutBrackets(shorter);
}

function isData(word: string): boolean {
  const isDate = /^(?:AM|PM|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)$/u.test(word.replace(/,$/u, ''));
  // Ids and codes have digits in them.
  return isDate || /\d/u.test(word);
}

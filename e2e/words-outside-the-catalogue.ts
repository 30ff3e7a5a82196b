import type { Page } from 'playwright/test';
import { bill, serviceData } from './situations.ts';

/**
 * Words that a person sees or hears and that are not in the brackets of the pseudo-locale. What is data may stand anywhere:
 * numbers, amounts, dates, ids, the bill, the terminal's own words, the names of keys.
 */
export async function wordsOutsideTheCatalogue(page: Page): Promise<readonly string[]> {
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
  // Ids and codes have digits in them, but for one by chance: those of a biller are twelve capitals and digits.
  return isDate || /\d|^[A-Z]{12}$/u.test(word);
}

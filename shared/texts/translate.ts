import { createInstance, type i18n, type TFunction } from 'i18next';
import type { Catalogue } from './catalogue.ts';
import { en } from './en.ts';
import { pseudoCatalogue, pseudoLocale } from './pseudo.ts';

/** Joins the keys to the compiler: `t('outcme.approved')` does not compile. */
declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'till';
    resources: { till: Catalogue };
  }
}

/** The till's words in one locale. `t` is typed over the catalogue; `i18n` is what react-i18next wants. */
export interface Texts {
  /** As given: also what money and times are formatted with. */
  readonly locale: string;
  readonly t: TFunction;
  readonly i18n: i18n;
}

/**
 * The words for a locale. There is English so far: every locale gets it, and formats its own money and times.
 * `en-XA` gives the pseudo-locale, by which a test finds texts that were never in the catalogue.
 * @param locale a BCP 47 tag, as the settings have it
 */
export function createTexts(locale: string): Texts {
  const instance = createInstance({
    lng: locale,
    fallbackLng: 'en',
    ns: 'till',
    defaultNS: 'till',
    resources: locale === pseudoLocale ? { [pseudoLocale]: { till: pseudoCatalogue(en) } } : { en: { till: en } },
    // Nothing is loaded, so there is nothing to wait for: the first text is there when this returns.
    initAsync: false,
    // React escapes what it renders, and a terminal does not read HTML.
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  void instance.init();
  return { locale, t: instance.t, i18n: instance };
}

import { customer } from './customer-texts.ts';
import { pseudoLocale, pseudoText } from './pseudo.ts';

export type CustomerTexts = { readonly [Key in keyof typeof customer]: string };

/** The words for a locale. There is English so far; the pseudo-locale as everywhere. */
export function customerTextsOf(locale: string): CustomerTexts {
  if (locale !== pseudoLocale) return customer;
  return Object.fromEntries(Object.entries(customer).map(([key, text]) => [key, pseudoText(text)])) as CustomerTexts;
}

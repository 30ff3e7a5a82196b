import { useTranslation } from 'react-i18next';
import { useSnapshot } from '../stores/stores.ts';
import { describeMoney } from '../../shared/texts/describe.ts';
import { textsOf } from '../stores/stores.ts';
import type { Texts } from '../../shared/texts/translate.ts';
import type { Currency } from '../../shared/currency.ts';

/** The words of the window, of the locale that the till has. */
export function useT(): Texts['t'] {
  return useTranslation('till').t;
}

/** The words with their locale: what `describe…` wants. */
export function useTexts(): Texts {
  return textsOf(useSnapshot((snapshot) => snapshot.locale));
}

/** Money as the till's locale writes it. */
export function useMoney(): (amountMinor: number, currency: Currency) => string {
  const texts = useTexts();
  return (amountMinor, currency) => describeMoney(texts, amountMinor, currency);
}

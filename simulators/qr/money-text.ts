import type { Money } from './ledger-types.ts';

/** Name and decimals of the currencies that a person is most likely to meet here, by their numbers (ISO 4217). Others have two. */
const currencies: Readonly<Record<string, readonly [name: string, digits: number]>> = {
  '036': ['AUD', 2],
  '048': ['BHD', 3],
  '072': ['BWP', 2],
  '124': ['CAD', 2],
  '344': ['HKD', 2],
  '356': ['INR', 2],
  '392': ['JPY', 0],
  '410': ['KRW', 0],
  '414': ['KWD', 3],
  '516': ['NAD', 2],
  '554': ['NZD', 2],
  '702': ['SGD', 2],
  '710': ['ZAR', 2],
  '756': ['CHF', 2],
  '826': ['GBP', 2],
  '840': ['USD', 2],
  '978': ['EUR', 2],
};

/** An amount for people, for instance `284.50 ZAR`. */
export function moneyText({ minor, currency }: Money): string {
  const [name, digits] = currencies[currency] ?? [`currency ${currency}`, 2];
  const text = String(Math.abs(minor)).padStart(digits + 1, '0');
  const whole = text.slice(0, text.length - digits);
  const fraction = digits === 0 ? '' : `.${text.slice(text.length - digits)}`;
  return `${minor < 0 ? '-' : ''}${whole}${fraction} ${name}`;
}

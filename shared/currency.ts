/**
 * The active currencies of ISO 4217 by the number of digits of their minor unit.
 * Not taken from Intl: ICU follows common use and gives, for example, 0 digits to the Iraqi dinar, where ISO (and the card service) has 3.
 * Currencies with four digits (CLF, UYW) are units of account that no till takes.
 */
const codesByExponent = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF',
  2:
    'AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP CRC CUP CVE CZK ' +
    'DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK ' +
    'LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON ' +
    'RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VED VES WST ' +
    'XCD XCG YER ZAR ZMW ZWG',
  3: 'BHD IQD JOD KWD LYD OMR TND',
} as const;

/** How many digits the minor unit has: 100 cents to the dollar is 2. */
export type Exponent = keyof typeof codesByExponent;

/** An ISO 4217 code that this till can take. */
export type Currency = string & { readonly brand: 'Currency' };

const exponents: ReadonlyMap<string, Exponent> = new Map(
  Object.entries(codesByExponent).flatMap(([exponent, codes]) =>
    codes.split(' ').map((code): [string, Exponent] => [code, Number(exponent) as Exponent]),
  ),
);

export const currencies: readonly Currency[] = [...exponents.keys()].toSorted() as Currency[];

export function isCurrency(code: string): code is Currency {
  return exponents.has(code);
}

/** Digits of the minor unit, by ISO 4217: 2 for USD, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: Currency): Exponent {
  const exponent = exponents.get(currency);
  if (exponent === undefined) throw new Error(`not a currency: ${currency}`);
  return exponent;
}

/** How many digits the currency has behind the point (ISO 4217): none, two or three. */
export type CurrencyDigits = 0 | 2 | 3;

/** Why a text is not an amount that a card can be charged with. */
export type DecimalProblem = 'not-a-number' | 'not-positive' | 'too-many-digits';

/** .NET's decimal holds 28 digits, and so does whatever is written in it. */
const maximumDigits = 28;

/**
 * Reads a plain decimal (`12`, `12.00`, `0.5`): no exponent, no group separators, no sign but a minus that makes it not positive.
 * Zeros beyond the currency's digits say nothing and are allowed.
 * @returns whole minor units, more than 0; never a float on the way
 */
export function readDecimal(text: string, digits: CurrencyDigits): bigint | DecimalProblem {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/u.exec(text);
  const whole = match?.[2] ?? '';
  const part = match?.[3] ?? '';
  if (!match || whole.length + part.length > maximumDigits) return 'not-a-number';
  if (match[1] === '-') return 'not-positive';
  if (/[1-9]/u.test(part.slice(digits))) return 'too-many-digits';
  const minor = BigInt(whole + part.slice(0, digits).padEnd(digits, '0'));
  return minor > 0n ? minor : 'not-positive';
}

/** The amount with all of the currency's digits, as the ledger keeps it: `1200` in a currency of two digits is `12.00`. */
export function toDecimalText(minor: bigint, digits: CurrencyDigits): string {
  const text = String(minor).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
}

/** The amount as the service's JSON writes it, without zeros that say nothing: `12`, `1.51`, `0.5`. */
export function toJsonNumber(minor: bigint, digits: CurrencyDigits): string {
  const text = toDecimalText(minor, digits);
  return digits === 0 ? text : text.replace(/\.?0+$/u, '');
}

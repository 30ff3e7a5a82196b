/**
 * A card number in a place where none may be. Used twice: a field that received one refuses it, and the log masks one that slipped through.
 * 13 to 19 digits, in one piece or in groups parted by a blank or a hyphen, with a right check digit (Luhn).
 */
const groupsOfDigits = /\d+(?:[ -]\d+)*/gu;
/** What every card number holds, and hardly any other text: looked for first, because every line of the log comes by here. */
const thirteenDigits = /\d(?:[ -]?\d){12}/u;

interface Found {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
}

/** Any run of neighbouring groups may be the number: `4111 1111 1111 1111 123` is a card number and its security code. */
function* cardNumbersIn(text: string): Generator<Found> {
  if (!thirteenDigits.test(text)) return;
  for (const run of text.matchAll(groupsOfDigits)) {
    const groups = [...run[0].matchAll(/\d+/gu)];
    for (const [index, first] of groups.entries()) {
      let digits = '';
      for (const group of groups.slice(index)) {
        digits += group[0];
        if (digits.length > 19) break;
        if (digits.length < 13 || !hasLuhnCheckDigit(digits)) continue;
        const start = run.index + first.index;
        yield { start, end: run.index + group.index + group[0].length, digits };
      }
    }
  }
}

function hasLuhnCheckDigit(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/**
 * Does a text that a person typed hold a card number? The issuers' prefixes 2 to 6 are asked for as well,
 * so that fewer honest account numbers of a biller are turned away.
 */
export function holdsCardNumber(text: string): boolean {
  for (const { digits } of cardNumbersIn(text)) if (/^[2-6]/u.test(digits)) return true;
  return false;
}

/** The text with everything that may be a card number replaced by a word and its last four digits. */
export function maskCardNumbers(text: string): string {
  let masked = '';
  let done = 0;
  for (const { start, end, digits } of cardNumbersIn(text)) {
    if (start < done) continue;
    masked += `${text.slice(done, start)}[card number ending ${digits.slice(-4)}]`;
    done = end;
  }
  return masked + text.slice(done);
}

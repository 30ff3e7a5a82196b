import { maskCardNumbers } from '../../shared/card-number.ts';

/** Longer texts are not looked at: no sentence for a cashier is, and what is cut here is cut again below. */
const longestLookedAt = 4_000;

// Control characters, and the invisible marks that turn text round or hide in a number.
const invisible = /[\p{Cc}\p{Cf}\u2028\u2029]+/gu;

/**
 * The service's own words as a person may see them: one line, without anything that looks like a card number, cut to a length.
 * The order matters: a number that is cut or interrupted by a hidden character is not recognised any more.
 */
export function ownWords(came: string, longest = 200): string {
  const visible = came.slice(0, longestLookedAt).replace(invisible, ' ').replace(/\s+/gu, ' ').trim();
  return maskCardNumbers(visible).slice(0, longest).trim();
}

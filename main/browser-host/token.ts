import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 bits, made anew at every start: nobody on this machine can guess it, and yesterday's address opens nothing. */
export function makeToken(): string {
  return randomBytes(32).toString('base64url');
}

/** Takes as long for a token that is wrong at the end as for one that is wrong at the beginning: nobody can feel their way along. */
export function isSameToken(given: string, expected: string): boolean {
  // Of the hashes, because the comparison wants two texts of one length.
  return timingSafeEqual(hashOf(given), hashOf(expected));
}

function hashOf(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}

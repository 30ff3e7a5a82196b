import { randomBytes } from 'node:crypto';
import { createRandom } from '../common/random.ts';

/** Where the service's own ids come from. */
export interface IdSource {
  /** So many hexadecimal digits, in small letters. */
  hex(digits: number): string;
}

/** Ids that nobody can guess (QR 9.2). */
export const randomIds: IdSource = {
  hex: (digits) =>
    randomBytes(Math.ceil(digits / 2))
      .toString('hex')
      .slice(0, digits),
};

/** Ids that come again with the same seed. */
export function seededIds(seed: number): IdSource {
  const random = createRandom(seed);
  return {
    hex: (digits) => Array.from({ length: digits }, () => Math.floor(random.fraction() * 16).toString(16)).join(''),
  };
}

/** A UUID of version 4. */
export function uuidOf(ids: IdSource): string {
  const hex = ids.hex(32);
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4] ?? '8';
  return [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`, hex.slice(20)].join('-');
}

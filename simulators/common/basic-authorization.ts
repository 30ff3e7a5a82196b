import { timingSafeEqual } from 'node:crypto';
import type { Exchange } from './http-answer.ts';

/** Tells whether a request carries this user and this password (RFC 7617). */
export function createBasicCheck(user: string, password: string): (exchange: Exchange) => boolean {
  const expected = Buffer.from(`Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`);
  return ({ request }) => {
    const given = Buffer.from(request.headers.authorization ?? '');
    return given.length === expected.length && timingSafeEqual(given, expected);
  };
}

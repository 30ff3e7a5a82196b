import { timingSafeEqual } from 'node:crypto';
import type { Exchange } from './http-answer.ts';

/** Tells whether a request carries this user and this password (RFC 7617). */
export function createBasicCheck(user: string, password: string): (exchange: Exchange) => boolean {
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  return ({ request }) => isSameSecret(request.headers.authorization ?? '', expected);
}

export interface BasicCredentials {
  readonly user: string;
  readonly password: string;
}

/** Who a request says that it is from. Undefined where it does not say. */
export function readBasicCredentials({ request }: Exchange): BasicCredentials | undefined {
  const encoded = /^Basic ([A-Za-z0-9+/]+=*)$/iu.exec(request.headers.authorization ?? '')?.[1];
  const [user, ...password] = Buffer.from(encoded ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return user === undefined || password.length === 0 ? undefined : { user, password: password.join(':') };
}

/** Takes as long whichever character differs. */
export function isSameSecret(one: string, other: string): boolean {
  const [given, expected] = [Buffer.from(one), Buffer.from(other)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}

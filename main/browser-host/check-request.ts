import type { IncomingHttpHeaders } from 'node:http';
import { fail, ok, type Result } from '../../shared/result.ts';
import { isSameToken } from './token.ts';

/** Why a request is not answered, for the log. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly reason: 'wrong-host' | 'wrong-origin' | 'no-token' | 'wrong-token' | 'customer-token';
}

export interface GateSettings {
  readonly port: number;
  /** Opens the till. */
  readonly token: string;
  /** Opens the customer's display, and nothing else. */
  readonly customerToken: string;
}

interface RequestHead {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** Cookies know no ports: the name has to, for two tills on one machine. */
export function cookieName(port: number): string {
  return `tillstone-${port}`;
}

export function customerCookieName(port: number): string {
  return `tillstone-customer-${port}`;
}

/**
 * Was this sent to us by the name that we go by, and by our own page? A page of another site can have its own name resolve to 127.0.0.1
 * (DNS rebinding): then `Host` has its name. It can also send to our address (CSRF): then `Origin` has its name.
 */
export function checkAddress({ method, headers }: RequestHead, { port }: GateSettings): Result<void, Refusal> {
  const { host, origin } = headers;
  if (host === undefined || !ownHosts(port).includes(host)) return fail({ status: 403, reason: 'wrong-host' });
  if (origin === undefined) {
    // A browser says where a POST comes from. What does not is no browser, and shows the token itself.
    const isBrowserLike = bearerOf(headers) === undefined;
    return method === 'POST' && isBrowserLike ? fail({ status: 403, reason: 'wrong-origin' }) : ok(undefined);
  }
  return origin === `http://${host}` ? ok(undefined) : fail({ status: 403, reason: 'wrong-origin' });
}

/** Does whoever sent this know the token: by the cookie that the printed address set, or by `Authorization: Bearer`? */
export function checkToken({ headers }: Pick<RequestHead, 'headers'>, gate: GateSettings): Result<void, Refusal> {
  const given = bearerOf(headers) ?? cookieOf(headers, cookieName(gate.port));
  const isCustomers = checkCustomerToken({ headers }, gate).ok;
  if (given === undefined) return fail({ status: 401, reason: isCustomers ? 'customer-token' : 'no-token' });
  if (isSameToken(given, gate.token)) return ok(undefined);
  return fail({ status: 401, reason: isCustomers ? 'customer-token' : 'wrong-token' });
}

/** The same of the customer's display, by a token and a cookie of its own. The cashier's is worth nothing there, and is not needed. */
export function checkCustomerToken(
  { headers }: Pick<RequestHead, 'headers'>,
  { port, customerToken }: GateSettings,
): Result<void, Refusal> {
  const given = bearerOf(headers) ?? cookieOf(headers, customerCookieName(port));
  if (given === undefined) return fail({ status: 401, reason: 'no-token' });
  return isSameToken(given, customerToken) ? ok(undefined) : fail({ status: 401, reason: 'wrong-token' });
}

/** What both pages are made of, and says nothing of any sale: either token will do. */
export function checkEitherToken(head: Pick<RequestHead, 'headers'>, gate: GateSettings): Result<void, Refusal> {
  return checkCustomerToken(head, gate).ok ? ok(undefined) : checkToken(head, gate);
}

/** As a browser writes them: without the port where it is HTTP's own. */
function ownHosts(port: number): string[] {
  return ['127.0.0.1', 'localhost'].map((name) => new URL(`http://${name}:${port}`).host);
}

function bearerOf({ authorization }: IncomingHttpHeaders): string | undefined {
  return /^Bearer (\S+)$/u.exec(authorization ?? '')?.[1];
}

function cookieOf({ cookie = '' }: IncomingHttpHeaders, name: string): string | undefined {
  for (const pair of cookie.split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name) return value;
  }
  return undefined;
}

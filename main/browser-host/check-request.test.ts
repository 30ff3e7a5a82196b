import { describe, expect, it } from 'vitest';
import { checkAddress, checkCustomerToken, checkEitherToken, checkToken } from './check-request.ts';
import { isSameToken, makeToken } from './token.ts';

const gate = { port: 4321, token: 'the-token', customerToken: 'the-customer-token' };

describe('the address of a request', () => {
  it.each(['127.0.0.1:4321', 'localhost:4321'])('takes its own name %s', (host) => {
    expect(checkAddress({ method: 'GET', headers: { host } }, gate)).toEqual({ ok: true });
    expect(checkAddress({ method: 'POST', headers: { host, origin: `http://${host}` } }, gate)).toEqual({ ok: true });
  });

  it('knows that a browser leaves out the port of HTTP', () => {
    const headers = { host: 'localhost', origin: 'http://localhost' };
    expect(checkAddress({ method: 'POST', headers }, { ...gate, port: 80 })).toEqual({ ok: true });
    expect(checkAddress({ method: 'POST', headers }, gate)).toMatchObject({ failure: { reason: 'wrong-host' } });
  });

  it.each([
    undefined,
    '',
    'evil.example:4321',
    'evil.example',
    '127.0.0.1',
    '127.0.0.1:4322',
    '127.0.0.1:04321',
    '127.0.0.1:4321.evil.example',
    'evil.example:127.0.0.1:4321',
    'localhost.evil.example:4321',
    '127.0.0.2:4321',
    '[::1]:4321',
    '0.0.0.0:4321',
    'LOCALHOST:4321 ',
  ])('refuses the host %s, which somebody had resolve to this machine', (host) => {
    const refused = { ok: false, failure: { status: 403, reason: 'wrong-host' } };
    const headers = { ...(host === undefined ? {} : { host }), authorization: 'Bearer the-token' };
    expect(checkAddress({ method: 'GET', headers }, gate)).toEqual(refused);
  });

  it.each([
    'https://evil.example',
    'http://evil.example:4321',
    'http://127.0.0.1',
    'http://127.0.0.1:4322',
    'https://127.0.0.1:4321',
    'http://127.0.0.1:4321/',
    'http://127.0.0.1:4321.evil.example',
    'http://localhost:4321',
    'null',
    '',
  ])('refuses what the page %s sends, with and without a token', (origin) => {
    const refused = { ok: false, failure: { status: 403, reason: 'wrong-origin' } };
    const headers = { host: '127.0.0.1:4321', origin };
    expect(checkAddress({ method: 'POST', headers }, gate)).toEqual(refused);
    expect(checkAddress({ method: 'GET', headers }, gate)).toEqual(refused);
    expect(checkAddress({ method: 'POST', headers: { ...headers, authorization: 'Bearer the-token' } }, gate)).toEqual(refused);
  });

  it('wants to know where a call comes from, unless it shows the token itself', () => {
    const headers = { host: '127.0.0.1:4321', cookie: 'tillstone-4321=the-token' };
    expect(checkAddress({ method: 'POST', headers }, gate)).toMatchObject({ failure: { reason: 'wrong-origin' } });
    expect(checkAddress({ method: 'POST', headers: { ...headers, authorization: 'Bearer the-token' } }, gate).ok).toBe(true);
  });
});

describe('the token of a request', () => {
  it.each([
    { cookie: 'tillstone-4321=the-token' },
    { cookie: 'other=1; tillstone-4321=the-token; more=2' },
    { authorization: 'Bearer the-token' },
  ])('is known from %j', (headers) => {
    expect(checkToken({ headers }, gate).ok).toBe(true);
  });

  it.each([
    [{}, 'no-token'],
    [{ cookie: '' }, 'no-token'],
    [{ cookie: 'tillstone-4322=the-token' }, 'no-token'],
    [{ cookie: 'tillstone=the-token' }, 'no-token'],
    [{ authorization: 'Basic dGhlLXRva2Vu' }, 'no-token'],
    [{ authorization: 'the-token' }, 'no-token'],
    [{ cookie: 'tillstone-4321=' }, 'wrong-token'],
    [{ cookie: 'tillstone-4321=the-toke' }, 'wrong-token'],
    [{ cookie: 'tillstone-4321=the-token-and-more' }, 'wrong-token'],
    [{ authorization: 'Bearer THE-TOKEN' }, 'wrong-token'],
    [{ authorization: 'Bearer wrong', cookie: 'tillstone-4321=the-token' }, 'wrong-token'],
  ])('is not in %j', (headers, reason) => {
    expect(checkToken({ headers }, gate)).toEqual({ ok: false, failure: { status: 401, reason } });
  });

  it.each([
    { cookie: 'tillstone-customer-4321=the-customer-token' },
    { authorization: 'Bearer the-customer-token' },
    // As in a browser that has both pages open.
    { cookie: 'tillstone-4321=the-token; tillstone-customer-4321=the-customer-token' },
  ])('of a customer’s display is known from %j, and opens nothing else', (headers) => {
    expect(checkCustomerToken({ headers }, gate).ok).toBe(true);
    expect(checkEitherToken({ headers }, gate).ok).toBe(true);
    if (!JSON.stringify(headers).includes('=the-token'))
      expect(checkToken({ headers }, gate)).toEqual({ ok: false, failure: { status: 401, reason: 'customer-token' } });
  });

  it.each([
    [{ cookie: 'tillstone-4321=the-token' }, 'no-token'],
    [{ cookie: 'tillstone-customer-4321=the-token' }, 'wrong-token'],
    [{ authorization: 'Bearer the-token' }, 'wrong-token'],
    [{ cookie: 'tillstone-4321=the-customer-token' }, 'no-token'],
    [{}, 'no-token'],
  ])('of the cashier in %j is worth nothing at the customer’s display', (headers, reason) => {
    expect(checkCustomerToken({ headers }, gate)).toEqual({ ok: false, failure: { status: 401, reason } });
  });

  it('of nobody opens not even what both pages are made of', () => {
    expect(checkEitherToken({ headers: { cookie: 'tillstone-4321=another' } }, gate)).toMatchObject({ ok: false });
    expect(checkEitherToken({ headers: { cookie: 'tillstone-4321=the-token' } }, gate).ok).toBe(true);
  });

  it('is another at every start, and compared whole', () => {
    const token = makeToken();
    expect(token).toMatch(/^[\w-]{43}$/u);
    expect(makeToken()).not.toBe(token);
    expect(isSameToken(token, token)).toBe(true);
    expect(isSameToken(token.slice(1), token)).toBe(false);
    expect(isSameToken('', token)).toBe(false);
  });
});

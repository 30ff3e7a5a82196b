import { describe, expect, it } from 'vitest';
import { isCustomerUrl, isOwnUrl } from './app-origin.ts';

describe('the window’s own addresses', () => {
  it.each([
    'app://till/',
    'app://till',
    'app://till/index.html',
    'app://till/assets/index-12345678.js?x#y',
    // A scheme may be written in capitals; it is the same one.
    'APP://till',
    'app://till/../till.evil/',
  ])('has %s', (url) => {
    expect(isOwnUrl(url)).toBe(true);
  });

  it.each([
    'https://app.evil.com',
    'https://app.evil.com/app://till/',
    'https://till/',
    'http://till/',
    'app://till.evil/',
    'app://tille/',
    'app://till:80/',
    'app://till@evil/',
    'app://user@till/',
    'app://user:password@till/',
    'app://evil/till',
    'app:till',
    'app:/till',
    'app:///till',
    'app2://till/',
    'xapp://till/',
    'file:///etc/passwd',
    'file://till/',
    'javascript:alert(1)',
    'javascript://till/%0aalert(1)',
    'data:text/html,app://till/',
    'blob:app://till/0d8a',
    'about:blank',
    'devtools://devtools/bundled/inspector.html',
    'view-source:app://till/',
    '//till/',
    'till',
    ' ',
    '',
  ])('has not %s', (url) => {
    expect(isOwnUrl(url)).toBe(false);
  });
});

describe('the page of the customer’s display', () => {
  it.each(['app://till/customer.html', 'app://till/customer.html?x#y'])('is %s', (url) => {
    expect(isCustomerUrl(url)).toBe(true);
  });

  it.each([
    'app://till/',
    'app://till/customer.html/',
    'app://till/x/customer.html',
    'app://evil/customer.html',
    'https://till/customer.html',
    '',
  ])('is not %s', (url) => {
    expect(isCustomerUrl(url)).toBe(false);
  });
});

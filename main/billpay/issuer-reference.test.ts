import { describe, expect, it } from 'vitest';
import { isRefundable, normaliseIssuerReference } from './issuer-reference.ts';

describe('an issuer reference that a cashier types (9.16)', () => {
  it('is upper-case letters and digits, whatever else was typed', () => {
    expect(normaliseIssuerReference(' nwu-7f3k 90218\n')).toBe('NWU7F3K90218');
  });

  it('can be refunded with up to 20 characters, although a slip may show 40', () => {
    expect(isRefundable('X'.repeat(20))).toBe(true);
    expect(isRefundable('X'.repeat(21))).toBe(false);
    expect(isRefundable('')).toBe(false);
  });
});

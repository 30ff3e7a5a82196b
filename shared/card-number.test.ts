import { describe, expect, it } from 'vitest';
import { holdsCardNumber, maskCardNumbers } from './card-number.ts';

const visa = '4111111111111111';

describe('a card number in a text', () => {
  it.each([
    visa,
    '4111 1111 1111 1111',
    '4111-1111-1111-1111',
    '4 1 1 1 1 1-1-1-1-1-1-1 1 1 1 1',
    `bill ${visa}.`,
    `${visa} 123`,
    `12 ${visa}`,
    '378282246310005',
    '6011111111111117',
    '2223003122003222',
    `%B${visa}^TEST/CARD^2512`,
    `;${visa}=2512101`,
  ])('is found in %j', (text) => {
    expect(holdsCardNumber(text)).toBe(true);
    expect(maskCardNumbers(text)).not.toMatch(/\d{8}/u);
  });

  it.each([
    '987987',
    '4111111111111112',
    '123456789012',
    '0000000000000000',
    '41111111111111111111111111',
    '2026-11-21 09:38:48',
    '',
  ])('is not seen in %j', (text) => {
    expect(holdsCardNumber(text)).toBe(false);
  });

  it('leaves only its last four digits, and everything around it', () => {
    expect(maskCardNumbers(`a ${visa} b 5555 5555 5555 4444 c`)).toBe(
      'a [card number ending 1111] b [card number ending 4444] c',
    );
  });

  it('is masked whatever its first digit: a log has no honest use for it', () => {
    expect(maskCardNumbers('9111111111111110')).not.toContain('911111');
  });
});

import { describe, expect, it } from 'vitest';
import { ownWords } from './own-words.ts';

describe('the service’s own words', () => {
  it('makes one line of them, without control characters and without marks that turn text round', () => {
    expect(ownWords('  Card\r\n removed\u0000\u202E too\tearly. ')).toBe('Card removed too early.');
  });

  it('cuts them to 200 characters', () => {
    expect(ownWords('x'.repeat(5_000))).toHaveLength(200);
  });

  it('masks a card number, also one that is interrupted by hidden characters or that the cut would have halved', () => {
    for (const came of ['card 4111111111111111 refused', '4111-1111-1111-1111', '4111\u200B1111\u00001111\n1111']) {
      expect(ownWords(came)).toContain('[card number ending 1111]');
      expect(ownWords(came).replace(/\D/gu, '')).toBe('1111');
    }
    expect(ownWords(`${'x'.repeat(190)} 4111111111111111`)).not.toContain('4111');
  });
});

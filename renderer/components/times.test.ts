import { expect, test } from 'vitest';
import { createTexts } from '../../shared/texts/translate.ts';
import { dayOf, formatAge, formatDate, formatElapsed, formatTerminalTime, startOfDay } from './times.ts';

const { t } = createTexts('en-US');

test('what has passed is written as on a stop watch', () => {
  expect([0, 999, 37_000, 67_400, 3_723_000].map(formatElapsed)).toEqual(['0:00', '0:00', '0:37', '1:07', '1:02:03']);
  // The till's clock and the terminal's answer may cross: an age is never negative.
  expect(formatElapsed(-5_000)).toBe('0:00');
});

test('an age is a few words', () => {
  expect([-1, 0, 5_000, 89_000, 90_000, 3_600_000, 7_200_000].map((ms) => formatAge(ms, t))).toEqual([
    'just now',
    'just now',
    '5 s ago',
    '89 s ago',
    '1 min ago',
    '60 min ago',
    '2 h ago',
  ]);
});

test('the terminal’s time may have seven digits of a second and no zone; a text that is no time stays', () => {
  const [zoned, bare] = ['2026-11-21T15:42:03.1234567Z', '2026-11-21T15:42:03.1234567'].map((at) =>
    formatTerminalTime(at, 'en-US'),
  );
  expect(zoned).toContain('42:03');
  expect(bare).toBe(zoned);
  expect(formatTerminalTime('yesterday', 'en-US')).toBe('yesterday');
});

test('a day begins at local midnight', () => {
  const midnight = new Date(startOfDay(Date.parse('2026-11-21T15:42:10.000Z')));
  expect([midnight.getHours(), midnight.getMinutes(), midnight.getMilliseconds()]).toEqual([0, 0, 0]);
  expect(Date.parse('2026-11-21T15:42:10.000Z') - midnight.getTime()).toBeLessThan(86_400_000);
});

test('a day is the same day wherever the till stands, and a text that is none stays', () => {
  expect(formatDate('2026-03-31', 'en-US')).toBe('Mar 31, 2026');
  expect(formatDate('soon', 'en-US')).toBe('soon');
});

test('the day of a moment is the shop’s own', () => {
  expect(dayOf(new Date(2026, 2, 31, 23, 59).toISOString())).toBe('2026-03-31');
  expect(dayOf(new Date(2026, 3, 1, 0, 0).toISOString())).toBe('2026-04-01');
});

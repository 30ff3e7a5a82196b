import { expect, test } from 'vitest';
import { checkOverride, checkResolution } from './resolve-form.ts';

test('a verdict needs evidence and a reason', () => {
  expect(checkResolution({ verdict: undefined, evidence: ' ', reason: '' }).map(({ field, code }) => [field, code])).toEqual([
    ['verdict', 'required'],
    ['evidence', 'required'],
    ['reason', 'required'],
  ]);
  expect(checkResolution({ verdict: 'charged', evidence: '083221', reason: 'Slip seen' })).toEqual([]);
});

test('neither takes a card number, nor more than fits', () => {
  expect(checkResolution({ verdict: 'charged', evidence: '4111 1111 1111 1111', reason: 'x'.repeat(501) })).toEqual([
    { field: 'evidence', code: 'card-number' },
    { field: 'reason', code: 'too-long', limit: 500 },
  ]);
});

test('charging again needs a reason', () => {
  expect(checkOverride('  ')).toEqual([{ field: 'overrideReason', code: 'required' }]);
  expect(checkOverride('Two bills with one number')).toEqual([]);
});

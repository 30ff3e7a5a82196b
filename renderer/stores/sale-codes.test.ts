import { expect, test } from 'vitest';
import { endedCodeSales, openedSales, qrIdOf } from '../testing/code-fixtures.ts';
import { codeToRetry, codeUnderWay, paidCodes } from './sale-codes.ts';

test('a code that came to nothing is tried again first, unless a card failed after it or another is under way', () => {
  expect(codeToRetry(openedSales['a code that nobody scanned'])?.qrId).toBe(qrIdOf(2));
  expect(codeToRetry(openedSales['a code that was cancelled'])?.qrId).toBe(qrIdOf(3));
  expect(codeToRetry(openedSales['a card that failed after a code'])).toBeUndefined();
  expect(codeToRetry(openedSales['a code that waits'])).toBeUndefined();
  expect(codeToRetry(openedSales['a part by code'])).toBeUndefined();
  expect(codeToRetry(openedSales['nothing yet'])).toBeUndefined();
});

test('a code that failed after a card is the later news', () => {
  const sale = openedSales['a card that failed after a code'];
  const failedCards = (sale.failedCards ?? []).map((card) => ({ ...card, at: '2026-11-21T15:41:00.000Z' }));
  expect(codeToRetry({ ...sale, failedCards })?.qrId).toBe(qrIdOf(2));
});

test('knows the code under way, and what was paid', () => {
  expect(codeUnderWay(openedSales['a code that is prepared'])?.state).toBe('preparing');
  expect(codeUnderWay(openedSales['a part by code'])).toBeUndefined();
  expect(paidCodes(endedCodeSales.code)).toHaveLength(1);
  expect(paidCodes(endedCodeSales['code, and the service refused its confirmation'])).toHaveLength(1);
  expect(paidCodes(endedCodeSales['abandoned, with a code'])).toEqual([]);
});

import { expect, test } from 'vitest';
import { addToBurst, isScan, type ScanBurst } from './scan-burst.ts';

function type(text: string, gapMs: number, startMs = 1_000): { burst: ScanBurst<string> | undefined; endMs: number } {
  let burst: ScanBurst<string> | undefined;
  let atMs = startMs;
  for (const character of text) {
    burst = addToBurst(burst, character, atMs, `before ${character}`);
    atMs += gapMs;
  }
  return { burst, endMs: atMs - gapMs };
}

test('a run that no hand types, ended by Enter, was a scan; it knows what stood there before', () => {
  const { burst, endMs } = type('INV-12345678', 5);
  expect(isScan(burst, endMs + 5)).toBe(true);
  expect(burst).toMatchObject({ text: 'INV-12345678', before: 'before I' });
});

test('a quick hand is not a scanner', () => {
  const { burst, endMs } = type('12345678', 60);
  expect(isScan(burst, endMs + 60)).toBe(false);
});

test('a few digits are an amount, however fast', () => {
  const { burst, endMs } = type('1200', 2);
  expect(isScan(burst, endMs + 2)).toBe(false);
});

test('Enter that comes later is a person’s', () => {
  const { burst, endMs } = type('123456789012', 5);
  expect(isScan(burst, endMs + 400)).toBe(false);
});

test('digits typed before the scan are not part of it', () => {
  const typed = type('50', 120);
  let { burst } = typed;
  for (const [index, character] of Array.from('4006381333931').entries()) {
    burst = addToBurst(burst, character, typed.endMs + 300 + index * 4, 'amount 50');
  }
  expect(burst).toMatchObject({ text: '4006381333931', before: 'amount 50' });
});

test('Enter alone is no scan', () => {
  expect(isScan(undefined, 5)).toBe(false);
});

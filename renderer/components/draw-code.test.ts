import { decodeQR } from 'qr/decode.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawCode, type CodeDrawing } from './draw-code.ts';

/** The sample of the protocol's description (qr 5.3). */
const payload = '00020126500010dev.sim.qr013284b62eba1d2d9c017e08cd853c9f0037';

/** Fills the outline as a browser does, and reads it as a scanner does. */
function scan({ side, path }: CodeDrawing): string {
  const scale = 4;
  const width = side * scale;
  const data = new Uint8Array(width * width * 4).fill(255);
  for (const [, x, y, run] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\d+z/gu)) {
    for (let top = Number(y) * scale; top < (Number(y) + 1) * scale; top += 1)
      for (let left = Number(x) * scale; left < (Number(x) + Number(run)) * scale; left += 1)
        data.fill(0, (top * width + left) * 4, (top * width + left) * 4 + 3);
  }
  return decodeQR({ width, height: width, data });
}

function drawn(text: string): CodeDrawing {
  const drawing = drawCode(text);
  if (!drawing) throw new Error('it was not drawn');
  return drawing;
}

describe('a code', () => {
  test('says its payload and nothing else, to a scanner', () => {
    expect(scan(drawn(payload))).toBe(payload);
  });

  test('is of version 4 for the sample of the protocol, with error correction M', () => {
    const { side, path } = drawn(payload);
    // 33 modules, and four of quiet on either side (qr 5.2).
    expect(side).toBe(33 + 8);
    // Its level stands at the beginning of the ninth row, masked: 00 for M is written as dark and light.
    expect(path).toContain('M4 12h1v');
  });

  test('has four modules of quiet on every side', () => {
    const { side, path } = drawn(payload);
    const runs = [...path.matchAll(/M(\d+) (\d+)h(\d+)/gu)].map(([, x, y, run]) => [
      Number(x),
      Number(y),
      Number(x) + Number(run),
    ]);
    expect(Math.min(...runs.map(([x = 0]) => x))).toBe(4);
    expect(Math.min(...runs.map(([, y = 0]) => y))).toBe(4);
    expect(Math.max(...runs.map(([, , end = 0]) => end))).toBe(side - 4);
    expect(Math.max(...runs.map(([, y = 0]) => y))).toBe(side - 5);
  });

  test('says whatever a payload may hold', () => {
    const printable = fc.integer({ min: 0x20, max: 0x7e }).map((code) => String.fromCodePoint(code));
    fc.assert(
      fc.property(fc.string({ unit: printable, minLength: 1, maxLength: 200 }), (text) => scan(drawn(text)) === text),
      { numRuns: 40 },
    );
  });

  test('that is too long for any is not drawn, and nothing breaks', () => {
    expect(drawCode('A'.repeat(10_000))).toBeUndefined();
  });
});

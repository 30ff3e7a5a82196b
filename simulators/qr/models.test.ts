import { describe, expect, it } from 'vitest';
import { readJson, writeJson, type JsonValue } from '../common/json-text.ts';
import { errorMessages, errorTypes } from './error-types.ts';
import { checkMessage } from './field-rules.ts';
import { models } from './models.ts';
import { examples } from './testing-client.ts';

describe("the description's own examples (QR 8)", () => {
  it.each(examples.map((one, index) => [index, one.section, one.schema, one.body] as const))(
    '%i, %s: a %s keeps every rule, and comes out as it went in',
    (_index, _section, schema, body) => {
      const text = JSON.stringify(body);
      const read = readJson(text) as JsonValue;
      expect(checkMessage(models[schema], read)).toEqual([]);
      expect(writeJson(read)).toBe(text);
    },
  );

  it('has one of each message', () => {
    expect(new Set(examples.map(({ schema }) => schema))).toEqual(new Set(Object.keys(models)));
  });
});

describe('error types', () => {
  it('are twenty-two (QR 3.7), each with a sentence for the display (QR 3.6)', () => {
    expect(errorTypes).toHaveLength(22);
    for (const type of errorTypes) {
      expect(errorMessages[type].length, type).toBeGreaterThan(0);
      expect(errorMessages[type].length, type).toBeLessThanOrEqual(40);
    }
  });
});

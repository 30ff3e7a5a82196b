import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimal, parseExactJson, readField, record, wholeNumber, writtenWholeNumber } from './exact-json.ts';

function readFrom<Value>(json: string, schema: Parameters<typeof readField<Value>>[2]): unknown {
  const fields = record.parse(parseExactJson(json));
  return readField(fields, 'field', schema);
}

describe('JSON with exact numbers', () => {
  it('keeps every digit of a number', () => {
    expect(readFrom('{"field":12.10}', decimal)).toEqual({ kind: 'read', value: '12.10' });
    expect(readFrom('{"field":0.1000000000000000055}', decimal)).toEqual({ kind: 'read', value: '0.1000000000000000055' });
    expect(readFrom('{"field":9007199254740993}', wholeNumber)).toEqual({ kind: 'read', value: '9007199254740993' });
  });

  it('reads an exponent by moving the point', () => {
    const cases = {
      '1.2e1': '12',
      '1.25E+1': '12.5',
      '1200e-2': '12',
      '5e-2': '0.05',
      '0.5e3': '500',
      '-1.5e0': '-1.5',
      '0e5': '0',
      '1e39': `1${'0'.repeat(39)}`,
    };
    for (const [written, plain] of Object.entries(cases)) {
      expect(readFrom(`{"field":${written}}`, decimal)).toEqual({ kind: 'read', value: plain });
    }
  });

  it('does not write out an exponent that asks for a million zeros', () => {
    for (const written of ['1e1000000', '1e-1000000', '1e99999999999999999999']) {
      expect(readFrom(`{"field":${written}}`, decimal)).toEqual({ kind: 'malformed' });
    }
  });

  it('moves the point of any number to where arithmetic on whole numbers has it', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.nat(6), fc.nat(8), (digits, places, exponent) => {
        const padded = String(digits).padStart(places + 1, '0');
        const written = places === 0 ? padded : `${padded.slice(0, -places)}.${padded.slice(-places)}`;
        const plain = readFrom(`{"field":${written.replace(/^0+(?=\d)/u, '')}e${exponent}}`, decimal) as { value: string };
        const [whole = '', part = ''] = plain.value.split('.');
        expect(BigInt(whole + part.padEnd(20, '0'))).toBe(digits * 10n ** BigInt(20 - places + exponent));
      }),
    );
  });

  it('is undefined for what is not JSON, and for what is nested without end', () => {
    for (const text of ['', '{', '<html>', '{"Successful":true', `${'['.repeat(200_000)}${']'.repeat(200_000)}`]) {
      expect(parseExactJson(text)).toBeUndefined();
    }
  });
});

describe('fields', () => {
  it('takes null for absent, as the protocol leaves out what does not apply', () => {
    expect(readFrom('{"field":null}', decimal)).toEqual({ kind: 'absent' });
    expect(readFrom('{}', decimal)).toEqual({ kind: 'absent' });
  });

  it('looks at the object’s own fields only', () => {
    expect(readField({}, 'toString', record)).toEqual({ kind: 'absent' });
  });

  it('tells a malformed field from an absent one', () => {
    for (const json of ['{"field":true}', '{"field":"12,00"}', '{"field":[1]}', '{"field":""}']) {
      expect(readFrom(json, decimal)).toEqual({ kind: 'malformed' });
    }
    expect(readFrom('{"field":1.5}', wholeNumber)).toEqual({ kind: 'malformed' });
    expect(readFrom('{"field":7}', record)).toEqual({ kind: 'malformed' });
    expect(readFrom('{"field":"7"}', writtenWholeNumber)).toEqual({ kind: 'malformed' });
  });
});

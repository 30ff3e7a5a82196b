import { describe, expect, it } from 'vitest';
import { parseExactJson, readField, record } from '../http/exact-json.ts';
import { paymentMethod, statusAnswer, transactionAnswer } from './wire.ts';

function readFrom<Value>(json: string, schema: Parameters<typeof readField<Value>>[2]): unknown {
  const fields = record.parse(parseExactJson(json));
  return readField(fields, 'field', schema);
}

describe('payment methods', () => {
  // BDS 3: name and number of each.
  const listed = {
    Unassigned: 0,
    VisaCredit: 1,
    MastercardCredit: 2,
    DiscoverCredit: 3,
    AmericanExpressCredit: 4,
    VisaDebit: 11,
    MastercardDebit: 12,
    DiscoverDebit: 13,
    AmericanExpressDebit: 14,
  };

  it.each(Object.entries(listed))('reads %s by its name and by its number %d', (name, number) => {
    expect(readFrom(`{"field":"${name}"}`, paymentMethod)).toEqual({ kind: 'read', value: name });
    expect(readFrom(`{"field":${number}}`, paymentMethod)).toEqual({ kind: 'read', value: name });
  });

  it('keeps what is not listed as it came', () => {
    expect(readFrom('{"field":"JcbCredit"}', paymentMethod)).toEqual({ kind: 'read', value: 'JcbCredit' });
    expect(readFrom('{"field":42}', paymentMethod)).toEqual({ kind: 'read', value: '42' });
  });
});

describe('what is demanded', () => {
  it('demands a boolean verdict, and nothing that resembles one', () => {
    for (const json of [
      '{}',
      '{"Successful":"true"}',
      '{"Successful":1}',
      '{"Successful":null}',
      '{"successful":true}',
      '[]',
      '7',
      '""',
      'null',
    ]) {
      expect(transactionAnswer.safeParse(parseExactJson(json)).success).toBe(false);
    }
    expect(transactionAnswer.safeParse(parseExactJson('{"Successful":true,"Else":[{}]}')).success).toBe(true);
  });

  it('demands a whole number as status', () => {
    for (const json of [
      '{}',
      '{"StatusCode":"1"}',
      '{"StatusCode":1.5}',
      '{"StatusCode":true}',
      '{"StatusCode":null}',
      '[1]',
      '1',
    ]) {
      expect(statusAnswer.safeParse(parseExactJson(json)).success).toBe(false);
    }
    expect(statusAnswer.safeParse(parseExactJson('{"StatusCode":1}')).data).toMatchObject({ StatusCode: '1' });
  });
});

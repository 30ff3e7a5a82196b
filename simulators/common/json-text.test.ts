import { expect, it } from 'vitest';
import { NumberText, readJson, writeJson } from './json-text.ts';

it('reads numbers digit by digit', () => {
  expect(readJson('{"Amount":90071992547409.93,"List":[1.10]}')).toEqual({
    Amount: new NumberText('90071992547409.93'),
    List: [new NumberText('1.10')],
  });
});

it('writes numbers digit by digit and leaves out what is undefined', () => {
  const value = { a: new NumberText('0.10'), b: undefined, c: [new NumberText('1'), 'x"y', null, true], d: {} };
  expect(writeJson(value)).toBe('{"a":0.10,"c":[1,"x\\"y",null,true],"d":{}}');
});

it('refuses what is not JSON', () => {
  expect(() => readJson('{"Amount":')).toThrow(SyntaxError);
});

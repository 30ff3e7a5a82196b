import { z } from 'zod';

/**
 * Reading JSON that somebody else wrote: numbers keep their digits, and fields are read one at a time,
 * so that no malformed detail can turn an outcome into something else.
 */

/** A JSON number with the digits it was written with: `12.10` and `9007199254740993` survive, as no binary number would let them. */
export interface NumberText {
  readonly [digitsOfNumber]: string;
}

const digitsOfNumber = Symbol('digits of a JSON number');

type ReviverWithSource = (this: unknown, key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * Reads JSON with every number as a `NumberText`.
 * @returns undefined for what is not JSON, or is nested deeper than any answer
 */
export function parseExactJson(text: string): unknown {
  const keepDigits: ReviverWithSource = (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? ({ [digitsOfNumber]: source } satisfies NumberText) : value;
  try {
    return JSON.parse(text, keepDigits as (this: unknown, key: string, value: unknown) => unknown) as unknown;
  } catch {
    // The error's message repeats a part of the text, which may hold a name or a token: nobody gets to see it.
    return undefined;
  }
}

/** No amount and no id has more digits, and an exponent that asks for more is an attack on memory rather than a number. */
const mostDigits = 40;

/**
 * A number without its exponent: `1.2e1` is `12`, `5E-2` is `0.05`. By moving the point, never by calculating.
 * @returns undefined where the result would have more digits than any amount
 */
function withoutExponent(written: string): string | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/iu.exec(written);
  if (!match) return undefined;
  const [, sign = '', whole = '', part = '', exponent] = match;
  if (exponent === undefined) return written;
  const digits = whole + part;
  const pointAt = whole.length + Number(exponent);
  if (digits.length > mostDigits || Math.abs(pointAt) > mostDigits) return undefined;
  const padded = digits.padStart(digits.length + Math.max(0, 1 - pointAt), '0').padEnd(pointAt, '0');
  const point = Math.max(1, pointAt);
  const plainWhole = padded.slice(0, point).replace(/^0+(?=\d)/u, '');
  const plainPart = padded.slice(point).replace(/0+$/u, '');
  return sign + plainWhole + (plainPart === '' ? '' : `.${plainPart}`);
}

const numberText = z.custom<NumberText>((value) => typeof value === 'object' && value !== null && digitsOfNumber in value);

/** A decimal as digits with perhaps a point. Services write numbers; a text with the same digits says the same. */
export const decimal = z
  .union([numberText.transform((number) => number[digitsOfNumber]), z.string()])
  .transform(withoutExponentOrIssue);

/** A whole number as its digits: ids are longer than binary numbers are exact. */
export const wholeNumber = decimal.transform(wholeOrIssue);

/** A whole number that is a JSON number: a text in its place will not do. */
export const writtenWholeNumber = numberText
  .transform((number) => number[digitsOfNumber])
  .transform(withoutExponentOrIssue)
  .transform(wholeOrIssue);

/** A text; a number in its place says the same by its digits. */
export const text = z.union([z.string(), wholeNumber]);

export const list = z.array(z.unknown());

/** An object of which nothing is demanded: unknown fields survive, known ones are read one by one. */
export const record = z.record(z.string(), z.unknown()).refine((value) => !(digitsOfNumber in value));

/** How a field of an answer was: the protocol leaves out what does not apply, and `null` is taken for the same. */
export type Field<Value> =
  { readonly kind: 'read'; readonly value: Value } | { readonly kind: 'absent' } | { readonly kind: 'malformed' };

export function readField<Value>(from: Readonly<Record<string, unknown>>, name: string, schema: z.ZodType<Value>): Field<Value> {
  const came = Object.hasOwn(from, name) ? from[name] : undefined;
  if (came === undefined || came === null) return { kind: 'absent' };
  const parsed = schema.safeParse(came);
  return parsed.success ? { kind: 'read', value: parsed.data } : { kind: 'malformed' };
}

/** The field's value where it has a proper one. */
export function valueOf<Value>(
  from: Readonly<Record<string, unknown>>,
  name: string,
  schema: z.ZodType<Value>,
): Value | undefined {
  const field = readField(from, name, schema);
  return field.kind === 'read' ? field.value : undefined;
}

function withoutExponentOrIssue(written: string, context: z.RefinementCtx): string {
  const plain = withoutExponent(written);
  if (plain !== undefined) return plain;
  context.addIssue('not a decimal');
  return z.NEVER;
}

function wholeOrIssue(written: string, context: z.RefinementCtx): string {
  const whole = /^(-?\d+)(?:\.0+)?$/u.exec(written)?.[1];
  if (whole !== undefined) return whole;
  context.addIssue('not a whole number');
  return z.NEVER;
}

import { isObject, type JsonObject } from '../common/json-object.ts';
import { NumberText, type JsonValue } from '../common/json-text.ts';

/** One field that breaks its rule, with the sentence that says how (QR 9.1.3). */
export interface FieldError {
  /** For instance `originator.merchant.merchantId` or `thirdPartyIdentifiers[1].institutionId`. */
  readonly path: string;
  readonly error: string;
}

/** Checks one value, which is there. */
export type Rule = (value: JsonValue, path: string) => readonly FieldError[];

/** A field of a model. */
export interface Field {
  readonly isRequired: boolean;
  readonly rule: Rule;
}

/** A model: its fields, in the order in which they are checked. What it does not name is ignored (QR 1). */
export type Model = Readonly<Record<string, Field>>;

export function required(rule: Rule): Field {
  return { isRequired: true, rule };
}

export function optional(rule: Rule): Field {
  return { isRequired: false, rule };
}

/** Checks a whole message. */
export function checkMessage(model: Model, message: JsonValue): readonly FieldError[] {
  return isObject(message) ? checkModel(model, message, '') : broken('', 'must be a JSON object');
}

function checkModel(model: Model, value: JsonObject, path: string): readonly FieldError[] {
  return Object.entries(model).flatMap(([name, { isRequired, rule }]) => {
    const at = path === '' ? name : `${path}.${name}`;
    const field = Object.hasOwn(value, name) ? value[name] : undefined;
    if (field === undefined) return isRequired ? broken(at, 'is missing') : [];
    // What is absent is left out, never null (QR 1).
    return field === null ? broken(at, 'may not be null') : rule(field, at);
  });
}

function broken(path: string, error: string): readonly FieldError[] {
  return [{ path, error }];
}

/** Any text. */
export const text: Rule = (value, path) => (typeof value === 'string' ? [] : broken(path, 'must be a text'));

/** A text of so many characters. */
export function length(minimum: number, maximum: number): Rule {
  return (value, path) => {
    if (typeof value !== 'string') return text(value, path);
    // Characters, not UTF-16 units: a name with an emoji in it is as long as it looks.
    const { length: count } = Array.from(value);
    if (count >= minimum && count <= maximum) return [];
    const wanted = minimum === maximum ? `exactly ${minimum}` : `${minimum} to ${maximum}`;
    return broken(path, `must have ${wanted} characters, not ${count}`);
  };
}

/** A text that matches as a whole, whatever anchors the published pattern lacks (QR 3). */
export function pattern(source: string): Rule {
  const whole = new RegExp(`^(?:${source})$`, 'u');
  return (value, path) => {
    if (typeof value !== 'string') return text(value, path);
    return whole.test(value) ? [] : broken(path, `must match ${source}`);
  };
}

export function oneOf(...values: readonly string[]): Rule {
  return (value, path) =>
    typeof value === 'string' && values.includes(value) ? [] : broken(path, `must be one of ${values.join(', ')}`);
}

export const flag: Rule = (value, path) => (typeof value === 'boolean' ? [] : broken(path, 'must be true or false'));

export const anyNumber: Rule = (value, path) => (value instanceof NumberText ? [] : broken(path, 'must be a number'));

/** Anything that JSON can say. */
export const anything: Rule = () => [];

/** An integer that every party can hold exactly, written without a fraction or an exponent (QR 3.8, LedgerAmount). */
export const safeInteger: Rule = (value, path) => {
  const isFine = value instanceof NumberText && /^-?\d+$/u.test(value.text) && Number.isSafeInteger(Number(value.text));
  return isFine ? [] : broken(path, 'must be an integer of minor units');
};

/** An integer of 32 bits. */
export const smallInteger: Rule = (value, path) => {
  const isFine = value instanceof NumberText && /^-?\d{1,10}$/u.test(value.text) && Math.abs(Number(value.text)) < 2 ** 31;
  return isFine ? [] : broken(path, 'must be an integer of 32 bits');
};

/** A UUID of version 4; version 3 is allowed as well (QR 7). */
export const uuid = pattern('[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[34][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}');

const rfc3339 = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/u;

/** RFC 3339 with a day that the calendar has (QR 7). */
export const dateTime: Rule = (value, path) => {
  const day = typeof value === 'string' ? rfc3339.exec(value)?.[1] : undefined;
  return day !== undefined && isDay(day) ? [] : broken(path, 'must be a date-time of RFC 3339');
};

function isDay(value: string): boolean {
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** An object of this model. */
export function object(model: Model): Rule {
  return (value, path) => (isObject(value) ? checkModel(model, value, path) : broken(path, 'must be an object'));
}

/** A list whose entries are checked one by one. */
export function list(entry: Rule): Rule {
  return (value, path) =>
    Array.isArray(value)
      ? (value as readonly JsonValue[]).flatMap((one, index) => entry(one, `${path}[${index}]`))
      : broken(path, 'must be a list');
}

/** An object whose values are checked one by one, whatever their names. */
export function mapOf(entry: Rule): Rule {
  return (value, path) =>
    isObject(value)
      ? Object.entries(value).flatMap(([name, one]) => entry(one, `${path}.${name}`))
      : broken(path, 'must be an object');
}

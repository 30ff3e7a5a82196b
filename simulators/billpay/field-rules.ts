import { isObject, type JsonObject } from '../common/json-object.ts';
import { NumberText, type JsonValue } from '../common/json-text.ts';

/** One field that breaks its rule, as an ErrorDetail's `detailMessage` lists it (BillPay 8.3). */
export interface FieldError {
  /** The model: `message`, `originator`, `merchantName` … */
  readonly messageProperty: string;
  readonly field: string;
  readonly error: string;
  /** Left out where the field is absent. */
  readonly invalidValue?: JsonValue;
}

/** Checks one field. `owner` is the model that has it. The value is never undefined for null: both mean absent. */
export type Rule = (value: JsonValue, owner: string, field: string) => readonly FieldError[];

/** A model: its fields, in the order in which they are checked. A field that is not listed is tolerated. */
export type Model = Readonly<Record<string, Rule>>;

export function checkModel(model: Model, value: JsonObject, owner: string): readonly FieldError[] {
  return Object.entries(model).flatMap(([field, rule]) =>
    rule(Object.hasOwn(value, field) ? value[field] : undefined, owner, field),
  );
}

function broken(owner: string, field: string, error: string, value: JsonValue): readonly FieldError[] {
  return [{ messageProperty: owner, field, error, ...(value === undefined || value === null ? {} : { invalidValue: value }) }];
}

/** Must be present and not null. */
export function required(rule: Rule): Rule {
  return (value, owner, field) =>
    value === undefined || value === null ? broken(owner, field, 'may not be null', undefined) : rule(value, owner, field);
}

export function optional(rule: Rule): Rule {
  return (value, owner, field) => (value === undefined || value === null ? [] : rule(value, owner, field));
}

/** Any text. */
export const text: Rule = (value, owner, field) =>
  typeof value === 'string' ? [] : broken(owner, field, 'must be a text', value);

/** A text of so many characters. */
export function length(minimum: number, maximum: number): Rule {
  return (value, owner, field) => {
    if (typeof value !== 'string') return text(value, owner, field);
    // Characters, not UTF-16 units: a name with an emoji in it is as long as it looks.
    const { length: count } = Array.from(value);
    const isFine = count >= minimum && count <= maximum;
    return isFine ? [] : broken(owner, field, `length must be between ${minimum} and ${maximum}`, value);
  };
}

/** A text that matches as a whole. */
export function pattern(source: string): Rule {
  const whole = new RegExp(`^(?:${source})$`, 'u');
  return (value, owner, field) => {
    if (typeof value !== 'string') return text(value, owner, field);
    return whole.test(value) ? [] : broken(owner, field, `must match "${source}"`, value);
  };
}

export function oneOf(...values: readonly string[]): Rule {
  return (value, owner, field) =>
    typeof value === 'string' && values.includes(value) ? [] : broken(owner, field, `must be one of ${values.join(', ')}`, value);
}

export const flag: Rule = (value, owner, field) =>
  typeof value === 'boolean' ? [] : broken(owner, field, 'must be true or false', value);

export const anyNumber: Rule = (value, owner, field) =>
  value instanceof NumberText ? [] : broken(owner, field, 'must be a number', value);

/** An integer of 64 bits, written without a fraction or an exponent (BillPay 3.2, LedgerAmount). */
export const longInteger: Rule = (value, owner, field) => {
  const isInteger = value instanceof NumberText && /^-?\d{1,19}$/u.test(value.text);
  const isLong = isInteger && BigInt.asIntN(64, BigInt(value.text)) === BigInt(value.text);
  return isLong ? [] : broken(owner, field, 'must be an integer', value);
};

/** RFC 3339 (BillPay 6). */
export const dateTime: Rule = (value, owner, field) => {
  const parts = typeof value === 'string' ? rfc3339.exec(value) : null;
  const isFine = parts !== null && isDay(parts[1] ?? '') && !Number.isNaN(Date.parse(withoutLeapSecond(parts[0])));
  return isFine ? [] : broken(owner, field, 'must be a date-time of RFC 3339', value);
};

const rfc3339 =
  /^(\d{4}-\d{2}-\d{2})[Tt](?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?(?:[Zz]|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/u;

function withoutLeapSecond(time: string): string {
  return time.toUpperCase().replace(/:60(?=[.Z+-])/u, ':59');
}

function isDay(value: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(value)) return false;
  const date = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(value);
}

/** An object of this model. @param name how its own errors call it */
export function object(name: string, model: Model): Rule {
  return (value, owner, field) =>
    isObject(value) ? checkModel(model, value, name) : broken(owner, field, 'must be an object', value);
}

/** A list whose entries are checked one by one. */
export function list(entry: Rule): Rule {
  return (value, owner, field) =>
    Array.isArray(value)
      ? (value as readonly JsonValue[]).flatMap((one) => required(entry)(one, owner, field))
      : broken(owner, field, 'must be a list', value);
}

/** An object whose values are checked one by one, whatever their names. */
export function mapOf(entry: Rule): Rule {
  return (value, owner, field) =>
    isObject(value)
      ? Object.values(value).flatMap((one) => required(entry)(one, owner, field))
      : broken(owner, field, 'must be an object', value);
}

/** An object whose `type` says which model it has. */
export function byType(name: string, models: Readonly<Record<string, Model>>): Rule {
  const type = required(oneOf(...Object.keys(models)));
  return (value, owner, field) => {
    if (!isObject(value)) return broken(owner, field, 'must be an object', value);
    const chosen = typeof value['type'] === 'string' && Object.hasOwn(models, value['type']) ? models[value['type']] : undefined;
    return chosen ? checkModel(chosen, value, name) : type(value['type'], name, 'type');
  };
}

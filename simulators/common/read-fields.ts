/** A script that a control request sent and that means nothing. Its message names the place. */
export class ScriptError extends Error {}

/** Reads one value of a control request, or throws a ScriptError that names its place. */
export type Reader<Value> = (value: unknown, place: string) => Value;

/** One reader per field of a shape: a field that the shape gains and nobody reads does not compile. */
export type Readers<Shape> = { readonly [Name in keyof Shape]-?: Reader<Exclude<Shape[Name], undefined>> };

export const readNumber: Reader<number> = (value, place) => {
  if (typeof value !== 'number') throw new ScriptError(`${place} must be a number`);
  return value;
};

export const readText: Reader<string> = (value, place) => {
  if (typeof value !== 'string') throw new ScriptError(`${place} must be a text`);
  return value;
};

export const readBoolean: Reader<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw new ScriptError(`${place} must be true or false`);
  return value;
};

export const readTexts: Reader<readonly string[]> = (value, place) => {
  if (!Array.isArray(value)) throw new ScriptError(`${place} must be a list of names`);
  return value.map((one) => readText(one, place));
};

export const readNumbers: Reader<readonly number[]> = (value, place) => {
  if (!Array.isArray(value)) throw new ScriptError(`${place} must be a list of numbers`);
  return value.map((one) => readNumber(one, place));
};

/** An object with whatever is in it. */
export const readAnyObject: Reader<Readonly<Record<string, unknown>>> = (value, place) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ScriptError(`${place} must be an object`);
  return Object.fromEntries(Object.entries(value));
};

export function oneOf<Kind extends string>(kinds: readonly Kind[]): Reader<Kind> {
  return (value, place) => {
    const known = kinds.find((kind) => kind === value);
    if (known === undefined) throw new ScriptError(`${place} must be one of ${kinds.join(', ')}`);
    return known;
  };
}

/** Chances between 0 and 1, by kind. */
export function chancesOf<Kind extends string>(kinds: readonly Kind[]): Reader<Readonly<Partial<Record<Kind, number>>>> {
  const readers = Object.fromEntries(kinds.map((kind) => [kind, readNumber])) as Readers<Partial<Record<Kind, number>>>;
  return recordOf<Partial<Record<Kind, number>>>(readers);
}

/** A record whose field `kind` is needed. */
export function kindOf<Shape extends { readonly kind: string }>(readers: Readers<Shape>): Reader<Shape> {
  return (value, place) => {
    const record = recordOf<Shape>(readers)(value, place);
    if (!Object.hasOwn(record, 'kind')) throw new ScriptError(`${place}.kind is needed`);
    return record;
  };
}

/** A field that is not known is an error: a script that does not happen proves nothing. */
export function recordOf<Shape extends object>(readers: Readers<Shape>): Reader<Shape> {
  return (value, place) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new ScriptError(`${place} must be an object`);
    const known: Readonly<Record<string, Reader<unknown>>> = readers;
    const fields = Object.entries(value).map(([name, content]) => {
      const read = Object.hasOwn(known, name) ? known[name] : undefined;
      if (!read) throw new ScriptError(`${place}.${name} is not known; known are ${Object.keys(known).join(', ')}`);
      return [name, read(content, `${place}.${name}`)] as const;
    });
    // Each field has just been read by the reader that the shape demands for it.
    return Object.fromEntries(fields) as Shape;
  };
}

/** Reads what `POST /_control/refuse` is sent. Over HTTP the time is needed: nobody could be told to listen again. */
export function readRefusal(value: unknown): { readonly forMs: number; readonly dropConnections?: boolean } {
  const refusal = recordOf<{ readonly forMs?: number; readonly dropConnections?: boolean }>({
    forMs: readNumber,
    dropConnections: readBoolean,
  })(value, 'refusal');
  if (refusal.forMs === undefined) throw new ScriptError('refusal.forMs is needed');
  return { ...refusal, forMs: refusal.forMs };
}

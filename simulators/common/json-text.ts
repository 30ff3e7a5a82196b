/**
 * A number of a JSON text, digit by digit as it stands there. A class because it must be told apart from every object
 * that a request could contain, whatever its fields are called.
 */
export class NumberText {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** What JSON can say, with its numbers as texts. An absent field may be given as undefined: it is left out. */
export type JsonValue =
  undefined | null | boolean | string | NumberText | readonly JsonValue[] | { readonly [field: string]: JsonValue };

/** Reads JSON without a detour of its numbers through binary rounding. Throws SyntaxError where it is not JSON. */
export function readJson(text: string): unknown {
  return JSON.parse(text, (_key, value: unknown, context?: { readonly source?: string }) =>
    typeof value === 'number' ? new NumberText(context?.source ?? String(value)) : value,
  );
}

/** Writes JSON with its numbers exactly as they are given. */
export function writeJson(value: JsonValue): string {
  if (value instanceof NumberText) return value.text;
  if (isList(value)) return `[${value.map(writeJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value ?? null);
  const fields = Object.entries(value).filter(([, content]) => content !== undefined);
  return `{${fields.map(([name, content]) => `${JSON.stringify(name)}:${writeJson(content)}`).join(',')}}`;
}

function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}

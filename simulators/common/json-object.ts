import { NumberText, type JsonValue } from './json-text.ts';

/** A JSON object whose numbers have kept their digits. */
export type JsonObject = Readonly<Record<string, JsonValue>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof NumberText);
}

/** A field of an object, and undefined where there is no object, no field, or null. */
export function fieldOf(value: unknown, ...names: readonly string[]): JsonValue {
  let at: unknown = value;
  for (const name of names) {
    at = isObject(at) && Object.hasOwn(at, name) ? at[name] : undefined;
  }
  return (at ?? undefined) as JsonValue;
}

export function textOf(value: unknown, ...names: readonly string[]): string | undefined {
  const found = fieldOf(value, ...names);
  return typeof found === 'string' ? found : undefined;
}

export function listOf(value: unknown, ...names: readonly string[]): readonly JsonValue[] {
  const found: unknown = fieldOf(value, ...names);
  return Array.isArray(found) ? (found as readonly JsonValue[]) : [];
}

export function integer(value: number): NumberText {
  return new NumberText(String(value));
}

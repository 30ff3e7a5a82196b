import { isObject } from './json-object.ts';
import { NumberText, type JsonValue } from './json-text.ts';

/** A value with the changes of a JSON merge patch (RFC 7396). Numbers of a script are written as JavaScript writes them. */
export function mergePatch(value: JsonValue, changes: unknown): JsonValue {
  if (typeof changes === 'number') return new NumberText(String(changes));
  if (Array.isArray(changes)) return changes.map((one) => mergePatch(undefined, one));
  if (typeof changes !== 'object' || changes === null || changes instanceof NumberText) return changes as JsonValue;
  const base = isObject(value) ? value : {};
  return Object.fromEntries([
    ...Object.entries(base).filter(([name]) => !Object.hasOwn(changes, name)),
    ...Object.entries(changes).flatMap(([name, change]: [string, unknown]) =>
      change === null ? [] : [[name, mergePatch(base[name], change)] as const],
    ),
  ]);
}

/**
 * Is a value that came from a window at most about this large? It is walked without recursion and without writing it out,
 * and no further than the limit: circles and depth end there, too.
 * @param limit in characters of text, with 8 for everything else that a value consists of
 */
export function isWithinSize(value: unknown, limit: number): boolean {
  const waiting: unknown[] = [value];
  let size = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    size += 8;
    if (typeof next === 'string') size += next.length;
    else if (typeof next === 'bigint') size += next.toString(16).length;
    else if (ArrayBuffer.isView(next) || next instanceof ArrayBuffer) size += next.byteLength;
    else if (next instanceof Map || next instanceof Set) {
      size += 8 * next.size;
      if (size <= limit) waiting.push(...next.entries());
    } else if (Array.isArray(next)) {
      size += 8 * next.length;
      if (size <= limit) for (const part of next) waiting.push(part);
    } else if (typeof next === 'object' && next !== null) {
      for (const [name, part] of Object.entries(next)) {
        size += name.length;
        waiting.push(part);
      }
    }
    if (size > limit) return false;
  }
  return true;
}

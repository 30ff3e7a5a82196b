import { maskCardNumbers } from '../../shared/card-number.ts';

/**
 * Last line of defence: whatever a line says, and whoever wrote it, no card number stands in it afterwards.
 * The line stays JSON, because support reads it with tools.
 */
export function maskLine(line: string): string {
  const masked = maskOutsideIds(line);
  if (masked === line || isJson(masked)) return masked;
  // A number was masked that stood without quotation marks: it becomes a text.
  return isJson(line) ? JSON.stringify(maskNumbers(JSON.parse(line))) + '\n' : masked;
}

/**
 * Our ids and the journal's hashes, which hold thirteen digits in a row often enough (one id in some thousands) that masking them
 * would cut the thread that support follows.
 */
const ids = /\b(?:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}|[0-9a-f]{64})\b/gu;

function maskOutsideIds(text: string): string {
  let masked = '';
  let done = 0;
  for (const id of text.matchAll(ids)) {
    masked += maskCardNumbers(text.slice(done, id.index)) + id[0];
    done = id.index + id[0].length;
  }
  return masked + maskCardNumbers(text.slice(done));
}

function maskNumbers(value: unknown): unknown {
  if (typeof value === 'string') return maskOutsideIds(value);
  if (typeof value === 'number') {
    const masked = maskOutsideIds(String(value));
    return masked === String(value) ? value : masked;
  }
  if (Array.isArray(value)) return value.map(maskNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [maskOutsideIds(name), maskNumbers(inner)]));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

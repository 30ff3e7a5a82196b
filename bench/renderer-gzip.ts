import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { buildPages } from '../main/starting/build-pages.ts';
import { rowOf, type Row } from './row.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
/** What a till's window may weigh before it shows its first screen. */
const allowedBytes = 150_000;

/** The JavaScript that the window loads before it can paint, as it travels: each file by itself, compressed with gzip. */
export async function benchRendererGzip(): Promise<Row> {
  await buildPages(root, 'renderer');
  const pages = join(root, 'dist', 'renderer');
  const value = [...scriptsBeforePaint(pages)].reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
  return rowOf('renderer-gzip', 'bytes', { value, floor: allowedBytes, limit: 1, samples: 1 });
}

/** What the page names, and what that imports before it runs. What is imported later, on demand, is not waited for. */
function scriptsBeforePaint(pages: string): ReadonlySet<string> {
  const page = readFileSync(join(pages, 'index.html'), 'utf8');
  const named = [...page.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+\.js)"/gu)].map(([, path = '']) =>
    join(pages, path),
  );
  const found = new Set<string>();
  const waiting = [...named];
  for (let file = waiting.shift(); file !== undefined; file = waiting.shift()) {
    if (found.has(file)) continue;
    found.add(file);
    const imports = readFileSync(file, 'utf8').matchAll(/(?:\bfrom|\bimport)\s*["'](\.{1,2}\/[^"']+\.js)["']/gu);
    for (const [, path = ''] of imports) waiting.push(join(dirname(file), path));
  }
  if (found.size === 0) throw new Error('the page names no script');
  return found;
}

import { readFile, realpath, stat } from 'node:fs/promises';
import { extname, isAbsolute, join, relative } from 'node:path';

/** A file of the window, and what it is. */
export interface Page {
  readonly body: Buffer<ArrayBuffer>;
  readonly type: string;
}

/** What a build of the window consists of. A file of another kind is not the window's, and is not handed out. */
const typeOf: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
};

/**
 * The build writes no other names. What may stand in a path is listed, and not what may not: that leaves no way of writing `..`, a percent sign,
 * a backslash, a drive, a stream or a NUL that has been forgotten.
 */
const plainPath = /^(?:\/[A-Za-z0-9_][A-Za-z0-9_.-]*)+$/u;

/**
 * Finds a file of the window.
 * @param root the folder of the built window
 * @param pathname the path of a URL, as it came: it is not decoded, because no file of ours needs it
 * @returns absent: there is no such file, or it is none of ours. Never rejects for what a path can do; a disk that fails may.
 */
export async function findPage(root: string, pathname: string): Promise<Page | undefined> {
  const path = pathname === '/' ? '/index.html' : pathname;
  const type = Object.hasOwn(typeOf, extname(path)) ? typeOf[extname(path)] : undefined;
  if (type === undefined || path.length > 500 || !plainPath.test(path)) return undefined;
  try {
    // A symbolic link is followed before anything is decided: what counts is where the file really is.
    const folder = await realpath(root);
    const file = await realpath(join(folder, path));
    const within = relative(folder, file);
    if (within.startsWith('..') || isAbsolute(within)) return undefined;
    // Looked at before it is opened: opening a pipe would wait for somebody to write into it.
    if (!(await stat(file)).isFile()) return undefined;
    return { body: await readFile(file), type };
  } catch (error) {
    if (isAbsence(error)) return undefined;
    throw error;
  }
}

function isAbsence(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'].includes(code);
}

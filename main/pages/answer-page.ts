import { findPage } from './find-page.ts';
import { securityHeaders } from './security-headers.ts';

/** An answer that either host can send as it is. */
export interface PageAnswer {
  readonly status: 200 | 404;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** The build puts a hash of the contents into the name: such a file never changes. */
const hashedName = /^\/assets\/[\w.-]+-[\w-]{8}\.[a-z0-9]+$/u;

/**
 * A file of the window with all of its headers, or the answer that there is none.
 * @param root the folder of the built window
 * @param pathname the path of a URL, as it came
 */
export async function answerPage(root: string, pathname: string): Promise<PageAnswer> {
  const page = await findPage(root, pathname);
  if (!page) {
    return {
      status: 404,
      headers: { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
      body: new TextEncoder().encode('There is no such page.\n'),
    };
  }
  return {
    status: 200,
    headers: { ...securityHeaders, 'content-type': page.type, 'cache-control': cachingOf(pathname) },
    body: page.body,
  };
}

function cachingOf(pathname: string): string {
  // A till that was updated shows its new pages at once: what names the other files is never kept.
  return hashedName.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-store';
}

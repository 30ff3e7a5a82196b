import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerPage } from './answer-page.ts';
import { findPage } from './find-page.ts';

let folder: string;
let root: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tillstone-pages-'));
  root = join(folder, 'renderer');
  await mkdir(join(root, 'assets', 'folder.js'), { recursive: true });
  await mkdir(join(folder, 'renderer-beside'));
  await writeFile(join(root, 'index.html'), '<!doctype html>');
  await writeFile(join(root, 'favicon.svg'), '<svg/>');
  await writeFile(join(root, 'assets', 'index-AbC_12-x.js'), 'export {};');
  await writeFile(join(root, 'assets', 'index-AbC_12-x.js.map'), '{}');
  await writeFile(join(root, '.env.json'), '{}');
  await writeFile(join(folder, 'secret.json'), '{"secret":true}');
  await writeFile(join(folder, 'renderer-beside', 'secret.json'), '{"secret":true}');
  await symlink(join(folder, 'secret.json'), join(root, 'link.json'));
  await symlink(join(folder, 'renderer-beside'), join(root, 'beside'));
  await symlink(join(root, 'circle.js'), join(root, 'circle.js'));
  await symlink(join(root, 'index.html'), join(root, 'inside.html'));
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe('finding a page', () => {
  it.each([
    ['/', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/index.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/inside.html', 'text/html; charset=utf-8', '<!doctype html>'],
    ['/favicon.svg', 'image/svg+xml', '<svg/>'],
    ['/assets/index-AbC_12-x.js', 'text/javascript; charset=utf-8', 'export {};'],
  ])('hands out %s', async (pathname, type, text) => {
    const page = await findPage(root, pathname);
    expect(page?.type).toBe(type);
    expect(page?.body.toString()).toBe(text);
  });

  it.each([
    ['nothing', ''],
    ['no leading slash', 'index.html'],
    ['a file that is not there', '/absent.html'],
    ['a file as if it were a folder', '/index.html/index.html'],
    ['the folder above', '/../secret.json'],
    ['the folder above, further in', '/assets/../../secret.json'],
    ['a way round that stays inside', '/assets/../index.html'],
    ['the folder above, percent-encoded', '/%2e%2e/secret.json'],
    ['the folder above, encoded twice', '/%252e%252e/secret.json'],
    ['the folder above, with an encoded slash', '/..%2fsecret.json'],
    ['the folder above, with a backslash', '/..\\secret.json'],
    ['the folder above, with an encoded backslash', '/..%5csecret.json'],
    ['a folder beside whose name begins like ours', '/../renderer-beside/secret.json'],
    ['a NUL', '/index.html\0.js'],
    ['an encoded NUL', '/index.html%00.js'],
    ['an absolute path of the machine', '//etc/passwd'],
    ['an absolute file', '/etc/hosts.json'],
    ['a drive', '/C:/Windows/win.ini'],
    ['a stream of a file', '/index.html::$DATA'],
    ['another machine', '//evil.example/index.html'],
    ['a link to a file outside', '/link.json'],
    ['a link to a folder outside', '/beside/secret.json'],
    ['a link to itself', '/circle.js'],
    ['a folder', '/assets'],
    ['a folder with a slash', '/assets/'],
    ['a folder that is named like a script', '/assets/folder.js'],
    ['a hidden file', '/.env.json'],
    ['a source map', '/assets/index-AbC_12-x.js.map'],
    ['a type that is the name of a method', '/index.constructor'],
    ['a query', '/index.html?a=1'],
    ['a very long path', `/${'a'.repeat(10_000)}.html`],
    ['a name that is too long for the disk', `/${'a'.repeat(400)}.html`],
  ])('hands out nothing for %s', async (_, pathname) => {
    expect(await findPage(root, pathname)).toBeUndefined();
  });

  it('finds nothing where the window was not built', async () => {
    expect(await findPage(join(folder, 'absent'), '/')).toBeUndefined();
  });
});

describe('answering with a page', () => {
  it('keeps what is named by its contents for ever, and nothing else', async () => {
    expect((await answerPage(root, '/assets/index-AbC_12-x.js')).headers['cache-control']).toContain('immutable');
    expect((await answerPage(root, '/')).headers['cache-control']).toBe('no-store');
    expect((await answerPage(root, '/favicon.svg')).headers['cache-control']).toBe('no-store');
    expect((await answerPage(root, '/assets/absent-AbC_12-x.js')).headers['cache-control']).toBe('no-store');
  });

  it.each(['/', '/absent.html'])('sends the policy and its companions with %s', async (pathname) => {
    const { headers } = await answerPage(root, pathname);
    expect(headers['content-security-policy']).toBe(
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; " +
        "frame-ancestors 'none'; form-action 'none'; base-uri 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types default",
    );
    expect(headers).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers['permissions-policy']).not.toMatch(/=(?!\(\))/u);
  });
});

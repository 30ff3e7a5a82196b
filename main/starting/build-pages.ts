import { spawn } from 'node:child_process';
import { existsSync, globSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What the window's pages and the Electron main program are made from. A packaged till ships them built and never comes here. */
const builds = {
  renderer: { config: 'vite.config.ts', result: 'dist/renderer/index.html', sources: '{renderer,shared}/**/*.{ts,tsx,css,html}' },
  shell: { config: 'vite.shell.config.ts', result: 'dist/shell/main.js', sources: '{main,shared,simulators}/**/*.ts' },
} as const;

/** Builds what is missing or older than its sources. @throws if the build fails, with what it said */
export async function buildPages(root: string, name: keyof typeof builds): Promise<void> {
  const { config, result, sources } = builds[name];
  if (isFresh(join(root, result), root, [sources, config])) return;
  process.stderr.write(`Building the ${name === 'renderer' ? 'screens' : 'window'} …\n`);
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin', 'vite.js');
  await run(root, [vite, 'build', '--config', config, '--logLevel', 'warn']);
}

function isFresh(result: string, root: string, sources: readonly string[]): boolean {
  if (!existsSync(result)) return false;
  const builtAt = statSync(result).mtimeMs;
  return globSync(sources, { cwd: root }).every((source) => statSync(join(root, source)).mtimeMs <= builtAt);
}

function run(root: string, words: readonly string[]): Promise<void> {
  return new Promise((resolve, reject) => {
    // Everything it says is for people: stdout belongs to the address.
    const process_ = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 2, 2] });
    process_.once('error', reject);
    process_.once('exit', (code) => (code === 0 ? resolve() : reject(new Error(`the build ended with ${code}`))));
  });
}

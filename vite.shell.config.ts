import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type EnvironmentOptions, type Plugin, type Rolldown } from 'vite';

/**
 * Builds what Electron runs: the main process with the worker that verifies the journal, and the preload scripts of its two windows.
 * Everything but Electron and Node is bundled, so that the packaged till needs no node_modules and starts from few files.
 */

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const builtins = [...builtinModules, ...builtinModules.map((name) => `node:${name}`), 'electron', /^node:/u];

const common = {
  outDir: pathOf('dist/shell'),
  // Node 24 is in Electron 45.
  target: 'node24',
  minify: false,
  sourcemap: false,
  copyPublicDir: false,
} as const;

const main: EnvironmentOptions = {
  consumer: 'server',
  resolve: { external: [], noExternal: true, builtins },
  build: {
    ...common,
    emptyOutDir: true,
    ssr: true,
    rolldownOptions: {
      input: { main: pathOf('main/shell/main.ts'), 'verify-worker': pathOf('main/journal/verify-worker.ts') },
      external: builtins,
      platform: 'node',
      output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'shared-[hash].js' },
    },
  },
};

/** Each in a build of its own: two that share code would share a file. */
function preloadScript(name: string): EnvironmentOptions {
  return {
    consumer: 'server',
    resolve: { external: [], noExternal: true, builtins },
    build: {
      ...common,
      // The main process is there already.
      emptyOutDir: false,
      ssr: true,
      rolldownOptions: {
        input: { [name]: pathOf(`main/shell/${name}.ts`) },
        external: ['electron'],
        platform: 'node',
        // A sandboxed preload script is one CommonJS file: it can require electron and nothing beside it.
        output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
      },
    },
  };
}

const preloadScripts = ['preload', 'customer-preload'] as const;

/** The worker is started by its file's name, which the build changes. */
function workerByItsBuiltName(): Plugin {
  const written = "new URL('./verify-worker.ts', import.meta.url)";
  return {
    name: 'worker-by-its-built-name',
    // Before the types are stripped, and the quotes changed with them.
    enforce: 'pre',
    transform: {
      filter: { id: /[/\\]main[/\\]journal[/\\]verify-in-worker\.ts$/u },
      handler(code) {
        if (!code.includes(written)) this.error(`the worker is no longer started with ${written}`);
        return { code: code.replace(written, written.replace('.ts', '.js')), map: null };
      },
    },
  };
}

/**
 * Files that must not need certain others. A sandboxed preload script that needs another file does not run, and the window would have no till.
 * A worker that shares code with the main process must not begin a second one by loading it.
 */
function eachByItself(): Plugin {
  return {
    name: 'each-by-itself',
    generateBundle(_options, bundle) {
      for (const script of preloadScripts.map((name) => `${name}.cjs`)) {
        const others = [...filesFor(script, bundle)].filter((name) => name !== script && name !== 'electron');
        if (others.length > 0) this.error(`the preload script ${script} needs ${others.join(', ')}`);
      }
      if (filesFor('verify-worker.js', bundle).has('main.js')) this.error('the worker would start the main process');
    },
  };
}

/** Everything that is loaded with this file, itself included. */
function filesFor(name: string, bundle: Rolldown.OutputBundle, found = new Set<string>()): Set<string> {
  const file = bundle[name];
  if (file?.type !== 'chunk' && found.size === 0) return found;
  found.add(name);
  if (file?.type !== 'chunk') return found;
  for (const other of [...file.imports, ...file.dynamicImports]) if (!found.has(other)) filesFor(other, bundle, found);
  return found;
}

export default defineConfig({
  root: pathOf('.'),
  publicDir: false,
  plugins: [workerByItsBuiltName(), eachByItself()],
  environments: { main, preload: preloadScript('preload'), customerPreload: preloadScript('customer-preload') },
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload', 'customerPreload']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});

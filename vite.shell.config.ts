import { builtinModules } from 'node:module';
import { fileURLToPath } from 'node:url';
import { defineConfig, type EnvironmentOptions, type Plugin, type Rolldown } from 'vite';

/**
 * Builds what Electron runs: the main process with the worker that verifies the journal, and the preload script.
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

const preload: EnvironmentOptions = {
  consumer: 'server',
  resolve: { external: [], noExternal: true, builtins },
  build: {
    ...common,
    // The main process is there already.
    emptyOutDir: false,
    ssr: true,
    rolldownOptions: {
      input: { preload: pathOf('main/shell/preload.ts') },
      external: ['electron'],
      platform: 'node',
      // A sandboxed preload script is one CommonJS file: it can require electron and nothing beside it.
      output: { format: 'cjs', entryFileNames: '[name].cjs', codeSplitting: false },
    },
  },
};

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

/** A preload script that needs another file would not run in the sandbox, and the window would have no till. */
function preloadAlone(): Plugin {
  return {
    name: 'preload-alone',
    generateBundle(_options, bundle: Rolldown.OutputBundle) {
      const files = Object.values(bundle);
      for (const file of files) {
        if (file.type !== 'chunk' || file.fileName !== 'preload.cjs') continue;
        const others = [...file.imports, ...file.dynamicImports].filter((name) => name !== 'electron');
        if (files.length !== 1 || others.length > 0) this.error(`the preload script needs ${others.join(', ')}`);
      }
    },
  };
}

export default defineConfig({
  root: pathOf('.'),
  publicDir: false,
  plugins: [workerByItsBuiltName(), preloadAlone()],
  environments: { main, preload },
  builder: {
    async buildApp(builder) {
      for (const name of ['main', 'preload']) {
        const environment = builder.environments[name];
        if (environment) await builder.build(environment);
      }
    },
  },
});

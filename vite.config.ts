import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

/** Builds the window. Both hosts serve the same files: `app://` in Electron, loopback HTTP in the browser host. */
export default defineConfig({
  root: fileURLToPath(new URL('renderer', import.meta.url)),
  base: './',
  publicDir: false,
  build: {
    outDir: fileURLToPath(new URL('dist/renderer', import.meta.url)),
    emptyOutDir: true,
    // Electron 45 and the browsers of 2025: nothing older shows a till.
    target: 'es2024',
    // The polyfill would be an inline script, and a sourcemap would ship the sources.
    modulePreload: { polyfill: false },
    sourcemap: false,
    // The CSP allows images from data:, but scripts, styles and fonts from files only.
    assetsInlineLimit: (file) => (file.endsWith('.svg') ? undefined : false),
    chunkSizeWarningLimit: 450,
    rolldownOptions: {
      onLog(level, log, handler) {
        // 'use client' is for servers that render React; there is none here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log);
      },
    },
  },
});

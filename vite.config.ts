import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const pathOf = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Builds the window and the customer's display. Both hosts serve the same files: `app://` in Electron, loopback HTTP in the browser host. */
export default defineConfig({
  root: pathOf('renderer'),
  base: './',
  publicDir: false,
  build: {
    outDir: pathOf('dist/renderer'),
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
      // The cashier's window, and the customer's display.
      input: [pathOf('renderer/index.html'), pathOf('renderer/customer.html')],
      onLog(level, log, handler) {
        // 'use client' is for servers that render React; there is none here.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handler(level, log);
      },
    },
  },
});

import { registerHooks } from 'node:module';

// For `node --import`: whoever asks for Electron gets what stands in for it.
const pretended = new URL('./pretend-electron.ts', import.meta.url).href;
registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'electron' ? { url: pretended, shortCircuit: true } : next(specifier, context),
});

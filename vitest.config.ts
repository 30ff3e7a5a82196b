import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  resolve: {
    // The second fence against Electron in the core: a test that imports it, however indirectly, fails.
    alias: { electron: fileURLToPath(new URL('main/testing/electron-is-for-the-shell-alone.ts', import.meta.url)) },
  },
  test: {
    include: ['{shared,main,simulators,renderer,scripts}/**/*.test.{ts,tsx}'],
    // Files share a process and its modules: a process for each of two hundred files took a fifth of the time. No module here has a state that a test changes.
    isolate: false,
    // Many wait for a disk, a socket or a process: one more than there are cores.
    maxWorkers: availableParallelism() + 1,
    // Tests wait for conditions, so nothing here races with these: they end a test that hangs. Some do twenty thousand sales or sync a slow disk
    // a thousand times, on a machine that may be busy with something else.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // What is waited for comes when it comes: a busy machine is slow, and not wrong. Asked often, so that nobody waits longer than it takes.
    expect: { poll: { timeout: 20_000, interval: 5 } },
  },
});

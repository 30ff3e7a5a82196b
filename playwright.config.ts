import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'playwright/test';
import { findChromium } from './e2e/find-chromium.ts';
import { launchOptions } from './e2e/launch-options.ts';

// Worker processes read this file again: one of them would say it once more.
if (process.env['TEST_WORKER_INDEX'] === undefined) process.stderr.write(`e2e browser: ${findChromium().description}\n`);

export default defineConfig({
  testDir: 'e2e/specs',
  globalSetup: fileURLToPath(import.meta.resolve('./e2e/set-up.ts')),
  outputDir: '.build/e2e',
  // Each test has its own till and its own services on free ports. Many wait for a moment that a person needs: one more than there are cores.
  workers: availableParallelism() + 1,
  fullyParallel: true,
  // A test that passes at the second try has found something.
  retries: 0,
  // A machine that builds something else meanwhile is slow, and not wrong.
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: process.env['CI'] !== undefined,
  reporter: [['list'], ['json', { outputFile: '.build/e2e.json' }]],
  use: {
    browserName: 'chromium',
    // The next test finds the window emptied, and not a new one: a new process of the browser for each took a third of the time.
    reuseContext: true,
    headless: true,
    locale: 'en-US',
    launchOptions: launchOptions(),
  },
});

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
  // Each spec starts its own till and its own simulator on free ports: two at once on two cores.
  workers: 2,
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
    headless: true,
    locale: 'en-US',
    launchOptions: launchOptions(),
  },
});

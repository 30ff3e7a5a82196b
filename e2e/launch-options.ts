import type { LaunchOptions } from 'playwright';
import { findChromium } from './find-chromium.ts';

/** How the browser that is on this machine is started, wherever that is. */
export function launchOptions(): LaunchOptions {
  const { executablePath, environment } = findChromium();
  return {
    headless: true,
    executablePath,
    env: { ...definedOf(process.env), ...environment },
    args: [
      // Containers and continuous integration run as root and have a small /dev/shm.
      '--no-sandbox',
      '--disable-dev-shm-usage',
      '--disable-gpu',
      // Every till is at another port of this machine: its pages may go on in the process of the last one's.
      '--disable-site-isolation-trials',
      '--process-per-site',
      // Two cores have two tests to run: threads beside the page's own cost more than they bring.
      '--js-flags=--single-threaded',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  };
}

function definedOf(environment: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

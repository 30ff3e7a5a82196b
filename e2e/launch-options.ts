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

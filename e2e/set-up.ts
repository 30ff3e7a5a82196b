import { fileURLToPath } from 'node:url';
import { buildPages } from '../main/starting/build-pages.ts';
import { findInstalledElectron } from '../main/starting/find-electron.ts';

/** Once before all specs: two tills that start at the same time would both build the pages, into the same folder. */
async function setUp(): Promise<void> {
  const root = fileURLToPath(new URL('..', import.meta.url));
  await buildPages(root, 'renderer');
  const electron = findInstalledElectron(process.env, process.platform);
  process.stderr.write(`e2e host: browser host${electron.ok ? ', and Electron' : ` (not Electron: ${electron.failure})`}\n`);
  if (electron.ok) await buildPages(root, 'shell');
}

// oxlint-disable-next-line import/no-default-export -- Playwright calls the default export of its global setup.
export default setUp;

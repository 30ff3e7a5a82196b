import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import { CrashBoundary } from './components/crash-boundary.tsx';
import { loadLater } from './load-later.ts';
import { guardUnload } from './stores/guard-unload.ts';
import { createStores, startStores } from './stores/stores.ts';
import { applyTheme, savedTheme } from './stores/theme.ts';
import { createElectronClient } from './till/electron-client.ts';
import { createHttpClient } from './till/http-client.ts';

applyTheme(savedTheme());

const client = window.till ? createElectronClient(window.till) : createHttpClient();
const stores = createStores(client);
startStores(stores);
if (client.host === 'browser') guardUnload(window, stores.till);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <CrashBoundary stores={stores}>
    <App stores={stores} />
  </CrashBoundary>,
);

// After the first paint, so that nothing waits for it then or later.
requestAnimationFrame(() => setTimeout(() => void loadLater(), 0));

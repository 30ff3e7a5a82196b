import { enableCompileCache } from 'node:module';

// A till in a process of its own, to be killed or timed: the browser host over the whole composition, as `npm start` opens it, without building the window for it.
// It is started hundreds of times: the second start finds its modules compiled.
enableCompileCache();
const { serveBrowser } = await import('../browser-host/serve-browser.ts');
const { readSettings } = await import('../settings/read-settings.ts');

const settings = readSettings(process.env);
if (!settings.ok) throw new Error(JSON.stringify(settings.failure));
const served = await serveBrowser(settings.value, settings.value.dataDirectory);
if (!served.ok) throw new Error(served.failure);
const { url, close } = served.value;
process.once('SIGTERM', () => void close().then(() => process.exit(0)));
process.stdout.write(`${url}\n`);

import { flushCompileCache } from 'node:module';
import { serveBrowser } from '../browser-host/serve-browser.ts';
import { readSettings } from '../settings/read-settings.ts';

// A till in a process of its own, to be killed or timed: the browser host over the whole composition, as `npm start` opens it, without building the window for it.

const settings = readSettings(process.env);
if (!settings.ok) throw new Error(JSON.stringify(settings.failure));
const served = await serveBrowser(settings.value, settings.value.dataDirectory);
if (!served.ok) throw new Error(served.failure);
const { url, close } = served.value;
process.once('SIGTERM', () => void close().then(() => process.exit(0)));
process.stdout.write(`${url}\n`);
// Otherwise what was compiled is kept at the end alone, and a till that is killed leaves nothing to the next.
flushCompileCache();

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('leaves the signals to the till: what the engine brings along does not end the process', async () => {
  const store = fileURLToPath(new URL('store.ts', import.meta.url));
  const program = `
    await import(${JSON.stringify(store)});
    let heard = 0;
    process.on('SIGINT', () => { heard += 1; if (heard === 2) { console.log('ended in good order'); process.exit(0); } });
    process.kill(process.pid, 'SIGINT');
    setTimeout(() => process.kill(process.pid, 'SIGINT'), 20);
    setTimeout(() => {}, 10_000);`;
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, ['--input-type=module', '--eval', program], (error, stdout) => resolve(error?.message ?? stdout));
  });
  expect(said.trim()).toBe('ended in good order');
});

import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('leaves the signals to the till: what the engine brings along does not end the process', async () => {
  const store = fileURLToPath(new URL('store.ts', import.meta.url));
  const program = `
    await import(${JSON.stringify(store)});
    let heard = 0;
    // Kept alive until it has heard both: the second is sent when whoever else listens has had the first.
    const alive = setInterval(() => {}, 1_000);
    process.on('SIGINT', () => {
      heard += 1;
      if (heard === 1) setImmediate(() => process.kill(process.pid, 'SIGINT'));
      else { console.log('ended in good order'); clearInterval(alive); }
    });
    process.kill(process.pid, 'SIGINT');`;
  const said = await new Promise<string>((resolve) => {
    execFile(process.execPath, ['--input-type=module', '--eval', program], (error, stdout) => resolve(error?.message ?? stdout));
  });
  expect(said.trim()).toBe('ended in good order');
});

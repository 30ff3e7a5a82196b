import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

/** A real file system of a few megabytes, unmounted when the tests are over. Only the administrator of a Linux machine can have one. */
export function mountSmallDisk(megabytes: number): string | undefined {
  const directory = mkdtempSync(join(tmpdir(), 'tillstone-small-disk-'));
  const run = (...command: readonly [string, ...string[]]): boolean =>
    spawnSync(command[0], command.slice(1), { stdio: 'ignore' }).status === 0;
  const isMounted = run('mount', '-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', directory);
  afterAll(() => {
    if (isMounted) run('umount', directory);
    rmSync(directory, { recursive: true, force: true });
  });
  return isMounted ? directory : undefined;
}

/** Takes all the room that is left, as somebody's download would. */
export function fillUp(path: string): void {
  const descriptor = openSync(path, 'w');
  try {
    for (let bytes = 65_536; bytes >= 1;) {
      try {
        writeSync(descriptor, Buffer.alloc(bytes, 'x'));
      } catch {
        bytes = Math.floor(bytes / 2);
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

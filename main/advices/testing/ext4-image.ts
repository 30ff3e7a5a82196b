import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real ext4 file system in a file, as on the drive of most tills that run Linux. */
export interface Ext4Image {
  /** Where it is mounted. */
  readonly directory: string;
  /**
   * What a power cut at this moment would leave: a copy of exactly the blocks that the system has given to the drive so far,
   * mounted like a drive after the cut, so that ext4 plays its journal back.
   * @throws if it cannot be mounted any more
   */
  afterPowerCut<Value>(look: (directory: string) => Value): Value;
  remove(): void;
}

/** @returns a sentence for a person where this machine does not let us: only the administrator of a Linux machine can mount */
export function mountExt4(megabytes: number): Ext4Image | string {
  const place = mkdtempSync(join(tmpdir(), 'tillstone-ext4-'));
  const image = join(place, 'image');
  const directory = join(place, 'mounted');
  const cut = { image: join(place, 'cut-image'), directory: join(place, 'cut') };
  for (const each of [directory, cut.directory]) mkdirSync(each);
  const remove = (): void => rmSync(place, { recursive: true, force: true });

  writeFileSync(image, '');
  truncateSync(image, megabytes * 1024 * 1024);
  const refusal =
    run('mkfs.ext4', '-q', '-F', '-m', '0', image) ??
    run('mount', '-o', 'loop', image, directory) ??
    isOfItsOwn(directory, place);
  if (refusal !== undefined) {
    remove();
    return refusal;
  }
  return {
    directory,
    afterPowerCut(look) {
      copyFileSync(image, cut.image);
      const refused = run('mount', '-o', 'loop', cut.image, cut.directory);
      if (refused !== undefined) throw new Error(`after the cut: ${refused}`);
      try {
        return look(cut.directory);
      } finally {
        run('umount', cut.directory);
        rmSync(cut.image);
      }
    },
    remove() {
      const stillMounted = run('umount', directory);
      if (stillMounted === undefined) remove();
    },
  };
}

/** @returns what went wrong, if something did */
function run(command: string, ...parameters: readonly string[]): string | undefined {
  const { status, stderr, error } = spawnSync(command, parameters, { encoding: 'utf8' });
  if (status === 0) return undefined;
  return `${command}: ${error?.message ?? stderr.trim().split('\n')[0] ?? `exit code ${status}`}`;
}

/** A mount that says yes and mounts nothing would have every test run on the wrong disk. */
function isOfItsOwn(directory: string, place: string): string | undefined {
  return statSync(directory).dev === statSync(place).dev ? 'mount: nothing was mounted' : undefined;
}

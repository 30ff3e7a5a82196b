import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
  readonly allowScripts: Record<string, boolean>;
}

interface Lock {
  readonly packages: Record<string, Locked>;
}

interface Locked {
  readonly version?: string;
  readonly hasInstallScript?: boolean;
  readonly optional?: boolean;
  readonly optionalDependencies?: Record<string, string>;
}

const read = (file: string): string => readFileSync(new URL(`../${file}`, import.meta.url), 'utf8');
const manifest = JSON.parse(read('package.json')) as Manifest;
const lock = JSON.parse(read('package-lock.json')) as Lock;
const named = { ...manifest.dependencies, ...manifest.devDependencies };

/** The rows of the tables: a package, and why. */
const rows = new Map(
  [...read('docs/dependencies.md').matchAll(/^\| `(?<name>[^`]+)`\s*\|(?<why>[^|]*)\|$/gmu)].map((row) => [
    row.groups?.['name'] ?? '',
    row.groups?.['why']?.trim() ?? '',
  ]),
);

describe('the dependencies', () => {
  it.each(Object.entries(named))('%s is pinned exactly: %s', (name, version) => {
    expect(version).toMatch(/^\d+\.\d+\.\d+$/u);
    expect(lock.packages[`node_modules/${name}`]?.version).toBe(version);
  });

  it('each have their reason in docs/dependencies.md, and nothing stands there that is gone', () => {
    expect([...rows.keys()].toSorted()).toEqual(Object.keys(named).toSorted());
    for (const [name, why] of rows) expect(why, name).toMatch(/\w+ \w+/u);
  });

  it('are locked for every system, not only for the one where the lock file was made', () => {
    // A registry or a mirror without the binaries of other systems leaves them out of the lock file, and `npm ci` then refuses it everywhere.
    const missing = Object.entries(lock.packages).flatMap(([place, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter((name) => !isLocked(place, name)),
    );
    expect(missing).toEqual([]);
  });

  it('run no script at their installation that nobody has decided on', () => {
    const scripted = Object.entries(lock.packages)
      // What is only for another system is never installed here.
      .filter(([, entry]) => entry.hasInstallScript === true && entry.optional !== true)
      .map(([place]) => place.replace(/^.*node_modules\//u, ''));
    expect(scripted.toSorted()).toEqual(Object.keys(manifest.allowScripts).toSorted());
  });
});

/** Is the package there for who stands at `place`: beside it, or further up? */
function isLocked(place: string, name: string): boolean {
  if (lock.packages[path.posix.join(place, 'node_modules', name)] !== undefined) return true;
  return place !== '' && isLocked(place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/'))), name);
}

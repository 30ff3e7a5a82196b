import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { invariant } from '../../../shared/result.ts';
import type { Mutation } from '../../testing/load-mutant.ts';
import type { AdviceModules } from './advice-world.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));

/**
 * Loads this folder's modules with a mistake in one of them, from a copy of the source in a temporary folder.
 * Everything else is imported from where it is.
 * @param mutation its `file` is a name in this folder
 * @throws where the text to replace is not there exactly once: a mistake that cannot be made any more proves nothing
 */
export async function loadMutant(mutation: Mutation): Promise<{ readonly modules: AdviceModules; remove(): void }> {
  const copy = mkdtempSync(join(tmpdir(), 'tillstone-mutant-'));
  const remove = (): void => rmSync(copy, { recursive: true, force: true });
  try {
    let timesReplaced = 0;
    for (const name of readdirSync(folder)) {
      if (!/^[a-z-]+[.]ts$/u.test(name)) continue;
      const source = readFileSync(join(folder, name), 'utf8');
      const isMeant = name === mutation.file;
      if (isMeant) timesReplaced = source.split(mutation.replace).length - 1;
      const mutated = isMeant ? source.replace(mutation.replace, () => mutation.by) : source;
      writeFileSync(join(copy, name), withAbsoluteImports(mutated));
    }
    invariant(timesReplaced === 1, `the text to replace stands ${timesReplaced} times in ${mutation.file}, not once`);
    const loaded = await Promise.all(
      ['deliver', 'memory-queue', 'store-queue', 'owed'].map(
        (name): Promise<object> => import(/* @vite-ignore */ pathToFileURL(join(copy, `${name}.ts`)).href),
      ),
    );
    // The copies export what the files export that they were copied from.
    return { modules: Object.assign({}, ...loaded) as AdviceModules, remove };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A package, and what lies outside the copied folder, cannot be found from a temporary one. */
function withAbsoluteImports(source: string): string {
  return source.replace(/(?<=from ')[^']+(?=')/gu, (specifier) => {
    if (specifier.startsWith('node:')) return specifier;
    if (!specifier.startsWith('.')) return import.meta.resolve(specifier);
    const target = join(folder, specifier);
    return dirname(target) === dirname(join(folder, 'x')) ? specifier : pathToFileURL(target).href;
  });
}

import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { invariant } from '../../shared/result.ts';
import type { TillModules } from './simulated-life.ts';

/** One mistake in one file: a text that stands there exactly once, and what a careless hand would have written. */
export interface Mutation {
  /** From the folder `main`, for example `checkout/sale-run.ts`. */
  readonly file: string;
  readonly replace: string;
  readonly by: string;
}

export interface Mutant {
  readonly till: TillModules;
  remove(): void;
}

const main = fileURLToPath(new URL('..', import.meta.url));
/** The folders that decide about money: copied whole, so that every file of theirs sees the mistake. */
const folders = ['checkout', 'terminal'];

/** Where the parts of `TillModules` are. */
const filesOfModules = [
  'checkout/checkout.ts',
  'checkout/bill-desk.ts',
  'checkout/qr-desk.ts',
  'checkout/advice-desk.ts',
  'checkout/advice-of.ts',
  'checkout/recover.ts',
  'checkout/transition.ts',
  'terminal/session.ts',
];

/**
 * Loads the till with a mistake in it, from a copy of its source in a temporary folder. Everything else is imported from where it is.
 * @throws where the text to replace is not there exactly once: a mistake that cannot be made any more proves nothing
 */
export async function loadMutant(mutation: Mutation): Promise<Mutant> {
  const copy = mkdtempSync(join(tmpdir(), 'tillstone-mutant-'));
  try {
    let timesReplaced = 0;
    for (const folder of folders) {
      mkdirSync(join(copy, folder));
      for (const name of readdirSync(join(main, folder))) {
        if (!name.endsWith('.ts') || name.endsWith('.test.ts')) continue;
        const file = `${folder}/${name}`;
        const source = readFileSync(join(main, file), 'utf8');
        const isMeant = file === mutation.file;
        if (isMeant) timesReplaced = source.split(mutation.replace).length - 1;
        const mutated = isMeant ? source.replace(mutation.replace, () => mutation.by) : source;
        writeFileSync(join(copy, file), withAbsoluteImports(mutated, join(main, file)));
      }
    }
    invariant(timesReplaced === 1, `the text to replace stands ${timesReplaced} times in ${mutation.file}, not once`);
    const load = (file: string): Promise<unknown> => import(/* @vite-ignore */ pathToFileURL(join(copy, file)).href);
    const modules = await Promise.all(filesOfModules.map((file) => load(file)));
    // The copies export what the files export that they were copied from.
    const till = Object.assign({}, ...modules) as TillModules;
    return { till, remove: () => rmSync(copy, { recursive: true, force: true }) };
  } catch (error) {
    rmSync(copy, { recursive: true, force: true });
    throw error;
  }
}

/** What lies outside the copied folders is imported from where it really is: a package cannot be found from a temporary folder. */
function withAbsoluteImports(source: string, path: string): string {
  return source.replace(/(?<=from ')[^']+(?=')/gu, (specifier) => {
    if (specifier.startsWith('node:')) return specifier;
    if (!specifier.startsWith('.')) return import.meta.resolve(specifier);
    const target = join(dirname(path), specifier);
    const isCopied = folders.some((folder) => dirname(target) === join(main, folder));
    return isCopied ? specifier : pathToFileURL(target).href;
  });
}

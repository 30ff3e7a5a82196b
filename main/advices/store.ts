import { withoutSignalListeners } from './without-signal-listeners.ts';

const { default: Conf } = await withoutSignalListeners(() => import('conf'));

/** A store of electron-store or of its engine: one JSON file, written as a whole. */
export interface Store {
  store: Record<string, unknown>;
}

/**
 * The options that decide what lies on the disk, by electron-store's names. Both make the same files of them.
 * What is not among them is left out on purpose: `clearInvalidConfig` overwrites a damaged file with `{}`, `encryptionKey` makes
 * a flipped bit invisible or a file unreadable, and the migrations have bugs that their author does not work on.
 */
export interface StoreOptions {
  readonly cwd: string;
  /** The file's name without `.json`. */
  readonly name: string;
  readonly configFileMode: number;
  readonly accessPropertiesByDotNotation: false;
}

/** In Electron: `(options) => new ElectronStore(options)`. */
export type CreateStore = (options: StoreOptions) => Store;

/** For hosts without Electron: the engine alone, with the one option renamed that electron-store renames for it. */
export const createConf: CreateStore = ({ name, ...options }) => new Conf({ ...options, configName: name });

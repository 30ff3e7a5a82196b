import type { TillClient } from '../../shared/ipc/contract.ts';

/** The till as a window reaches it: the contract's two verbs, and whether it is there at all. */
export interface WindowClient extends TillClient {
  /** Electron can keep a slip as PDF by itself; a browser prints, and its print dialog can do that. */
  readonly host: 'electron' | 'browser';
  /**
   * Tells at each change whether the till's events reach this window.
   * @returns stops telling
   */
  watchConnection(listener: (connection: Connection) => void): () => void;
}

/** `lost`: nobody answers, and it is tried again. `refused`: somebody answers and does not know this window (the till was started anew). */
export type Connection = 'connected' | 'lost' | 'refused';

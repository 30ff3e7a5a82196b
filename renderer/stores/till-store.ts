import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Snapshot } from '../../shared/snapshot.ts';
import type { Connection, WindowClient } from '../till/window-client.ts';

/** What the till last said, and whether it can still be heard. */
export interface TillState {
  readonly snapshot: Snapshot | undefined;
  /** The window's monotonic clock when the snapshot came: ages grow from there. */
  readonly receivedAtMs: number;
  readonly connection: 'opening' | Connection;
}

export type TillStore = StoreApi<TillState>;

export function createTillStore(initial?: Partial<TillState>): TillStore {
  return createStore<TillState>(() => ({ snapshot: undefined, receivedAtMs: 0, connection: 'opening', ...initial }));
}

/**
 * Keeps the store as the till says. The events carry whole snapshots, so the last one is always right;
 * the first call is for a till that sends none until something changes.
 * @returns stops following
 */
export function followTill(store: TillStore, client: WindowClient, now: () => number = () => performance.now()): () => void {
  const receive = (snapshot: Snapshot): void => store.setState({ snapshot, receivedAtMs: now(), connection: 'connected' });
  let hasHeard = false;
  const stopListening = client.listen('snapshot', (snapshot) => {
    hasHeard = true;
    receive(snapshot);
  });
  const stopWatching = client.watchConnection((connection) => {
    // `opening` stays until the first snapshot: there is nothing to show before it.
    if (connection !== 'connected' || store.getState().snapshot) store.setState({ connection });
  });
  void client.call('till/snapshot', {}).then((reply) => {
    // An event that came first is newer than this answer.
    if (reply.ok && !hasHeard) receive(reply.value);
  });
  return () => {
    stopListening();
    stopWatching();
  };
}

/** The till's own time now: its clock at the snapshot, and what has passed here since. The window's wall clock is never asked. */
export function tillNowMs(state: Pick<TillState, 'snapshot' | 'receivedAtMs'>, monotonicMs: number): number {
  const atMs = state.snapshot ? Date.parse(state.snapshot.at) : 0;
  return atMs + Math.max(0, monotonicMs - state.receivedAtMs);
}

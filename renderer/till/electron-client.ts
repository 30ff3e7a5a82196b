import type { CallName, Reply, RequestOf, TillClient } from '../../shared/ipc/contract.ts';
import type { WindowClient } from './window-client.ts';

declare global {
  interface Window {
    /** What the preload exposes, and all that it exposes. Absent in a browser. */
    readonly till?: TillClient;
  }
}

/**
 * The till over Electron's bridge. There is no connection to lose: if the main process ends, this window ends with it.
 * A call that is rejected all the same (the bridge is being torn down) is `till-unreachable`.
 */
export function createElectronClient(bridge: TillClient): WindowClient {
  return {
    host: 'electron',
    async call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<Reply<Name>> {
      try {
        return await bridge.call(name, request);
      } catch {
        return { ok: false, failure: { kind: 'till-unreachable' } };
      }
    },
    listen: (name, listener) => bridge.listen(name, listener),
    watchConnection(listener) {
      listener('connected');
      return () => {};
    },
  };
}

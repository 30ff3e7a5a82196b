import { setTimeout as wait } from 'node:timers/promises';
import { invariant } from '../shared/result.ts';

/** A customer, at the simulator's control interface. */
export interface Customer {
  /** Resolves when a payment waits for its scan. @returns the code's transaction */
  untilWaiting(tranId?: string): Promise<string>;
  /** Scans and pays. Resolves when the service has taken the scan. */
  scan(tranId: string): Promise<void>;
}

interface State {
  readonly waiting: readonly { readonly tranId: string; readonly state: string }[];
}

/** @param serviceUrl with the protocol's path */
export function customerOf(serviceUrl: string): Customer {
  const control = new URL('/_control/', serviceUrl);
  return {
    async untilWaiting(tranId) {
      for (;;) {
        const { waiting } = (await (await fetch(new URL('state', control))).json()) as State;
        const one = waiting.find(({ state, tranId: of }) => state === 'pending-scan' && (tranId ?? of) === of);
        if (one) return one.tranId;
        await wait(2);
      }
    },
    async scan(tranId) {
      const body = JSON.stringify({ tranId, decision: { kind: 'approve' } });
      const answer = await fetch(new URL('scan', control), { method: 'POST', body });
      invariant(answer.ok, `the code is scanned: ${await answer.text()}`);
    },
  };
}

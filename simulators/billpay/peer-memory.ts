import { createRandom } from '../common/random.ts';
import type { JsonObject } from '../common/json-object.ts';
import type { Family, OperationId } from './operations.ts';
import { peerAccounts, type PeerAccount } from './peer-accounts.ts';

/** A message that the test server has stored. */
export interface StoredMessage {
  readonly operation: OperationId;
  readonly body: JsonObject;
  /** For a payment that was accepted: what its slip says. */
  readonly issuerReference?: string;
  /** For an accepted refund: the payment. */
  readonly refundOf?: StoredMessage;
  readonly isDeclined: boolean;
}

/** All that the test server knows. It lives in memory alone and is gone after a restart (BillPay 8.7). */
export interface PeerMemory {
  readonly accounts: Map<string, PeerAccount>;
  /** By id, in the order of their arrival. */
  readonly messages: Map<string, StoredMessage>;
  /** By the path's payment or refund id. */
  readonly confirmations: Readonly<Record<Exclude<Family, 'none'>, Map<string, JsonObject>>>;
  readonly reversals: Readonly<Record<Exclude<Family, 'none'>, Map<string, JsonObject>>>;
  /** When it was last emptied. */
  lastResetAt: Date;
  freshIssuerReference(): string;
  /** Loads the accounts anew and drops all messages. */
  reset(): void;
}

export function createPeerMemory(): PeerMemory {
  const random = createRandom(423);
  const issued = new Set<string>();
  const memory: PeerMemory = {
    accounts: new Map(),
    messages: new Map(),
    confirmations: { payment: new Map(), refund: new Map() },
    reversals: { payment: new Map(), refund: new Map() },
    lastResetAt: new Date(),
    freshIssuerReference() {
      for (;;) {
        // One to seven digits.
        const drawn = String(Math.floor(random.fraction() * 10_000_000));
        if (issued.has(drawn)) continue;
        issued.add(drawn);
        return drawn;
      }
    },
    reset() {
      const { confirmations, reversals } = memory;
      const all = [
        memory.accounts,
        memory.messages,
        confirmations.payment,
        confirmations.refund,
        reversals.payment,
        reversals.refund,
      ];
      for (const one of all) one.clear();
      for (const account of peerAccounts()) memory.accounts.set(account.accountRef, account);
      memory.lastResetAt = new Date();
    },
  };
  memory.reset();
  return memory;
}

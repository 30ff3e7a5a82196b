import type { CustomerDisplay, CustomerView } from '../../shared/customer-view.ts';

/** What the till last said to the customer's display, and whether it can still be heard. */
export interface CustomerState {
  readonly display: CustomerDisplay | undefined;
  /** The page's monotonic clock when it came: what is left of a code is counted from there. */
  readonly receivedAtMs: number;
  readonly isLost: boolean;
}

/** Tells what the customer sees, at once and at each change; undefined while the till cannot be heard. @returns stops */
export type FollowTill = (tell: (display: CustomerDisplay | undefined) => void) => () => void;

export interface CustomerStore {
  getState(): CustomerState;
  subscribe(listener: () => void): () => void;
}

export function createCustomerStore(follow: FollowTill, now: () => number = () => performance.now()): CustomerStore {
  let state: CustomerState = { display: undefined, receivedAtMs: 0, isLost: false };
  const listeners = new Set<() => void>();
  follow((display) => {
    state = display ? { display, receivedAtMs: now(), isLost: false } : { ...state, isLost: true };
    for (const listener of listeners) listener();
  });
  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

/** What is to be seen: a display that does not hear the till any more shows nothing that may have ended meanwhile, least of all a code. */
export function viewOf({ isLost }: CustomerState, { view }: CustomerDisplay): CustomerView {
  return isLost && view.kind !== 'idle' ? { kind: 'wait' } : view;
}

/** How long a code can still be scanned: by the till's clock when it said so, and what has passed here since. The page's wall clock is never asked. */
export function leftMsOf({ display, receivedAtMs }: CustomerState, expiresAt: string, monotonicMs: number): number {
  const nowMs = Date.parse(display?.at ?? expiresAt) + Math.max(0, monotonicMs - receivedAtMs);
  return Math.max(0, Date.parse(expiresAt) - nowMs);
}

import type { Customer } from './customers.ts';

/** What the card terminal is doing. */
export type TerminalState =
  | { readonly state: 'free' }
  | {
      readonly state: 'busy';
      readonly reference: string;
      readonly amount: string;
      readonly since: string;
      /** True where the customer waits to be released. */
      readonly isHeld: boolean;
    };

/** The one terminal: one customer at a time (BDS 5). */
export interface Terminal {
  state(): TerminalState;
  /**
   * A customer comes. From here on nothing that happens to the till's connection changes what the customer does.
   * Throws where one is there already: whoever calls has looked.
   */
  begin(visit: Visit): Stay;
  /** Lets a held customer go on, as the given one or as `visit.released` says. @returns whether there was one */
  release(customer: Customer | undefined): boolean;
  /** Resolves as soon as a customer is at the terminal. */
  untilBegun(): Promise<void>;
  /** Resolves as soon as nobody is. */
  untilFree(): Promise<void>;
  close(): void;
}

interface Visit {
  readonly reference: string;
  readonly amount: string;
  readonly customer: Customer;
  readonly thinkMs: number;
  /** What a held customer does when nobody says otherwise. */
  readonly released: Customer;
}

/** A customer's time at the terminal. */
interface Stay {
  /** What the customer did in the end, or `abandoned` where the simulator was closed meanwhile. */
  readonly end: Promise<Customer | 'abandoned'>;
  /** Makes the terminal free again. Once: a second call does nothing to the customer who may be there by then. */
  leave(): void;
}

export function createTerminal(): Terminal {
  let state: TerminalState = { state: 'free' };
  let end: ((customer: Customer | 'abandoned') => void) | undefined;
  let released: Customer | undefined;
  const waiting: { readonly forState: TerminalState['state']; readonly resolve: () => void }[] = [];

  const become = (next: TerminalState): void => {
    state = next;
    for (const waiter of waiting.splice(0)) {
      if (waiter.forState === next.state) waiter.resolve();
      else waiting.push(waiter);
    }
  };
  const until = (forState: TerminalState['state']): Promise<void> =>
    state.state === forState ? Promise.resolve() : new Promise((resolve) => void waiting.push({ forState, resolve }));

  return {
    state: () => state,
    begin({ customer, reference, amount, thinkMs, released: whenReleased }) {
      if (state.state === 'busy') throw new Error('the terminal takes one customer at a time');
      const isHeld = customer.kind === 'hold';
      become({ state: 'busy', reference, amount, since: new Date().toISOString(), isHeld });
      let isThere = true;
      const promise = new Promise<Customer | 'abandoned'>((resolve) => {
        const go = (): void => end?.(customer);
        const timer = isHeld || thinkMs <= 0 ? undefined : setTimeout(go, thinkMs);
        // A timer of no time takes a millisecond, which a test of many thousand sales would notice.
        if (!isHeld && !timer) setImmediate(go);
        released = isHeld ? whenReleased : undefined;
        end = (how) => {
          clearTimeout(timer);
          end = undefined;
          released = undefined;
          resolve(how);
        };
      });
      return {
        end: promise,
        leave() {
          if (isThere) become({ state: 'free' });
          isThere = false;
        },
      };
    },
    release(customer) {
      const next = customer ?? released;
      if (!released || !next) return false;
      end?.(next);
      return true;
    },
    untilBegun: () => until('busy'),
    untilFree: () => until('free'),
    close: () => end?.('abandoned'),
  };
}

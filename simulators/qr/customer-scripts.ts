import { draw } from '../common/draw.ts';
import { createRandom, type Random } from '../common/random.ts';
import { scriptOfAmount } from './customers-by-amount.ts';
import { customerNames, customersByName, type Customer, type CustomerName } from './customers.ts';
import type { Fault } from './faults.ts';
import type { QrSettings } from './settings.ts';

/** Who comes to the next payment, or to the payment of one code. */
export interface CustomerScript {
  readonly customer: CustomerName | Customer;
  /** Absent: the next one for which nothing else is said. */
  readonly tranId?: string;
  /** How often, where no code is named. Absent: once. */
  readonly times?: number;
}

/** Who comes while nobody is queued. */
export interface StandingCustomers {
  readonly customer?: CustomerName | Customer;
  /** Chances between 0 and 1; where none comes, the rest decides. */
  readonly customers?: Readonly<Partial<Record<CustomerName, number>>>;
  readonly seed?: number;
  /** The longest that a customer who is drawn takes to scan. Absent: 50. */
  readonly longestMs?: number;
}

export interface CustomerScripts {
  next(script: CustomerScript): void;
  always(standing: StandingCustomers): void;
  reset(): void;
  queued(): readonly CustomerScript[];
  standing(): StandingCustomers;
  /** Who comes to this payment. Takes him from the queue. */
  take(tranId: string, requestedMinor: number): Customer;
  /** What else goes wrong, where the amount decides. Takes nobody. */
  faultOf(tranId: string, requestedMinor: number): Fault | undefined;
}

/** Decides who comes: whoever is named for the code, then whoever is queued, is drawn, stands, and last what the settings say. */
export function createCustomerScripts(settings: () => QrSettings): CustomerScripts {
  let queue: CustomerScript[] = [];
  let byTranId = new Map<string, CustomerScript>();
  let standing: StandingCustomers = {};
  let random: Random | undefined;

  const fromQueue = (): CustomerScript | undefined => {
    const [first, ...rest] = queue;
    if (!first) return undefined;
    const left = (first.times ?? 1) - 1;
    queue = left > 0 ? [{ ...first, times: left }, ...rest] : rest;
    return first;
  };

  const drawn = (): Customer | undefined => {
    if (!random || !standing.customers) return undefined;
    const name = draw(standing.customers, customerNames, random);
    // Drawn always, so that a customer more does not shift the rest.
    const afterMs = Math.floor(random.fraction() * (standing.longestMs ?? 50));
    return name === undefined ? undefined : { ...customersByName[name], afterMs };
  };

  const bySettings = (requestedMinor: number): Customer => {
    const { customer, thinkMs } = settings();
    return customer === 'manual' ? { scan: 'manual' } : { afterMs: thinkMs, ...scriptOfAmount(requestedMinor).customer };
  };

  return {
    next(script) {
      if (script.tranId === undefined) queue.push(script);
      else byTranId.set(script.tranId, script);
    },
    always(script) {
      standing = script;
      random = createRandom(script.seed ?? 0);
    },
    reset() {
      queue = [];
      byTranId = new Map();
      standing = {};
      random = undefined;
    },
    queued: () => [...byTranId.values(), ...queue],
    standing: () => standing,
    take(tranId, requestedMinor) {
      const named = byTranId.get(tranId);
      byTranId.delete(tranId);
      const script = named ?? fromQueue();
      if (script) return customerOf(script.customer);
      return drawn() ?? (standing.customer === undefined ? bySettings(requestedMinor) : customerOf(standing.customer));
    },
    faultOf(tranId, requestedMinor) {
      const isScripted = byTranId.has(tranId) || queue.length > 0 || standing.customer !== undefined || standing.customers;
      if (isScripted || settings().customer === 'manual') return undefined;
      return scriptOfAmount(requestedMinor).fault;
    },
  };
}

function customerOf(customer: CustomerName | Customer): Customer {
  return typeof customer === 'string' ? customersByName[customer] : customer;
}

import { draw } from '../common/draw.ts';
import { createRandom, type Random } from '../common/random.ts';
import { scriptOfAmount } from './customers-by-amount.ts';
import { customerKinds, type Customer, type CustomerKind } from './customers.ts';
import { canComeBeforeCustomer, faultKinds, type Fault, type FaultKind } from './faults.ts';

/** What `GET status` does where it does not simply tell the truth. */
export const statusKinds = [
  /** Says `code`, whatever the terminal does. A standing 2 or 3 also makes the terminal unavailable for transactions. */
  'code',
  'malformed',
  'unauthorized',
  'hang',
  'http-status',
  'close',
  /** Tells the truth, and then stops listening for `forMs` (or until told): the transaction that follows is refused. */
  'then-refuse',
] as const;

type StatusKind = (typeof statusKinds)[number];

export interface StatusScript {
  readonly kind: StatusKind;
  readonly code?: number;
  /** For `malformed`: the body. */
  readonly body?: string;
  /** For `http-status`. */
  readonly status?: number;
  /** For `then-refuse`. */
  readonly forMs?: number;
}

/** What happens to the next one. */
export interface Script {
  readonly customer?: Customer;
  readonly fault?: Fault;
  readonly status?: StatusScript;
}

/** What happens to every one for which no script is queued, until the next `always` or `reset`. */
export interface StandingScript extends Script {
  /** Chances between 0 and 1, by name. The same seed draws the same sequence. */
  readonly seed?: number;
  readonly faults?: Readonly<Partial<Record<FaultKind, number>>>;
  readonly customers?: Readonly<Partial<Record<CustomerKind, number>>>;
  readonly statuses?: Readonly<Partial<Record<StatusKind, number>>>;
  /** How long customers take: a time, or the shortest and the longest. */
  readonly thinkMs?: number | readonly [number, number];
}

interface TransactionScript {
  readonly customer: Customer;
  readonly fault: Fault | undefined;
  /** Undefined: as long as this simulator's customers take. */
  readonly thinkMs: number | undefined;
  /** What a held customer does when nobody says otherwise: what the amount says. */
  readonly released: Customer;
}

export interface Scripts {
  next(script: Script): void;
  always(script: StandingScript): void;
  reset(): void;
  forTransaction(amountMinor: bigint): TransactionScript;
  forStatus(): StatusScript | undefined;
  /** What stands, for people and for the terminal's availability. */
  standing(): StandingScript;
  queued(): readonly Script[];
}

/** Decides what happens next: what is queued comes before what stands, and what stands before what the amount says. */
export function createScripts(): Scripts {
  let queuedTransactions: Script[] = [];
  let queuedStatuses: StatusScript[] = [];
  let standing: StandingScript = {};
  // Two sequences: how often a till polls the status must not shift what happens to its transactions.
  let transactionDraws = createRandom(0);
  let statusDraws = createRandom(0);

  return {
    next({ status, ...transaction }) {
      if (status) queuedStatuses.push(status);
      if (transaction.customer ?? transaction.fault) queuedTransactions.push(transaction);
    },
    always(script) {
      standing = script;
      transactionDraws = createRandom(script.seed ?? 0);
      statusDraws = createRandom(script.seed ?? 0);
    },
    reset() {
      queuedTransactions = [];
      queuedStatuses = [];
      standing = {};
    },
    forTransaction(amountMinor) {
      const byAmount = scriptOfAmount(amountMinor);
      const script = queuedTransactions.shift() ?? drawTransaction(standing, transactionDraws);
      const customer = script.customer ?? byAmount.customer;
      return {
        customer,
        // A script that says what the customer does also overrules what the amount would do to the connection.
        fault: script.fault ?? (script.customer ? undefined : byAmount.fault),
        thinkMs: customer.thinkMs ?? drawTime(standing.thinkMs, transactionDraws),
        released: byAmount.customer,
      };
    },
    forStatus: () => queuedStatuses.shift() ?? drawStatus(standing, statusDraws) ?? standing.status,
    standing: () => standing,
    queued: () => [...queuedTransactions, ...queuedStatuses.map((status) => ({ status }))],
  };
}

function drawTransaction(standing: StandingScript, random: Random): Script {
  // Drawn always and in the same order, so that one more chance does not shift every later draw of the others.
  const customerKind = draw(standing.customers, customerKinds, random);
  const faultKind = draw(standing.faults, faultKinds, random);
  const drawnFault = faultOfKind(faultKind, random);
  const customer = customerKind ? { kind: customerKind } : standing.customer;
  const fault = drawnFault ?? standing.fault;
  return { ...(customer ? { customer } : {}), ...(fault ? { fault } : {}) };
}

/** A fault's details, where only its name is known. Where the till cannot tell whether a card was charged, both happen. */
function faultOfKind(kind: FaultKind | undefined, random: Random): Fault | undefined {
  const charged = random.fraction() < 0.5;
  const detail = random.fraction();
  return (
    kind && {
      kind,
      ...(canComeBeforeCustomer(kind) ? { charged } : {}),
      ...(kind === 'bad-request' ? { field: 'Reference' } : {}),
      ...(kind === 'late-answer' ? { delayMs: Math.floor(detail * 50) } : {}),
      ...(kind === 'http-status' ? { status: [204, 302, 404, 502, 503][Math.floor(detail * 5)] ?? 503 } : {}),
    }
  );
}

function drawStatus(standing: StandingScript, random: Random): StatusScript | undefined {
  if (!standing.statuses) return undefined;
  const kind = draw(standing.statuses, statusKinds, random);
  return kind && { kind, ...(kind === 'code' ? { code: 0 } : {}), ...(kind === 'then-refuse' ? { forMs: 50 } : {}) };
}

function drawTime(time: StandingScript['thinkMs'], random: Random): number | undefined {
  if (typeof time !== 'object') return time;
  return Math.floor(time[0] + random.fraction() * (time[1] - time[0] + 1));
}

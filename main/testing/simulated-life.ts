import type { Currency } from '../../shared/currency.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, invariant, ok, type Result } from '../../shared/result.ts';
import { createDelivery, type Delivery } from '../advices/deliver.ts';
import { createMemoryQueue, type AdviceMemory } from '../advices/memory-queue.ts';
import type { AdviceQueue } from '../advices/queue.ts';
import { createBillpayClient } from '../billpay/client.ts';
import type { createAdviceDesk } from '../checkout/advice-desk.ts';
import type { adviceOf } from '../checkout/advice-of.ts';
import type { createBillDesk } from '../checkout/bill-desk.ts';
import type { createQrDesk } from '../checkout/qr-desk.ts';
import type { Checkout, createCheckout } from '../checkout/checkout.ts';
import type { recover } from '../checkout/recover.ts';
import type { Transport } from '../http/transport.ts';
import type { AppendFailure, Journal, Project } from '../journal/journal.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import { silentLogger } from '../ports/logger.ts';
import { readIdentity, type Identity } from '../settings/identity.ts';
import { createQrClient } from '../qr/client.ts';
import type { createCardTerminal } from '../terminal/session.ts';
import { CrashError, createCrashingJournal, type Crash } from './crashing-journal.ts';
import { simulatedGuid } from './qr-world.ts';
import type { SimulatedDisk } from './simulated-disk.ts';

/** What decides about money in a till, to be put together here. The real thing, or the real thing with one mistake in it. */
export interface TillModules {
  readonly createCheckout: typeof createCheckout;
  readonly createBillDesk: typeof createBillDesk;
  readonly createQrDesk: typeof createQrDesk;
  readonly createAdviceDesk: typeof createAdviceDesk;
  readonly adviceOf: typeof adviceOf;
  readonly recover: typeof recover;
  readonly projectSale: Project;
  readonly createCardTerminal: typeof createCardTerminal;
}

/** One process of a till, from its start to its end. */
export interface Life {
  readonly checkout: Checkout;
  readonly journal: Journal;
  readonly queue: AdviceQueue;
  readonly delivery: Delivery;
  isAlive(): boolean;
  /** The process is gone at this moment: it sends, writes and learns nothing more. */
  kill(): void;
  /** It ends in good order; an answer that is still on its way finds the old one. */
  stop(): void;
}

export interface LifeParts {
  readonly till: TillModules;
  readonly disk: SimulatedDisk;
  readonly clock: Clock;
  readonly transport: Transport;
  /** Where this process is killed by itself; absent: nowhere. */
  readonly crash: Crash | undefined;
  /** The same, counted in the writes of the advice queue. */
  readonly queueCrash: Crash | undefined;
  /** What the advice queue has on its disk: it outlives the process like the journal. */
  readonly adviceMemory: AdviceMemory;
  readonly ids: Pick<Ids, 'billId' | 'qrId' | 'adviceId'>;
  readonly random: () => number;
  /** Asked before each append: why the disk does not take it. */
  refuseWrite(): AppendFailure | undefined;
  /** Asked before each sale. */
  mayBegin(): Result<void, Failure>;
  /** Told of each attempt to deliver an advice about a code. */
  attempts(adviceId: string, sentBefore: boolean): void;
  /** Told what a till did that it never may. */
  misdeed(what: string): void;
}

const currency = 'USD' as Currency;
const identity = demonstrationIdentity();
/** Short, so that silence is met often; nothing depends on it. */
const billpayTimeoutMs = 5_000;
const codeTimeoutMs = 5_000;

/** Puts a till together as `compose` does, over a world in which it can die. */
export function startLife(parts: LifeParts): Life {
  const { till, disk, clock, transport, crash, refuseWrite } = parts;
  let state: 'alive' | 'stopped' | 'dead' = 'alive';
  // A function, because it is asked again after calls that change it.
  const isDead = (): boolean => state === 'dead';
  const stored = disk.open();
  const crashing = crash ? createCrashingJournal(stored, crash) : stored;

  const alive =
    <Input extends readonly unknown[], Output>(read: (...input: Input) => Output) =>
    (...input: Input): Output => {
      if (isDead()) throw new CrashError('a dead process reads nothing');
      return read(...input);
    };
  function written<Value>(append: () => Result<Value, AppendFailure>): Result<Value, AppendFailure> {
    if (isDead()) throw new CrashError('a dead process writes nothing');
    const refusal = refuseWrite();
    if (refusal) return fail(refusal);
    try {
      return append();
    } catch (error) {
      if (error instanceof CrashError) kill();
      throw error;
    }
  }
  const journal: Journal = {
    sale: alive(crashing.sale),
    sales: alive(crashing.sales),
    saleByNumber: alive(crashing.saleByNumber),
    records: alive(crashing.records),
    timeline: alive(crashing.timeline),
    history: alive(crashing.history),
    open: alive(crashing.open),
    owing: alive(crashing.owing),
    cashToReturn: alive(crashing.cashToReturn),
    head: alive(crashing.head),
    close: crashing.close,
    append: (saleId, fact) => written(() => crashing.append(saleId, fact)),
    appendAll: (entries) => written(() => crashing.appendAll(entries)),
  };
  const ownClock: Clock = {
    ...clock,
    after: (ms, callback) =>
      clock.after(ms, () => {
        if (isDead()) return;
        try {
          callback();
        } catch (error) {
          if (!(error instanceof CrashError)) parts.misdeed(`a timer threw ${String(error)}`);
        }
      }),
  };
  const ownTransport: Transport = {
    exchange: (request) =>
      new Promise((resolve, reject) => {
        if (isDead()) return;
        transport.exchange(request).then((result) => {
          if (!isDead()) resolve(result);
        }, reject);
      }),
    close: () => {},
  };

  const terminal = till.createCardTerminal(
    { url: 'http://localhost/', user: 'till', password: 'secret', currency, idlePollMs: 5_000, busyPollMs: 15_000 },
    { transport: ownTransport, clock: ownClock, logger: silentLogger },
  );
  const queue = mortalQueue(createMemoryQueue(parts.adviceMemory), {
    crash: parts.queueCrash,
    refuseWrite,
    isDead,
    kill: () => kill(),
  });
  const service = createBillpayClient(
    {
      url: 'http://localhost',
      user: 'till',
      password: 'secret',
      timeoutMs: billpayTimeoutMs,
      identity,
      currency,
    },
    { transport: ownTransport, clock: ownClock, logger: silentLogger },
  );
  const codeService = createQrClient(
    {
      url: 'http://localhost',
      user: identity.institution.id,
      password: 'secret',
      timeoutMs: codeTimeoutMs,
      guid: simulatedGuid,
      identity,
      currency,
    },
    { transport: ownTransport, clock: ownClock, logger: silentLogger, newId: parts.ids.qrId },
  );
  const advices = till.createAdviceDesk({
    journal,
    queue,
    delivery: () => delivery,
    clock: ownClock,
    logger: silentLogger,
    makeAdvice: (sale, records, requestId, kind) =>
      till.adviceOf({ bills: service, codes: codeService }, sale, records, requestId, kind),
  });
  const { queueAdvice } = advices;
  const desk = till.createBillDesk({
    journal,
    service,
    queueAdvice,
    clock: ownClock,
    ids: parts.ids,
    logger: silentLogger,
    currency,
    terminalId: identity.terminalId,
    changed: () => checkout.refresh(),
  });
  const codes = till.createQrDesk({
    journal,
    service: codeService,
    queueAdvice,
    clock: ownClock,
    ids: parts.ids,
    logger: silentLogger,
    terminalId: identity.terminalId,
    timeoutMs: codeTimeoutMs,
    changed: () => checkout.refresh(),
  });
  const delivery = createDelivery({
    queue,
    send: {
      billpay: service.sendAdvice,
      qr: (advice, sentBefore) => {
        parts.attempts(advice.adviceId, sentBefore);
        return codeService.sendAdvice(advice, sentBefore);
      },
    },
    clock: ownClock,
    random: parts.random,
    logger: silentLogger,
    onFinal: advices.advicesEnded,
  });
  const checkout = till.createCheckout({
    queueAdvice,
    bills: desk,
    codes,
    journal,
    terminal,
    clock: ownClock,
    logger: silentLogger,
    defaults: { currency, locale: 'en-US', billType: 'Bill Payment' },
    mayBegin: () => Promise.resolve(parts.mayBegin()),
    mayWrite: () => Promise.resolve(ok(undefined)),
  });
  delivery.onChange(() => checkout.refresh());

  function end(how: 'stopped' | 'dead'): void {
    if (state !== 'alive') return;
    state = how;
    desk.close();
    codes.close();
    advices.close();
    delivery.close();
    checkout.close();
    terminal.close();
    if (how === 'dead') disk.outlive(stored);
    else stored.close();
  }
  const kill = (): void => end('dead');

  try {
    till.recover(journal, silentLogger, queueAdvice);
    advices.begin();
    codes.resume();
    delivery.wake();
  } catch (error) {
    if (!(error instanceof CrashError)) parts.misdeed(`recovery threw ${String(error)}`);
  }
  return { checkout, journal, queue, delivery, isAlive: () => state === 'alive', kill, stop: () => end('stopped') };
}

/** A queue whose process is killed before or after its n-th write, and whose disk fills up like the journal's. */
function mortalQueue(
  queue: AdviceQueue,
  {
    crash,
    refuseWrite,
    isDead,
    kill,
  }: Pick<LifeParts, 'crash' | 'refuseWrite'> & { readonly isDead: () => boolean; readonly kill: () => void },
): AdviceQueue {
  let writes = 0;
  function mortal<Value>(write: () => Value, refuse: ((failure: AppendFailure) => Value) | undefined): Value {
    if (isDead()) throw new CrashError('a dead process writes nothing');
    const refusal = refuse && refuseWrite();
    if (refuse && refusal) return refuse(refusal);
    writes += 1;
    const isTheMoment = writes === crash?.append;
    if (isTheMoment && crash?.when === 'before') die();
    const written = write();
    if (isTheMoment) die();
    return written;
  }
  function die(): never {
    kill();
    throw new CrashError('killed at a write of the queue');
  }
  const refused = ({ kind, detail }: AppendFailure): Result<never, { kind: 'disk-full' | 'unavailable'; detail: string }> =>
    fail({ kind: kind === 'disk-full' ? kind : 'unavailable', detail });
  return {
    ...queue,
    enqueue: (...advice) => mortal(() => queue.enqueue(...advice), refused),
    recordAttempts: (adviceIds, at) => mortal(() => queue.recordAttempts(adviceIds, at), refused),
    update: (adviceId, change) => mortal(() => queue.update(adviceId, change), refused),
    remove: (adviceIds) => mortal(() => queue.remove(adviceIds), refused),
  };
}

function demonstrationIdentity(): Identity {
  const read = readIdentity({}, 'demonstration');
  invariant(read.ok, 'the demonstration has an identity');
  return read.value;
}

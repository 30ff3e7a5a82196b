import type { Currency } from '../../shared/currency.ts';
import type { Failure } from '../../shared/failure.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Checkout, createCheckout } from '../checkout/checkout.ts';
import type { recover } from '../checkout/recover.ts';
import type { Transport } from '../http/transport.ts';
import type { AppendFailure, Journal, Project } from '../journal/journal.ts';
import type { Clock } from '../ports/clock.ts';
import { silentLogger } from '../ports/logger.ts';
import type { createCardTerminal } from '../terminal/session.ts';
import { CrashError, createCrashingJournal, type Crash } from './crashing-journal.ts';
import type { SimulatedDisk } from './simulated-disk.ts';

/** What decides about money in a till, to be put together here. The real thing, or the real thing with one mistake in it. */
export interface TillModules {
  readonly createCheckout: typeof createCheckout;
  readonly recover: typeof recover;
  readonly projectSale: Project;
  readonly createCardTerminal: typeof createCardTerminal;
}

/** One process of a till, from its start to its end. */
export interface Life {
  readonly checkout: Checkout;
  readonly journal: Journal;
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
  /** Asked before each append: why the disk does not take it. */
  refuseWrite(): AppendFailure | undefined;
  /** Asked before each sale. */
  mayBegin(): Result<void, Failure>;
  /** Told what a till did that it never may. */
  misdeed(what: string): void;
}

const currency = 'USD' as Currency;

/** Puts a till together as `compose` does, over a world in which it can die. */
export function startLife(parts: LifeParts): Life {
  const { till, disk, clock, transport, crash, refuseWrite } = parts;
  let state: 'alive' | 'stopped' | 'dead' = 'alive';
  // A function, because it is asked again after calls that change it.
  const isDead = (): boolean => state === 'dead';
  const stored = disk.open();
  const crashing = crash ? createCrashingJournal(stored, crash) : stored;

  const journal: Journal = {
    ...crashing,
    append(saleId, fact) {
      if (isDead()) throw new CrashError('a dead process writes nothing');
      const refusal = refuseWrite();
      if (refusal) return fail(refusal);
      try {
        return crashing.append(saleId, fact);
      } catch (error) {
        if (error instanceof CrashError) kill();
        throw error;
      }
    },
  };
  const ownClock: Clock = {
    ...clock,
    after: (ms, callback) =>
      clock.after(ms, () => {
        if (!isDead()) callback();
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
  const checkout = till.createCheckout({
    journal,
    terminal,
    clock: ownClock,
    logger: silentLogger,
    defaults: { currency, locale: 'en-US', billType: 'Bill Payment' },
    mayBegin: () => Promise.resolve(parts.mayBegin()),
    mayWrite: () => Promise.resolve(ok(undefined)),
  });

  function end(how: 'stopped' | 'dead'): void {
    if (state !== 'alive') return;
    state = how;
    checkout.close();
    terminal.close();
    if (how === 'dead') disk.outlive(stored);
    else stored.close();
  }
  const kill = (): void => end('dead');

  try {
    till.recover(journal, silentLogger);
  } catch (error) {
    if (!(error instanceof CrashError)) parts.misdeed(`recovery threw ${String(error)}`);
  }
  return { checkout, journal, isAlive: () => state === 'alive', kill, stop: () => end('stopped') };
}

import { invariant } from '../../shared/result.ts';
import type { Journal } from '../journal/journal.ts';

/** The process is dead. Whoever catches this by mistake goes on in a process that does not exist: a test should let it through. */
export class CrashError extends Error {
  override readonly name = 'CrashError';
}

export interface Crash {
  /** Which append of this process it happens at, from 1. */
  readonly append: number;
  /** `before`: the record is not written. `after`: it is on the disk, but nobody was told. */
  readonly when: 'before' | 'after';
}

export interface CrashingJournal extends Journal {
  readonly hasCrashed: () => boolean;
}

/**
 * A journal whose process is killed at one moment: from then on every call throws, so nothing is written or read after it.
 * What `journal` holds is what the next start finds; closing the dead one leaves it open for that.
 */
export function createCrashingJournal(journal: Journal, crash: Crash): CrashingJournal {
  invariant(crash.append >= 1, 'appends are counted from 1');
  let appends = 0;
  let hasCrashed = false;

  const die = (): never => {
    hasCrashed = true;
    throw new CrashError(`killed ${crash.when} append ${crash.append}`);
  };
  /** Several facts in one step are one write: none of them is there before it, and all of them after it. */
  const dieAround = <Written>(write: () => Written): Written => {
    appends += 1;
    const isTheMoment = appends === crash.append;
    if (isTheMoment && crash.when === 'before') die();
    const written = write();
    return isTheMoment ? die() : written;
  };
  /** A call that a dead process does not make. */
  const alive =
    <Input extends readonly unknown[], Output>(call: (...input: Input) => Output) =>
    (...input: Input): Output => {
      if (hasCrashed) die();
      return call(...input);
    };

  return {
    append: alive((saleId, fact) => dieAround(() => journal.append(saleId, fact))),
    appendAll: alive((entries) => dieAround(() => journal.appendAll(entries))),
    sale: alive((saleId) => journal.sale(saleId)),
    sales: alive((saleIds) => journal.sales(saleIds)),
    saleByNumber: alive((number) => journal.saleByNumber(number)),
    records: alive((saleId) => journal.records(saleId)),
    timeline: alive((saleId) => journal.timeline(saleId)),
    history: alive((page) => journal.history(page)),
    open: alive(() => journal.open()),
    owing: alive(() => journal.owing()),
    cashToReturn: alive(() => journal.cashToReturn()),
    head: alive(() => journal.head()),
    close: () => {
      if (!hasCrashed) journal.close();
    },
    hasCrashed: () => hasCrashed,
  };
}

import type { Clock } from '../common/clock.ts';
import { openLedgerFile } from '../common/ledger-file.ts';
import {
  isLedgerLine,
  type AdviceFact,
  type CodeFact,
  type EndingFact,
  type IdUser,
  type Line,
  type PaymentFact,
  type ScanFact,
  type Stamp,
} from './ledger-lines.ts';
import { createLedgerState, type LedgerState } from './ledger-state.ts';
import type { Conflict, Outcome } from './ledger-types.ts';

/** The simulator's own record of what it really did, which is its state as well: it is rebuilt from the file at the next start. */
export interface Ledger extends Omit<LedgerState, 'apply' | 'hasConflict'> {
  /** Each is on the disk when it returns. Those that give a number are answered: it is the one for `answer`. */
  writeCode(fact: CodeFact): number;
  writePayment(fact: PaymentFact): number;
  writeScan(fact: ScanFact): number;
  writeEnding(fact: EndingFact): void;
  writeAdvice(fact: AdviceFact): number;
  /** Marks the id of a message as used, or, where a fault came first, as sent. */
  noteId(id: string, by: IdUser, isUsed: boolean): void;
  /** Written once for each kind, payment and message. */
  writeConflict(conflict: Omit<Conflict, Stamp>): void;
  /** Says what became of the answer to the message of this number. */
  answer(number: number, outcome: Outcome): void;
  /** Calls back after each change. */
  onChange(listener: () => void): void;
  close(): void;
}

type Unstamped<One> = One extends Line ? Omit<One, Stamp> : never;

/** Throws where the file is not a ledger. */
export function openLedger(file: string | undefined, clock: Clock): Ledger {
  const { apply, hasConflict, ...state } = createLedgerState();
  const listeners: (() => void)[] = [];
  let nextNumber = 1;
  const take = (line: Line): void => {
    nextNumber = Math.max(nextNumber, line.number + 1);
    apply(line);
  };
  const lines = openLedgerFile(file, isLedgerLine, take);
  const write = (content: Unstamped<Line>): number => {
    const line = { number: nextNumber, at: new Date(clock.now()).toISOString(), ...content } as Line;
    // What became of an answer is for tests to compare. What moved is what must not be lost.
    lines.append(line, line.line !== 'answer');
    take(line);
    for (const listener of listeners) listener();
    return line.number;
  };

  return {
    ...state,
    writeCode: (fact) => write({ ...fact, line: 'code' }),
    writePayment: (fact) => write({ ...fact, line: 'payment' }),
    writeScan: (fact) => write({ ...fact, line: 'scan' }),
    writeEnding: (fact) => void write({ ...fact, line: 'ending' }),
    writeAdvice: (fact) => write({ ...fact, line: 'advice' }),
    noteId: (id, by, isUsed) => void write({ line: 'id', id, by, isUsed }),
    writeConflict(conflict) {
      if (!hasConflict(conflict)) write({ ...conflict, line: 'conflict' });
    },
    answer: (number, outcome) => void write({ line: 'answer', to: number, ...outcome }),
    onChange: (listener) => void listeners.push(listener),
    close: lines.close,
  };
}

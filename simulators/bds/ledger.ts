import type { Answered } from '../common/http-answer.ts';
import { openLedgerFile } from '../common/ledger-file.ts';
import type { Payor } from './transaction.ts';

/** A card that was really charged. */
export interface ChargedEntry extends Answered {
  readonly kind: 'charged';
  readonly number: number;
  readonly transactionId: number;
  readonly at: string;
  readonly reference: string;
  /** What the card was charged with, without the fee: decimal text with the currency's digits. */
  readonly amount: string;
  /** What was asked for: differs from `amount` only where a script wants it so. */
  readonly requestedAmount: string;
  readonly feeAmount: string;
  readonly payor?: Payor;
  readonly billType: string;
  readonly paymentMethod: string | number;
  readonly lastFour: string;
  readonly authCode: string;
}

/** An attempt that charged nothing. */
export interface NotChargedEntry extends Answered {
  readonly kind: 'not-charged';
  readonly number: number;
  readonly transactionId?: number;
  readonly at: string;
  /** Empty where the request had none that could be read. */
  readonly reference: string;
  readonly requestedAmount?: string;
  /** The customer's kind, the fault's, or `unauthorized`, `bad-request`, `terminal-in-use`, `no-terminal`, `simulator-closed`. */
  readonly why: string;
}

export type LedgerEntry = ChargedEntry | NotChargedEntry;

type FactOf<Entry> = Entry extends LedgerEntry ? Omit<Entry, 'number' | 'at' | keyof Answered> : never;

/** An attempt as it is written down: its number, its time and what became of its answer are added. */
export type LedgerFact = FactOf<LedgerEntry>;

interface AnswerLine extends Answered {
  readonly kind: 'answer';
  readonly number: number;
}

export interface Ledger {
  /** Durable when it returns. @returns the entry's number */
  write(fact: LedgerFact): number;
  /** Says what became of the answer to the entry of this number. */
  answer(number: number, answered: Answered): void;
  entries(): readonly LedgerEntry[];
  nextTransactionId(): number;
  close(): void;
}

/** The id of the description's example comes first. */
const firstTransactionId = 690_489;

/**
 * The simulator's own record of what it really charged. With a file, each line is JSON, appended and flushed to the disk before
 * anyone is told, and read back at the next start, so that ids go on; without one it lives in memory.
 * Throws where the file is not a ledger: a comparison against half of one would say nothing.
 */
export function openLedger(file: string | undefined): Ledger {
  const entries: LedgerEntry[] = [];
  let lastTransactionId = firstTransactionId - 1;
  let nextNumber = 1;

  const apply = (line: LedgerEntry | AnswerLine): void => {
    nextNumber = Math.max(nextNumber, line.number + 1);
    if (line.kind !== 'answer') {
      entries.push(line);
      lastTransactionId = Math.max(lastTransactionId, line.transactionId ?? 0);
      return;
    }
    const index = entries.findLastIndex((entry) => entry.number === line.number);
    const entry = entries[index];
    if (entry) entries[index] = { ...entry, answered: line.answered, how: line.how };
  };

  const lines = openLedgerFile(file, isLedgerLine, apply);
  const append = (line: LedgerEntry | AnswerLine): void => {
    lines.append(line);
    apply(line);
  };

  return {
    write(fact) {
      const number = nextNumber;
      append({ ...fact, number, at: new Date().toISOString(), answered: false, how: 'pending' });
      return number;
    },
    answer: (number, answered) => append({ kind: 'answer', number, ...answered }),
    entries: () => [...entries],
    nextTransactionId: () => {
      lastTransactionId += 1;
      return lastTransactionId;
    },
    close: lines.close,
  };
}

function isLedgerLine(content: unknown): content is LedgerEntry | AnswerLine {
  if (typeof content !== 'object' || content === null || !('kind' in content) || !('number' in content)) return false;
  return ['charged', 'not-charged', 'answer'].includes(String(content.kind)) && Number.isInteger(content.number);
}

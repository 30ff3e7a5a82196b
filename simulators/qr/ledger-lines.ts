import type { ErrorType } from './error-types.ts';
import type { AdviceEffect, AdviceKind, Code, Conflict, Identifier, Outcome, Payment, Scan } from './ledger-types.ts';
import type { OperationId } from './operations.ts';

/** What is written down by itself, beside each fact. */
export type Stamp = 'number' | 'at';

export type CodeFact = Omit<Code, Stamp | keyof Outcome>;

/** A payment as it came. `requested`: without effect; `declined`: refused at once; `pending-scan`: it waits. */
export interface PaymentFact extends Pick<
  Payment,
  | 'id'
  | 'tranId'
  | 'currency'
  | 'requestedMinor'
  | 'terminalId'
  | 'basketRef'
  | 'requestIdentifiers'
  | 'errorType'
  | 'scanUntil'
  | 'endsAt'
> {
  readonly state: 'requested' | 'declined' | 'pending-scan';
}

export type ScanFact = Omit<Scan, Stamp>;

/** A payment that waited has come to its end without an advice, or its partner has kept money back without saying so. */
export interface EndingFact {
  readonly paymentId: string;
  readonly state: 'pending-partner' | 'authorised' | 'declined' | 'expired';
  /** What the partner keeps back from now on. */
  readonly reservedMinor: number;
  readonly approvedMinor?: number;
  readonly errorType?: ErrorType;
  readonly responseIdentifiers?: readonly Identifier[];
}

/** An advice, at each arrival. */
export interface AdviceFact {
  readonly id: string;
  readonly requestId: string;
  readonly kind: AdviceKind;
  readonly effect: AdviceEffect;
  readonly errorType?: ErrorType;
  readonly reversalReason?: string;
  readonly digest: string;
  /** Where it was applied: what has moved in the end. */
  readonly finalMinor?: number;
}

/** Whose message had an id. `occupied`: somebody else's, by a script. */
export type IdUser = OperationId | 'occupied';

export type Line = { readonly number: number; readonly at: string } & (
  | (CodeFact & { readonly line: 'code' })
  | (PaymentFact & { readonly line: 'payment' })
  | (ScanFact & { readonly line: 'scan' })
  | (EndingFact & { readonly line: 'ending' })
  | (AdviceFact & { readonly line: 'advice' })
  | (Conflict & { readonly line: 'conflict' })
  /** An id that another line does not bring. Not used: it was sent, and a fault came first. */
  | { readonly line: 'id'; readonly id: string; readonly by: IdUser; readonly isUsed: boolean }
  | (Outcome & { readonly line: 'answer'; readonly to: number })
);

export type LineOf<Name extends Line['line']> = Extract<Line, { readonly line: Name }>;

const lineNames: readonly Line['line'][] = ['code', 'payment', 'scan', 'ending', 'advice', 'conflict', 'id', 'answer'];

export function isLedgerLine(content: unknown): content is Line {
  if (typeof content !== 'object' || content === null || !('line' in content) || !('number' in content)) return false;
  return lineNames.some((name) => name === content.line) && Number.isInteger(content.number);
}

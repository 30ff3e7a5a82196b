import type { Answered } from '../common/http-answer.ts';
import { openLedgerFile } from '../common/ledger-file.ts';
import type { JsonValue } from '../common/json-text.ts';
import type { ErrorType } from './error-types.ts';
import type { OperationId, Subject } from './operations.ts';

/**
 * What has become of a payment or a refund.
 *
 * - `requested`: the request came and took no effect, because a fault came first (or, at the test server, because a field was wrong). The service does not know it.
 * - `reserved`: approved, and neither confirmed nor reversed yet.
 * - `declined`: refused by the service, which remembers its id.
 */
export type MovementState = 'requested' | 'reserved' | 'confirmed' | 'reversed' | 'declined';

/** How a confirmation said that the customer paid. */
export interface SeenTender {
  readonly tenderType: string;
  readonly amountMinor: number;
  readonly currency: string;
}

/** One payment or one refund. Amounts are in minor units. */
export interface Movement extends Answered {
  readonly number: number;
  readonly kind: 'payment' | 'refund';
  readonly id: string;
  readonly at: string;
  readonly operation: OperationId;
  readonly subject: Subject;
  readonly state: MovementState;
  /** The account's reference, or the fine's or the policy's. Empty where the request had none that could be read. */
  readonly reference: string;
  readonly currency: string;
  /** Undefined where the request named none that could be read. */
  readonly requestedMinor?: number;
  /** What was reserved. Undefined unless it was. */
  readonly approvedMinor?: number;
  /** What has really moved: 0 until it is confirmed, and after a full reversal. */
  readonly finalMinor: number;
  readonly issuerReference?: string;
  /** For a refund that was found: the payment's id. */
  readonly refundOf?: string;
  /** Why it was declined. */
  readonly errorType?: ErrorType;
  readonly confirmedBy?: string;
  readonly reversedBy?: string;
  readonly reversalReason?: string;
  /** Of the confirmation. */
  readonly tenders: readonly SeenTender[];
  /** The ids of all advices that named it, in the order of their first arrival. */
  readonly adviceIds: readonly string[];
  readonly basketRef?: string;
  /** The `thirdPartyIdentifiers` of the request, and of the response where there was one. */
  readonly requestIdentifiers: JsonValue;
  readonly responseIdentifiers?: JsonValue;
  /** The status of the last answer. Undefined where there was none. */
  readonly status?: number;
}

export type AdviceKind = 'confirmation' | 'reversal';

/**
 * What an advice did: `applied`; `no-effect`, but answered well, as where it is repeated; `refused` by the service;
 * `not-applied`, because a fault came first.
 */
export type AdviceEffect = 'applied' | 'no-effect' | 'refused' | 'not-applied';

/** One advice, however often it came. */
export interface SeenAdvice extends Answered {
  readonly number: number;
  readonly id: string;
  readonly requestId: string;
  readonly kind: AdviceKind;
  readonly operation: OperationId;
  readonly at: string;
  readonly lastAt: string;
  readonly times: number;
  /** `applied` where any of its arrivals was; otherwise that of the last. */
  readonly effect: AdviceEffect;
  /** Of the last arrival, where it was refused. */
  readonly errorType?: ErrorType;
  readonly reversalReason?: string;
  /** SHA-256 of the first arrival's body. */
  readonly digest: string;
  /** The status of the last answer. Undefined where there was none. */
  readonly status?: number;
}

export const conflictKinds = [
  /** A confirmation and a reversal for one request. */
  'both-advices',
  /** A second advice of the same kind, under another id. */
  'second-advice',
  /** An advice came again with another body. */
  'changed-advice',
  /** An advice for a request that the service does not know. A reversal of one is often right: the till cannot tell. */
  'unknown-request',
  /** An advice for a request that was declined. A reversal after an answer that was lost is right: the till cannot tell. */
  'declined-request',
  /** A request came again under the same id. */
  'repeated-request',
  /** An advice whose id another message had. */
  'reused-id',
  /** A confirmation whose tenders are missing, have another currency, or do not add up to the final amount. */
  'tenders-differ',
  /** An advice whose `thirdPartyIdentifiers` are neither those of the response nor, for a reversal, those of the request. */
  'identifiers-differ',
] as const;

export type ConflictKind = (typeof conflictKinds)[number];

/** Something that does not fit. */
export interface Conflict {
  readonly number: number;
  readonly at: string;
  readonly kind: ConflictKind;
  /** True where no till that keeps to the protocol could have caused it, whatever the network did. */
  readonly isBreach: boolean;
  readonly requestId: string;
  /** The id of the message that came into conflict. */
  readonly id: string;
  readonly operation: OperationId;
}

/** Everything that the simulator knows of what it did. */
export interface BillpayLedger {
  readonly payments: readonly Movement[];
  readonly refunds: readonly Movement[];
  readonly advices: readonly SeenAdvice[];
  readonly conflicts: readonly Conflict[];
}

type Stamp = 'number' | 'at';

/** A request as it is written down. */
export type MovementFact = Omit<
  Movement,
  Stamp | 'status' | 'confirmedBy' | 'reversedBy' | 'reversalReason' | 'tenders' | 'adviceIds' | 'finalMinor' | keyof Answered
>;

/** An advice as it is written down, at each arrival. */
export interface AdviceFact {
  readonly id: string;
  readonly requestId: string;
  readonly kind: AdviceKind;
  readonly operation: OperationId;
  readonly effect: AdviceEffect;
  readonly errorType?: ErrorType;
  readonly reversalReason?: string;
  readonly digest: string;
  /** Where it was applied: what has moved in the end. */
  readonly finalMinor?: number;
  readonly tenders?: readonly SeenTender[];
}

type Line =
  | (MovementFact & { readonly line: 'movement'; readonly number: number; readonly at: string })
  | (AdviceFact & { readonly line: 'advice'; readonly number: number; readonly at: string })
  | (Conflict & { readonly line: 'conflict' })
  | { readonly line: 'id'; readonly number: number; readonly id: string; readonly operation: OperationId }
  | { readonly line: 'forgotten'; readonly number: number }
  | (Answered & { readonly line: 'answer'; readonly number: number; readonly status?: number });

/** Who used an id. */
export interface UsedId {
  readonly operation: OperationId;
  /** For an advice: the request that it named. */
  readonly requestId?: string;
}

export interface Ledger {
  /** Each is on the disk when it returns, and gives the number for `answer`. */
  writeMovement(fact: MovementFact): number;
  writeAdvice(fact: AdviceFact): number;
  /** Marks the id of a message that moved nothing as used. */
  useId(id: string, operation: OperationId): number;
  /** Written once for each kind, request and message. */
  writeConflict(conflict: Omit<Conflict, Stamp>): void;
  /** Says what became of the answer to the message of this number. */
  answer(number: number, answered: Answered & { readonly status?: number }): void;
  /** As a service that is restarted without its memory: no id is known any more. What moved has moved, and stays here. */
  forget(): void;
  movement(id: string): Movement | undefined;
  /** The same, but undefined where the service does not know it: after a fault that came first, or since it forgot. */
  known(id: string): Movement | undefined;
  usedId(id: string): UsedId | undefined;
  advice(id: string, requestId: string, kind: AdviceKind): SeenAdvice | undefined;
  advicesFor(requestId: string): readonly SeenAdvice[];
  paymentByIssuerReference(issuerReference: string): Movement | undefined;
  refundsOf(paymentId: string): readonly Movement[];
  /** What has been paid on this reference, less what was refunded. */
  paidMinor(reference: string): number;
  /** What is reserved on this reference. */
  reservedMinor(reference: string): number;
  entries(): BillpayLedger;
  /** Calls back after each change. */
  onChange(listener: () => void): void;
  close(): void;
}

/**
 * The simulator's own record of what it really did, which is its state as well: it is rebuilt from the file at the next start.
 * Throws where the file is not a ledger.
 */
export function openLedger(file: string | undefined): Ledger {
  const movements = new Map<string, Movement>();
  const advices = new Map<string, SeenAdvice>();
  const conflicts = new Map<string, Conflict>();
  const usedIds = new Map<string, UsedId>();
  const byIssuerReference = new Map<string, string>();
  const advicesByRequest = new Map<string, string[]>();
  const refundsByPayment = new Map<string, string[]>();
  const paid = new Map<string, number>();
  const reserved = new Map<string, number>();
  const answerable = new Map<number, { readonly movement?: string; readonly advice?: string }>();
  const listeners: (() => void)[] = [];
  let nextNumber = 1;

  const add = (sums: Map<string, number>, reference: string, minor: number): void => {
    sums.set(reference, (sums.get(reference) ?? 0) + minor);
  };

  const applyMovement = ({ line: _line, ...fact }: Extract<Line, { line: 'movement' }>): void => {
    const movement: Movement = {
      ...fact,
      finalMinor: 0,
      tenders: [],
      adviceIds: movements.get(fact.id)?.adviceIds ?? [],
      answered: false,
      how: 'pending',
    };
    movements.set(fact.id, movement);
    answerable.set(fact.number, { movement: fact.id });
    if (fact.state !== 'requested') usedIds.set(fact.id, { operation: fact.operation });
    if (fact.state !== 'reserved') return;
    if (fact.kind === 'payment') add(reserved, fact.reference, fact.approvedMinor ?? 0);
    if (fact.kind === 'payment' && fact.issuerReference !== undefined) byIssuerReference.set(fact.issuerReference, fact.id);
    if (fact.refundOf !== undefined) {
      refundsByPayment.set(fact.refundOf, [...(refundsByPayment.get(fact.refundOf) ?? []), fact.id]);
    }
  };

  const settle = (movement: Movement, fact: AdviceFact): Movement => {
    const { kind, reference, approvedMinor = 0 } = movement;
    const finalMinor = fact.finalMinor ?? 0;
    if (kind === 'payment') add(reserved, reference, -approvedMinor);
    add(paid, reference, kind === 'payment' ? finalMinor : -finalMinor);
    return fact.kind === 'confirmation'
      ? { ...movement, state: 'confirmed', finalMinor, confirmedBy: fact.id, tenders: fact.tenders ?? [] }
      : {
          ...movement,
          state: 'reversed',
          finalMinor,
          reversedBy: fact.id,
          ...(fact.reversalReason === undefined ? {} : { reversalReason: fact.reversalReason }),
        };
  };

  const applyAdvice = (fact: Extract<Line, { line: 'advice' }>): void => {
    const key = keyOf(fact.id, fact.requestId, fact.kind);
    const earlier = advices.get(key);
    const { errorType } = fact;
    advices.set(key, {
      number: earlier?.number ?? fact.number,
      id: fact.id,
      requestId: fact.requestId,
      kind: fact.kind,
      operation: fact.operation,
      at: earlier?.at ?? fact.at,
      lastAt: fact.at,
      times: (earlier?.times ?? 0) + 1,
      effect: earlier?.effect === 'applied' ? 'applied' : fact.effect,
      ...(errorType === undefined ? {} : { errorType }),
      ...(fact.reversalReason === undefined ? {} : { reversalReason: fact.reversalReason }),
      digest: earlier?.digest ?? fact.digest,
      answered: false,
      how: 'pending',
    });
    answerable.set(fact.number, { advice: key });
    if (!earlier) advicesByRequest.set(fact.requestId, [...(advicesByRequest.get(fact.requestId) ?? []), key]);
    if (fact.effect !== 'not-applied' && !usedIds.has(fact.id)) {
      usedIds.set(fact.id, { operation: fact.operation, requestId: fact.requestId });
    }
    const movement = movements.get(fact.requestId);
    if (!movement) return;
    const named = movement.adviceIds.includes(fact.id) ? movement : { ...movement, adviceIds: [...movement.adviceIds, fact.id] };
    movements.set(movement.id, fact.effect === 'applied' && named.state === 'reserved' ? settle(named, fact) : named);
  };

  const applyAnswer = ({ number, answered, how, status }: Extract<Line, { line: 'answer' }>): void => {
    const target = answerable.get(number);
    answerable.delete(number);
    const outcome = { answered, how, ...(status === undefined ? {} : { status }) };
    const movement = movements.get(target?.movement ?? '');
    const advice = advices.get(target?.advice ?? '');
    if (movement) movements.set(movement.id, { ...movement, ...outcome });
    if (advice && target?.advice !== undefined) advices.set(target.advice, { ...advice, ...outcome });
  };

  const apply = (line: Line): void => {
    nextNumber = Math.max(nextNumber, line.number + 1);
    switch (line.line) {
      case 'movement':
        return applyMovement(line);
      case 'advice':
        return applyAdvice(line);
      case 'conflict': {
        const { line: _line, ...conflict } = line;
        return void conflicts.set(conflictKey(conflict), conflict);
      }
      case 'id':
        return void usedIds.set(line.id, { operation: line.operation });
      case 'forgotten':
        return usedIds.clear();
      case 'answer':
        return applyAnswer(line);
    }
  };

  const lines = openLedgerFile(file, isLedgerLine, apply);
  const write = (line: Line): number => {
    // What became of an answer is for tests to compare. What moved is what must not be lost.
    lines.append(line, line.line !== 'answer');
    apply(line);
    for (const listener of listeners) listener();
    return line.number;
  };
  const stamp = (): { readonly number: number; readonly at: string } => ({
    number: nextNumber,
    at: new Date().toISOString(),
  });

  return {
    writeMovement: (fact) => write({ ...fact, line: 'movement', ...stamp() }),
    writeAdvice: (fact) => write({ ...fact, line: 'advice', ...stamp() }),
    useId: (id, operation) => write({ line: 'id', number: nextNumber, id, operation }),
    writeConflict(conflict) {
      if (!conflicts.has(conflictKey(conflict))) write({ ...conflict, line: 'conflict', ...stamp() });
    },
    answer: (number, answered) => void write({ line: 'answer', number, ...answered }),
    forget: () => void write({ line: 'forgotten', number: nextNumber }),
    movement: (id) => movements.get(id),
    known: (id) => {
      const movement = movements.get(id);
      return movement && movement.state !== 'requested' && usedIds.has(id) ? movement : undefined;
    },
    usedId: (id) => usedIds.get(id),
    advice: (id, requestId, kind) => advices.get(keyOf(id, requestId, kind)),
    advicesFor: (requestId) => (advicesByRequest.get(requestId) ?? []).flatMap((key) => advices.get(key) ?? []),
    paymentByIssuerReference: (issuerReference) => movements.get(byIssuerReference.get(issuerReference) ?? ''),
    refundsOf: (paymentId) => (refundsByPayment.get(paymentId) ?? []).flatMap((id) => movements.get(id) ?? []),
    paidMinor: (reference) => paid.get(reference) ?? 0,
    reservedMinor: (reference) => reserved.get(reference) ?? 0,
    entries() {
      const all = [...movements.values()];
      return {
        payments: all.filter(({ kind }) => kind === 'payment'),
        refunds: all.filter(({ kind }) => kind === 'refund'),
        advices: [...advices.values()],
        conflicts: [...conflicts.values()],
      };
    },
    onChange: (listener) => void listeners.push(listener),
    close: lines.close,
  };
}

function keyOf(id: string, requestId: string, kind: AdviceKind): string {
  return JSON.stringify([kind, requestId, id]);
}

function conflictKey({ kind, requestId, id }: Omit<Conflict, Stamp>): string {
  return JSON.stringify([kind, requestId, id]);
}

const lineNames: readonly Line['line'][] = ['movement', 'advice', 'conflict', 'id', 'forgotten', 'answer'];

function isLedgerLine(content: unknown): content is Line {
  if (typeof content !== 'object' || content === null || !('line' in content) || !('number' in content)) return false;
  return lineNames.some((name) => name === content.line) && Number.isInteger(content.number);
}

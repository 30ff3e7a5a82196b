import { operationOfAdvice } from './operations.ts';
import type { AdviceFact, EndingFact, IdUser, Line, LineOf } from './ledger-lines.ts';
import type { AdviceKind, Code, Conflict, Outcome, PartnerMoney, Payment, QrLedger, Scan, SeenAdvice } from './ledger-types.ts';

/** Who used an id. */
export interface UsedId {
  readonly by: IdUser;
  /** For an advice: the payment that it named. */
  readonly requestId?: string;
}

/** What the lines of the ledger come to. */
export interface LedgerState {
  apply(line: Line): void;
  code(tranId: string): Code | undefined;
  codeCount(): number;
  payment(id: string): Payment | undefined;
  /** Those that name this code, whatever became of them, oldest first. */
  paymentsOf(tranId: string): readonly Payment[];
  /** Whether a payment has ever waited for this code to be scanned. */
  isConsumed(tranId: string): boolean;
  usedId(id: string): UsedId | undefined;
  /** Whose message had this id, whether or not the service got to see it. */
  sender(id: string): UsedId | undefined;
  advice(id: string, requestId: string, kind: AdviceKind): SeenAdvice | undefined;
  /** In the order of their first arrival. */
  advicesFor(requestId: string): readonly SeenAdvice[];
  hasConflict(conflict: Omit<Conflict, 'number' | 'at'>): boolean;
  entries(): QrLedger;
}

const unanswered: Outcome = { answered: false, how: 'pending' };

export function createLedgerState(): LedgerState {
  const codes = new Map<string, Code>();
  const payments = new Map<string, Payment>();
  const scans: Scan[] = [];
  const advices = new Map<string, SeenAdvice>();
  const conflicts = new Map<string, Conflict>();
  const usedIds = new Map<string, UsedId>();
  const senders = new Map<string, UsedId>();
  const paymentIdsByTranId = new Map<string, readonly string[]>();
  const adviceKeysByRequest = new Map<string, readonly string[]>();
  const consumed = new Set<string>();
  const answerable = new Map<number, (outcome: Outcome) => void>();

  const noteId = (id: string, user: UsedId, isUsed: boolean): void => {
    if (isUsed && !usedIds.has(id)) usedIds.set(id, user);
    if (!senders.has(id)) senders.set(id, user);
  };
  const changePayment = (id: string, changes: Partial<Payment>): void => {
    const payment = payments.get(id);
    if (payment) payments.set(id, { ...payment, ...changes });
  };

  const all = <Value>(found: readonly string[] | undefined, from: ReadonlyMap<string, Value>): readonly Value[] =>
    (found ?? []).flatMap((key) => from.get(key) ?? []);

  const applyCode = ({ line: _line, ...fact }: LineOf<'code'>): void => {
    codes.set(fact.tranId, { ...fact, ...unanswered });
    noteId(fact.requestId, { by: 'createQrCode' }, true);
    answerable.set(fact.number, (outcome) => {
      const code = codes.get(fact.tranId);
      if (code) codes.set(fact.tranId, { ...code, ...outcome });
    });
  };

  const applyPayment = ({ line: _line, ...fact }: LineOf<'payment'>): void => {
    const earlier = payments.get(fact.id);
    const nothingMoved = { reservedMinor: 0, takenMinor: 0, releasedMinor: 0 };
    // Advices may have come first: a reversal can overtake its payment (QR 4.6).
    const adviceIds = [...new Set(all(adviceKeysByRequest.get(fact.id), advices).map(({ id }) => id))];
    payments.set(fact.id, { ...fact, ...nothingMoved, adviceIds, ...unanswered });
    if (!earlier) paymentIdsByTranId.set(fact.tranId, [...(paymentIdsByTranId.get(fact.tranId) ?? []), fact.id]);
    noteId(fact.id, { by: 'pay' }, fact.state !== 'requested');
    if (fact.state === 'pending-scan') consumed.add(fact.tranId);
    answerable.set(fact.number, (outcome) => changePayment(fact.id, outcome));
  };

  const applyScan = ({ line: _line, ...scan }: LineOf<'scan'>): void => {
    scans.push(scan);
    noteId(scan.id, { by: 'notifyScan' }, true);
    if (scan.paymentId !== undefined) {
      changePayment(scan.paymentId, { state: 'pending-partner', partnerId: scan.partnerId });
    }
  };

  const applyEnding = ({ paymentId, state, reservedMinor, approvedMinor, errorType, responseIdentifiers }: EndingFact): void => {
    const payment = payments.get(paymentId);
    if (!payment) return;
    changePayment(paymentId, {
      state,
      reservedMinor,
      releasedMinor: payment.releasedMinor + Math.max(0, payment.reservedMinor - reservedMinor),
      ...(approvedMinor === undefined ? {} : { approvedMinor }),
      ...(errorType === undefined ? {} : { errorType }),
      ...(responseIdentifiers === undefined ? {} : { responseIdentifiers }),
    });
  };

  const settle = (payment: Payment, { kind, id, finalMinor = 0, reversalReason }: AdviceFact): void => {
    const money = {
      reservedMinor: 0,
      takenMinor: finalMinor,
      releasedMinor: payment.releasedMinor + payment.reservedMinor - finalMinor,
    };
    if (kind === 'confirmation') changePayment(payment.id, { ...money, state: 'confirmed', confirmedBy: id });
    else {
      const why = reversalReason === undefined ? {} : { reversalReason };
      changePayment(payment.id, { ...money, ...why, state: 'reversed', reversedBy: id });
    }
  };

  const applyAdvice = (fact: LineOf<'advice'>): void => {
    const { id, requestId, kind, effect, errorType, reversalReason } = fact;
    const key = keyOf(id, requestId, kind);
    const earlier = advices.get(key);
    const isReached = effect !== 'not-applied';
    const decision = earlier?.decision ?? (isReached ? { effect, ...(errorType === undefined ? {} : { errorType }) } : undefined);
    advices.set(key, {
      number: earlier?.number ?? fact.number,
      id,
      requestId,
      kind,
      at: earlier?.at ?? fact.at,
      lastAt: fact.at,
      times: (earlier?.times ?? 0) + 1,
      effect: earlier?.effect === 'applied' ? 'applied' : effect,
      ...(errorType === undefined ? {} : { errorType }),
      ...(reversalReason === undefined ? {} : { reversalReason }),
      digest: earlier?.digest ?? fact.digest,
      ...(decision ? { decision } : {}),
      ...unanswered,
    });
    if (!earlier) adviceKeysByRequest.set(requestId, [...(adviceKeysByRequest.get(requestId) ?? []), key]);
    noteId(id, { by: operationOfAdvice[kind], requestId }, isReached);
    answerable.set(fact.number, (outcome) => {
      const advice = advices.get(key);
      if (advice) advices.set(key, { ...advice, ...outcome });
    });
    const payment = payments.get(requestId);
    if (!payment) return;
    if (!payment.adviceIds.includes(id)) changePayment(requestId, { adviceIds: [...payment.adviceIds, id] });
    if (effect === 'applied') settle(payment, fact);
  };

  const applyAnswer = ({ to, answered, how, status, answeredErrorType }: LineOf<'answer'>): void => {
    answerable.get(to)?.({
      answered,
      how,
      ...(status === undefined ? {} : { status }),
      ...(answeredErrorType === undefined ? {} : { answeredErrorType }),
    });
    answerable.delete(to);
  };

  return {
    apply(line) {
      switch (line.line) {
        case 'code':
          return applyCode(line);
        case 'payment':
          return applyPayment(line);
        case 'scan':
          return applyScan(line);
        case 'ending':
          return applyEnding(line);
        case 'advice':
          return applyAdvice(line);
        case 'conflict': {
          const { line: _line, ...conflict } = line;
          return void conflicts.set(conflictKey(conflict), conflict);
        }
        case 'id':
          return noteId(line.id, { by: line.by }, line.isUsed);
        case 'answer':
          return applyAnswer(line);
      }
    },
    code: (tranId) => codes.get(tranId),
    codeCount: () => codes.size,
    payment: (id) => payments.get(id),
    paymentsOf: (tranId) => all(paymentIdsByTranId.get(tranId), payments),
    isConsumed: (tranId) => consumed.has(tranId),
    usedId: (id) => usedIds.get(id),
    sender: (id) => senders.get(id),
    advice: (id, requestId, kind) => advices.get(keyOf(id, requestId, kind)),
    advicesFor: (requestId) => all(adviceKeysByRequest.get(requestId), advices),
    hasConflict: (conflict) => conflicts.has(conflictKey(conflict)),
    entries: () => ({
      codes: [...codes.values()],
      payments: [...payments.values()],
      scans: [...scans],
      advices: [...advices.values()],
      partners: moneyByPartner(payments.values()),
      conflicts: [...conflicts.values()],
    }),
  };
}

function moneyByPartner(payments: Iterable<Payment>): readonly PartnerMoney[] {
  const sums = new Map<string, PartnerMoney>();
  for (const { partnerId, currency, reservedMinor, takenMinor, releasedMinor } of payments) {
    if (partnerId === undefined) continue;
    const key = JSON.stringify([partnerId, currency]);
    const sum = sums.get(key);
    sums.set(key, {
      partnerId,
      currency,
      reservedMinor: (sum?.reservedMinor ?? 0) + reservedMinor,
      takenMinor: (sum?.takenMinor ?? 0) + takenMinor,
      releasedMinor: (sum?.releasedMinor ?? 0) + releasedMinor,
    });
  }
  return [...sums.values()];
}

function keyOf(id: string, requestId: string, kind: AdviceKind): string {
  return JSON.stringify([kind, requestId, id]);
}

function conflictKey({ kind, requestId, id }: Omit<Conflict, 'number' | 'at'>): string {
  return JSON.stringify([kind, requestId, id]);
}

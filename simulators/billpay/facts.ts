import { createHash } from 'node:crypto';
import { fieldOf, isObject, textOf, type JsonObject } from '../common/json-object.ts';
import type { JsonValue } from '../common/json-text.ts';
import type { AdviceFact, AdviceKind, MovementFact } from './ledger.ts';
import { amountOf } from './message.ts';
import { subjectFields, type OperationId, type Subject } from './operations.ts';
import type { Arrived } from './rules.ts';

/** An advice as it arrived, and what the ledger will know of it. */
export interface ArrivedAdvice {
  readonly id: string;
  readonly requestId: string;
  readonly kind: AdviceKind;
  readonly operation: OperationId;
  readonly reversalReason?: string;
  /** SHA-256 of the body, byte by byte. */
  readonly digest: string;
  readonly body: JsonObject;
}

export function adviceOf({ route, body, text }: Arrived): ArrivedAdvice {
  const { operation, pathId, pathAdviceId } = route;
  const reversalReason = textOf(body, 'reversalReason');
  return {
    id: textOf(body, 'id') ?? pathAdviceId,
    requestId: textOf(body, 'requestId') ?? pathId,
    kind: operation.leg === 'confirmation' ? 'confirmation' : 'reversal',
    operation: operation.id,
    ...(reversalReason === undefined ? {} : { reversalReason }),
    digest: createHash('sha256').update(text).digest('hex'),
    body: isObject(body) ? body : {},
  };
}

/** The advice as the ledger keeps it: without its body. */
export function adviceFact({ body: _body, ...advice }: ArrivedAdvice, effect: AdviceFact['effect']): AdviceFact {
  return { ...advice, effect };
}

/** A request for money as the ledger keeps it, as long as nothing is known of it but the request. */
export function movementFact({ route, body }: Arrived, otherwiseCurrency: string): MovementFact {
  const { operation, pathId } = route;
  const isRefund = operation.family === 'refund';
  const amount = amountOf(body, 'amounts', 'requestAmount');
  const basketRef = textOf(body, 'basketRef');
  return {
    kind: isRefund ? 'refund' : 'payment',
    id: textOf(body, 'id') ?? pathId,
    operation: operation.id,
    subject: operation.subject,
    state: 'requested',
    reference: isRefund ? '' : referenceOf(body, operation.subject),
    currency: amount?.currency ?? otherwiseCurrency,
    ...(amount ? { requestedMinor: amount.minor } : {}),
    ...(basketRef === undefined ? {} : { basketRef }),
    requestIdentifiers: fieldOf(body, 'thirdPartyIdentifiers'),
  };
}

/** The account's reference, or the fine's or the policy's. Empty where there is none that can be read. */
export function referenceOf(body: JsonValue, subject: Subject): string {
  return textOf(body, subjectFields[subject].field) ?? '';
}

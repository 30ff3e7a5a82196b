import { createHash } from 'node:crypto';
import { textOf, type JsonObject } from '../common/json-object.ts';
import type { AdviceFact } from './ledger-lines.ts';
import type { AdviceEffect, AdviceKind, Identifier, Money } from './ledger-types.ts';
import { amountOf, identifiersOf } from './message.ts';

/** An advice as it arrived, and what the ledger will know of it. */
export interface ArrivedAdvice {
  readonly id: string;
  readonly requestId: string;
  readonly kind: AdviceKind;
  readonly reversalReason?: string;
  /** SHA-256 of the body, byte by byte. */
  readonly digest: string;
  readonly tranId: string | undefined;
  readonly partnerId: string | undefined;
  readonly identifiers: readonly Identifier[];
  /** The final amount of the transaction. */
  readonly approved: Money | undefined;
  readonly body: JsonObject;
}

/** @param body one whose fields are right */
export function adviceOf(kind: AdviceKind, body: JsonObject, text: string): ArrivedAdvice {
  const reversalReason = textOf(body, 'reversalReason');
  return {
    id: textOf(body, 'id') ?? '',
    requestId: textOf(body, 'requestId') ?? '',
    kind,
    ...(reversalReason === undefined ? {} : { reversalReason }),
    digest: createHash('sha256').update(text).digest('hex'),
    tranId: textOf(body, 'tranId'),
    partnerId: textOf(body, 'partner', 'id'),
    identifiers: identifiersOf(body),
    approved: amountOf(body, 'amounts', 'approvedAmount'),
    body,
  };
}

/** The advice as the ledger keeps it: without its body. */
export function adviceFact(
  { id, requestId, kind, reversalReason, digest }: ArrivedAdvice,
  effect: AdviceEffect,
): Omit<AdviceFact, 'errorType' | 'finalMinor'> {
  return { id, requestId, kind, effect, digest, ...(reversalReason === undefined ? {} : { reversalReason }) };
}

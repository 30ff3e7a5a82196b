import type { JsonObject } from '../common/json-object.ts';
import { adviceFact, type ArrivedAdvice } from './advice.ts';
import type { ErrorDetails, Refuse } from './error-detail.ts';
import type { ErrorType } from './error-types.ts';
import type { Ledger } from './ledger.ts';
import type { Payment } from './ledger-types.ts';
import type { PaymentsUnderWay } from './payments-under-way.ts';
import type { Arrived, Reply } from './reply.ts';
import type { QrSettings } from './settings.ts';

export interface AdviseParts {
  readonly ledger: Ledger;
  readonly settings: () => QrSettings;
  readonly underWay: PaymentsUnderWay;
  readonly refuse: Refuse;
}

/** `confirmPayment` and `reversePayment`, by the state of the payment that they name (QR 9.3). */
export function advise(parts: AdviseParts, arrived: Arrived, advice: ArrivedAdvice): Reply {
  if (arrived.decline) return refuseAdvice(parts, advice, arrived.decline.errorType, arrived.decline);
  const found = parts.ledger.payment(advice.requestId);
  const payment = found?.state === 'requested' ? undefined : found;
  if (!payment) return notFound(parts, advice);
  return advice.kind === 'confirmation' ? confirm(parts, advice, payment) : reverse(parts, advice, payment);
}

function confirm(parts: AdviseParts, advice: ArrivedAdvice, payment: Payment): Reply {
  switch (payment.state) {
    case 'authorised':
      return apply(parts, advice, payment);
    case 'confirmed':
    case 'reversed':
      return refuseSettled(parts, advice, payment);
    case 'requested':
    case 'pending-scan':
    case 'pending-partner':
    case 'declined':
    case 'expired':
      return refuseAdvice(parts, advice, 'FUNCTION_NOT_SUPPORTED');
  }
}

function reverse(parts: AdviseParts, advice: ArrivedAdvice, payment: Payment): Reply {
  switch (payment.state) {
    case 'confirmed':
    case 'reversed':
      return refuseSettled(parts, advice, payment);
    case 'requested':
    case 'pending-scan':
    case 'pending-partner':
    case 'authorised':
    case 'declined':
    case 'expired':
      return apply(parts, advice, payment);
  }
}

/** Settles the payment, and ends its wait where it has one. */
function apply(parts: AdviseParts, advice: ArrivedAdvice, payment: Payment): Reply {
  const { approvedMinor = 0, currency } = payment;
  const { approved, kind } = advice;
  // Absent in a confirmation: everything; absent in a reversal: nothing remains (QR 3.4).
  const finalMinor = approved?.minor ?? (kind === 'confirmation' ? approvedMinor : 0);
  const isFine = finalMinor >= 0 && finalMinor <= approvedMinor && (!approved || approved.currency === currency);
  if (!isFine) return refuseAdvice(parts, advice, 'INVALID_AMOUNT');
  const number = parts.ledger.writeAdvice({ ...adviceFact(advice, 'applied'), finalMinor });
  parts.underWay.endReversed(payment.id);
  return accepted(advice.body, number);
}

function accepted(body: JsonObject, number: number): Reply {
  return { status: 202, body, number };
}

/** Where the service knows no such payment: it never came, or has not come yet. */
function notFound(parts: AdviseParts, advice: ArrivedAdvice): Reply {
  const number = parts.ledger.writeAdvice(adviceFact(advice, 'not-found'));
  return { ...notFoundReply(parts, advice), number };
}

function notFoundReply(parts: AdviseParts, advice: ArrivedAdvice): Reply {
  const { notFoundAs400 } = parts.settings();
  // The 404 of a reversal has no body in the contract (QR 1.1).
  if (advice.kind === 'reversal' && !notFoundAs400) return { status: 404 };
  return refusal(parts, advice, 'UNABLE_TO_LOCATE_RECORD', { status: notFoundAs400 ? 400 : 404 });
}

/**
 * Where an advice's id was used before (QR 9.1.4, 9.3). With the switch `replayAdvices`, the same advice is answered as at first;
 * another message with that id never is.
 */
export function adviseAgain(parts: AdviseParts, advice: ArrivedAdvice): Reply {
  const { ledger, settings } = parts;
  const earlier = ledger.advice(advice.id, advice.requestId, advice.kind);
  const { decision } = earlier ?? {};
  if (!settings().replayAdvices || !decision || earlier?.digest !== advice.digest) {
    return refuseAdvice(parts, advice, 'DUPLICATE_RECORD');
  }
  const number = ledger.writeAdvice(adviceFact(advice, 'repeated'));
  if (decision.effect === 'not-found') return { ...notFoundReply(parts, advice), number };
  const { errorType } = decision;
  if (errorType === undefined) return accepted(advice.body, number);
  return { ...refusal(parts, advice, errorType, {}), number };
}

function refuseSettled(parts: AdviseParts, advice: ArrivedAdvice, payment: Payment): Reply {
  return refuseAdvice(parts, advice, 'ACCOUNT_ALREADY_SETTLED', { message: `Payment was already ${payment.state}` });
}

function refuseAdvice(parts: AdviseParts, advice: ArrivedAdvice, errorType: ErrorType, details: ErrorDetails = {}): Reply {
  const number = parts.ledger.writeAdvice({ ...adviceFact(advice, 'refused'), errorType });
  return { ...refusal(parts, advice, errorType, details), number };
}

function refusal({ ledger, refuse }: AdviseParts, advice: ArrivedAdvice, errorType: ErrorType, details: ErrorDetails): Reply {
  const tranId = ledger.payment(advice.requestId)?.tranId ?? advice.tranId;
  return refuse(errorType, { ...details, originalId: advice.requestId, tranId });
}

import type { Clock } from '../common/clock.ts';
import { textOf, type JsonObject } from '../common/json-object.ts';
import { integer } from '../common/json-object.ts';
import { paymentAnswer } from './answers.ts';
import type { Refuse } from './error-detail.ts';
import type { ErrorType } from './error-types.ts';
import type { Ledger } from './ledger.ts';
import type { PaymentFact } from './ledger-lines.ts';
import type { Code, Money } from './ledger-types.ts';
import { amountOf, identifiersOf } from './message.ts';
import type { Ending, PaymentsUnderWay } from './payments-under-way.ts';
import type { Arrived, Reply } from './reply.ts';
import type { QrSettings } from './settings.ts';

export interface PayParts {
  readonly ledger: Ledger;
  readonly settings: () => QrSettings;
  readonly clock: Clock;
  readonly underWay: PaymentsUnderWay;
  readonly refuse: Refuse;
}

/** `pay` (QR 9.2): judged at once, or held until it is scanned and decided, reversed, or out of time. @param body one whose fields are right */
export async function pay(parts: PayParts, { decline, waits }: Arrived, body: JsonObject): Promise<Reply> {
  const { ledger, refuse, underWay } = parts;
  const fact = paymentFact(body);
  const { tranId } = fact;
  const why = decline ?? whyNot(parts, fact);
  if (why) {
    const number = ledger.writePayment({ ...fact, state: 'declined', errorType: why.errorType });
    return { ...refuse(why.errorType, { ...why, tranId }), number };
  }
  const { number, ending } = underWay.begin(fact);
  waits?.(number);
  return { ...replyOf(parts, await ending, body, fact), number };
}

/** A payment as the ledger keeps it, as long as nothing is known of it but the request. */
export function paymentFact(body: JsonObject): Omit<PaymentFact, 'state'> {
  const amount = amountOf(body, 'amounts', 'requestAmount');
  const basketRef = textOf(body, 'basketRef');
  return {
    id: textOf(body, 'id') ?? '',
    tranId: textOf(body, 'tranId') ?? '',
    currency: amount?.currency ?? '',
    // An absent amount means zero (QR 3.8, Amounts).
    requestedMinor: amount?.minor ?? 0,
    terminalId: textOf(body, 'originator', 'terminalId') ?? '',
    ...(basketRef === undefined ? {} : { basketRef }),
    requestIdentifiers: identifiersOf(body),
  };
}

function whyNot(
  { ledger, settings, clock }: PayParts,
  { id, tranId, requestedMinor, currency }: Omit<PaymentFact, 'state'>,
): { readonly errorType: ErrorType; readonly status?: number } | undefined {
  const code = ledger.code(tranId);
  if (!code || Date.parse(code.expiresAt) <= clock.now() || ledger.isConsumed(tranId)) return { errorType: 'INVALID_TRAN_ID' };
  if (requestedMinor <= 0 || !fitsValue(code, { minor: requestedMinor, currency })) return { errorType: 'INVALID_AMOUNT' };
  const isReversed = ledger.advicesFor(id).some(({ kind, decision }) => kind === 'reversal' && decision?.effect === 'not-found');
  return settings().rememberOrphans && isReversed ? { errorType: 'TRANSACTION_NOT_SUPPORTED' } : undefined;
}

/** Whether an amount is what the code's face value allows. What `createQrCode` named beside it does not count (QR 9.2). */
function fitsValue({ value, overPaymentAllowed, partPaymentAllowed }: Code, { minor, currency }: Money): boolean {
  if (!value) return true;
  if (currency !== value.currency) return false;
  return (minor <= value.minor || overPaymentAllowed) && (minor >= value.minor || partPaymentAllowed);
}

function replyOf(
  { settings, clock, refuse }: PayParts,
  ending: Ending,
  body: JsonObject,
  { tranId, currency }: Omit<PaymentFact, 'state'>,
): Reply {
  switch (ending.kind) {
    case 'authorised': {
      const { approvedMinor, scan } = ending;
      const now = new Date(clock.now()).toISOString();
      return { status: 201, body: paymentAnswer(body, { now, approvedMinor, currency, scan }) };
    }
    case 'declined':
      // What a partner says about itself is no outcome of the message: its status is always that of a refusal (QR 9.2).
      return refuse(ending.errorType, { status: 400, tranId });
    case 'no-scan': {
      const detailMessage = { waitedMs: integer(ending.waitedMs) };
      return refuse('NO_SCAN_RECEIVED', { status: settings().noScanStatus, detailMessage, tranId });
    }
    case 'no-partner':
      return refuse('UPSTREAM_UNAVAILABLE', { status: 504, tranId });
    case 'reversed':
      return refuse('DO_NOT_HONOR', { message: 'Payment was reversed', tranId });
    case 'closed':
      // Nobody hears it: the simulator drops its connections.
      return refuse('UPSTREAM_UNAVAILABLE', { tranId });
  }
}

import { z } from 'zod';
import { billKinds, billReasonCodes } from '../../shared/bill.ts';
import { qrReasonCodes } from '../../shared/qr.ts';
import { isCurrency, type Currency } from '../../shared/currency.ts';
import type { AdviceId, BillId, PaymentId, QrId, SaleId } from '../../shared/ids.ts';
import { applicationTypes, inputFields, payorFields, processingMethods, reasonCodes } from '../../shared/sale.ts';

/**
 * What the journal can say: facts in the past tense, each already true when it is written.
 * A fact is never changed and never taken back; what was found out later is a fact of its own.
 *
 *   payment-begun ──▶ the request may be on its way (written before it is sent)
 *     ├─▶ payment-approved | payment-declined | payment-cancelled | payment-failed     (the terminal said so)
 *     └─▶ payment-outcome-unknown ──▶ payment-resolved                                 (a person found out)
 *   late-answer-received                                                               (changes nothing)
 *
 * A sale that is open before its money is taken, for an amount or for bills:
 *
 *   sale-opened                                           an amount, to be paid by one tender or several
 *   bill-requested ──▶ the service may have reserved it (written before it is asked)
 *     ├─▶ bill-approved                                     it must be confirmed or reversed
 *     ├─▶ bill-declined                                     nothing happened there
 *     └─▶ bill-unanswered                                   it must be reversed
 *   cash-taken, qr-begun, payment-begun …                   the tenders, the card last
 *   sale-abandoned ──▶ cash-returned                        every reserved bill must be reversed
 *   advice-queued ──▶ advice-delivered | advice-refused     what the service was told, and whether it has it
 *
 * A payment by code:
 *
 *   qr-begun ──▶ the service is asked for a code; no money can move
 *     ├─▶ qr-declined                                       no code, or no payment: nothing happened there
 *     └─▶ qr-payment-begun ──▶ it may be reserved (written before it is sent, and before the code is shown)
 *           ├─▶ qr-approved                                 it must be confirmed or reversed
 *           └─▶ qr-unanswered | qr-cancelled ──▶ qr-payment-ended      it must be reversed
 */

const saleId = z.custom<SaleId>((value) => typeof value === 'string');
const currency = z.custom<Currency>((value) => typeof value === 'string' && isCurrency(value));
const minor = z.number().int().nonnegative();

const reason = z.object({
  code: z.enum(reasonCodes),
  detail: z.string().exactOptional(),
  field: z.enum(inputFields).exactOptional(),
});
const card = z.object({
  transactionId: z.string().exactOptional(),
  authCode: z.string().exactOptional(),
  lastFour: z.string().exactOptional(),
  paymentMethod: z.string().exactOptional(),
  entryMethod: z.number().exactOptional(),
  batchId: z.string().exactOptional(),
  gatewayReferenceId: z.string().exactOptional(),
  transactionAt: z.string().exactOptional(),
});
const discrepancy = z.object({
  field: z.enum(['Amount', 'ID1', 'FeeAmount', 'ErrorCode', 'answer']),
  expected: z.string(),
  answered: z.string(),
});

const request = z.object({
  amountMinor: minor,
  currency,
  reference: z.string(),
  payor: z.object(Object.fromEntries(payorFields.map((field) => [field, z.string().exactOptional()]))),
  billType: z.string(),
  processingMethod: z.enum(processingMethods),
  applicationType: z.enum(applicationTypes),
});
const override = z.object({ reason: z.string(), earlier: z.array(saleId) }).exactOptional();

const begun = z.object({ kind: z.literal('payment-begun'), request, override });

/** An amount that several tenders may pay. Nothing is asked of anybody yet. */
const opened = z.object({ kind: z.literal('sale-opened'), request, override });

const approved = z.object({
  kind: z.literal('payment-approved'),
  feeMinor: minor,
  card,
  discrepancies: z.array(discrepancy),
  deviceWarning: z.boolean(),
});

const notCharged = z.object({
  kind: z.enum(['payment-declined', 'payment-cancelled', 'payment-failed']),
  reason,
  deviceWarning: z.boolean(),
});

const unknown = z.object({ kind: z.literal('payment-outcome-unknown'), reason });

const resolved = z.object({
  kind: z.literal('payment-resolved'),
  verdict: z.enum(['charged', 'not-charged']),
  evidence: z.string(),
  reason: z.string(),
});

/** An answer that came when the sale was already decided, or after nobody waited for it any more. */
const late = z.object({
  kind: z.literal('late-answer-received'),
  outcome: z.string(),
  card: card.exactOptional(),
  reason: reason.optional(),
});

const billId = z.custom<BillId>((value) => typeof value === 'string');
const qrId = z.custom<QrId>((value) => typeof value === 'string');
const adviceId = z.custom<AdviceId>((value) => typeof value === 'string');
const billReason = z.object({ code: z.enum(billReasonCodes), detail: z.string().exactOptional() });

/** What every advice about the payment has to carry: with it the same advice can be made after a restart (billpay 3.6). */
const adviceBasis = z.object({
  leg: z.enum(['payment', 'refund']),
  requestId: z.string(),
  thirdPartyIdentifiers: z.array(z.looseObject({ institutionId: z.string(), transactionIdentifier: z.string().exactOptional() })),
  rrn: z.string().exactOptional(),
  stan: z.string().exactOptional(),
});

const institution = z.object({ id: z.string(), name: z.string() });
const qrReason = z.object({
  code: z.enum([...qrReasonCodes, 'till-stopped', 'cancelled-by-cashier']),
  detail: z.string().exactOptional(),
});

/** As `adviceBasis`, for a payment by code (qr 3.4): fill in what is known, so that the service need not look for the original. */
const qrBasis = z.object({
  requestId: z.string(),
  tranId: z.string(),
  thirdPartyIdentifiers: z.array(z.looseObject({ institutionId: z.string(), transactionIdentifier: z.string().exactOptional() })),
  partner: institution.exactOptional(),
  rrn: z.string().exactOptional(),
  stan: z.string().exactOptional(),
});
const slip = z.object({
  lines: z.array(
    z.object({
      text: z.string(),
      widthScale: z.number(),
      heightScale: z.number(),
      isRule: z.boolean(),
      isCut: z.boolean(),
      barcode: z.object({ data: z.string(), encoding: z.string().exactOptional() }).exactOptional(),
    }),
  ),
  widthCharacters: z.number().exactOptional(),
  issuerReference: z.string().exactOptional(),
  phoneNumber: z.string().exactOptional(),
});

/** The ids of the request and of both possible advices, before anything is sent: a restart queues the same advice again, never a second one. */
const billRequested = z.object({
  kind: z.literal('bill-requested'),
  billId,
  confirmationId: adviceId,
  reversalId: adviceId,
  billKind: z.enum(billKinds),
  biller: institution,
  reference: z.string(),
  amountMinor: minor,
  currency,
  basis: adviceBasis,
  override,
});

const billApproved = z.object({
  kind: z.literal('bill-approved'),
  billId,
  approvedMinor: minor,
  slip: slip.exactOptional(),
  /** The answer's, from now on: an advice carries its identifiers unchanged (billpay 9.14). */
  basis: adviceBasis,
});

const billDeclined = z.object({ kind: z.literal('bill-declined'), billId, reason: billReason });

const billUnanswered = z.object({
  kind: z.literal('bill-unanswered'),
  billId,
  reversalReason: z.enum(['TIMEOUT', 'RESPONSE_NOT_FINAL', 'CANCELLED']),
  reason: billReason,
  basis: adviceBasis.exactOptional(),
});

/**
 * Written before the service is asked for a code: the payment's id, and those of the advices that it may come to. The spare ones are for an
 * advice that has to be told again as a new one (qr 4.6, 6.3).
 */
const qrBegun = z.object({
  kind: z.literal('qr-begun'),
  qrId,
  confirmationId: adviceId,
  reversalId: adviceId,
  spareIds: z.array(adviceId),
  amountMinor: minor,
});

/** Written before the payment is sent, and so before the code is shown. */
const qrPaymentBegun = z.object({
  kind: z.literal('qr-payment-begun'),
  qrId,
  tranId: z.string(),
  /** When the till stops waiting, by its own clock, ISO 8601, UTC. */
  deadlineAt: z.string(),
  basis: qrBasis,
});

const qrApproved = z.object({
  kind: z.literal('qr-approved'),
  qrId,
  approvedMinor: minor,
  partner: institution,
  slip: slip.exactOptional(),
  /** The answer's, from now on (qr 3.4). */
  basis: qrBasis,
});

const qrDeclined = z.object({ kind: z.literal('qr-declined'), qrId, reason: qrReason });

const qrUnanswered = z.object({
  kind: z.literal('qr-unanswered'),
  qrId,
  reversalReason: z.enum(['TIMEOUT', 'RESPONSE_NOT_FINAL', 'CANCELLED']),
  reason: qrReason,
  basis: qrBasis.exactOptional(),
  /** Whether its request has ended, or had all the time that it may take: else the reversal may overtake it. */
  isOver: z.boolean(),
});

const qrCancelled = z.object({ kind: z.literal('qr-cancelled'), qrId });

/** How the request of a payment ended that was given up before. Changes nothing about that. */
const qrPaymentEnded = z.object({
  kind: z.literal('qr-payment-ended'),
  qrId,
  end: z.enum(['declined', 'over']),
  basis: qrBasis.exactOptional(),
});

const cashTaken = z.object({ kind: z.literal('cash-taken'), amountMinor: minor, handedMinor: minor });
const cashReturned = z.object({ kind: z.literal('cash-returned') });
const abandoned = z.object({ kind: z.literal('sale-abandoned'), reason });

const paymentId = z.custom<PaymentId>((value) => typeof value === 'string');
const advice = { requestId: paymentId, adviceId, advice: z.enum(['confirmation', 'reversal']) };
const adviceQueued = z.object({ kind: z.literal('advice-queued'), ...advice });
const adviceDelivered = z.object({
  kind: z.literal('advice-delivered'),
  ...advice,
  detail: z.string().exactOptional(),
  /** A reversal of which the service said that there is nothing to reverse. */
  foundNothing: z.literal(true).exactOptional(),
});
/** Somebody else's message has the id: it is told again under another. */
const adviceIdTaken = z.object({ kind: z.literal('advice-id-taken'), ...advice, detail: z.string() });
const adviceRefused = z.object({ kind: z.literal('advice-refused'), ...advice, detail: z.string() });

/** The body of each kind, as it is stored. */
export const factSchema = z.discriminatedUnion('kind', [
  begun,
  opened,
  approved,
  notCharged,
  unknown,
  resolved,
  late,
  billRequested,
  billApproved,
  billDeclined,
  billUnanswered,
  cashTaken,
  cashReturned,
  abandoned,
  adviceQueued,
  adviceDelivered,
  adviceRefused,
  adviceIdTaken,
  qrBegun,
  qrPaymentBegun,
  qrApproved,
  qrDeclined,
  qrUnanswered,
  qrCancelled,
  qrPaymentEnded,
]);

export type Fact = z.output<typeof factSchema>;
export type FactKind = Fact['kind'];

/** A fact with its place in the chain. */
export interface JournalRecord {
  /** 1, 2, 3, … without a gap. */
  readonly sequence: number;
  /** When it was written, ISO 8601, UTC. */
  readonly at: string;
  readonly saleId: SaleId;
  /** The sale's own number in this till, 1, 2, 3, … without a gap: the same in each of its records, and on its slip. */
  readonly saleNumber: number;
  readonly fact: Fact;
}

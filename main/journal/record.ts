import { z } from 'zod';
import { isCurrency, type Currency } from '../../shared/currency.ts';
import type { SaleId } from '../../shared/ids.ts';
import { applicationTypes, inputFields, payorFields, processingMethods, reasonCodes } from '../../shared/sale.ts';

/**
 * What the journal can say: facts in the past tense, each already true when it is written.
 * A fact is never changed and never taken back; what was found out later is a fact of its own.
 *
 *   payment-begun ──▶ the request may be on its way (written before it is sent)
 *     ├─▶ payment-approved | payment-declined | payment-cancelled | payment-failed     (the terminal said so)
 *     └─▶ payment-outcome-unknown ──▶ payment-resolved                                 (a person found out)
 *   late-answer-received                                                               (changes nothing)
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

const begun = z.object({
  kind: z.literal('payment-begun'),
  request: z.object({
    amountMinor: minor,
    currency,
    reference: z.string(),
    payor: z.object(Object.fromEntries(payorFields.map((field) => [field, z.string().exactOptional()]))),
    billType: z.string(),
    processingMethod: z.enum(processingMethods),
    applicationType: z.enum(applicationTypes),
  }),
  override: z.object({ reason: z.string(), earlier: z.array(saleId) }).exactOptional(),
});

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

/** The body of each kind, as it is stored. */
export const factSchema = z.discriminatedUnion('kind', [begun, approved, notCharged, unknown, resolved, late]);

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

import { z } from 'zod';
import { minor, override, reason, request } from './fact-parts.ts';

/** What the card service was asked, and what it said; what a person found out. */

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

export const begun = z.object({ kind: z.literal('payment-begun'), request, override });

export const approved = z.object({
  kind: z.literal('payment-approved'),
  feeMinor: minor,
  card,
  discrepancies: z.array(discrepancy),
  deviceWarning: z.boolean(),
});

export const notCharged = z.object({
  kind: z.enum(['payment-declined', 'payment-cancelled', 'payment-failed']),
  reason,
  deviceWarning: z.boolean(),
});

export const unknown = z.object({ kind: z.literal('payment-outcome-unknown'), reason });

export const resolved = z.object({
  kind: z.literal('payment-resolved'),
  verdict: z.enum(['charged', 'not-charged']),
  evidence: z.string(),
  reason: z.string(),
});

/** An answer that came when the sale was already decided, or after nobody waited for it any more. */
export const late = z.object({
  kind: z.literal('late-answer-received'),
  outcome: z.string(),
  card: card.exactOptional(),
  reason: reason.optional(),
});

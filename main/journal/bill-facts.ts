import { z } from 'zod';
import { billKinds, billReasonCodes } from '../../shared/bill.ts';
import type { BillId } from '../../shared/ids.ts';
import { adviceId, currency, institution, minor, override, reversalReason, slip, thirdPartyIdentifiers } from './fact-parts.ts';

/** A bill that a biller reserved, or did not. */

const billId = z.custom<BillId>((value) => typeof value === 'string');

const billReason = z.object({ code: z.enum(billReasonCodes), detail: z.string().exactOptional() });

/** What every advice about the payment has to carry: with it the same advice can be made after a restart (billpay 3.6). */
const adviceBasis = z.object({
  leg: z.enum(['payment', 'refund']),
  requestId: z.string(),
  thirdPartyIdentifiers,
  rrn: z.string().exactOptional(),
  stan: z.string().exactOptional(),
});

/** The ids of the request and of both possible advices, before anything is sent: a restart queues the same advice again, never a second one. */
export const billRequested = z.object({
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

export const billApproved = z.object({
  kind: z.literal('bill-approved'),
  billId,
  approvedMinor: minor,
  slip: slip.exactOptional(),
  /** The answer's, from now on: an advice carries its identifiers unchanged (billpay 9.14). */
  basis: adviceBasis,
});

export const billDeclined = z.object({ kind: z.literal('bill-declined'), billId, reason: billReason });

export const billUnanswered = z.object({
  kind: z.literal('bill-unanswered'),
  billId,
  reversalReason,
  reason: billReason,
  basis: adviceBasis.exactOptional(),
});

import { z } from 'zod';
import type { QrId } from '../../shared/ids.ts';
import { qrReasonCodes } from '../../shared/qr.ts';
import { adviceId, institution, minor, reversalReason, slip, thirdPartyIdentifiers } from './fact-parts.ts';

/** A payment by code: what was asked of the QR service, what it said, what the cashier did meanwhile. */

const qrId = z.custom<QrId>((value) => typeof value === 'string');

const qrReason = z.object({
  code: z.enum([...qrReasonCodes, 'till-stopped', 'cancelled-by-cashier']),
  detail: z.string().exactOptional(),
});

/** As `adviceBasis`, for a payment by code (qr 3.4): fill in what is known, so that the service need not look for the original. */
const qrBasis = z.object({
  requestId: z.string(),
  tranId: z.string(),
  thirdPartyIdentifiers,
  partner: institution.exactOptional(),
  rrn: z.string().exactOptional(),
  stan: z.string().exactOptional(),
});

/**
 * Written before the service is asked for a code: the payment's id, and those of the advices that it may come to. The spare ones are for an
 * advice that has to be told again as a new one (qr 4.6, 6.3).
 */
export const qrBegun = z.object({
  kind: z.literal('qr-begun'),
  qrId,
  confirmationId: adviceId,
  reversalId: adviceId,
  spareIds: z.array(adviceId),
  amountMinor: minor,
});

/** Written before the payment is sent, and so before the code is shown. */
export const qrPaymentBegun = z.object({
  kind: z.literal('qr-payment-begun'),
  qrId,
  tranId: z.string(),
  /** When the till stops waiting, by its own clock, ISO 8601, UTC. */
  deadlineAt: z.string(),
  basis: qrBasis,
});

export const qrApproved = z.object({
  kind: z.literal('qr-approved'),
  qrId,
  approvedMinor: minor,
  partner: institution,
  slip: slip.exactOptional(),
  /** The answer's, from now on (qr 3.4). */
  basis: qrBasis,
});

export const qrDeclined = z.object({ kind: z.literal('qr-declined'), qrId, reason: qrReason });

export const qrUnanswered = z.object({
  kind: z.literal('qr-unanswered'),
  qrId,
  reversalReason,
  reason: qrReason,
  basis: qrBasis.exactOptional(),
  /** Whether its request has ended, or had all the time that it may take: else the reversal may overtake it. */
  isOver: z.boolean(),
});

export const qrCancelled = z.object({ kind: z.literal('qr-cancelled'), qrId });

/** How the request of a payment ended that was given up before. Changes nothing about that. */
export const qrPaymentEnded = z.object({
  kind: z.literal('qr-payment-ended'),
  qrId,
  end: z.enum(['declined', 'over']),
  basis: qrBasis.exactOptional(),
});

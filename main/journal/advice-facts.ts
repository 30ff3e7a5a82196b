import { z } from 'zod';
import type { PaymentId } from '../../shared/ids.ts';
import { adviceId } from './fact-parts.ts';

/** What a service was told of a payment that it reserved, and whether it has it. */

const paymentId = z.custom<PaymentId>((value) => typeof value === 'string');

const advice = { requestId: paymentId, adviceId, advice: z.enum(['confirmation', 'reversal']) };

export const adviceQueued = z.object({ kind: z.literal('advice-queued'), ...advice });

export const adviceDelivered = z.object({
  kind: z.literal('advice-delivered'),
  ...advice,
  detail: z.string().exactOptional(),
  /** A reversal of which the service said that there is nothing to reverse. */
  foundNothing: z.literal(true).exactOptional(),
});

/** Somebody else's message has the id: it is told again under another. */
export const adviceIdTaken = z.object({ kind: z.literal('advice-id-taken'), ...advice, detail: z.string() });

export const adviceRefused = z.object({ kind: z.literal('advice-refused'), ...advice, detail: z.string() });

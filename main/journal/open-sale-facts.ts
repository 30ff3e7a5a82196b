import { z } from 'zod';
import { minor, override, reason, request } from './fact-parts.ts';

/** A sale that is open before its money is taken: its beginning, its cash, its end without money. */

/** An amount that several tenders may pay. Nothing is asked of anybody yet. */
export const opened = z.object({ kind: z.literal('sale-opened'), request, override });

export const cashTaken = z.object({ kind: z.literal('cash-taken'), amountMinor: minor, handedMinor: minor });

export const cashReturned = z.object({ kind: z.literal('cash-returned') });

export const abandoned = z.object({ kind: z.literal('sale-abandoned'), reason });

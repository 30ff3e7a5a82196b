import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { AdviceId } from './advice.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { AttemptMark, StoredAdvice } from './queue-over.ts';

/**
 * What a file of the queue holds: something of ours, which version of the till's files it is, and a checksum.
 * The library that writes it was seen to return normally from a full disk with half a file, and a half that still is JSON,
 * or one flipped bit in an amount, must not be sent to anybody.
 */
export interface Sealed {
  readonly format: number;
  readonly checksum: string;
  readonly content: Content;
}

/** One advice, or which advices were about to be sent. */
export type Content =
  ({ readonly kind: 'advice' } & StoredAdvice) | { readonly kind: 'marks'; readonly marks: readonly AttemptMark[] };

const currentFormat = 1;

const text = z.string();
const count = z.number().int().nonnegative();
const adviceId = text.transform((id) => id as AdviceId);

const contentSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('advice'),
    sequence: count,
    entry: z.object({
      advice: z.object({
        adviceId,
        service: z.enum(['billpay', 'qr']),
        kind: z.enum(['confirmation', 'reversal']),
        requestId: text,
        saleId: text.transform((id) => id as SaleId),
        path: text,
        body: text,
        queuedAt: text,
      }),
      state: z.enum(['waiting', 'needs-attention']),
      attempts: count,
      refusals: count,
      firstSentAt: text.exactOptional(),
      lastAnswer: z.object({ kind: z.enum(['not-final', 'refused']), detail: text, at: text }).exactOptional(),
      nextTryAt: text.exactOptional(),
    }),
  }),
  z.object({
    kind: z.literal('marks'),
    marks: z.array(z.object({ adviceId, attempts: count, firstSentAt: text })),
  }),
]);

export function seal(content: Content): Sealed {
  return { format: currentFormat, checksum: checksumOf(content), content };
}

/** @returns what a file holds, or in a clause what is wrong with it: 'is empty' */
export function unseal(bytes: Buffer): Result<Sealed, string> {
  if (bytes.length === 0) return fail('is empty');
  if (bytes.every((byte) => byte === 0)) return fail('holds nothing but zeros');
  const parsed = parse(bytes.toString('utf8'));
  if (parsed === undefined) return fail('is cut off, or is no JSON');
  if (typeof parsed !== 'object' || parsed === null) return fail('was not written by the till');
  const { format, checksum, content } = parsed as Partial<Record<keyof Sealed, unknown>>;
  if (typeof format !== 'number' || typeof checksum !== 'string') return fail('was not written by the till');
  if (format > currentFormat) return fail(`was written by a newer version of the till (format ${format})`);
  if (checksum !== checksumOf(content)) return fail('was changed after it was written');
  const checked = contentSchema.safeParse(content);
  if (format !== currentFormat || !checked.success) return fail('is not complete');
  return ok({ format, checksum, content: checked.data });
}

/** Over the text that JSON makes of it, which reading and writing it again does not change: members keep their order. */
function checksumOf(content: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(content) ?? '')
    .digest('hex');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

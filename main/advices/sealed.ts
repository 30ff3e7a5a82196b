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

/** One advice, which advices were about to be sent, or which were removed and may still have their files. */
export type Content =
  | ({ readonly kind: 'advice' } & StoredAdvice)
  | { readonly kind: 'marks'; readonly marks: readonly AttemptMark[] }
  | { readonly kind: 'removed'; readonly adviceIds: readonly AdviceId[] };

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
  z.object({ kind: z.literal('removed'), adviceIds: z.array(adviceId) }),
]);

export function seal(content: Content): Sealed {
  return { format: currentFormat, checksum: checksumOf(content), content };
}

/** @returns what a file holds, or in a clause what is wrong with it: 'is empty' */
export function unseal(bytes: Buffer): Result<Content, string> {
  const sealed = readSeal(bytes);
  if (!sealed.ok) return sealed;
  const { format, content } = sealed.value;
  const checked = contentSchema.safeParse(content);
  return format === currentFormat && checked.success ? ok(checked.data) : fail('is not complete');
}

/** As `unseal`, as far as the checksum can tell: for who knows what has to be in it. */
export function readSeal(bytes: Buffer): Result<Omit<Sealed, 'content'> & { readonly content: unknown }, string> {
  if (bytes.length === 0) return fail('is empty');
  if (bytes.every((byte) => byte === 0)) return fail('holds nothing but zeros');
  const parsed = parse(bytes.toString('utf8'));
  if (parsed === undefined) return fail('is cut off, or is no JSON');
  if (typeof parsed !== 'object' || parsed === null) return fail('was not written by the till');
  const { format, checksum, content } = parsed as Partial<Record<keyof Sealed, unknown>>;
  if (typeof format !== 'number' || typeof checksum !== 'string') return fail('was not written by the till');
  if (format > currentFormat) return fail(`was written by a newer version of the till (format ${format})`);
  if (checksum !== checksumOf(content)) return fail('was changed after it was written');
  return ok({ format, checksum, content });
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

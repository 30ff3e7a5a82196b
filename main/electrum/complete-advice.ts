import type { SaleId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Advice, AdviceId } from '../advices/advice.ts';
import type { RuleProblem } from './field-rules.ts';

/** What every advice is made of. The id was made and journalled before the request was sent. */
export interface AdviceParts<Basis extends { readonly requestId: string }> {
  readonly basis: Basis;
  readonly adviceId: AdviceId;
  readonly saleId: SaleId;
  /** ISO 8601, UTC, milliseconds: stands in the message, so repetitions are the same bytes (billpay 5.2, qr 6.1). */
  readonly time: string;
}

/** @returns the advice for the queue, unless its message breaks a rule */
export function completeAdvice(
  made: Pick<Advice, 'service' | 'kind' | 'path'> & { readonly message: unknown; readonly problems: readonly RuleProblem[] },
  { basis: { requestId }, adviceId, saleId, time }: AdviceParts<{ readonly requestId: string }>,
): Result<Advice, readonly RuleProblem[]> {
  const { service, kind, path, message, problems } = made;
  if (problems.length > 0) return fail(problems);
  // An advice id never equals a request id (billpay 6, qr 7).
  if (adviceId === requestId) return fail([{ field: 'id', rule: 'not the id of the request' }]);
  return ok({ adviceId, service, kind, requestId, saleId, path, body: JSON.stringify(message), queuedAt: time });
}

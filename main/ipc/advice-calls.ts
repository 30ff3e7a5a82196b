import type { AdviceView } from '../../shared/advice-view.ts';
import type { Failure } from '../../shared/failure.ts';
import type { AdviceId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { AdviceSummary } from '../../shared/snapshot.ts';
import type { RetryFailure } from '../advices/deliver.ts';
import type { SetAsideFile } from '../advices/queue.ts';

/** What the calls about advices need of them. */
export interface AdviceCalls {
  list(): { readonly advices: readonly AdviceView[]; readonly setAside: readonly SetAsideFile[] };
  retry(adviceId: AdviceId): Result<void, RetryFailure>;
  drain(timeoutMs: number): Promise<AdviceSummary>;
}

export function retryAdvice({ retry }: Pick<AdviceCalls, 'retry'>, adviceId: string): Result<Record<string, never>, Failure> {
  const retried = retry(adviceId as AdviceId);
  if (retried.ok) return ok({});
  return retried.failure.kind === 'not-queued'
    ? fail({ kind: 'no-such-advice', adviceId })
    : fail({ kind: 'not-written', detail: retried.failure.detail });
}

import type { AdviceView } from '../../shared/advice-view.ts';
import type { QueuedAdvice } from './queue.ts';

/** An advice as a person reads it: without its message. */
export function viewOfAdvice({ advice, state, attempts, lastAnswer, nextTryAt }: QueuedAdvice): AdviceView {
  const { adviceId, saleId, service, kind, requestId, queuedAt } = advice;
  return {
    adviceId,
    saleId,
    service,
    kind,
    requestId,
    state,
    attempts,
    queuedAt,
    ...(lastAnswer ? { lastAnswer } : {}),
    ...(nextTryAt === undefined ? {} : { nextTryAt }),
  };
}

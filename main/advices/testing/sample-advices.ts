import type { SaleId } from '../../../shared/ids.ts';
import type { Advice, AdviceId } from '../advice.ts';

/** The id of a sample: the same number, the same id. */
export function adviceIdOf(number: number): AdviceId {
  return `a0000000-0000-4000-8000-${String(number).padStart(12, '0')}` as AdviceId;
}

/** What a sale would have promised. Each number is a request of its own. */
export function adviceOf(number: number, changes: Partial<Advice> = {}): Advice {
  const adviceId = changes.adviceId ?? adviceIdOf(number);
  const requestId = changes.requestId ?? `b0000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
  const kind = changes.kind ?? 'confirmation';
  return {
    adviceId,
    service: 'billpay',
    kind,
    requestId,
    saleId: `c0000000-0000-4000-8000-${String(number).padStart(12, '0')}` as SaleId,
    path: `/billpay/v4/payments/${requestId}/${kind}s/${adviceId}`,
    body: JSON.stringify({
      id: adviceId,
      requestId,
      time: '2026-11-21T09:30:00.000Z',
      amount: { amount: 10_000, currency: '710' },
    }),
    queuedAt: '2026-11-21T09:30:00.000Z',
    ...changes,
  };
}

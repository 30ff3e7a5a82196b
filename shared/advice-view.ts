import type { AdviceId, SaleId } from './ids.ts';

/** One advice as a person reads it: what is to be told, how far that has come, and what the service said. */
export interface AdviceView {
  readonly adviceId: AdviceId;
  readonly saleId: SaleId;
  readonly service: 'billpay' | 'qr';
  readonly kind: 'confirmation' | 'reversal';
  readonly requestId: string;
  readonly state: 'waiting' | 'needs-attention';
  readonly attempts: number;
  readonly queuedAt: string;
  readonly lastAnswer?: { readonly kind: 'not-final' | 'refused'; readonly detail: string; readonly at: string };
  readonly nextTryAt?: string;
}

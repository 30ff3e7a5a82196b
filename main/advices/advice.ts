import type { AdviceId, SaleId } from '../../shared/ids.ts';

export type { AdviceId } from '../../shared/ids.ts';

/**
 * What a service must be told about a payment that it has reserved: that it stands (confirmation) or that it does not (reversal).
 * For one request exactly one of the two is ever made (billpay 4.4, qr).
 * The message is complete and is sent byte for byte the same at every attempt (billpay 5.2).
 */
export interface Advice {
  readonly adviceId: AdviceId;
  readonly service: 'billpay' | 'qr';
  readonly kind: 'confirmation' | 'reversal';
  /** The service's id of the payment that it is about. */
  readonly requestId: string;
  readonly saleId: SaleId;
  /** After the service's base address. */
  readonly path: string;
  /** JSON, as it is sent. Holds no card number and no secret. */
  readonly body: string;
  /** ISO 8601, UTC. */
  readonly queuedAt: string;
}

/**
 * What one attempt came to.
 * - `delivered`: final, the service has it. With `foundNothing` a reversal found nothing to undo there: the payment never arrived,
 *   or has not arrived yet (qr 2.1 and 4.6).
 * - `id-taken`: final, the service knows another message by this id (qr 6.3). What it says is still owed: it is told again under a fresh id.
 * - `not-final`: nobody knows; the same message goes out again (billpay 5.2).
 * - `refused`: final, and not applied: a person has to look. Never dropped, may be sent again by a manager.
 */
export type AdviceAnswer =
  | { readonly kind: 'delivered'; readonly detail?: string; readonly foundNothing?: true }
  | { readonly kind: 'id-taken'; readonly detail: string }
  | { readonly kind: 'not-final'; readonly detail: string }
  | { readonly kind: 'refused'; readonly detail: string };

/** Sends an advice once. Given by the service's feature; `sentBefore` is whether an earlier attempt had no final answer (billpay 5.4). */
export type SendAdvice = (advice: Advice, sentBefore: boolean) => Promise<AdviceAnswer>;

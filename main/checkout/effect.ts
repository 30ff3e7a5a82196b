import type { BillId, PaymentId, QrId } from '../../shared/ids.ts';
import type { Sale, SaleRequest } from '../../shared/sale.ts';

/** Which of the two advices a payment is owed: exactly one is ever made. */
export type AdviceKind = 'confirmation' | 'reversal';

export interface Transition {
  readonly sale: Sale;
  /** What the outside world must be asked to do now that the fact is durable. */
  readonly effects: readonly Effect[];
}

export type Effect =
  /** Asks the terminal for the card: exactly once for each `payment-begun`. */
  | { readonly kind: 'take-card'; readonly request: SaleRequest }
  /** Asks the biller's service to reserve the payment: exactly once for each bill. */
  | { readonly kind: 'request-bill'; readonly billId: BillId }
  /** Asks the QR service for a code: exactly once for each payment by code, though the question may be repeated. */
  | { readonly kind: 'create-code'; readonly qrId: QrId }
  /** Has the payment wait at the QR service, and then shows the code: exactly once. */
  | { readonly kind: 'pay-by-code'; readonly qrId: QrId }
  /** Tells the service what became of the payment: the advice is queued, durably, and queueing it again is harmless. */
  | { readonly kind: 'queue-advice'; readonly requestId: PaymentId; readonly advice: AdviceKind };

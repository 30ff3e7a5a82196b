import type { PaymentId } from '../../shared/ids.ts';
import type { QrTender } from '../../shared/qr-tender.ts';
import type { Sale } from '../../shared/sale.ts';
import { adviceOwed, type Advised } from './advice-owed.ts';
import type { AdviceKind } from './effect.ts';

/** A payment at a service that ends with a confirmation or a reversal, as far as that has come. */
export interface AdvisedPayment {
  readonly requestId: PaymentId;
  /** What the service still has to be told; absent where nothing is decided, or it has been told. */
  readonly owed: AdviceKind | undefined;
  readonly isTold: boolean;
  /** How often its advice has become a new one. */
  readonly retold: number;
  readonly needsAttention: boolean;
}

/** Every one of a sale, in its order: its bills, then its payments by code. */
export function advisedPayments(sale: Sale): readonly AdvisedPayment[] {
  const { bills = [], codes = [] } = sale;
  return [
    ...bills.map((bill) => advisedPayment(sale, bill.billId, bill)),
    ...codes.map((tender) => advisedPayment(sale, tender.qrId, tender)),
  ];
}

function advisedPayment(
  sale: Sale,
  requestId: PaymentId,
  payment: Advised & Pick<QrTender, 'foundNothing' | 'retold'>,
): AdvisedPayment {
  // A reversal that found nothing is told again when its request is over, and not before.
  const isToldLater = payment.foundNothing ?? false;
  return {
    requestId,
    retold: payment.retold ?? 0,
    owed: isToldLater ? undefined : adviceOwed(sale, payment),
    isTold: isToldLater || payment.state === 'confirmed' || payment.state === 'reversed',
    needsAttention: payment.state === 'needs-attention',
  };
}

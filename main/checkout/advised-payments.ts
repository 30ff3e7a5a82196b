import type { PaymentId } from '../../shared/ids.ts';
import type { Sale } from '../../shared/sale.ts';
import { adviceOwed } from './bill-transition.ts';
import type { AdviceKind } from './effect.ts';

/** A payment at a service that ends with a confirmation or a reversal, as far as that has come. */
export interface AdvisedPayment {
  readonly requestId: PaymentId;
  /** What the service still has to be told; absent where nothing is decided, or it has been told. */
  readonly owed: AdviceKind | undefined;
  readonly isTold: boolean;
  readonly needsAttention: boolean;
}

/** Every one of a sale, in its order. */
export function advisedPayments(sale: Sale): readonly AdvisedPayment[] {
  return (sale.bills ?? []).map((bill) => ({
    requestId: bill.billId,
    owed: adviceOwed(sale, bill),
    isTold: bill.state === 'confirmed' || bill.state === 'reversed',
    needsAttention: bill.state === 'needs-attention',
  }));
}

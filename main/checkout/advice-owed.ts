import type { BillLine } from '../../shared/bill-line.ts';
import type { QrTender } from '../../shared/qr-tender.ts';
import { assertNever, invariant } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { Fact } from '../journal/record.ts';
import type { AdviceKind } from './effect.ts';

/** A bill or a payment by code, as far as it matters for its advice. */
export type Advised = Pick<BillLine, 'approvedMinor'> & { readonly state: BillLine['state'] | QrTender['state'] };

/**
 * Which advice the service still has to be told about a payment: decided once, and the same after it was refused, until it is delivered.
 * What was refused is owed as well: a manager sends it again, and a queue that has lost it gets it back.
 */
export function adviceOwed({ outcome }: Pick<Sale, 'outcome'>, { state, approvedMinor }: Advised): AdviceKind | undefined {
  switch (state) {
    case 'confirming':
      return 'confirmation';
    case 'reversing':
      return 'reversal';
    case 'needs-attention':
      // The state does not say which of the two was refused; what became of the money does.
      return outcome === 'approved' && approvedMinor !== undefined ? 'confirmation' : 'reversal';
    case 'requested':
    case 'preparing':
    case 'waiting':
    case 'reserved':
    case 'declined':
    case 'confirmed':
    case 'reversed':
      return undefined;
    default:
      return assertNever(state);
  }
}

/** The facts about an advice. */
export type AdviceFact = Extract<Fact, { advice: AdviceKind }>;

/** @throws where the payment is owed no such advice */
export function checkOwed(sale: Sale, payment: Advised, fact: AdviceFact): void {
  invariant(adviceOwed(sale, payment) === fact.advice, `${fact.kind} of a ${fact.advice} does not follow ${payment.state}`);
}

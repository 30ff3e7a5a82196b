import { paymentMethods, type Customer } from './customers.ts';
import type { Fault } from './faults.ts';

/** What an amount's last two minor digits stand for. */
interface AmountScript {
  readonly customer: Customer;
  readonly fault?: Fault;
}

const fixed: Readonly<Record<number, AmountScript>> = {
  1: { customer: { kind: 'decline' } },
  2: { customer: { kind: 'user-cancel' } },
  3: { customer: { kind: 'cancelled-operation' } },
  5: { customer: { kind: 'timeout' } },
  6: { customer: { kind: 'issuer-error' } },
  7: { customer: { kind: 'bolletta-error' } },
  8: { customer: { kind: 'general-error' } },
  9: { customer: { kind: 'device-capability-error' } },
  11: { customer: { kind: 'admin-cancel' } },
  12: { customer: { kind: 'device-error' } },
  13: { customer: { kind: 'unknown-error' } },
  14: { customer: { kind: 'no-error-code' } },
  21: { customer: { kind: 'approve', isEmvFallback: true } },
  22: { customer: { kind: 'approve', isEmvFallback: true, previousEmvAlsoFallback: true } },
  23: { customer: { kind: 'approve', feeMinor: 35 } },
  24: { customer: { kind: 'approve', offByMinor: -1 } },
  26: { customer: { kind: 'approve', answeredReference: 'another-bill' } },
  27: { customer: { kind: 'approve', paymentMethod: paymentMethods.DiscoverCredit } },
  28: { customer: { kind: 'approve', paymentMethod: 'CarrierPigeonCredit' } },
  29: { customer: { kind: 'approve', paymentMethod: 99 } },
  // The amount of the description's own example, 1.51.
  51: { customer: { kind: 'declined-amount' } },
  81: { customer: { kind: 'approve' }, fault: { kind: 'close-before-charging' } },
  82: { customer: { kind: 'approve' }, fault: { kind: 'close-after-charging' } },
  83: { customer: { kind: 'approve' }, fault: { kind: 'reset-after-charging' } },
};

const byPaymentMethod = Object.entries(paymentMethods).map(
  ([paymentMethod, value]) => [30 + value, { customer: { kind: 'approve', paymentMethod } }] as const,
);

const byEntryMethod = Array.from(
  { length: 10 },
  (_, entryMethod) => [60 + entryMethod, { customer: { kind: 'approve', entryMethod } }] as const,
);

/** Last two minor digits to script. Everything that is not listed, `.00` first, is approved as VisaCredit by chip. */
const scriptsByLastDigits: ReadonlyMap<number, AmountScript> = new Map<number, AmountScript>([
  ...Object.entries(fixed).map(([digits, script]) => [Number(digits), script] as const),
  ...byPaymentMethod,
  ...byEntryMethod,
]);

/** Acquirers' test hosts let the cents decide; so does this one, by the last two minor digits in any currency. */
export function scriptOfAmount(amountMinor: bigint): AmountScript {
  return scriptsByLastDigits.get(Number(amountMinor % 100n)) ?? { customer: { kind: 'approve' } };
}

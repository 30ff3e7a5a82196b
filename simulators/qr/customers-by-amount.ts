import { customersByName, type Customer } from './customers.ts';
import type { ErrorType } from './error-types.ts';
import type { Fault } from './faults.ts';

/** What an amount's last two minor digits stand for. */
export interface AmountScript {
  readonly customer: Customer;
  readonly fault?: Fault;
}

const { pays } = customersByName;

function declined(errorType: ErrorType): Customer {
  return { scan: 'auto', decision: { kind: 'decline', errorType } };
}

function approvesMinor(change: number): (requestedMinor: number) => AmountScript {
  return (requestedMinor) => ({
    customer: {
      scan: 'auto',
      decision: { kind: change < 0 ? 'approve-less' : 'approve-more', approvedMinor: requestedMinor + change },
    },
  });
}

/** Where a digit means the same at the card terminal's simulator, it means the same here. */
const byLastDigits: Readonly<Record<number, AmountScript | ((requestedMinor: number) => AmountScript)>> = {
  1: { customer: customersByName.declines },
  2: { customer: customersByName['never-scans'] },
  3: { customer: customersByName['has-no-money'] },
  4: { customer: customersByName['pays-half'] },
  5: { customer: customersByName['scans-too-late'] },
  6: { customer: declined('DECLINED_BY_ISSUER') },
  7: { customer: declined('DECLINED_BY_ACQUIRER') },
  8: { customer: declined('GENERAL_ERROR') },
  9: { customer: declined('CARD_EXPIRED') },
  11: { customer: customersByName['gets-no-answer'] },
  12: { customer: customersByName['scans-too-early'] },
  13: { customer: customersByName.declines, fault: { kind: 'altered', changes: { errorType: 'A_REASON_OF_TOMORROW' } } },
  14: { customer: customersByName.declines, fault: { kind: 'status', status: 400, body: 'empty', applied: true } },
  21: { customer: customersByName['scans-twice'] },
  24: approvesMinor(-1),
  25: approvesMinor(1),
  26: { customer: pays, fault: { kind: 'other-tran-id' } },
  27: { customer: pays, fault: { kind: 'other-currency' } },
  28: { customer: pays, fault: { kind: 'without-approved-amount' } },
  81: { customer: pays, fault: { kind: 'cut', applied: false } },
  82: { customer: pays, fault: { kind: 'cut' } },
  83: { customer: pays, fault: { kind: 'reset' } },
  84: { customer: pays, fault: { kind: 'status', status: 500, applied: true } },
  85: { customer: pays, fault: { kind: 'status', status: 504, applied: true } },
  86: { customer: pays, fault: { kind: 'late-answer', delayMs: 65_000 } },
};

/** The cents decide, by the last two minor digits in any currency. Everything that is not listed, `.00` first, pays. */
export function scriptOfAmount(requestedMinor: number): AmountScript {
  const script = byLastDigits[Math.abs(requestedMinor) % 100] ?? { customer: pays };
  return typeof script === 'function' ? script(requestedMinor) : script;
}

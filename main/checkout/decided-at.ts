import { invariant } from '../../shared/result.ts';
import type { FactKind, JournalRecord } from '../journal/record.ts';

/** The facts that can make a sale paid, and those that can give it up. */
export const paidKinds = ['payment-approved', 'payment-resolved', 'cash-taken', 'qr-approved'] as const;
export const givenUpKinds = ['sale-abandoned', 'payment-resolved'] as const;

/** When it was decided, and so the time in the advice about it: that of the last record of these kinds. */
export function decidedAt(records: readonly JournalRecord[], kinds: readonly FactKind[]): string {
  const record = records.findLast(({ fact }) => kinds.includes(fact.kind));
  invariant(record, `a record of ${kinds.join(' or ')} decided the advice`);
  return record.at;
}

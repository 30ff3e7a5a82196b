import { billReferenceLength, type BillKind } from '../../shared/bill.ts';
import type { Institution } from '../../shared/institution.ts';
import { parseAmount } from '../../shared/money.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import { holdsControlCharacters, sameReference, type FieldProblem, type SaleDefaults } from '../../shared/sale-input.ts';
import type { BillPayment } from '../billpay/messages.ts';

/** A bill as the cashier typed it. */
export interface BillInput {
  readonly kind: BillKind;
  readonly reference: string;
  readonly biller?: Institution | undefined;
  readonly amount: string;
}

/** Checks every field of every bill; a problem's field names the bill by its place: `bills.0.amount`. */
export function checkBills(
  bills: readonly BillInput[],
  { currency, locale }: SaleDefaults,
): Result<readonly Omit<BillPayment, 'currency'>[], readonly FieldProblem[]> {
  const problems: FieldProblem[] = [];
  const payments = bills.map(({ kind, reference: typed, biller, amount: typedAmount }, place) => {
    const reference = typed.trim();
    problems.push(...problemsOfReference(`bills.${place}.reference`, reference));
    const amount = parseAmount(typedAmount, currency, locale);
    if (!amount.ok) problems.push({ field: `bills.${place}.amount`, code: `amount-${amount.failure}` });
    return { kind, reference, ...(biller ? { biller } : {}), amountMinor: amount.ok ? amount.value : 0 };
  });
  return problems.length > 0 ? fail(problems) : ok(payments);
}

/** An account reference, a notice number or a policy number (billpay 3.2). */
export function problemsOfReference(field: string, reference: string): readonly FieldProblem[] {
  if (reference === '') return [{ field, code: 'required' }];
  // Many account numbers look like card numbers; a biller's reference is not refused for it.
  if (reference.length > billReferenceLength.most) return [{ field, code: 'too-long', limit: billReferenceLength.most }];
  if (holdsControlCharacters(reference)) return [{ field, code: 'control-characters' }];
  return reference.length < billReferenceLength.least ? [{ field, code: 'too-short', limit: billReferenceLength.least }] : [];
}

/** May the service still say something about one of its bills? No money is taken before it has. */
export function hasUnanswered(sale: Sale): boolean {
  return sale.bills?.some(({ state }) => state === 'requested') ?? false;
}

/** Sales with an unknown outcome that hold one of these bills for the same money: paying it again may take the money twice. */
export function unresolvedBills(payments: readonly Omit<BillPayment, 'currency'>[], open: readonly Sale[]): readonly Sale[] {
  return open.filter(
    (sale) =>
      sale.outcome !== 'open' &&
      payments.some((payment) =>
        sale.bills?.some(
          (bill) =>
            bill.kind === payment.kind &&
            bill.requestedMinor === payment.amountMinor &&
            sameReference(bill.reference, payment.reference),
        ),
      ),
  );
}

import { isDeepStrictEqual } from 'node:util';
import type { Failure } from '../../shared/failure.ts';
import type { SaleId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import {
  checkSaleInput,
  longestReason,
  textProblem,
  type FieldProblem,
  type SaleDefaults,
  type SaleInput,
} from '../../shared/sale-input.ts';
import type { Sale, SaleRequest } from '../../shared/sale.ts';
import type { Journal } from '../journal/journal.ts';
import type { Fact } from '../journal/record.ts';
import { unresolvedAttempts } from './same-bill.ts';

/** A sale of an amount, as the cashier typed it. */
export interface SaleOrder {
  readonly saleId: SaleId;
  readonly input: SaleInput;
  /** Why the same bill is charged although an earlier attempt is unresolved. */
  readonly overrideReason?: string | undefined;
}

export interface AdmitParts {
  readonly journal: Pick<Journal, 'sale' | 'open'>;
  readonly defaults: SaleDefaults;
  mayBegin(): Promise<Result<void, Failure>>;
}

/** `known`: the order has its sale already, and asking again is harmless. `new`: what its first fact says. */
export type Admitted =
  | { readonly kind: 'known'; readonly sale: Sale }
  | { readonly kind: 'new'; readonly beginning: Omit<Extract<Fact, { kind: 'payment-begun' }>, 'kind'> };

/** Everything that is looked at before a sale of an amount is written down, whichever tender will pay it. Nothing is sent or written. */
export async function admitOrder(
  { journal, defaults, mayBegin }: AdmitParts,
  order: SaleOrder,
): Promise<Result<Admitted, Failure>> {
  const { saleId } = order;
  const checked = checkOrder(order, defaults);
  if (!checked.ok) return checked;
  const request = checked.value;

  const begin = await mayBegin();
  if (!begin.ok) return begin;

  const known = journal.sale(saleId);
  if (known) return isSameRequest(known, request) ? ok({ kind: 'known', sale: known }) : fail({ kind: 'id-reused', saleId });

  const earlier = unresolvedAttempts(request, journal.open()).map((sale) => sale.saleId);
  const overrideReason = order.overrideReason?.trim();
  if (earlier.length > 0 && !overrideReason) return fail({ kind: 'blocked', earlier });

  const override = earlier.length > 0 && overrideReason ? { override: { reason: overrideReason, earlier: [...earlier] } } : {};
  return ok({ kind: 'new', beginning: { request, ...override } });
}

function checkOrder(order: SaleOrder, defaults: SaleDefaults): Result<SaleRequest, Failure> {
  const checked = checkSaleInput(order.input, defaults);
  const problems = [...(checked.ok ? [] : checked.failure)];
  const overrideReason = order.overrideReason?.trim();
  // An empty reason is no reason: the order is looked at as one without an override.
  if (overrideReason) problems.push(...problemsOfStatement('overrideReason', overrideReason, longestReason));
  return checked.ok && problems.length === 0 ? checked : fail({ kind: 'bad-input', problems });
}

/** What a person states for the record: it has to say something, and not too much. */
export function problemsOfStatement(field: string, text: string, limit: number): readonly FieldProblem[] {
  const trimmed = text.trim();
  if (trimmed === '') return [{ field, code: 'required' }];
  const problem = textProblem(trimmed, limit);
  return problem ? [{ field, ...problem }] : [];
}

/** Is the known sale what is asked for now? Compared as it was checked, so that `12` and `12.00` are the same order. */
function isSameRequest(known: Sale, request: SaleRequest): boolean {
  const { amountMinor, currency, reference, payor, billType, processingMethod, applicationType } = known;
  return isDeepStrictEqual({ amountMinor, currency, reference, payor, billType, processingMethod, applicationType }, request);
}

import type { Currency } from '../../shared/currency.ts';
import type { SaleId } from '../../shared/ids.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { Advice, AdviceId } from '../advices/advice.ts';
import type { RuleProblem } from '../electrum/field-rules.ts';
import type { ReversalReason } from '../electrum/messages.ts';
import { tenderOf } from './encode-request.ts';
import { checkFields, type MessageName } from './field-rules.ts';
import type { AdviceBasis, BillTender } from './messages.ts';

/** What every advice is made of. The id was made and journalled before the request was sent. */
export interface AdviceParts {
  readonly basis: AdviceBasis;
  readonly adviceId: AdviceId;
  readonly saleId: SaleId;
  /** ISO 8601, UTC, milliseconds: stands in the message, so repetitions are the same bytes (billpay 5.2). */
  readonly time: string;
}

/**
 * The payment stands: `POST payments/{id}/confirmations/{adviceId}` with the tenders that paid it. No `traffic/` or `policy/` in the path (billpay 9.10).
 * @returns the advice, or which field breaks which rule; that the tenders make up the approved amount is one of the rules (billpay 3.6)
 */
export function encodePaymentConfirmation(
  parts: AdviceParts,
  paid: { readonly tenders: readonly BillTender[]; readonly approvedAmountMinor: number; readonly currency: Currency },
): Result<Advice, readonly RuleProblem[]> {
  const tenderedMinor = paid.tenders.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const message = { ...basicAdvice(parts), tenders: paid.tenders.map((tender) => tenderOf(tender, paid.currency)) };
  const advice = complete('TenderAdvice', 'confirmation', message, parts);
  if (tenderedMinor === paid.approvedAmountMinor) return advice;
  const problem = { field: 'tenders', rule: 'their sum is the approved amount' };
  return fail(advice.ok ? [problem] : [...advice.failure, problem]);
}

/** The refund stands and the money was handed back: `POST refunds/{id}/confirmations/{adviceId}`, without tenders (billpay 9.18). */
export function encodeRefundConfirmation(parts: AdviceParts): Result<Advice, readonly RuleProblem[]> {
  return complete('BasicAdvice', 'confirmation', basicAdvice(parts), parts);
}

/** The payment or refund does not stand: `POST …/{id}/reversals/{adviceId}`. */
export function encodeReversal(parts: AdviceParts, reversalReason: ReversalReason): Result<Advice, readonly RuleProblem[]> {
  return complete('BasicReversal', 'reversal', { ...basicAdvice(parts), reversalReason }, parts);
}

/** Billpay 3.5 and 3.6. Without `amounts`: confirmed in full, or reversed in full. */
function basicAdvice({ basis, adviceId, time }: AdviceParts): Readonly<Record<string, unknown>> {
  return {
    id: adviceId,
    requestId: basis.requestId,
    time,
    thirdPartyIdentifiers: basis.thirdPartyIdentifiers,
    ...(basis.rrn === undefined ? {} : { rrn: basis.rrn }),
    ...(basis.stan === undefined ? {} : { stan: basis.stan }),
  };
}

function complete(
  name: MessageName,
  kind: Advice['kind'],
  message: unknown,
  { basis, adviceId, saleId, time }: AdviceParts,
): Result<Advice, readonly RuleProblem[]> {
  const problems = checkFields(name, message);
  if (problems.length > 0) return fail(problems);
  // An advice id never equals a request id (billpay 6).
  if (adviceId === basis.requestId) return fail([{ field: 'id', rule: 'not the id of the request' }]);
  return ok({
    adviceId,
    service: 'billpay',
    kind,
    requestId: basis.requestId,
    saleId,
    path: `${basis.leg}s/${basis.requestId}/${kind}s/${adviceId}`,
    body: JSON.stringify(message),
    queuedAt: time,
  });
}

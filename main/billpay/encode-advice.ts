import type { Currency } from '../../shared/currency.ts';
import { fail, type Result } from '../../shared/result.ts';
import type { Advice } from '../advices/advice.ts';
import { completeAdvice, type AdviceParts } from '../electrum/complete-advice.ts';
import type { RuleProblem } from '../electrum/field-rules.ts';
import type { ReversalReason } from '../electrum/messages.ts';
import { tenderOf } from './encode-request.ts';
import { checkFields, type MessageName } from './field-rules.ts';
import type { AdviceBasis, BillTender } from './messages.ts';

/**
 * The payment stands: `POST payments/{id}/confirmations/{adviceId}` with the tenders that paid it. No `traffic/` or `policy/` in the path (billpay 9.10).
 * @returns the advice, or which field breaks which rule; that the tenders make up the approved amount is one of the rules (billpay 3.6)
 */
export function encodePaymentConfirmation(
  parts: AdviceParts<AdviceBasis>,
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
export function encodeRefundConfirmation(parts: AdviceParts<AdviceBasis>): Result<Advice, readonly RuleProblem[]> {
  return complete('BasicAdvice', 'confirmation', basicAdvice(parts), parts);
}

/** The payment or refund does not stand: `POST …/{id}/reversals/{adviceId}`. */
export function encodeReversal(
  parts: AdviceParts<AdviceBasis>,
  reversalReason: ReversalReason,
): Result<Advice, readonly RuleProblem[]> {
  return complete('BasicReversal', 'reversal', { ...basicAdvice(parts), reversalReason }, parts);
}

/** Billpay 3.5 and 3.6. Without `amounts`: confirmed in full, or reversed in full. */
function basicAdvice({ basis, adviceId, time }: AdviceParts<AdviceBasis>): Readonly<Record<string, unknown>> {
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
  parts: AdviceParts<AdviceBasis>,
): Result<Advice, readonly RuleProblem[]> {
  const { basis, adviceId } = parts;
  const path = `${basis.leg}s/${basis.requestId}/${kind}s/${adviceId}`;
  return completeAdvice({ service: 'billpay', kind, path, message, problems: checkFields(name, message) }, parts);
}

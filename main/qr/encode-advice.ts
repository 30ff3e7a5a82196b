import type { Currency } from '../../shared/currency.ts';
import type { Result } from '../../shared/result.ts';
import type { Advice } from '../advices/advice.ts';
import { completeAdvice, type AdviceParts } from '../electrum/complete-advice.ts';
import { ledgerAmount } from '../electrum/encode-parts.ts';
import type { RuleProblem } from '../electrum/field-rules.ts';
import type { ReversalReason } from '../electrum/messages.ts';
import { checkFields } from './field-rules.ts';
import type { QrBasis } from './messages.ts';

/**
 * The payment stands, with its final amount: `POST payments/confirmations` (qr 3.4).
 * @returns the advice, or which field breaks which rule; the same input gives the same bytes
 */
export function encodeConfirmation(
  parts: AdviceParts<QrBasis>,
  final: { readonly approvedAmountMinor: number; readonly currency: Currency },
): Result<Advice, readonly RuleProblem[]> {
  const amounts = { approvedAmount: ledgerAmount(final.approvedAmountMinor, final.currency) };
  const message = { ...adviceOf(parts), amounts };
  const problems = checkFields('PaymentConfirmation', message);
  return completeAdvice({ service: 'qr', kind: 'confirmation', path: 'payments/confirmations', message, problems }, parts);
}

/** The payment does not stand: `POST payments/reversals`. Without an amount: what would be named there is what remains (qr 10.10). */
export function encodeReversal(
  parts: AdviceParts<QrBasis>,
  reversalReason: ReversalReason,
): Result<Advice, readonly RuleProblem[]> {
  const message = { ...adviceOf(parts), reversalReason };
  const problems = checkFields('PaymentReversal', message);
  return completeAdvice({ service: 'qr', kind: 'reversal', path: 'payments/reversals', message, problems }, parts);
}

/** Everything that is known, optional or not: what is missing the service would have to look up (qr 3.4). */
function adviceOf({ basis, adviceId, time }: AdviceParts<QrBasis>): Readonly<Record<string, unknown>> {
  const { requestId, tranId, thirdPartyIdentifiers, partner, stan, rrn } = basis;
  return {
    id: adviceId,
    requestId,
    time,
    thirdPartyIdentifiers,
    tranId,
    ...(partner === undefined ? {} : { partner: { id: partner.id, name: partner.name } }),
    ...(stan === undefined ? {} : { stan }),
    ...(rrn === undefined ? {} : { rrn }),
  };
}

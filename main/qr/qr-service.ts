import type { Institution } from '../../shared/institution.ts';
import type { QrReason } from '../../shared/qr.ts';
import type { ServiceSlip } from '../../shared/service-slip.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { Advice, AdviceId, SendAdvice } from '../advices/advice.ts';
import type { RuleProblem } from '../electrum/field-rules.ts';
import type { ReversalReason, ThirdPartyIdentifier, TransactionReferences } from '../electrum/messages.ts';
import type { LogFields } from '../ports/logger.ts';

export interface QrBasis {
  readonly requestId: string;
  readonly tranId: string;
  readonly thirdPartyIdentifiers: readonly ThirdPartyIdentifier[];
  readonly partner?: Institution;
  readonly rrn?: string;
  readonly stan?: string;
}
export interface QrCode {
  readonly tranId: string;
  readonly payload: string;
  readonly thirdPartyIdentifiers: readonly ThirdPartyIdentifier[];
}
export type CodeOutcome =
  | { readonly kind: 'created'; readonly code: QrCode }
  | { readonly kind: 'refused'; readonly reason: QrReason }
  | { readonly kind: 'no-answer'; readonly reason: QrReason }
  | { readonly kind: 'not-sendable'; readonly problems: readonly RuleProblem[] };
export interface PreparedPay {
  readonly body: string;
  readonly basis: QrBasis;
}
export type PayOutcome =
  | {
      readonly kind: 'approved';
      readonly approvedAmountMinor: number;
      readonly partner: Institution;
      readonly slip?: ServiceSlip;
      readonly basis: QrBasis;
    }
  | { readonly kind: 'declined'; readonly reason: QrReason; readonly mayTryNewId: boolean }
  | { readonly kind: 'unanswered'; readonly reversalReason: ReversalReason; readonly reason: QrReason; readonly basis: QrBasis }
  | { readonly kind: 'never-sent'; readonly reason: QrReason };
export interface QrAdviceInput {
  readonly basis: QrBasis;
  readonly adviceId: AdviceId;
  readonly saleId: SaleId;
  readonly time: string;
}
export interface QrService {
  createCode(payment: { readonly amountMinor: number; readonly references: TransactionReferences }): Promise<CodeOutcome>;
  preparePay(
    code: QrCode,
    payment: { readonly amountMinor: number; readonly references: TransactionReferences },
  ): Result<PreparedPay, readonly RuleProblem[]>;
  pay(prepared: PreparedPay, options: { readonly correlation?: LogFields; readonly onSent?: () => void }): Promise<PayOutcome>;
  makeConfirmation(input: QrAdviceInput & { readonly approvedAmountMinor: number }): Result<Advice, readonly RuleProblem[]>;
  makeReversal(input: QrAdviceInput & { readonly reversalReason: ReversalReason }): Result<Advice, readonly RuleProblem[]>;
  readonly sendAdvice: SendAdvice;
}

import type { SaleId } from '../../shared/ids.ts';
import type { Institution } from '../../shared/institution.ts';
import type { QrReason } from '../../shared/qr.ts';
import type { Result } from '../../shared/result.ts';
import type { ServiceSlip } from '../../shared/service-slip.ts';
import type { Advice, AdviceId, SendAdvice } from '../advices/advice.ts';
import type { Discrepancy } from '../electrum/discrepancy.ts';
import type { RuleProblem } from '../electrum/field-rules.ts';
import type { ReversalReason, TransactionReferences } from '../electrum/messages.ts';
import type { LogFields } from '../ports/logger.ts';
import type { CodePayment, PreparedPay, QrBasis, QrCode } from './messages.ts';

/** The QR payment service, as the checkout and the advice queue see it. */
export interface QrService {
  /** Moves no money and leaves nothing to undo. Tries again by itself, each time under a new id; `correlation` stands in each log entry about it. */
  createCode(payment: CodePayment, correlation?: LogFields): Promise<CodeOutcome>;

  /** Makes the request and checks every field rule; sends nothing. What it gives is journalled, with both advices' ids, before it is sent. */
  preparePay(
    code: Pick<QrCode, 'tranId' | 'thirdPartyIdentifiers'>,
    payment: { readonly amountMinor: number },
    references: TransactionReferences,
  ): Result<PreparedPay, readonly RuleProblem[]>;
  /**
   * Sends it exactly once, and never rejects. It stays open while the customer scans and approves; it is never given up from here, so that
   * a cashier's cancel may wait for its end in the background (qr 4.6).
   */
  pay(prepared: PreparedPay, options?: PayOptions): Promise<PayOutcome>;

  /** The payment stands, with its final amount: what was approved. */
  makeConfirmation(parts: AdviceInput & { readonly approvedAmountMinor: number }): Result<Advice, readonly RuleProblem[]>;
  /** The payment does not stand. */
  makeReversal(parts: AdviceInput & { readonly reversalReason: ReversalReason }): Result<Advice, readonly RuleProblem[]>;
  /** One attempt; for the advice queue. */
  readonly sendAdvice: SendAdvice;
}

export interface PayOptions {
  /** Stands in each log entry about it. */
  readonly correlation?: LogFields;
  /** The whole request was handed to the network: from a guard delay later on the code may be shown (qr 4.2). Told once at most, and not after the end. */
  readonly onSent?: () => void;
}

/** The basis of the outcome, or of the prepared request after a restart; the id that was journalled before the request was sent. */
export interface AdviceInput {
  readonly basis: QrBasis;
  readonly adviceId: AdviceId;
  readonly saleId: SaleId;
  /** When it was decided, ISO 8601, UTC: it stands in the message, so an advice that is made again after a restart is the same to the byte. */
  readonly time: string;
}

export type CodeOutcome =
  | { readonly kind: 'created'; readonly code: QrCode }
  | { readonly kind: 'refused'; readonly reason: QrReason }
  /** No final answer, or a code that cannot be used. Nothing is paid and nothing is left behind; it may be tried again. */
  | { readonly kind: 'no-answer'; readonly reason: QrReason }
  /** Something breaks a rule; nothing was sent. */
  | { readonly kind: 'not-sendable'; readonly problems: readonly RuleProblem[] };

/**
 * What a payment came to (qr 2.3 and 4.5). `approved` ends in exactly one confirmation or one reversal; `unanswered` is declined to the customer
 * and reversed, with the given reason and basis; for `declined` and `never-sent` no advice is ever made.
 */
export type PayOutcome =
  | {
      readonly kind: 'approved';
      /** Always what was asked: another amount is not accepted (qr 4.5). */
      readonly approvedAmountMinor: number;
      /** Whose app paid. */
      readonly partner: Institution;
      readonly slip?: ServiceSlip;
      /** What the confirmation or the reversal has to carry: the answer's identifiers and partner. */
      readonly basis: QrBasis;
      readonly discrepancies: readonly Discrepancy[];
    }
  /** `mayTryNewId`: a real collision of ids; once more with new references, for the same code, before it is shown (qr 4.4). */
  | { readonly kind: 'declined'; readonly reason: QrReason; readonly mayTryNewId: boolean }
  | {
      readonly kind: 'unanswered';
      readonly reversalReason: ReversalReason;
      readonly reason: QrReason;
      readonly basis: QrBasis;
      readonly discrepancies: readonly Discrepancy[];
    }
  /** Certain that not one byte left. */
  | { readonly kind: 'never-sent'; readonly reason: QrReason };

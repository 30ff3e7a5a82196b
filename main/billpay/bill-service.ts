import type { Biller, BillDetails, BillReason } from '../../shared/bill.ts';
import type { SaleId } from '../../shared/ids.ts';
import type { Result } from '../../shared/result.ts';
import type { ServiceMoney } from '../../shared/service-money.ts';
import type { ServiceSlip } from '../../shared/service-slip.ts';
import type { Advice, AdviceId, SendAdvice } from '../advices/advice.ts';
import type { LogFields } from '../ports/logger.ts';
import type { Discrepancy } from '../electrum/discrepancy.ts';
import type { RuleProblem } from '../electrum/field-rules.ts';
import type { ReversalReason, TransactionReferences } from '../electrum/messages.ts';
import type { AdviceBasis, BillPayment, BillQuestion, BillRefund, BillTender, PreparedRequest } from './messages.ts';

/** The bill payment service, as the checkout and the advice queue see it. */
export interface BillService {
  /** Never repeated by itself; asking again is harmless. */
  listBillers(): Promise<BillerList>;
  /** Moves no money and leaves nothing behind. A new attempt has new references. */
  lookUp(question: BillQuestion, references: TransactionReferences): Promise<LookUpOutcome>;

  /** Makes the request and checks every field rule; sends nothing. What it gives is journalled, with both advices' ids, before it is sent. */
  preparePayment(
    payment: Omit<BillPayment, 'currency'>,
    references: TransactionReferences,
  ): Result<PreparedRequest, readonly RuleProblem[]>;
  /** Sends it exactly once, and never rejects: from here on money may be reserved. `correlation` stands in each log entry about it. */
  requestPayment(prepared: PreparedRequest, correlation?: LogFields): Promise<PaymentOutcome>;

  prepareRefund(refund: BillRefund, references: TransactionReferences): Result<PreparedRequest, readonly RuleProblem[]>;
  requestRefund(prepared: PreparedRequest, correlation?: LogFields): Promise<RefundOutcome>;

  /** The payment stands, paid by these tenders; their sum is the approved amount. */
  makePaymentConfirmation(
    parts: AdviceInput & { readonly tenders: readonly BillTender[]; readonly approvedAmountMinor: number },
  ): Result<Advice, readonly RuleProblem[]>;
  makeRefundConfirmation(parts: AdviceInput): Result<Advice, readonly RuleProblem[]>;
  makeReversal(parts: AdviceInput & { readonly reversalReason: ReversalReason }): Result<Advice, readonly RuleProblem[]>;
  /** One attempt; for the advice queue. */
  readonly sendAdvice: SendAdvice;
}

/** The basis of the outcome, or of the prepared request after a restart; the id that was journalled before the request was sent. */
export interface AdviceInput {
  readonly basis: AdviceBasis;
  readonly adviceId: AdviceId;
  readonly saleId: SaleId;
  /** When it was decided, ISO 8601, UTC: it stands in the message, so an advice that is made again after a restart is the same to the byte. Absent: now. */
  readonly time?: string;
}

export type BillerList =
  | { readonly kind: 'listed'; readonly billers: readonly Biller[] }
  /** The service has no such list (501; 404 from releases before 4.11): the reference alone routes. */
  | { readonly kind: 'not-offered' }
  | { readonly kind: 'refused'; readonly reason: BillReason }
  | { readonly kind: 'no-answer'; readonly reason: BillReason };

export type LookUpOutcome =
  | { readonly kind: 'found'; readonly bill: BillDetails }
  /** Not for this biller, or not at all: go on to a payment with an amount that the customer names (billpay 4.1). */
  | { readonly kind: 'not-offered'; readonly reason: BillReason }
  | { readonly kind: 'refused'; readonly reason: BillReason }
  /** No final or no usable answer. Nothing moved; it may be tried again with new references. */
  | { readonly kind: 'no-answer'; readonly reason: BillReason }
  /** What was typed breaks a rule; nothing was sent. */
  | { readonly kind: 'not-sendable'; readonly problems: readonly RuleProblem[] };

/** What is kept of an approval. Plain data, for the journal; no customer, no tenders. */
export interface Approval {
  /** What the customer pays: not what was asked, not with the fee on top (billpay 9.23). */
  readonly approvedAmountMinor: number;
  /** Information. */
  readonly feeMinor?: number;
  /** What remains on the account, where it was given. */
  readonly balance?: ServiceMoney;
  readonly slip?: ServiceSlip;
  /** What the confirmation or the reversal has to carry: the answer's identifiers. */
  readonly basis: AdviceBasis;
  readonly discrepancies: readonly Discrepancy[];
}

/**
 * What a request leg came to (billpay 2 and 4.2). `approved` ends in exactly one confirmation or one reversal; `unknown` and `unusable` are
 * declined to the customer and reversed, with the given reason and basis; for `declined` and `never-sent` no advice is ever made.
 */
export type PaymentOutcome =
  | ({ readonly kind: 'approved' } & Approval)
  /** `mayTryNewId`: a real collision of ids; once more with new references is allowed (billpay 4.6). */
  | { readonly kind: 'declined'; readonly reason: BillReason; readonly mayTryNewId: boolean }
  | {
      readonly kind: 'unknown';
      readonly reversalReason: Exclude<ReversalReason, 'CANCELLED'>;
      readonly reason: BillReason;
      readonly basis: AdviceBasis;
    }
  | {
      readonly kind: 'unusable';
      readonly reversalReason: 'CANCELLED';
      readonly reason: BillReason;
      readonly basis: AdviceBasis;
      readonly discrepancies: readonly Discrepancy[];
    }
  | { readonly kind: 'never-sent'; readonly reason: BillReason };

/** As of a payment, but a refund's answer need not say what it refunds: then it is the amount that was paid (billpay 8.5). */
export type RefundOutcome =
  | ({ readonly kind: 'approved' } & Omit<Approval, 'approvedAmountMinor'> & { readonly approvedAmountMinor?: number })
  | Exclude<PaymentOutcome, { readonly kind: 'approved' }>;

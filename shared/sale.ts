import type { BillLine, CashTender } from './bill-line.ts';
import type { Currency } from './currency.ts';
import type { SaleId } from './ids.ts';
import type { QrTender } from './qr-tender.ts';

/** Who pays, as the card service wants it (BDS 3, `Individual`). Absent fields are left out, never empty. */
export const payorFields = [
  'businessName',
  'firstName',
  'middleName',
  'lastName',
  'emailAddress',
  'phoneNumber',
  'address',
  'city',
  'state',
  'country',
  'postalCode',
] as const;

export type PayorField = (typeof payorFields)[number];

export type Payor = { readonly [field in PayorField]?: string };

export const processingMethods = ['Credit', 'Debit'] as const;
export type ProcessingMethod = (typeof processingMethods)[number];

export const applicationTypes = ['Cashier', 'ExternalPos', 'ExternalPosMoto'] as const;
export type ApplicationType = (typeof applicationTypes)[number];

/** Every field that a person fills in for a sale. */
export const inputFields = ['amount', 'reference', 'billType', 'processingMethod', 'applicationType', ...payorFields] as const;
export type InputField = (typeof inputFields)[number];

/** What the cashier asked for, checked. Money in minor units. */
export interface SaleRequest {
  readonly amountMinor: number;
  readonly currency: Currency;
  /** The customer or the bill that the money is for. */
  readonly reference: string;
  readonly payor: Payor;
  readonly billType: string;
  readonly processingMethod: ProcessingMethod;
  readonly applicationType: ApplicationType;
}

/**
 * What a cashier could say aloud about a sale.
 * - `waiting`: the terminal was asked; only the customer can end it.
 * - `approved`: the card was charged, by the terminal's answer or by recorded evidence.
 * - `declined`, `cancelled`, `failed`: nothing was charged.
 * - `open`: money is still to be taken; its bills, if it has any, are reserved.
 * - `abandoned`: given up; its bills are reversed, and no money was kept.
 * - `outcome-unknown`: the card may have been charged; a person has to find out.
 */
export const outcomes = [
  'open',
  'waiting',
  'approved',
  'declined',
  'cancelled',
  'failed',
  'outcome-unknown',
  'abandoned',
] as const;
export type Outcome = (typeof outcomes)[number];

/** Why it ended as it did. The code has a sentence in `texts`; the detail is the service's own words. */
export interface Reason {
  readonly code: ReasonCode;
  readonly detail?: string;
  /** Which of the till's own fields the service refused (`reference`, `postalCode`, …), where it named one that a person can correct. */
  readonly field?: InputField;
}

export const reasonCodes = [
  // declined
  'declined-by-issuer',
  // cancelled
  'cancelled-by-customer',
  'cancelled-by-administrator',
  'amount-declined-by-customer',
  'customer-too-slow',
  // failed: nothing was charged
  'terminal-unavailable',
  'terminal-fault',
  'terminal-not-capable',
  'bolletta-unreachable',
  'issuer-unreachable',
  'general-error',
  'request-refused',
  'wrong-credentials',
  'service-unreachable',
  // outcome unknown: the card may have been charged
  'connection-lost',
  'unreadable-answer',
  'service-error',
  'till-stopped',
  'not-recorded',
  // decided by a person
  'resolved-charged',
  'resolved-not-charged',
  // a sale of bills that came to nothing
  'abandoned-by-cashier',
  'no-bill-left',
] as const;
export type ReasonCode = (typeof reasonCodes)[number];

/** What the terminal told about an approved card. Last four digits and method only: never a number, a name or a token. */
export interface CardDetails {
  /** Bolletta's id, digits. */
  readonly transactionId?: string;
  readonly authCode?: string;
  readonly lastFour?: string;
  /** `VisaCredit`, …; a value that this till does not know is kept as it came. */
  readonly paymentMethod?: string;
  readonly entryMethod?: number;
  readonly batchId?: string;
  readonly gatewayReferenceId?: string;
  /** As the service wrote it. */
  readonly transactionAt?: string;
}

/** The answer says something else than was asked, in an approval: a manager must see it. */
export interface Discrepancy {
  readonly field: 'Amount' | 'ID1' | 'FeeAmount' | 'ErrorCode' | 'answer';
  readonly expected: string;
  readonly answered: string;
}

/** A person's verdict on an unknown outcome. */
export interface Resolution {
  readonly verdict: 'charged' | 'not-charged';
  /** The transaction id or authorization code read off the slip, or what shows that nothing was charged. */
  readonly evidence: string;
  readonly reason: string;
  readonly at: string;
}

/** The same bill was charged again although an earlier attempt was unresolved. */
export interface Override {
  readonly reason: string;
  readonly earlier: readonly SaleId[];
}

/** One sale as it is read: on screen, in the history and on the command line. */
export interface Sale extends SaleRequest {
  readonly saleId: SaleId;
  /** Short, rising, unique in this till: what is said on the telephone and printed on the slip. */
  readonly number: number;
  readonly begunAt: string;
  readonly endedAt?: string;
  readonly outcome: Outcome;
  readonly reason?: Reason;
  /** What the customer paid on top of the amount. 0 while nothing else is known. */
  readonly feeMinor: number;
  readonly card?: CardDetails;
  readonly discrepancies: readonly Discrepancy[];
  /** The card had to be read without its chip twice in a row: the reader may be broken. */
  readonly deviceWarning: boolean;
  readonly resolution?: Resolution;
  readonly override?: Override;
  /** A plain amount that was opened before its money was taken, for several tenders; absent where a card was asked for at once. */
  readonly isOpened?: true;
  /** The bills that it pays; absent where it is a plain amount. Its amount is then what they come to. */
  readonly bills?: readonly BillLine[];
  readonly cash?: CashTender;
  /** Payments by code, oldest first, those that came to nothing as well. */
  readonly codes?: readonly QrTender[];
  /** A service still has to be told about one of its bills or codes. */
  readonly owesAdvice?: boolean;
  /** Card tenders that came to nothing, oldest first: another one may follow while bills are reserved. */
  readonly failedCards?: readonly FailedCard[];
}

/** Was it open before its money was taken? Then a card that charges nothing leads back to its tenders. */
export function takesTenders({ bills, isOpened }: Pick<Sale, 'bills' | 'isOpened'>): boolean {
  return bills !== undefined || isOpened === true;
}

/** A card tender of an open sale that charged nothing. */
export interface FailedCard {
  readonly outcome: 'declined' | 'cancelled' | 'failed';
  readonly reason: Reason;
  readonly at: string;
}

/** What is still to be paid: the amount, or the bills that the service agreed to, less the cash that was taken and what was paid by code. */
export function dueMinor(sale: Sale): number {
  const kept = sale.cash && !sale.cash.isReturned ? sale.cash.amountMinor : 0;
  return sale.amountMinor - kept - paidByCodeMinor(sale);
}

/** What payments by code pay of the sale: reserved while it is open, and for good when it is settled. */
export function paidByCodeMinor({ codes = [], outcome }: Pick<Sale, 'codes' | 'outcome'>): number {
  return codes.reduce((sum, tender) => (isPaidByCode(tender, outcome) ? sum + (tender.approvedMinor ?? 0) : sum), 0);
}

/** Does this payment by code pay a part of its sale? One whose confirmation was refused does: the customer has paid, and it is told again. */
export function isPaidByCode({ state, approvedMinor }: QrTender, outcome: Outcome): boolean {
  if (approvedMinor === undefined) return false;
  return (
    state === 'reserved' ||
    state === 'confirming' ||
    state === 'confirmed' ||
    (state === 'needs-attention' && outcome === 'approved')
  );
}

/** One line of a sale's story. */
export interface TimelineEntry {
  readonly sequence: number;
  readonly at: string;
  readonly kind: string;
  /** The fact as it was written down, without anything secret. */
  readonly body: Readonly<Record<string, unknown>>;
}

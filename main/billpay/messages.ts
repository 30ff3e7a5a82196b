import type { BillCategory, BillCustomer, BillKind } from '../../shared/bill.ts';
import type { Currency } from '../../shared/currency.ts';
import type { Institution } from '../../shared/institution.ts';
import type { TenderAccountType, TenderType, ThirdPartyIdentifier } from '../electrum/messages.ts';

export interface BillQuestion {
  readonly kind: BillKind;
  readonly reference: string;
  /** Chosen from the biller list; no request names a biller otherwise (billpay 3.3). */
  readonly biller?: Institution;
  readonly category?: BillCategory;
}

export interface BillPayment extends BillQuestion {
  /** More than 0. */
  readonly amountMinor: number;
  readonly currency: Currency;
  readonly customer?: BillCustomer;
  readonly tranType?: string;
  /** Where they are known already; usually they are not, because money is taken after the request. */
  readonly tenders?: readonly BillTender[];
}

/** A refund names the payment by the reference on the customer's slip; it has no amount (billpay 3.3). */
export interface BillRefund {
  /** 1 to 20 upper-case letters and digits: see `normaliseIssuerReference`. */
  readonly issuerReference: string;
  /** At most 20 characters. */
  readonly refundReason: string;
  readonly biller?: Institution;
  readonly category?: BillCategory;
  readonly tranType?: string;
}

/** How the customer paid a part of a bill. */
export interface BillTender {
  readonly tenderType: TenderType;
  readonly amountMinor: number;
  /** Absent: `DEFAULT`. */
  readonly accountType?: TenderAccountType;
  /** First six digits, stars, last four: never a whole number. Card tenders only. */
  readonly cardNumber?: string;
  readonly reference?: string;
}

export type Leg = 'payment' | 'refund';

/** What every advice about a request has to carry (billpay 3.6). Plain data, for the journal: with it the advice can be made after a restart. */
export interface AdviceBasis {
  readonly leg: Leg;
  readonly requestId: string;
  /** The answer's where one came and had them; otherwise the request's. */
  readonly thirdPartyIdentifiers: readonly ThirdPartyIdentifier[];
  readonly rrn?: string;
  readonly stan?: string;
}

/** A request that keeps every field rule, ready to be journalled and then sent, once. */
export interface PreparedRequest {
  /** After the service's base address. */
  readonly path: string;
  /** JSON, as it is sent. */
  readonly body: string;
  /** What an advice carries if no usable answer comes. */
  readonly basis: AdviceBasis;
  /** What was asked, to compare the answer with. */
  readonly asked: {
    readonly kind?: BillKind;
    readonly reference?: string;
    readonly amountMinor?: number;
  };
}

import { billReferenceLength } from '../../shared/bill.ts';
import { createChecker, length, list, model, oneOf, optional, text, type FieldRules } from '../electrum/field-rules.ts';
import {
  accountType,
  identifiers,
  mayHaveMore,
  modelRules,
  tenderRules,
  time,
  tranType,
  uuid,
  type SharedModelName,
} from '../electrum/model-rules.ts';
import { reversalReasons } from '../electrum/messages.ts';

/**
 * Every field of every message that the till sends, with its rule: the tables of billpay 3.1 to 3.5 and 6 as data, and a checker made from them.
 *
 * Stricter than the tables where the till is (billpay 10), beside what `model-rules.ts` says: no payment method ever leaves. A till that settles
 * its own tenders has none to name, and their fields hold card numbers and PINs.
 */

const stan = optional(text('[0-9]{6}'));
const rrn = optional(text('[0-9]{12}'));

// Billpay 3.1, and `BillpayRequest` of 3.3.
const request = {
  id: uuid,
  time,
  originator: model('Originator'),
  client: model('OwnInstitution'),
  settlementEntity: optional(model('OwnInstitution')),
  receiver: optional(model('Institution')),
  thirdPartyIdentifiers: identifiers,
  basketRef: optional(text()),
  tranType: optional(tranType),
  srcAccType: optional(accountType),
  destAccType: optional(accountType),
  stan,
  rrn,
  selectedCategory: optional(model('Category')),
} satisfies FieldRules<ModelName>;

// Billpay 3.3: what all three payment requests have.
const payment = {
  ...request,
  amounts: model('RequestAmounts'),
  tenders: optional(list('Tender')),
  paymentMethods: optional(list('Tender', 0, 0)),
  customer: optional(model('Customer')),
} satisfies FieldRules<ModelName>;

// Billpay 3.5.
const advice = {
  id: uuid,
  requestId: uuid,
  time,
  thirdPartyIdentifiers: identifiers,
  stan,
  rrn,
  amounts: optional(model('Amounts')),
} satisfies FieldRules<ModelName>;

const reference = length(billReferenceLength.least, billReferenceLength.most);

/** By model, by field (billpay 3.2, 3.3, 3.5). */
export const fieldRules = {
  ...modelRules,
  Originator: { ...modelRules.Originator, channelId: optional(length(0, 50)) },
  // Required by the documentation, not by the models: ours always has it, another party's is carried as it came.
  ThirdPartyIdentifier: { ...modelRules.ThirdPartyIdentifier, transactionIdentifier: optional(text()) },
  RequestAmounts: {
    ...modelRules.RequestAmounts,
    maxPayableAmount: optional(model('LedgerAmount')),
    minPayableAmount: optional(model('LedgerAmount')),
  },
  Customer: {
    firstName: optional(length(0, 40)),
    lastName: optional(length(0, 40)),
    address: optional(length(0, 80)),
    idNumber: optional(length(0, 13)),
    contactNumber: optional(length(0, 40)),
  },
  Category: { id: length(0, 40), name: length(0, 100) },
  Tender: tenderRules,
  AccountLookupRequest: { ...request, accountRef: reference },
  TrafficFineLookupRequest: { ...request, noticeNumber: reference },
  PolicyLookupRequest: { ...request, policyNumber: reference },
  PaymentRequest: { ...payment, accountRef: reference },
  TrafficFinePaymentRequest: { ...payment, noticeNumber: reference },
  PolicyPaymentRequest: { ...payment, policyNumber: reference },
  RefundRequest: { ...request, issuerReference: text('[A-Z0-9]{1,20}'), refundReason: length(0, 20) },
  BasicAdvice: advice,
  // One at least, although the models ask for none (billpay 3.5).
  TenderAdvice: { ...advice, tenders: list('Tender', 1) },
  BasicReversal: { ...advice, reversalReason: oneOf(reversalReasons) },
} satisfies Readonly<Record<ModelName, FieldRules<ModelName>>>;

export type ModelName = SharedModelName | 'Customer' | 'Category' | 'Tender' | MessageName;

/** What goes out as a body of its own. */
export type MessageName =
  | 'AccountLookupRequest'
  | 'TrafficFineLookupRequest'
  | 'PolicyLookupRequest'
  | 'PaymentRequest'
  | 'TrafficFinePaymentRequest'
  | 'PolicyPaymentRequest'
  | 'RefundRequest'
  | 'BasicAdvice'
  | 'TenderAdvice'
  | 'BasicReversal';

export const checkFields = createChecker<ModelName>(fieldRules, mayHaveMore);

import { billReferenceLength } from '../../shared/bill.ts';
import { reversalReasons, tenderAccountTypes, tenderTypes } from './messages.ts';

/**
 * Every field of every message that the till sends, with its rule: the tables of billpay 3.1 to 3.5 and 6 as data, and a checker made from them.
 * A message that breaks a rule is a mistake in the till or in its settings, or something that a person typed: it is found here, before anything leaves.
 *
 * Stricter than the tables where the till is (billpay 10): its ids are lower-case UUIDs of version 4, its institutions are digits,
 * its amounts are never negative, and no payment method ever leaves: a till that settles its own tenders has none to name, and their fields hold card numbers and PINs.
 */

/** Which field breaks which rule. Never the value: it may be a customer's name. */
export interface RuleProblem {
  /** `originator.merchant.merchantId`, `tenders[1].amount.currency`. */
  readonly field: string;
  /** As the table has it, in a few words. */
  readonly rule: string;
}

export type FieldRule =
  | { readonly type: 'text'; readonly isRequired: boolean; readonly rule: string; keeps(value: string): boolean }
  | { readonly type: 'whole'; readonly isRequired: boolean; readonly rule: string; keeps(value: number): boolean }
  | { readonly type: 'model'; readonly isRequired: boolean; readonly model: ModelName }
  | { readonly type: 'list'; readonly isRequired: boolean; readonly of: ModelName; readonly least: number; readonly most: number }
  | { readonly type: 'map'; readonly isRequired: boolean; readonly of: ModelName };

type Fields = Readonly<Record<string, FieldRule>>;

/** Patterns are whole-text matches (billpay 3). */
function text(pattern?: string): FieldRule {
  if (pattern === undefined) return { type: 'text', isRequired: true, rule: 'a text', keeps: () => true };
  const whole = new RegExp(`^(?:${pattern})$`, 'u');
  return { type: 'text', isRequired: true, rule: pattern, keeps: (value) => whole.test(value) };
}

/** Counted as the service's own models count: in UTF-16 units, of which a letter outside the basic plane has two. */
function length(least: number, most: number): FieldRule {
  const rule = least === most ? `exactly ${most} characters` : `${least} to ${most} characters`;
  return { type: 'text', isRequired: true, rule, keeps: (value) => value.length >= least && value.length <= most };
}

function oneOf(values: readonly string[]): FieldRule {
  return { type: 'text', isRequired: true, rule: `one of ${values.join(', ')}`, keeps: (value) => values.includes(value) };
}

function whole(least: number): FieldRule {
  const rule = `a whole number of minor units, ${least} or more`;
  return { type: 'whole', isRequired: true, rule, keeps: (value) => Number.isSafeInteger(value) && value >= least };
}

function model(name: ModelName): FieldRule {
  return { type: 'model', isRequired: true, model: name };
}

function list(of: ModelName, least = 0, most = Infinity): FieldRule {
  return { type: 'list', isRequired: true, of, least, most };
}

function optional(rule: FieldRule): FieldRule {
  return { ...rule, isRequired: false };
}

const uuid: FieldRule = {
  ...text('[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'),
};

/** RFC 3339, always UTC and with milliseconds (billpay 6). The date has to exist. */
const time: FieldRule = {
  type: 'text',
  isRequired: true,
  rule: 'a moment in UTC with milliseconds, like 2026-03-17T08:41:05.123Z',
  keeps: (value) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    new Date(value).toISOString() === value,
};

/** 6 clear digits, then digits or stars (billpay 3.2). The pattern alone lets a whole card number through: at most ten digits may be seen, six and four. */
const maskedCardNumber: FieldRule = {
  type: 'text',
  isRequired: false,
  rule: '[0-9]{6}[0-9*]{0,13}, masked: not more than the first six and the last four digits',
  keeps: (value) => /^[0-9]{6}[0-9*]{0,13}$/u.test(value) && value.replaceAll('*', '').length <= 10,
};

const tranTypes = [
  'GOODS_AND_SERVICES',
  'CASH_WITHDRAWAL',
  'DEBIT_ADJUSTMENT',
  'GOODS_AND_SERVICES_WITH_CASH_BACK',
  'NON_CASH',
  'RETURNS',
  'DEPOSIT',
  'CREDIT_ADJUSTMENT',
  'GENERAL_CREDIT',
  'AVAILABLE_FUNDS_INQUIRY',
  'BALANCE_INQUIRY',
  'GENERAL_INQUIRY',
  'CARD_VERIFICATION_INQUIRY',
  'CARDHOLDER_ACCOUNTS_TRANSFER',
  'GENERAL_TRANSFER',
  'PAYMENT_FROM_ACCOUNT',
  'GENERAL_PAYMENT',
  'PAYMENT_TO_ACCOUNT',
  'PAYMENT_FROM_ACCOUNT_TO_ACCOUNT',
  'PLACE_HOLD_ON_CARD',
  'GENERAL_ADMIN',
  'CHANGE_PIN',
  'CARD_HOLDER_INQUIRY',
  'POINTS_INQUIRY',
];

const accountTypes = [...tenderAccountTypes, 'GIFT_CARD'];

// Billpay 3.1, and `BillpayRequest` of 3.3.
const request = {
  id: uuid,
  time,
  originator: model('Originator'),
  client: model('OwnInstitution'),
  settlementEntity: optional(model('OwnInstitution')),
  receiver: optional(model('Institution')),
  thirdPartyIdentifiers: list('ThirdPartyIdentifier'),
  basketRef: optional(text()),
  tranType: optional(oneOf(tranTypes)),
  srcAccType: optional(oneOf(accountTypes)),
  destAccType: optional(oneOf(accountTypes)),
  stan: optional(text('[0-9]{6}')),
  rrn: optional(text('[0-9]{12}')),
  selectedCategory: optional(model('Category')),
} satisfies Fields;

// Billpay 3.3: what all three payment requests have.
const payment = {
  ...request,
  amounts: model('RequestAmounts'),
  tenders: optional(list('Tender')),
  paymentMethods: optional(list('Tender', 0, 0)),
  customer: optional(model('Customer')),
} satisfies Fields;

// Billpay 3.5.
const advice = {
  id: uuid,
  requestId: uuid,
  time,
  thirdPartyIdentifiers: list('ThirdPartyIdentifier'),
  stan: optional(text('[0-9]{6}')),
  rrn: optional(text('[0-9]{12}')),
  amounts: optional(model('Amounts')),
} satisfies Fields;

const amounts = {
  requestAmount: optional(model('LedgerAmount')),
  approvedAmount: optional(model('LedgerAmount')),
  feeAmount: optional(model('LedgerAmount')),
  balanceAmount: optional(model('LedgerAmount')),
  additionalAmounts: optional({ type: 'map', isRequired: true, of: 'LedgerAmount' }),
} satisfies Fields;

const reference = length(billReferenceLength.least, billReferenceLength.most);

/** By model, by field (billpay 3.2, 3.3, 3.5). `OwnInstitution` is an `Institution` that we are or that we set: 1 to 11 digits satisfy every release. */
export const fieldRules = {
  Originator: {
    institution: model('OwnInstitution'),
    terminalId: length(8, 8),
    merchant: model('Merchant'),
    operatorId: optional(length(0, 30)),
    channelId: optional(length(0, 50)),
  },
  Merchant: { merchantType: text('[0-9]{4}'), merchantId: length(15, 15), merchantName: model('MerchantName') },
  MerchantName: { name: length(0, 23), city: length(0, 13), region: length(0, 2), country: length(0, 2) },
  OwnInstitution: { id: text('[0-9]{1,11}'), name: length(0, 40) },
  Institution: { id: text(), name: length(0, 40) },
  // Required by the documentation, not by the models: ours always has it, another party's is carried as it came.
  ThirdPartyIdentifier: { institutionId: text(), transactionIdentifier: optional(text()) },
  LedgerAmount: { amount: whole(0), currency: text('[0-9]{3}'), ledgerIndicator: optional(oneOf(['DEBIT', 'CREDIT'])) },
  /** A request for nothing is refused by the service (billpay 10). */
  PositiveAmount: { amount: whole(1), currency: text('[0-9]{3}'), ledgerIndicator: optional(oneOf(['DEBIT', 'CREDIT'])) },
  Amounts: amounts,
  RequestAmounts: {
    ...amounts,
    requestAmount: model('PositiveAmount'),
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
  Tender: {
    accountType: optional(oneOf(tenderAccountTypes)),
    amount: model('LedgerAmount'),
    cardNumber: maskedCardNumber,
    reference: optional(length(0, 40)),
    tenderType: oneOf(tenderTypes),
  },
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
} satisfies Readonly<Record<string, Fields>>;

export type ModelName =
  | 'Originator'
  | 'Merchant'
  | 'MerchantName'
  | 'OwnInstitution'
  | 'Institution'
  | 'ThirdPartyIdentifier'
  | 'LedgerAmount'
  | 'PositiveAmount'
  | 'Amounts'
  | 'RequestAmounts'
  | 'Customer'
  | 'Category'
  | 'Tender'
  | MessageName;

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

/** Other parties' entries travel on with whatever is in them (billpay 3.2); in everything else an unknown member is a mistake of ours. */
const mayHaveMore: ReadonlySet<ModelName> = new Set<ModelName>(['ThirdPartyIdentifier']);

/** @returns a problem for each field that breaks its rule; none: the message may leave */
export function checkFields(name: ModelName, value: unknown, at = ''): readonly RuleProblem[] {
  if (!isObject(value)) return [{ field: at, rule: `a ${name}` }];
  const rules: Fields = fieldRules[name];
  const inside = (field: string): string => (at === '' ? field : `${at}.${field}`);
  const problems = Object.entries(rules).flatMap(([field, rule]) =>
    problemsOfField(rule, Object.hasOwn(value, field) ? value[field] : undefined, inside(field)),
  );
  if (mayHaveMore.has(name)) return problems;
  for (const field of Object.keys(value)) {
    if (!Object.hasOwn(rules, field)) problems.push({ field: inside(field), rule: `not a field of ${name}` });
  }
  return problems;
}

function problemsOfField(rule: FieldRule, value: unknown, at: string): readonly RuleProblem[] {
  // An absent member and null are the same, and null is left out (billpay 1.1).
  if (value === undefined) return rule.isRequired ? [{ field: at, rule: 'required' }] : [];
  switch (rule.type) {
    case 'text':
      return typeof value === 'string' && rule.keeps(value) ? [] : [{ field: at, rule: rule.rule }];
    case 'whole':
      return typeof value === 'number' && rule.keeps(value) ? [] : [{ field: at, rule: rule.rule }];
    case 'model':
      return checkFields(rule.model, value, at);
    case 'list':
      if (!Array.isArray(value) || value.length < rule.least || value.length > rule.most)
        return [{ field: at, rule: rule.most === 0 ? 'always an empty list' : `a list of ${rule.least} or more` }];
      return value.flatMap((entry: unknown, index) => checkFields(rule.of, entry, `${at}[${index}]`));
    case 'map':
      if (!isObject(value)) return [{ field: at, rule: `a map to ${rule.of}` }];
      return Object.entries(value).flatMap(([key, entry]) => checkFields(rule.of, entry, `${at}.${key}`));
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { length, list, map, model, oneOf, optional, text, whole, type FieldRule, type FieldRules } from './field-rules.ts';
import { tenderAccountTypes, tenderTypes } from './messages.ts';

/**
 * The rules of the models that the family's interfaces share (billpay 3.2 and 6, qr 3.8, 3.9 and 7). A feature takes them into its table,
 * and says there what is different.
 *
 * Stricter than the interfaces where the till is: its ids are lower-case UUIDs of version 4, its institutions are digits,
 * its amounts are never negative, and its times are UTC with milliseconds.
 */

export const uuid: FieldRule = text('[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}');

/** RFC 3339, always UTC and with milliseconds. The date has to exist. */
export const time: FieldRule = {
  type: 'text',
  isRequired: true,
  rule: 'a moment in UTC with milliseconds, like 2026-03-17T08:41:05.123Z',
  keeps: (value) =>
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/u.test(value) &&
    !Number.isNaN(Date.parse(value)) &&
    new Date(value).toISOString() === value,
};

/** 6 clear digits, then digits or stars. The pattern alone lets a whole card number through: at most ten digits may be seen, six and four. */
const maskedCardNumber: FieldRule = {
  type: 'text',
  isRequired: false,
  rule: '[0-9]{6}[0-9*]{0,13}, masked: not more than the first six and the last four digits',
  keeps: (value) => /^[0-9]{6}[0-9*]{0,13}$/u.test(value) && value.replaceAll('*', '').length <= 10,
};

export const tranType: FieldRule = oneOf([
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
]);

export const accountType: FieldRule = oneOf([...tenderAccountTypes, 'GIFT_CARD']);

const amounts = {
  requestAmount: optional(model('LedgerAmount')),
  approvedAmount: optional(model('LedgerAmount')),
  feeAmount: optional(model('LedgerAmount')),
  balanceAmount: optional(model('LedgerAmount')),
  additionalAmounts: optional(map('LedgerAmount')),
} satisfies FieldRules<'LedgerAmount'>;

/** By model, by field. `OwnInstitution` is an `Institution` that we are or that we set: 1 to 11 digits satisfy every release. */
export const modelRules = {
  Originator: {
    institution: model('OwnInstitution'),
    terminalId: length(8, 8),
    merchant: model('Merchant'),
    operatorId: optional(length(0, 30)),
  },
  Merchant: { merchantType: text('[0-9]{4}'), merchantId: length(15, 15), merchantName: model('MerchantName') },
  MerchantName: { name: length(0, 23), city: length(0, 13), region: length(0, 2), country: length(0, 2) },
  OwnInstitution: { id: text('[0-9]{1,11}'), name: length(0, 40) },
  Institution: { id: text(), name: length(0, 40) },
  ThirdPartyIdentifier: { institutionId: text(), transactionIdentifier: text() },
  LedgerAmount: { amount: whole(0), currency: text('[0-9]{3}'), ledgerIndicator: optional(oneOf(['DEBIT', 'CREDIT'])) },
  /** A request for nothing is refused by the services (billpay 10, qr 9.2). */
  PositiveAmount: { amount: whole(1), currency: text('[0-9]{3}'), ledgerIndicator: optional(oneOf(['DEBIT', 'CREDIT'])) },
  Amounts: amounts,
  RequestAmounts: { ...amounts, requestAmount: model('PositiveAmount') },
} satisfies Readonly<Record<SharedModelName, FieldRules<SharedModelName>>>;

/** How the customer paid: only where a feature's messages say so. */
export const tenderRules = {
  accountType: optional(oneOf(tenderAccountTypes)),
  amount: model('LedgerAmount'),
  cardNumber: maskedCardNumber,
  reference: optional(length(0, 40)),
  tenderType: oneOf(tenderTypes),
} satisfies FieldRules<'LedgerAmount'>;

export type SharedModelName =
  | 'Originator'
  | 'Merchant'
  | 'MerchantName'
  | 'OwnInstitution'
  | 'Institution'
  | 'ThirdPartyIdentifier'
  | 'LedgerAmount'
  | 'PositiveAmount'
  | 'Amounts'
  | 'RequestAmounts';

/** Other parties' entries travel on with whatever is in them (billpay 3.2, qr 7); in everything else an unknown member is a mistake of ours. */
export const mayHaveMore: ReadonlySet<string> = new Set<SharedModelName>(['ThirdPartyIdentifier']);

export const identifiers: FieldRule<'ThirdPartyIdentifier'> = list('ThirdPartyIdentifier');

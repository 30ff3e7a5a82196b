import {
  anyNumber,
  byType,
  dateTime,
  flag,
  length,
  list,
  longInteger,
  mapOf,
  object,
  oneOf,
  optional,
  pattern,
  required,
  text,
  type Model,
} from './field-rules.ts';
import type { OperationId } from './operations.ts';

/*
 * Every field of BillPay 3.1 to 3.7 with its rule. What is documented as required but not enforced by the models ("doc-yes") is optional here,
 * because a service that tolerates it is what a till may meet; the ledger notes the ones that matter.
 */

const uuid = required(pattern('[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}'));

const institution = object('institution', { id: required(text), name: required(length(0, 40)) });

const merchantName = object('merchantName', {
  name: required(length(0, 23)),
  city: required(length(0, 13)),
  region: required(length(0, 2)),
  country: required(length(0, 2)),
});

const merchant = object('merchant', {
  merchantType: required(pattern('[0-9]{4}')),
  merchantId: required(length(15, 15)),
  merchantName: required(merchantName),
});

const originator = object('originator', {
  institution: required(institution),
  terminalId: required(length(8, 8)),
  merchant: required(merchant),
  operatorId: optional(length(0, 30)),
  channelId: optional(length(0, 50)),
});

const thirdPartyIdentifiers = list(
  object('thirdPartyIdentifier', { institutionId: required(text), transactionIdentifier: optional(text) }),
);

const ledgerAmount = object('ledgerAmount', {
  amount: required(longInteger),
  currency: required(pattern('[0-9]{3}')),
  ledgerIndicator: optional(oneOf('DEBIT', 'CREDIT')),
});

const amounts: Model = {
  requestAmount: optional(ledgerAmount),
  approvedAmount: optional(ledgerAmount),
  feeAmount: optional(ledgerAmount),
  balanceAmount: optional(ledgerAmount),
  additionalAmounts: optional(mapOf(ledgerAmount)),
};

const billpayAmounts = object('amounts', {
  ...amounts,
  maxPayableAmount: optional(ledgerAmount),
  minPayableAmount: optional(ledgerAmount),
});

const customer = object('customer', {
  firstName: optional(length(0, 40)),
  lastName: optional(length(0, 40)),
  address: optional(length(0, 80)),
  idNumber: optional(length(0, 13)),
  contactNumber: optional(length(0, 40)),
});

const slipData = object('slipData', {
  messageLines: optional(
    list(
      object('slipLine', {
        text: required(text),
        fontWidthScaleFactor: optional(anyNumber),
        fontHeightScaleFactor: optional(anyNumber),
        line: optional(flag),
        cut: optional(flag),
        barcode: optional(object('barcode', { data: required(text), encoding: optional(text) })),
      }),
    ),
  ),
  slipWidth: optional(longInteger),
  issuerReference: optional(pattern('[A-Z0-9]{1,40}')),
});

const category = object('category', { id: required(length(0, 40)), name: required(length(0, 100)) });

const tenderTypes = ['CASH', 'CHEQUE', 'CREDIT_CARD', 'DEBIT_CARD', 'WALLET', 'ROUNDING', 'GIFT_CARD', 'LOYALTY_CARD', 'OTHER'];
const tenderAccountTypes = ['DEFAULT', 'SAVINGS', 'CHEQUE', 'CREDIT', 'UNIVERSAL', 'ELECTRONIC_PURSE', 'STORED_VALUE'];
const accountTypes = [...tenderAccountTypes, 'GIFT_CARD'];
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

const tender = object('tender', {
  accountType: optional(oneOf(...tenderAccountTypes)),
  amount: required(ledgerAmount),
  cardNumber: optional(pattern('[0-9]{6}[0-9*]{0,13}')),
  reference: optional(length(0, 40)),
  tenderType: required(oneOf(...tenderTypes)),
});

const panEntryModes = [
  'UNKNOWN',
  'MANUAL',
  'MAGSTRIPE_NO_CVV',
  'BARCODE',
  'OCR',
  'ICC_CVV',
  'CONTACTLESS_ICC',
  'MAGSTRIPE_CVV',
  'CONTACTLESS_MAGSTRIPE',
  'ICC_NO_CVV',
  'ORIG_MODE',
  'FALLBACK',
];
const posConditionCodes = [
  'NORMAL_PRESENTMENT',
  'CUSTOMER_NOT_PRESENT',
  'CUSTOMER_PRESENT_AND_CARD_NOT_PRESENT',
  'CUSTOMER_IDENTITY_VERIFIED',
  'PUBLIC_UTILITY_TERMINAL',
  'CUSTOMER_TERMINAL',
  'MANUAL_REVERSAL',
  'UNATTENDED_TERMINAL_AND_CARD_CAN_BE_RETAINED',
  'UNATTENDED_TERMINAL_AND_CARD_CANNOT_BE_RETAINED',
];

const encryptedPin: Model = {
  pinBlock: required(pattern('[a-fA-F0-9]{16}')),
  encryptionParameters: optional(
    object('encryptionParameters', {
      pinBlockFormat: optional(oneOf('ISO_9564_FORMAT_0', 'ISO_9564_FORMAT_1', 'ISO_9564_FORMAT_3')),
      accountNumber: required(pattern('[0-9]{12}')),
      keyIndex: optional(longInteger),
    }),
  ),
};

const pin = byType('pin', {
  CLEAR_PIN: { pin: required(pattern('.{0,20}')) },
  ENCRYPTED_PIN: encryptedPin,
  HASHED_PIN: {
    hash: required(pattern('[0-9,A-F]{1,512}')),
    hashedPinParameters: optional(object('hashedPinParameters', { name: required(length(0, 20)) })),
  },
});

const everyMethod: Model = {
  name: optional(text),
  amount: optional(ledgerAmount),
  issuer: optional(institution),
  pin: optional(pin),
  proxy: optional(length(0, 40)),
  proxyType: optional(oneOf('MSISDN', 'EMAIL', 'UNKNOWN')),
};

const paymentMethod = byType('paymentMethod', {
  CARD: {
    ...everyMethod,
    pan: required(pattern('[0-9]{1,19}')),
    expiryDate: optional(pattern('[0-9]{4}')),
    posInfo: optional(
      object('posInfo', {
        entryMode: optional(
          object('entryMode', {
            panEntryMode: required(oneOf(...panEntryModes)),
            pinEntryCapability: required(oneOf('UNKNOWN', 'CAN_ACCEPT', 'CANNOT_ACCEPT')),
          }),
        ),
        posConditionCode: optional(oneOf(...posConditionCodes)),
      }),
    ),
    encryptedPin: optional(object('encryptedPin', encryptedPin)),
  },
  AN_32_TOKEN: { ...everyMethod, token: required(pattern('[a-zA-Z0-9]{32}')) },
  LOYALTY_CARD: { ...everyMethod, cardNumber: required(pattern('[0-9]{16}')) },
  ACCOUNT: {
    ...everyMethod,
    srcAccountId: optional(text),
    srcCustomerId: optional(text),
    destAccountId: optional(text),
    destCustomerId: optional(text),
  },
  REWARD: { ...everyMethod, rewardCode: required(length(0, 40)) },
  WALLET: {
    ...everyMethod,
    walletId: required(text),
    walletPocket: optional(object('walletPocket', { pocketName: required(text), pocketId: optional(text) })),
  },
  QR: { ...everyMethod, tranId: required(text), partnerPaymentToken: optional(text) },
});

const request: Model = {
  id: uuid,
  time: required(dateTime),
  originator: required(originator),
  settlementEntity: optional(institution),
  receiver: optional(institution),
  client: required(institution),
  thirdPartyIdentifiers: required(thirdPartyIdentifiers),
  slipData: optional(slipData),
  basketRef: optional(text),
  tranType: optional(oneOf(...tranTypes)),
  srcAccType: optional(oneOf(...accountTypes)),
  destAccType: optional(oneOf(...accountTypes)),
  stan: optional(text),
  rrn: optional(text),
  selectedCategory: optional(category),
};

const reference = required(length(6, 40));

const payment: Model = {
  amounts: required(billpayAmounts),
  tenders: optional(list(tender)),
  paymentMethods: optional(list(paymentMethod)),
  customer: optional(customer),
};

const advice: Model = {
  id: uuid,
  requestId: required(text),
  time: required(dateTime),
  thirdPartyIdentifiers: required(thirdPartyIdentifiers),
  stan: optional(text),
  rrn: optional(text),
  amounts: optional(object('amounts', amounts)),
};

const reversal: Model = {
  reversalReason: required(oneOf('TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL')),
  ...advice,
};

/** The fields of each operation's body, in the order in which their errors are reported. */
export const specModels: Readonly<Record<OperationId, Model>> = {
  listBillers: {},
  requestAccountInfo: { ...request, accountRef: reference },
  requestTrafficFineInfo: { ...request, noticeNumber: reference },
  requestPolicyInfo: { ...request, policyNumber: reference },
  createAccountPayment: { ...request, accountRef: reference, ...payment },
  createTrafficFinePayment: { ...request, noticeNumber: reference, ...payment },
  createPolicyPayment: { ...request, policyNumber: reference, ...payment },
  confirmPayment: { ...advice, tenders: optional(list(tender)) },
  reversePayment: reversal,
  createRefund: { ...request, issuerReference: required(pattern('[A-Z0-9]{1,20}')), refundReason: required(length(0, 20)) },
  confirmRefund: advice,
  reverseRefund: reversal,
};

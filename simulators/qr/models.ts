import { accountTypes, qrSchemes, reversalReasons, tenderAccountTypes, tenderTypes, tranTypes } from './enumerations.ts';
import { errorTypes } from './error-types.ts';
import {
  anyNumber,
  anything,
  dateTime,
  flag,
  length,
  list,
  mapOf,
  object,
  oneOf,
  optional,
  pattern,
  required,
  safeInteger,
  smallInteger,
  text,
  uuid,
  type Model,
} from './field-rules.ts';

/*
 * Every message of QR 3.1 to 3.8, field by field. The requests are what the service checks; the responses are what it is held to in its tests.
 */

const institution = object({ id: required(text), name: required(length(0, 40)) });

const merchantName = object({
  name: required(length(0, 23)),
  city: required(length(0, 13)),
  region: required(length(0, 2)),
  country: required(length(0, 2)),
});

const merchant = object({
  merchantType: required(pattern('[0-9]{4}')),
  merchantId: required(length(15, 15)),
  merchantName: required(merchantName),
});

const originator = object({
  institution: required(institution),
  terminalId: required(length(8, 8)),
  merchant: required(merchant),
  operatorId: optional(length(0, 30)),
});

const thirdPartyIdentifiers = list(object({ institutionId: required(text), transactionIdentifier: required(text) }));

const ledgerAmount = object({
  amount: required(safeInteger),
  currency: required(pattern('[0-9]{3}')),
  ledgerIndicator: optional(oneOf('DEBIT', 'CREDIT')),
});

const amounts = object({
  requestAmount: optional(ledgerAmount),
  approvedAmount: optional(ledgerAmount),
  feeAmount: optional(ledgerAmount),
  balanceAmount: optional(ledgerAmount),
  additionalAmounts: optional(mapOf(ledgerAmount)),
});

const tender = object({
  tenderType: required(oneOf(...tenderTypes)),
  amount: required(ledgerAmount),
  accountType: optional(oneOf(...tenderAccountTypes)),
  cardNumber: optional(pattern('[0-9]{6}[0-9*]{0,13}')),
  reference: optional(length(0, 40)),
});

const slipData = object({
  messageLines: optional(
    list(
      object({
        text: required(text),
        fontWidthScaleFactor: optional(anyNumber),
        fontHeightScaleFactor: optional(anyNumber),
        line: optional(flag),
        cut: optional(flag),
        barcode: optional(object({ data: required(text), encoding: required(text) })),
      }),
    ),
  ),
  slipWidth: optional(smallInteger),
  issuerReference: optional(pattern('[A-Z0-9]{1,40}')),
});

const customer = object({
  firstName: optional(length(0, 40)),
  lastName: optional(length(0, 40)),
  address: optional(length(0, 80)),
  dateOfBirth: optional(dateTime),
  status: optional(text),
  profileId: optional(text),
  msisdn: optional(pattern(String.raw`\+?[1-9]\d{0,14}`)),
  emailAddress: optional(pattern(String.raw`[^\s@]+@[^\s@]+`)),
  addressDetails: optional(
    object({
      addressLine1: optional(pattern('.{1,100}')),
      addressLine2: optional(pattern('.{1,100}')),
      city: optional(pattern('.{1,30}')),
      region: optional(pattern('[A-Z]{2}')),
      country: optional(pattern('[A-Z]{2}')),
      postalCode: optional(pattern('[A-Za-z0-9 -]{1,20}')),
    }),
  ),
});

const qrProperties = object({
  uuid: optional(text),
  value: optional(ledgerAmount),
  overPaymentAllowed: optional(flag),
  partPaymentAllowed: optional(flag),
  expiryDate: optional(dateTime),
  singleUse: optional(flag),
  scheme: optional(oneOf(...qrSchemes)),
});

/** What both requests of a till begin with. */
const request: Model = {
  id: required(uuid),
  time: required(dateTime),
  originator: required(originator),
  client: required(institution),
  rrn: optional(text),
  stan: optional(text),
};

const createQrCodeRequest: Model = {
  ...request,
  qrProperties: required(qrProperties),
  thirdPartyIdentifiers: optional(thirdPartyIdentifiers),
  amounts: optional(amounts),
  customer: optional(customer),
};

const paymentRequest: Model = {
  ...request,
  thirdPartyIdentifiers: required(thirdPartyIdentifiers),
  amounts: required(amounts),
  tranId: required(text),
  partner: optional(institution),
  partnerPaymentToken: optional(text),
  settlementEntity: optional(institution),
  receiver: optional(institution),
  slipData: optional(slipData),
  basketRef: optional(text),
  tranType: optional(oneOf(...tranTypes)),
  srcAccType: optional(oneOf(...accountTypes)),
  destAccType: optional(oneOf(...accountTypes)),
};

const paymentConfirmation: Model = {
  id: required(uuid),
  requestId: required(uuid),
  time: required(dateTime),
  thirdPartyIdentifiers: required(thirdPartyIdentifiers),
  tranId: optional(text),
  partner: optional(institution),
  amounts: optional(amounts),
  stan: optional(text),
  rrn: optional(text),
};

/** Each message by the name of its schema. */
export const models = {
  CreateQrCodeRequest: createQrCodeRequest,
  CreateQrCodeResponse: { ...createQrCodeRequest, tranId: required(text), qrCode: required(text) },
  PaymentRequest: paymentRequest,
  PaymentResponse: { ...paymentRequest, partner: required(institution), tenders: optional(list(tender)) },
  PaymentConfirmation: paymentConfirmation,
  PaymentReversal: { ...paymentConfirmation, reversalReason: required(oneOf(...reversalReasons)) },
  ScanNotification: {
    id: required(uuid),
    time: required(dateTime),
    partner: required(institution),
    tranId: required(text),
    partnerPaymentToken: optional(text),
    settlementEntity: optional(institution),
    receiver: optional(institution),
    thirdPartyIdentifiers: optional(thirdPartyIdentifiers),
    amounts: optional(amounts),
  },
  ErrorDetail: {
    // 0 to 20 characters, yet described as a UUID: both are sent, each by its setting (QR 3.6).
    id: required(text),
    errorType: required(oneOf(...errorTypes)),
    errorMessage: required(length(0, 40)),
    originalId: optional(text),
    detailMessage: optional(anything),
    providerErrorCode: optional(text),
    providerErrorMsg: optional(text),
    providerRef: optional(text),
    tranId: optional(text),
  },
} as const satisfies Readonly<Record<string, Model>>;

export type SchemaName = keyof typeof models;

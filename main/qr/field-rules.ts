import { createChecker, flag, list, model, oneOf, optional, text, length, type FieldRules } from '../electrum/field-rules.ts';
import { reversalReasons } from '../electrum/messages.ts';
import { identifiers, mayHaveMore, modelRules, time, tranType, uuid, type SharedModelName } from '../electrum/model-rules.ts';

/**
 * Every field of every message that the till sends, with its rule: the tables of qr 3.1 to 3.4, 3.8 and 7 as data, and a checker made from them.
 *
 * Narrower than the tables where the till is, beside what `model-rules.ts` says: what the till never sends (a customer, a partner's token, an account
 * type, a channel) is no field here, an advice always names the transaction, a confirmation always says the final amount, and a reversal never an amount.
 */

/** The same in the code (qr 5.2) and in every message. */
const tranId = text('[ -~]{1,90}');
// Free strings in this interface; what the till makes of them is narrower (qr 7).
const reference = optional(text());

const request = {
  id: uuid,
  time,
  originator: model('Originator'),
  client: model('Client'),
  stan: reference,
  rrn: reference,
} satisfies FieldRules<ModelName>;

const advice = {
  id: uuid,
  requestId: uuid,
  time,
  thirdPartyIdentifiers: identifiers,
  tranId,
  partner: optional(model('Institution')),
  stan: reference,
  rrn: reference,
} satisfies FieldRules<ModelName>;

/** By model, by field. */
export const fieldRules = {
  ...modelRules,
  /** Its id is the user name of Basic authentication, which a colon would end (qr 1). */
  Client: { id: text('[^:]+'), name: length(0, 40) },
  QrProperties: {
    uuid: optional(text()),
    value: optional(model('PositiveAmount')),
    overPaymentAllowed: optional(flag()),
    partPaymentAllowed: optional(flag()),
    // A date-time, whatever the published schema shows (qr 3.2).
    expiryDate: optional(time),
    singleUse: optional(flag()),
    scheme: optional(oneOf(['EMVCO_MERCHANT', 'PSEUDO_EMVCO_MERCHANT', 'ELECTRUM_MERCHANT_MINIMAL'])),
  },
  FinalAmounts: { approvedAmount: model('PositiveAmount') },
  CreateQrCodeRequest: {
    ...request,
    qrProperties: model('QrProperties'),
    thirdPartyIdentifiers: optional(list('ThirdPartyIdentifier')),
    amounts: optional(model('RequestAmounts')),
  },
  PaymentRequest: {
    ...request,
    thirdPartyIdentifiers: identifiers,
    amounts: model('RequestAmounts'),
    tranId,
    settlementEntity: optional(model('OwnInstitution')),
    basketRef: reference,
    tranType: optional(tranType),
  },
  PaymentConfirmation: { ...advice, amounts: model('FinalAmounts') },
  PaymentReversal: { ...advice, reversalReason: oneOf(reversalReasons) },
} satisfies Readonly<Record<ModelName, FieldRules<ModelName>>>;

export type ModelName = SharedModelName | 'Client' | 'QrProperties' | 'FinalAmounts' | MessageName;

/** What goes out as a body of its own. */
export type MessageName = 'CreateQrCodeRequest' | 'PaymentRequest' | 'PaymentConfirmation' | 'PaymentReversal';

export const checkFields = createChecker<ModelName>(fieldRules, mayHaveMore);

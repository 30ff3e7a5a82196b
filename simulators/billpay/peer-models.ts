import { NumberText } from '../common/json-text.ts';
import {
  checkModel,
  dateTime,
  length,
  list,
  object,
  oneOf,
  optional,
  pattern,
  required,
  text,
  type FieldError,
  type Model,
  type Rule,
} from './field-rules.ts';
import type { JsonObject } from '../common/json-object.ts';
import type { OperationId } from './operations.ts';

/* What the operator's test server validates, in its order, and nothing else (BillPay 8.4). */

/** Its JSON library takes a number for a text. */
function coerced(rule: Rule): Rule {
  return (value, owner, field) =>
    rule(value instanceof NumberText ? value.text : typeof value === 'boolean' ? String(value) : value, owner, field);
}

const anyText = coerced(text);
const anyObject = object('amounts', {});

const institution = object('institution', {
  id: required(coerced(pattern('[0-9]{1,11}'))),
  name: required(coerced(length(0, 40))),
});

const merchant = object('merchant', {
  merchantType: required(coerced(pattern('[0-9]{4}'))),
  merchantId: required(coerced(length(15, 15))),
  merchantName: required(
    object('merchantName', {
      name: required(coerced(length(0, 23))),
      city: required(coerced(length(0, 13))),
      region: required(coerced(length(0, 2))),
      country: required(coerced(length(0, 2))),
    }),
  ),
});

const thirdPartyIdentifiers = required(
  list(
    object('thirdPartyIdentifier', {
      institutionId: required(coerced(pattern('[0-9]{1,11}'))),
      transactionIdentifier: optional(anyText),
    }),
  ),
);

const request: Model = {
  id: required(anyText),
  time: required(dateTime),
  originator: required(
    object('originator', {
      terminalId: required(coerced(length(8, 8))),
      institution: required(institution),
      merchant: required(merchant),
    }),
  ),
  settlementEntity: optional(institution),
  receiver: optional(institution),
  client: required(institution),
  thirdPartyIdentifiers,
};

const advice: Model = {
  id: required(anyText),
  requestId: required(anyText),
  time: required(dateTime),
  thirdPartyIdentifiers,
};

const reversal: Model = {
  reversalReason: required(oneOf('TIMEOUT', 'CANCELLED', 'RESPONSE_NOT_FINAL')),
  ...advice,
};

const reference = required(coerced(length(6, 40)));
const amounts = required(anyObject);

/** A list of models, because this server checks the account of a payment twice, and says so twice. */
const peerModels: Readonly<Record<OperationId, readonly Model[]>> = {
  listBillers: [],
  requestAccountInfo: [{ ...request, accountRef: reference }],
  requestTrafficFineInfo: [{ ...request, noticeNumber: reference }],
  requestPolicyInfo: [{ ...request, policyNumber: reference }],
  createAccountPayment: [
    { ...request, accountRef: reference },
    { accountRef: reference, amounts },
  ],
  createTrafficFinePayment: [{ ...request, noticeNumber: reference, amounts }],
  createPolicyPayment: [{ ...request, policyNumber: reference, amounts }],
  confirmPayment: [advice],
  reversePayment: [reversal],
  createRefund: [request],
  confirmRefund: [advice],
  reverseRefund: [reversal],
};

export interface PeerErrors {
  /** The rules of its own that are broken. */
  readonly errors: readonly FieldError[];
  /** Whether its JSON library would not even read the message: a text where an object belongs, a value that an enum does not have. */
  readonly isUnreadable: boolean;
}

const ownTexts = /^(?:may not be null|must match "|length must be between )/u;

export function checkAsPeer(operation: OperationId, body: JsonObject): PeerErrors {
  const errors = peerModels[operation].flatMap((model) => checkModel(model, body, 'message'));
  return { errors, isUnreadable: errors.some(({ error }) => !ownTexts.test(error)) };
}

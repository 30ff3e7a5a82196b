import { fieldOf, integer, listOf, textOf, type JsonObject } from '../common/json-object.ts';
import { NumberText, type JsonValue } from '../common/json-text.ts';
import { errorStatuses, type ErrorType } from './error-types.ts';
import { ledgerAmount } from './message.ts';
import { subjectFields, type Operation, type Route, type Subject } from './operations.ts';
import type { PeerAccount } from './peer-accounts.ts';
import type { Reply } from './rules.ts';

/** An ErrorDetail as the test server writes it (BillPay 8.3): its messages are longer than the interface allows. */
export function peerRefusal(
  { operation }: Route,
  body: unknown,
  errorType: ErrorType,
  errorMessage: string,
  { detailMessage, status }: { readonly detailMessage?: JsonValue; readonly status?: number } = {},
): Reply {
  const isAdvice = operation.leg === 'confirmation' || operation.leg === 'reversal';
  // A crash in a policy look-up is labelled as one in a traffic fine's.
  const isMislabelled = errorType === 'GENERAL_ERROR' && operation.id === 'requestPolicyInfo';
  return {
    // Here what is not supported is a 400, where the interface has a 501.
    status: status ?? (errorType === 'FUNCTION_NOT_SUPPORTED' ? 400 : errorStatuses[errorType]),
    body: {
      errorType,
      errorMessage,
      requestType: isMislabelled ? 'TRAFFIC_FINE_LOOKUP_REQUEST' : operation.requestType,
      id: textOf(body, 'id'),
      originalId: isAdvice ? textOf(body, 'requestId') : undefined,
      detailMessage,
    },
  };
}

export function accountRecord({ accountRef, customer, balanceMinor, currency }: PeerAccount): JsonObject {
  return { accountRef, customer: { ...customer }, balance: ledgerAmount(balanceMinor, currency) };
}

/** Fixed placeholders that break the server's own rule for ids: not an echo (BillPay 8.5). */
function commonPart(body: JsonObject, account: PeerAccount, subject: Subject): JsonObject {
  const { member, field } = subjectFields[subject];
  return {
    id: body['id'],
    time: new Date().toISOString(),
    originator: body['originator'],
    client: { id: 'ClientId', name: 'Client Name' },
    settlementEntity: { id: 'SettlementEntityId', name: 'Settlement Entity' },
    receiver: { id: 'ReceiverId', name: 'Receiver Name' },
    thirdPartyIdentifiers: [
      ...listOf(body, 'thirdPartyIdentifiers'),
      { institutionId: '234652', transactionIdentifier: 'settlementEntityRef' },
      { institutionId: '803485', transactionIdentifier: 'receiverRef' },
    ],
    [member]: { [field]: account.accountRef },
    customer: { ...account.customer },
    partPaymentAllowed: true,
    overPaymentAllowed: true,
  };
}

export function peerLookupAnswer(
  body: JsonObject,
  account: PeerAccount,
  operation: Operation,
  issuerReference: string,
): JsonObject {
  return {
    ...commonPart(body, account, operation.subject),
    amounts: { balanceAmount: ledgerAmount(account.balanceMinor, account.currency) },
    slipData: slipData(issuerReference),
  };
}

/** @param approved of the amount that was asked for; undefined where none was named */
export function peerPaymentAnswer(
  body: JsonObject,
  account: PeerAccount,
  operation: Operation,
  issuerReference: string,
  approved: JsonValue,
): JsonObject {
  return {
    ...commonPart(body, account, operation.subject),
    amounts: {
      requestAmount: fieldOf(body, 'amounts', 'requestAmount'),
      approvedAmount: approved,
      // As it is before the payment, which has no effect on it until it is confirmed.
      balanceAmount: ledgerAmount(account.balanceMinor, account.currency),
    },
    slipData: slipData(issuerReference),
  };
}

/** Without slip data, although the interface demands them (BillPay 8.5). */
export function peerRefundAnswer(body: JsonObject, account: PeerAccount): JsonObject {
  return {
    ...commonPart(body, account, 'account'),
    amounts: { balanceAmount: ledgerAmount(account.balanceMinor, account.currency) },
  };
}

/** Everything is echoed, the time as UTC. */
export function peerAdviceAnswer(body: JsonObject): JsonObject {
  return {
    id: body['id'],
    requestId: body['requestId'],
    time: new Date(textOf(body, 'time') ?? '').toISOString(),
    thirdPartyIdentifiers: body['thirdPartyIdentifiers'],
  };
}

function slipData(issuerReference: string): JsonObject {
  const line = (changes: JsonObject): JsonObject => ({
    fontWidthScaleFactor: new NumberText('1.0'),
    fontHeightScaleFactor: new NumberText('1.0'),
    line: false,
    cut: false,
    ...changes,
  });
  return {
    messageLines: [
      line({ text: 'Double height', fontHeightScaleFactor: new NumberText('2.0') }),
      line({ text: 'Double width', fontWidthScaleFactor: new NumberText('2.0') }),
      line({ line: true }),
      line({ text: 'Plain text' }),
      line({ cut: true }),
    ],
    slipWidth: integer(0),
    issuerReference,
    phoneNumber: 'PhoneNumber',
  };
}

import { fieldOf, integer, isObject, listOf, textOf, type JsonObject } from '../common/json-object.ts';
import type { JsonValue } from '../common/json-text.ts';
import type { Identifier } from './ledger-types.ts';
import { ledgerAmount } from './message.ts';
import type { AcceptedScan } from './payments-under-way.ts';

/** What an answer takes over from its request, field by field: what the service does not know it does not repeat (QR 1). */
function echo(body: JsonObject, ...names: readonly string[]): JsonObject {
  return Object.fromEntries(names.map((name) => [name, fieldOf(body, name)]));
}

/** The request's entries as they came, and after them those of parties that it had none of. */
function identifierList(body: JsonObject, identifiers: readonly Identifier[]): readonly JsonValue[] {
  const given = listOf(body, 'thirdPartyIdentifiers');
  return [...given, ...identifiers.slice(given.length).map((one) => ({ ...one }))];
}

export interface CodeMade {
  readonly now: string;
  readonly guid: string;
  readonly tranId: string;
  readonly qrCode: string;
  readonly identifiers: readonly Identifier[];
}

/** A CreateQrCodeResponse (QR 3.1). */
export function codeAnswer(body: JsonObject, { now, guid, tranId, qrCode, identifiers }: CodeMade): JsonObject {
  const properties = fieldOf(body, 'qrProperties');
  const isNamed = isObject(properties) && Object.keys(properties).length > 0;
  return {
    id: body['id'],
    time: now,
    ...echo(body, 'originator', 'client'),
    thirdPartyIdentifiers: identifierList(body, identifiers),
    ...echo(body, 'stan', 'rrn', 'amounts', 'customer'),
    // An empty one stays empty, as in the description's own example (QR 8.2).
    qrProperties: isNamed ? { ...properties, uuid: guid } : {},
    tranId,
    qrCode,
  };
}

export interface PaymentMade {
  readonly now: string;
  readonly approvedMinor: number;
  readonly currency: string;
  readonly scan: AcceptedScan;
}

/** A PaymentResponse (QR 3.3). The partner's token goes to the partner alone. */
export function paymentAnswer(body: JsonObject, { now, approvedMinor, currency, scan }: PaymentMade): JsonObject {
  const { partner, identifiers } = scan;
  const approvedAmount = ledgerAmount(approvedMinor, currency);
  return {
    id: body['id'],
    time: now,
    ...echo(body, 'originator', 'client'),
    thirdPartyIdentifiers: identifierList(body, identifiers),
    slipData: {
      slipWidth: integer(40),
      issuerReference: issuerReferenceOf(scan),
      messageLines: [{ text: `PAID WITH ${partner.name.toUpperCase()}` }, { text: '', line: true }],
    },
    ...echo(body, 'basketRef', 'tranType', 'srcAccType', 'destAccType', 'stan', 'rrn'),
    partner: { ...partner },
    settlementEntity: scan.settlementEntity ?? fieldOf(body, 'settlementEntity'),
    receiver: scan.receiver ?? fieldOf(body, 'receiver'),
    tenders: [{ tenderType: 'WALLET', accountType: 'DEFAULT', amount: approvedAmount, reference: partner.name }],
    amounts: { requestAmount: fieldOf(body, 'amounts', 'requestAmount'), approvedAmount },
    tranId: textOf(body, 'tranId'),
  };
}

/** The partner's own reference, or the last that anybody gave, without what an issuer reference may not have (QR 3.8, SlipData). */
function issuerReferenceOf({ partner, identifiers }: AcceptedScan): string | undefined {
  const named = identifiers.find(({ institutionId }) => institutionId === partner.id) ?? identifiers.at(-1);
  const reference = (named?.transactionIdentifier ?? '')
    .toUpperCase()
    .replaceAll(/[^A-Z0-9]/gu, '')
    .slice(0, 40);
  return reference === '' ? undefined : reference;
}

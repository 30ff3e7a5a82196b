import { createHash } from 'node:crypto';
import { fieldOf, integer, listOf, textOf, type JsonObject } from '../common/json-object.ts';
import type { JsonValue } from '../common/json-text.ts';
import type { Account, Biller } from './billers.ts';
import { ledgerAmount } from './message.ts';
import { basePath, subjectFields, type Route } from './operations.ts';

/** The biller list: every field, so that a client need not lean on defaults. */
export function billerList(billers: readonly Biller[]): JsonValue {
  return billers.map(({ institution, categories, isAllowed }) => ({
    billerInstitution: { ...institution },
    categories: categories.map((category) => ({ ...category })),
    allowed: isAllowed,
  }));
}

export interface Terms {
  readonly biller: Biller;
  readonly account: Account;
  readonly currency: string;
  /** What is due, less what is reserved. */
  readonly dueMinor: number;
}

/** A response's common part: what the request said of itself, the biller as its receiver, and each party's own reference. */
function commonPart(body: JsonObject, terms: Terms, kind: 'L' | 'P' | 'R'): JsonObject {
  const { institution, prefix } = terms.biller;
  const id = textOf(body, 'id') ?? '';
  const settlementEntity = fieldOf(body, 'settlementEntity');
  const settlementId = textOf(settlementEntity, 'id');
  return {
    id,
    time: new Date().toISOString(),
    originator: body['originator'],
    client: body['client'],
    settlementEntity,
    receiver: { ...institution },
    thirdPartyIdentifiers: [
      ...listOf(body, 'thirdPartyIdentifiers'),
      ...(settlementId === undefined
        ? []
        : [{ institutionId: settlementId, transactionIdentifier: `SC${digitsFrom(`settlement ${id}`, 7)}` }]),
      { institutionId: institution.id, transactionIdentifier: `${prefix}-${kind}-${digitsFrom(id, 7)}` },
    ],
    rrn: fieldOf(body, 'rrn'),
    stan: fieldOf(body, 'stan'),
    basketRef: fieldOf(body, 'basketRef'),
    tranType: fieldOf(body, 'tranType'),
    srcAccType: fieldOf(body, 'srcAccType'),
    destAccType: fieldOf(body, 'destAccType'),
  };
}

function subjectPart({ account }: Terms): JsonObject {
  const { member, field } = subjectFields[account.subject];
  return { [member]: { [field]: account.reference, dueDate: account.dueDate } };
}

function flags({ biller }: Terms): JsonObject {
  return { partPaymentAllowed: biller.partPaymentAllowed, overPaymentAllowed: biller.overPaymentAllowed };
}

function limits({ biller, currency }: Terms): JsonObject {
  return {
    minPayableAmount: biller.minimumMinor === undefined ? undefined : ledgerAmount(biller.minimumMinor, currency),
    maxPayableAmount: biller.maximumMinor === undefined ? undefined : ledgerAmount(biller.maximumMinor, currency),
  };
}

export function lookupAnswer(body: JsonObject, terms: Terms): JsonObject {
  const { biller, account, currency, dueMinor } = terms;
  return {
    ...commonPart(body, terms, 'L'),
    ...subjectPart(terms),
    customer: account.customer && { ...account.customer },
    amounts: { balanceAmount: ledgerAmount(dueMinor, currency, dueMinor < 0 ? 'CREDIT' : 'DEBIT'), ...limits(terms) },
    slipData: {
      messageLines: [{ text: `${biller.institution.name}: balance enquiry` }],
      slipWidth: integer(40),
      phoneNumber: biller.phoneNumber,
    },
    ...flags(terms),
  };
}

export interface Approval {
  readonly requestedMinor: number;
  readonly approvedMinor: number;
  readonly issuerReference: string;
}

/** @param terms as they were before this payment */
export function paymentAnswer(body: JsonObject, terms: Terms, approval: Approval): JsonObject {
  const { biller, account, currency, dueMinor } = terms;
  const balanceMinor = dueMinor - approval.approvedMinor;
  return {
    ...commonPart(body, terms, 'P'),
    ...subjectPart(terms),
    customer: account.customer && { ...account.customer },
    amounts: {
      requestAmount: ledgerAmount(approval.requestedMinor, currency),
      approvedAmount: ledgerAmount(approval.approvedMinor, currency),
      feeAmount: biller.feeMinor === undefined ? undefined : ledgerAmount(biller.feeMinor, currency),
      balanceAmount: ledgerAmount(balanceMinor, currency, balanceMinor < 0 ? 'CREDIT' : 'DEBIT'),
    },
    slipData: {
      messageLines: [
        {
          text: biller.institution.name.toUpperCase(),
          fontHeightScaleFactor: integer(2),
          fontWidthScaleFactor: integer(2),
        },
        { text: '', line: true },
        { text: 'Thank you for your payment' },
        { text: `Ref ${approval.issuerReference}` },
        { text: '', barcode: { data: digitsFrom(approval.issuerReference, 14), encoding: 'ITF' } },
        { text: '', cut: true },
      ],
      slipWidth: integer(40),
      issuerReference: approval.issuerReference,
      phoneNumber: biller.phoneNumber,
    },
    ...flags(terms),
    // Only the response to an account payment has these two (BillPay 3.4).
    ...(account.subject === 'account'
      ? { tenders: listOf(body, 'tenders'), paymentMethods: listOf(body, 'paymentMethods') }
      : {}),
  };
}

/** @param terms as they are before the refund */
export function refundAnswer(
  body: JsonObject,
  terms: Terms,
  approval: Approval & { readonly paymentReference: string },
): JsonObject {
  const { biller, account, currency, dueMinor } = terms;
  const { member, field } = subjectFields[account.subject];
  return {
    ...commonPart(body, terms, 'R'),
    [member]: { [field]: account.reference },
    amounts: {
      approvedAmount: ledgerAmount(approval.approvedMinor, currency),
      balanceAmount: ledgerAmount(dueMinor + approval.approvedMinor, currency, 'DEBIT'),
    },
    slipData: {
      messageLines: [{ text: 'REFUND' }, { text: `Ref ${approval.paymentReference}` }],
      slipWidth: integer(40),
      issuerReference: approval.issuerReference,
      phoneNumber: biller.phoneNumber,
    },
    ...flags(terms),
  };
}

/** Exactly the fields of BasicAdvice (BillPay 3.5). */
export function adviceAnswer(body: JsonObject): JsonObject {
  return {
    id: body['id'],
    requestId: body['requestId'],
    time: new Date().toISOString(),
    thirdPartyIdentifiers: body['thirdPartyIdentifiers'],
    stan: fieldOf(body, 'stan'),
    rrn: fieldOf(body, 'rrn'),
    amounts: fieldOf(body, 'amounts'),
  };
}

/** Where the created resource would be. Nothing in the protocol needs it (BillPay 1.1). */
export function locationOf({ operation, pathId }: Route): string {
  return `${basePath}/${operation.segments.map((segment) => (segment === '*' ? pathId : segment)).join('/')}`;
}

/** Digits that look drawn and are the same for the same seed. */
function digitsFrom(seed: string, count: number): string {
  return BigInt(`0x${createHash('sha256').update(seed).digest('hex')}`)
    .toString()
    .slice(-count);
}

/** Upper-case letters and digits, the same for the same seed, beginning with the prefix. */
export function issuerReferenceFrom(prefix: string, seed: string, wholeLength: number): string {
  const drawn = BigInt(`0x${createHash('sha256').update(`issuer ${seed}`).digest('hex')}`)
    .toString(36)
    .toUpperCase();
  return `${prefix}${drawn.slice(-(wholeLength - prefix.length))}`;
}

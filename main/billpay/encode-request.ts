import type { BillKind } from '../../shared/bill.ts';
import type { Currency } from '../../shared/currency.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import { checkFields, type MessageName } from './field-rules.ts';
import type { Identity } from '../settings/identity.ts';
import { given, ledgerAmount, namedBriefly, originatorOf, ownIdentifier, settlementOf } from '../electrum/encode-parts.ts';
import type { RuleProblem } from '../electrum/field-rules.ts';
import type { MessageContext } from '../electrum/messages.ts';
import type { AdviceBasis, BillPayment, BillQuestion, BillRefund, BillTender, PreparedRequest } from './messages.ts';

/** What differs between the three kinds of bill (billpay 1.2, 3.3, 3.4): the paths' segment, the reference's name, the answer's part. */
export const wireNames = {
  account: {
    segment: '',
    reference: 'accountRef',
    answer: 'account',
    lookup: 'AccountLookupRequest',
    payment: 'PaymentRequest',
  },
  'traffic-fine': {
    segment: 'traffic/',
    reference: 'noticeNumber',
    answer: 'trafficFine',
    lookup: 'TrafficFineLookupRequest',
    payment: 'TrafficFinePaymentRequest',
  },
  policy: {
    segment: 'policy/',
    reference: 'policyNumber',
    answer: 'policy',
    lookup: 'PolicyLookupRequest',
    payment: 'PolicyPaymentRequest',
  },
} as const satisfies Record<
  BillKind,
  { segment: string; reference: string; answer: string; lookup: MessageName; payment: MessageName }
>;

/** `POST accountLookups/…` (billpay 4.1). A new attempt has a new id. */
export function encodeLookUp(
  identity: Identity,
  question: BillQuestion,
  context: MessageContext,
): Result<PreparedRequest, readonly RuleProblem[]> {
  const names = wireNames[question.kind];
  const message = { ...transactionOf(identity, context, question), [names.reference]: question.reference };
  const path = `accountLookups/${names.segment}${context.references.requestId}`;
  const asked = { kind: question.kind, reference: question.reference };
  return prepare(names.lookup, message, { path, basis: basisOf('payment', identity, context), asked });
}

/** `POST payments/…` (billpay 4.2). */
export function encodePayment(
  identity: Identity,
  payment: BillPayment,
  context: MessageContext,
): Result<PreparedRequest, readonly RuleProblem[]> {
  const names = wireNames[payment.kind];
  const { tenders, currency } = payment;
  const message = {
    ...transactionOf(identity, context, payment, payment.tranType),
    [names.reference]: payment.reference,
    amounts: { requestAmount: ledgerAmount(payment.amountMinor, currency) },
    // Payment methods are never named: see `field-rules.ts`.
    ...(tenders === undefined ? {} : { tenders: tenders.map((tender) => tenderOf(tender, currency)), paymentMethods: [] }),
    ...(payment.customer === undefined ? {} : { customer: { ...payment.customer } }),
    ...settlementOf(identity),
  };
  const path = `payments/${names.segment}${context.references.requestId}`;
  const asked = { kind: payment.kind, reference: payment.reference, amountMinor: payment.amountMinor };
  return prepare(names.payment, message, { path, basis: basisOf('payment', identity, context), asked });
}

/** `POST refunds/…` (billpay 4.3): one path for all three kinds, no amount, no account. */
export function encodeRefund(
  identity: Identity,
  refund: BillRefund,
  context: MessageContext,
): Result<PreparedRequest, readonly RuleProblem[]> {
  const message = {
    ...transactionOf(identity, context, refund, refund.tranType),
    issuerReference: refund.issuerReference,
    refundReason: refund.refundReason,
    ...settlementOf(identity),
  };
  const path = `refunds/${context.references.requestId}`;
  return prepare('RefundRequest', message, { path, basis: basisOf('refund', identity, context), asked: {} });
}

/** Billpay 3.1. `client` is who sends, and no switch stands between till and service: it is the institution where the transaction began. */
function transactionOf(
  identity: Identity,
  { references, time }: MessageContext,
  { biller, category }: Pick<BillQuestion, 'biller' | 'category'>,
  tranType?: string,
): Readonly<Record<string, unknown>> {
  return {
    id: references.requestId,
    time,
    originator: {
      ...originatorOf(identity),
      ...given({ operatorId: references.operatorId, channelId: identity.channelId }),
    },
    client: { ...identity.institution },
    ...(biller === undefined ? {} : { receiver: namedBriefly(biller) }),
    thirdPartyIdentifiers: [ownIdentifier(identity.institution.id, references.transactionIdentifier)],
    ...given({ rrn: references.rrn, stan: references.stan, basketRef: references.basketRef, tranType }),
    ...(category === undefined ? {} : { selectedCategory: { id: category.id, name: category.name } }),
  };
}

function basisOf(leg: AdviceBasis['leg'], identity: Identity, { references }: MessageContext): AdviceBasis {
  return {
    leg,
    requestId: references.requestId,
    thirdPartyIdentifiers: [ownIdentifier(identity.institution.id, references.transactionIdentifier)],
    ...given({ rrn: references.rrn, stan: references.stan }),
  };
}

function prepare(
  name: MessageName,
  message: unknown,
  rest: Omit<PreparedRequest, 'body'>,
): Result<PreparedRequest, readonly RuleProblem[]> {
  const problems = checkFields(name, message);
  return problems.length > 0 ? fail(problems) : ok({ ...rest, body: JSON.stringify(message) });
}

export function tenderOf(tender: BillTender, currency: Currency): Readonly<Record<string, unknown>> {
  return {
    accountType: tender.accountType ?? 'DEFAULT',
    tenderType: tender.tenderType,
    amount: ledgerAmount(tender.amountMinor, currency),
    ...given({ cardNumber: tender.cardNumber, reference: tender.reference }),
  };
}

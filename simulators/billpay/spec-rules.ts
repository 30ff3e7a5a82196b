import { fieldOf, isObject, listOf, textOf, type JsonObject } from '../common/json-object.ts';
import { writeJson, type JsonValue } from '../common/json-text.ts';
import type { Account, Biller } from './billers.ts';
import { noteAdvice, noteRepeatedRequest, tendersOf } from './conflicts.ts';
import { adviceFact, adviceOf, movementFact, referenceOf, type ArrivedAdvice } from './facts.ts';
import { passOver } from './pass-over.ts';
import { formatErrors, refusal } from './error-detail.ts';
import type { ErrorType } from './error-types.ts';
import { checkModel, type FieldError } from './field-rules.ts';
import type { AdviceEffect, Ledger, Movement, MovementFact } from './ledger.ts';
import { amountOf } from './message.ts';
import type { Route, Subject } from './operations.ts';
import type { Arrived, Reply, Rules } from './rules.ts';
import {
  adviceAnswer,
  billerList,
  issuerReferenceFrom,
  locationOf,
  lookupAnswer,
  paymentAnswer,
  refundAnswer,
  type Terms,
} from './spec-answers.ts';
import { specModels } from './spec-models.ts';

export interface SpecParts {
  readonly ledger: Ledger;
  readonly billers: readonly Biller[];
  /** Numeric ISO 4217, of every account. */
  readonly currency: string;
}

/** Why a request is turned down. */
interface Decline {
  readonly errorType: ErrorType;
  readonly status?: number;
  readonly detailMessage?: JsonValue;
}

/**
 * The service as its interface describes it (BillPay 2 to 5), with the state machine of BillPay 4.7.
 *
 * A create: duplicate id, then the fields, then a scripted refusal, then the biller's rules. Whatever refuses it, its id is used.
 * An advice: the fields, then the state of the request that it names, then its own id.
 */
export function createSpecRules({ ledger, billers, currency }: SpecParts): Rules {
  const find = (reference: string): { readonly biller: Biller; readonly account: Account } | undefined => {
    for (const biller of billers) {
      const account = biller.accounts.find((one) => one.reference === reference);
      if (account) return { biller, account };
    }
    return undefined;
  };

  const termsOf = (reference: string): Terms | undefined => {
    const found = find(reference);
    return (
      found && {
        ...found,
        currency,
        dueMinor: found.account.balanceMinor - ledger.paidMinor(reference) - ledger.reservedMinor(reference),
      }
    );
  };

  const lookUp = (arrived: Arrived): Reply => {
    const { route, body } = arrived;
    const id = textOf(body, 'id') ?? route.pathId;
    if (ledger.usedId(id)) return refusal(route, body, 'DUPLICATE_RECORD');
    ledger.useId(id, route.operation.id);
    const decline = formatDecline(arrived) ?? arrived.decline ?? checkReference(body, route.operation.subject);
    if (decline) return refusal(route, body, decline.errorType, decline);
    const terms = termsOf(referenceOf(body, route.operation.subject));
    if (!terms || !isObject(body)) throw new Error('a look-up that passed its checks has an account');
    if (!terms.biller.offersLookup) return refusal(route, body, 'FUNCTION_NOT_SUPPORTED');
    return { status: 200, body: lookupAnswer(body, terms) };
  };

  /** The checks that a look-up and a payment share. */
  const checkReference = (body: JsonValue, subject: Subject): Decline | undefined => {
    const found = find(referenceOf(body, subject));
    if (!found) return { errorType: 'UNKNOWN_CUSTOMER_ACCOUNT' };
    if (found.account.subject !== subject) return { errorType: 'TRANSACTION_NOT_SUPPORTED' };
    const receiver = textOf(body, 'receiver', 'id');
    if (receiver !== undefined && receiver !== found.biller.institution.id) return { errorType: 'ROUTING_ERROR' };
    const category = textOf(body, 'selectedCategory', 'id');
    if (category !== undefined && found.biller.categories.every(({ id }) => id !== category)) {
      return { errorType: 'INVALID_PRODUCT' };
    }
    return undefined;
  };

  const checkPayment = (body: JsonValue, terms: Terms): Decline | undefined => {
    const { biller, account, dueMinor } = terms;
    if (!biller.isAllowed) return { errorType: 'RECEIVER_BLACKLISTED' };
    if (account.refuses) return account.refuses;
    const amount = amountOf(body, 'amounts', 'requestAmount');
    if (!amount || amount.minor <= 0 || !Number.isSafeInteger(amount.minor) || amount.currency !== currency) {
      return { errorType: 'INVALID_AMOUNT' };
    }
    if (dueMinor <= 0 && !biller.overPaymentAllowed) return { errorType: 'ACCOUNT_ALREADY_SETTLED' };
    const isBelow = amount.minor < (biller.minimumMinor ?? 0) || (!biller.partPaymentAllowed && amount.minor < dueMinor);
    if (isBelow) return { errorType: 'BELOW_MINIMUM_ALLOWED_AMOUNT' };
    const isAbove =
      amount.minor > (biller.maximumMinor ?? Number.MAX_SAFE_INTEGER) || (!biller.overPaymentAllowed && amount.minor > dueMinor);
    return isAbove ? { errorType: 'ABOVE_MAXIMUM_ALLOWED_AMOUNT' } : undefined;
  };

  const freshIssuerReference = (biller: Biller, id: string): string => {
    for (let attempt = 0; ; attempt += 1) {
      const drawn = issuerReferenceFrom(biller.prefix, `${id} ${attempt}`, biller.issuerReferenceLength ?? 12);
      if (!ledger.paymentByIssuerReference(drawn)) return drawn;
    }
  };

  const decline = (fact: MovementFact, { route, body }: Arrived, why: Decline): Reply => {
    const number = ledger.writeMovement({ ...fact, state: 'declined', errorType: why.errorType });
    return { ...refusal(route, body, why.errorType, why), number };
  };

  const approve = (fact: MovementFact, arrived: Arrived, answer: JsonObject): Reply => {
    const responseIdentifiers = answer['thirdPartyIdentifiers'];
    const number = ledger.writeMovement({ ...fact, state: 'reserved', responseIdentifiers });
    return { status: 201, body: answer, location: locationOf(arrived.route), number };
  };

  const pay = (arrived: Arrived, fact: MovementFact): Reply => {
    const { route, body } = arrived;
    const { subject } = route.operation;
    const terms = termsOf(fact.reference);
    const why =
      formatDecline(arrived) ??
      negativeAmount(body) ??
      arrived.decline ??
      checkReference(body, subject) ??
      (terms && checkPayment(body, terms));
    if (why) return decline(fact, arrived, why);
    if (!terms || !isObject(body)) throw new Error('a payment that passed its checks has an account');
    const requestedMinor = amountOf(body, 'amounts', 'requestAmount')?.minor ?? 0;
    const approvedMinor =
      arrived.approve?.(requestedMinor) ?? Math.floor((requestedMinor * (terms.account.approvesPercent ?? 100)) / 100);
    const approval = { requestedMinor, approvedMinor, issuerReference: freshIssuerReference(terms.biller, fact.id) };
    return approve({ ...fact, ...approval }, arrived, paymentAnswer(body, terms, approval));
  };

  const refund = (arrived: Arrived, fact: MovementFact): Reply => {
    const { body } = arrived;
    const paymentReference = textOf(body, 'issuerReference') ?? '';
    const payment = ledger.paymentByIssuerReference(paymentReference);
    const terms = payment && termsOf(payment.reference);
    const found: MovementFact = payment
      ? { ...fact, subject: payment.subject, reference: payment.reference, currency: payment.currency, refundOf: payment.id }
      : fact;
    const why = formatDecline(arrived) ?? arrived.decline ?? checkRefund(payment, terms);
    if (why) return decline(found, arrived, why);
    if (!payment || !terms || !isObject(body)) throw new Error('a refund that passed its checks has a payment');
    const approval = {
      requestedMinor: payment.finalMinor,
      approvedMinor: payment.finalMinor,
      issuerReference: freshIssuerReference(terms.biller, fact.id),
    };
    return approve({ ...found, ...approval }, arrived, refundAnswer(body, terms, { ...approval, paymentReference }));
  };

  const checkRefund = (payment: Movement | undefined, terms: Terms | undefined): Decline | undefined => {
    if (!payment || !terms || payment.state !== 'confirmed') return { errorType: 'UNABLE_TO_LOCATE_RECORD' };
    if (!terms.biller.offersRefund) return { errorType: 'FUNCTION_NOT_SUPPORTED' };
    const isRefunded = ledger.refundsOf(payment.id).some(({ state }) => state === 'reserved' || state === 'confirmed');
    return isRefunded ? { errorType: 'ACCOUNT_ALREADY_SETTLED' } : undefined;
  };

  const create = (arrived: Arrived): Reply => {
    const { route, body } = arrived;
    const { operation, pathId } = route;
    // The path's id and the body's are the same value (BillPay 1.1): either, once used, is used.
    const id = textOf(body, 'id') ?? pathId;
    noteRepeatedRequest(ledger, operation.id, id);
    if (ledger.usedId(id) ?? ledger.usedId(pathId)) return refusal(route, body, 'DUPLICATE_RECORD');
    const fact = movementFact(arrived, currency);
    return operation.family === 'refund' ? refund(arrived, fact) : pay(arrived, fact);
  };

  const advise = (arrived: Arrived): Reply => {
    const advice = adviceOf(arrived);
    noteAdvice(ledger, advice);
    const why = formatDecline(arrived) ?? negativeAmount(arrived.body) ?? arrived.decline;
    if (why) return refuseAdvice(arrived, advice, why);

    const { requestId, kind } = advice;
    const { family } = arrived.route.operation;
    const known = ledger.known(requestId);
    const movement = known?.kind === family ? known : undefined;
    const isRightKind = movement?.state === (kind === 'confirmation' ? 'confirmed' : 'reversed');
    if (!movement || (movement.state === 'declined' && kind === 'confirmation')) {
      // A reversal may overtake its slow request, which must then not take effect any more (BillPay 4.7).
      if (!known && kind === 'reversal' && !ledger.usedId(requestId)) ledger.useId(requestId, arrived.route.operation.id);
      return refuseAdvice(arrived, advice, { errorType: 'UNABLE_TO_LOCATE_RECORD' });
    }
    if (isRightKind || movement.state === 'declined') return acceptAdvice(advice, 'no-effect');
    if (movement.state !== 'reserved') return refuseAdvice(arrived, advice, { errorType: 'ACCOUNT_ALREADY_SETTLED' });

    const user = ledger.usedId(advice.id);
    const isOwn = user?.requestId === requestId && user.operation === advice.operation;
    if (advice.id === requestId || (user && !isOwn)) return refuseAdvice(arrived, advice, { errorType: 'DUPLICATE_RECORD' });

    const final = amountOf(advice.body, 'amounts', 'approvedAmount');
    const approvedMinor = movement.approvedMinor ?? 0;
    const finalMinor = final?.minor ?? (kind === 'confirmation' ? approvedMinor : 0);
    if (finalMinor > approvedMinor || (final && final.currency !== movement.currency)) {
      return refuseAdvice(arrived, advice, { errorType: 'INVALID_AMOUNT' });
    }
    return acceptAdvice(advice, 'applied', finalMinor);
  };

  const acceptAdvice = (advice: ArrivedAdvice, effect: AdviceEffect, finalMinor?: number): Reply => {
    const number = ledger.writeAdvice({
      ...adviceFact(advice, effect),
      ...(finalMinor === undefined ? {} : { finalMinor }),
      ...(advice.kind === 'confirmation' ? { tenders: tendersOf(advice.body) } : {}),
    });
    return { status: 202, body: adviceAnswer(advice.body), number };
  };

  const refuseAdvice = (arrived: Arrived, advice: ArrivedAdvice, why: Decline): Reply => {
    const number = ledger.writeAdvice({ ...adviceFact(advice, 'refused'), errorType: why.errorType });
    return { ...refusal(arrived.route, arrived.body, why.errorType, why), number };
  };

  return {
    handle(arrived) {
      switch (arrived.route.operation.leg) {
        case 'list':
          return { status: 200, body: billerList(billers) };
        case 'lookup':
          return lookUp(arrived);
        case 'create':
          return create(arrived);
        case 'confirmation':
        case 'reversal':
          return advise(arrived);
      }
    },
    passOver: (arrived) => passOver(ledger, arrived, currency),
    forget: ledger.forget,
    occupy: (id) => void ledger.useId(id, 'createAccountPayment'),
  };
}

/** The fields, and the ids of the path, which are those of the body (BillPay 1.1). */
function formatDecline({ route, body }: Arrived): Decline | undefined {
  const errors = isObject(body)
    ? [...checkModel(specModels[route.operation.id], body, 'message'), ...pathErrors(route, body)]
    : unreadable;
  return errors.length > 0 ? { errorType: 'FORMAT_ERROR', detailMessage: formatErrors(errors) } : undefined;
}

const unreadable: readonly FieldError[] = [{ messageProperty: 'message', field: '', error: 'must be a JSON object' }];

function pathErrors({ operation, pathId, pathAdviceId }: Route, body: JsonObject): readonly FieldError[] {
  const differs = (field: string, inPath: string): readonly FieldError[] => {
    const invalidValue = body[field];
    if (typeof invalidValue !== 'string' || invalidValue === inPath) return [];
    return [{ messageProperty: 'message', field, error: 'must be the id in the path', invalidValue }];
  };
  const isAdvice = operation.leg === 'confirmation' || operation.leg === 'reversal';
  return isAdvice ? [...differs('id', pathAdviceId), ...differs('requestId', pathId)] : differs('id', pathId);
}

/** Negative amounts are refused, wherever they stand (BillPay 10). */
function negativeAmount(body: JsonValue): Decline | undefined {
  const isNegative = (value: JsonValue): boolean => (amountOf(value)?.minor ?? 0) < 0;
  const amounts = fieldOf(body, 'amounts');
  const candidates = [
    ...(isObject(amounts) ? Object.values(amounts) : []),
    ...Object.values((fieldOf(amounts, 'additionalAmounts') as JsonObject | undefined) ?? {}),
    ...listOf(body, 'tenders').map((tender) => fieldOf(tender, 'amount')),
    ...listOf(body, 'paymentMethods').map((method) => fieldOf(method, 'amount')),
  ];
  const found = candidates.find(isNegative);
  return found === undefined ? undefined : { errorType: 'INVALID_AMOUNT', detailMessage: writeJson(found) };
}

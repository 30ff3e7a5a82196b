import { fieldOf, isObject, textOf, type JsonObject } from '../common/json-object.ts';
import type { JsonValue } from '../common/json-text.ts';
import { noteAdvice, noteRepeatedRequest, tendersOf } from './conflicts.ts';
import { formatErrors } from './error-detail.ts';
import { errorMessages, type ErrorType } from './error-types.ts';
import { adviceFact, adviceOf, movementFact, referenceOf, type ArrivedAdvice } from './facts.ts';
import type { AdviceEffect, Ledger, MovementFact } from './ledger.ts';
import { amountOf, ledgerAmount } from './message.ts';
import { passOver } from './pass-over.ts';
import { peerAdviceAnswer, peerLookupAnswer, peerPaymentAnswer, peerRefundAnswer, peerRefusal } from './peer-answers.ts';
import type { PeerMemory, StoredMessage } from './peer-memory.ts';
import { checkAsPeer } from './peer-models.ts';
import type { Arrived, Reply, Rules } from './rules.ts';

/** The test server's currency is whatever it was told; this is what the ledger says where it was told none. */
const noCurrency = '';

/** What the framework below the test server answers, without an ErrorDetail (BillPay 8.1). */
const frameworkRefusal: Reply = { status: 400, body: undefined };
const frameworkCrash: Reply = { status: 500, body: undefined };
const frameworkUnknown: Reply = { status: 404, body: undefined };

interface Refusal {
  readonly errorType: ErrorType;
  readonly errorMessage: string;
  readonly detailMessage?: JsonValue;
  readonly status?: number;
}

/** The operator's public test server, with its habits and its mistakes (BillPay 8). Its reset is the one defect that is not copied. */
export function createPeerRules(ledger: Ledger, memory: PeerMemory): Rules {
  // What an earlier start knew, this one does not.
  if (ledger.entries().payments.length > 0 || ledger.entries().refunds.length > 0) ledger.forget();

  const store = (body: JsonObject, message: Omit<StoredMessage, 'body'>): void => {
    memory.messages.set(textOf(body, 'id') ?? '', { ...message, body });
  };

  const request = (arrived: Arrived, body: JsonObject): Reply => {
    const { operation } = arrived.route;
    const id = idOf(body);
    const isMoney = operation.leg === 'create';
    const fact = movementFact({ ...arrived, body }, noCurrency);
    if (isMoney) noteRepeatedRequest(ledger, operation.id, fact.id);

    const refuse = (why: Refusal, isStored: boolean, subject: MovementFact = fact): Reply => {
      const reply = peerRefusal(arrived.route, body, why.errorType, why.errorMessage, why);
      if (isStored) store(body, { operation: operation.id, isDeclined: true });
      if (isMoney && !ledger.movement(fact.id)) {
        const number = ledger.writeMovement({ ...subject, state: isStored ? 'declined' : 'requested', errorType: why.errorType });
        return { ...reply, number };
      }
      if (isStored && !isMoney) ledger.useId(id, operation.id);
      return reply;
    };

    const { errors } = checkAsPeer(operation.id, body);
    if (errors.length > 0) return refuse(formatRefusal(formatErrors(errors)), false);
    if (memory.messages.has(id)) return refuse(duplicateOf(id), false);
    if (arrived.decline) return refuse(scripted(arrived.decline), true);
    if (operation.family === 'refund') return refund(arrived, body, fact, refuse);

    const account = memory.accounts.get(referenceOf(body, operation.subject));
    if (!account) {
      const reference = referenceOf(body, operation.subject);
      return refuse({ errorType: 'UNKNOWN_CUSTOMER_ACCOUNT', errorMessage: `No account with reference ${reference}` }, true);
    }
    const issuerReference = memory.freshIssuerReference();
    store(body, { operation: operation.id, isDeclined: false, issuerReference });
    if (!isMoney) {
      ledger.useId(id, operation.id);
      return { status: 200, body: peerLookupAnswer(body, account, operation, issuerReference) };
    }
    const asked = amountOf(body, 'amounts', 'requestAmount');
    const approvedMinor = asked && (arrived.approve?.(asked.minor) ?? asked.minor);
    const approved =
      asked && arrived.approve ? ledgerAmount(approvedMinor ?? 0, asked.currency) : fieldOf(body, 'amounts', 'requestAmount');
    const answer = peerPaymentAnswer(body, account, operation, issuerReference, approved);
    const number = ledger.writeMovement({
      ...fact,
      state: 'reserved',
      ...(approvedMinor === undefined ? {} : { approvedMinor }),
      issuerReference,
      responseIdentifiers: answer['thirdPartyIdentifiers'],
    });
    return { status: 200, body: answer, number };
  };

  const refund = (
    arrived: Arrived,
    body: JsonObject,
    fact: MovementFact,
    refuse: (why: Refusal, isStored: boolean) => Reply,
  ): Reply => {
    const issuerReference = textOf(body, 'issuerReference') ?? '';
    // Fines and policies are not refundable here; confirmed or not, once or more often, an account's payment is (BillPay 8.6).
    const payment = [...memory.messages.values()].find(
      (one) => one.operation === 'createAccountPayment' && !one.isDeclined && one.issuerReference === issuerReference,
    );
    const account = payment && memory.accounts.get(referenceOf(payment.body, 'account'));
    if (!payment || !account) {
      const errorMessage = `No payment with issuerReference ${issuerReference}`;
      return refuse({ errorType: 'UNABLE_TO_LOCATE_RECORD', errorMessage }, true);
    }
    store(body, { operation: arrived.route.operation.id, isDeclined: false, refundOf: payment });
    const approved = amountOf(payment.body, 'amounts', 'requestAmount');
    const answer = peerRefundAnswer(body, account);
    const number = ledger.writeMovement({
      ...fact,
      state: 'reserved',
      reference: account.accountRef,
      currency: approved?.currency ?? noCurrency,
      ...(approved ? { requestedMinor: approved.minor, approvedMinor: approved.minor } : {}),
      refundOf: idOf(payment.body),
      responseIdentifiers: answer['thirdPartyIdentifiers'],
    });
    return { status: 200, body: answer, number };
  };

  const advise = (arrived: Arrived, body: JsonObject): Reply => {
    const { operation, pathId } = arrived.route;
    const family = operation.family === 'refund' ? 'refund' : 'payment';
    // The path's id says what is completed and what it is applied to; the body's, whether there is such a request (BillPay 8.1).
    const advice: ArrivedAdvice = { ...adviceOf({ ...arrived, body }), requestId: pathId };
    noteAdvice(ledger, advice);
    const refuse = (why: Refusal): Reply => ({
      ...peerRefusal(arrived.route, body, why.errorType, why.errorMessage, why),
      number: ledger.writeAdvice({ ...adviceFact(advice, 'refused'), errorType: why.errorType }),
    });

    const earlier = memory.reversals[family].get(pathId) ?? memory.confirmations[family].get(pathId);
    if (earlier) {
      const errorMessage = `Already completed by advice ${textOf(earlier, 'id') ?? ''}`;
      return refuse({ errorType: 'ACCOUNT_ALREADY_SETTLED', errorMessage, detailMessage: earlier });
    }
    const { errors } = checkAsPeer(operation.id, body);
    if (errors.length > 0) return refuse(formatRefusal(formatErrors(errors)));
    const requestId = textOf(body, 'requestId') ?? '';
    const named = memory.messages.get(requestId);
    if (!named || isAdviceOperation(named)) {
      return refuse({ errorType: 'UNABLE_TO_LOCATE_RECORD', errorMessage: `No request with id ${requestId}` });
    }
    if (memory.messages.has(advice.id)) return refuse(duplicateOf(advice.id));
    if (arrived.decline) return refuse(scripted(arrived.decline));

    // Stored before it is applied: where that fails, a repeat is told that it is settled.
    store(body, { operation: operation.id, isDeclined: false });
    memory[advice.kind === 'confirmation' ? 'confirmations' : 'reversals'][family].set(pathId, body);
    const effect = apply(advice, family);
    if (effect === 'crash') return refuse({ errorType: 'GENERAL_ERROR', errorMessage: 'Server error' });
    const number = ledger.writeAdvice({
      ...adviceFact(advice, effect.effect),
      ...(effect.finalMinor === undefined ? {} : { finalMinor: effect.finalMinor }),
      ...(operation.id === 'confirmPayment' ? { tenders: tendersOf(body) } : {}),
    });
    return { status: 202, body: peerAdviceAnswer(body), number };
  };

  const apply = (
    { requestId, kind }: ArrivedAdvice,
    family: 'payment' | 'refund',
  ): 'crash' | { readonly effect: AdviceEffect; readonly finalMinor?: number } => {
    const message = memory.messages.get(requestId);
    const isPayment = message !== undefined && paymentOperations.has(message.operation);
    if (family === 'payment' && kind === 'reversal') {
      return isPayment && !message.isDeclined ? { effect: 'applied', finalMinor: 0 } : { effect: 'no-effect' };
    }
    if (family === 'payment') {
      const asked = message && amountOf(message.body, 'amounts', 'requestAmount');
      if (!isPayment || message.isDeclined || !asked) return 'crash';
      addToBalance(referenceIn(message), -asked.minor);
      return { effect: 'applied', finalMinor: asked.minor };
    }
    const payment = message?.refundOf;
    if (!payment) return 'crash';
    if (kind === 'reversal') return { effect: 'applied', finalMinor: 0 };
    const approvedMinor = amountOf(payment.body, 'amounts', 'requestAmount')?.minor;
    if (approvedMinor === undefined) return 'crash';
    addToBalance(referenceIn(payment), approvedMinor);
    return { effect: 'applied', finalMinor: approvedMinor };
  };

  const addToBalance = (reference: string, minor: number): void => {
    const account = memory.accounts.get(reference);
    if (account) memory.accounts.set(reference, { ...account, balanceMinor: account.balanceMinor + minor });
  };

  return {
    handle(arrived) {
      const { route, text } = arrived;
      const { leg, id } = route.operation;
      if (leg === 'list') return frameworkUnknown;
      if (text.trim() === '') return frameworkCrash;
      const { body } = arrived;
      if (!isObject(body)) return frameworkRefusal;
      const isUnreadable = checkAsPeer(id, body).isUnreadable || hasUnreadableAmount(body);
      if (isUnreadable) return { ...frameworkRefusal, ...numbered(passOver(ledger, arrived, noCurrency)) };
      return leg === 'confirmation' || leg === 'reversal' ? advise(arrived, withTexts(body)) : request(arrived, withTexts(body));
    },
    passOver: (arrived) => passOver(ledger, arrived, noCurrency),
    forget() {
      memory.reset();
      ledger.forget();
    },
    occupy(id) {
      store({ id }, { operation: 'createAccountPayment', isDeclined: true });
      ledger.useId(id, 'createAccountPayment');
    },
  };
}

const paymentOperations: ReadonlySet<string> = new Set([
  'createAccountPayment',
  'createTrafficFinePayment',
  'createPolicyPayment',
]);

const adviceOperations: ReadonlySet<string> = new Set(['confirmPayment', 'reversePayment', 'confirmRefund', 'reverseRefund']);

function isAdviceOperation({ operation }: StoredMessage): boolean {
  return adviceOperations.has(operation);
}

function idOf(body: JsonObject): string {
  return textOf(body, 'id') ?? '';
}

function referenceIn({ operation, body }: StoredMessage): string {
  if (operation === 'createTrafficFinePayment') return referenceOf(body, 'traffic-fine');
  return referenceOf(body, operation === 'createPolicyPayment' ? 'policy' : 'account');
}

function numbered(number: number | undefined): { readonly number?: number } {
  return number === undefined ? {} : { number };
}

const textNames: ReadonlySet<string> = new Set([
  'id',
  'requestId',
  'accountRef',
  'noticeNumber',
  'policyNumber',
  'issuerReference',
]);

/** What is read as a text is one from here on, although a number was sent. */
function withTexts(body: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(body).map(([name, value]) => {
      const isCoerced = textNames.has(name) && typeof value === 'object' && value !== null && 'text' in value;
      return [name, isCoerced && typeof value.text === 'string' ? value.text : value];
    }),
  );
}

function hasUnreadableAmount(body: JsonObject): boolean {
  const amount = fieldOf(body, 'amounts', 'requestAmount');
  return amount !== undefined && (!isObject(amount) || (fieldOf(amount, 'amount') !== undefined && !amountOf(amount)));
}

function formatRefusal(detailMessage: JsonValue): Refusal {
  return { errorType: 'FORMAT_ERROR', errorMessage: 'See error detail for format errors.', detailMessage };
}

function duplicateOf(id: string): Refusal {
  return { errorType: 'DUPLICATE_RECORD', errorMessage: 'Message ID (String) is not unique.', detailMessage: id };
}

function scripted({ errorType, status }: NonNullable<Arrived['decline']>): Refusal {
  return { errorType, errorMessage: errorMessages[errorType], ...(status === undefined ? {} : { status }) };
}

import type { Currency } from '../../shared/currency.ts';
import type { Result } from '../../shared/result.ts';
import type { AdviceAnswer } from '../advices/advice.ts';
import { createConversation, describeMistake, type ConversationRequest } from '../electrum/conversation.ts';
import type { Discrepancy } from '../electrum/discrepancy.ts';
import type { HttpAnswer, Transport, TransportFailure } from '../http/transport.ts';
import { timestamp, type Clock } from '../ports/clock.ts';
import type { LogFields, Logger } from '../ports/logger.ts';
import type { BillService, PaymentOutcome, RefundOutcome } from './bill-service.ts';
import { answerToAdvice, classOfStatus, failureOfAdvice } from './classify.ts';
import {
  decodeBillers,
  decodeLookUpAnswer,
  decodePaymentAnswer,
  decodeRefundAnswer,
  outcomeOfFailure,
  reasonOfFailure,
} from './decode-answer.ts';
import { encodePaymentConfirmation, encodeRefundConfirmation, encodeReversal } from './encode-advice.ts';
import { encodeLookUp, encodePayment, encodeRefund } from './encode-request.ts';
import { maskBody } from './mask-body.ts';
import type { Identity } from '../settings/identity.ts';
import type { PreparedRequest } from './messages.ts';

/** How long an exchange may take unless another time was agreed; for requests and advices (billpay 2). */
const usualTimeoutMs = 60_000;

export interface BillpayClientSettings {
  /** The service's address, with or without the protocol's own `/billpay/v4`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly timeoutMs?: number;
  readonly identity: Identity;
  readonly currency: Currency;
}

export interface BillpayClientPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
}

/**
 * The conversation with the bill payment service (billpay 4). Every movement of money has two messages:
 *
 *   till                                      service
 *    ├── POST payments/{id} ────────────────────▶│   once, on a connection of its own; 60 s
 *    │◀────────── approved, declined, no answer ─┤   a later answer goes to the log and nowhere else
 *    │  … the customer pays, or not …            │
 *    ├── POST payments/{id}/confirmations/{a} ──▶│   or …/reversals/{b}: exactly one of the two,
 *    │◀──────────────────────────── 202 ─────────┤   the same bytes again until the answer is final
 *
 * Nothing here is repeated by itself, and nothing is written down: the checkout journals before it sends, and the advice queue repeats.
 */
export function createBillpayClient(settings: BillpayClientSettings, ports: BillpayClientPorts): BillService {
  const { transport, clock, logger } = ports;
  const { identity, currency, timeoutMs = usualTimeoutMs } = settings;
  const { url, user, password } = settings;
  const conversation = createConversation(
    { url, basePath: '/billpay/v4', user, password, timeoutMs, topic: 'bill' },
    { transport, clock },
  );

  async function exchange(
    operation: string,
    request: ConversationRequest,
    log: Logger,
  ): Promise<Result<HttpAnswer, TransportFailure>> {
    const result = await conversation.exchange(operation, request, log);
    if (result.ok && classOfStatus(result.value.status) === 'other-2xx')
      log.error('bill-status-not-in-the-protocol', { operation, httpStatus: result.value.status });
    return result;
  }

  /** Of a payment or a refund. From the exchange on money may be reserved, so not even a mistake of our own may look like something else. */
  async function request<Outcome extends PaymentOutcome | RefundOutcome>(
    operation: string,
    prepared: PreparedRequest,
    correlation: LogFields,
    decode: (answer: HttpAnswer, prepared: PreparedRequest, currency: Currency) => Outcome,
  ): Promise<Outcome | ReturnType<typeof outcomeOfFailure>> {
    const log = logger.with({ ...correlation, requestId: prepared.basis.requestId });
    let outcome: Outcome | ReturnType<typeof outcomeOfFailure>;
    try {
      const { path, body } = prepared;
      const result = await exchange(operation, { method: 'POST', path, body, onFreshConnection: true }, log);
      outcome = result.ok ? decode(result.value, prepared, currency) : outcomeOfFailure(result.failure, prepared);
      if (result.ok) logDiscrepancies(outcome, result.value.body, log);
    } catch (error) {
      log.error('bill-answer-not-understood', { operation, ...describeMistake(error) });
      outcome = { kind: 'unknown', reversalReason: 'TIMEOUT', reason: { code: 'no-answer' }, basis: prepared.basis };
    }
    log.info('bill-outcome', {
      operation,
      outcome: outcome.kind,
      ...('reason' in outcome ? { reason: outcome.reason.code } : {}),
    });
    return outcome;
  }

  return {
    async listBillers() {
      const result = await exchange('listBillers', { method: 'GET', path: 'billers/' }, logger);
      return result.ok ? decodeBillers(result.value) : { kind: 'no-answer', reason: reasonOfFailure(result.failure) };
    },

    async lookUp(question, references) {
      const prepared = encodeLookUp(identity, question, { references, time: timestamp(clock) });
      if (!prepared.ok) return { kind: 'not-sendable', problems: prepared.failure };
      const { path, body, basis } = prepared.value;
      const log = logger.with({ requestId: basis.requestId });
      // On a connection of its own, so that one which the server is just closing does not look like a service that does not answer.
      const result = await exchange('lookUp', { method: 'POST', path, body, onFreshConnection: true }, log);
      if (!result.ok) return { kind: 'no-answer', reason: reasonOfFailure(result.failure) };
      const outcome = decodeLookUpAnswer(result.value, prepared.value, currency);
      if (outcome.kind === 'no-answer' && outcome.reason.code === 'answer-unusable')
        log.warn('bill-discrepancy', { answer: maskBody(result.value.body) });
      return outcome;
    },

    preparePayment: (payment, references) =>
      encodePayment(identity, { tranType: 'GENERAL_PAYMENT', ...payment, currency }, { references, time: timestamp(clock) }),
    requestPayment: (prepared, correlation = {}) => request('createPayment', prepared, correlation, decodePaymentAnswer),
    prepareRefund: (refund, references) =>
      encodeRefund(identity, { tranType: 'RETURNS', ...refund }, { references, time: timestamp(clock) }),
    requestRefund: (prepared, correlation = {}) => request('createRefund', prepared, correlation, decodeRefundAnswer),

    makePaymentConfirmation: ({ tenders, approvedAmountMinor, ...parts }) =>
      encodePaymentConfirmation({ time: timestamp(clock), ...parts }, { tenders, approvedAmountMinor, currency }),
    makeRefundConfirmation: (parts) => encodeRefundConfirmation({ time: timestamp(clock), ...parts }),
    makeReversal: ({ reversalReason, ...parts }) => encodeReversal({ time: timestamp(clock), ...parts }, reversalReason),

    async sendAdvice(advice, sentBefore): Promise<AdviceAnswer> {
      const { adviceId, requestId, kind, path, body } = advice;
      const log = logger.with({ adviceId, requestId, saleId: advice.saleId });
      const operation = `${kind} of a ${path.startsWith('refunds/') ? 'refund' : 'payment'}`;
      const result = await exchange(operation, { method: 'POST', path, body }, log);
      const answer = result.ok ? answerToAdvice({ adviceId, kind, sentBefore }, result.value) : failureOfAdvice(result.failure);
      if (answer.kind === 'refused' && result.ok) log.warn('advice-refused', { answer: maskBody(result.value.body) });
      return answer;
    },
  };
}

/** What an answer says differently from what was asked goes to the log with the whole body, masked: a manager sees the one, support the other. */
function logDiscrepancies(outcome: PaymentOutcome | RefundOutcome, body: string, log: Logger): void {
  const discrepancies: readonly Discrepancy[] = 'discrepancies' in outcome ? outcome.discrepancies : [];
  if (discrepancies.length === 0) return;
  log.warn('bill-discrepancy', { fields: discrepancies.map(({ field }) => field), answer: maskBody(body) });
}

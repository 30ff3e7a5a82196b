import type { Currency } from '../../shared/currency.ts';
import type { AdviceAnswer } from '../advices/advice.ts';
import { createConversation, describeMistake } from '../electrum/conversation.ts';
import { fieldErrorsIn, readErrorDetail } from '../electrum/error-detail.ts';
import type { HttpAnswer, Transport } from '../http/transport.ts';
import { timestamp, type Clock } from '../ports/clock.ts';
import type { LogFields, Logger } from '../ports/logger.ts';
import type { Identity } from '../settings/identity.ts';
import { answerToAdvice, failureOfAdvice } from './classify.ts';
import { decodeCodeAnswer, decodePayAnswer, outcomeOfFailure, type CodeTry } from './decode-answer.ts';
import { encodeConfirmation, encodeReversal } from './encode-advice.ts';
import { encodeCreateCode, encodePay, type PreparedCode, type Sender } from './encode-request.ts';
import { maskBody } from './mask-body.ts';
import type { CodeOutcome, PayOutcome, QrService } from './qr-service.ts';

/** How long an exchange may take unless another time was agreed (qr 2). The service's own limit for a scan is shorter (qr 4.3). */
const usualTimeoutMs = 60_000;
/** Of a code, under a new id each (qr 2.3). */
const mostTries = 3;

export interface QrClientSettings {
  /** The service's address, with or without the protocol's own `/qr/v1`. */
  readonly url: string;
  readonly user: string;
  readonly password: string;
  readonly timeoutMs?: number;
  /** For one try to get a code. Absent: all tries together take no longer than one exchange may: a customer waits, and nothing is at stake. */
  readonly codeTimeoutMs?: number;
  /** The provider's id in the codes. */
  readonly guid: string;
  readonly identity: Identity;
  readonly currency: Currency;
  /** True only for a service that is known to leave out an amount that it approves in full (qr 4.5) [J]. */
  readonly assumesFullApproval?: boolean;
}

export interface QrClientPorts {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly logger: Logger;
  /** A UUID v4 from a source of secrets, never used before: for each try to get a code. */
  readonly newId: () => string;
}

/**
 * The conversation with the QR payment service (qr 4). A payment waits there before its code is shown:
 *
 *   till                                      service
 *    ├── POST qrCodes ──────────────────────────▶│   moves no money; up to three times, each under a new id
 *    │◀───────────────── code, and its tranId ───┤   read and compared before anything is built on it
 *    ├── POST payments ─────────────────────────▶│   once, on a connection of its own; 60 s
 *    │   sent: the code may be shown             │   … the customer scans and approves, or not …
 *    │◀────────── approved, declined, no answer ─┤   a later answer goes to the log and nowhere else
 *    ├── POST payments/confirmations ───────────▶│   or payments/reversals: exactly one of the two,
 *    │◀──────────────────────────── 202 ─────────┤   the same bytes again until the answer is final
 *
 * Nothing is written down here: the checkout journals before it sends, and the advice queue repeats.
 */
export function createQrClient(settings: QrClientSettings, ports: QrClientPorts): QrService {
  const { transport, clock, logger, newId } = ports;
  const { url, user, password, guid, identity, currency, timeoutMs = usualTimeoutMs } = settings;
  const { codeTimeoutMs = Math.ceil(timeoutMs / mostTries), assumesFullApproval = false } = settings;
  const sender: Sender = { identity, user, currency };
  const conversation = createConversation(
    { url, basePath: '/qr/v1', user, password, timeoutMs, topic: 'qr' },
    { transport, clock },
  );

  /** One try. What is unusable is thrown away: no payment ever hangs on it. */
  async function tryForCode(prepared: PreparedCode, log: Logger): Promise<CodeTry | Extract<CodeOutcome, { kind: 'no-answer' }>> {
    // On a connection of its own, so that one which the server is just closing does not look like a service that does not answer.
    const request = {
      method: 'POST',
      path: 'qrCodes',
      body: prepared.body,
      onFreshConnection: true,
      timeoutMs: codeTimeoutMs,
    } as const;
    const result = await conversation.exchange('createQrCode', request, log);
    if (!result.ok) {
      // Where nobody listens, nobody will a moment later.
      if (!result.failure.mayHaveTakenEffect) return { kind: 'no-answer', reason: { code: 'service-unreachable' } };
      return { kind: 'unknown', reason: { code: 'no-code' } };
    }
    const came = decodeCodeAnswer(result.value, prepared, guid);
    switch (came.kind) {
      case 'unusable':
        log.error('qr-code-unusable', { ...came.problem, answer: maskBody(result.value.body) });
        break;
      case 'created':
        logDiscrepancies(came, result.value, log);
        break;
      case 'refused':
        logMistakesOfOurs(result.value, log);
        break;
      case 'unknown':
        break;
    }
    return came;
  }

  return {
    async createCode(payment, correlation = {}): Promise<CodeOutcome> {
      let wasDuplicate = false;
      let outcome: CodeOutcome = { kind: 'no-answer', reason: { code: 'no-code' } };
      for (let tries = 1; tries <= mostTries; tries += 1) {
        const requestId = newId();
        const prepared = encodeCreateCode(sender, payment, { requestId, time: timestamp(clock) });
        if (!prepared.ok) return { kind: 'not-sendable', problems: prepared.failure };
        const log = logger.with({ ...correlation, requestId });
        const came = await tryForCode(prepared.value, log);
        log.info('qr-code-outcome', { outcome: came.kind, ...('reason' in came ? { reason: came.reason.code } : {}) });
        switch (came.kind) {
          case 'created':
            return { kind: 'created', code: came.code };
          case 'unusable':
            return { kind: 'no-answer', reason: { code: 'code-unusable' } };
          case 'no-answer':
            return came;
          case 'refused':
            outcome = { kind: 'refused', reason: came.reason };
            // Somebody else happens to have the same id: once more under another (qr 2.3).
            if (!came.isDuplicate || wasDuplicate) return outcome;
            wasDuplicate = true;
            break;
          case 'unknown':
            outcome = { kind: 'no-answer', reason: came.reason };
            break;
        }
      }
      return outcome;
    },

    preparePay: (code, payment, references) => encodePay(sender, code, payment, { references, time: timestamp(clock) }),

    async pay(prepared, { correlation = {}, onSent } = {}): Promise<PayOutcome> {
      const { requestId, tranId } = prepared.basis;
      const log = logger.with({ ...correlation, requestId, tranId });
      const tellSent = (): void => {
        log.info('qr-sent', {});
        try {
          onSent?.();
        } catch (error) {
          // Whoever shows the code has made a mistake. The payment waits for its answer all the same.
          log.error('qr-sent-not-heard', describeMistake(error));
        }
      };
      let outcome: PayOutcome;
      // From the exchange on money may be reserved, so not even a mistake of our own may look like something else.
      try {
        const request = {
          method: 'POST',
          path: 'payments',
          body: prepared.body,
          onFreshConnection: true,
          onSent: tellSent,
        } as const;
        const result = await conversation.exchange('pay', request, log);
        outcome = result.ok
          ? decodePayAnswer(result.value, prepared, currency, assumesFullApproval)
          : outcomeOfFailure(result.failure, prepared);
        if (result.ok) {
          logDiscrepancies(outcome, result.value, log);
          logMistakesOfOurs(result.value, log);
        }
      } catch (error) {
        log.error('qr-answer-not-understood', describeMistake(error));
        const reason = { code: 'no-answer' } as const;
        outcome = { kind: 'unanswered', reversalReason: 'TIMEOUT', reason, basis: prepared.basis, discrepancies: [] };
      }
      log.info('qr-outcome', { outcome: outcome.kind, ...('reason' in outcome ? { reason: outcome.reason.code } : {}) });
      return outcome;
    },

    makeConfirmation: ({ approvedAmountMinor, ...parts }) => encodeConfirmation(parts, { approvedAmountMinor, currency }),
    makeReversal: ({ reversalReason, ...parts }) => encodeReversal(parts, reversalReason),

    async sendAdvice({ adviceId, requestId, saleId, kind, path, body }, sentBefore): Promise<AdviceAnswer> {
      const log = logger.with({ adviceId, requestId, saleId });
      const operation = kind === 'confirmation' ? 'confirmPayment' : 'reversePayment';
      const result = await conversation.exchange(operation, { method: 'POST', path, body }, log);
      if (!result.ok) return failureOfAdvice(result.failure);
      const answer = answerToAdvice({ kind, sentBefore }, result.value);
      if (answer.kind === 'refused') {
        log.warn('advice-refused', { answer: maskBody(result.value.body) });
        logMistakesOfOurs(result.value, log);
      } else if (answer.kind !== 'not-final' && answer.detail !== undefined) {
        // As good as delivered, or an id that is taken: support should find why (qr 6.3).
        log.warn('qr-advice-answered-otherwise', { answer: answer.kind, httpStatus: result.value.status });
      }
      return answer;
    },
  };
}

/** What an answer says differently from what was asked goes to the log with the whole body, masked. */
function logDiscrepancies(outcome: PayOutcome | CodeTry, { body }: HttpAnswer, log: Logger): void {
  if (!('discrepancies' in outcome) || outcome.discrepancies.length === 0) return;
  log.warn('qr-discrepancy', { fields: outcome.discrepancies.map(({ field }) => field), answer: maskBody(body) });
}

/** A refusal that no cashier can do anything about: our message, our settings or our address are wrong (qr 3.7). */
function logMistakesOfOurs({ status, body }: HttpAnswer, log: Logger): void {
  const { errorType, detailMessage } = readErrorDetail(body);
  const isOurs =
    errorType === 'FORMAT_ERROR' || errorType === 'INVALID_MERCHANT' || status === 401 || status === 403 || status === 404;
  if (!isOurs) return;
  const fields: LogFields = { httpStatus: status, ...(errorType === undefined ? {} : { errorType }) };
  // The names of fields alone: what stood in them, or what is said about it, is not for a log.
  log.error('qr-till-is-wrong', { ...fields, wrong: fieldErrorsIn(detailMessage).map((wrong) => wrong.replace(/[:;].*/su, '')) });
}

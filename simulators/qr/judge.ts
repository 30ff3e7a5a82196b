import { isObject, fieldOf, textOf, type JsonObject } from '../common/json-object.ts';
import { adviceFact, adviceOf, type ArrivedAdvice } from './advice.ts';
import { advise, adviseAgain } from './advise.ts';
import { noteAdvice, notePayment, noteRequest } from './conflicts.ts';
import type { Refuse } from './error-detail.ts';
import { checkMessage } from './field-rules.ts';
import type { IdSource } from './ids.ts';
import type { Clock } from '../common/clock.ts';
import type { Ledger } from './ledger.ts';
import type { AdviceKind, Code } from './ledger-types.ts';
import { makeCode } from './make-code.ts';
import { identifiersOf } from './message.ts';
import { models } from './models.ts';
import { pay, paymentFact } from './pay.ts';
import type { PaymentsUnderWay } from './payments-under-way.ts';
import type { Arrived, Reply } from './reply.ts';
import type { QrSettings } from './settings.ts';

export interface JudgeParts {
  readonly ledger: Ledger;
  readonly settings: () => QrSettings;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly underWay: PaymentsUnderWay;
  readonly refuse: Refuse;
  codeMade(code: Code): void;
  /** What is said to whoever is not who he says he is. */
  readonly unauthorized: Reply;
}

export interface Judge {
  /** Does what the message asks for. What it moved is on the disk when this resolves; for a payment, what it waits for has happened. */
  handle(arrived: Arrived): Promise<Reply>;
  /** Notes a message that a fault keeps from having any effect. @returns the ledger's number for it, where it has one */
  passOver(arrived: Arrived): number | undefined;
}

const adviceKinds: Readonly<Partial<Record<string, AdviceKind>>> = { confirmPayment: 'confirmation', reversePayment: 'reversal' };

/** The steps that every message takes once it is known whose it claims to be (QR 9.1): who sends it, its fields, its id, the rules. */
export function createJudge(parts: JudgeParts): Judge {
  const { ledger, refuse, underWay } = parts;

  /** A partner that scans: the service answers it at once, and forwards the payment (QR 4.1.5). */
  const notifyScan = (body: JsonObject): Reply => {
    const tranId = textOf(body, 'tranId') ?? '';
    const { errorType } = underWay.scan({
      id: textOf(body, 'id') ?? '',
      tranId,
      partnerId: textOf(body, 'partner', 'id') ?? '',
      by: 'partner',
      identifiers: identifiersOf(body),
      settlementEntity: fieldOf(body, 'settlementEntity'),
      receiver: fieldOf(body, 'receiver'),
    });
    return errorType === undefined ? { status: 202 } : refuse(errorType, { tranId });
  };

  const adviceIn = ({ operation, text }: Arrived, body: JsonObject): ArrivedAdvice | undefined => {
    const kind = adviceKinds[operation.id];
    return kind && adviceOf(kind, body, text);
  };

  const note = ({ operation }: Arrived, body: JsonObject, advice: ArrivedAdvice | undefined): void => {
    if (advice) return noteAdvice(ledger, advice);
    const id = textOf(body, 'id') ?? '';
    noteRequest(ledger, operation.id, id);
    if (operation.id === 'pay') {
      notePayment(ledger, { id, tranId: textOf(body, 'tranId') ?? '', identifiers: identifiersOf(body) });
    }
    return undefined;
  };

  const refuseFormat = ({ operation, body }: Arrived, errors: ReturnType<typeof checkMessage>): Reply => {
    const id = textOf(body, 'id') ?? '';
    ledger.writeConflict({ kind: 'format-error', isBreach: true, requestId: id, id, operation: operation.id });
    return refuse('FORMAT_ERROR', { detailMessage: errors.map(({ path, error }) => ({ path, error })) });
  };

  return {
    async handle(arrived) {
      const { operation, body, user, decline } = arrived;
      const errors = checkMessage(models[operation.schema], body);
      const named = operation.sender === 'partner' ? textOf(body, 'partner', 'id') : nameOfClient(arrived);
      if (named !== undefined && named !== user) return parts.unauthorized;
      if (errors.length > 0 || !isObject(body)) return refuseFormat(arrived, errors);

      const advice = adviceIn(arrived, body);
      note(arrived, body, advice);
      const id = textOf(body, 'id') ?? '';
      if (ledger.usedId(id)) return advice ? adviseAgain(parts, advice) : refuse('DUPLICATE_RECORD');
      if (advice) return advise(parts, arrived, advice);
      if (operation.id === 'pay') return pay(parts, arrived, body);
      if (decline) {
        ledger.noteId(id, operation.id, true);
        return refuse(decline.errorType, decline);
      }
      return operation.id === 'createQrCode' ? makeCode(parts, body) : notifyScan(body);
    },
    passOver(arrived) {
      const { operation, body } = arrived;
      if (!isObject(body) || checkMessage(models[operation.schema], body).length > 0) return undefined;
      const advice = adviceIn(arrived, body);
      note(arrived, body, advice);
      if (advice) return ledger.writeAdvice(adviceFact(advice, 'not-applied'));
      const id = textOf(body, 'id') ?? '';
      if (operation.id === 'pay' && !ledger.sender(id)) return ledger.writePayment({ ...paymentFact(body), state: 'requested' });
      ledger.noteId(id, operation.id, false);
      return undefined;
    },
  };
}

/** A message that has no such field says nothing about its sender (QR 3.4). */
function nameOfClient({ operation, body }: Arrived): string | undefined {
  return operation.id === 'createQrCode' || operation.id === 'pay' ? textOf(body, 'client', 'id') : undefined;
}

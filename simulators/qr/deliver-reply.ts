import type { Socket } from 'node:net';
import { cut, cutBody, reset, sendNoHttp, sendSlowly } from '../common/broken-answers.ts';
import { clientGone, send, type Exchange } from '../common/http-answer.ts';
import { fieldOf, textOf } from '../common/json-object.ts';
import { NumberText, writeJson, type JsonValue } from '../common/json-text.ts';
import { mergePatch } from '../common/merge-patch.ts';
import { oddPayload, withLastDigitChanged } from './odd-payload.ts';
import { errorDetail } from './error-detail.ts';
import { uuidOf, type IdSource } from './ids.ts';
import type { ErrorType } from './error-types.ts';
import type { Fault, FaultKind } from './faults.ts';
import type { Outcome } from './ledger-types.ts';
import type { Operation } from './operations.ts';
import type { Reply } from './reply.ts';

const json = 'application/json';

/** What became of an answer, with its body where a whole one was sent. */
export interface Delivered extends Outcome {
  readonly body?: string;
}

/** Sends a reply as it should be. */
export async function deliver(exchange: Exchange, reply: Reply): Promise<Delivered> {
  const text = bodyText(reply);
  const answered = await send(exchange, reply.status, text, reply.contentType ?? json, reply.headers);
  return answered.answered ? { ...answered, ...saying(reply, text) } : answered;
}

function bodyText({ body, contentType = json }: Reply): string {
  if (body === undefined) return '';
  return contentType !== json && typeof body === 'string' ? body : writeJson(body);
}

function saying(reply: Reply, text: string): Pick<Delivered, 'status' | 'answeredErrorType' | 'body'> {
  const answeredErrorType = reply.status >= 300 ? textOf(reply.body, 'errorType') : undefined;
  return { status: reply.status, body: text, ...(answeredErrorType === undefined ? {} : { answeredErrorType }) };
}

/** The faults with which the till still gets an answer that it can believe. */
const properAnswers: ReadonlySet<FaultKind> = new Set([
  'decline',
  'unknown-error-type',
  'long-error-id',
  'delay',
  'late-answer',
  'slow-body',
  'hold',
  'then-refuse',
  'unknown-fields',
] as const);

export interface SpoiledExchange {
  readonly exchange: Exchange;
  readonly operation: Operation;
  readonly requestBody: JsonValue;
  /** Undefined where the message took no effect, or none yet. */
  readonly reply: Reply | undefined;
  readonly fault: Fault;
  readonly ids: IdSource;
  readonly guid: string;
  /** Waits so long, or until the simulator is closed. */
  readonly wait: (forMs: number) => Promise<void>;
  readonly refuse: (forMs: number) => void;
}

/** Sends the reply, or does to it what the fault says. */
export async function deliverSpoiled(spoiled: SpoiledExchange): Promise<Delivered> {
  const { exchange, fault } = spoiled;
  const { socket } = exchange.request;
  if (socket.destroyed) return clientGone;
  const delivered = await spoil(spoiled, socket);
  const isProper = properAnswers.has(fault.kind);
  if (isProper) return delivered?.status === undefined ? clientGone : { ...delivered, answered: true, how: 'answered' };
  return { ...delivered, answered: false, how: fault.kind };
}

/** @returns what was sent, where it was a whole answer */
async function spoil(spoiled: SpoiledExchange, socket: Socket): Promise<Delivered | undefined> {
  const { exchange, fault, wait, operation } = spoiled;
  // Where nothing was done, the answer pretends that it was: the till cannot tell.
  const reply = spoiled.reply ?? { status: operation.success, body: {} };
  const answer = { status: reply.status, body: bodyText(reply), contentType: json };
  const sendAltered = (changes: unknown): Promise<Delivered> =>
    deliver(exchange, { ...reply, body: mergePatch(reply.body, changes) });
  const { kind } = fault;
  switch (kind) {
    case 'decline':
    case 'delay':
    case 'late-answer':
    case 'hold':
      return deliver(exchange, reply);
    case 'unknown-error-type':
      return sendAltered({ errorType: 'A_REASON_OF_TOMORROW' });
    case 'long-error-id':
      return sendAltered({ id: uuidOf(spoiled.ids) });
    case 'slow-body': {
      const parts = 20;
      const isSent = await sendSlowly(exchange, answer, parts, () => wait((fault.delayMs ?? 1000) / (parts - 1)));
      return isSent ? { answered: true, how: 'answered', ...saying(reply, answer.body) } : undefined;
    }
    case 'hang':
      return undefined;
    case 'cut':
      await cut(socket);
      return undefined;
    case 'reset':
      await reset(socket);
      return undefined;
    case 'cut-body':
      await cutBody(socket, answer);
      return undefined;
    case 'not-http':
      await sendNoHttp(socket, 'QR');
      return undefined;
    case 'then-refuse':
      // The answer has to be the connection's last.
      exchange.response.shouldKeepAlive = false;
      return deliver(exchange, reply).finally(() => spoiled.refuse(fault.forMs ?? 1000));
    case 'status':
      return deliver(exchange, statusReply(spoiled, fault.status ?? 500, reply));
    case 'not-found': {
      const isBodyless = operation.id !== 'confirmPayment';
      return deliver(exchange, { status: 404, body: isBodyless ? undefined : errorIn(spoiled, 'UNABLE_TO_LOCATE_RECORD') });
    }
    case 'empty':
      return deliver(exchange, { status: reply.status });
    case 'garbage':
      return deliver(exchange, {
        status: reply.status,
        body: '%PDF-1.4 }{ this is not JSON',
        contentType: `${json}; charset=utf-8`,
      });
    case 'html':
      return deliver(exchange, { status: reply.status, ...pageOf('Welcome to the proxy') });
    case 'wrong-content-type':
      return deliver(exchange, { status: reply.status, body: answer.body, contentType: 'text/html; charset=utf-8' });
    case 'altered':
      return sendAltered(fault.changes ?? {});
    case 'without-approved-amount':
      return sendAltered({ amounts: { approvedAmount: null } });
    case 'other-tran-id':
      return sendAltered({ tranId: withLastDigitChanged(textOf(reply.body, 'tranId') ?? '0') });
    case 'other-currency':
      return sendAltered({ amounts: { approvedAmount: { currency: otherCurrency(reply.body) } } });
    case 'unknown-fields':
      return sendAltered({ aMemberOfTomorrow: { amount: 1 }, originator: { channelId: 'POS' } });
    case 'odd-payload': {
      const tranId = textOf(reply.body, 'tranId');
      if (operation.id !== 'createQrCode' || tranId === undefined) return deliver(exchange, reply);
      return sendAltered({ qrCode: oddPayload(fault.payload ?? 'truncated', spoiled.guid, tranId) });
    }
    default:
      return kind satisfies never;
  }
}

function otherCurrency(body: JsonValue): string {
  return textOf(fieldOf(body, 'amounts', 'approvedAmount'), 'currency') === '978' ? '840' : '978';
}

function statusReply(spoiled: SpoiledExchange, status: number, reply: Reply): Reply {
  const { exchange, fault } = spoiled;
  // A till that follows a redirect would ask for the money a second time (QR 1).
  const isRedirect = status >= 300 && status < 400 && status !== 304;
  return {
    status,
    ...spoiledBody(spoiled, status, reply, fault),
    headers: {
      ...(isRedirect ? { Location: exchange.request.url ?? '/' } : {}),
      ...(status === 401 ? { 'WWW-Authenticate': 'Basic realm="qr"' } : {}),
    },
  };
}

function spoiledBody(
  spoiled: SpoiledExchange,
  status: number,
  reply: Reply,
  { body = 'error-detail', errorType = typeOf(status) }: Fault,
): Pick<Reply, 'body' | 'contentType'> {
  switch (body) {
    case 'error-detail':
      return { body: errorIn(spoiled, errorType) };
    case 'empty':
      return {};
    case 'html':
      return pageOf(String(status));
    case 'text':
      return { body: `upstream said ${status}`, contentType: 'text/plain; charset=utf-8' };
    case 'odd':
      return { body: ['error', { code: new NumberText('7'), errorType: null }] };
    case 'proper':
      return { body: reply.body };
  }
}

function pageOf(heading: string): Pick<Reply, 'body' | 'contentType'> {
  return { body: `<html><body><h1>${heading}</h1></body></html>`, contentType: 'text/html; charset=utf-8' };
}

function errorIn({ ids, requestBody }: SpoiledExchange, errorType: ErrorType): JsonValue {
  const originalId = textOf(requestBody, 'requestId');
  return errorDetail(ids, 'hex', errorType, { originalId, tranId: textOf(requestBody, 'tranId') });
}

function typeOf(status: number): ErrorType {
  return status === 503 || status === 504 ? 'UPSTREAM_UNAVAILABLE' : 'GENERAL_ERROR';
}

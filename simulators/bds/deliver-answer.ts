import type { Socket } from 'node:net';
import { clientGone, endOf, rawAnswer, send as sendPlain, type Answered, type Exchange } from '../common/http-answer.ts';
import { writeJson } from '../common/json-text.ts';
import { badRequestAnswer, otherErrorAnswer, unauthorizedAnswer, unavailableAnswer, type AnswerBody } from './answers.ts';
import type { Fault, FaultKind } from './faults.ts';

const json = 'application/json; charset=utf-8';

/** Sends a JSON answer as it should be. Resolves when it was handed to the network, or when the client had gone. */
export function sendJson(exchange: Exchange, status: number, body: AnswerBody): Promise<Answered> {
  return send(exchange, status, writeJson(body), json);
}

// The names of the headers and of the server are those of the description's example.
const server = { Server: 'Microsoft-HTTPAPI/2.0' };

/** Sends any answer of the service. */
export function send(
  exchange: Exchange,
  status: number,
  body: string,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  return sendPlain(exchange, status, body, contentType, { ...server, ...headers });
}

export function sendUnauthorized(exchange: Exchange, isEmpty = false): Promise<Answered> {
  const challenge = { 'WWW-Authenticate': 'Basic realm="DeviceService"' };
  return send(exchange, 401, isEmpty ? '' : writeJson(unauthorizedAnswer()), json, challenge);
}

/** The faults with which the till still gets an answer that it can believe; of a duplicate, the first copy. */
const properAnswers: ReadonlySet<FaultKind> = new Set([
  'unauthorized',
  'bad-request',
  'unavailable',
  'late-answer',
  'token',
  'duplicate-answer',
] as const);

/** Sends the answer to a transaction, or does to it what the fault says. The body is undefined where no customer came. */
export async function deliverAnswer(
  exchange: Exchange,
  body: AnswerBody | undefined,
  fault: Fault | undefined,
): Promise<Answered> {
  if (!fault) return sendJson(exchange, 200, body ?? {});
  const { socket } = exchange.request;
  if (socket.destroyed) return fault.kind === 'close-during-customer' ? { answered: false, how: fault.kind } : clientGone;
  await spoil(exchange, socket, body ?? {}, fault);
  const isAnswer = properAnswers.has(fault.kind);
  return { answered: isAnswer && !socket.destroyed, how: isAnswer && socket.destroyed ? 'client-gone' : fault.kind };
}

async function spoil(exchange: Exchange, socket: Socket, answer: AnswerBody, fault: Fault): Promise<unknown> {
  const body = writeJson(answer);
  const { kind } = fault;
  switch (kind) {
    case 'unauthorized':
      return sendUnauthorized(exchange, fault.emptyBody);
    case 'bad-request': {
      const fieldName = fault.field ?? 'Reference';
      const message = fault.message ?? `${fieldName} is invalid.`;
      return sendJson(exchange, 400, badRequestAnswer([{ fieldName, message }]));
    }
    case 'unavailable':
      return sendJson(exchange, 500, unavailableAnswer());
    case 'close-before-charging':
    case 'close-during-customer':
    case 'close-after-charging':
      return endOf(socket, () => socket.destroy());
    case 'reset-before-charging':
    case 'reset-after-charging':
      return endOf(socket, () => socket.resetAndDestroy());
    case 'hang-before-charging':
    case 'hang-after-charging':
      return undefined;
    case 'other-error':
      return sendJson(exchange, 500, otherErrorAnswer());
    case 'empty-error':
      return send(exchange, 500, '', json);
    case 'http-status': {
      const status = fault.status ?? 503;
      // A till that follows a redirect would ask for the money a second time.
      const isRedirect = status >= 300 && status < 400 && status !== 304;
      return send(exchange, status, '', json, isRedirect ? { Location: exchange.request.url ?? '/' } : {});
    }
    case 'garbage':
      return send(exchange, 200, '%PDF-1.4 }{ this is not JSON', json);
    case 'cut-json':
      return send(exchange, 200, body.slice(0, Math.floor(body.length / 2)), json);
    case 'cut-body':
      return endOf(socket, () => socket.end(rawOk(body, body.slice(0, Math.floor(body.length / 2)))));
    case 'wrong-content-type':
      return send(exchange, 200, body, fault.contentType ?? 'text/html; charset=utf-8');
    case 'not-http':
      return endOf(socket, () => socket.end('\u0002BDS?\u0003\u0016\r\nnothing that HTTP knows\r\n\r\n'));
    case 'duplicate-answer':
      return endOf(socket, () => socket.end(rawOk(body, body) + rawOk(body, body)));
    case 'missing-fields':
      return sendJson(exchange, 200, withoutFields(answer, fault.fields));
    case 'token':
      return sendJson(exchange, 200, { ...answer, Token: 'f5b1c9e0-test-token-that-is-a-secret' });
    case 'late-answer':
      return sendJson(exchange, 200, answer);
    case 'raw-answer':
      return send(exchange, fault.status ?? 200, fault.body ?? '', fault.contentType ?? json);
    default:
      return kind satisfies never;
  }
}

function withoutFields(answer: AnswerBody, missing: readonly string[] | undefined): AnswerBody {
  const needed = new Set(['Successful', 'ErrorCode', 'Amount']);
  const isThere = (name: string): boolean => (missing ? !missing.includes(name) : needed.has(name));
  return Object.fromEntries(Object.entries(answer).filter(([name]) => isThere(name)));
}

function rawOk(announced: string, sent: string): string {
  return rawAnswer('200 OK', { 'Content-Type': json, ...server }, announced, sent);
}

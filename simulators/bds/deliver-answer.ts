import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { badRequestAnswer, otherErrorAnswer, unauthorizedAnswer, unavailableAnswer, type AnswerBody } from './answers.ts';
import type { Fault, FaultKind } from './faults.ts';
import { writeJson } from './json-text.ts';
import type { Answered } from './ledger.ts';

/** One request and the way back. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

const json = 'application/json; charset=utf-8';

/** Sends a JSON answer as it should be. Resolves when it was handed to the network, or when the client had gone. */
export function sendJson(exchange: Exchange, status: number, body: AnswerBody): Promise<Answered> {
  return send(exchange, status, writeJson(body), json);
}

/** Sends any answer. */
export function send(
  { response }: Exchange,
  status: number,
  body: string,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const hasBody = status !== 204 && status !== 304;
  return new Promise((resolve) => {
    if (response.destroyed) {
      resolve(clientGone);
      return;
    }
    response.once('finish', () => resolve({ answered: true, how: 'answered' }));
    response.once('close', () => resolve(clientGone));
    // The names of the headers and of the server are those of the description's example.
    response.writeHead(status, {
      ...(hasBody ? { 'Content-Length': Buffer.byteLength(body), 'Content-Type': contentType } : {}),
      Server: 'Microsoft-HTTPAPI/2.0',
      ...headers,
    });
    response.end(hasBody ? body : undefined);
  });
}

export function sendUnauthorized(exchange: Exchange, isEmpty = false): Promise<Answered> {
  const challenge = { 'WWW-Authenticate': 'Basic realm="DeviceService"' };
  return send(exchange, 401, isEmpty ? '' : writeJson(unauthorizedAnswer()), json, challenge);
}

const clientGone: Answered = { answered: false, how: 'client-gone' };

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
      return endOf(socket, () => socket.end(rawAnswer(body, body.slice(0, Math.floor(body.length / 2)))));
    case 'wrong-content-type':
      return send(exchange, 200, body, fault.contentType ?? 'text/html; charset=utf-8');
    case 'not-http':
      return endOf(socket, () => socket.end('\u0002BDS?\u0003\u0016\r\nnothing that HTTP knows\r\n\r\n'));
    case 'duplicate-answer':
      return endOf(socket, () => socket.end(rawAnswer(body, body) + rawAnswer(body, body)));
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

/** An HTTP answer as bytes, for what Node's own server would not send. The length is that of `announced`. */
function rawAnswer(announced: string, sent: string): string {
  return [
    'HTTP/1.1 200 OK',
    `Content-Length: ${Buffer.byteLength(announced)}`,
    `Content-Type: ${json}`,
    'Server: Microsoft-HTTPAPI/2.0',
    `Date: ${new Date().toUTCString()}`,
    '',
    sent,
  ].join('\r\n');
}

/** Does something that ends the connection, and waits until the socket is done with it. */
function endOf(socket: Socket, act: () => void): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed || socket.writableFinished) {
      resolve();
      return;
    }
    socket.once('finish', resolve);
    socket.once('close', () => resolve());
    act();
  });
}

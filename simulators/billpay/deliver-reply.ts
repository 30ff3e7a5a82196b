import type { Socket } from 'node:net';
import { cut, cutBody, reset, sendNoHttp, sendSlowly } from '../common/broken-answers.ts';
import { clientGone, send, type Answered, type Exchange } from '../common/http-answer.ts';
import { NumberText, writeJson, type JsonValue } from '../common/json-text.ts';
import { mergePatch } from '../common/merge-patch.ts';
import { errorDetail } from './error-detail.ts';
import { errorStatuses, type ErrorType } from './error-types.ts';
import type { Fault, FaultKind } from './faults.ts';
import type { Route } from './operations.ts';
import type { Reply } from './rules.ts';

const json = 'application/json';

/** What became of an answer, with its status where one was sent. */
export interface Delivered extends Answered {
  readonly status?: number;
}

/** Sends a reply as it should be. */
export async function deliver(exchange: Exchange, reply: Reply): Promise<Delivered> {
  const text = reply.body === undefined ? '' : bodyText(reply);
  const headers = reply.location === undefined ? undefined : { Location: reply.location };
  const answered = await send(exchange, reply.status, text, reply.contentType ?? json, headers);
  return answered.answered ? { ...answered, status: reply.status } : answered;
}

function bodyText({ body, contentType = json }: Reply): string {
  return contentType !== json && typeof body === 'string' ? body : writeJson(body);
}

/** The faults with which the till still gets an answer that it can believe. */
const properAnswers: ReadonlySet<FaultKind> = new Set([
  'decline',
  'approve-less',
  'delay',
  'late-answer',
  'slow-body',
  'hold',
] as const);

export interface SpoiledExchange {
  readonly exchange: Exchange;
  readonly route: Route;
  readonly body: JsonValue;
  /** Undefined where the message took no effect. */
  readonly reply: Reply | undefined;
  readonly fault: Fault;
  /** Waits so long, or until the simulator is closed. */
  readonly wait: (forMs: number) => Promise<void>;
}

/** Sends the reply, or does to it what the fault says. */
export async function deliverSpoiled(spoiled: SpoiledExchange): Promise<Delivered> {
  const { exchange, fault } = spoiled;
  const { socket } = exchange.request;
  if (socket.destroyed) return clientGone;
  const status = await spoil(spoiled, socket);
  const isProper = properAnswers.has(fault.kind);
  const isGone = isProper && status === undefined;
  return {
    answered: isProper && status !== undefined,
    how: isGone ? clientGone.how : isProper ? 'answered' : fault.kind,
    ...(status === undefined ? {} : { status }),
  };
}

/** @returns the status that was sent, if any */
async function spoil(spoiled: SpoiledExchange, socket: Socket): Promise<number | undefined> {
  const { exchange, fault, wait, route, body } = spoiled;
  // Where nothing was done, the answer pretends that it was: the till cannot tell.
  const reply = spoiled.reply ?? { status: successOf(route), body: {} };
  const text = reply.body === undefined ? '' : bodyText(reply);
  const answer = { status: reply.status, body: text, contentType: json };
  const { kind } = fault;
  switch (kind) {
    case 'decline':
    case 'approve-less':
    case 'delay':
    case 'late-answer':
    case 'hold':
      return (await deliver(exchange, reply)).status;
    case 'slow-body': {
      const isSent = await sendSlowly(exchange, answer, 2, () => wait(fault.delayMs ?? 1000));
      return isSent ? reply.status : undefined;
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
      await sendNoHttp(socket, 'BILLPAY');
      return undefined;
    case 'status': {
      const status = fault.status ?? 500;
      // A till that follows a redirect would ask for the money a second time.
      const isRedirect = status >= 300 && status < 400 && status !== 304;
      return (
        await deliver(exchange, {
          status,
          ...spoiledBody(fault, status, route, body, reply),
          ...(isRedirect ? { location: exchange.request.url ?? '/' } : {}),
        })
      ).status;
    }
    case 'empty':
      return (await deliver(exchange, { status: reply.status, body: undefined })).status;
    case 'garbage':
      return (
        await deliver(exchange, {
          status: reply.status,
          body: '%PDF-1.4 }{ this is not JSON',
          contentType: `${json}; charset=utf-8`,
        })
      ).status;
    case 'wrong-content-type':
      return (await deliver(exchange, { status: reply.status, body: text, contentType: 'text/html; charset=utf-8' })).status;
    case 'altered':
      return (await deliver(exchange, { ...reply, body: mergePatch(reply.body, fault.changes ?? {}) })).status;
    default:
      return kind satisfies never;
  }
}

function spoiledBody(
  fault: Fault,
  status: number,
  route: Route,
  body: JsonValue,
  reply: Reply,
): Pick<Reply, 'body' | 'contentType'> {
  switch (fault.body ?? 'error-detail') {
    case 'error-detail':
      // No RequestType stands for the biller list: it has no ErrorDetail (BillPay 3.8).
      return { body: route.operation.requestType && errorDetail(route, body, fault.errorType ?? typeOf(status)) };
    case 'empty':
      return { body: undefined };
    case 'html':
      return { body: `<html><body><h1>${status}</h1></body></html>`, contentType: 'text/html; charset=utf-8' };
    case 'text':
      return { body: `upstream said ${status}`, contentType: 'text/plain; charset=utf-8' };
    case 'odd':
      return { body: ['error', { code: new NumberText('7'), errorType: null }] };
    case 'proper':
      return { body: reply.body };
  }
}

function typeOf(status: number): ErrorType {
  if (status === 504) return 'UPSTREAM_UNAVAILABLE';
  const types = ['FORMAT_ERROR', 'FUNCTION_NOT_SUPPORTED', 'UPSTREAM_UNAVAILABLE'] as const;
  return types.find((type) => errorStatuses[type] === status) ?? 'GENERAL_ERROR';
}

function successOf({ operation: { leg } }: Route): number {
  if (leg === 'create') return 201;
  return leg === 'confirmation' || leg === 'reversal' ? 202 : 200;
}

import { waitFor, type Clock } from '../common/clock.ts';
import { readBasicCredentials } from '../common/basic-authorization.ts';
import type { Holds } from '../common/holds.ts';
import type { ReadExchange } from '../common/http-answer.ts';
import { textOf } from '../common/json-object.ts';
import { readJson, type JsonValue } from '../common/json-text.ts';
import type { CustomerScripts } from './customer-scripts.ts';
import { deliver, deliverSpoiled, type Delivered } from './deliver-reply.ts';
import { canComeWhileWaiting, isApplied, type Fault } from './faults.ts';
import type { IdSource } from './ids.ts';
import type { Judge } from './judge.ts';
import type { Ledger } from './ledger.ts';
import { amountOf } from './message.ts';
import { findOperation, type Operation } from './operations.ts';
import type { Arrived, Reply } from './reply.ts';
import type { Faults } from './scripts.ts';

export interface ServiceParts {
  /** Whether this user may send this operation with this password. */
  isAuthorized(operation: Operation, user: string, password: string): boolean;
  readonly unauthorized: Reply;
  readonly judge: Judge;
  readonly faults: Faults;
  readonly customers: CustomerScripts;
  readonly ledger: Ledger;
  readonly holds: Holds;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly guid: () => string;
  refuse(forMs: number): void;
  /** Ends what waits, when the simulator is closed. */
  readonly closing: AbortSignal;
}

/** Serves one request. @returns what became of its answer */
export type Service = (exchange: ReadExchange) => Promise<Delivered>;

/** The five operations behind one door, in the order of QR 9.1: route, method, content, sender; the rest is the judge's. */
export function createService(parts: ServiceParts): Service {
  return async (exchange) => {
    const operation = findOperation(exchange.path);
    if (!operation) return deliver(exchange, { status: 404 });
    if (exchange.method !== 'POST') return deliver(exchange, { status: 405, headers: { Allow: 'POST' } });
    const isJson = /^application\/json\s*(?:;|$)/iu.test(exchange.request.headers['content-type'] ?? '');
    if (!isJson) return deliver(exchange, { status: 415 });
    const credentials = readBasicCredentials(exchange);
    if (!credentials || !parts.isAuthorized(operation, credentials.user, credentials.password)) {
      return deliver(exchange, parts.unauthorized);
    }
    const arrived = { operation, user: credentials.user, body: parse(exchange.body), text: exchange.body };
    return serve(parts, exchange, arrived);
  };
}

async function serve(parts: ServiceParts, exchange: ReadExchange, arrived: Arrived): Promise<Delivered> {
  const { faults, judge, closing } = parts;
  const fault = faults.faultFor(arrived.operation) ?? faultOfAmount(parts, arrived);
  if (fault) return serveUnder(fault, parts, exchange, arrived);
  const reply = await judge.handle(arrived);
  return noted(parts, reply.number, closing.aborted ? dropped(exchange) : deliver(exchange, reply));
}

/** Where the amount decides what the customer does, it may decide what happens to the answer as well. */
function faultOfAmount({ customers }: ServiceParts, { operation, body }: Arrived): Fault | undefined {
  const amount = operation.id === 'pay' ? amountOf(body, 'amounts', 'requestAmount') : undefined;
  return amount && customers.faultOf(textOf(body, 'tranId') ?? '', amount.minor);
}

async function serveUnder(fault: Fault, parts: ServiceParts, exchange: ReadExchange, arrived: Arrived): Promise<Delivered> {
  const { judge, holds, closing, clock } = parts;
  const wait = (forMs: number): Promise<void> => waitFor(clock, forMs, closing);
  const spoil = (reply: Reply | undefined): Promise<Delivered> =>
    deliverSpoiled({
      exchange,
      operation: arrived.operation,
      requestBody: arrived.body,
      reply,
      fault,
      ids: parts.ids,
      guid: parts.guid(),
      wait,
      refuse: parts.refuse,
    });

  if (fault.kind === 'delay') await wait(fault.delayMs ?? 1000);
  if (fault.kind === 'hold' && fault.applied === false) await holds.hold();
  if (!isApplied(fault)) return noted(parts, judge.passOver(arrived), spoil(undefined));

  let whileWaiting: Promise<Delivered> | undefined;
  const waits = (number: number): void => void (whileWaiting = noted(parts, number, spoil(undefined)));
  const isWhileWaiting = fault.whileWaiting === true && canComeWhileWaiting(fault.kind);
  const reply = await judge.handle({ ...arrived, ...wishesOf(fault), ...(isWhileWaiting ? { waits } : {}) });
  if (whileWaiting) return whileWaiting;
  if (fault.kind === 'late-answer') await wait(fault.delayMs ?? 1000);
  if (fault.kind === 'hold' && fault.applied !== false) await holds.hold();
  return noted(parts, reply.number, closing.aborted ? dropped(exchange) : spoil(reply));
}

function wishesOf({ kind, errorType = 'GENERAL_ERROR', status }: Fault): Pick<Arrived, 'decline'> {
  if (kind === 'unknown-error-type' || kind === 'long-error-id') return { decline: { errorType } };
  return kind === 'decline' ? { decline: { errorType, ...(status === undefined ? {} : { status }) } } : {};
}

/** The simulator goes: nobody is told an outcome that has not come about. */
function dropped({ request }: ReadExchange): Promise<Delivered> {
  request.socket.destroy();
  return Promise.resolve({ answered: false, how: 'client-gone' });
}

async function noted({ ledger }: ServiceParts, number: number | undefined, delivering: Promise<Delivered>): Promise<Delivered> {
  const { body, ...outcome } = await delivering;
  if (number !== undefined) ledger.answer(number, outcome);
  return { ...outcome, ...(body === undefined ? {} : { body }) };
}

function parse(body: string): JsonValue {
  try {
    return readJson(body) as JsonValue;
  } catch {
    return undefined;
  }
}

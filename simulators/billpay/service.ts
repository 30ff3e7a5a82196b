import { setTimeout as wait } from 'node:timers/promises';
import { createBasicCheck } from '../common/basic-authorization.ts';
import { send, type ReadExchange } from '../common/http-answer.ts';
import { readJson, type JsonValue } from '../common/json-text.ts';
import { deliver, deliverSpoiled, type Delivered } from './deliver-reply.ts';
import { isApplied, type Fault } from './faults.ts';
import type { Holds } from '../common/holds.ts';
import type { Ledger } from './ledger.ts';
import { findRoute, type Route } from './operations.ts';
import type { Arrived, Reply, Rules } from './rules.ts';
import type { Scripts } from './scripts.ts';

export interface ServiceParts {
  /** Undefined: nobody is asked who he is, as the operator's test server does (BillPay 8.1). */
  readonly credentials: { readonly user: string; readonly password: string } | undefined;
  readonly rules: Rules;
  readonly scripts: Scripts;
  readonly ledger: Ledger;
  readonly holds: Holds;
  /** Ends what waits, when the simulator is closed. */
  readonly closing: AbortSignal;
  /** Serves what is not one of the twelve operations. @returns false where it does not know it either */
  readonly serveElse?: ((exchange: ReadExchange) => Promise<boolean>) | undefined;
}

export type Service = (exchange: ReadExchange) => Promise<void>;

/** The twelve operations behind one door (BillPay 1). */
export function createService(parts: ServiceParts): Service {
  const { credentials } = parts;
  const isAuthorized = credentials ? createBasicCheck(credentials.user, credentials.password) : () => true;

  return async (exchange) => {
    if (!isAuthorized(exchange)) {
      // Basic authorization is wanted on every request, whatever it asks for (BillPay 1.1).
      await send(exchange, 401, '', 'text/plain', { 'WWW-Authenticate': 'Basic realm="billpay"' });
      return;
    }
    const route = findRoute(exchange.method, exchange.path);
    if (route && 'operation' in route) await serveOperation(parts, exchange, route);
    else if (parts.serveElse && (await parts.serveElse(exchange))) return;
    else if (route) await send(exchange, 405, '', 'text/plain', { Allow: route.allow });
    else await send(exchange, 404, '', 'text/plain');
  };
}

async function serveOperation(parts: ServiceParts, exchange: ReadExchange, route: Route): Promise<void> {
  const { scripts, rules, ledger } = parts;
  const isJson = /^application\/json\s*(?:;|$)/iu.test(exchange.request.headers['content-type'] ?? '');
  if (route.operation.method === 'POST' && !isJson) {
    await send(exchange, 415, '', 'text/plain');
    return;
  }
  const arrived: Arrived = { route, body: parse(exchange.body), text: exchange.body };
  const fault = scripts.faultFor(route.operation);
  if (!fault) {
    const reply = rules.handle(arrived);
    note(ledger, reply.number, await deliver(exchange, reply));
    return;
  }
  const { number, reply } = await actUnder(fault, parts, arrived);
  const rest = (forMs: number): Promise<void> => waitFor(forMs, parts.closing);
  note(ledger, number, await deliverSpoiled({ exchange, route, body: arrived.body, reply, fault, wait: rest }));
}

interface Done {
  readonly number: number | undefined;
  readonly reply: Reply | undefined;
}

/** Does what the message asks for, unless the fault comes first. What it moved is on the disk before a byte of the answer leaves. */
async function actUnder(fault: Fault, { rules, holds, closing }: ServiceParts, arrived: Arrived): Promise<Done> {
  if (fault.kind === 'delay') await waitFor(fault.delayMs ?? 1000, closing);
  if (fault.kind === 'hold' && fault.applied === false) await holds.hold();
  if (!isApplied(fault)) return { number: rules.passOver(arrived), reply: undefined };
  const reply = rules.handle({ ...arrived, ...wishesOf(fault) });
  if (fault.kind === 'late-answer') await waitFor(fault.delayMs ?? 1000, closing);
  if (fault.kind === 'hold' && fault.applied !== false) await holds.hold();
  return { number: reply.number, reply };
}

function wishesOf({ kind, errorType = 'GENERAL_ERROR', status, approvedMinor }: Fault): Pick<Arrived, 'decline' | 'approve'> {
  if (kind === 'decline') return { decline: { errorType, ...(status === undefined ? {} : { status }) } };
  if (kind !== 'approve-less') return {};
  return { approve: (requestedMinor) => Math.min(requestedMinor, approvedMinor ?? Math.ceil(requestedMinor / 2)) };
}

function note(ledger: Ledger, number: number | undefined, delivered: Delivered): void {
  if (number !== undefined) ledger.answer(number, delivered);
}

function waitFor(forMs: number, signal: AbortSignal): Promise<void> {
  return wait(forMs, undefined, { signal }).catch(() => undefined);
}

function parse(body: string): JsonValue {
  try {
    return readJson(body) as JsonValue;
  } catch {
    return undefined;
  }
}

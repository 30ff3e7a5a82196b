import { setTimeout as wait } from 'node:timers/promises';
import { createBasicCheck } from '../common/basic-authorization.ts';
import type { Answered, ReadExchange } from '../common/http-answer.ts';
import { readJson } from '../common/json-text.ts';
import { badRequestAnswer, outcomeOf, statusAnswer, unavailableAnswer } from './answers.ts';
import { toDecimalText, type CurrencyDigits } from './decimal.ts';
import { deliverAnswer, send, sendJson, sendUnauthorized } from './deliver-answer.ts';
import { comesBeforeCustomer } from './faults.ts';
import type { Ledger } from './ledger.ts';
import type { Scripts, StatusScript } from './scripts.ts';
import type { Terminal } from './terminal.ts';
import { readTransaction, referenceOf, type FieldError, type TransactionRequest } from './transaction.ts';

/** Where the service lives, under any host and port (BDS 1). */
export const basePath = '/DeviceService/BDS/';

export interface ServiceParts {
  readonly user: string;
  readonly password: string;
  readonly currencyDigits: CurrencyDigits;
  /** How long a customer takes who says nothing else. */
  readonly thinkMs: number;
  readonly scripts: Scripts;
  readonly terminal: Terminal;
  readonly ledger: Ledger;
  /** Ends what waits, when the simulator is closed. */
  readonly closing: AbortSignal;
  /** Stops listening for a while; undefined: until told. */
  readonly refuse: (forMs: number | undefined) => void;
}

export type Service = (exchange: ReadExchange) => Promise<void>;

/** The two operations of the description, and nothing else: no cancel, no refund, no query (BDS 1). */
export function createService(parts: ServiceParts): Service {
  const isAuthorized = createBasicCheck(parts.user, parts.password);

  return async (exchange) => {
    const operation = exchange.path.slice(basePath.length);
    const isStatus = operation === 'status';
    const isTransaction = operation === 'Transaction';
    if (isTransaction && exchange.method === 'POST') return takeTransaction(parts, exchange, isAuthorized(exchange));
    if (!isAuthorized(exchange)) await sendUnauthorized(exchange);
    else if (isStatus && exchange.method === 'GET') await tellStatus(parts, exchange);
    else if (isStatus || isTransaction) await send(exchange, 405, '', 'text/plain', { Allow: isStatus ? 'GET' : 'POST' });
    else await send(exchange, 404, '', 'text/plain');
    return undefined;
  };
}

async function tellStatus({ scripts, terminal, refuse }: ServiceParts, exchange: ReadExchange): Promise<void> {
  // A terminal that is busy with a transaction is not seen by the service (BDS 2).
  const truth = statusAnswer(terminal.state().state === 'busy' ? 2 : 1);
  const script: StatusScript | undefined = scripts.forStatus();
  switch (script?.kind) {
    case undefined:
      await sendJson(exchange, 200, truth);
      break;
    case 'code':
      await sendJson(exchange, 200, statusAnswer(script.code ?? 0));
      break;
    case 'malformed':
      await send(exchange, 200, script.body ?? '{"Description":"Available","StatusCode":', 'application/json; charset=utf-8');
      break;
    case 'unauthorized':
      await sendUnauthorized(exchange);
      break;
    case 'http-status':
      await send(exchange, script.status ?? 503, '', 'text/plain');
      break;
    case 'close':
      exchange.request.socket.destroy();
      break;
    case 'hang':
      break;
    case 'then-refuse':
      // Before the answer, so that whoever has read it finds nobody listening. The request that is open is still answered.
      refuse(script.forMs);
      await sendJson(exchange, 200, truth);
      break;
  }
}

async function takeTransaction(parts: ServiceParts, exchange: ReadExchange, isAuthorized: boolean): Promise<void> {
  const { ledger, scripts, terminal, currencyDigits } = parts;
  const body = parseBody(exchange);
  const reference = body.ok ? referenceOf(body.value) : '';
  const turnAway = async (why: string, answer: Promise<Answered>, requestedAmount?: string): Promise<void> => {
    const number = ledger.write({
      kind: 'not-charged',
      reference,
      why,
      ...(requestedAmount === undefined ? {} : { requestedAmount }),
    });
    ledger.answer(number, await answer);
  };

  if (!isAuthorized) return turnAway('unauthorized', sendUnauthorized(exchange));
  const request = body.ok ? readTransaction(body.value, currencyDigits) : [body.error];
  if (isListOfErrors(request)) return turnAway('bad-request', sendJson(exchange, 400, badRequestAnswer(request)));

  const requestedAmount = toDecimalText(request.amountMinor, currencyDigits);
  if (terminal.state().state === 'busy') {
    return turnAway('terminal-in-use', sendJson(exchange, 500, unavailableAnswer()), requestedAmount);
  }
  const { status } = scripts.standing();
  if (status?.kind === 'code' && (status.code === 2 || status.code === 3)) {
    return turnAway('no-terminal', sendJson(exchange, 500, unavailableAnswer()), requestedAmount);
  }

  const script = scripts.forTransaction(request.amountMinor);
  if (script.fault && comesBeforeCustomer(script.fault)) {
    return turnAway(script.fault.kind, deliverAnswer(exchange, undefined, script.fault), requestedAmount);
  }
  return serveCustomer(parts, exchange, request, script);
}

/** From here on the customer is at the terminal, and what becomes of the till's connection changes nothing (BDS 3). */
async function serveCustomer(
  { ledger, terminal, currencyDigits, thinkMs, closing }: ServiceParts,
  exchange: ReadExchange,
  request: TransactionRequest,
  script: ReturnType<Scripts['forTransaction']>,
): Promise<void> {
  const { fault } = script;
  const { reference } = request;
  const amount = toDecimalText(request.amountMinor, currencyDigits);
  const stay = terminal.begin({ ...script, reference, amount, thinkMs: script.thinkMs ?? thinkMs });
  try {
    if (fault?.kind === 'close-during-customer') exchange.request.socket.destroy();
    const customer = await stay.end;
    if (customer === 'abandoned') {
      ledger.write({ kind: 'not-charged', reference, requestedAmount: amount, why: 'simulator-closed' });
      return;
    }
    const outcome = outcomeOf(request, customer, currencyDigits, () => ledger.nextTransactionId());
    // The charge is on the disk before a byte of the answer leaves: whoever kills this process now still finds it.
    const number = ledger.write(outcome.fact);
    if (fault?.kind === 'late-answer') await wait(fault.delayMs ?? 1000, undefined, { signal: closing }).catch(() => undefined);
    // Free before the answer leaves, so that the till's next request cannot come too early.
    stay.leave();
    const answered = await deliverAnswer(exchange, outcome.answer, fault);
    ledger.answer(number, answered);
  } finally {
    stay.leave();
  }
}

type ParsedBody = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: FieldError };

function parseBody({ request, body }: ReadExchange): ParsedBody {
  if (!/^application\/json\s*(?:;|$)/iu.test(request.headers['content-type'] ?? '')) {
    return { ok: false, error: { message: 'The request body must be application/json.' } };
  }
  try {
    return { ok: true, value: readJson(body) };
  } catch {
    return { ok: false, error: { message: 'The request body is not JSON.' } };
  }
}

function isListOfErrors(request: TransactionRequest | readonly FieldError[]): request is readonly FieldError[] {
  return Array.isArray(request);
}

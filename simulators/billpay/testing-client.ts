import { randomUUID } from 'node:crypto';
import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { BillpaySimulator } from './start-billpay-simulator.ts';

/** What a bare client saw: an answer, or the code of the error that ended the connection. */
export interface Seen {
  readonly status?: number;
  readonly headers?: IncomingHttpHeaders;
  readonly text?: string;
  readonly error?: string;
  /** The answer's body, where it is a JSON object. */
  readonly json?: Json;
}

export type Json = Readonly<Record<string, unknown>>;

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
  /** For HTTPS: the certificate that is trusted. */
  readonly ca?: string;
}

/** Sends one request over a connection of its own and tells what came. Never rejects. */
export function call(url: string, { method = 'GET', headers = {}, body, signal, ca }: CallOptions = {}): Promise<Seen> {
  return new Promise((resolve) => {
    const isSecure = url.startsWith('https:');
    const options = { method, headers, ...(signal ? { signal } : {}) };
    const send = isSecure ? httpsRequest : httpRequest;
    const outgoing = send(url, { ...options, ...(isSecure ? { ca, agent: false } : { agent: new Agent() }) }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text, ...parsed(text) }));
      answer.on('error', (error) => resolve({ status: answer.statusCode ?? 0, text, error: codeOf(error) }));
    });
    outgoing.on('error', (error) => resolve({ error: codeOf(error) }));
    outgoing.end(body);
  });
}

function parsed(text: string): { readonly json?: Json } {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? { json: json as Json } : {};
  } catch {
    return {};
  }
}

export function basicAuth({ user, password }: { readonly user: string; readonly password: string }): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** Sends a body to a path after the base. A text is sent as it is. */
export function post(simulator: BillpaySimulator, path: string, body: unknown, options: CallOptions = {}): Promise<Seen> {
  return call(`${simulator.url}${path}`, {
    method: 'POST',
    headers: { ...basicAuth(simulator), 'Content-Type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...options,
  });
}

export function get(simulator: BillpaySimulator, path: string, options: CallOptions = {}): Promise<Seen> {
  return call(`${simulator.url}${path}`, { headers: basicAuth(simulator), ...options });
}

/** Sends a control request. */
export function postControl(simulator: BillpaySimulator, operation: string, content: unknown = {}): Promise<Seen> {
  return call(`${simulator.controlUrl}/${operation}`, { method: 'POST', body: JSON.stringify(content) });
}

export const newId = (): string => randomUUID();

/** The common part of a request, from the description's examples. */
export function transaction(id: string, changes: Json = {}): Json {
  return {
    id,
    time: '2026-03-17T08:42:11.007Z',
    originator: {
      institution: { id: '600123', name: 'Kgale Hill Stores' },
      terminalId: 'TILL0007',
      merchant: {
        merchantType: '5411',
        merchantId: 'KGALE0000012345',
        merchantName: { name: 'Kgale Hill Grocer', city: 'Gaborone', region: 'SE', country: 'BW' },
      },
      operatorId: 'cashier-19',
      channelId: 'POS',
    },
    client: { id: '600123', name: 'Kgale Hill Stores' },
    thirdPartyIdentifiers: [{ institutionId: '600123', transactionIdentifier: 'T0007-20260317-000212' }],
    rrn: '607608000212',
    stan: '000212',
    basketRef: 'SALE-88412',
    ...changes,
  };
}

export function money(amount: unknown, currency = '840'): Json {
  return { amount, currency };
}

export function payment(id: string, changes: Json = {}, amount: unknown = 48_650): Json {
  return transaction(id, {
    accountRef: 'BW0417733021',
    amounts: { requestAmount: money(amount) },
    tenders: [],
    paymentMethods: [],
    ...changes,
  });
}

export function refund(id: string, issuerReference: unknown, changes: Json = {}): Json {
  return transaction(id, { issuerReference, refundReason: 'Wrong account paid', ...changes });
}

/** A confirmation of a payment, as a till makes it of the response. */
export function confirmation(id: string, response: Json, changes: Json = {}): Json {
  const amount = approvedOf(response);
  return {
    ...advice(id, response['id'] as string, response['thirdPartyIdentifiers']),
    tenders: [{ accountType: 'DEFAULT', tenderType: 'CASH', amount }],
    ...changes,
  };
}

export function reversal(id: string, request: Json, reversalReason = 'TIMEOUT', changes: Json = {}): Json {
  return { ...advice(id, request['id'] as string, request['thirdPartyIdentifiers']), reversalReason, ...changes };
}

export function advice(id: string, requestId: string, thirdPartyIdentifiers: unknown, changes: Json = {}): Json {
  return {
    id,
    requestId,
    time: '2026-03-17T08:43:20.555Z',
    thirdPartyIdentifiers,
    rrn: '607608000212',
    stan: '000212',
    ...changes,
  };
}

function approvedOf(response: Json): unknown {
  return (response['amounts'] as Json | undefined)?.['approvedAmount'] ?? money(0);
}

export function issuerReferenceOf(response: Json): string {
  return (response['slipData'] as Json)['issuerReference'] as string;
}

/** Requests a payment and expects nothing of the answer. */
export async function pay(simulator: BillpaySimulator, changes: Json = {}, amount: unknown = 48_650): Promise<Paid> {
  const request = payment(newId(), changes, amount);
  const seen = await post(simulator, `/payments/${request['id'] as string}`, request);
  return { id: request['id'] as string, request, response: seen.json ?? {}, seen };
}

export interface Paid {
  readonly id: string;
  readonly request: Json;
  readonly response: Json;
  readonly seen: Seen;
}

export function confirm(
  simulator: BillpaySimulator,
  { id, response }: Paid,
  adviceId = newId(),
  changes: Json = {},
): Promise<Seen> {
  return post(simulator, `/payments/${id}/confirmations/${adviceId}`, confirmation(adviceId, response, changes));
}

export function reverse(
  simulator: BillpaySimulator,
  { id, request }: Paid,
  adviceId = newId(),
  reason = 'TIMEOUT',
  changes: Json = {},
): Promise<Seen> {
  return post(simulator, `/payments/${id}/reversals/${adviceId}`, reversal(adviceId, request, reason, changes));
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}

import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import type { BdsSimulator } from './start-bds-simulator.ts';

/** What a bare client saw: an answer, or the code of the error that ended the connection. */
export interface Seen {
  readonly status?: number;
  readonly headers?: IncomingHttpHeaders;
  readonly text?: string;
  readonly error?: string;
}

/** A request that the description calls complete. */
export const properRequest = { Amount: '12.00', Reference: '987987', Payor: { PostalCode: '36832' } };

export interface CallOptions {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly agent?: Agent;
  readonly signal?: AbortSignal;
}

/** Sends one request over a connection of its own and tells what came. Never rejects. */
export function call(url: string, { method = 'GET', headers = {}, body, agent, signal }: CallOptions = {}): Promise<Seen> {
  return new Promise((resolve) => {
    const options = { method, headers, ...(agent ? { agent } : { agent: new Agent() }), ...(signal ? { signal } : {}) };
    const outgoing = httpRequest(url, options, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => (text += part));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, text }));
      answer.on('error', (error) => resolve({ status: answer.statusCode ?? 0, text, error: codeOf(error) }));
    });
    outgoing.on('error', (error) => resolve({ error: codeOf(error) }));
    outgoing.end(body);
  });
}

export function basicAuth({ user, password }: { readonly user: string; readonly password: string }): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** Asks for the status as a till does. */
export function getStatus(simulator: BdsSimulator, options: CallOptions = {}): Promise<Seen> {
  return call(`${simulator.url}status`, { headers: basicAuth(simulator), ...options });
}

/** Sends a transaction as a till does. A text is sent as it is. */
export function postTransaction(
  simulator: BdsSimulator,
  body: unknown = properRequest,
  options: CallOptions = {},
): Promise<Seen> {
  return call(`${simulator.url}Transaction`, {
    method: 'POST',
    headers: { ...basicAuth(simulator), 'Content-Type': 'application/json; charset=utf-8' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
    ...options,
  });
}

/** Sends a control request. */
export function postControl(simulator: BdsSimulator, operation: string, content: unknown): Promise<Seen> {
  return call(`${simulator.controlUrl}/${operation}`, { method: 'POST', body: JSON.stringify(content) });
}

/** A body as an object, for comparing. */
export function jsonOf(seen: Seen): Record<string, unknown> {
  return JSON.parse(seen.text ?? '') as Record<string, unknown>;
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}

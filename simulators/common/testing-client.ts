import { Agent, request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { request as httpsRequest } from 'node:https';

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

export function basicAuth({ user, password }: { readonly user: string; readonly password: string }): Record<string, string> {
  return { Authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}` };
}

/** Sends a control request. */
export function postControl(simulator: { readonly controlUrl: string }, operation: string, content: unknown = {}): Promise<Seen> {
  return call(`${simulator.controlUrl}/${operation}`, { method: 'POST', body: JSON.stringify(content) });
}

function parsed(text: string): { readonly json?: Json } {
  try {
    const json: unknown = JSON.parse(text);
    return typeof json === 'object' && json !== null ? { json: json as Json } : {};
  } catch {
    return {};
  }
}

function codeOf(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}

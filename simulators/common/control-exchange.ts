import { createHash } from 'node:crypto';
import { send, type Exchange, type ReadExchange } from './http-answer.ts';
import { ScriptError } from './read-fields.ts';

export const controlPath = '/_control';

export function isControl(path: string): boolean {
  return path === controlPath || path.startsWith(`${controlPath}/`);
}

/**
 * Serves one control request: `act` is given the operation, for instance `POST next`, and answers.
 * The control interface needs no password, and therefore serves this machine only. What means nothing is a 400.
 */
export async function serveControlRequest(exchange: ReadExchange, act: (operation: string) => Promise<void>): Promise<void> {
  if (!isFromThisMachine(exchange)) {
    await tell(exchange, 403, { error: 'the control interface serves this machine only' });
    return;
  }
  try {
    await act(`${exchange.method} ${exchange.path.slice(controlPath.length).replace(/^\/|\/$/gu, '')}`);
  } catch (error) {
    if (!(error instanceof ScriptError || error instanceof SyntaxError)) throw error;
    await tell(exchange, 400, { error: error.message });
  }
}

/** Answers a control request with JSON that a person can read. */
export async function tell(exchange: Exchange, status: number, content: unknown): Promise<void> {
  await send(exchange, status, `${JSON.stringify(content, undefined, 2)}\n`, 'application/json; charset=utf-8', {
    'Cache-Control': 'no-store',
  });
}

export async function tellUnknown(exchange: ReadExchange): Promise<void> {
  await tell(exchange, 404, { error: `there is no ${exchange.method} ${exchange.path}` });
}

/** Answers with the page for people. @param script the one script that may run in it, and may ask this simulator again; absent: none may */
export async function showPage(exchange: Exchange, page: string, script?: string): Promise<void> {
  await send(exchange, 200, page, 'text/html; charset=utf-8', {
    'Cache-Control': 'no-store',
    'Content-Security-Policy': [...pagePolicy, ...(script === undefined ? [] : policyFor(script))].join('; '),
  });
}

/** After a button of the page: back to it. */
export async function showPageAgain(exchange: Exchange): Promise<void> {
  await send(exchange, 303, '', 'text/plain', { Location: controlPath });
}

const pagePolicy = ["default-src 'none'", "style-src 'unsafe-inline'", "form-action 'self'", "frame-ancestors 'none'"];

function policyFor(script: string): readonly string[] {
  return [`script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'`, "connect-src 'self'"];
}

/** The content of a control request. No body says the same as an empty object. */
export function contentOf({ body }: ReadExchange): unknown {
  return body.trim() === '' ? {} : JSON.parse(body);
}

const loopbackAddress = /^(?:127\.|::1$|::ffff:127\.)/u;
const loopbackName = /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\])(?::\d+)?$/u;

/** A page of another site, in this machine's browser, is not this machine: its name and its origin give it away. */
function isFromThisMachine({ request }: Exchange): boolean {
  const { host, origin } = request.headers;
  return (
    loopbackAddress.test(request.socket.remoteAddress ?? '') &&
    loopbackName.test(host ?? '') &&
    (origin === undefined || origin === `http://${host}` || origin === `https://${host}`)
  );
}

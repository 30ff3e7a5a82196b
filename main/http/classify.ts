import type { TransportFailure, TransportFailureKind } from './transport.ts';

/** What was seen of an exchange that failed. */
export interface FailedExchange {
  /** Did the connection stand? From that moment on the request's bytes may be on their way. Observed on the socket, not read from an error. */
  readonly didConnect: boolean;
  /** Was it our own patience that ended it? */
  readonly isOurTimeout: boolean;
  /** What was thrown. Only its codes are looked at: the messages, headers and bodies that errors of HTTP libraries carry stay where they are. */
  readonly error: unknown;
}

/** The code of an answer that is larger than any proper one. */
export const answerTooLarge = 'ANSWER_TOO_LARGE';

/**
 * Says what a failed exchange may have done to the world.
 *
 *   no connection stood ─▶ nothing was written, certainly: refused on every address, a name that does not resolve, patience that ended before.
 *   a connection stood ──▶ the request may have arrived, whatever the error's name is: `ECONNREFUSED` and `ECONNRESET` tell too little.
 *
 * Pure.
 * @returns a failure whose `detail` is made of codes alone
 */
export function classifyFailure({ didConnect, isOurTimeout, error }: FailedExchange): TransportFailure {
  const codes = codesOf(error);
  return {
    kind: kindOf(didConnect, isOurTimeout, codes),
    mayHaveTakenEffect: didConnect,
    detail: codes.join(' ') || 'NO_CODE',
  };
}

function kindOf(didConnect: boolean, isOurTimeout: boolean, codes: readonly string[]): TransportFailureKind {
  if (isOurTimeout) return 'timed-out';
  if (!didConnect) return 'not-connected';
  return codes.some(saysUnreadable) ? 'unreadable' : 'connection-lost';
}

/** HPE_*: Node's HTTP parser did not understand the answer. Z_* and ERR__ERROR…: its compressed body is damaged. */
function saysUnreadable(code: string): boolean {
  return code === answerTooLarge || /^(?:HPE_|Z_|ERR_(?:_ERROR_FORMAT|BROTLI|PADDING|ZSTD))/u.test(code);
}

/** Longer or other texts are not codes but somebody's words. */
const codePattern = /^[A-Z][A-Z0-9_]{1,59}$/u;

/**
 * The codes of an error, of its causes and of its parts, each once.
 * A name with two addresses of which none answers is an `AggregateError` with one part for each.
 */
function codesOf(error: unknown): readonly string[] {
  const codes = new Set<string>();
  const seen = new Set<unknown>();
  const waiting: unknown[] = [error];
  while (waiting.length > 0 && seen.size < 20) {
    const next = waiting.shift();
    if (typeof next !== 'object' || next === null || seen.has(next)) continue;
    seen.add(next);
    if ('code' in next && typeof next.code === 'string' && codePattern.test(next.code)) codes.add(next.code);
    if ('errors' in next && Array.isArray(next.errors)) waiting.push(...next.errors);
    if ('cause' in next) waiting.push(next.cause);
  }
  return [...codes];
}

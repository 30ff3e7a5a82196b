import type { Result } from '../../shared/result.ts';
import type { HttpAnswer, HttpRequest, Transport, TransportFailure } from '../http/transport.ts';
import type { Clock } from '../ports/clock.ts';
import type { LogFields, Logger } from '../ports/logger.ts';

export interface ConversationSettings {
  /** The service's address, with or without the protocol's own base path. */
  readonly url: string;
  /** The protocol's own: put after the address unless it is there. */
  readonly basePath: string;
  readonly user: string;
  readonly password: string;
  readonly timeoutMs: number;
  /** What the names of the log's entries begin with. */
  readonly topic: string;
}

export interface Conversation {
  /**
   * One exchange. Its log entries tell what was asked, how long it took and with which status it ended: never a body.
   * What must not be sent twice stands in the log before it is sent. What is asked again and again stands there when it did not go well.
   */
  exchange(operation: string, request: ConversationRequest, log: Logger): Promise<Result<HttpAnswer, TransportFailure>>;
}

export type ConversationRequest = Pick<HttpRequest, 'method' | 'body' | 'onFreshConnection' | 'onSent'> & {
  /** After the base path. */
  readonly path: string;
  /** Where it is not the usual patience. */
  readonly timeoutMs?: number;
};

/** The way to a service of the family: its address, its credentials, its patience, and what the log says of each exchange. */
export function createConversation(
  settings: ConversationSettings,
  { transport, clock }: { readonly transport: Transport; readonly clock: Clock },
): Conversation {
  const { user, password, topic } = settings;
  const base = baseOf(settings.url, settings.basePath);
  return {
    async exchange(operation, { path, ...request }, log) {
      const begunMs = clock.monotonic();
      const passed = (): LogFields => ({ operation, durationMs: Math.round(clock.monotonic() - begunMs) });
      const usual = request.onFreshConnection ? 'info' : 'debug';
      log[usual](`${topic}-asked`, { operation });
      const result = await transport.exchange({
        timeoutMs: settings.timeoutMs,
        ...request,
        url: `${base}/${path}`,
        basicAuth: { user, password },
        // The log, and nowhere else: what was decided at the end of the patience stands, even before a late success.
        onLateAnswer(late) {
          if (late.ok) log.warn(`${topic}-answered-too-late`, { ...passed(), ...codesOf(late) });
          else log.info(`${topic}-never-answered`, { ...passed(), ...codesOf(late) });
        },
      });
      const wentWell = result.ok && result.value.status < 300;
      log[wentWell ? usual : 'info'](`${topic}-answered`, { ...passed(), ...codesOf(result) });
      return result;
    },
  };
}

function codesOf(result: Result<HttpAnswer, TransportFailure>): LogFields {
  return result.ok ? { httpStatus: result.value.status } : { failure: result.failure.kind, code: result.failure.detail };
}

function baseOf(url: string, basePath: string): string {
  const address = url.replace(/\/+$/u, '');
  return address.endsWith(basePath) ? address : address + basePath;
}

/** A mistake of our own without its message, which may repeat a part of an answer: its kind, and where it happened. */
export function describeMistake(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: typeof error };
  const at = (error.stack ?? '').split('\n').filter((line) => /^\s+at /u.test(line));
  return { error: error.name, at: at.slice(0, 5).map((line) => line.trim()) };
}

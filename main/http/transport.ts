import type { Result } from '../../shared/result.ts';

/** One HTTP exchange: the only way out of the till. Every failure says whether the request may have taken effect. */
export interface Transport {
  exchange(request: HttpRequest): Promise<Result<HttpAnswer, TransportFailure>>;
  /** Lets go of idle connections. */
  close(): void;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly basicAuth?: { readonly user: string; readonly password: string };
  /** Sent as it is, as `application/json; charset=utf-8`. */
  readonly body?: string;
  /** For the whole answer, not only its beginning. Absent: waits as long as the connection lives. */
  readonly timeoutMs?: number;
  /**
   * With it, the end of the patience does not end the listening: what still comes is told here, for the log and for nothing else.
   * Only where the request may have arrived; one that has not left by then never leaves.
   */
  readonly onLateAnswer?: (late: Result<HttpAnswer, TransportFailure>) => void;
  /**
   * Told once when the connection stands and the whole request has been handed to the system: the server may be reading it from now on.
   * Not told where that never happens, nor after the exchange has ended: an answer may come before a request is read to its end.
   * That it arrived nobody can know from it.
   */
  readonly onSent?: () => void;
  /**
   * A request that must not be sent twice goes out on a connection of its own: on a kept one, which the server may just be closing,
   * nobody could tell whether it arrived.
   */
  readonly onFreshConnection?: boolean;
}

/** Whatever the server said, word for word: what it means is not the transport's business. */
export interface HttpAnswer {
  readonly status: number;
  readonly contentType: string | undefined;
  readonly body: string;
}

export interface TransportFailure {
  readonly kind: TransportFailureKind;
  /** False only where it is certain that not one byte of the request left. */
  readonly mayHaveTakenEffect: boolean;
  /** A code such as `ECONNRESET`, for the log. Never a header or a body. */
  readonly detail: string;
}

export type TransportFailureKind =
  /** Nobody listens, the name does not resolve, or TLS was not agreed: no connection, nothing was written. */
  | 'not-connected'
  /** The connection was lost after it stood. */
  | 'connection-lost'
  /** Our own patience ended. */
  | 'timed-out'
  /** What came is not HTTP, or is larger than any proper answer. */
  | 'unreadable';

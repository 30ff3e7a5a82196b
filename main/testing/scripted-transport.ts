import { fail, ok, type Result } from '../../shared/result.ts';
import type { HttpAnswer, HttpRequest, Transport, TransportFailure, TransportFailureKind } from '../http/transport.ts';
import type { Clock } from '../ports/clock.ts';

/** What happens to one exchange on its way. */
export type Way =
  /** The request arrives, and its answer comes back `afterMs` later than it was given. */
  | { readonly kind: 'open'; readonly afterMs?: number }
  /** Nobody listens: not one byte of the request leaves. */
  | { readonly kind: 'closed' }
  /** The connection is lost before anything arrives. The till cannot tell this from the next two. */
  | { readonly kind: 'lost-before' }
  /** The connection is lost while the service works on the request, which goes on with it. */
  | { readonly kind: 'lost-during' }
  /** The service has answered, and the answer never arrives. */
  | { readonly kind: 'lost-after' }
  /** The connection stays, and nothing comes, ever. */
  | { readonly kind: 'silent'; readonly arrives: boolean }
  /** Somebody in between answers. Whether the service got the request as well, nobody can see. */
  | { readonly kind: 'answered-by-another'; readonly answer: HttpAnswer; readonly arrives: boolean }
  /** The answer is not what was sent. */
  | { readonly kind: 'spoilt'; readonly spoil: (answer: HttpAnswer) => HttpAnswer }
  /** What comes back is not HTTP. */
  | { readonly kind: 'unreadable' };

export interface ScriptedTransportParts {
  readonly clock: Clock;
  /** The other end: what the outside world does with a request that arrives, however long it takes. */
  serve(request: HttpRequest): Promise<HttpAnswer>;
  /** Asked once for each exchange. */
  way(request: HttpRequest): Way;
}

/** The way out of a till, with every accident that can happen on it: a script says which. Time is the clock's. */
export function createScriptedTransport({ clock, serve, way }: ScriptedTransportParts): Transport {
  function travel(request: HttpRequest, script: Way): Promise<Result<HttpAnswer, TransportFailure>> {
    switch (script.kind) {
      case 'open':
        return serve(request).then(async (answer) => {
          if (script.afterMs !== undefined) await pause(clock, script.afterMs);
          return ok(answer);
        });
      case 'closed':
        return Promise.resolve(failed('not-connected', false));
      case 'lost-before':
        return Promise.resolve(failed('connection-lost', true));
      case 'lost-during':
        void serve(request);
        return Promise.resolve(failed('connection-lost', true));
      case 'lost-after':
        return serve(request).then(() => failed('connection-lost', true));
      case 'silent':
        if (script.arrives) void serve(request);
        return new Promise(() => {});
      case 'answered-by-another':
        if (script.arrives) void serve(request);
        return Promise.resolve(ok(script.answer));
      case 'spoilt':
        return serve(request).then((answer) => ok(script.spoil(answer)));
      case 'unreadable':
        return serve(request).then(() => failed('unreadable', true));
    }
  }

  return {
    exchange(request) {
      const { timeoutMs, onLateAnswer, onSent } = request;
      const script = way(request);
      // As with a real socket: never before whoever sends has got its promise, and before the answer.
      if (onSent && leaves(script)) queueMicrotask(onSent);
      if (timeoutMs === undefined) return travel(request, script);
      return new Promise((resolve, reject) => {
        let isPatient = true;
        const stopWaiting = clock.after(timeoutMs, () => {
          isPatient = false;
          resolve(failed('timed-out', true));
        });
        travel(request, script).then((result) => {
          stopWaiting();
          if (isPatient) resolve(result);
          else onLateAnswer?.(result);
        }, reject);
      });
    },
    close: () => {},
  };
}

/** The whole request is handed to the network, wherever it ends. */
function leaves({ kind }: Way): boolean {
  return kind !== 'closed' && kind !== 'lost-before';
}

function failed(kind: TransportFailureKind, mayHaveTakenEffect: boolean): Result<never, TransportFailure> {
  return fail({ kind, mayHaveTakenEffect, detail: 'SCRIPTED' });
}

function pause(clock: Clock, ms: number): Promise<void> {
  return new Promise((resolve) => void clock.after(ms, resolve));
}

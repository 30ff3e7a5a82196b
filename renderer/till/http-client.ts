import type { CallName, Reply, RequestOf, WindowEventName, WindowEventOf } from '../../shared/ipc/contract.ts';
import type { Connection, WindowClient } from './window-client.ts';

/** The part of the browser's `EventSource` that is used here. */
export interface EventStream {
  readonly readyState: number;
  addEventListener(name: string, listener: (event: { readonly data?: unknown }) => void): void;
  close(): void;
}

export interface HttpClientOptions {
  /** Where the till serves; empty for the page's own origin. */
  readonly origin?: string;
  readonly openEvents?: (url: string) => EventStream;
  /** An answer that takes longer is `till-unreachable`. A sale is answered once it is written down, so this is long. */
  readonly timeoutMs?: number;
  readonly reopenAfterMs?: number;
}

/** `EventSource.CLOSED`: the browser has given up, which it does when the answer was an error and not a lost connection. */
const closed = 2;

/**
 * The till over loopback HTTP: `POST /call/<name>` and a stream of events at `/events`.
 * The browser reopens a stream that was lost; one that was refused (the till was restarting) is reopened here.
 * The server sends a whole snapshot first, so nothing that happened in between is missed.
 */
export function createHttpClient({
  origin = '',
  openEvents = (url) => new EventSource(url),
  timeoutMs = 20_000,
  reopenAfterMs = 1_500,
}: HttpClientOptions = {}): WindowClient {
  const listeners = new Map<WindowEventName, Set<(event: never) => void>>();
  const watchers = new Set<(connection: Connection) => void>();
  let stream: EventStream | undefined;
  let connection: Connection | undefined;

  function say(said: Connection): void {
    if (said === connection) return;
    connection = said;
    for (const watcher of watchers) watcher(said);
  }

  /** An `EventSource` does not tell why it was refused; a call does. */
  async function askWhy(): Promise<Connection> {
    try {
      const { status } = await post('till/snapshot', {}, AbortSignal.timeout(timeoutMs));
      return status === 401 || status === 403 ? 'refused' : 'lost';
    } catch {
      return 'lost';
    }
  }

  function post(name: CallName, request: unknown, signal: AbortSignal | null): Promise<Response> {
    return fetch(`${origin}/call/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal,
    });
  }

  function open(): void {
    const opened = openEvents(`${origin}/events`);
    stream = opened;
    opened.addEventListener('open', () => say('connected'));
    opened.addEventListener('error', () => {
      if (connection !== 'refused') say('lost');
      if (opened !== stream || opened.readyState !== closed) return;
      stream = undefined;
      void askWhy().then((why) => {
        if (!stream) say(why);
      });
      setTimeout(() => {
        if (!stream && isWanted()) open();
      }, reopenAfterMs);
    });
    for (const name of listeners.keys()) receive(opened, name);
  }

  function receive(from: EventStream, name: WindowEventName): void {
    from.addEventListener(name, ({ data }) => {
      const event = parseJson(data);
      if (event === undefined) return;
      say('connected');
      for (const listener of listeners.get(name) ?? []) listener(event as never);
    });
  }

  const isWanted = (): boolean => watchers.size > 0 || [...listeners.values()].some((set) => set.size > 0);

  function closeUnlessWanted(): void {
    if (isWanted()) return;
    stream?.close();
    stream = undefined;
    connection = undefined;
  }

  return {
    host: 'browser',

    async call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<Reply<Name>> {
      try {
        // A person may take minutes over a print dialog; everything else answers at once.
        const response = await post(name, request, name === 'slip/print' ? null : AbortSignal.timeout(timeoutMs));
        const reply: unknown = await response.json();
        if (isReply(reply)) return reply as Reply<Name>;
      } catch {
        // Refused, cut off, too slow, or not JSON: whether the till got the call is not known.
      }
      return { ok: false, failure: { kind: 'till-unreachable' } };
    },

    listen<Name extends WindowEventName>(name: Name, listener: (event: WindowEventOf<Name>) => void): () => void {
      const known = listeners.get(name);
      const set = known ?? new Set();
      set.add(listener);
      if (!known) {
        listeners.set(name, set);
        if (stream) receive(stream, name);
      }
      if (!stream) open();
      return () => {
        set.delete(listener);
        closeUnlessWanted();
      };
    },

    watchConnection(watcher) {
      watchers.add(watcher);
      if (connection !== undefined) watcher(connection);
      if (!stream) open();
      return () => {
        watchers.delete(watcher);
        closeUnlessWanted();
      };
    },
  };
}

function parseJson(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function isReply(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || !('ok' in value)) return false;
  if (value.ok === true) return 'value' in value;
  return value.ok === false && 'failure' in value && typeof value.failure === 'object' && value.failure !== null;
}

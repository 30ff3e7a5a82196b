import type { CallName, EventName, EventOf, Reply, RequestOf } from '../../shared/ipc/contract.ts';
import type { WindowClient } from './window-client.ts';

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
  const listeners = new Map<EventName, Set<(event: never) => void>>();
  const watchers = new Set<(isConnected: boolean) => void>();
  let stream: EventStream | undefined;
  let isConnected: boolean | undefined;

  function say(connected: boolean): void {
    if (connected === isConnected) return;
    isConnected = connected;
    for (const watcher of watchers) watcher(connected);
  }

  function open(): void {
    const opened = openEvents(`${origin}/events`);
    stream = opened;
    opened.addEventListener('open', () => say(true));
    opened.addEventListener('error', () => {
      say(false);
      if (opened !== stream || opened.readyState !== closed) return;
      stream = undefined;
      setTimeout(() => {
        if (!stream && isWanted()) open();
      }, reopenAfterMs);
    });
    for (const name of listeners.keys()) receive(opened, name);
  }

  function receive(from: EventStream, name: EventName): void {
    from.addEventListener(name, ({ data }) => {
      const event = parseJson(data);
      if (event === undefined) return;
      say(true);
      for (const listener of listeners.get(name) ?? []) listener(event as never);
    });
  }

  const isWanted = (): boolean => watchers.size > 0 || [...listeners.values()].some((set) => set.size > 0);

  function closeUnlessWanted(): void {
    if (isWanted()) return;
    stream?.close();
    stream = undefined;
    isConnected = undefined;
  }

  return {
    host: 'browser',

    async call<Name extends CallName>(name: Name, request: RequestOf<Name>): Promise<Reply<Name>> {
      try {
        const response = await fetch(`${origin}/call/${name}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(request),
          // A person may take minutes over a print dialog; everything else answers at once.
          ...(name === 'slip/print' ? {} : { signal: AbortSignal.timeout(timeoutMs) }),
        });
        const reply: unknown = await response.json();
        if (isReply(reply)) return reply as Reply<Name>;
      } catch {
        // Refused, cut off, too slow, or not JSON: whether the till got the call is not known.
      }
      return { ok: false, failure: { kind: 'till-unreachable' } };
    },

    listen<Name extends EventName>(name: Name, listener: (event: EventOf<Name>) => void): () => void {
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
      if (isConnected !== undefined) watcher(isConnected);
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

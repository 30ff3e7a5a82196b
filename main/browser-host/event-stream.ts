import type { ServerResponse } from 'node:http';
import { events, type EventName } from '../../shared/ipc/contract.ts';
import type { CustomerEventName } from '../../shared/ipc/customer-contract.ts';
import { securityHeaders } from '../pages/security-headers.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { CustomerFeed } from '../ipc/customer-feed.ts';
import type { Till } from '../till.ts';

/** What is told: how things stand now, and what comes after. */
export interface EventSource {
  /** @returns undefined where it cannot be said; may reject */
  begin(): Promise<StreamedEvent | undefined>;
  /** @returns stops telling */
  follow(tell: (event: StreamedEvent) => void): () => void;
}

export interface StreamedEvent {
  readonly name: string;
  readonly event: unknown;
}

export interface EventStreamParts {
  readonly source: EventSource;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Logger;
}

/** Something has to be sent from time to time, or neither side notices that the other is gone. */
const heartbeatMs = 15_000;
/** A window that reads nothing for so long has stopped; it gets everything anew when it comes back. A snapshot has about 2 kB. */
const unreadLimitBytes = 1024 * 1024;
/** How soon a browser comes back after the stream broke off. */
const comeBackMs = 1_000;

/** Everything that the till tells its window. */
export function eventsOfTill(till: Pick<Till, 'dispatch' | 'listen'>): EventSource {
  return {
    async begin() {
      const answer = await till.dispatch('till/snapshot', {});
      return answer.ok ? { name: 'snapshot', event: answer.value } : undefined;
    },
    follow(tell) {
      const stops = (Object.keys(events) as EventName[]).map((name) => till.listen(name, (event) => tell({ name, event })));
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}

/** The one thing that a customer's display is told. */
export function eventsOfCustomer(feed: CustomerFeed): EventSource {
  const name = 'customer' satisfies CustomerEventName;
  return {
    async begin() {
      const answer = await feed.dispatch('customer/view', {});
      return answer.ok ? { name, event: answer.value } : undefined;
    },
    follow: (tell) => feed.listen((event) => tell({ name, event })),
  };
}

/**
 * Tells one page everything that its source tells (server-sent events): how things stand now, then every event, until either side ends it.
 * @returns ends the stream
 */
export function streamEvents(response: ServerResponse, { source, clock, logger }: EventStreamParts): () => void {
  let isEnded = false;
  const stops: (() => void)[] = [];

  function end(): void {
    if (isEnded) return;
    isEnded = true;
    for (const stop of stops) stop();
    response.end();
  }

  function send(text: string): void {
    if (isEnded) return;
    response.write(text);
    if (response.writableLength <= unreadLimitBytes) return;
    logger.warn('window-does-not-read', { unreadBytes: response.writableLength });
    end();
    // What was written and not read would hold the connection open for ever.
    response.destroy();
  }

  const sendEvent = ({ name, event }: StreamedEvent): void => send(`event: ${name}\ndata: ${JSON.stringify(event)}\n\n`);

  // A socket that breaks is an end like any other.
  response.on('error', end);
  response.once('close', end);
  response.writeHead(200, {
    ...securityHeaders,
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
  });
  send(`retry: ${comeBackMs}\n\n`);

  let isOvertaken = false;
  stops.push(
    source.follow((event) => {
      isOvertaken = true;
      sendEvent(event);
    }),
  );
  void source.begin().then(
    (first) => {
      // An event that came meanwhile is newer, and a window must not go back.
      if (first && !isOvertaken) sendEvent(first);
      // A stream without a beginning would show nothing; the window comes back by itself and asks anew.
      if (!first) end();
    },
    (error: unknown) => {
      logger.error('no-snapshot', { error });
      end();
    },
  );

  let stopBeating = (): void => {};
  function beatLater(): void {
    stopBeating = clock.after(heartbeatMs, () => {
      send(': heartbeat\n\n');
      if (!isEnded) beatLater();
    });
  }
  beatLater();
  stops.push(() => stopBeating());
  return end;
}

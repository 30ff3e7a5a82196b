import type { ServerResponse } from 'node:http';
import { events, type EventName } from '../../shared/ipc/contract.ts';
import { securityHeaders } from '../pages/security-headers.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { Till } from '../till.ts';

export interface EventStreamParts {
  readonly till: Pick<Till, 'dispatch' | 'listen'>;
  readonly clock: Pick<Clock, 'after'>;
  readonly logger: Logger;
}

/** Something has to be sent from time to time, or neither side notices that the other is gone. */
const heartbeatMs = 15_000;
/** A window that reads nothing for so long has stopped; it gets everything anew when it comes back. A snapshot has about 2 kB. */
const unreadLimitBytes = 1024 * 1024;
/** How soon a browser comes back after the stream broke off. */
const comeBackMs = 1_000;

/**
 * Tells one window everything that the till tells (server-sent events): how things stand now, then every event, until either side ends it.
 * @returns ends the stream
 */
export function streamEvents(response: ServerResponse, { till, clock, logger }: EventStreamParts): () => void {
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

  const sendEvent = (name: EventName, event: unknown): void => send(`event: ${name}\ndata: ${JSON.stringify(event)}\n\n`);

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
  for (const name of Object.keys(events) as EventName[]) {
    const stop = till.listen(name, (event) => {
      isOvertaken = true;
      sendEvent(name, event);
    });
    stops.push(stop);
  }
  void till.dispatch('till/snapshot', {}).then(
    (answer) => {
      // An event that came meanwhile is newer, and a window must not go back.
      if (answer.ok && !isOvertaken) sendEvent('snapshot', answer.value);
      // A stream without a beginning would show nothing; the window comes back by itself and asks anew.
      if (!answer.ok) end();
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

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

/** One request and the way back. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** A request with its body read. */
export interface ReadExchange extends Exchange {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly body: string;
}

/** What became of an answer. `answered` is true where a whole and proper answer was handed to the network. */
export interface Answered {
  readonly answered: boolean;
  /** `answered`, `client-gone`, the fault's name, or `pending` while there is none. */
  readonly how: string;
}

export const clientGone: Answered = { answered: false, how: 'client-gone' };

/** Sends an answer. Resolves when it was handed to the network, or when the client had gone. */
export function send(
  { response }: Exchange,
  status: number,
  body: string,
  contentType: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const hasBody = status !== 204 && status !== 304;
  return new Promise((resolve) => {
    if (response.destroyed) {
      resolve(clientGone);
      return;
    }
    response.once('finish', () => resolve({ answered: true, how: 'answered' }));
    response.once('close', () => resolve(clientGone));
    response.writeHead(status, {
      ...(hasBody ? { 'Content-Length': Buffer.byteLength(body), 'Content-Type': contentType } : {}),
      ...headers,
    });
    response.end(hasBody ? body : undefined);
  });
}

/** An HTTP answer as bytes, for what Node's own server would not send. The length is that of `announced`. */
export function rawAnswer(
  statusLine: string,
  headers: Readonly<Record<string, string>>,
  announced: string,
  sent: string,
): string {
  return [
    `HTTP/1.1 ${statusLine}`,
    `Content-Length: ${Buffer.byteLength(announced)}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `Date: ${new Date().toUTCString()}`,
    '',
    sent,
  ].join('\r\n');
}

/** Does something that ends the connection, and waits until the socket is done with it. */
export function endOf(socket: Socket, act: () => void): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed || socket.writableFinished) {
      resolve();
      return;
    }
    socket.once('finish', resolve);
    socket.once('close', () => resolve());
    act();
  });
}

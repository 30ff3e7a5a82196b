import type { Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { endOf, rawAnswer, type Exchange } from './http-answer.ts';

/** An answer that is to go wrong on its way. */
export interface AnswerText {
  readonly status: number;
  readonly body: string;
  readonly contentType: string;
}

/** Ends the connection without an answer. */
export function cut(socket: Socket): Promise<void> {
  return endOf(socket, () => socket.destroy());
}

/** The same, with a reset. Node resets no connection below TLS: there it is a cut. */
export function reset(socket: Socket): Promise<void> {
  return endOf(socket, () => (socket instanceof TLSSocket ? socket.destroy() : socket.resetAndDestroy()));
}

/** Announces the whole body, sends half of it, and ends the connection. Of an answer without a body nothing comes: its head alone would be the whole of it. */
export function cutBody(socket: Socket, { status, body, contentType }: AnswerText): Promise<void> {
  if (body === '') return cut(socket);
  const sent = rawAnswer(`${status} Cut`, { 'Content-Type': contentType }, body, body.slice(0, halfOf(body)));
  return endOf(socket, () => socket.end(sent));
}

/** Answers with something that is not HTTP. */
export function sendNoHttp(socket: Socket, name: string): Promise<void> {
  return endOf(socket, () => socket.end(`\u0002${name}?\u0003\u0016\r\nnothing that HTTP knows\r\n\r\n`));
}

/** Sends an answer in so many parts of about the same size, and waits between them. @returns whether all of it was sent */
export async function sendSlowly(
  { response }: Exchange,
  { status, body, contentType }: AnswerText,
  parts: number,
  wait: () => Promise<void>,
): Promise<boolean> {
  const bytes = Buffer.from(body);
  response.writeHead(status, { 'Content-Type': contentType, 'Content-Length': bytes.length });
  const partLength = Math.ceil(bytes.length / parts);
  for (let part = 0; part < parts - 1; part += 1) {
    response.write(bytes.subarray(part * partLength, (part + 1) * partLength));
    await wait();
  }
  const finished = new Promise<boolean>((resolve) => {
    response.once('finish', () => resolve(true));
    response.once('close', () => resolve(false));
    if (response.destroyed) resolve(false);
  });
  response.end(bytes.subarray((parts - 1) * partLength));
  return finished;
}

function halfOf(text: string): number {
  return Math.floor(text.length / 2);
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Failure } from '../../shared/failure.ts';
import { fail } from '../../shared/result.ts';
import type { Clock } from '../ports/clock.ts';
import { jsonHeaders } from './answers.ts';

/** What of a request that is too large is still read, and thrown away. */
const discardLimitBytes = 32 * 1024 * 1024;
const discardMs = 5_000;

/**
 * Answers a request that is too large at once, and hangs up when its sender is through or has had its time:
 * hanging up while it still sends would lose the answer on the way.
 */
export function refuseTooLarge(
  request: IncomingMessage,
  response: ServerResponse,
  { limitBytes, clock }: { readonly limitBytes: number; readonly clock: Pick<Clock, 'after'> },
): void {
  const failure: Failure = { kind: 'bad-call', detail: `a request has at most ${limitBytes} bytes` };
  const text = JSON.stringify(fail(failure));
  response.writeHead(413, { ...jsonHeaders, 'content-length': Buffer.byteLength(text), connection: 'close' });
  response.write(text);

  let discardedBytes = 0;
  const hangUp = (): void => {
    stopWaiting();
    response.end(() => request.socket.destroy());
  };
  const stopWaiting = clock.after(discardMs, hangUp);
  request.on('data', (chunk: Buffer) => {
    discardedBytes += chunk.length;
    if (discardedBytes > discardLimitBytes) hangUp();
  });
  request.once('end', hangUp);
  request.once('close', stopWaiting);
  request.resume();
}

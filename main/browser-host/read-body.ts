import type { IncomingMessage } from 'node:http';
import { fail, ok, type Result } from '../../shared/result.ts';

export type BodyFailure = { readonly kind: 'too-large' } | { readonly kind: 'broken-off' };

/**
 * Reads a request's body, and stops reading where it grows past the limit: nobody can fill the till's memory.
 * Never rejects. After `too-large` the rest is still on its way; the caller decides what becomes of it.
 */
export function readBody(request: IncomingMessage, limitBytes: number): Promise<Result<Buffer, BodyFailure>> {
  return new Promise((resolve) => {
    if (Number(request.headers['content-length'] ?? 0) > limitBytes) return resolve(fail({ kind: 'too-large' }));
    const chunks: Buffer[] = [];
    let bytes = 0;
    const take = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > limitBytes) {
        request.off('data', take);
        request.pause();
        return resolve(fail({ kind: 'too-large' }));
      }
      chunks.push(chunk);
    };
    request.on('data', take);
    request.once('end', () => resolve(ok(Buffer.concat(chunks))));
    // Also after `end`, where it changes nothing any more.
    request.once('error', () => resolve(fail({ kind: 'broken-off' })));
    request.once('close', () => resolve(fail({ kind: 'broken-off' })));
  });
}

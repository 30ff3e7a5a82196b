import type { ServerResponse } from 'node:http';
import type { Failure } from '../../shared/failure.ts';
import type { Result } from '../../shared/result.ts';
import { securityHeaders } from '../pages/security-headers.ts';

/** Of whatever is made for one request. */
export const jsonHeaders = {
  ...securityHeaders,
  'content-type': 'application/json; charset=utf-8',
  'cache-control': 'no-store',
} as const;

export function answerJson(response: ServerResponse, status: number, answer: Result<unknown, Failure>): void {
  response.writeHead(status, jsonHeaders).end(JSON.stringify(answer));
}

/** A sentence for a person, and for whoever reads what a program got. */
export function answerText(response: ServerResponse, status: number, text: string): void {
  const headers = { ...securityHeaders, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' };
  response.writeHead(status, headers).end(`${text}\n`);
}

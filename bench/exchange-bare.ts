import http from 'node:http';
import type { Service } from './service.ts';

/** Without axios: the fewest steps that Node takes to send a request and to read the answer. */
export function exchangeBare(
  { url, user, password }: Service,
  agent: http.Agent | false,
  path: string,
  body = '',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const options = {
      method: body === '' ? 'GET' : 'POST',
      agent,
      auth: `${user}:${password}`,
      headers: { 'Content-Type': 'application/json; charset=utf-8', 'Content-Length': Buffer.byteLength(body) },
    };
    const request = http.request(`${url}${path}`, options, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('end', () => resolve(text));
      response.once('error', reject);
    });
    request.once('error', reject);
    request.end(body);
  });
}

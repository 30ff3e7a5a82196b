import { fsyncSync, openSync, writeSync } from 'node:fs';
import http from 'node:http';

// A service that does the least that its answer means: each advice is on its disk before it says so (billpay 5.1). In a process of its own.
// POST is an advice; GET tells how many different ones have come, and begins anew.
// Usage: node bench/accept-advices.ts FILE

const file = openSync(String(process.argv[2]), 'a');
const received = new Set<string>();

const server = http.createServer((request, response) => {
  if (request.method === 'GET') {
    response.end(String(received.size));
    received.clear();
    return;
  }
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    const body = Buffer.concat(chunks).toString();
    writeSync(file, `${request.url} ${body}\n`);
    fsyncSync(file);
    received.add(request.url ?? '');
    response.writeHead(202, { 'Content-Type': 'application/json' });
    response.end(body);
  });
});

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  if (typeof address === 'object' && address) process.stdout.write(`http://127.0.0.1:${address.port}\n`);
});

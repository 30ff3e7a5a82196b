import { once } from 'node:events';
import { connect, createServer, Socket, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { startFaultProxy, type FaultProxy } from './fault-proxy.ts';

const question = 'POST /payments/1 HTTP/1.1\r\n\r\nhow much?';
const answer = 'HTTP/1.1 200 OK\r\n\r\nnothing';

/** One end of the line, and what it has seen. */
interface End {
  readonly socket: Socket;
  readonly packets: string[];
  readonly events: ('end' | 'reset' | 'close')[];
}

interface Place {
  readonly line: FaultProxy;
  /** The connections that reached the service, which says nothing by itself. */
  readonly services: readonly End[];
  ring(): Promise<End>;
}

async function openLine(): Promise<Place> {
  const services: End[] = [];
  const server = createServer({ allowHalfOpen: true }, (socket) => services.push(watch(socket)));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const line = await startFaultProxy((server.address() as AddressInfo).port);
  onTestFinished(async () => {
    await line.close();
    server.close();
  });
  const port = Number(new URL(line.over('http://127.0.0.1:1/')).port);
  return {
    line,
    services,
    async ring() {
      const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
      onTestFinished(() => void socket.destroy());
      const before = services.length;
      await expect.poll(() => services.length).toBeGreaterThan(before);
      return watch(socket);
    },
  };
}

function watch(socket: Socket): End {
  const end: End = { socket, packets: [], events: [] };
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => end.packets.push(chunk.toString('latin1')));
  socket.on('end', () => end.events.push('end'));
  socket.on('error', () => end.events.push('reset'));
  socket.on('close', () => end.events.push('close'));
  return end;
}

const saidTo = (end: End | undefined): string => end?.packets.join('') ?? '';

describe('a line without faults', () => {
  it('carries both ways what was said, tells an end from a pause, and remembers the last POST', async () => {
    const { line, services, ring } = await openLine();
    const till = await ring();
    till.socket.write('GET /billers HTTP/1.1\r\n\r\n');
    await expect.poll(() => saidTo(services[0])).not.toBe('');
    services[0]?.socket.write(answer);
    await expect.poll(() => saidTo(till)).toBe(answer);
    expect(line.last()).toEqual({ 'to-service': '', 'to-till': '' });

    till.socket.write(question.slice(0, 30));
    till.socket.write(question.slice(30));
    await expect.poll(() => saidTo(services[0])).toContain(question);
    services[0]?.socket.write(answer);
    await expect.poll(() => saidTo(till)).toBe(answer + answer);
    expect(line.last()).toEqual({ 'to-service': question, 'to-till': answer });

    till.socket.end();
    await expect.poll(() => services[0]?.events).toContain('end');
    expect(till.events).toEqual([]);
    services[0]?.socket.end();
    await expect.poll(() => till.events).toContain('close');
    expect(till.events).toEqual(['end', 'close']);
  });
});

describe('a fault', () => {
  it('happens to the request that fits, on whatever connection it comes, and once', async () => {
    const { line, services, ring } = await openLine();
    const till = await ring();
    line.next({ kind: 'reset', direction: 'to-service', afterBytes: 3 }, / \/payments\/1\/confirmations /u);
    for (const words of [question, 'GET /billers HTTP/1.1\r\n\r\n', question]) {
      const before = saidTo(services[0]);
      till.socket.write(words);
      await expect.poll(() => saidTo(services[0])).toBe(before + words);
    }
    const before = saidTo(services[0]);
    till.socket.write('POST /payments/1/confirmations HTTP/1.1\r\n\r\n');
    await expect.poll(() => till.events).toEqual(['reset', 'close']);
    await expect.poll(() => services[0]?.events).toContain('close');
    expect(saidTo(services[0])).toBe(`${before}POS`);

    const next = await ring();
    next.socket.write('POST /payments/1/confirmations HTTP/1.1\r\n\r\n');
    await expect.poll(() => saidTo(services[1])).toContain(' /payments/1/confirmations ');
  });

  it.each([0, 1, 10, answer.length])(
    'resets both ends after %i bytes of the answer, and lets no more through',
    async (afterBytes) => {
      const { line, services, ring } = await openLine();
      line.next({ kind: 'reset', direction: 'to-till', afterBytes });
      const till = await ring();
      till.socket.write(question);
      await expect.poll(() => saidTo(services[0])).toBe(question);
      services[0]?.socket.write(answer);
      for (const end of [till, services[0]]) await expect.poll(() => end?.events).toEqual(['reset', 'close']);
      expect(line.last()['to-till']).toBe(answer.slice(0, afterBytes));
      // A reset may overtake what went before it.
      expect(answer.slice(0, afterBytes).startsWith(saidTo(till))).toBe(true);
    },
  );

  it.each([0, 1, 20, question.length])('ends one direction after %i bytes, and the other goes on', async (afterBytes) => {
    const { line, services, ring } = await openLine();
    line.next({ kind: 'half-close', direction: 'to-service', afterBytes });
    const till = await ring();
    till.socket.write(question);
    await expect.poll(() => services[0]?.events).toContain('end');
    expect(saidTo(services[0])).toBe(question.slice(0, afterBytes));
    services[0]?.socket.write(answer);
    await expect.poll(() => saidTo(till)).toBe(answer);
    expect(till.events).toEqual([]);
  });

  it('writes each byte by itself, in both directions', async () => {
    const { line, services, ring } = await openLine();
    line.next({ kind: 'slice' });
    const till = await ring();
    const written = vi.spyOn(Socket.prototype, 'write');
    onTestFinished(() => written.mockRestore());
    till.socket.write(question);
    await expect.poll(() => saidTo(services[0])).toBe(question);
    services[0]?.socket.write(answer);
    await expect.poll(() => saidTo(till)).toBe(answer);
    const carried = written.mock.calls.flatMap(([part]) => (typeof part === 'string' ? [] : [Buffer.from(part)]));
    expect(Buffer.concat(carried).toString('latin1')).toBe(question + answer);
    expect(carried.filter(({ length }) => length !== 1)).toEqual([]);
  });
});

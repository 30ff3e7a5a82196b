import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** Which way bytes go. */
export type Direction = 'to-service' | 'to-till';

/**
 * What happens to one exchange on its way.
 *
 * - `latency`: each piece waits, in both directions.
 * - `slice`: each byte comes in a packet of its own, in both directions.
 * - `reset`: after so many bytes in this direction both ends are reset, and not one byte more is let through.
 * - `half-close`: after so many bytes this direction ends, as if its sender had nothing more to say; the other one goes on.
 */
export type LineFault = { readonly kind: 'latency'; readonly ms: number } | { readonly kind: 'slice' } | Cut;

interface Cut {
  readonly kind: 'reset' | 'half-close';
  readonly direction: Direction;
  readonly afterBytes: number;
}

/** How many bytes went each way. */
export type Lengths = Readonly<Record<Direction, number>>;

export interface FaultProxy {
  /** The same address, but over this line. */
  over(url: string): string;
  /** What happens to the next connection whose first bytes are a `POST`: each request that must not be sent twice has one of its own. */
  next(fault: LineFault): void;
  /** Of the last connection that began with a `POST`. */
  lastLengths(): Lengths;
  /** Drops every connection and stops. */
  close(): Promise<void>;
}

/** A TCP line to a service on this machine that does not know of HTTP, and breaks at a byte. */
export async function startFaultProxy(servicePort: number): Promise<FaultProxy> {
  const queued: LineFault[] = [];
  const sockets = new Set<Socket>();
  let lengths: Record<Direction, number> = { 'to-service': 0, 'to-till': 0 };

  const server = createServer({ allowHalfOpen: true }, (till) => {
    const service = connect({ port: servicePort, host: '127.0.0.1', allowHalfOpen: true });
    let fault: LineFault | undefined;
    let count: Record<Direction, number> = { 'to-service': 0, 'to-till': 0 };
    let isFirst = true;
    for (const socket of [till, service]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => sockets.delete(socket));
      // A line that breaks is what it is for; the other end is told below.
      socket.on('error', () => undefined);
    }
    const resetBoth = (): void => {
      for (const socket of [till, service]) socket.resetAndDestroy();
    };

    async function carry(from: Socket, to: Socket, direction: Direction): Promise<void> {
      // Whoever was told that the line has ended still sends: that is swallowed.
      let isEnded = false;
      for await (const chunk of from) {
        const piece = chunk as Buffer;
        if (direction === 'to-service' && isFirst) {
          isFirst = false;
          if (piece.subarray(0, 5).toString('latin1') === 'POST ') {
            fault = queued.shift();
            count = lengths = { 'to-service': 0, 'to-till': 0 };
          }
        }
        if (isEnded) continue;
        const cut = cutOf(fault, direction);
        const passed = piece.subarray(0, cut && cut.afterBytes - count[direction]);
        count[direction] += passed.length;
        if (fault?.kind === 'latency') await setTimeout(fault.ms);
        for (const part of fault?.kind === 'slice' ? oneByOne(passed) : [passed]) {
          if (to.writable && part.length > 0) await write(to, part);
        }
        if (!cut || count[direction] < cut.afterBytes) continue;
        isEnded = true;
        if (cut.kind === 'reset') resetBoth();
        else to.end();
      }
      if (!isEnded) to.end();
    }
    for (const carried of [carry(till, service, 'to-service'), carry(service, till, 'to-till')]) {
      // The one end has gone in disorder: so does the other.
      carried.catch(resetBoth);
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    over(url) {
      const over = new URL(url);
      over.port = String(port);
      return over.href;
    },
    next: (fault) => void queued.push(fault),
    lastLengths: () => lengths,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function cutOf(fault: LineFault | undefined, direction: Direction): Cut | undefined {
  return fault && 'direction' in fault && fault.direction === direction ? fault : undefined;
}

function write(to: Socket, part: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => to.write(part, (error) => (error ? reject(error) : resolve())));
}

function oneByOne(piece: Buffer): readonly Buffer[] {
  return Array.from(piece, (_, at) => piece.subarray(at, at + 1));
}

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

/** What one exchange had to say in each direction, a character for a byte. */
export type Exchanged = Readonly<Record<Direction, string>>;

export interface FaultProxy {
  /** The same address, but over this line. */
  over(url: string): string;
  /**
   * What happens to the next exchange whose first line fits, on a connection of its own or on a kept one.
   * @param firstLine absent: any `POST`
   */
  next(fault: LineFault, firstLine?: RegExp): void;
  /** The last exchange that began with a `POST`. */
  last(): Exchanged;
  /** Drops every connection and stops. */
  close(): Promise<void>;
}

/**
 * A TCP line to a service on this machine, which breaks at a byte. Of HTTP it knows one thing: a piece that begins with a method begins an exchange,
 * because a client that has not heard the end of one answer sends no other request.
 */
export async function startFaultProxy(servicePort: number): Promise<FaultProxy> {
  const queued: { readonly fault: LineFault; readonly firstLine: RegExp }[] = [];
  const sockets = new Set<Socket>();
  let lastPost = nothing();

  function faultFor(firstLine: string): LineFault | undefined {
    const place = queued.findIndex((one) => one.firstLine.test(firstLine));
    return place < 0 ? undefined : queued.splice(place, 1)[0]?.fault;
  }

  const server = createServer({ allowHalfOpen: true }, (till) => {
    const service = connect({ port: servicePort, host: '127.0.0.1', allowHalfOpen: true });
    let fault: LineFault | undefined;
    let exchanged = nothing();
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
        const firstLine = direction === 'to-service' ? firstLineOf(piece) : undefined;
        if (firstLine !== undefined) {
          fault = faultFor(firstLine);
          exchanged = nothing();
          if (firstLine.startsWith('POST ')) lastPost = exchanged;
        }
        if (isEnded) continue;
        const cut = cutOf(fault, direction);
        const left = cut ? cut.afterBytes - exchanged[direction].length : Infinity;
        const passed = piece.subarray(0, left);
        exchanged[direction] += passed.toString('latin1');
        if (fault?.kind === 'latency') await setTimeout(fault.ms);
        for (const part of fault?.kind === 'slice' ? oneByOne(passed) : [passed]) {
          if (to.writable && part.length > 0) await write(to, part);
        }
        if (!cut || left > piece.length) continue;
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
    next: (fault, firstLine = /^POST /u) => void queued.push({ fault, firstLine }),
    last: () => lastPost,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function nothing(): Record<Direction, string> {
  return { 'to-service': '', 'to-till': '' };
}

/** Undefined where a piece goes on with a request that has begun before. */
function firstLineOf(piece: Buffer): string | undefined {
  return /^(?:GET|POST) [^\r\n]*/u.exec(piece.subarray(0, 1_000).toString('latin1'))?.[0];
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

import { createServer, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { setTimeout as wait } from 'node:timers/promises';

/** Where a simulator can listen: one loopback address, or both as `localhost` resolves. */
export type LoopbackHost = '127.0.0.1' | '::1' | 'localhost';

/** A private key and its certificate, as PEM. */
export interface TlsIdentity {
  readonly key: string;
  readonly cert: string;
}

/** A port that can stop listening and come back, as a service that is restarted does. */
export interface Listener {
  readonly port: number;
  isListening(): boolean;
  /** Stops listening. Idle connections go at once; open requests stay, unless all connections are dropped. */
  refuse(options?: { readonly dropConnections?: boolean }): void;
  /** Listens again, on the same port: where the system has given it to somebody else meanwhile, as soon as that one has gone, within a few seconds. */
  listen(): Promise<void>;
  /** Stops for good and drops every connection. */
  close(): Promise<void>;
}

/**
 * Starts listening. Rejects with EADDRINUSE where the port is taken.
 * @param port 0 lets the system choose
 * @param tls absent: plain HTTP
 */
export async function startListener(
  port: number,
  host: LoopbackHost,
  handle: RequestListener,
  tls?: TlsIdentity,
): Promise<Listener> {
  const everyServer = new Set<Server>();
  const openResponses = new Set<ServerResponse>();
  const handleTracked: RequestListener = (request, response) => {
    openResponses.add(response);
    response.once('close', () => openResponses.delete(response));
    handle(request, response);
  };
  const listenAt = async (address: string, at: number): Promise<Server> => {
    const server = await listenOn(address, at, handleTracked, tls);
    everyServer.add(server);
    server.once('close', () => everyServer.delete(server));
    return server;
  };
  const listenAtAll = async (at: number): Promise<readonly Server[]> => {
    if (host !== 'localhost') return [await listenAt(host, at)];
    const four = await listenAt('127.0.0.1', at);
    try {
      return [four, await listenAt('::1', portOf(four))];
    } catch (error) {
      // A machine without IPv6 has one loopback address only.
      if (['EADDRNOTAVAIL', 'EAFNOSUPPORT'].includes(codeOf(error))) return [four];
      await closeServer(four);
      throw error;
    }
  };

  let servers = await listenAtAll(port).catch(async (error: unknown) => {
    // The system chose a port that was free on one address family and taken on the other: it chooses again, once.
    if (port === 0 && codeOf(error) === 'EADDRINUSE') return listenAtAll(0);
    throw error;
  });
  const chosenPort = portOf(servers[0]);
  let isClosed = false;
  let starting: Promise<void> | undefined;
  const listenAgain = async (): Promise<void> => {
    for (let attempt = 1; ; attempt += 1) {
      try {
        servers = await listenAtAll(chosenPort);
        return;
      } catch (error) {
        if (isClosed || attempt === mostAttempts || codeOf(error) !== 'EADDRINUSE') throw error;
        await wait(betweenAttemptsMs);
      }
    }
  };

  return {
    port: chosenPort,
    isListening: () => servers.length > 0,
    refuse(options = {}) {
      for (const server of servers) server.close();
      // Node would keep their connections for the next request, which nobody is there to take.
      for (const response of openResponses) response.shouldKeepAlive = false;
      for (const server of everyServer) {
        if (options.dropConnections === true) server.closeAllConnections();
        else server.closeIdleConnections();
      }
      servers = [];
    },
    async listen() {
      if (servers.length > 0 || isClosed) return;
      // Whoever else asks meanwhile waits for the same start: two would take each other's port.
      starting ??= listenAgain().finally(() => (starting = undefined));
      await starting;
    },
    async close() {
      isClosed = true;
      await starting?.catch(() => undefined);
      servers = [];
      await Promise.all(Array.from(everyServer, closeServer));
    },
  };
}

/** Of ports that are given out by chance, one that was let go is given to somebody else now and then, seldom for long. */
const mostAttempts = 200;
const betweenAttemptsMs = 25;

function listenOn(address: string, port: number, handle: RequestListener, tls: TlsIdentity | undefined): Promise<Server> {
  // Idle connections last as long as HTTP.sys, under the real BDS service, keeps them: a till's keep-alive must be able to count on it.
  const server = tls
    ? createTlsServer({ ...tls, keepAliveTimeout: 120_000 }, handle)
    : createServer({ keepAliveTimeout: 120_000 }, handle);
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, address, () => resolve(server));
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    // Called back with an error where it had stopped listening before: it is closed either way, once its connections are.
    if (server.listening) server.close(() => resolve());
    else server.once('close', () => resolve());
    server.closeAllConnections();
  });
}

function portOf(server: Server | undefined): number {
  const address = server?.address();
  if (typeof address !== 'object' || address === null) throw new Error('the simulator does not listen');
  return address.port;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

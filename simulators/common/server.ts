import type { IncomingMessage, ServerResponse } from 'node:http';
import { isControl, controlPath } from './control-exchange.ts';
import { send, type ReadExchange } from './http-answer.ts';
import { startListener, type LoopbackHost, type TlsIdentity } from './listener.ts';

/** A request as it came, without its authorization. Control requests are not among them. */
export interface ReceivedRequest {
  readonly at: string;
  readonly method: string;
  readonly path: string;
  readonly contentType: string | undefined;
  readonly body: string;
}

export interface ServerParts {
  /** 0: the system chooses. */
  readonly port: number;
  readonly host: LoopbackHost;
  /** Absent: plain HTTP. */
  readonly tls?: TlsIdentity;
  /** The service itself. */
  serve(exchange: ReadExchange, received: ReceivedRequest): Promise<void>;
  /** Its control interface. */
  control(exchange: ReadExchange): Promise<void>;
  /** Milliseconds since 1970. Absent: the system's. */
  now?(): number;
  /** After each request has been noted, before it is served. */
  received?(request: ReceivedRequest): void;
}

/** One simulator on its port. */
export interface SimulatorServer {
  readonly port: number;
  /** For instance `http://127.0.0.1:8526`. */
  readonly origin: string;
  readonly controlUrl: string;
  /** What was received, oldest first. The last 10,000 are kept. */
  requests(): readonly ReceivedRequest[];
  forgetRequests(): void;
  isListening(): boolean;
  /**
   * Stops listening, so that connections are refused. Open requests live on, unless connections are dropped.
   * @param forMs listens again after this time; absent: until `listen`
   */
  refuse(options?: { readonly forMs?: number; readonly dropConnections?: boolean }): void;
  /** Listens again, on the same port. */
  listen(): Promise<void>;
  /** Resolves when no request is being worked on any more. */
  untilIdle(): Promise<void>;
  /** Drops every connection and stops. */
  close(): Promise<void>;
}

const maximumBodyBytes = 1_048_576;
const maximumRequestsKept = 10_000;

/** Starts a simulator's server. Rejects with EADDRINUSE where the port is taken. */
export async function startServer(parts: ServerParts): Promise<SimulatorServer> {
  const atWork = new Set<Promise<void>>();
  let requests: ReceivedRequest[] = [];
  let listenAgain: NodeJS.Timeout | undefined;

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    if (body === undefined) {
      await send({ request, response }, 413, '', 'text/plain', { Connection: 'close' });
      return;
    }
    const method = request.method ?? '';
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const exchange = { request, response, method, path, body };
    if (isControl(path)) {
      await parts.control(exchange);
      return;
    }
    const at = new Date(parts.now?.() ?? Date.now()).toISOString();
    const received = { at, method, path, contentType: request.headers['content-type'], body };
    requests.push(received);
    if (requests.length > maximumRequestsKept) requests.shift();
    parts.received?.(received);
    await parts.serve(exchange, received);
  };

  const listener = await startListener(
    parts.port,
    parts.host,
    (request, response) => {
      const work = handle(request, response).catch((error: unknown) => {
        // A till that dies while it sends its request has sent none. Anything else is this simulator's own mistake, and says so.
        if (request.readableAborted || response.destroyed) return;
        if (response.headersSent) request.socket.destroy();
        else response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`The simulator failed: ${String(error)}\n`);
      });
      atWork.add(work);
      void work.finally(() => atWork.delete(work));
    },
    parts.tls,
  );

  // Somebody else may have taken the port meanwhile: a real service would be started again, and so is this one.
  const resume = (): void => void listener.listen().catch(() => (listenAgain = setTimeout(resume, 50)));
  const origin = `${parts.tls ? 'https' : 'http'}://${parts.host === '::1' ? '[::1]' : parts.host}:${listener.port}`;
  const untilIdle = async (): Promise<void> => {
    while (atWork.size > 0) await Promise.allSettled(atWork);
  };

  return {
    port: listener.port,
    origin,
    controlUrl: `${origin}${controlPath}`,
    requests: () => [...requests],
    forgetRequests: () => void (requests = []),
    isListening: () => listener.isListening(),
    refuse({ forMs, dropConnections = false } = {}) {
      listener.refuse({ dropConnections });
      clearTimeout(listenAgain);
      if (forMs !== undefined) listenAgain = setTimeout(resume, forMs);
    },
    async listen() {
      clearTimeout(listenAgain);
      await listener.listen();
    },
    untilIdle,
    async close() {
      clearTimeout(listenAgain);
      await listener.close();
      await untilIdle();
    },
  };
}

/** The body as text; undefined where it is larger than any request of these protocols. Rejects where the client went away. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    const bytes = chunk as Buffer;
    length += bytes.length;
    // Read to its end and thrown away: a client that still writes would not see the refusal.
    if (length <= maximumBodyBytes) chunks.push(bytes);
  }
  return length <= maximumBodyBytes ? Buffer.concat(chunks).toString('utf8') : undefined;
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { controlPath, serveControl } from './control-http.ts';
import type { BdsControl, ReceivedRequest } from './control.ts';
import type { CurrencyDigits } from './decimal.ts';
import { send } from './deliver-answer.ts';
import { openLedger, type LedgerEntry } from './ledger.ts';
import { startListener, type LoopbackHost } from './listener.ts';
import { createScripts } from './scripts.ts';
import { basePath, createService } from './service.ts';
import { createTerminal } from './terminal.ts';

export type { BdsControl, ReceivedRequest, SimulatorState } from './control.ts';
export type { Customer, CustomerKind } from './customers.ts';
export type { CurrencyDigits } from './decimal.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { ChargedEntry, LedgerEntry, NotChargedEntry } from './ledger.ts';
export type { LoopbackHost } from './listener.ts';
export type { Script, StandingScript, StatusScript } from './scripts.ts';
export type { TerminalState } from './terminal.ts';

/** Credentials that open nothing but a simulator. */
export const demonstrationUser = 'demonstration';
export const demonstrationPassword = 'not-a-secret';

export interface BdsSimulatorOptions {
  /** 0 or absent: the system chooses. */
  readonly port?: number;
  /** Absent: 127.0.0.1. `localhost` listens on 127.0.0.1 and on ::1. */
  readonly host?: LoopbackHost;
  readonly user?: string;
  readonly password?: string;
  /** Absent: 2. */
  readonly currencyDigits?: CurrencyDigits;
  /** Absent: the ledger lives in memory. */
  readonly ledgerFile?: string;
  /** How long a customer takes who says nothing else. Absent: not at all. */
  readonly thinkMs?: number;
}

export interface BdsSimulator {
  /** The base address, as a till is given it: it ends with `/DeviceService/BDS/`. */
  readonly url: string;
  /** Where people and scripts control it. */
  readonly controlUrl: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Everything that was attempted, and what was really charged. */
  ledger(): readonly LedgerEntry[];
  /** What was received, oldest first, without authorization headers and control requests. The last 10,000 are kept. */
  requests(): readonly ReceivedRequest[];
  readonly control: BdsControl;
  /** Drops every connection and stops. A customer who is at the terminal is sent away uncharged. */
  close(): Promise<void>;
}

const maximumBodyBytes = 1_048_576;
const maximumRequestsKept = 10_000;

/**
 * Starts a card terminal with its device service, as the protocol's description has it (BDS 1 to 5).
 * Rejects with EADDRINUSE where the port is taken, and where the ledger file is not a ledger.
 */
export async function startBdsSimulator(options: BdsSimulatorOptions = {}): Promise<BdsSimulator> {
  const { port = 0, host = '127.0.0.1', user = demonstrationUser, password = demonstrationPassword } = options;
  const ledger = openLedger(options.ledgerFile);
  const scripts = createScripts();
  const terminal = createTerminal();
  const closing = new AbortController();
  const atWork = new Set<Promise<void>>();
  let requests: ReceivedRequest[] = [];
  let listenAgain: NodeJS.Timeout | undefined;

  // Somebody else may have taken the port meanwhile: a real service would be started again, and so is this one.
  const resume = (): void => void listener.listen().catch(() => (listenAgain = setTimeout(resume, 50)));

  const control: BdsControl = {
    next: scripts.next,
    always: scripts.always,
    async reset() {
      scripts.reset();
      requests = [];
      await control.listen();
    },
    release: (customer) => terminal.release(customer),
    refuse({ forMs, dropConnections = false } = {}) {
      listener.refuse({ dropConnections });
      clearTimeout(listenAgain);
      if (forMs !== undefined) listenAgain = setTimeout(resume, forMs);
    },
    async listen() {
      clearTimeout(listenAgain);
      await listener.listen();
    },
    state: () => ({
      terminal: terminal.state(),
      isListening: listener.isListening(),
      queued: scripts.queued(),
      standing: scripts.standing(),
    }),
    ledger: ledger.entries,
    requests: () => [...requests],
    untilBegun: terminal.untilBegun,
    untilFree: terminal.untilFree,
    async untilIdle() {
      while (atWork.size > 0) await Promise.allSettled(atWork);
    },
  };

  const serve = createService({
    user,
    password,
    currencyDigits: options.currencyDigits ?? 2,
    thinkMs: options.thinkMs ?? 0,
    scripts,
    terminal,
    ledger,
    closing: closing.signal,
    refuse: (forMs) => control.refuse(forMs === undefined ? {} : { forMs }),
  });

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await readBody(request);
    if (body === undefined) {
      await send({ request, response }, 413, '', 'text/plain', { Connection: 'close' });
      return;
    }
    const method = request.method ?? '';
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const exchange = { request, response, method, path, body };
    if (path === controlPath || path.startsWith(`${controlPath}/`)) {
      await serveControl(control, exchange);
      return;
    }
    requests.push({ at: new Date().toISOString(), method, path, contentType: request.headers['content-type'], body });
    if (requests.length > maximumRequestsKept) requests.shift();
    if (path.startsWith(basePath)) await serve(exchange);
    else await send(exchange, 404, '', 'text/plain');
  };

  const listener = await startListener(port, host, (request, response) => {
    const work = handle(request, response).catch((error: unknown) => {
      // A till that dies while it sends its request has sent none. Anything else is this simulator's own mistake, and says so.
      if (request.readableAborted || response.destroyed) return;
      if (response.headersSent) request.socket.destroy();
      else response.writeHead(500, { 'Content-Type': 'text/plain' }).end(`The simulator failed: ${String(error)}\n`);
    });
    atWork.add(work);
    void work.finally(() => atWork.delete(work));
  }).catch((error: unknown) => {
    ledger.close();
    throw error;
  });

  const origin = `http://${host === '::1' ? '[::1]' : host}:${listener.port}`;
  return {
    url: `${origin}${basePath}`,
    controlUrl: `${origin}${controlPath}`,
    port: listener.port,
    user,
    password,
    ledger: ledger.entries,
    requests: control.requests,
    control,
    async close() {
      clearTimeout(listenAgain);
      closing.abort();
      terminal.close();
      await listener.close();
      await control.untilIdle();
      ledger.close();
    },
  };
}

/** The body as text; undefined where it is larger than any request of this protocol. Rejects where the client went away. */
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

import type { LoopbackHost } from '../common/listener.ts';
import { startServer, type ReceivedRequest } from '../common/server.ts';
import { serveControl } from './control-http.ts';
import type { BdsControl } from './control.ts';
import type { CurrencyDigits } from './decimal.ts';
import { send } from './deliver-answer.ts';
import { openLedger, type LedgerEntry } from './ledger.ts';
import { createScripts } from './scripts.ts';
import { basePath, createService } from './service.ts';
import { createTerminal } from './terminal.ts';

export type { LoopbackHost } from '../common/listener.ts';
export type { ReceivedRequest } from '../common/server.ts';
export type { BdsControl, SimulatorState } from './control.ts';
export type { Customer, CustomerKind } from './customers.ts';
export type { CurrencyDigits } from './decimal.ts';
export type { Fault, FaultKind } from './faults.ts';
export type { ChargedEntry, LedgerEntry, NotChargedEntry } from './ledger.ts';
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

  const control: BdsControl = {
    next: scripts.next,
    always: scripts.always,
    async reset() {
      scripts.reset();
      server.forgetRequests();
      await server.listen();
    },
    release: (customer) => terminal.release(customer),
    refuse: (refusal) => server.refuse(refusal),
    listen: () => server.listen(),
    state: () => ({
      terminal: terminal.state(),
      isListening: server.isListening(),
      queued: scripts.queued(),
      standing: scripts.standing(),
    }),
    ledger: ledger.entries,
    requests: () => server.requests(),
    untilBegun: terminal.untilBegun,
    untilFree: terminal.untilFree,
    untilIdle: () => server.untilIdle(),
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

  const server = await startServer({
    port,
    host,
    serve: (exchange) =>
      exchange.path.startsWith(basePath) ? serve(exchange) : send(exchange, 404, '', 'text/plain').then(() => undefined),
    control: (exchange) => serveControl(control, exchange),
  }).catch((error: unknown) => {
    ledger.close();
    throw error;
  });

  return {
    url: `${server.origin}${basePath}`,
    controlUrl: server.controlUrl,
    port: server.port,
    user,
    password,
    ledger: ledger.entries,
    requests: control.requests,
    control,
    async close() {
      closing.abort();
      terminal.close();
      await server.close();
      ledger.close();
    },
  };
}

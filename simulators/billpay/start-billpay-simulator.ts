import { createHolds } from '../common/holds.ts';
import type { LoopbackHost } from '../common/listener.ts';
import { startServer, type ReceivedRequest } from '../common/server.ts';
import { testIdentity } from '../common/test-identity.ts';
import { createUntils } from '../common/until.ts';
import { demonstrationBillers, type Biller } from './billers.ts';
import { serveControl } from './control-http.ts';
import type { BillpayControl } from './control.ts';
import { openLedger, type BillpayLedger } from './ledger.ts';
import { basePath, findRoute, type Operation } from './operations.ts';
import { createPeerEndpoints } from './peer-endpoints.ts';
import { createPeerMemory } from './peer-memory.ts';
import { createPeerRules } from './peer-rules.ts';
import { createScripts, fits } from './scripts.ts';
import { createService } from './service.ts';
import { createSpecRules } from './spec-rules.ts';

export type { LoopbackHost } from '../common/listener.ts';
export type { ReceivedRequest } from '../common/server.ts';
export { testCertificateFile } from '../common/test-identity.ts';
export { demonstrationBillers } from './billers.ts';
export { peerAccounts, type PeerAccount } from './peer-accounts.ts';
export type { Account, Biller } from './billers.ts';
export type { BillpayControl, SimulatorState } from './control.ts';
export type { ErrorType } from './error-types.ts';
export type { Fault, FaultBody, FaultKind } from './faults.ts';
export type {
  AdviceEffect,
  AdviceKind,
  BillpayLedger,
  Conflict,
  ConflictKind,
  Movement,
  MovementState,
  SeenAdvice,
  SeenTender,
} from './ledger.ts';
export type { OperationId, Subject } from './operations.ts';
export type { Script, StandingScript, Target } from './scripts.ts';

/** Credentials that open nothing but a simulator. The user is the institution's id, as the interface wants it (BillPay 1.1). */
export const demonstrationUser = '600123';
export const demonstrationPassword = 'not-a-secret';

export interface BillpaySimulatorOptions {
  /** `spec`: as the interface says (BillPay 4.7). `peer`: as the operator's public test server behaves (BillPay 8). Absent: `spec`. */
  readonly mode?: 'spec' | 'peer';
  /** 0 or absent: the system chooses. */
  readonly port?: number;
  /** Absent: 127.0.0.1. `localhost` listens on 127.0.0.1 and on ::1. */
  readonly host?: LoopbackHost;
  /** True: HTTPS with the test certificate. Absent: plain HTTP, which the interface forbids everywhere but here. */
  readonly tls?: boolean;
  readonly user?: string;
  readonly password?: string;
  /** Numeric ISO 4217, of every account. Absent: `840`. */
  readonly currency?: string;
  /** Absent: the demonstration's. */
  readonly billers?: readonly Biller[];
  /** Absent: the ledger lives in memory. */
  readonly ledgerFile?: string;
}

export interface BillpaySimulator {
  /** The base address with its path, without a slash at its end: operations are appended, for instance `/payments/{paymentId}`. */
  readonly url: string;
  /** The same without the path. */
  readonly origin: string;
  /** Where people and scripts control it. */
  readonly controlUrl: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Everything that was asked for, and what became of it. */
  ledger(): BillpayLedger;
  /** What was received, oldest first, without authorization headers and control requests. The last 10,000 are kept. */
  requests(): readonly ReceivedRequest[];
  readonly control: BillpayControl;
  /** Drops every connection and stops. */
  close(): Promise<void>;
}

/**
 * Starts a bill payment service, as the protocol's description has it (BillPay 1 to 5 and 8).
 * Rejects with EADDRINUSE where the port is taken, and where the ledger file is not a ledger.
 */
export async function startBillpaySimulator(options: BillpaySimulatorOptions = {}): Promise<BillpaySimulator> {
  const { port = 0, host = '127.0.0.1', user = demonstrationUser, password = demonstrationPassword, mode = 'spec' } = options;
  const ledger = openLedger(options.ledgerFile);
  const scripts = createScripts();
  const { until, changed } = createUntils();
  const holds = createHolds(changed);
  const closing = new AbortController();
  let received = new Map<Operation, number>();
  ledger.onChange(changed);

  const receivedCount: BillpayControl['receivedCount'] = (target) => {
    let count = 0;
    for (const [operation, times] of received) if (fits(target, operation)) count += times;
    return count;
  };

  const control: BillpayControl = {
    next: scripts.next,
    always: scripts.always,
    async reset() {
      scripts.reset();
      received = new Map();
      server.forgetRequests();
      holds.release();
      await server.listen();
    },
    forget: () => rules.forget(),
    occupy: (id) => rules.occupy(id),
    release: holds.release,
    refuse: (refusal) => server.refuse(refusal),
    listen: () => server.listen(),
    state: () => ({
      mode,
      isListening: server.isListening(),
      held: holds.count(),
      queued: scripts.queued(),
      standing: scripts.standing(),
    }),
    ledger: ledger.entries,
    requests: () => server.requests(),
    receivedCount,
    untilReceived: (target, count = 1) => until(() => receivedCount(target) >= count),
    untilHeld: (count = 1) => until(() => holds.count() >= count),
    untilLedger: (isSo) => until(() => isSo(ledger.entries())),
    untilSettled: (count) =>
      until(() => {
        const { payments, refunds } = ledger.entries();
        const all = [...payments, ...refunds];
        const settled = all.filter(({ state }) => state === 'confirmed' || state === 'reversed').length;
        return settled >= count && all.every(({ state }) => state !== 'reserved');
      }),
    untilIdle: () => server.untilIdle(),
  };

  const memory = mode === 'peer' ? createPeerMemory() : undefined;
  const { billers = demonstrationBillers, currency = '840' } = options;
  const rules = memory ? createPeerRules(ledger, memory) : createSpecRules({ ledger, billers, currency });
  const serve = createService({
    credentials: memory ? undefined : { user, password },
    rules,
    scripts,
    ledger,
    holds,
    closing: closing.signal,
    serveElse: memory && createPeerEndpoints(memory, rules.forget),
  });

  const server = await startServer({
    port,
    host,
    ...(options.tls === true ? { tls: testIdentity() } : {}),
    serve,
    control: (exchange) => serveControl(control, exchange),
    received({ method, path }) {
      const route = findRoute(method, path);
      if (!route || !('operation' in route)) return;
      received.set(route.operation, (received.get(route.operation) ?? 0) + 1);
      changed();
    },
  }).catch((error: unknown) => {
    ledger.close();
    throw error;
  });

  return {
    url: `${server.origin}${basePath}`,
    origin: server.origin,
    controlUrl: server.controlUrl,
    port: server.port,
    user,
    password,
    ledger: ledger.entries,
    requests: control.requests,
    control,
    async close() {
      closing.abort();
      holds.release();
      await server.close();
      ledger.close();
    },
  };
}

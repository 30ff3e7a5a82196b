import { isSameSecret } from '../common/basic-authorization.ts';
import { systemClock, type Clock } from '../common/clock.ts';
import { createHolds } from '../common/holds.ts';
import type { LoopbackHost } from '../common/listener.ts';
import { startServer, type ReceivedRequest } from '../common/server.ts';
import { testIdentity } from '../common/test-identity.ts';
import { createUntils } from '../common/until.ts';
import { serveControl } from './control-http.ts';
import type { AnsweredRequest, QrControl } from './control.ts';
import { createCustomerScripts } from './customer-scripts.ts';
import { createRefuse } from './error-detail.ts';
import { randomIds, seededIds, type IdSource } from './ids.ts';
import { createJudge } from './judge.ts';
import { openLedger } from './ledger.ts';
import type { Code, QrLedger } from './ledger-types.ts';
import { moneyText } from './money-text.ts';
import { basePath, findOperation, type Operation } from './operations.ts';
import { createPaymentsUnderWay, type WaitingPayment } from './payments-under-way.ts';
import type { Reply } from './reply.ts';
import { createFaults, fits } from './scripts.ts';
import { createService } from './service.ts';
import { createSettings, defaultSettings, type QrSettings } from './settings.ts';

export type { Clock } from '../common/clock.ts';
export type { LoopbackHost } from '../common/listener.ts';
export { testCertificateFile } from '../common/test-identity.ts';
export { payloadKinds, type PayloadKind } from './odd-payload.ts';
export type { AnsweredRequest, QrControl, ScanResult, ScanWish, SimulatorState } from './control.ts';
export type { CustomerScript } from './customer-scripts.ts';
export {
  customersByName,
  type Customer,
  type CustomerName,
  type Decision,
  type DecisionKind,
  type ScanKind,
} from './customers.ts';
export type { ErrorType } from './error-types.ts';
export { faultKinds, type Fault, type FaultBody, type FaultKind } from './faults.ts';
export type { IdSource } from './ids.ts';
export type {
  AdviceEffect,
  AdviceKind,
  Code,
  Conflict,
  ConflictKind,
  Identifier,
  Money,
  PartnerMoney,
  Payment,
  PaymentState,
  QrLedger,
  Scan,
  ScannedBy,
  SeenAdvice,
} from './ledger-types.ts';
export { operationIds, type OperationId } from './operations.ts';
export type { WaitingPayment } from './payments-under-way.ts';
export type { Script, StandingScript, Target } from './scripts.ts';
export { defaultSettings, type Institution, type QrSettings } from './settings.ts';

/** Credentials that open nothing but a simulator. The user is what a till puts into `client.id` (QR 1). */
export const demonstrationUser = '600123';
export const demonstrationPassword = 'not-a-secret';

/** The password of every partner, configured or not: its user is its id. */
export const demonstrationPartnerPassword = 'not-a-secret-either';

export interface QrSimulatorOptions extends Partial<QrSettings> {
  /** 0 or absent: the system chooses. */
  readonly port?: number;
  /** Absent: 127.0.0.1. `localhost` listens on 127.0.0.1 and on ::1. */
  readonly host?: LoopbackHost;
  /** True: HTTPS with the test certificate. Absent: plain HTTP, which the interface forbids everywhere but here. */
  readonly tls?: boolean;
  readonly user?: string;
  readonly password?: string;
  readonly partnerPassword?: string;
  /** Absent: the ledger lives in memory. */
  readonly ledgerFile?: string;
  /** Absent: the system's. A till's own clock for tests fits. */
  readonly clock?: Clock;
  /** Absent: ids that nobody can guess. */
  readonly ids?: IdSource;
  /** Ids that come again with the same seed, where no `ids` are given. */
  readonly seed?: number;
  /** Called for each code that is made. */
  codeMade?(code: MadeCode): void;
}

/** A code, for whoever shows it. */
export interface MadeCode {
  readonly tranId: string;
  /** What the QR code says. */
  readonly qrCode: string;
  /** For instance `284.50 ZAR`. Empty where the till named no amount. */
  readonly amount: string;
  /** The page on which a click scans it. */
  readonly scanUrl: string;
}

export interface QrSimulator {
  /** The base address with its path, without a slash at its end: operations are appended, for instance `/payments`. */
  readonly url: string;
  /** The same without the path. */
  readonly origin: string;
  /** Where people and scripts control it. */
  readonly controlUrl: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly partnerPassword: string;
  /** Everything that was asked for, and what became of it. */
  ledger(): QrLedger;
  /** What was received, oldest first, with its answers, without authorization headers and control requests. The last 10,000 are kept. */
  requests(): readonly AnsweredRequest[];
  readonly control: QrControl;
  /** Drops every connection and stops. What waits goes on waiting when the ledger is opened again. */
  close(): Promise<void>;
}

/**
 * Starts a QR payment service with its partners, as the protocol's description has it (QR 1 to 9).
 * Rejects with EADDRINUSE where the port is taken, and where the ledger file is not a ledger.
 */
export async function startQrSimulator(options: QrSimulatorOptions = {}): Promise<QrSimulator> {
  const { port = 0, host = '127.0.0.1', user = demonstrationUser, password = demonstrationPassword } = options;
  const { partnerPassword = demonstrationPartnerPassword, clock = systemClock } = options;
  const ids = options.ids ?? (options.seed === undefined ? randomIds : seededIds(options.seed));
  const settings = createSettings(settingsIn(options));
  const ledger = openLedger(options.ledgerFile, clock);
  const faults = createFaults();
  const customers = createCustomerScripts(settings.current);
  const { until, changed } = createUntils();
  const holds = createHolds(changed);
  const closing = new AbortController();
  const answers = new WeakMap<ReceivedRequest, NonNullable<AnsweredRequest['answer']>>();
  let received = new Map<Operation, number>();
  ledger.onChange(changed);

  const underWay = createPaymentsUnderWay({
    ledger,
    settings: settings.current,
    clock,
    ids,
    customers,
    onChange: changed,
  });
  const unauthorized: Reply = { status: 401, headers: { 'WWW-Authenticate': 'Basic realm="qr"' } };
  const judge = createJudge({
    ledger,
    settings: settings.current,
    clock,
    ids,
    underWay,
    refuse: createRefuse(ids, () => settings.current().errorIds),
    unauthorized,
    codeMade: (code) => options.codeMade?.(madeCode(code, server.controlUrl)),
  });

  const receivedCount: QrControl['receivedCount'] = (target) => {
    let count = 0;
    for (const [operation, times] of received) if (fits(target, operation)) count += times;
    return count;
  };

  const control: QrControl = {
    next(script) {
      if ('customer' in script) customers.next(script);
      else faults.next(script);
    },
    always(script) {
      faults.always(script);
      customers.always(script);
    },
    set: settings.change,
    scan({ tranId, partnerId, decision }) {
      const { errorType } = underWay.scanFor(tranId, 'person', { partnerId, decision });
      return { isAccepted: errorType === undefined, ...(errorType === undefined ? {} : { errorType }) };
    },
    async reset() {
      faults.reset();
      customers.reset();
      settings.reset();
      received = new Map();
      server.forgetRequests();
      holds.release();
      await server.listen();
    },
    occupy: (id) => ledger.noteId(id, 'occupied', true),
    release: holds.release,
    refuse: (refusal) => server.refuse(refusal),
    listen: () => server.listen(),
    state: () => ({
      isListening: server.isListening(),
      held: holds.count(),
      waiting: underWay.waiting(),
      queued: [...customers.queued(), ...faults.queued()],
      standing: { ...customers.standing(), ...faults.standing() },
      settings: settings.current(),
    }),
    ledger: ledger.entries,
    requests: () =>
      server.requests().map((request) => {
        const answer = answers.get(request);
        return answer ? { ...request, answer } : request;
      }),
    receivedCount,
    untilReceived: (target, count = 1) => until(() => receivedCount(target) >= count),
    untilHeld: (count = 1) => until(() => holds.count() >= count),
    async untilWaiting(tranId) {
      let found: WaitingPayment | undefined;
      await until(() => {
        found = underWay.waiting().find((one) => one.state === 'pending-scan' && (tranId ?? one.tranId) === one.tranId);
        return found !== undefined;
      });
      if (!found) throw new Error('what has come about is there');
      return found;
    },
    untilLedger: (isSo) => until(() => isSo(ledger.entries())),
    untilSettled: (count) =>
      until(() => {
        const { payments } = ledger.entries();
        const settled = payments.filter(({ state }) => state === 'confirmed' || state === 'reversed').length;
        return settled >= count && payments.every(({ state }) => !unsettled.has(state));
      }),
    untilIdle: () => server.untilIdle(),
  };

  const serve = createService({
    isAuthorized: ({ sender }, givenUser, givenPassword) =>
      sender === 'partner'
        ? isSameSecret(givenPassword, partnerPassword)
        : isSameSecret(givenUser, user) && isSameSecret(givenPassword, password),
    unauthorized,
    judge,
    faults,
    customers,
    ledger,
    holds,
    clock,
    ids,
    guid: () => settings.current().guid,
    refuse: (forMs) => server.refuse({ forMs }),
    closing: closing.signal,
  });

  const server = await startServer({
    port,
    host,
    ...(options.tls === true ? { tls: testIdentity() } : {}),
    now: clock.now,
    async serve(exchange, request) {
      const { status, body, how } = await serve(exchange);
      const at = new Date(clock.now()).toISOString();
      answers.set(request, { at, how, ...(status === undefined ? {} : { status }), ...(body === undefined ? {} : { body }) });
    },
    control: (exchange) => serveControl(control, exchange, clock.now),
    received({ path }) {
      const operation = findOperation(path);
      if (!operation) return;
      received.set(operation, (received.get(operation) ?? 0) + 1);
      changed();
    },
  }).catch((error: unknown) => {
    ledger.close();
    throw error;
  });
  underWay.resume();

  return {
    url: `${server.origin}${basePath}`,
    origin: server.origin,
    controlUrl: server.controlUrl,
    port: server.port,
    user,
    password,
    partnerPassword,
    ledger: ledger.entries,
    requests: control.requests,
    control,
    async close() {
      closing.abort();
      underWay.close();
      holds.release();
      await server.close();
      ledger.close();
    },
  };
}

const unsettled: ReadonlySet<string> = new Set(['pending-scan', 'pending-partner', 'authorised']);

function madeCode({ tranId, qrCode, amount }: Code, controlUrl: string): MadeCode {
  return { tranId, qrCode, amount: amount ? moneyText(amount) : '', scanUrl: `${controlUrl}#code-${tranId}` };
}

/** Those options that are settings, and were given. */
function settingsIn(options: QrSimulatorOptions): Partial<QrSettings> {
  const names = Object.keys(defaultSettings) as readonly (keyof QrSettings)[];
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]));
}

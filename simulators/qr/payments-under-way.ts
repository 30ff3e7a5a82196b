import type { JsonValue } from '../common/json-text.ts';
import type { Clock } from '../common/clock.ts';
import type { CustomerScripts } from './customer-scripts.ts';
import { approvedOf, type Customer, type Decision } from './customers.ts';
import type { ErrorType } from './error-types.ts';
import { uuidOf, type IdSource } from './ids.ts';
import type { Ledger } from './ledger.ts';
import type { PaymentFact } from './ledger-lines.ts';
import type { Identifier, Payment, ScannedBy } from './ledger-types.ts';
import { withIdentifiers } from './message.ts';
import type { Institution, QrSettings } from './settings.ts';

/*
 * The long part of a payment (QR 4.3, 9.2):
 *
 *   begin ──▶ pending-scan ── scan ──▶ pending-partner ── the partner decides ──▶ authorised │ declined
 *                 │  scan window ends          │  overall limit ends
 *                 ▼                            ▼
 *              expired                      expired, and what the partner kept back is released
 *
 * A reversal ends either wait. Whether the till still listens changes nothing. Each step is in the ledger, on the disk, before anybody hears of it.
 */

/** How the wait of a payment ended, for its answer. */
export type Ending =
  | { readonly kind: 'authorised'; readonly approvedMinor: number; readonly scan: AcceptedScan }
  | { readonly kind: 'declined'; readonly errorType: ErrorType }
  | { readonly kind: 'no-scan'; readonly waitedMs: number }
  | { readonly kind: 'no-partner' }
  | { readonly kind: 'reversed' }
  /** The simulator goes: the payment goes on waiting when its ledger is opened again. */
  | { readonly kind: 'closed' };

/** What a partner says when somebody scans. */
export interface ScanNotice {
  readonly id: string;
  readonly tranId: string;
  readonly partnerId: string;
  readonly by: ScannedBy;
  readonly identifiers: readonly Identifier[];
  readonly settlementEntity?: JsonValue;
  readonly receiver?: JsonValue;
  /** Absent: what the payment's customer brings along. */
  readonly decision?: Decision;
}

export interface AcceptedScan {
  readonly partner: Institution;
  readonly settlementEntity?: JsonValue;
  readonly receiver?: JsonValue;
  /** What every later message carries. */
  readonly identifiers: readonly Identifier[];
}

/** A scan's number in the ledger, and why it was declined, if it was. */
export interface ScanAnswer {
  readonly number: number;
  readonly errorType?: ErrorType;
}

/** A payment that waits, as it is shown. */
export interface WaitingPayment {
  readonly tranId: string;
  readonly paymentId: string;
  readonly state: 'pending-scan' | 'pending-partner';
  readonly requestedMinor: number;
  readonly currency: string;
  readonly scanUntil: string;
  readonly endsAt: string;
}

export interface PaymentsUnderWay {
  /** Writes the payment down and lets it wait. @returns its number in the ledger, and how it ends */
  begin(fact: Omit<PaymentFact, 'state'>): { readonly number: number; readonly ending: Promise<Ending> };
  scan(notice: ScanNotice): ScanAnswer;
  /** Scans as a customer's application does. @param partnerId absent: the first partner's */
  scanFor(
    tranId: string,
    by: ScannedBy,
    scan?: { readonly partnerId?: string | undefined; readonly decision?: Decision | undefined },
  ): ScanAnswer;
  /** After its reversal was written down. */
  endReversed(paymentId: string): void;
  waiting(): readonly WaitingPayment[];
  /** Goes on with what waited when the ledger was closed. */
  resume(): void;
  /** Lets everybody who waits go, and does nothing more. */
  close(): void;
}

export interface PaymentsUnderWayParts {
  readonly ledger: Ledger;
  readonly settings: () => QrSettings;
  readonly clock: Clock;
  readonly ids: IdSource;
  readonly customers: CustomerScripts;
  onChange(): void;
}

interface Wait {
  readonly payment: Omit<PaymentFact, 'state'>;
  readonly customer: Customer;
  readonly beganMs: number;
  readonly cancels: Set<() => void>;
  isScanned: boolean;
  end(ending: Ending): void;
}

export function createPaymentsUnderWay(parts: PaymentsUnderWayParts): PaymentsUnderWay {
  const { ledger, settings, clock, ids, customers } = parts;
  const waits = new Map<string, Wait>();
  let isClosed = false;

  /** Calls back once, unless the payment has ended by then. */
  const after = (wait: Wait, ms: number, act: () => void): void => {
    const actIfWaiting = (): void => {
      if (!isClosed && waits.get(wait.payment.tranId) === wait) act();
    };
    if (ms <= 0) queueMicrotask(actIfWaiting);
    else wait.cancels.add(clock.after(ms, actIfWaiting));
  };

  const finish = (wait: Wait, ending: Ending): void => {
    waits.delete(wait.payment.tranId);
    for (const cancel of wait.cancels) cancel();
    wait.end(ending);
    parts.onChange();
  };

  const endWindow = (wait: Wait): void => {
    if (wait.isScanned) return;
    ledger.writeEnding({ paymentId: wait.payment.id, state: 'expired', reservedMinor: 0, errorType: 'NO_SCAN_RECEIVED' });
    finish(wait, { kind: 'no-scan', waitedMs: clock.now() - wait.beganMs });
    if (wait.customer.scan === 'after-window') scanFor(wait.payment.tranId, 'script', wait.customer);
  };

  const endAll = (wait: Wait): void => {
    if (!wait.isScanned) {
      endWindow(wait);
      return;
    }
    // The service reverses at the partner itself (QR 9.2): nothing stays reserved that nobody answered for.
    ledger.writeEnding({ paymentId: wait.payment.id, state: 'expired', reservedMinor: 0, errorType: 'UPSTREAM_UNAVAILABLE' });
    finish(wait, { kind: 'no-partner' });
  };

  const decide = (wait: Wait, scan: AcceptedScan, decision: Decision): void => {
    const { id: paymentId, requestedMinor } = wait.payment;
    const approvedMinor = approvedOf(decision, requestedMinor);
    if (decision.kind === 'silent') {
      ledger.writeEnding({ paymentId, state: 'pending-partner', reservedMinor: requestedMinor });
    } else if (approvedMinor === undefined) {
      const { errorType = 'DECLINED_BY_PARTNER' } = decision;
      ledger.writeEnding({ paymentId, state: 'declined', reservedMinor: 0, errorType });
      finish(wait, { kind: 'declined', errorType });
    } else {
      const reserved = { approvedMinor, reservedMinor: approvedMinor, responseIdentifiers: scan.identifiers };
      ledger.writeEnding({ paymentId, state: 'authorised', ...reserved });
      finish(wait, { kind: 'authorised', approvedMinor, scan });
    }
  };

  const scan = (notice: ScanNotice): ScanAnswer => {
    const { id, tranId, partnerId, by } = notice;
    const decline = (errorType: ErrorType): ScanAnswer => ({
      number: ledger.writeScan({ id, tranId, partnerId, by, errorType }),
      errorType,
    });
    const partner = settings().partners.find((one) => one.id === partnerId);
    if (!partner) return decline('PARTNER_UNKNOWN');
    const code = ledger.code(tranId);
    if (!code || Date.parse(code.expiresAt) <= clock.now()) return decline('INVALID_TRAN_ID');
    const wait = waits.get(tranId);
    // A scan that meets no payment is not remembered: the payment that comes later waits for another one (QR 4.2).
    if (!wait) return decline('UNABLE_TO_LOCATE_RECORD');
    if (wait.isScanned) return decline('TRANSACTION_NOT_SUPPORTED');

    const number = ledger.writeScan({ id, tranId, partnerId, by, paymentId: wait.payment.id });
    wait.isScanned = true;
    const own = code.identifiers.filter(({ institutionId }) => institutionId === settings().institution.id);
    const accepted: AcceptedScan = {
      partner,
      settlementEntity: notice.settlementEntity,
      receiver: notice.receiver,
      identifiers: withIdentifiers(wait.payment.requestIdentifiers, ...own, ...notice.identifiers),
    };
    const decision = notice.decision ?? wait.customer.decision ?? { kind: 'approve' };
    after(wait, decision.delayMs ?? 0, () => decide(wait, accepted, decision));
    parts.onChange();
    return { number };
  };

  const scanFor: PaymentsUnderWay['scanFor'] = (tranId, by, { partnerId, decision } = {}) => {
    const chosen = partnerId ?? settings().partners[0]?.id ?? '';
    const name = settings().partners.find((one) => one.id === chosen)?.name ?? 'X';
    const transactionIdentifier = `${initialsOf(name)}-${ids.hex(9).toUpperCase()}`;
    return scan({
      id: uuidOf(ids),
      tranId,
      partnerId: chosen,
      by,
      identifiers: [{ institutionId: chosen, transactionIdentifier }],
      ...(decision ? { decision } : {}),
    });
  };

  const startWaiting = (wait: Wait): void => {
    if (isClosed) {
      wait.end({ kind: 'closed' });
      return;
    }
    waits.set(wait.payment.tranId, wait);
    const leftOf = (moment: string | undefined): number => Date.parse(moment ?? '') - clock.now();
    if (!wait.isScanned) after(wait, leftOf(wait.payment.scanUntil), () => endWindow(wait));
    after(wait, leftOf(wait.payment.endsAt), () => endAll(wait));
    const { customer } = wait;
    if (customer.scan === 'auto' || customer.scan === 'twice') {
      after(wait, customer.afterMs ?? 0, () => {
        scanFor(wait.payment.tranId, 'script', customer);
        if (customer.scan === 'twice') scanFor(wait.payment.tranId, 'script', customer);
      });
    }
    parts.onChange();
  };

  return {
    begin(fact) {
      const { scanWindowMs, overallLimitMs } = settings();
      const beganMs = clock.now();
      const customer = customers.take(fact.tranId, fact.requestedMinor);
      if (customer.scan === 'before-pay') scanFor(fact.tranId, 'script', customer);
      const payment = { ...fact, scanUntil: momentOf(beganMs + scanWindowMs), endsAt: momentOf(beganMs + overallLimitMs) };
      const number = ledger.writePayment({ ...payment, state: 'pending-scan' });
      const ending = new Promise<Ending>((end) => {
        startWaiting({ payment, customer, beganMs, cancels: new Set(), isScanned: false, end });
      });
      return { number, ending };
    },
    scan,
    scanFor,
    endReversed(paymentId) {
      for (const wait of waits.values()) {
        if (wait.payment.id === paymentId) finish(wait, { kind: 'reversed' });
      }
    },
    waiting: () =>
      Array.from(waits.values(), ({ payment, isScanned }) => ({
        tranId: payment.tranId,
        paymentId: payment.id,
        state: isScanned ? 'pending-partner' : 'pending-scan',
        requestedMinor: payment.requestedMinor,
        currency: payment.currency,
        scanUntil: payment.scanUntil ?? '',
        endsAt: payment.endsAt ?? '',
      })),
    resume() {
      const isWaiting = ({ state }: Payment): boolean => state === 'pending-scan' || state === 'pending-partner';
      for (const payment of ledger.entries().payments.filter(isWaiting)) {
        // The customer's application waits no more, and nobody is left to hear the answer. What the partner keeps back, it keeps back.
        startWaiting({
          payment,
          customer: { scan: 'manual' },
          beganMs: Date.parse(payment.at),
          cancels: new Set(),
          isScanned: payment.state === 'pending-partner',
          end: () => undefined,
        });
      }
    },
    close() {
      isClosed = true;
      for (const wait of waits.values()) {
        for (const cancel of wait.cancels) cancel();
        wait.end({ kind: 'closed' });
      }
      waits.clear();
    },
  };
}

function momentOf(ms: number): string {
  return new Date(ms).toISOString();
}

function initialsOf(name: string): string {
  return Array.from(name.matchAll(/\b[A-Za-z]/gu), ([letter]) => letter.toUpperCase()).join('') || 'X';
}

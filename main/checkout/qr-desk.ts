import type { QrId, SaleId } from '../../shared/ids.ts';
import type { QrReason } from '../../shared/qr.ts';
import type { QrTender } from '../../shared/qr-tender.ts';
import { assertNever, ok, type Result } from '../../shared/result.ts';
import type { Sale } from '../../shared/sale.ts';
import type { ShownCode } from '../../shared/snapshot.ts';
import type { TransactionReferences } from '../electrum/messages.ts';
import { makeReferences } from '../electrum/references.ts';
import type { AppendFailure, Journal } from '../journal/journal.ts';
import type { Fact } from '../journal/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Ids } from '../ports/ids.ts';
import type { Logger } from '../ports/logger.ts';
import type { QrCode } from '../qr/messages.ts';
import type { PayOutcome, QrService } from '../qr/qr-service.ts';
import { factOfEnd, factOfPayment, hasArrived } from './fact-of-code.ts';
import { plain } from './plain.ts';
import { timesRetold } from './qr-transition.ts';
import { commit, commitAll, type SaleRunParts } from './sale-run.ts';

/**
 * The payments by code of the checkout (qr 4.1). The order is the protocol's, and each step is durable before the next:
 *
 *   qr-begun ─▶ the code is asked for ─▶ qr-payment-begun ─▶ the payment is sent ─▶ it has left ─▶ a moment ─▶ the code is shown
 *
 * A code that is seen before its payment waits at the service is declined on the spot, so it is shown last; and it is hidden first,
 * whatever becomes of the payment.
 */
export interface QrDesk {
  /** Begins a payment by code in an open sale; the window hears of its code, and of its end. @returns why nothing was written, and then nothing was sent */
  begin(saleId: SaleId, amountMinor: number): Result<Sale, AppendFailure>;
  /** What gives a payment up that is under way, for `commit`: the code is hidden at once, its request goes on in the background (qr 4.6). */
  giveUp(tender: QrTender): Fact;
  /** The code that a customer may scan now, if it is this sale's. */
  shown(saleId: SaleId): ShownCode | undefined;
  /** At the start: looks after the requests that a dead till left under way. */
  resume(): void;
  /** Before the journal is closed. A payment under way is taken back by the next start. */
  close(): void;
}

export interface QrDeskParts {
  readonly journal: Journal;
  readonly service: Pick<QrService, 'createCode' | 'preparePay' | 'pay'>;
  readonly queueAdvice: SaleRunParts['queueAdvice'];
  readonly clock: Clock;
  readonly ids: Pick<Ids, 'qrId' | 'adviceId'>;
  readonly logger: Logger;
  readonly terminalId: string;
  /** How long a payment may take, from its sending. */
  readonly timeoutMs: number;
  /** After everything that the window shows. */
  changed(): void;
}

/** Between the payment's last byte and its code: the service gives no sign that the payment has arrived (qr 4.2). */
const guardMs = 250;
/** How often a fact that the disk did not take is offered to it again. */
const rewriteAfterMs = 2_000;

interface Payment {
  readonly saleId: SaleId;
  readonly qrId: QrId;
  readonly amountMinor: number;
  readonly code: QrCode;
  /** The code's and the payment's alike: everybody knows the transaction by them (qr 7). */
  readonly references: TransactionReferences;
  /** The service may know another's request by this id: once, and before anybody has seen the code, it is asked under a second. */
  readonly isFirstTry: boolean;
}

export function createQrDesk(parts: QrDeskParts): QrDesk {
  const { journal, service, queueAdvice, clock, ids, logger, timeoutMs } = parts;
  let isClosed = false;
  let shown: (ShownCode & { readonly saleId: SaleId }) | undefined;
  const timers = new Set<() => void>();

  function later(ms: number, callback: () => void): () => void {
    const stop = clock.after(ms, () => {
      timers.delete(stop);
      callback();
    });
    timers.add(stop);
    return () => {
      timers.delete(stop);
      stop();
    };
  }

  function tenderOf(saleId: SaleId, id: QrId): QrTender | undefined {
    return journal.sale(saleId)?.codes?.find(({ qrId }) => qrId === id);
  }

  function referencesOf({ number }: Sale, requestId: QrId): TransactionReferences {
    return makeReferences({
      requestId,
      terminalId: parts.terminalId,
      // The journal's next place: rising, and used by nothing else.
      counter: journal.head().sequence + 1,
      atMs: clock.now(),
      basketRef: String(number),
    });
  }

  function beginFact(qrId: QrId, amountMinor: number): Fact {
    return {
      kind: 'qr-begun',
      qrId,
      confirmationId: ids.adviceId(),
      reversalId: ids.adviceId(),
      spareIds: Array.from({ length: timesRetold }, () => ids.adviceId()),
      amountMinor,
    };
  }

  /**
   * Written sooner or later: nobody is told before it is, and a till that dies meanwhile has the payment taken back by its next start.
   * @param factNow what is still true of it: a cashier may have given it up while the disk was full
   */
  function write(saleId: SaleId, qrId: QrId, factNow: (tender: QrTender) => Fact | undefined): void {
    if (isClosed) return logger.warn('code-answered-after-the-end', { saleId, qrId });
    const tender = tenderOf(saleId, qrId);
    const fact = tender && factNow(tender);
    if (fact) {
      const committed = commit({ journal, queueAdvice }, saleId, fact);
      if (!committed.ok) {
        logger.error('code-not-recorded', { saleId, fact: fact.kind, why: committed.failure.detail });
        later(rewriteAfterMs, () => write(saleId, qrId, factNow));
      }
    }
    // Also where it was not written: the code is not shown any more.
    parts.changed();
  }

  /** There is no payment: nothing was sent for it. Where it was given up meanwhile, that stands. */
  function writeNoPayment(saleId: SaleId, qrId: QrId, reason: QrReason): void {
    write(saleId, qrId, ({ state }) =>
      state === 'preparing' ? { kind: 'qr-declined', qrId, reason: plain(reason) } : undefined,
    );
  }

  async function askForCode(sale: Sale, qrId: QrId, amountMinor: number): Promise<void> {
    const { saleId } = sale;
    // The code outlives the payment that waits for it, also where it took its time to come.
    const expiresAt = new Date(clock.now() + 2 * timeoutMs).toISOString();
    const references = referencesOf(sale, qrId);
    const outcome = await service.createCode({ amountMinor, references, expiresAt }, { saleId });
    // Given up meanwhile: no money is involved, and the code is dropped (qr 4.6).
    if (isClosed || tenderOf(saleId, qrId)?.state !== 'preparing') return;
    if (outcome.kind !== 'created') return writeNoPayment(saleId, qrId, reasonOf(outcome));
    const isSent = send({ saleId, qrId, amountMinor, references, code: outcome.code, isFirstTry: true });
    if (!isSent) writeNoPayment(saleId, qrId, { code: 'no-code' });
  }

  /**
   * @param before facts that go down in the same step
   * @returns whether it was; if not, nothing was written either
   */
  function send(payment: Payment, before: readonly Fact[] = []): boolean {
    const { saleId, qrId, amountMinor, code, references } = payment;
    const prepared = service.preparePay(code, { amountMinor }, { ...references, requestId: qrId });
    const deadlineAt = new Date(clock.now() + timeoutMs).toISOString();
    if (!prepared.ok) {
      logger.error('code-payment-not-made', { saleId, qrId, problems: prepared.failure });
      return false;
    }
    const { basis } = prepared.value;
    const begun: Fact = { kind: 'qr-payment-begun', qrId, tranId: code.tranId, deadlineAt, basis: plain(basis) };
    const committed = commitAll({ journal, queueAdvice }, saleId, [...before, begun]);
    if (!committed.ok) {
      // Not on record, so it is not sent.
      logger.error('code-not-recorded', { saleId, qrId, why: committed.failure.detail });
      return false;
    }
    parts.changed();
    const sentAtMs = clock.monotonic();
    let stopShowing = (): void => {};
    const onSent = (): void => {
      stopShowing = later(guardMs, () => show(payment, deadlineAt));
    };
    void service
      .pay(prepared.value, { correlation: { saleId }, onSent })
      .finally(() => stopShowing())
      .then((outcome) => ended(payment, outcome, timeoutMs - (clock.monotonic() - sentAtMs)))
      .catch((error: unknown) => logger.error('code-payment-threw', { saleId, qrId, error }));
    return true;
  }

  function show({ saleId, qrId, amountMinor, code }: Payment, expiresAt: string): void {
    if (isClosed || tenderOf(saleId, qrId)?.state !== 'waiting') return;
    shown = { saleId, qrId, amountMinor, payload: code.payload, expiresAt };
    logger.info('code-shown', { saleId, qrId });
    parts.changed();
  }

  function hide(qrId: QrId): boolean {
    if (shown?.qrId !== qrId) return false;
    shown = undefined;
    return true;
  }

  /**
   * @param leftMs of the time that the payment might have taken. Where nobody says that it arrived, its bytes may be on their way as long as that,
   * whoever has answered or lost the line: a reversal that finds nothing before is told once more.
   */
  function ended(payment: Payment, outcome: PayOutcome, leftMs: number): void {
    const { saleId, qrId, amountMinor, isFirstTry } = payment;
    const wasShown = hide(qrId);
    logger.info('code-payment-ended', { saleId, qrId, outcome: outcome.kind });
    const mayTryAgain = outcome.kind === 'declined' && outcome.mayTryNewId && isFirstTry && !wasShown;
    if (mayTryAgain && !isClosed && tenderOf(saleId, qrId)?.state === 'waiting') {
      // A real collision of ids (qr 7): the same code once more, under another.
      const next = ids.qrId();
      const before = [factOfPayment(qrId, outcome, true), beginFact(next, amountMinor)];
      if (send({ ...payment, qrId: next, isFirstTry: false }, before)) return;
    }
    const isOver = leftMs <= 0 || hasArrived(outcome);
    write(saleId, qrId, ({ state, requestEnd }) => {
      if (state === 'waiting') return factOfPayment(qrId, outcome, isOver);
      return requestEnd === 'not-yet' && isOver ? factOfEnd(qrId, outcome) : undefined;
    });
    if (!isOver) endLater(saleId, qrId, leftMs);
  }

  function endLater(saleId: SaleId, qrId: QrId, ms: number): void {
    later(ms, () => {
      write(saleId, qrId, ({ requestEnd }) =>
        requestEnd === 'not-yet' ? { kind: 'qr-payment-ended', qrId, end: 'over' } : undefined,
      );
    });
  }

  function resume(): void {
    for (const { saleId, codes = [] } of journal.owing()) {
      for (const { qrId, requestEnd } of codes) {
        if (requestEnd !== 'not-yet') continue;
        const begun = journal.records(saleId).find(({ fact }) => fact.kind === 'qr-payment-begun' && fact.qrId === qrId)?.fact;
        const deadlineMs = begun?.kind === 'qr-payment-begun' ? Date.parse(begun.deadlineAt) : 0;
        // Its bytes may still be on their way, for as long as anybody would have waited for it; not longer, whatever the clock says now.
        const leftMs = Math.min(timeoutMs, Math.max(0, deadlineMs - clock.now()));
        endLater(saleId, qrId, leftMs);
      }
    }
  }

  return {
    begin(saleId, amountMinor) {
      const qrId = ids.qrId();
      const committed = commit({ journal, queueAdvice }, saleId, beginFact(qrId, amountMinor));
      if (!committed.ok) return committed;
      const { sale } = committed.value;
      askForCode(sale, qrId, amountMinor).catch((error: unknown) => {
        // A service that breaks its promise never to reject. Nothing was sent for the payment itself.
        logger.error('code-not-asked', { saleId, qrId, error });
        writeNoPayment(saleId, qrId, { code: 'no-code' });
      });
      return ok(sale);
    },
    giveUp({ qrId, state }) {
      hide(qrId);
      return state === 'waiting'
        ? { kind: 'qr-cancelled', qrId }
        : { kind: 'qr-declined', qrId, reason: { code: 'cancelled-by-cashier' } };
    },
    shown(saleId) {
      if (shown?.saleId !== saleId) return undefined;
      const { saleId: _saleId, ...code } = shown;
      return code;
    },
    resume,
    close() {
      isClosed = true;
      shown = undefined;
      for (const stop of timers) stop();
      timers.clear();
    },
  };
}

type NoCode = Exclude<Awaited<ReturnType<QrService['createCode']>>, { kind: 'created' }>;

function reasonOf(outcome: NoCode): QrReason {
  switch (outcome.kind) {
    case 'refused':
    case 'no-answer':
      return outcome.reason;
    case 'not-sendable':
      return { code: 'format-error' };
    default:
      return assertNever(outcome);
  }
}

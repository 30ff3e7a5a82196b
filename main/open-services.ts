import type { AdviceView } from '../shared/advice-view.ts';
import type { AdviceId } from '../shared/ids.ts';
import { invariant, type Result } from '../shared/result.ts';
import type { AdviceSummary } from '../shared/snapshot.ts';
import { createDelivery, type RetryFailure } from './advices/deliver.ts';
import { openStoreQueue } from './advices/store-queue.ts';
import type { CreateStore } from './advices/store.ts';
import type { SetAsideFile } from './advices/queue.ts';
import { viewOfAdvice } from './advices/view.ts';
import { createBillpayClient } from './billpay/client.ts';
import { createAdviceDesk, type AdviceDesk } from './checkout/advice-desk.ts';
import { adviceOf } from './checkout/advice-of.ts';
import { createBillDesk, type BillDesk } from './checkout/bill-desk.ts';
import { createQrDesk, type QrDesk } from './checkout/qr-desk.ts';
import type { Transport } from './http/transport.ts';
import type { DiskGuard } from './journal/disk.ts';
import type { Journal } from './journal/journal.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Logger } from './ports/logger.ts';
import { createQrClient } from './qr/client.ts';
import type { BillpaySettings, QrSettings, Settings } from './settings/settings.ts';

/**
 * The services that reserve a payment and have to be told what became of it, put together: their clients, the one durable queue, its delivery,
 * and the desks between them and the journal.
 */
export interface Services {
  /** Absent where no bill service is set up. */
  readonly bills: BillDesk | undefined;
  /** Absent where no QR service is set up. */
  readonly codes: QrDesk | undefined;
  readonly queueAdvice: AdviceDesk['queueAdvice'];
  /** After the journal proved sound: queues what is owed, and starts to deliver. */
  begin(): void;
  summary(): AdviceSummary;
  list(): { readonly advices: readonly AdviceView[]; readonly setAside: readonly SetAsideFile[] };
  retry(adviceId: AdviceId): Result<void, RetryFailure>;
  drain(timeoutMs: number): Promise<AdviceSummary>;
  close(): void;
}

export interface ServicesParts {
  readonly settings: Settings;
  readonly billpay: BillpaySettings | undefined;
  readonly qr: QrSettings | undefined;
  readonly disk: DiskGuard;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly transport: Transport;
  readonly createStore: CreateStore | undefined;
}

/** @returns undefined where no such service is set up */
export function openServices(journal: Journal, parts: ServicesParts, changed: () => void): Services | undefined {
  const { settings, billpay, qr, disk, clock, ids, logger, transport, createStore } = parts;
  if (!billpay && !qr) return undefined;
  const { identity, currency, dataDirectory, qrGuid: guid } = settings;
  const billService = billpay && createBillpayClient({ ...billpay, identity, currency }, { transport, clock, logger });
  const qrService = qr && createQrClient({ ...qr, guid, identity, currency }, { transport, clock, logger, newId: ids.qrId });
  const opened = openStoreQueue({
    dataDirectory,
    logger,
    makeRoom: () => disk.giveUpBallast(),
    ...(createStore ? { createStore } : {}),
  });
  // The data folder was just written to by the journal; a queue that cannot be opened beside it is a broken installation.
  invariant(opened.ok, `the advice queue opens: ${opened.ok ? '' : opened.failure.detail}`);
  const queue = opened.value;
  const advices = createAdviceDesk({
    journal,
    queue,
    delivery: () => delivery,
    clock,
    logger,
    makeAdvice: (sale, records, requestId, kind) =>
      adviceOf({ bills: billService, codes: qrService }, sale, records, requestId, kind),
  });
  const { queueAdvice } = advices;
  const { terminalId } = identity;
  const common = { journal, queueAdvice, clock, ids, logger, terminalId, changed };
  const bills = billService && createBillDesk({ ...common, service: billService, currency });
  const codes = qrService && createQrDesk({ ...common, service: qrService, timeoutMs: qr.timeoutMs });
  const delivery = createDelivery({
    queue,
    send: {
      ...(billService ? { billpay: billService.sendAdvice } : {}),
      ...(qrService ? { qr: qrService.sendAdvice } : {}),
    },
    clock,
    random: Math.random,
    logger,
    onFinal: advices.advicesEnded,
    intervalMs: settings.adviceIntervalMs,
  });
  const stopListening = delivery.onChange(changed);

  const summary = (): AdviceSummary => {
    const { waiting, needsAttention, oldestAgeMs } = delivery.status();
    const age = oldestAgeMs === undefined ? {} : { oldestAgeMs };
    const notQueued = advices.notQueued();
    return {
      waiting: waiting + notQueued,
      ...age,
      ...(notQueued === 0 ? {} : { notQueued }),
      needsAttention,
      setAside: queue.setAside().length,
    };
  };

  return {
    bills,
    codes,
    queueAdvice,
    begin() {
      advices.begin();
      codes?.resume();
      delivery.wake();
    },
    summary,
    list: () => ({ advices: delivery.entries().map(viewOfAdvice), setAside: queue.setAside() }),
    retry: delivery.retry,
    async drain(timeoutMs) {
      await delivery.drain(timeoutMs);
      return summary();
    },
    close() {
      stopListening();
      bills?.close();
      codes?.close();
      advices.close();
      delivery.close();
      queue.close();
    },
  };
}

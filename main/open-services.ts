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
import type { Transport } from './http/transport.ts';
import type { DiskGuard } from './journal/disk.ts';
import type { Journal } from './journal/journal.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Logger } from './ports/logger.ts';
import type { BillpaySettings, Settings } from './settings/settings.ts';

/**
 * The services that reserve a payment and have to be told what became of it, put together: their clients, the one durable queue, its delivery,
 * and the desks between them and the journal.
 */
export interface Services {
  readonly bills: BillDesk | undefined;
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
  readonly disk: DiskGuard;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly transport: Transport;
  readonly createStore: CreateStore | undefined;
  announce(): void;
}

/** @returns undefined where no such service is set up */
export function openServices(journal: Journal, parts: ServicesParts, changed: () => void): Services | undefined {
  const { settings, billpay, disk, clock, ids, logger, transport, createStore } = parts;
  if (!billpay) return undefined;
  const { identity, currency, dataDirectory } = settings;
  const billService = createBillpayClient({ ...billpay, identity, currency }, { transport, clock, logger });
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
    makeAdvice: (sale, records, requestId, kind) => adviceOf({ bills: billService }, sale, records, requestId, kind),
    changed,
  });
  const { queueAdvice } = advices;
  const { terminalId } = identity;
  const bills = createBillDesk({
    journal,
    service: billService,
    queueAdvice,
    clock,
    ids,
    logger,
    terminalId,
    currency,
    changed,
  });
  const delivery = createDelivery({
    queue,
    send: { billpay: billService.sendAdvice },
    clock,
    random: Math.random,
    logger,
    onFinal: advices.advicesEnded,
    intervalMs: settings.adviceIntervalMs,
  });
  const stopListening = delivery.onChange(parts.announce);

  const summary = (): AdviceSummary => {
    const { waiting, needsAttention, oldestAgeMs } = delivery.status();
    const age = oldestAgeMs === undefined ? {} : { oldestAgeMs };
    return { waiting, needsAttention, ...age, setAside: queue.setAside().length };
  };

  return {
    bills,
    queueAdvice,
    begin() {
      advices.queueWhatIsOwed();
      delivery.wake();
    },
    summary,
    list: () => ({ advices: queue.entries().map(viewOfAdvice), setAside: queue.setAside() }),
    retry: delivery.retry,
    async drain(timeoutMs) {
      await delivery.drain(timeoutMs);
      return summary();
    },
    close() {
      stopListening();
      bills.close();
      advices.close();
      delivery.close();
      queue.close();
    },
  };
}

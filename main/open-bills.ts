import type { AdviceId } from '../shared/ids.ts';
import { invariant, type Result } from '../shared/result.ts';
import type { AdviceSummary } from '../shared/snapshot.ts';
import type { AdviceView } from '../shared/advice-view.ts';
import { createDelivery, type RetryFailure } from './advices/deliver.ts';
import { openStoreQueue } from './advices/store-queue.ts';
import type { CreateStore } from './advices/store.ts';
import type { SetAsideFile } from './advices/queue.ts';
import { viewOfAdvice } from './advices/view.ts';
import { createBillpayClient } from './billpay/client.ts';
import { createBillDesk, type BillDesk } from './checkout/bill-desk.ts';
import type { Transport } from './http/transport.ts';
import type { DiskGuard } from './journal/disk.ts';
import type { Journal } from './journal/journal.ts';
import type { Clock } from './ports/clock.ts';
import type { Ids } from './ports/ids.ts';
import type { Logger } from './ports/logger.ts';
import type { BillpaySettings, Settings } from './settings/settings.ts';

/** Everything that bills need, put together: the service's client, the durable queue, its delivery, and the desk between them and the journal. */
export interface Bills {
  readonly desk: BillDesk;
  /** After the journal proved sound: queues what is owed, and starts to deliver. */
  begin(): void;
  summary(): AdviceSummary;
  list(): { readonly advices: readonly AdviceView[]; readonly setAside: readonly SetAsideFile[] };
  retry(adviceId: AdviceId): Result<void, RetryFailure>;
  drain(timeoutMs: number): Promise<AdviceSummary>;
  close(): void;
}

export interface BillsParts {
  readonly settings: Settings;
  readonly billpay: BillpaySettings;
  readonly disk: DiskGuard;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  readonly transport: Transport;
  readonly createStore: CreateStore | undefined;
  announce(): void;
}

export function openBills(journal: Journal, parts: BillsParts, changed: () => void): Bills {
  const { settings, billpay, disk, clock, ids, logger, transport, createStore } = parts;
  const { identity, currency, dataDirectory } = settings;
  const service = createBillpayClient({ ...billpay, identity, currency }, { transport, clock, logger });
  const opened = openStoreQueue({
    dataDirectory,
    logger,
    makeRoom: () => disk.giveUpBallast(),
    ...(createStore ? { createStore } : {}),
  });
  // The data folder was just written to by the journal; a queue that cannot be opened beside it is a broken installation.
  invariant(opened.ok, `the advice queue opens: ${opened.ok ? '' : opened.failure.detail}`);
  const queue = opened.value;
  const desk = createBillDesk({
    journal,
    service,
    queue,
    delivery: () => delivery,
    clock,
    ids,
    logger,
    terminalId: identity.terminalId,
    currency,
    changed,
  });
  const delivery = createDelivery({
    queue,
    send: { billpay: service.sendAdvice },
    clock,
    random: Math.random,
    logger,
    onFinal: desk.advicesEnded,
    intervalMs: settings.adviceIntervalMs,
  });
  const stopListening = delivery.onChange(parts.announce);

  const summary = (): AdviceSummary => {
    const { waiting, needsAttention, oldestAgeMs } = delivery.status();
    const age = oldestAgeMs === undefined ? {} : { oldestAgeMs };
    return { waiting, needsAttention, ...age, setAside: queue.setAside().length };
  };

  return {
    desk,
    begin() {
      desk.queueWhatIsOwed();
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
      desk.close();
      delivery.close();
      queue.close();
    },
  };
}

import { mkdirSync } from 'node:fs';
import type { EventOf, Handlers } from '../shared/ipc/contract.ts';
import { ok, type Result } from '../shared/result.ts';
import type { Snapshot } from '../shared/snapshot.ts';
import { createCheckout } from './checkout/checkout.ts';
import { recover } from './checkout/recover.ts';
import { projectSale } from './checkout/transition.ts';
import { createAxiosTransport } from './http/axios-transport.ts';
import type { Transport } from './http/transport.ts';
import { createDispatch } from './ipc/dispatch.ts';
import { createHandlers, createHandlersWithoutJournal } from './ipc/handlers.ts';
import { createDiskGuard, type DiskGuard } from './journal/disk.ts';
import type { Journal } from './journal/journal.ts';
import { failureOf, healthOf, watchJournal } from './journal/journal-watch.ts';
import { openWithRoom } from './journal/open-with-room.ts';
import { takeSellingLock, type InUse } from './journal/selling-lock.ts';
import type { JournalOpenFailure } from './journal/sqlite-journal.ts';
import { verifyAtStart } from './journal/verify-in-worker.ts';
import { systemClock, timestamp, type Clock } from './ports/clock.ts';
import { randomIds, type Ids } from './ports/ids.ts';
import type { Logger } from './ports/logger.ts';
import { noCustomerDisplay, type CustomerDisplayDoor } from './ports/customer-display.ts';
import type { SlipPrinter } from './ports/slip-printer.ts';
import type { CreateStore } from './advices/store.ts';
import { openServices } from './open-services.ts';
import type { BdsSettings, BillpaySettings, QrSettings, Settings } from './settings/settings.ts';
import type { CardTerminal } from './terminal/card-terminal.ts';
import { createCardTerminal } from './terminal/session.ts';
import { unpluggedTerminal } from './terminal/unplugged.ts';
import type { Till } from './till.ts';
import { version } from './version.ts';

export interface ComposeParts {
  readonly logger: Logger;
  readonly printer: SlipPrinter;
  /** Absent in a host without windows. */
  readonly customerDisplay?: CustomerDisplayDoor;
  /** The card service: what IT set, or the bundled simulator. Absent: no card can be taken, all else works. */
  readonly bds?: BdsSettings | undefined;
  /** The bill service likewise. Absent: no bills. */
  readonly billpay?: BillpaySettings | undefined;
  /** The QR service likewise. Absent: no payments by code. */
  readonly qr?: QrSettings | undefined;
  /** The engine of the advice queue: electron-store in Electron, its own engine elsewhere. */
  readonly createStore?: CreateStore;
  readonly clock?: Clock;
  readonly ids?: Ids;
  readonly transport?: Transport;
}

/**
 * Builds the till from its ports: the whole object graph, in one place. Both hosts and the command line stand on it.
 * A journal that cannot be used does not keep the till from starting: it starts, says why, and sells nothing.
 * @returns the till, or that another one sells from the same data folder: two would not know of each other's payments
 */
export function compose(settings: Settings, parts: ComposeParts): Result<Till, InUse> {
  const { logger, printer, customerDisplay = noCustomerDisplay, bds, clock = systemClock, ids = randomIds, billpay, qr } = parts;
  const { certificateAuthority } = settings;
  const { transport = createAxiosTransport(certificateAuthority === undefined ? {} : { certificateAuthority }) } = parts;
  const directory = settings.dataDirectory;
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const lock = takeSellingLock(directory);
  if (!lock.ok) return lock;

  const disk = createDiskGuard({ directory });
  const opened = openWithRoom({ directory, disk, clock, logger, project: projectSale, mode: settings.mode });
  const terminal = bds
    ? createCardTerminal(
        { ...bds, currency: settings.currency, idlePollMs: settings.bdsIdlePollMs, busyPollMs: settings.bdsBusyPollMs },
        { transport, clock, logger },
      )
    : unpluggedTerminal;

  const listeners = new Set<(event: EventOf<'snapshot'>) => void>();
  const announce = (): void => {
    if (listeners.size === 0) return;
    const current = snapshot();
    for (const listener of listeners) listener(current);
  };

  const core = opened.ok
    ? openCounter(opened.value, {
        settings,
        disk,
        clock,
        ids,
        logger,
        terminal,
        transport,
        printer,
        customerDisplay,
        billpay,
        qr,
        announce,
        createStore: parts.createStore,
        snapshot: () => snapshot(),
      })
    : closedCounter(opened.failure, { logger, customerDisplay, snapshot: () => snapshot() });
  const snapshot = (): Snapshot => ({
    mode: settings.mode,
    currency: settings.currency,
    locale: settings.locale,
    sells: billpay ? ['amount', 'bill'] : ['amount'],
    tenders: qr ? ['card', 'cash', 'code'] : ['card', 'cash'],
    terminal: terminal.status(),
    ...core.state(),
    at: timestamp(clock),
    version,
  });
  const stopStatus = terminal.onStatus(announce);

  return ok({
    dispatch: createDispatch(core.handlers, { logger, ids }),
    listen(_name, listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    logger,
    close() {
      listeners.clear();
      stopStatus();
      core.close();
      terminal.close();
      transport.close();
      lock.value.release();
      return Promise.resolve();
    },
  });
}

/** What stands on the journal: the calls, and its part of the snapshot. */
interface Core {
  readonly handlers: Handlers;
  state(): Pick<Snapshot, 'journal' | 'counter' | 'unresolved' | 'cashToReturn' | 'advices'>;
  close(): void;
}

interface CounterParts {
  readonly settings: Settings;
  readonly disk: DiskGuard;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly ids: Ids;
  readonly terminal: CardTerminal;
  readonly transport: Transport;
  readonly billpay: BillpaySettings | undefined;
  readonly qr: QrSettings | undefined;
  readonly createStore: CreateStore | undefined;
  readonly printer: SlipPrinter;
  readonly customerDisplay: CustomerDisplayDoor;
  snapshot(): Snapshot;
  announce(): void;
}

function openCounter(journal: Journal, parts: CounterParts): Core {
  const { settings, disk, clock, ids, logger, terminal, printer, customerDisplay, snapshot, announce } = parts;
  const services = openServices(journal, parts, () => checkout.refresh());
  const watch = watchJournal({
    disk,
    clock,
    logger,
    verification: verifyAtStart(settings.dataDirectory),
    whenSound() {
      recover(journal, logger, services?.queueAdvice);
      services?.begin();
    },
  });
  const { currency, locale, billType } = settings;
  const { mayBegin, mayWrite } = watch;
  const checkout = createCheckout({
    journal,
    terminal,
    clock,
    logger,
    defaults: { currency, locale, billType },
    queueAdvice: services?.queueAdvice,
    bills: services?.bills,
    codes: services?.codes,
    mayBegin,
    mayWrite,
  });
  watch.onChange(announce);
  checkout.onChange(announce);
  return {
    handlers: createHandlers({
      journal,
      checkout,
      bills: services?.bills?.service,
      advices: services,
      ids,
      clock,
      printer,
      customerDisplay,
      snapshot,
      mayWrite,
      terminalId: settings.identity.terminalId,
    }),
    state: () => ({
      journal: watch.health(),
      counter: checkout.counter(),
      unresolved: checkout.unresolved(),
      cashToReturn: journal.cashToReturn(),
      ...(services ? { advices: services.summary() } : {}),
    }),
    close() {
      services?.close();
      checkout.close();
      watch.close();
      journal.close();
    },
  };
}

function closedCounter(failure: JournalOpenFailure, parts: Pick<CounterParts, 'logger' | 'snapshot' | 'customerDisplay'>): Core {
  parts.logger.error('journal-not-opened', { failure });
  const health = healthOf(failure);
  return {
    handlers: createHandlersWithoutJournal(parts, failureOf(health)),
    state: () => ({ journal: health, counter: { kind: 'free' }, unresolved: [], cashToReturn: [] }),
    close: () => {},
  };
}

import type { Failure } from '../../shared/failure.ts';
import type { QrId, SaleId } from '../../shared/ids.ts';
import type { Handlers } from '../../shared/ipc/contract.ts';
import { fail, ok, type Result } from '../../shared/result.ts';
import type { AdviceSummary, Snapshot } from '../../shared/snapshot.ts';
import type { Checkout } from '../checkout/checkout.ts';
import type { Journal } from '../journal/journal.ts';
import type { Clock } from '../ports/clock.ts';
import type { CustomerDisplayDoor } from '../ports/customer-display.ts';
import type { Ids } from '../ports/ids.ts';
import { retryAdvice, type AdviceCalls } from './advice-calls.ts';
import { listBillers, lookUpBill } from './bill-calls.ts';
import type { BillService } from '../billpay/bill-service.ts';
import type { SlipPrinter } from '../ports/slip-printer.ts';

export interface HandlerParts {
  readonly journal: Pick<Journal, 'sale' | 'timeline' | 'history'>;
  readonly checkout: Checkout;
  /** Absent where no bill service is set up. */
  readonly bills: Pick<BillService, 'listBillers' | 'lookUp'> | undefined;
  /** Absent where no service is set up that has to be told anything. */
  readonly advices: AdviceCalls | undefined;
  readonly ids: Pick<Ids, 'billId'>;
  readonly clock: Pick<Clock, 'now'>;
  readonly terminalId: string;
  readonly printer: SlipPrinter;
  readonly customerDisplay: CustomerDisplayDoor;
  snapshot(): Snapshot;
  /** Answers when the journal has proved sound, and what the till before left behind is seen to. */
  mayWrite(): Promise<Result<void, Failure>>;
}

/** Where no service has to be told anything. */
const nothingWaits: AdviceSummary = { waiting: 0, needsAttention: 0, setAside: 0 };

/** Name → handler, joined by type to the contract. */
export function createHandlers(parts: HandlerParts): Handlers {
  const { journal, checkout, bills, advices, printer, customerDisplay, snapshot, mayWrite } = parts;
  return {
    'bill/billers': () => (bills ? listBillers(bills) : fail({ kind: 'no-bill-service' })),
    'bill/look-up': ({ bill }) => (bills ? lookUpBill(bills, bill, parts) : fail({ kind: 'no-bill-service' })),
    'bill/request': ({ saleId, bills: asked, overrideReason }) =>
      checkout.requestBills({ saleId: saleId as SaleId, bills: asked, overrideReason }),
    'sale/pay-cash': ({ saleId, handed }) => checkout.payCash(saleId as SaleId, handed),
    'sale/pay-code': ({ saleId, amount }) => checkout.payByCode(saleId as SaleId, amount),
    'sale/cancel-code': ({ saleId, qrId }) => checkout.cancelCode(saleId as SaleId, qrId as QrId),
    'sale/pay-card': ({ saleId }) => checkout.payCard(saleId as SaleId),
    'sale/abandon': ({ saleId }) => checkout.abandon(saleId as SaleId),
    'sale/cash-returned': ({ saleId }) => checkout.cashReturned(saleId as SaleId),
    'advices/list': () => ok(advices?.list() ?? { advices: [], setAside: [] }),
    'advices/drain': async ({ timeoutMs }) => {
      // What the till before left behind may be owed and not be queued yet: nothing is said of it before the journal was looked at.
      const may = await mayWrite();
      return may.ok ? ok((await advices?.drain(timeoutMs)) ?? nothingWaits) : may;
    },
    'advices/retry': async ({ adviceId }) => {
      const may = await mayWrite();
      if (!may.ok) return may;
      return advices ? retryAdvice(advices, adviceId) : fail({ kind: 'no-such-advice', adviceId });
    },
    'till/snapshot': () => ok(snapshot()),
    'sale/begin': ({ saleId, input, overrideReason }) => checkout.begin({ saleId: saleId as SaleId, input, overrideReason }),
    'sale/open': ({ saleId, input, overrideReason }) => checkout.openSale({ saleId: saleId as SaleId, input, overrideReason }),
    'sale/dismiss': ({ saleId }) => {
      checkout.dismiss(saleId as SaleId);
      return ok({});
    },
    // A window that closes by itself. Where it does not, its host answers before a call comes here.
    'window/leave': () => ok({}),
    'sale/resolve': ({ saleId, ...verdict }) => checkout.resolve({ saleId: saleId as SaleId, ...verdict }),
    'history/list': ({ limit, before, since }) => {
      // One more than asked for says whether there is a next page.
      const sales = journal.history({ limit: limit + 1, before, since });
      return ok({ sales: sales.slice(0, limit).map(checkout.present), hasMore: sales.length > limit });
    },
    'history/show': ({ saleId }) => {
      const sale = journal.sale(saleId as SaleId);
      if (!sale) return fail({ kind: 'no-such-sale', saleId });
      return ok({ sale: checkout.present(sale), timeline: journal.timeline(sale.saleId) });
    },
    'slip/print': async ({ saleId, to }) => {
      const sale = journal.sale(saleId as SaleId);
      if (!sale) return fail({ kind: 'no-such-sale', saleId });
      return ok(await printer.print(checkout.present(sale), to));
    },
    'customer/open': () => ok(customerDisplay.toggle()),
  };
}

/** A till whose journal cannot be opened shows why, and does nothing else. */
export function createHandlersWithoutJournal(
  { snapshot, customerDisplay }: Pick<HandlerParts, 'snapshot' | 'customerDisplay'>,
  failure: Failure,
): Handlers {
  const refuse = (): ReturnType<typeof fail<Failure>> => fail(failure);
  return {
    'till/snapshot': () => ok(snapshot()),
    'bill/billers': refuse,
    'bill/look-up': refuse,
    'bill/request': refuse,
    'sale/pay-cash': refuse,
    'sale/pay-code': refuse,
    'sale/cancel-code': refuse,
    'sale/pay-card': refuse,
    'sale/abandon': refuse,
    'sale/cash-returned': refuse,
    'advices/list': refuse,
    'advices/drain': refuse,
    'advices/retry': refuse,
    'sale/begin': refuse,
    'sale/open': refuse,
    'sale/dismiss': () => ok({}),
    'sale/resolve': refuse,
    'window/leave': () => ok({}),
    'history/list': refuse,
    'history/show': refuse,
    'slip/print': refuse,
    'customer/open': () => ok(customerDisplay.toggle()),
  };
}
